// Beside the graph: the card of a name, the facts of an edge or a path, or one fact in its source.
const SHOWN_FACTS = 40;

function drawSide(side, gg) {
  const { card, line, fact, steps } = gg.data;
  const held = JSON.stringify([gg.data.opened, gg.data.graph.key, card && card.id, card && card.facts.length, line, fact && [fact.id, fact.place], steps.length]);
  if (gg.side === held) return;
  gg.side = held;
  side.replaceChildren();
  side.scrollTop = 0;
  if (line) drawLine(side, gg, line, fact);
  else if (fact) drawEvidence(side, gg, fact, true);
  else if (card) drawCard(side, gg, card);
  else if (steps.length) drawSteps(side, gg, steps);
  else if (gg.data.graph.path) side.append(el("div", "card", el("span", "kind", "Path"), el("p", "quiet", gg.data.graph.path.text)));
  else drawOverview(side, gg);
}

const chooseFact = (gg) => (chosen) => gg.send("fact", { id: chosen.id, place: 0 });

function drawEvidence(side, gg, fact, whole) {
  const place = fact.places[fact.place];
  const words = el("div", "card", modalityChip(fact.modality), " ", factWords(fact, null));
  const chips = el("div", "buttons", ...place.qualifiers.map((q) => el("span", "chip", chipText(q.kind, q.quote))));
  if (place.qualifiers.length) words.append(chips);
  if (fact.status === "weak") words.append(el("p", "quiet small", `weak: ${place.why_weak || "below the quality bar"}`));
  const pane = el("section", "source");
  pane.setAttribute("aria-label", "Source");
  if (whole) side.append(el("div", "", press("tool", () => gg.send("back"), icon("arrow_back"), "Back to the facts")), words);
  side.append(pane);
  drawSource(pane, gg.data.source, place, {
    index: fact.place, total: fact.places.length, go: (by) => gg.send("fact", { id: fact.id, place: fact.place + by }),
  }, [["open the whole document", "open_in_new", () => gg.leave({ document: place.document, start: place.start })]]);
}

function drawLine(side, gg, line, fact) {
  const list = el("ul", "facts");
  line.facts.forEach((f) => {
    const item = factLine(f, null, chooseFact(gg));
    const chosen = Boolean(fact) && f.id === fact.id;
    item.classList.toggle("chosen", chosen);
    item.querySelector("button").setAttribute("aria-pressed", String(chosen));
    list.append(item);
  });
  const head = el("div", "card pair", el("span", "kind", "Facts between"), el("h2", "", squeeze(line.title)));
  if (!line.facts.length) head.append(el("p", "quiet", "None under the present filters."));
  side.append(el("div", "", press("tool", () => gg.send("back"), icon("arrow_back"), "Back")), head, el("div", "between", list));
  if (fact) drawEvidence(side, gg, fact, false);
}

function drawSteps(side, gg, steps) {
  steps.forEach((facts, number) => {
    const list = el("ul", "facts", ...facts.map((fact) => factLine(fact, null, chooseFact(gg))));
    side.append(el("h3", "", steps.length > 1 ? `Path ${number + 1}` : "The path"), list);
  });
  const more = gg.data.graph.path.paths.length - steps.length;
  if (more > 0) side.append(el("p", "quiet small", `${plural(more, "more path")} drawn; choose a line to read its facts.`));
}

function drawOverview(side, gg) {
  const list = el("ul", "names");
  [...gg.data.graph.nodes].sort((a, b) => b.facts - a.facts).slice(0, 12).forEach((n) => {
    list.append(el("li", "", press("", () => gg.send("open", { id: n.id }), dot(n.kind), el("span", "name", squeeze(n.label)), el("span", "quiet small", plural(n.facts, "fact")))));
  });
  const box = el("div", "card", el("span", "kind", "Overview"), el("h2", "", gg.data.opened.length ? "Names in this picture" : "The best connected names"));
  box.append(el("p", "quiet", "Choose one to see what the documents say about it, or find any other name."), list);
  side.append(box);
}

function drawCard(side, gg, card) {
  const box = el("div", "card", el("span", "kind", dot(card.kind), card.kind), el("h2", "", squeeze(card.name)), cardRows(gg, card));
  const { opened, graph } = gg.data;
  const node = graph.nodes.find((n) => n.id === card.id);
  const buttons = el("div", "buttons");
  const offer = (label, kind, more) => buttons.append(press("plain", () => gg.send(kind, more), label));
  if (!opened.includes(card.id)) offer("Show neighbours", "expand", { id: card.id });
  else if (node && node.more) offer(`Show more of ${plural(node.more, "neighbour")}`, "expand", { id: card.id });
  if (opened.includes(card.id) && opened[0] !== card.id) offer("Hide neighbours", "collapse", { id: card.id });
  if (opened[0] !== card.id) offer("Start from here", "open", { id: card.id });
  buttons.append(press("plain", () => { gg.pathFrom = card; gg.update(); gg.finder.focus(); }, "Find a path to …"));
  offer("Overview", "home");
  box.append(buttons);
  side.append(box);
  const values = card.facts.filter((f) => f.value_kind && f.subject === card.id);
  const own = card.facts.filter((f) => f.subject === card.id && !values.includes(f));
  const others = card.facts.filter((f) => f.subject !== card.id);
  drawGroup(side, gg, card, "What it does or is", own);
  drawGroup(side, gg, card, "Values", values);
  drawGroup(side, gg, card, "What others do with it", others);
  if (!card.facts.length) side.append(el("h3", "", "No facts above the quality bar"));
  if (card.weak_hidden) side.append(el("p", "quiet small", `${plural(card.weak_hidden, "weak fact")} hidden; the filter shows them.`));
}

function cardRows(gg, card) {
  const rows = el("dl", "");
  const others = card.merges.filter((m) => m.name.toLowerCase() !== card.name.toLowerCase());
  if (others.length) {
    const names = el("ul", "");
    others.slice(0, 8).forEach((m) => names.append(el("li", "", squeeze(m.name), el("span", "quiet", ` (${m.rule}: ${squeeze(m.reason)})`))));
    if (others.length > 8) names.append(el("li", "quiet", `and ${others.length - 8} more`));
    rows.append(el("dt", "", "Also called"), el("dd", "", names));
  }
  const mentions = card.documents.reduce((n, d) => n + d.mentions, 0);
  const where = el("details", "", el("summary", "", `${plural(card.documents.length, "document")}, ${plural(mentions, "mention")}`));
  const list = el("ul", "");
  card.documents.slice(0, 30).forEach((d) => list.append(el("li", "", press("link", () => gg.leave({ document: d.document, entity: card.id }), squeeze(d.name)), el("span", "quiet", ` ${d.mentions}`))));
  if (card.documents.length > 30) list.append(el("li", "quiet", `and ${card.documents.length - 30} more`));
  where.append(list);
  rows.append(el("dt", "", "In"), el("dd", "", where));
  if (card.scope) rows.append(el("dt", "", "Meant in"), el("dd", "", `${card.scope} only; elsewhere the same words may mean another one`));
  return rows;
}

function drawGroup(side, gg, card, title, facts) {
  if (!facts.length) return;
  const line = (fact) => factLine(fact, card.id, chooseFact(gg));
  const list = el("ul", "facts", ...facts.slice(0, SHOWN_FACTS).map(line));
  side.append(el("h3", "", title, el("span", "quiet", ` · ${facts.length}`)), list);
  const rest = facts.slice(SHOWN_FACTS);
  if (!rest.length) return;
  const more = press("plain", () => { list.append(...rest.map(line)); more.remove(); }, `Show ${rest.length} more`);
  side.append(more);
}
