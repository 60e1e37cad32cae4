// Beside the graph: the card of a name, the facts of an edge or a path, or one fact in its source.
function drawSide(side, gg) {
  const { card, line, fact, steps } = gg.data;
  const held = JSON.stringify([gg.data.opened, gg.data.graph.key, card, line, fact && [fact.id, fact.place], steps.length, gg.filters.text]);
  if (gg.side === held) return;
  // More of the same card: what was read stays where it was.
  const about = JSON.stringify([card && card.id, line && line.title, fact && fact.id]);
  const top = gg.about === about ? side.scrollTop : 0;
  gg.side = held;
  gg.about = about;
  side.replaceChildren();
  if (line) drawLine(side, gg, line, fact);
  else if (fact) drawEvidence(side, gg, fact, true);
  else if (card) drawCard(side, gg, card);
  else if (steps.length) drawSteps(side, gg, steps);
  else if (gg.data.graph.path) side.append(el("div", "card", el("span", "kind", "Path"), el("p", "quiet", gg.data.graph.path.text)));
  else drawOverview(side, gg);
  side.scrollTop = top;
  // Below the graph, on a narrow page, what was chosen would open out of sight.
  const below = side.getBoundingClientRect().top > 0.7 * window.innerHeight;
  if (gg.answered && top === 0 && below && (card || line || fact)) side.scrollIntoView({ block: "start" });
  gg.answered = true;
}

const chooseFact = (gg) => (chosen) => gg.send("fact", { id: chosen.id, place: 0 });

function drawEvidence(side, gg, fact, whole) {
  const [place] = fact.places;
  const words = el("div", "card", modalityChip(fact.modality), " ", factWords(fact, null));
  const bounds = boundsBeside(fact, place);
  if (bounds.length) words.append(el("div", "buttons", ...bounds.map((said) => el("span", "chip", said))));
  if (fact.status === "weak") words.append(el("p", "quiet small", `weak: ${place.why_weak || "below the quality bar"}`));
  const pane = el("section", "source");
  pane.setAttribute("aria-label", "Source");
  if (whole) side.append(el("div", "", press("tool", () => gg.send("back"), icon("arrow_back"), "Back to the facts")), words);
  side.append(pane);
  showAs(pane, gg);
  drawSource(pane, gg.data.source, place, {
    index: fact.place, total: fact.count, go: (by) => gg.send("fact", { id: fact.id, place: fact.place + by }),
  }, [["open the whole document", "open_in_new", () => gg.leave({ document: place.document, start: place.start })]]);
}

function drawLine(side, gg, line, fact) {
  const list = el("ul", "facts");
  line.items.forEach((f) => {
    const item = factLine(f, null, chooseFact(gg));
    const chosen = Boolean(fact) && f.id === fact.id;
    item.classList.toggle("chosen", chosen);
    item.querySelector("button").setAttribute("aria-pressed", String(chosen));
    list.append(item);
  });
  const head = el("div", "card pair", el("span", "kind", "Facts between"), el("h2", "", squeeze(line.title)));
  if (!line.total) head.append(el("p", "quiet", "None under the present filters."));
  const between = el("div", "between", list);
  if (line.total > line.items.length) between.append(press("link", () => showMore(gg, "line", true), `Show more (${(line.total - line.items.length).toLocaleString("en")} left)`));
  side.append(el("div", "", press("tool", () => gg.send("back"), icon("arrow_back"), "Back")), head, between);
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
  buttons.append(press("plain", () => { gg.pathName = card; gg.look({ from: card.id }); gg.update(); gg.finder.focus(); }, "Find a path to …"));
  offer("Overview", "home");
  box.append(buttons);
  side.append(box);
  drawGroup(side, gg, card, "does", "What it does or is");
  drawGroup(side, gg, card, "values", "Values");
  drawGroup(side, gg, card, "others", "What others do with it");
  if (!["does", "values", "others"].some((part) => card[part].total)) side.append(el("h3", "", "No facts above the quality bar"));
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
  const { items, total, mentions } = card.documents;
  const where = el("details", "", el("summary", "", `${plural(total, "document")}, ${plural(mentions, "mention")}`));
  where.open = gg.filters.more.includes("documents");
  where.addEventListener("toggle", () => { if (where.open !== gg.filters.more.includes("documents")) showMore(gg, "documents", where.open); });
  const list = el("ul", "");
  items.forEach((d) => list.append(el("li", "", press("link", () => gg.leave({ document: d.document, entity: card.id }), squeeze(d.name)), el("span", "quiet", ` ${d.mentions}`))));
  where.append(list);
  if (total > items.length) where.append(press("link", () => showMore(gg, "documents", true), `Show more (${(total - items.length).toLocaleString("en")} left)`));
  rows.append(el("dt", "", "In"), el("dd", "", where));
  if (card.scope) rows.append(el("dt", "", "Meant in"), el("dd", "", `${card.scope} only; elsewhere the same words may mean another one`));
  return rows;
}

function drawGroup(side, gg, card, part, title) {
  const { items, total } = card[part];
  if (!total) return;
  const list = el("ul", "facts", ...items.map((fact) => factLine(fact, card.id, chooseFact(gg))));
  side.append(el("h3", "", title, el("span", "quiet", ` · ${total.toLocaleString("en")}`)), list);
  if (total > items.length) side.append(press("plain", () => showMore(gg, part, true), `Show more (${(total - items.length).toLocaleString("en")} left)`));
}

// One more page of a part of the card, or none of it.
function showMore(gg, part, more) {
  const { more: former } = gg.filters;
  gg.look({ more: more ? [...former, part] : former.filter((other) => other !== part) });
}
