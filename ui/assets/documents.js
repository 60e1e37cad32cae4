const COLUMNS = [
  ["name", "Document", ""], ["state", "State", "less"], ["number", "Version", "number"], ["characters", "Characters", "number less"],
  ["names", "Names", "number less"], ["facts", "Facts", "number"], ["unresolved", "Open refs", "number less"],
];

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const state = parentElement.gg || (parentElement.gg = { order: ["name", 1] });
  const draw = () => {
    parentElement.querySelectorAll(".gg").forEach((old) => old.remove());
    const [key, way] = state.order;
    const head = el("tr", "");
    COLUMNS.forEach(([name, title, look]) => {
      const cell = el("th", look, press("", () => { state.order = [name, key === name ? -way : name === "name" ? 1 : -1]; draw(); }, title, key === name ? icon(way > 0 ? "arrow_upward" : "arrow_downward") : null));
      cell.setAttribute("aria-sort", key === name ? (way > 0 ? "ascending" : "descending") : "none");
      head.append(cell);
    });
    const body = el("tbody", "");
    [...data.documents].sort((a, b) => way * (typeof a[key] === "number" ? a[key] - b[key] : String(a[key]).localeCompare(String(b[key])))).forEach((d) => {
      const row = el("tr", "");
      COLUMNS.forEach(([name, , look]) => {
        const cell = el("td", look);
        if (name === "name") {
          cell.append(press("link", () => setTriggerValue("open", { document: d.id, version: d.state === "removed" ? d.version : "" }), squeeze(d.name)), el("div", "quiet small", d.id + (d.language === "en" ? "" : ` · ${d.language}: searched, no facts read`)));
          d.notes.forEach((note) => cell.append(el("div", "note", icon("info"), el("span", "", note.detail))));
        } else if (name === "state") {
          const sign = { current: "check_circle", removed: "delete", "searched only": "translate", "needs OCR": "warning" }[d.state];
          cell.append(el("span", "state", icon(sign), d.state));
        } else cell.append(d[name].toLocaleString("en"));
        row.append(cell);
      });
      body.append(row);
    });
    parentElement.append(el("div", "gg", el("table", "", el("thead", "", head), body)));
  };
  draw();
}
