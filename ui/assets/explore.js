function build(parent, gg) {
  // The name that a path is to begin at; its words come with the page where it was opened by a link.
  gg.pathFrom = () => {
    const { from } = gg.filters;
    return from ? [gg.pathName, gg.data.from].find((name) => name && name.id === from) || null : null;
  };
  const left = el("section", "left");
  left.setAttribute("aria-label", "Graph");
  const side = el("section", "side");
  side.setAttribute("aria-label", "Details");
  gg.root.append(left, side);

  gg.finder = finder(gg);
  const view = (table) => { gg.look({ table }); gg.update(); };
  const graphButton = press("", () => view(false), icon("graph_3"), "Graph");
  const tableButton = press("", () => view(true), icon("table_rows"), "Table");
  const filterLabel = el("span", "");
  const filterButton = press("plain", () => { gg.look({ panel: !gg.filters.panel }); gg.update(); }, icon("tune"), filterLabel);
  const trail = el("div", "trail");
  trail.setAttribute("role", "status");
  const filters = filterPanel(parent, gg);
  const stage = el("div", "stage");
  const picture = drawing(stage, {
    node: (node) => gg.send("choose", { id: node.id }),
    more: (id) => gg.send(gg.data.opened.length ? "expand" : "open", { id }),
    edge: (source, target) => gg.send("edge", { source, target }),
    view: (at) => { if (at !== gg.filters.at) gg.look({ at }); },
  });
  const zoom = zoomTools(picture);
  const sheet = el("div", "sheet");
  sheet.tabIndex = 0;
  sheet.setAttribute("role", "group");
  sheet.setAttribute("aria-label", "Table of facts between names");
  const empty = el("div", "nothing");
  const legend = el("ul", "legend");
  const status = el("p", "status");
  left.append(el("div", "bar", gg.finder.box, el("div", "switch", graphButton, tableButton), filterButton), filters.box, trail, stage, picture.said, legend, status);

  gg.update = () => {
    const { data } = gg;
    gg.finder.update();
    const { table, panel } = gg.filters;
    graphButton.setAttribute("aria-pressed", String(!table));
    tableButton.setAttribute("aria-pressed", String(table));
    filterButton.setAttribute("aria-expanded", String(panel));
    const used = countFilters(gg.filters);
    filterLabel.textContent = used ? `Filter (${used})` : "Filter";
    filters.box.style.display = panel ? "" : "none";
    filters.update();
    drawTrail(trail, gg);
    if (!data.graph.nodes.length) {
      drawEmpty(empty, gg);
      stage.replaceChildren(empty);
    } else if (table) {
      stage.replaceChildren(sheet);
      drawTable(sheet, gg);
    } else {
      if (!picture.svg.isConnected) stage.replaceChildren(picture.svg, zoom);
      picture.show(data.graph, data.selected, data.edge, gg.filters.at);
    }
    const kinds = [...new Set(data.graph.nodes.map((n) => n.kind))].sort();
    legend.replaceChildren(...kinds.map((kind) => el("li", "", dot(kind), kind)));
    status.textContent = counted(data);
    drawSide(side, gg);
  };
}

function counted({ graph, filters }) {
  const facts = graph.edges.reduce((n, e) => n + e.facts, 0);
  const more = graph.nodes.reduce((n, node) => Math.max(n, node.more), 0);
  const weak = filters.weak ? "weak facts shown dashed" : graph.weak_hidden ? `${plural(graph.weak_hidden, "weak fact")} hidden` : "";
  return [
    `${plural(graph.nodes.length, "name")}, ${plural(facts, "fact")} between them`,
    more ? "+n: further neighbours" : "", weak,
  ].filter(Boolean).join(" · ");
}

function drawTrail(trail, gg) {
  const { message, graph } = gg.data;
  const { path } = graph;
  const from = gg.pathFrom();
  trail.style.display = path || (message && graph.nodes.length) || from ? "" : "none";
  trail.replaceChildren();
  if (from) {
    trail.append(`Choose the other end of the path from ${squeeze(from.name)} in the box above.`, press("link", () => { gg.look({ from: "" }); gg.update(); }, "Cancel"));
  } else if (path) {
    trail.append(path.text, press("link", () => gg.send("open", { id: path.one }), "Close the path"));
  } else if (message) trail.append(message);
}

function drawEmpty(box, gg) {
  const used = countFilters(gg.filters);
  const text = gg.data.message || (used ? "No name and no fact passes these filters." : "No two names of these documents are joined by a fact above the quality bar.");
  const next = el("div", "buttons");
  if (used) next.append(press("plain", () => gg.choose(NO_FILTERS), "Clear all filters"));
  if (gg.data.opened.length) next.append(press("plain", () => gg.send("home"), "Overview"));
  else if (!used) next.append(press("plain", () => gg.choose({ weak: true }), "Show weak facts too"));
  box.replaceChildren(el("p", "", text), next);
}

function drawTable(sheet, gg) {
  const { graph, edge } = gg.data;
  const at = new Map(graph.nodes.map((n) => [n.id, n]));
  const columns = [["source", "From", "", (e) => at.get(e.source).label], ["labels", "says", "", (e) => e.labels[0]], ["target", "To", "", (e) => at.get(e.target).label], ["facts", "Facts", "", (e) => e.facts]];
  const [key, way] = [gg.filters.sort, gg.filters.down ? -1 : 1];
  const value = columns.find(([name]) => name === key)[3];
  const rows = [...graph.edges].sort((a, b) => {
    const [x, y] = [value(a), value(b)];
    return way * (typeof x === "number" ? x - y : String(x).localeCompare(String(y)));
  });
  const head = sortHead(columns, [key, way], (name) => { gg.look({ sort: name, down: key === name && way > 0 }); gg.update(); });
  const body = el("tbody", "");
  rows.forEach((e) => {
    const end = (id) => el("td", "", press("cell", () => gg.send("select", { id }), dot(at.get(id).kind), squeeze(at.get(id).label)));
    const said = el("td", "", press("link", () => gg.send("edge", { source: e.source, target: e.target }), e.labels.join(", ")));
    const chosen = edge && [e.source, e.target].every((id) => edge.includes(id));
    body.append(el("tr", chosen ? "chosen" : "", end(e.source), said, end(e.target), el("td", "number", String(e.facts))));
  });
  keepFocus(sheet, el("table", "", el("thead", "", head), body));
  if (!rows.length) sheet.append(el("p", "status", "No facts between these names under the present filters."));
}
