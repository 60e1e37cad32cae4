const STATES = {
  answered: ["check", "Answered"],
  partly_answered: ["rule", "Partly answered"],
  disagree: ["compare_arrows", "The documents disagree"],
  related: ["manage_search", "Relevant passages, no direct answer"],
  not_found: ["search_off", "Not in these documents"],
  unsupported: ["block", "Cannot be answered this way"],
};
const ROLES = { conflict: "conflicts", superseded: "superseded", exception: "exception", condition: "condition" };
const CHANGES = {
  removed: "was removed from the base.",
  reworded: "has a new version that no longer contains the quoted words.",
  renewed: "has a new version; the quoted words are still in it.",
};
const HANGING = ["lead_in", "item"]; // roles of what continues the sentence above it
const SIGNS = { dense: "meaning", sentence: "best sentence", bm25: "words", name: "names" };
const LINKS = { reference: "a reference", fact: "facts" };
const NARROW = 900; // pixels of a window below which the source lies over the answer
const PHONE = 640; // and below which it waits until it is asked for
const OPINIONS = [
  ["helpful", "thumb_up", "Helpful"],
  ["wrong", "flag", "Wrong"],
  ["citation-does-not-support", "link_off", "Citation does not support"],
];

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const { answer, sources } = data;
  const held = parentElement.gg && parentElement.gg.key === data.key ? parentElement.gg : { key: data.key, chosen: 0, panel: "", shut: window.innerWidth <= PHONE };
  parentElement.gg = held;
  parentElement.querySelectorAll(".gg").forEach((old) => old.remove());
  const root = el("div", "gg");
  const left = el("section", "answer");
  left.setAttribute("aria-label", "Answer");
  const right = el("section", "source");
  right.setAttribute("aria-label", "Source");
  const columns = el("div", "columns", left, right);
  root.append(columns);
  parentElement.append(root);

  const toWords = () => {
    const words = right.querySelector(".chosen[tabindex]");
    if (words) words.focus({ preventScroll: true });
  };
  right.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" && event.key !== "ArrowLeft") return;
    const from = [...left.querySelectorAll('.sentence[aria-pressed="true"], .chip[aria-pressed="true"]')].pop();
    if (from) { event.preventDefault(); from.focus(); }
  });

  // Every piece of evidence in reading order: each sentence, then its qualifiers.
  const evidence = [];
  const sentenceOf = [];
  const marks = [];
  const references = []; // [evidence, button] of what a model wrote
  let way = null;
  const choose = (index, byHand) => {
    if (!evidence[index]) return;
    held.chosen = index;
    marks.forEach((show, i) => show(i === index));
    references.forEach(([at, button]) => button.setAttribute("aria-pressed", String(at === index)));
    if (way) way.show(sentenceOf[index]);
    if (byHand) held.shut = false;
    right.classList.toggle("shut", held.shut);
    const citation = evidence[index];
    const source = sources.find((s) => s.version === citation.version);
    drawSource(right, source, citation, {
      index, total: evidence.length, go: (by) => choose(index + by, true),
      at: (mark) => evidence.findIndex((c) => c.version === source.version && c.start === source.marks[mark][0] && c.end === source.marks[mark][1]),
      pick: (at) => { choose(at, true); toWords(); },
    }, [
      ["open the whole document", "open_in_new", () => setTriggerValue("open", { document: citation.document, start: citation.start })],
      ["close the source", "close", () => { held.shut = true; right.classList.add("shut"); }],
    ]);
    if (byHand && window.innerWidth <= NARROW) {
      const item = left.querySelector('li[aria-current="true"]');
      if (item) item.scrollIntoView({ block: "nearest" });
    }
  };

  const quotes = answer.sentences.reduce((n, s) => n + s.citations.length, 0);
  const [sign, label] = STATES[answer.state];
  const state = el("p", `state ${answer.state}`, icon(sign));
  state.append(quotes ? `${label} · ${plural(quotes, "quote")} checked word for word` : label);
  state.setAttribute("role", "status");
  const written = el("div", "");
  if (answer.follows) left.append(carriedOver(answer.follows, () => setTriggerValue("alone", true)));
  left.append(written, state);
  const [former] = answer.notices ? answer.manifest.replaced || [] : [];
  (answer.notices || []).forEach((notice) => {
    const open = former && press("link", () => setTriggerValue("open", { stated: former.stated }), "Where it is stated");
    left.append(el("p", "notice", icon("history"), el("span", "", `${squeeze(notice)} `, open)));
  });
  if (data.changed.length) left.append(changedEvidence(data.changed, () => setTriggerValue("again", true)));

  const { first, rest } = data.form;
  const { sentences } = answer;
  const more = (answer.more || []).map((one) => ({ ...one, parent: one.parent === null ? null : one.parent + sentences.length }));
  const lines = [...sentences, ...more];
  const behind = more.map((_, at) => sentences.length + at);
  const order = [...first, ...rest, ...behind];
  const shownAs = new Map(order.map((i, at) => [i, at + 1]));
  const list = el("div", "quoted");
  const numberOf = new Map();
  const drawSentence = (i) => {
    const sentence = lines[i];
    const next = lines[order[order.indexOf(i) + 1]];
    const item = el("li", `role-${sentence.role}`);
    if (next && next.parent !== null && HANGING.includes(next.role)) item.classList.add("held");
    for (let at = sentence; HANGING.includes(at.role) && at.parent !== null; at = lines[at.parent]) {
      item.style.setProperty("--depth", String(Number(item.style.getPropertyValue("--depth")) + 1));
    }
    const index = evidence.push(sentence.citations[0]) - 1;
    sentenceOf[index] = i;
    numberOf.set(i, index);
    const words = el("span", "text");
    if (ROLES[sentence.role] && !answer.notices) words.append(el("span", "role", ROLES[sentence.role]));
    words.append(...emphasised(sentence, answer.headline));
    const button = press("sentence", () => choose(index, true), el("span", "number", String(shownAs.get(i))), words);
    marks.push((on) => {
      item.setAttribute("aria-current", String(on));
      const fold = item.closest("details");
      if (on && fold) fold.open = true;
      button.setAttribute("aria-pressed", String(on));
    });
    item.append(button);
    const below = el("div", "below");
    if (sentence.qualifiers.length) {
      const chips = el("div", "chips");
      sentence.qualifiers.forEach((q) => {
        const at = evidence.push(q.citation) - 1;
        sentenceOf[at] = i;
        const chip = press("chip", () => choose(at, true), chipText(q.kind, q.citation.quote));
        marks.push((on) => {
          chip.setAttribute("aria-pressed", String(on));
          if (on) item.setAttribute("aria-current", "true");
        });
        chips.append(chip);
      });
      below.append(chips);
    }
    const [own] = sentence.citations;
    const paragraph = data.paragraphs[`${own.version}:${own.start}`];
    below.append(el("p", "place", citedPlace(own, paragraph), copyButton(citedWords(own, paragraph))));
    item.append(below);
    return item;
  };
  const { figure } = data;
  const before = first.slice(0, figure ? figure.rows : first.length);
  const folded = first.slice(before.length);
  if (before.length) list.append(el("ol", "sentences first", ...before.map(drawSentence)));
  if (folded.length) {
    const rows = el("ol", "sentences first", ...folded.map(drawSentence));
    list.append(el("details", "fold", el("summary", "", plural(folded.length, "more row")), rows));
  }
  if (first.length && rest.length) list.append(el("h3", "beside", "Also quoted"));
  if (data.parts) list.append(partsOf(data.parts, drawSentence, (state) => STATES[state]));
  else if (rest.length) list.append(el("ol", "sentences", ...rest.map(drawSentence)));
  const folds = behind.length ? [el("ol", "sentences", ...behind.map(drawSentence))] : [];
  list.setAttribute("aria-description", "The right arrow leads to the words in the source, Escape back");
  list.addEventListener("keydown", (event) => {
    if (event.key === "ArrowRight") { event.preventDefault(); toWords(); return; }
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const all = [...list.querySelectorAll(".sentence, .chip")];
    const at = all[all.indexOf(parentElement.activeElement) + by];
    if (at) { at.click(); at.focus(); } // a click opens the fold that it may be in
  });

  if (answer.headline) {
    const headline = el("h2", "headline", squeeze(answer.headline.text));
    const [cited] = answer.headline.citations;
    const at = answer.sentences.findIndex((s) => cited && s.citations.some((c) => c.version === cited.version && c.start <= cited.start && cited.end <= c.end));
    if (at >= 0) {
      const ref = press("ref", () => choose(numberOf.get(at), true), `[${shownAs.get(at)}]`);
      ref.setAttribute("aria-label", `show sentence ${shownAs.get(at)} in its source`);
      headline.append(" ", ref);
      if (!parentElement.gg.touched) held.chosen = numberOf.get(at);
      parentElement.gg.touched = true;
    }
    left.append(headline);
    if (figure) left.append(el("p", "how", squeeze(figure.how)));
  } else if (answer.state === "not_found") {
    left.append(el("h2", "headline", "The documents do not say"));
  }
  // How much was searched stands below every card; here only where that is all there is to say.
  const lacking = answer.missing.filter((line) => answer.state === "not_found" || !/ documents? (was|were) searched\b/.test(line));
  if (lacking.length) {
    const missing = el("div", "missing", el("h3", "", answer.state === "not_found" ? "What was searched and not found" : "What is missing"));
    lacking.forEach((line) => missing.append(el("p", "", line)));
    if (answer.state === "not_found") left.append(missing);
    else { left.append(list, missing); }
  }
  if (!list.isConnected && (answer.sentences.length || data.parts)) left.append(list);
  if (figure && figure.query) left.append(queryFold(figure.query));
  if (folds.length || data.further.length) left.append(moreEvidence(folds, behind.length, data.further, setTriggerValue));

  const seconds = ((answer.milliseconds.total || 0) / 1000).toFixed(1);
  const superseded = answer.superseded ? `, ${plural(answer.superseded, "superseded version")} left out` : "";
  const byModel = answer.written ? "; what stands above the quotes was written by a model" : "; no language model wrote this";
  left.append(el("p", "made", `Quoted from your documents${byModel}. ${plural(answer.documents_searched, "document")} searched${superseded}, ${seconds} s.`));
  if (data.only.length) left.append(el("p", "made", `Searched only in ${data.only.join(", ")}.`));
  left.append(actions(answer, data, held, setTriggerValue, () => evidence[held.chosen]));
  way = data.parts && data.parts.form !== "comparison" ? null : wayDrawing(answer, {
    choose: (sentence) => choose(numberOf.get(sentence), true),
    entity: (id) => setTriggerValue("open", { entity: id }),
    document: (chunk) => setTriggerValue("open", { document: chunk.document, start: chunk.start }),
    fact: (id) => setTriggerValue("open", { fact: id }),
    number: (sentence) => shownAs.get(sentence),
  });
  if (way) (way.wide ? root : left).append(way.box);

  if (answer.written) {
    // A quote of the card keeps its number; further ones go on counting.
    const further = [];
    const cite = (citation) => {
      const same = (c) => c.version === citation.version && c.start <= citation.start && citation.end <= c.end;
      const at = order.find((i) => lines[i].citations.some(same));
      if (at !== undefined) return { label: shownAs.get(at), at: numberOf.get(at) };
      let known = further.find(([, c]) => same(c));
      if (!known) {
        known = [evidence.push(citation) - 1, citation, order.length + further.length + 1];
        marks.push(() => undefined);
        further.push(known);
      }
      return { label: known[2], at: known[0] };
    };
    written.append(writtenPart(answer.written, data.failed, (citation) => {
      const { label, at } = cite(citation);
      return { label, choose: () => choose(at, true), hold: (button) => references.push([at, button]) };
    }));
  }
  if (evidence.length) choose(Math.min(held.chosen, evidence.length - 1));
  else { right.remove(); columns.classList.add("alone"); }
}

// What an answer that was kept rests on is not what the documents say now.
function changedEvidence(changed, again) {
  const gone = changed.some(({ what }) => what !== "renewed");
  const box = el("div", gone ? "changed gone" : "changed", el("strong", "", "The evidence has changed since this answer was given"));
  changed.forEach(({ name, what }) => box.append(el("p", "", el("b", "", squeeze(name)), ` ${CHANGES[what]}`)));
  box.append(press("plain", again, icon("refresh"), "Ask again"));
  box.setAttribute("role", "alert");
  return box;
}

// The query that returns a computed figure too.
function queryFold(query) {
  const box = el("div", "query", el("pre", "", query), copyButton(query, "the query"));
  return el("details", "fold", el("summary", "", "The same as a query"), box);
}

// Sentences and passages that were found: they are no part of the card until they are unfolded.
function moreEvidence(sentences, count, passages, setTriggerValue) {
  const list = el("ul", "further");
  passages.forEach((one) => {
    const open = () => setTriggerValue("open", { document: one.document, start: one.start });
    list.append(el("li", "", press("link", open, placeOf(one)), el("p", "", squeeze(one.text))));
  });
  const parts = [count && plural(count, "sentence"), passages.length && plural(passages.length, "further passage")];
  const title = `More evidence: ${parts.filter(Boolean).join(", ")}`;
  const note = el("p", "quiet small", "Found for this question, but not quoted above.");
  return el("details", "fold", el("summary", "", title), note, ...sentences, ...(passages.length ? [list] : []));
}

// The headline's words stand out in the sentence they were taken from.
function emphasised(sentence, headline) {
  const cited = headline && headline.citations[0];
  const [own] = sentence.citations;
  if (!cited || !own || cited.version !== own.version || cited.start < own.start || cited.end > own.end || sentence.text !== own.quote) {
    return [squeeze(sentence.text)];
  }
  const points = [...own.quote];
  const from = cited.start - own.start;
  const to = cited.end - own.start;
  if (to - from > points.length * 0.8) return [squeeze(sentence.text)];
  const flat = (part) => part.join("").replace(/\s+/g, " ");
  return [flat(points.slice(0, from)), el("b", "", flat(points.slice(from, to))), flat(points.slice(to))];
}

function actions(answer, data, held, setTriggerValue, current) {
  const box = el("div", "");
  const acts = el("div", "acts");
  const panel = el("div", "");
  const toggles = [];
  const open = (name, build) => {
    held.panel = held.panel === name ? "" : name;
    show(build);
  };
  const show = (build) => {
    panel.replaceChildren();
    toggles.forEach(([name, button]) => button.setAttribute("aria-expanded", String(name === held.panel)));
    if (held.panel && build) panel.append(build());
  };
  const add = (name, sign, label, build) => {
    const button = press("tool", () => open(name, build), icon(sign), label);
    button.setAttribute("aria-expanded", "false");
    toggles.push([name, button]);
    acts.append(button);
    if (held.panel === name) queueMicrotask(() => show(build));
  };
  const name = answer.id || "answer";
  const said = new Set(data.opinions.map((o) => o.kind));
  (data.kept ? OPINIONS : []).forEach(([kind, sign, label]) => {
    if (kind === "citation-does-not-support" && !answer.sentences.length) return;
    if (kind === "helpful") {
      const button = press("tool", () => {
        button.disabled = true;
        button.setAttribute("aria-pressed", "true");
        setTriggerValue("opinion", { kind, comment: "" });
      }, icon(sign), label);
      button.disabled = said.has(kind);
      button.setAttribute("aria-pressed", String(said.has(kind)));
      acts.append(button);
      return;
    }
    add(kind, sign, label, () => opinionForm(kind, label, (comment) => {
      const citation = current();
      held.panel = "";
      const at = kind === "citation-does-not-support" && citation ? `[${citation.document} ${citation.start}-${citation.end}] ` : "";
      setTriggerValue("opinion", { kind, comment: `${at}${comment}`.trim() });
    }));
  });
  if (answer.chunks.some((chunk) => chunk.scores.total)) add("why", "route", "Why these passages", () => whyTable(answer));
  add("save", "download", "Save with evidence", () => {
    const row = el("div", "panel");
    const buttons = el("div", "row");
    buttons.append(
      press("plain", () => save(`${name}.md`, "text/markdown", data.markdown), "Markdown"),
      press("plain", () => save(`${name}.json`, "application/json", JSON.stringify(answer, null, 2)), "JSON, with all passages and scores"),
    );
    row.append(buttons);
    return row;
  });
  box.append(acts, panel);
  if (data.opinions.length) {
    const lines = el("ul", "recorded");
    lines.setAttribute("role", "status");
    data.opinions.forEach(({ kind, comment, said: when }) => {
      const [, , label] = OPINIONS.find(([one]) => one === kind);
      lines.append(el("li", "", `Recorded ${when}: ${label.toLowerCase()}`, comment ? ` (“${squeeze(comment)}”)` : ""));
    });
    box.append(lines);
  }
  return box;
}

function opinionForm(kind, label, send) {
  const form = el("div", "panel");
  const text = el("textarea", "");
  const caption = el("label", "", kind === "wrong" ? "What is wrong with it? (optional)" : "What does the chosen citation not support? (optional)");
  text.setAttribute("aria-label", caption.textContent);
  form.append(caption, text, el("div", "row", press("plain", () => send(text.value.trim()), `Record: ${label.toLowerCase()}`)));
  queueMicrotask(() => text.focus());
  return form;
}

function whyTable(answer) {
  const box = el("div", "panel why");
  box.append(el("p", "quiet", "How close each passage is to the question, by each measure on its own. Together they order the passages, and a link from a close passage can move one up. None of it says whether an answer is right."));
  const parts = Object.keys(SIGNS).filter((part) => answer.chunks.some((c) => c.scores[part]));
  const linkOf = (chunk) => chunk.path.map((step) => LINKS[step.via]).filter(Boolean).pop();
  const linked = answer.chunks.slice(0, 10).some(linkOf);
  const table = el("table", "");
  const head = el("tr", "", el("th", "", "Passage"));
  parts.forEach((part) => head.append(el("th", "", SIGNS[part])));
  if (linked) head.append(el("th", "", "linked by"));
  table.append(head);
  answer.chunks.slice(0, 10).forEach((chunk) => {
    const row = el("tr", "", el("td", "", `${chunk.rank}. ${placeOf(chunk)}`));
    parts.forEach((part) => row.append(el("td", "", chunk.scores[part] ? chunk.scores[part].toFixed(2) : "–")));
    if (linked) row.append(el("td", "", linkOf(chunk) || "–"));
    table.append(row);
  });
  box.append(table);
  if (answer.chunks.length > 10) box.append(el("p", "quiet", `${answer.chunks.length - 10} more in the JSON file.`));
  return box;
}

function save(name, type, text) {
  const link = el("a", "");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
