const COLUMNS = [
  ["name", "Document", ""], ["state", "State", "less"], ["number", "Import", "number"], ["characters", "Characters", "number less"],
  ["names", "Names", "number less"], ["facts", "Facts", "number"], ["unresolved", "Unresolved", "number less"],
];
const SIGNS = { current: "check_circle", removed: "delete", "searched only": "translate", "needs OCR": "warning", "not read": "error" };

function build(parent, gg) {
  const find = el("input", "");
  find.type = "text";
  find.placeholder = "Find a document";
  find.setAttribute("aria-label", "Find a document");
  let timer = 0;
  find.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => gg.choose({ find: find.value.trim() }), 150);
  });
  const states = el("div", "states");
  states.setAttribute("role", "group");
  states.setAttribute("aria-label", "State");
  const count = el("span", "quiet small");
  count.setAttribute("role", "status");
  const box = el("div", "");
  const stated = el("div", "");
  gg.root.append(el("div", "bar", el("div", "finder", icon("search"), find), states, count), stated, box);
  gg.update = () => {
    const { filters, data } = gg;
    if (parent.getRootNode().activeElement !== find) find.value = filters.find;
    drawStates(states, gg);
    count.textContent = plural(data.total, "document");
    drawStated(stated, gg);
    const [key, way] = [filters.sort, filters.down ? -1 : 1];
    const head = sortHead(COLUMNS, [key, way], (name) => gg.choose({ sort: name, down: key === name ? !filters.down : !["name", "state"].includes(name) }));
    const table = el("table", "", el("thead", "", head), el("tbody", "", ...data.documents.map((d) => line(d, gg))));
    keepFocus(box, table);
    const rest = data.total - data.documents.length;
    if (rest > 0) box.append(el("p", "more", press("plain", () => gg.send("more"), `Show more (${rest.toLocaleString("en")} left)`)));
    if (data.total) return;
    const words = filters.find ? "No document has these words in its name. Fewer letters find more." : "No document is in this state.";
    box.replaceChildren(el("p", "empty quiet", words));
  };
}

// Where documents are in several states: each with its number, to see those alone.
function drawStates(box, gg) {
  const { states } = gg.data;
  const { state } = gg.filters;
  box.style.display = states.length > 1 || state ? "" : "none";
  const focused = box.getRootNode().activeElement;
  const held = focused && box.contains(focused) && focused.dataset.state;
  const listed = states.some(([name]) => name === state) || !state ? states : [...states, [state, 0]];
  box.replaceChildren(...listed.map(([name, n]) => {
    const button = press("toggle", () => gg.choose({ state: name === state ? "" : name }), icon(SIGNS[name] || "help"), `${name} ${n.toLocaleString("en")}`);
    button.dataset.state = name;
    button.setAttribute("aria-pressed", String(name === state));
    return button;
  }));
  const again = held && box.querySelector(`[data-state="${held}"]`);
  if (again) again.focus();
}

function line(d, gg) {
  const row = el("tr", "");
  COLUMNS.forEach(([name, , look]) => {
    const cell = el("td", look);
    if (name === "name") {
      const open = () => gg.send("open", { document: d.id, version: d.state === "removed" ? d.version : "" });
      cell.append(d.version ? press("link", open, squeeze(d.name)) : el("b", "", squeeze(d.name)));
      cell.append(el("div", "quiet small", d.id + (d.own_version || d.valid_from ? ` · ${d.edition}` : "") + (d.state === "searched only" ? ` · ${d.language}: searched, no facts read` : "")));
      d.replaced_by.forEach((one) => cell.append(el("div", "note", icon("history"), el("span", "", `${squeeze(one.words)}: “${squeeze(one.quote)}” `, showStated(one, gg)))));
      d.notes.forEach((note) => cell.append(el("div", "note", icon("info"), el("span", "", note.detail))));
    } else if (name === "state") cell.append(el("span", d.version ? "state" : "state unread", icon(SIGNS[d.state]), d.state));
    else cell.append(d[name] === null ? "–" : d[name].toLocaleString("en"));
    row.append(cell);
  });
  return row;
}
