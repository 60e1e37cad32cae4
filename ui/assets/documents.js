const COLUMNS = [
  ["name", "Document", ""], ["state", "State", "less"], ["number", "Version", "number"], ["characters", "Characters", "number less"],
  ["names", "Names", "number less"], ["facts", "Facts", "number"], ["unresolved", "Open refs", "number less"],
];
const SIGNS = { current: "check_circle", removed: "delete", "searched only": "translate", "needs OCR": "warning" };
const SHOWN = 200;

export default (component) => mount(component, build);

function build(parent, gg) {
  gg.order = ["name", 1];
  gg.shown = SHOWN;
  const find = el("input", "");
  find.type = "text";
  find.placeholder = "Find a document";
  find.setAttribute("aria-label", "Find a document");
  let timer = 0;
  find.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => { gg.shown = SHOWN; gg.choose({ find: find.value.trim() }); gg.update(); }, 150);
  });
  const count = el("span", "quiet small");
  count.setAttribute("role", "status");
  const box = el("div", "");
  gg.root.append(el("div", "bar", el("div", "finder", icon("search"), find), count), box);
  gg.update = () => {
    if (parent.getRootNode().activeElement !== find) find.value = gg.filters.find;
    const words = gg.filters.find.toLowerCase();
    const found = gg.data.documents.filter((d) => `${d.name} ${d.id}`.toLowerCase().includes(words));
    const [key, way] = gg.order;
    found.sort((a, b) => way * (typeof a[key] === "number" ? a[key] - b[key] : String(a[key]).localeCompare(String(b[key]))));
    count.textContent = plural(found.length, "document");
    const head = sortHead(COLUMNS, gg.order, (name) => { gg.order = [name, key === name ? -way : name === "name" ? 1 : -1]; gg.update(); });
    const table = el("table", "", el("thead", "", head), el("tbody", "", ...found.slice(0, gg.shown).map((d) => line(d, gg))));
    keepFocus(box, table);
    const rest = found.length - gg.shown;
    if (rest > 0) box.append(el("p", "more", press("plain", () => { gg.shown += SHOWN; gg.update(); }, `Show more (${rest.toLocaleString("en")} left)`)));
    if (!found.length) box.replaceChildren(el("p", "empty quiet", "No document has these words in its name. Fewer letters find more."));
  };
}

function line(d, gg) {
  const row = el("tr", "");
  COLUMNS.forEach(([name, , look]) => {
    const cell = el("td", look);
    if (name === "name") {
      const open = press("link", () => gg.leave({ document: d.id, version: d.state === "removed" ? d.version : "" }), squeeze(d.name));
      cell.append(open, el("div", "quiet small", d.id + (d.language === "en" ? "" : ` · ${d.language}: searched, no facts read`)));
      d.notes.forEach((note) => cell.append(el("div", "note", icon("info"), el("span", "", note.detail))));
    } else if (name === "state") cell.append(el("span", "state", icon(SIGNS[d.state]), d.state));
    else cell.append(d[name].toLocaleString("en"));
    row.append(cell);
  });
  return row;
}
