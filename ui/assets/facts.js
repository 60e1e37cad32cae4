// Kinds of entities, labels of the graph and lines of facts, as every page about the graph shows them.
// What a kind looks like: its --hue and whether its mark is a ring. Neo4j Browser shows the same
// colours (queries/browser/style.grass; a test compares them).
const KIND_LOOK = {
  Role: ["1", false], Person: ["1", true], Product: ["2", false], Device: ["2", false], Event: ["3", false],
  Condition: ["3", true], Organization: ["4", false], Location: ["4", true], Document: ["5", false],
  Law: ["5", true], Term: ["6", false],
  Entity: ["1", false], Name: ["1", true], Fact: ["fact", false], Chunk: ["chunk", false],
  Reference: ["fact", true], Answer: ["answer", false], Run: ["6", true], Superseded: ["gone", true],
};

// Kinds of other profiles take what is free.
function lookOf(kind) {
  if (KIND_LOOK[kind]) return { hue: `var(--hue-${KIND_LOOK[kind][0]})`, ring: KIND_LOOK[kind][1] };
  let sum = 0;
  for (const letter of kind) sum = (sum * 31 + letter.codePointAt(0)) % 997;
  return { hue: `var(--hue-${1 + (sum % 5)})`, ring: sum % 2 === 1 };
}

function dot(kind) {
  const look = lookOf(kind);
  const node = el("span", look.ring ? "dot ring" : "dot");
  node.style.setProperty("--hue", look.hue);
  node.setAttribute("aria-hidden", "true");
  return node;
}

function modalityChip(modality) {
  const tone = modality.endsWith(" not") ? "not" : modality === "says" ? "says" : modality;
  return el("span", `chip modality ${tone}`, modality);
}

// The fact as the sentence it is, with the names in it that this place is not `about`.
function factWords(fact, about) {
  const words = el("span", "fact-words");
  const sentence = squeeze(fact.name);
  const names = [fact.subject === about ? "" : fact.subject_name, fact.object === about ? "" : fact.object_name].map(squeeze);
  let at = 0;
  names.forEach((name) => {
    const found = name ? sentence.toLowerCase().indexOf(name.toLowerCase(), at) : -1;
    if (found < 0) return;
    words.append(sentence.slice(at, found), el("b", "", sentence.slice(found, found + name.length)));
    at = found + name.length;
  });
  words.append(sentence.slice(at));
  return words;
}

// What bounds a fact in the words of this place, where its sentence does not hold them.
const boundsBeside = (fact, place) => {
  const said = squeeze(fact.name).toLowerCase();
  const holds = (quote) => squeeze(quote).toLowerCase().split("; ").every((part) => said.includes(part));
  return place.qualifiers.filter((q) => !holds(q.quote)).map((q) => chipText(q.kind, q.quote));
};

function factLine(fact, about, choose) {
  const place = fact.places[0];
  const line = el("li", "fact");
  const button = press("fact-line", () => choose(fact), modalityChip(fact.modality));
  const body = el("span", "fact-body", factWords(fact, about));
  const parts = boundsBeside(fact, place);
  if (parts.length) body.append(el("span", "limits", parts.join(" · ")));
  const where = placeOf(place);
  const more = fact.count > 1 ? ` · ${fact.count.toLocaleString("en")} places` : "";
  body.append(el("span", "quiet small", where + more));
  if (fact.status === "weak") body.append(el("span", "quiet small", `weak: ${place.why_weak || "below the quality bar"}`));
  button.append(body);
  line.append(button);
  return line;
}
