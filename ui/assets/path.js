// How the answer was reached, from the question over names, passages and facts to the cited words.
const VIA = {
  question: "names", name: "names", reference: "refers to", fact: "states", text: "by its words",
  vector: "by its meaning", cited: "says",
};
const MOST_ENDS = 3; // cited words of one passage that are shown at once
const MOST_WAYS = 4; // passages that begin a way
const NARROW_WAY = 2; // steps after the question that have room in the answer's own column

// A passage's document and innermost heading.
const innermost = (name) => squeeze(name.replace(/ · .* › /, " · ").replace(/ · passage \d+$/, ""));
const cutTo = (text, most) => ([...text].length > most ? `${[...text].slice(0, most).join("").trim()}…` : text);

// The tree of steps: passages with a common way share it. Every node has {id, via, name, kids} and where
// it is cited `at`: numbers of sentences.
function wayTree(answer) {
  const root = { id: "", kids: [] };
  const child = (node, id, via, name) => {
    let found = node.kids.find((kid) => kid.id === id);
    if (!found) {
      found = { id, via, name, kids: [], at: [] };
      node.kids.push(found);
    }
    return found;
  };
  const cited = new Map();
  answer.sentences.forEach((sentence, i) => {
    const [citation] = sentence.citations;
    if (citation) cited.set(citation.chunk, [...(cited.get(citation.chunk) || []), i]);
  });
  const chunks = answer.chunks.filter((chunk) => cited.has(chunk.chunk)).sort((a, b) => a.rank - b.rank);
  const main = answer.headline && answer.headline.citations[0];
  chunks.sort((a, b) => (main ? (b.chunk === main.chunk) - (a.chunk === main.chunk) : 0) || a.rank - b.rank);
  const places = new Map();
  const stated = new Set();
  chunks.forEach((chunk) => {
    let node = root;
    chunk.path.forEach((step) => {
      node = child(node, step.node, step.via, step.name);
      if (step.via === "fact") {
        node.fact = step.node;
        answer.sentences.forEach((sentence, i) => {
          if (sentence.facts.includes(step.node) && !node.at.includes(i)) { node.at.push(i); stated.add(i); }
        });
      } else {
        places.set(step.node, places.get(step.node) || node);
      }
    });
  });
  cited.forEach((numbers, chunk) => {
    const node = places.get(chunk);
    if (!node) return;
    node.at = numbers;
    const ends = numbers.filter((i) => !stated.has(i)).map((i) => {
      const sentence = answer.sentences[i];
      return { id: `s${i}`, via: "cited", name: sentence.text, kids: [], at: [i], end: true };
    });
    if (main && main.chunk === chunk) {
      const own = (s) => s.citations.some((c) => c.version === main.version && c.start <= main.start && main.end <= c.end);
      const i = numbers.find((number) => own(answer.sentences[number]));
      const end = ends.find((one) => one.at[0] === i);
      if (end) end.name = answer.headline.text;
      else if (i !== undefined) ends.unshift({ id: "headline", via: "cited", name: answer.headline.text, kids: [], at: [i], end: true });
    }
    node.kids.unshift(...ends);
  });
  const used = new Set(chunks.flatMap((chunk) => chunk.path.map((step) => step.node)));
  const names = answer.links.filter((link) => link.entity && !used.has(link.entity));
  root.kids.unshift(...names.map((link) => ({ id: link.entity, via: "question", name: link.name, kids: [], at: [] })));
  return { root, reached: chunks.length > 0 };
}

const depthOf = (node) => Math.max(0, ...node.kids.map((kid) => 1 + depthOf(kid)));

// `on` has choose(sentence), entity(id), document(chunk) and fact(id). Returns {box, wide, show(sentence)},
// or null where nothing was cited.
function wayDrawing(answer, on) {
  const { root, reached } = wayTree(answer);
  if (!reached) return null;
  const shown = [];
  const act = (node) => {
    if (node.at.length) return () => on.choose(node.at[0]);
    if (node.fact) return () => on.fact(node.fact);
    if (node.id.startsWith("e_")) return () => on.entity(node.id);
    const chunk = answer.chunks.find((one) => one.chunk === node.id);
    return chunk ? () => on.document(chunk) : null;
  };
  const draw = (node, above) => {
    const run = act(node);
    const look = node.end ? "value" : node.fact ? "fact" : node.id.startsWith("e_") ? "name" : "passage";
    const words = cutTo(node.end || node.fact ? squeeze(node.name) : innermost(node.name), 90);
    const number = (node.end || node.fact) && node.at.length ? el("span", "cited", `${on.number(node.at[0])} `) : null;
    const parts = [el("span", "via", VIA[node.via] || node.via), " ", el("span", "label", number, words)];
    const step = run ? press(`step ${look}`, run, ...parts) : el("span", `step ${look}`, ...parts);
    step.title = squeeze(node.name);
    const item = el("li", "branch", step);
    const line = [...above, item];
    shown.push([node.at, line, run && node.at.length && (node.end || node.fact) ? step : null]);
    if (node.kids.length) item.append(branches(node.kids, line, MOST_ENDS, (kid) => kid.end));
    return item;
  };
  // Of `kids` for which `counted` holds, those beyond `most` wait behind a button.
  const branches = (kids, line, most, counted) => {
    const list = el("ul", "kids");
    const held = kids.filter(counted).slice(most);
    kids.forEach((kid) => { if (!held.includes(kid)) list.append(draw(kid, line)); });
    if (held.length > 0) {
      const more = press("step more", () => {
        const items = held.map((kid) => draw(kid, line));
        item.replaceWith(...items);
        show(current);
        const first = items[0].querySelector("button");
        if (first) first.focus();
      }, `${held.length} more`);
      const item = el("li", "branch", more);
      list.append(item);
    }
    return list;
  };
  let current = -1;
  const show = (sentence) => {
    current = sentence;
    shown.forEach(([, line]) => line.forEach((item) => item.classList.remove("on")));
    shown.forEach(([at, line, button]) => {
      const chosen = at.includes(sentence);
      if (button) button.setAttribute("aria-pressed", String(chosen));
      if (chosen) line.forEach((item) => item.classList.add("on"));
    });
  };
  const tree = el("div", "way", el("span", "step origin", "your question"));
  tree.append(branches(root.kids, [], MOST_WAYS, (kid) => !kid.id.startsWith("e_")));
  const box = el("section", "reached", el("h3", "", "How it was reached"), el("div", "frame", tree));
  box.setAttribute("aria-label", "How it was reached");
  return { box, wide: depthOf(root) > NARROW_WAY, show };
}
