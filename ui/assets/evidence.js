const STATES = {
  answered: ["✓", "Answered"],
  related: ["≈", "Relevant passages, no direct answer"],
  not_found: ["✕", "Not in these documents"],
};
const QUALIFIERS = { condition: "if", exception: "unless", deadline: "by" };
const ROLES = { conflict: "conflicts", superseded: "superseded" };

function el(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

const squeeze = (text) => text.replace(/\s+/g, " ").trim();

function place(citation) {
  const parts = [citation.name || citation.document];
  if (citation.heading && citation.heading.length) {
    parts.push(citation.heading[citation.heading.length - 1]);
  }
  if (citation.page) parts.push(`page ${citation.page}`);
  return parts.join(" · ");
}

export default function (component) {
  const { data, parentElement } = component;
  const { answer, sources } = data;
  parentElement.querySelectorAll(".gg").forEach((old) => old.remove());
  const root = el("div", "gg");
  const left = el("section", "answer");
  left.setAttribute("aria-label", "Answer");
  const right = el("section", "source");
  right.setAttribute("aria-label", "Source");
  root.append(left, right);
  parentElement.appendChild(root);

  const citations = [];
  const buttons = [];

  function choose(index) {
    if (!citations[index]) return;
    buttons.forEach((button, i) => button.setAttribute("aria-pressed", String(i === index)));
    showSource(right, sources, citations, index, choose);
  }

  const [icon, label] = STATES[answer.state];
  const quotes = answer.sentences.reduce((n, s) => n + s.citations.length, 0);
  const checked = quotes ? ` · ${quotes} ${quotes === 1 ? "quote" : "quotes"} checked word for word` : "";
  left.append(el("p", `state ${answer.state}`, `${icon} ${label}${checked}`));
  if (answer.headline) left.append(el("h2", "headline", squeeze(answer.headline.text)));

  const list = el("ol", "sentences");
  answer.sentences.forEach((sentence, i) => {
    const item = el("li", sentence.role);
    const button = el("button", "sentence");
    button.type = "button";
    button.setAttribute("aria-pressed", "false");
    button.append(el("span", "number", String(i + 1)));
    const body = el("span", "body");
    if (ROLES[sentence.role]) body.append(el("span", "role", ROLES[sentence.role]));
    body.append(el("span", "text", squeeze(sentence.text)));
    const chips = el("span", "chips");
    sentence.qualifiers.forEach((q) => {
      chips.append(el("span", "chip", `${QUALIFIERS[q.kind] || q.kind}: ${squeeze(q.citation.quote)}`));
    });
    if (sentence.qualifiers.length) body.append(chips);
    if (sentence.citations.length) body.append(el("span", "place", place(sentence.citations[0])));
    button.append(body);
    citations.push(sentence.citations[0]);
    buttons.push(button);
    button.addEventListener("click", () => choose(i));
    item.append(button);
    list.append(item);
  });
  left.append(list);
  if (answer.missing.length) {
    const missing = el("div", "missing");
    missing.append(el("h3", "", "What is missing"));
    answer.missing.forEach((line) => missing.append(el("p", "", line)));
    left.append(missing);
  }
  const seconds = ((answer.milliseconds.total || 0) / 1000).toFixed(1);
  const superseded = answer.superseded ? `, ${answer.superseded} superseded left out` : "";
  left.append(
    el("p", "made", `Quoted from your documents; no language model wrote this. ${answer.documents_searched} documents searched${superseded}, ${seconds} s.`),
  );
  const cited = new Set(citations.filter(Boolean).map((c) => c.chunk));
  const reached = answer.chunks
    .filter((c) => cited.has(c.chunk) && c.path.length > 1)
    .sort((a, b) => b.path.length - a.path.length)[0];
  if (reached) {
    left.append(el("h3", "", "How it was reached"));
    const path = el("div", "path");
    reached.path.forEach((step, i) => {
      if (i) path.append(el("span", "via", `${step.via} →`));
      path.append(el("span", "step", step.name));
    });
    left.append(path);
  }
  if (citations.length) choose(0);
  else right.remove();
}

function showSource(pane, sources, citations, index, choose) {
  const citation = citations[index];
  const source = sources.find((s) => s.version === citation.version);
  pane.replaceChildren();
  const head = el("header", "");
  const title = el("p", "title");
  title.append(el("strong", "", source.name), document.createTextNode(` · version ${source.number}`));
  head.append(title);
  if (citation.heading.length) head.append(el("p", "where", citation.heading.join(" › ")));
  const steps = el("div", "steps");
  [["↑", -1, "previous evidence"], ["↓", 1, "next evidence"]].forEach(([sign, by, name]) => {
    const button = el("button", "", sign);
    button.type = "button";
    button.setAttribute("aria-label", name);
    button.disabled = !citations[index + by];
    button.addEventListener("click", () => choose(index + by));
    steps.append(button);
  });
  head.append(steps);
  pane.append(head);
  const scroll = el("div", "words");
  scroll.tabIndex = 0;
  const chosen = source.marks.findIndex(([s, e]) => s === citation.start && e === citation.end);
  if (source.cut_before) scroll.append(el("p", "cut", `${source.cut_before} blocks above`));
  let table = null;
  source.blocks.forEach((block) => {
    if (block.kind.startsWith("table") && block.cells.length) {
      if (!table) {
        table = el("table", "");
        scroll.append(table);
      }
      const row = el("tr", "");
      block.cells.forEach((cell) => {
        const box = el(block.kind === "table_head" ? "th" : "td", "");
        cell.forEach((run) => box.append(words(run, chosen)));
        row.append(box);
      });
      table.append(row);
      return;
    }
    table = null;
    const tag = block.kind === "heading" ? `h${Math.min(6, block.level + 2)}` : "p";
    const node = el(tag, `block ${block.kind}`);
    if (block.level && block.kind !== "heading") node.style.marginLeft = `${block.level * 1.2}rem`;
    block.runs.forEach((run) => node.append(words(run, chosen)));
    scroll.append(node);
  });
  if (source.cut_after) scroll.append(el("p", "cut", `${source.cut_after} blocks below`));
  pane.append(scroll);
  const mark = scroll.querySelector("mark.chosen");
  if (mark) scroll.scrollTop = mark.offsetTop - scroll.offsetTop - scroll.clientHeight / 3;
}

function words(run, chosen) {
  if (!run.marks.length) return document.createTextNode(run.text);
  const node = el("mark", run.marks.includes(chosen) ? "chosen" : "other", run.text);
  return node;
}
