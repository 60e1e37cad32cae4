const STEP = 200;
const LONG = 40;
const QUOTED = ["quote", "words", "surface", "text", "denied_with", "found"];
const EXAMPLE = "MATCH (f:Fact)-[s:SUPPORTED_BY]->(c:Chunk)-[:PART_OF]->(d:Document)\nWHERE f.status = 'shown' AND f.modality = 'must'\nRETURN f.id AS fact, f.name AS statement, d.id AS document, s.start AS start, s.quote AS quote\nORDER BY document, start LIMIT 50";

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  if (!parentElement.gg) parentElement.gg = build(parentElement);
  const gg = parentElement.gg;
  gg.send = (kind, more) => setTriggerValue("act", { kind, ...more });
  gg.leave = (where) => setTriggerValue("open", where);
  const held = JSON.stringify([data.chosen, data.given, data.cypher]);
  if (gg.held !== held) { gg.held = held; gg.shown = STEP; }
  gg.data = data;
  gg.update();
}

function build(parent) {
  const gg = { shown: STEP, wanted: "", drawn: "" };
  const root = el("div", "gg");
  const left = el("section", "list");
  left.setAttribute("aria-label", "Queries");
  const right = el("section", "right");
  right.setAttribute("aria-label", "Result");
  root.append(left, right);
  parent.append(root);
  const find = el("input", "");
  find.type = "search";
  find.placeholder = "Find a query";
  find.setAttribute("aria-label", "Find a query");
  const list = el("ul", "");
  left.append(find, list);
  find.addEventListener("input", () => { gg.wanted = find.value.trim().toLowerCase(); drawList(list, gg); });
  find.addEventListener("keydown", (event) => {
    if (event.key === "Enter") list.querySelector("button")?.click();
  });

  const head = el("div", "head");
  const out = el("div", "");
  const count = el("p", "count");
  count.setAttribute("role", "status");
  right.append(head, out);
  const stage = el("div", "stage");
  const picture = drawing(stage, {
    node: (node) => gg.open(node.id), more: () => {}, edge: () => {},
  });
  const zoom = zoomTools(picture);
  gg.open = (id) => {
    const kind = gg.data.result.links[id] || (id.startsWith("e_") ? "entity" : "");
    if (kind) gg.leave({ kind, id });
  };
  gg.update = () => {
    drawList(list, gg);
    const form = JSON.stringify([gg.data.chosen, gg.data.given, gg.data.cypher, gg.data.missing, gg.data.waiting]);
    if (gg.drawn !== form) { gg.drawn = form; drawHead(head, gg); }
    drawOut(out, gg, count, stage, picture, zoom);
  };
  return gg;
}

function drawList(list, gg) {
  const { queries, chosen } = gg.data;
  const found = queries.filter((q) => `${q.name} ${q.title} ${q.what}`.toLowerCase().includes(gg.wanted));
  const free = press("", () => gg.send("home", {}), "Write Cypher");
  free.setAttribute("aria-current", String(!chosen));
  const items = found.map((q) => {
    const button = press("", () => gg.send("choose", { name: q.name }), q.title);
    button.setAttribute("aria-current", String(q.name === chosen));
    return el("li", "", button);
  });
  if (!gg.wanted || "write cypher".includes(gg.wanted)) items.unshift(el("li", "", free));
  if (!items.length) items.push(el("li", "quiet", "No query is called like this."));
  list.replaceChildren(...items);
}

function drawHead(head, gg) {
  const { queries, chosen, given, suggestions, cypher } = gg.data;
  const query = queries.find((q) => q.name === chosen);
  if (!query) {
    const area = el("textarea", "");
    area.setAttribute("aria-label", "Cypher");
    area.spellcheck = false;
    area.value = cypher || EXAMPLE;
    const run = () => area.value.trim() && gg.send("cypher", { text: area.value.trim() });
    area.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); run(); }
    });
    head.replaceChildren(
      el("h2", "", "Ask the graph in Cypher"),
      el("p", "", "One statement that reads; anything else is refused. Ids in the rows lead to their evidence, so return them: f.id, e.id, c.id, d.id. Ctrl+Enter runs it."),
      area,
      el("div", "form", press("run", run, "Run")),
    );
    return;
  }
  const form = el("form", "form");
  const inputs = new Map();
  query.parameters.forEach((p) => {
    const input = el("input", "");
    input.type = "text";
    input.id = `gg-${p.name}`;
    input.value = given[p.name] || "";
    input.placeholder = p.required ? "must be given" : p.default === "" ? "all" : String(p.default);
    input.required = p.required;
    const caption = el("label", "", p.what);
    caption.htmlFor = input.id;
    const field = el("div", "field", caption, input);
    if (p.suggest) {
      const options = el("datalist", "");
      options.id = `gg-${p.name}-list`;
      options.append(...suggestions[p.suggest].map((s) => new Option(s.name, s.id)));
      input.setAttribute("list", options.id);
      field.append(options);
    }
    inputs.set(p.name, input);
    form.append(field);
  });
  const button = el("button", "run", "Run");
  button.type = "submit";
  if (query.parameters.length || gg.data.waiting) form.append(button);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    gg.send("run", { values: Object.fromEntries([...inputs].map(([name, input]) => [name, input.value.trim()])) });
  });
  const text = el("details", "text", el("summary", "", "The query in Cypher"), el("pre", "", query.cypher.trim()),
    press("link", () => gg.send("cypher", { text: withValues(query, given) }), "Change it in the editor"));
  head.replaceChildren(el("h2", "", query.title), el("p", "", query.what), form, text);
}

// The editor takes no parameters: their values are written into the text as Cypher literals.
function withValues(query, given) {
  let text = query.cypher.split("\n").filter((line) => !/^\/\/ (title|what|param)/.test(line)).join("\n").trim();
  query.parameters.forEach((p) => {
    const value = given[p.name] || p.default;
    const literal = typeof p.default === "number" ? String(Number(value)) : `'${String(value).replace(/\\/g, "\\\\").replace(/'/g, "\\'")}'`;
    text = text.replaceAll(new RegExp(`\\$${p.name}\\b`, "g"), () => literal);
  });
  return text;
}

const say = (kind, title, words) => {
  const box = el("div", `say ${kind}`, el("strong", "", title), el("p", "", words));
  box.setAttribute("role", "status");
  return box;
};

function drawOut(out, gg, count, stage, picture, zoom) {
  const { result, refused, missing, waiting, chosen, cypher, graph, view } = gg.data;
  if (refused) { out.replaceChildren(say("refused", refused.title, refused.text)); return; }
  if (missing.length) { out.replaceChildren(say("", "One thing more", `Fill in: ${missing.join(", ")}. Then press Run.`)); return; }
  if (waiting) { out.replaceChildren(say("", "Not run yet", "The address filled in this query. Press Run to run it.")); return; }
  if (!result) {
    if (!chosen && !cypher) out.replaceChildren(say("", "Nothing asked yet", "Choose a question from the list, or run the query above."));
    return;
  }
  if (!result.rows.length) { out.replaceChildren(say("", "No rows", chosen === "verify_quotes" ? "Every quote is the words of its document." : "Nothing in the graph matches this. Widen it: fewer conditions, or another document.")); return; }
  const total = plural(result.rows.length, "row");
  count.textContent = `${result.more ? `The first ${total}; narrow the query or use groundgraph cypher for all` : total} · ${result.milliseconds.toLocaleString("en")} ms`;
  const tools = el("div", "tools", count);
  const drawable = Object.keys(result.links).length > 0;
  const graphed = view === "graph" && graph;
  if (drawable) {
    const table = press("", () => gg.send("view", { view: "" }), icon("table_rows"), "Table");
    const drawn = press("", () => gg.send("view", { view: "graph" }), icon("graph_3"), "Graph");
    table.setAttribute("aria-pressed", String(!graphed));
    drawn.setAttribute("aria-pressed", String(Boolean(graphed)));
    tools.append(el("div", "switch", table, drawn));
  }
  const name = chosen || "query";
  tools.append(
    press("plain", () => download(`${name}.csv`, "\ufeff" + result.csv, "text/csv"), icon("download"), "CSV"),
    press("plain", () => download(`${name}.json`, JSON.stringify(result.rows.map((row) => Object.fromEntries(row.map((v, i) => [result.columns[i], v]))), null, 1), "application/json"), icon("download"), "JSON"),
  );
  if (graphed) {
    const kinds = [...new Set(graph.nodes.map((n) => n.kind))].sort();
    const legend = el("ul", "legend", ...kinds.map((kind) => el("li", "", dot(kind), kind)));
    stage.replaceChildren(picture.svg, zoom);
    out.replaceChildren(tools, stage, legend);
    if (graph.left) out.append(el("p", "status", `${plural(graph.left, "more thing")} in the rows not drawn`));
    picture.show(graph, null, null);
    return;
  }
  out.replaceChildren(tools, tableOf(gg, result));
  if (result.rows.length > gg.shown) {
    out.append(press("plain more", () => { gg.shown += STEP; gg.update(); }, `Show ${Math.min(STEP, result.rows.length - gg.shown)} more`));
  }
}

function tableOf(gg, result) {
  const head = el("tr", "", ...result.columns.map((name) => el("th", "", name.replace(/_/g, " "))));
  const at = result.columns.indexOf("start");
  const widths = result.columns.map((name, i) => {
    const longest = Math.max(...result.rows.slice(0, gg.shown).map((row) => (typeof row[i] === "string" ? row[i].length : Array.isArray(row[i]) ? row[i].join(" › ").length : 0)));
    if (longest < 12) return "";
    return longest <= LONG ? "middle" : QUOTED.includes(name) ? "words" : "long";
  });
  const body = el("tbody", "", ...result.rows.slice(0, gg.shown).map((row) => el("tr", "", ...row.map((value, i) => {
    const start = at >= 0 && Number.isInteger(row[at]) ? row[at] : undefined;
    const cell = cellOf(gg, result, value, start, widths[i]);
    cell.dataset.column = result.columns[i].replace(/_/g, " ");
    return cell;
  }))));
  const frame = el("div", "rows", el("table", "", el("thead", "", head), body));
  frame.tabIndex = 0;
  frame.setAttribute("role", "group");
  frame.setAttribute("aria-label", "Rows");
  return frame;
}

function cellOf(gg, result, value, start, width) {
  if (value === null) return el("td", "", "");
  if (typeof value === "number") return el("td", "number", String(value));
  if (typeof value === "boolean") return el("td", "", value ? "yes" : "no");
  if (typeof value === "string") {
    const kind = result.links[value];
    if (kind) return el("td", "", linkOf(gg, kind, value, start));
    return el("td", width, width === "long" || width === "words" ? el("div", "clamp", squeeze(value)) : squeeze(value));
  }
  if (!Array.isArray(value)) return el("td", "long", JSON.stringify(value));
  const linked = value.some((part) => typeof part === "string" && result.links[part]);
  const texts = value.map((part) => (typeof part === "string" ? squeeze(part) : JSON.stringify(part)));
  if (!linked) return el("td", width, el("div", "clamp", texts.join(" › ")));
  const several = el("div", "");
  value.forEach((part, i) => {
    if (i) several.append(document.createElement("br"));
    several.append(result.links[part] ? linkOf(gg, result.links[part], part) : texts[i]);
  });
  return el("td", "", several);
}

function linkOf(gg, kind, id, start) {
  const wide = kind === "document";
  const button = press(`link${wide ? " wide" : ""}`, () => gg.leave({ kind, id, start: wide ? start : undefined }), wide ? id : `${id.slice(0, 8)}…`);
  button.title = id;
  button.setAttribute("aria-label", `open the ${kind} ${id}`);
  return button;
}

function download(name, text, type) {
  const link = el("a", "");
  link.href = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
