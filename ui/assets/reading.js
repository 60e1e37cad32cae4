export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const held = parentElement.gg && parentElement.gg.version === data.view.version ? parentElement.gg : { version: data.view.version, off: new Set(["fact"]) };
  parentElement.gg = held;
  parentElement.querySelectorAll(".gg").forEach((old) => old.remove());
  const root = el("div", "gg");
  parentElement.append(root);

  const versions = el("select", "");
  versions.setAttribute("aria-label", "Version");
  data.versions.forEach((v, i) => versions.append(new Option(`version ${v.number}${i === data.versions.length - 1 && data.current ? " (current)" : ""}`, v.version)));
  versions.value = data.view.version;
  versions.addEventListener("change", () => setTriggerValue("act", { version: versions.value }));
  root.append(el("div", "head", el("h2", "", squeeze(data.view.name)), versions, press("link", () => setTriggerValue("act", { list: true }), "All documents")));
  if (!data.current) root.append(el("p", "warning", data.removed ? "This document was removed. Answers and the graph no longer use it, so nothing is marked in it." : "This version has been superseded. Answers and the graph no longer use it, so nothing is marked in it."));
  data.notes.forEach((note) => root.append(el("p", "warning", note.detail)));

  const legend = el("div", "legend");
  legend.setAttribute("role", "group");
  legend.setAttribute("aria-label", "What is marked");
  const kinds = [...new Set(Object.values(data.names).map((n) => n.kind))].sort();
  const text = el("div", "text words");
  const aside = el("section", "aside");
  aside.setAttribute("aria-label", "Details");
  const offer = (key, label, sample) => {
    const button = press("", () => {
      if (held.off.has(key)) held.off.delete(key); else held.off.add(key);
      button.setAttribute("aria-pressed", String(!held.off.has(key)));
      const top = text.scrollTop;
      fill();
      text.scrollTop = top;
    }, sample, label);
    button.setAttribute("aria-pressed", String(!held.off.has(key)));
    legend.append(button);
  };
  kinds.forEach((kind) => offer(`name ${kind}`, kind, dot(kind)));
  const marked = Object.values(data.marks);
  if (marked.some((m) => m.what === "fact")) offer("fact", "Facts", el("span", "sample fact"));
  if (marked.some((m) => m.what === "reference")) offer("reference", "References", el("span", "sample reference"));

  // `marks` stand at the same words: a name, and the facts and references that hold it.
  const show = (marks, scroll) => {
    held.chosen = marks;
    if (marks[0].what === "fact" && held.off.has("fact")) {
      held.off.delete("fact");
      legend.querySelectorAll("button").forEach((b) => { if (b.textContent === "Facts") b.setAttribute("aria-pressed", "true"); });
      fill();
    }
    lightUp(text, held.chosen);
    drawDetails(aside, data, marks, show, setTriggerValue);
    const first = scroll && text.querySelector(".m.chosen");
    if (first) bring(text, first, 0.3);
  };
  const fill = () => {
    text.replaceChildren();
    drawMarked(text, data, held.off, show);
    if (held.chosen) lightUp(text, held.chosen);
    const first = text.querySelector(".m.chosen") || text.querySelector(".m");
    if (first) first.tabIndex = 0;
  };
  // One stop of the Tab key for all marks; arrows go from mark to mark.
  text.addEventListener("keydown", (event) => {
    const all = [...text.querySelectorAll(".m")];
    const at = all.indexOf(event.target);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (at < 0 || to === undefined || !all[to]) return;
    event.preventDefault();
    all[at].tabIndex = -1;
    all[to].tabIndex = 0;
    all[to].focus({ preventScroll: true });
    all[to].scrollIntoView({ block: "nearest" });
  });
  text.tabIndex = 0;
  text.setAttribute("role", "group");
  text.setAttribute("aria-label", `Words of ${squeeze(data.view.name)}`);
  fill();
  const contents = el("nav", "");
  contents.setAttribute("aria-label", "Headings");
  const list = el("ol", "");
  data.contents.forEach((heading) => {
    const button = press("", () => {
      const target = [...text.querySelectorAll("[data-start]")].find((node) => Number(node.dataset.start) >= heading.at);
      if (target && Number(target.dataset.start) === heading.at) bring(text, target, 0.02);
      else setTriggerValue("act", { start: heading.at });
    }, squeeze(heading.text));
    button.style.paddingInlineStart = `${0.5 + 0.8 * (heading.level - 1)}rem`;
    list.append(el("li", "", button));
  });
  contents.append(list);
  root.append(legend, contents, text, aside);
  if (held.chosen) drawDetails(aside, data, held.chosen, show, setTriggerValue);
  else if (data.entity && data.names[data.entity]) show([{ what: "name", id: data.entity }]);
  else drawSummary(aside, data, show);
  if (held.at !== data.start || !held.seen) {
    held.at = data.start;
    held.seen = true;
    const nodes = [...text.querySelectorAll("[data-start]")].filter((node) => Number(node.dataset.start) <= data.start);
    const target = data.start ? nodes[nodes.length - 1] : data.entity ? text.querySelector(".m.chosen") : null;
    if (target) {
      bring(text, target, 0.3);
      requestAnimationFrame(() => document.fonts.ready.then(() => bring(text, target, 0.3)));
      if (data.start) target.classList.add("here");
    }
  }
}

function bring(text, node, share) {
  text.scrollTop += node.getBoundingClientRect().top - text.getBoundingClientRect().top - text.clientHeight * share;
}

function lightUp(text, marks) {
  const wanted = new Set(marks.map((mark) => `${mark.what} ${mark.id}`));
  text.querySelectorAll(".m").forEach((node) => node.classList.toggle("chosen", node.marks.some((mark) => wanted.has(`${mark.what} ${mark.id}`))));
}

function drawSummary(aside, data, show) {
  const hint = data.current ? "Choose a marked word to see what is known about it. On the keyboard: Tab to the marks, arrows from one to the next, Enter to choose." : "Choose the current version to see its names and facts.";
  aside.append(el("div", "card", el("p", "quiet", hint)));
  const facts = Object.values(data.facts).sort((a, b) => a.places[0].start - b.places[0].start);
  if (!facts.length) return;
  const list = el("ul", "facts");
  facts.slice(0, 60).forEach((fact) => list.append(factLine(fact, null, () => show([{ what: "fact", id: fact.id }], true))));
  aside.append(el("h3", "", `${plural(facts.length, "fact")} ${data.whole ? "in this document" : "in this part"}`), list);
}

function drawMarked(text, data, off, show) {
  const tone = (index) => {
    const mark = data.marks[index];
    const key = mark.what === "name" ? `name ${data.names[mark.id].kind}` : mark.what;
    return off.has(key) ? null : mark;
  };
  const draw = (run) => {
    const marks = run.marks.map(tone).filter(Boolean);
    if (!marks.length) return document.createTextNode(run.text);
    const rank = { name: 0, reference: 1, fact: 2 };
    marks.sort((a, b) => rank[a.what] - rank[b.what]);
    const [mark] = marks;
    const node = el("span", `m ${[...new Set(marks.map((m) => m.what))].join(" ")}`, run.text);
    node.marks = marks;
    node.tabIndex = -1;
    node.setAttribute("role", "button");
    if (mark.what === "name") {
      const name = data.names[mark.id];
      node.style.setProperty("--hue", lookOf(name.kind).hue);
      node.title = `${squeeze(name.name)} · ${name.kind}`;
    }
    if (mark.what === "reference" && !data.references[mark.id].document) node.classList.add("unresolved");
    node.addEventListener("click", () => show(marks));
    node.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); show(marks); }
    });
    return node;
  };
  let table = null;
  data.view.blocks.forEach((block) => {
    if (block.skipped) text.append(el("p", "cut", `${plural(block.skipped, "paragraph")} above; choose a heading to go there`));
    if (block.kind.startsWith("table") && block.cells.length) {
      if (!table) { table = el("table", ""); text.append(el("div", "frame", table)); }
      const row = el("tr", "");
      block.cells.forEach((cell) => {
        const box = el(block.kind === "table_head" ? "th" : "td", "");
        cell.forEach((run) => box.append(draw(run)));
        row.append(box);
      });
      row.dataset.start = block.runs.length ? block.runs[0].start : 0;
      table.append(row);
      return;
    }
    table = null;
    const heading = block.kind === "heading";
    const node = el(heading ? `h${Math.min(6, block.level + 2)}` : "p", `block ${block.kind}`);
    node.dataset.start = block.runs.length ? block.runs[0].start : 0;
    if (block.level && !heading) node.style.marginInlineStart = `${block.level * 1.2}rem`;
    block.runs.forEach((run) => node.append(draw(run)));
    text.append(node);
  });
  if (data.view.cut_after) text.append(el("p", "cut", `${plural(data.view.cut_after, "paragraph")} below; choose a heading to go there`));
}

function drawDetails(aside, data, marks, show, setTriggerValue) {
  aside.replaceChildren();
  aside.scrollTop = 0;
  marks.filter((mark) => mark.what === "name").forEach((mark) => drawName(aside, data, mark, show, setTriggerValue));
  marks.filter((mark) => mark.what === "reference").forEach((mark) => aside.append(referenceCard(data.references[mark.id], setTriggerValue)));
  marks.filter((mark) => mark.what === "fact").forEach((mark) => aside.append(factCard(data.facts[mark.id], setTriggerValue)));
}

function drawName(aside, data, mark, show, setTriggerValue) {
  const name = data.names[mark.id];
  const card = el("div", "card", el("span", "kind", dot(name.kind), name.kind), el("h3", "", squeeze(name.name)));
  if (name.aliases.length) card.append(el("p", "quiet small", `also: ${name.aliases.map(squeeze).join(", ")}`));
  card.append(press("plain", () => setTriggerValue("open", { entity: mark.id }), "Show in the graph"));
  aside.append(card);
  const facts = Object.values(data.facts).filter((f) => f.subject === mark.id || f.object === mark.id);
  if (!facts.length) return;
  const list = el("ul", "facts");
  facts.forEach((fact) => list.append(factLine(fact, mark.id, () => show([{ what: "fact", id: fact.id }], true))));
  aside.append(el("h3", "", `${plural(facts.length, "fact")} ${data.whole ? "in this document" : "in this part"}`), list);
}

function factCard(fact, setTriggerValue) {
  const card = el("div", "card", modalityChip(fact.modality), " ", factWords(fact, null));
  fact.places[0].qualifiers.forEach((q) => card.append(el("p", "limits", chipText(q.kind, q.quote))));
  card.append(el("div", "", press("plain", () => setTriggerValue("open", { entity: fact.subject, fact: fact.id }), "Show in the graph")));
  return card;
}

function referenceCard(reference, setTriggerValue) {
  const card = el("div", "card", el("span", "kind", icon("link"), `reference (${reference.rule})`), el("h3", "", squeeze(reference.surface)));
  if (reference.document) {
    card.append(el("p", "quiet", squeeze(reference.name)), press("plain", () => setTriggerValue("act", { document: reference.document, start: reference.at }), "Go there"));
  } else card.append(el("p", "quiet", `Not resolved: ${reference.why || "nothing in these documents has this name"}.`));
  return card;
}
