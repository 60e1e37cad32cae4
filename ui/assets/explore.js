const MODALITIES = ["must", "must not", "may", "may not", "should", "can", "will", "says", "says not"];
const SHOWN_FACTS = 40;

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  if (!parentElement.gg) parentElement.gg = build(parentElement);
  const gg = parentElement.gg;
  gg.send = (kind, more) => setTriggerValue("act", { kind, ...more });
  gg.leave = (where) => setTriggerValue("open", where);
  gg.data = data;
  gg.update();
}

function build(parent) {
  const gg = { table: false, order: ["facts", -1], wanted: "" };
  const root = el("div", "gg");
  const left = el("section", "left");
  left.setAttribute("aria-label", "Graph");
  const side = el("section", "side");
  side.setAttribute("aria-label", "Details");
  root.append(left, side);
  parent.append(root);

  const find = finder(gg);
  const graphButton = press("", () => { gg.table = false; gg.update(); }, icon("graph_3"), "Graph");
  const tableButton = press("", () => { gg.table = true; gg.update(); }, icon("table_rows"), "Table");
  const toggle = el("div", "switch", graphButton, tableButton);
  const filterButton = press("plain", () => { gg.filtering = !gg.filtering; gg.update(); }, "Filter");
  const trail = el("div", "trail");
  trail.setAttribute("role", "status");
  const filters = el("div", "filters");
  const stage = el("div", "stage");
  const picture = drawing(stage, {
    node: (id) => gg.send("node", { id }),
    edge: (source, target) => gg.send("edge", { source, target }),
  });
  const zoom = el("div", "zoom");
  [["zoom_in", "zoom in", () => picture.zoom(1.3)], ["zoom_out", "zoom out", () => picture.zoom(1 / 1.3)], ["fit_screen", "fit to the frame", () => picture.fit()]].forEach(([sign, name, run]) => {
    const button = press("tool", run, icon(sign));
    button.setAttribute("aria-label", name);
    button.title = name;
    zoom.append(button);
  });
  const sheet = el("div", "sheet");
  sheet.tabIndex = 0;
  sheet.setAttribute("role", "group");
  sheet.setAttribute("aria-label", "Table of facts between names");
  const legend = el("ul", "legend");
  const status = el("p", "status");
  left.append(el("div", "bar", find.box, toggle, filterButton), trail, filters, stage, legend, status);

  gg.update = () => {
    const { data } = gg;
    find.update(data);
    graphButton.setAttribute("aria-pressed", String(!gg.table));
    tableButton.setAttribute("aria-pressed", String(gg.table));
    filterButton.setAttribute("aria-expanded", String(Boolean(gg.filtering)));
    const used = countFilters(data.filters);
    filterButton.textContent = used ? `Filter (${used})` : "Filter";
    filters.hidden = !gg.filtering;
    filters.style.display = gg.filtering ? "" : "none";
    if (gg.filtering && !filters.contains(parent.activeElement)) drawFilters(filters, gg);
    drawTrail(trail, gg);
    if (gg.table) {
      stage.replaceChildren(sheet);
      drawTable(sheet, gg);
    } else {
      if (!picture.svg.isConnected) stage.replaceChildren(picture.svg, zoom);
      picture.show(data.graph, data.selected, data.edge);
    }
    const kinds = [...new Set(data.graph.nodes.map((n) => n.kind))].sort();
    legend.replaceChildren(...kinds.map((kind) => el("li", "", dot(kind), kind)));
    const facts = data.graph.edges.reduce((n, e) => n + e.facts, 0);
    const more = data.graph.nodes.reduce((n, e) => n + e.more, 0);
    status.textContent = [
      `${plural(data.graph.nodes.length, "name")}, ${plural(facts, "fact")} between them`,
      more ? `${more.toLocaleString("en")} more neighbours not drawn` : "",
      data.filters.weak ? "weak facts shown dashed" : "weak facts hidden",
    ].filter(Boolean).join(" · ");
    drawSide(side, gg);
  };
  return gg;
}

// A combobox: names appear as you type, arrows and Enter choose.
function finder(gg) {
  const input = el("input", "");
  input.type = "text";
  input.autocomplete = "off";
  const list = el("ul", "options");
  list.id = "gg-options";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Names found");
  list.hidden = true;
  Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": "gg-options", "aria-autocomplete": "list", "aria-label": "Find a name" })
    .forEach(([key, value]) => input.setAttribute(key, value));
  const box = el("div", "finder", icon("search"), input, list);
  let at = 0;
  let timer = 0;
  const close = () => { list.hidden = true; list.style.display = "none"; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
  const take = (entity) => {
    close();
    input.value = "";
    gg.wanted = "";
    const from = gg.pathFrom;
    gg.pathFrom = null;
    if (from) gg.send("path", { one: from.id, other: entity.id });
    else gg.send("open", { id: entity.id });
  };
  const mark = () => [...list.children].forEach((item, i) => {
    item.setAttribute("aria-selected", String(i === at));
    if (i === at) { input.setAttribute("aria-activedescendant", item.id); item.scrollIntoView({ block: "nearest" }); }
  });
  input.addEventListener("input", () => {
    clearTimeout(timer);
    gg.wanted = input.value.trim();
    if (!gg.wanted) { close(); return; }
    timer = setTimeout(() => gg.send("find", { text: gg.wanted }), 120);
  });
  input.addEventListener("keydown", (event) => {
    const found = (gg.data.found.text === gg.wanted && gg.data.found.entities) || [];
    if (event.key === "Escape") { close(); if (!input.value && gg.pathFrom) { gg.pathFrom = null; gg.update(); } }
    if (event.key === "Enter" && found[at]) take(found[at]);
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by && found.length) { event.preventDefault(); at = (at + by + found.length) % found.length; mark(); }
  });
  input.addEventListener("blur", () => setTimeout(close, 150));
  return {
    box,
    focus: () => input.focus(),
    update: (data) => {
      gg.focusFinder = () => input.focus();
      input.placeholder = gg.pathFrom ? `Path from ${squeeze(gg.pathFrom.name)} to …` : "Find a name, also by its other names";
      if (!gg.wanted || data.found.text !== gg.wanted) return;
      at = 0;
      list.replaceChildren(...data.found.entities.map((entity, i) => {
        const item = el("li", "", dot(entity.kind), el("span", "name", squeeze(entity.name), entity.alias ? el("span", "quiet", ` · ${squeeze(entity.alias)}`) : null, entity.scope ? el("span", "quiet small", ` · only in ${squeeze(entity.scope)}`) : null), el("span", "quiet small", `${entity.kind} · ${plural(entity.facts, "fact")}`));
        item.id = `gg-option-${i}`;
        item.setAttribute("role", "option");
        item.addEventListener("pointerdown", (event) => { event.preventDefault(); take(entity); });
        return item;
      }));
      if (!data.found.entities.length) {
        const none = el("li", "quiet", "No name like this");
        none.setAttribute("role", "option");
        list.append(none);
      }
      list.hidden = false;
      list.style.display = "";
      input.setAttribute("aria-expanded", "true");
      mark();
    },
  };
}

const countFilters = (f) => f.kinds.length + f.modalities.length + Boolean(f.predicate) + Boolean(f.document) + Boolean(f.weak);

function drawFilters(box, gg) {
  const { filters, choices } = gg.data;
  const next = { ...filters };
  const send = () => gg.send("filter", { filters: next });
  const ticks = (title, key, options, named) => {
    const group = el("fieldset", "", el("legend", "", title));
    options.forEach((option) => {
      const tick = el("input", "");
      tick.type = "checkbox";
      tick.checked = next[key].includes(option);
      tick.addEventListener("change", () => {
        next[key] = tick.checked ? [...next[key], option] : next[key].filter((o) => o !== option);
        send();
      });
      group.append(el("label", "", tick, named ? named(option) : null, option));
    });
    return group;
  };
  const predicate = el("input", "");
  predicate.type = "text";
  predicate.value = next.predicate;
  predicate.placeholder = "report, notify …";
  predicate.addEventListener("change", () => { next.predicate = predicate.value.trim(); send(); });
  const where = el("select", "", new Option("all documents", ""));
  choices.documents.forEach((d) => where.append(new Option(squeeze(d.name), d.id)));
  where.value = next.document;
  where.addEventListener("change", () => { next.document = where.value; send(); });
  const weak = el("input", "");
  weak.type = "checkbox";
  weak.checked = next.weak;
  weak.addEventListener("change", () => { next.weak = weak.checked; send(); });
  const clear = press("link", () => gg.send("filter", { filters: { kinds: [], modalities: [], predicate: "", document: "", weak: false } }), "Clear all filters");
  box.replaceChildren(
    ticks("Neighbours of kind", "kinds", choices.kinds.map((k) => k.kind), dot),
    ticks("Facts that say", "modalities", MODALITIES),
    el("fieldset", "", el("label", "", "with the verb", predicate), el("label", "", "in", where), el("label", "", weak, "weak facts too")),
    el("div", "", clear),
  );
}

function drawTrail(trail, gg) {
  const { path, message } = gg.data;
  trail.style.display = path || message || gg.pathFrom ? "" : "none";
  trail.replaceChildren();
  if (gg.pathFrom) {
    trail.append(`Choose the other end of the path from ${squeeze(gg.pathFrom.name)} in the box above.`, press("link", () => { gg.pathFrom = null; gg.update(); }, "Cancel"));
  } else if (path) {
    trail.append(path.text, press("link", () => gg.send("open", { id: path.one }), "Close the path"));
  } else if (message) trail.append(message);
}

function drawTable(sheet, gg) {
  const { graph, edge } = gg.data;
  const at = new Map(graph.nodes.map((n) => [n.id, n]));
  const columns = [["source", "From", (e) => at.get(e.source).label], ["labels", "says", (e) => e.labels[0]], ["target", "To", (e) => at.get(e.target).label], ["facts", "Facts", (e) => e.facts]];
  const [key, way] = gg.order;
  const value = columns.find(([name]) => name === key)[2];
  const rows = [...graph.edges].sort((a, b) => way * (typeof value(a) === "number" ? value(a) - value(b) : value(a).localeCompare(value(b))));
  const head = el("tr", "");
  columns.forEach(([name, title]) => {
    const cell = el("th", "", press("", () => { gg.order = [name, key === name ? -way : 1]; gg.update(); }, title, key === name ? icon(way > 0 ? "arrow_upward" : "arrow_downward") : null));
    cell.setAttribute("aria-sort", key === name ? (way > 0 ? "ascending" : "descending") : "none");
    head.append(cell);
  });
  const table = el("table", "", head);
  rows.forEach((e) => {
    const end = (id) => el("td", "", press("cell", () => gg.send("node", { id }), dot(at.get(id).kind), squeeze(at.get(id).label)));
    const said = el("td", "", press("link", () => gg.send("edge", { source: e.source, target: e.target }), e.labels.join(", ")));
    const chosen = edge && [e.source, e.target].every((id) => edge.includes(id));
    table.append(el("tr", chosen ? "chosen" : "", end(e.source), said, end(e.target), el("td", "", String(e.facts))));
  });
  sheet.replaceChildren(table);
  if (!rows.length) sheet.append(el("p", "status", "No facts between these names under the present filters."));
}

function drawSide(side, gg) {
  const { card, line, fact, source, selected } = gg.data;
  const held = JSON.stringify([selected, gg.data.opened, line && line.title, fact && [fact.id, fact.place], card && card.facts.length]);
  if (gg.side === held) return;
  gg.side = held;
  side.replaceChildren();
  side.scrollTop = 0;
  const choose = (chosen) => gg.send("fact", { id: chosen.id, place: 0 });
  if (fact && source) {
    const head = el("div", "", press("tool", () => gg.send("back", {}), icon("arrow_back"), "Back to the facts"));
    const place = fact.places[fact.place];
    const words = el("div", "card", modalityChip(fact.modality), " ", factWords(fact, null));
    const chips = el("div", "buttons");
    place.qualifiers.forEach((q) => chips.append(el("span", "chip", chipText(q.kind, q.quote))));
    if (place.qualifiers.length) words.append(chips);
    const pane = el("section", "source");
    pane.setAttribute("aria-label", "Source");
    side.append(head, words, pane);
    drawSource(pane, source, place, {
      index: fact.place, total: fact.places.length, go: (by) => gg.send("fact", { id: fact.id, place: fact.place + by }),
    }, [["open the whole document", "open_in_new", () => gg.leave({ document: place.document, start: place.start })]]);
    return;
  }
  if (line) {
    const list = el("ul", "facts");
    line.facts.forEach((f) => list.append(factLine(f, null, choose)));
    side.append(el("div", "card", el("span", "kind", "Facts between"), el("h2", "", squeeze(line.title))), list);
    return;
  }
  if (!card) {
    const list = el("ul", "names");
    [...gg.data.graph.nodes].sort((a, b) => b.facts - a.facts).slice(0, 12).forEach((n) => {
      list.append(el("li", "", press("", () => gg.send("open", { id: n.id }), dot(n.kind), el("span", "name", squeeze(n.label)), el("span", "quiet small", plural(n.facts, "fact")))));
    });
    side.append(el("div", "card", el("span", "kind", "Overview"), el("h2", "", "The best connected names"), el("p", "quiet", "Choose one to see what the documents say about it, or find any other name."), list));
    return;
  }
  drawCard(side, gg, card, choose);
}

function drawCard(side, gg, card, choose) {
  const box = el("div", "card", el("span", "kind", dot(card.kind), card.kind), el("h2", "", squeeze(card.name)));
  const rows = el("dl", "");
  const others = card.merges.filter((m) => m.name.toLowerCase() !== card.name.toLowerCase());
  if (others.length) {
    const names = el("ul", "");
    others.slice(0, 8).forEach((m) => names.append(el("li", "", squeeze(m.name), el("span", "quiet", ` (${m.rule}: ${squeeze(m.reason)})`))));
    rows.append(el("dt", "", "Also called"), el("dd", "", names));
  }
  const mentions = card.documents.reduce((n, d) => n + d.mentions, 0);
  const where = el("details", "", el("summary", "", `${plural(card.documents.length, "document")}, ${plural(mentions, "mention")}`));
  const list = el("ul", "");
  card.documents.slice(0, 30).forEach((d) => list.append(el("li", "", press("link", () => gg.leave({ document: d.document, entity: card.id }), squeeze(d.name)), el("span", "quiet", ` ${d.mentions}`))));
  where.append(list);
  rows.append(el("dt", "", "In"), el("dd", "", where));
  if (card.scope) rows.append(el("dt", "", "Meant in"), el("dd", "", `${card.scope} only; elsewhere the same words may mean another one`));
  box.append(rows);
  const buttons = el("div", "buttons");
  const opened = gg.data.opened.includes(card.id);
  if (!opened) buttons.append(press("plain", () => gg.send("expand", { id: card.id }), "Show neighbours"));
  else if (gg.data.opened.length > 1) buttons.append(press("plain", () => gg.send("collapse", { id: card.id }), "Hide neighbours"));
  if (gg.data.opened[0] !== card.id) buttons.append(press("plain", () => gg.send("open", { id: card.id }), "Start from here"));
  buttons.append(press("plain", () => { gg.pathFrom = card; gg.update(); gg.focusFinder(); }, "Find a path to …"));
  buttons.append(press("plain", () => gg.send("home", {}), "Overview"));
  box.append(buttons);
  side.append(box);
  const facts = el("ul", "facts");
  card.facts.slice(0, SHOWN_FACTS).forEach((f) => facts.append(factLine(f, card.id, choose)));
  side.append(el("h3", "", card.facts.length ? plural(card.facts.length, "fact") : "No facts above the quality bar"), facts);
  const rest = card.facts.length - SHOWN_FACTS;
  if (rest > 0) {
    side.append(press("plain", (event) => {
      card.facts.slice(SHOWN_FACTS).forEach((f) => facts.append(factLine(f, card.id, choose)));
      event.target.remove();
    }, `Show ${rest} more`));
  }
  if (card.weak_hidden) side.append(el("p", "quiet small", `${plural(card.weak_hidden, "weak fact")} hidden; the filter shows them.`));
}
