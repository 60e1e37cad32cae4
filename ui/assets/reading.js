function build(parent, gg) {
  gg.update = () => {
    const { data } = gg;
    if (gg.shown !== data.reading) {
      gg.shown = data.reading;
      layOut(gg);
    }
    gg.settle();
  };
}

// One document in a version: everything is drawn once. `gg.settle` then brings what stands in the
// filters (what is not marked, what is chosen) and the place that was asked for into it.
function layOut(gg) {
  const data = gg.data.reading;
  gg.root.replaceChildren();
  const versions = el("select", "");
  versions.setAttribute("aria-label", "Version");
  data.versions.forEach((v, i) => versions.append(new Option(`${v.edition.startsWith("import") ? "" : `${v.edition} · `}import ${v.number}${i === data.versions.length - 1 && data.current ? " (current)" : ""}`, v.version)));
  versions.value = data.view.version;
  versions.addEventListener("change", () => gg.send("version", { version: versions.value }));
  gg.root.append(el("div", "head", el("h2", "", squeeze(data.view.name)), versions, press("link", () => gg.send("list"), "All documents")));
  if (!data.current) gg.root.append(el("p", "warning", data.removed ? "This document was removed. Answers and the graph no longer use it, so nothing is marked in it." : "This version has been superseded. Answers and the graph no longer use it, so nothing is marked in it."));
  data.notes.forEach((note) => gg.root.append(el("p", "warning", note.detail)));

  const legend = el("div", "legend");
  legend.setAttribute("role", "group");
  legend.setAttribute("aria-label", "What is marked");
  const text = el("div", "text words");
  const aside = el("section", "aside");
  aside.setAttribute("aria-label", "Details");
  const offer = (key, label, sample) => {
    const button = press("", () => {
      const { hide } = gg.filters;
      gg.look({ hide: hide.includes(key) ? hide.filter((other) => other !== key) : [...hide, key] });
      gg.settle();
    }, sample, label);
    button.dataset.key = key;
    legend.append(button);
  };
  [...new Set(Object.values(data.names).map((n) => n.kind))].sort().forEach((kind) => offer(`name ${kind}`, kind, dot(kind)));
  const marked = Object.values(data.marks);
  if (marked.some((m) => m.what === "fact")) offer("fact", "Facts", el("span", "sample fact"));
  if (marked.some((m) => m.what === "reference")) offer("reference", "References", el("span", "sample reference"));

  // `marks` stand at the same words: a name, and the facts and references that hold it.
  const show = (marks, scroll) => {
    const { hide } = gg.filters;
    gg.look({
      mark: marks.map((mark) => mark.id),
      hide: marks[0].what === "fact" ? hide.filter((key) => key !== "fact") : hide,
    });
    gg.settle();
    const first = scroll && text.querySelector(".m.chosen");
    if (first) bring(text, first, 0.3);
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
  const contents = el("nav", "");
  contents.setAttribute("aria-label", "Headings");
  const list = el("ol", "");
  data.contents.forEach((heading) => {
    const button = press("", () => {
      const target = blockAt(text, heading.at);
      if (target) bring(text, target, 0.02);
      gg.placed = target ? String(heading.at) : gg.placed;
      gg.send("start", { start: heading.at });
    }, squeeze(heading.text));
    button.style.paddingInlineStart = `${0.5 + 0.8 * (heading.level - 1)}rem`;
    list.append(el("li", "", button));
  });
  contents.append(list);
  gg.root.append(legend, contents, text, aside);
  let [drawn, chosen] = [null, null];
  gg.placed = null;
  gg.settle = () => {
    const { hide, mark } = gg.filters;
    legend.querySelectorAll("button").forEach((button) => button.setAttribute("aria-pressed", String(!hide.includes(button.dataset.key))));
    const marks = marksOf(data, mark.length ? mark : [gg.data.entity]);
    if (drawn !== hide.join()) {
      drawn = hide.join();
      fill(text, data, hide, show);
      lightUp(text, marks);
    }
    if (chosen !== JSON.stringify(marks)) {
      chosen = JSON.stringify(marks);
      lightUp(text, marks);
      if (marks.length) drawDetails(aside, gg, data, marks, show);
      else drawSummary(aside, data, show);
    }
    place(gg, text);
  };
}

const blockAt = (text, offset) => [...text.querySelectorAll("[data-start]")].find((node) => Number(node.dataset.start) === offset);

function marksOf(data, ids) {
  const kinds = [["name", data.names], ["reference", data.references], ["fact", data.facts]];
  return ids.flatMap((id) => kinds.filter(([, held]) => held[id]).map(([what]) => ({ what, id })));
}

function fill(text, data, hide, show) {
  const top = text.scrollTop;
  const focused = text.getRootNode().activeElement;
  const at = focused && text.contains(focused) ? [...text.querySelectorAll(".m")].indexOf(focused) : -1;
  text.replaceChildren();
  drawMarked(text, data, new Set(hide), show);
  const first = text.querySelectorAll(".m")[Math.max(0, at)];
  if (first) first.tabIndex = 0;
  if (first && at >= 0) first.focus({ preventScroll: true });
  text.scrollTop = top;
}

// Goes once to what the address asks for: an offset, or else the first of the words that are chosen.
function place(gg, text) {
  const { start } = gg.data;
  const wanted = String(start || "");
  if (gg.placed === wanted) return;
  const first = gg.placed === null;
  gg.placed = wanted;
  const nodes = [...text.querySelectorAll("[data-start]")].filter((node) => Number(node.dataset.start) <= start);
  const target = start ? nodes[nodes.length - 1] : first ? text.querySelector(".m.chosen") : null;
  if (!target) return;
  keepInView(text, () => bring(text, target, 0.3));
  text.querySelectorAll(".here").forEach((node) => node.classList.remove("here"));
  if (start) target.classList.add("here");
}

function bring(text, node, share) {
  text.scrollTop += node.getBoundingClientRect().top - text.getBoundingClientRect().top - text.clientHeight * share;
}

function lightUp(text, marks) {
  const wanted = new Set(marks.map((mark) => `${mark.what} ${mark.id}`));
  text.querySelectorAll(".m").forEach((node) => node.classList.toggle("chosen", node.marks.some((mark) => wanted.has(`${mark.what} ${mark.id}`))));
}

function drawSummary(aside, data, show) {
  aside.replaceChildren();
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
    const node = el(heading ? `h${Math.min(6, block.level + 2)}` : "p", `block ${block.kind}${wraps(block) ? " wrapped" : ""}`);
    node.dataset.start = block.runs.length ? block.runs[0].start : 0;
    if (block.level && !heading) node.style.marginInlineStart = `${block.level * 1.2}rem`;
    block.runs.forEach((run) => node.append(draw(run)));
    text.append(node);
  });
  if (data.view.cut_after) text.append(el("p", "cut", `${plural(data.view.cut_after, "paragraph")} below; choose a heading to go there`));
}

function drawDetails(aside, gg, data, marks, show) {
  aside.replaceChildren();
  aside.scrollTop = 0;
  marks.filter((mark) => mark.what === "name").forEach((mark) => drawName(aside, gg, data, mark, show));
  marks.filter((mark) => mark.what === "reference").forEach((mark) => aside.append(referenceCard(gg, data.references[mark.id])));
  marks.filter((mark) => mark.what === "fact").forEach((mark) => aside.append(factCard(gg, data.facts[mark.id])));
}

function drawName(aside, gg, data, mark, show) {
  const name = data.names[mark.id];
  const card = el("div", "card", el("span", "kind", dot(name.kind), name.kind), el("h3", "", squeeze(name.name)));
  if (name.aliases.length) card.append(el("p", "quiet small", `also: ${name.aliases.map(squeeze).join(", ")}`));
  card.append(press("plain", () => gg.leave({ entity: mark.id }), "Show in the graph"));
  aside.append(card);
  const facts = Object.values(data.facts).filter((f) => f.subject === mark.id || f.object === mark.id);
  if (!facts.length) return;
  const list = el("ul", "facts");
  facts.forEach((fact) => list.append(factLine(fact, mark.id, () => show([{ what: "fact", id: fact.id }], true))));
  aside.append(el("h3", "", `${plural(facts.length, "fact")} ${data.whole ? "in this document" : "in this part"}`), list);
}

function factCard(gg, fact) {
  const card = el("div", "card", modalityChip(fact.modality), " ", factWords(fact, null));
  boundsBeside(fact, fact.places[0]).forEach((words) => card.append(el("p", "limits", words)));
  card.append(el("div", "", press("plain", () => gg.leave({ entity: fact.subject, fact: fact.id }), "Show in the graph")));
  return card;
}

function referenceCard(gg, reference) {
  const card = el("div", "card", el("span", "kind", icon("link"), `reference (${reference.rule})`), el("h3", "", squeeze(reference.surface)));
  if (reference.document) {
    card.append(el("p", "quiet", squeeze(reference.name)), press("plain", () => gg.send("go", { document: reference.document, start: reference.at }), "Go there"));
  } else card.append(el("p", "quiet", `Not resolved: ${reference.why || "nothing in these documents has this name"}.`));
  return card;
}
