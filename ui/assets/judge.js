// One item at a time. A key gives the verdict, a second one the fault where one is asked for; the next
// item comes with the server's answer, and keys pressed before it go nowhere.
function build(parent, gg) {
  const { root } = gg;
  const bar = el("div", "top");
  const desk = el("section", "desk");
  desk.setAttribute("aria-label", "Item to judge");
  desk.tabIndex = -1;
  root.append(bar, desk);
  let pending = null; // the verdict that waits for its fault
  let shown = 0;

  const name = el("input", "");
  name.type = "text";
  name.id = "gg-judge";
  name.placeholder = "letters, digits, - and _";
  name.autocomplete = "off";
  const start = () => { if (name.value.trim()) gg.choose({ judge: name.value.trim() }); };
  name.addEventListener("keydown", (event) => { if (event.key === "Enter") start(); });
  const caption = el("label", "", "Your name");
  caption.htmlFor = name.id;
  const sheet = el("select", "");
  sheet.id = "gg-sheet";
  sheet.addEventListener("change", () => gg.choose({ sheet: sheet.value }));
  const which = el("label", "", "Sheet");
  which.htmlFor = sheet.id;
  const progress = el("span", "progress");
  progress.setAttribute("role", "status");
  bar.append(el("div", "field", which, sheet), el("div", "field", caption, name), progress);

  const note = el("textarea", "");
  note.id = "gg-note";
  note.rows = 1;
  note.placeholder = "a note, where it helps (press / to write, Esc to go back)";
  note.setAttribute("aria-label", "Note");

  const give = (verdict, fault) => {
    const item = gg.data.work.item;
    pending = null;
    gg.send("verdict", { n: item.n, verdict, fault: fault === "none" ? "" : fault, note: note.value });
    draw();
  };
  const choose = (word) => {
    if (word.faults.length) { pending = word; draw(); } else give(word.name, "");
  };
  const back = () => {
    if (pending) { pending = null; draw(); } else if (gg.data.work.last) gg.send("undo");
  };

  const onKey = (event) => {
    if (!root.isConnected) { window.removeEventListener("keydown", onKey, true); return; }
    const within = event.composedPath()[0];
    if (within === note && event.key === "Escape") { desk.focus(); return; }
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(within.tagName || "");
    const work = gg.data.work;
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !work) return;
    const key = event.key.toLowerCase();
    const words = pending ? pending.faults : work.item ? work.item.verdicts : [];
    const word = words.find((one) => one.key === key);
    if (!word && !["u", "/", "escape"].includes(key)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (gg.waiting.length) return;
    if (word && pending) give(pending.name, word.name);
    else if (word) choose(word);
    else if (key === "/") note.focus();
    else if (key === "u" || pending) back();
  };
  window.addEventListener("keydown", onKey, true);

  const buttons = (words, press_) => el("div", "keys", ...words.map((word) => {
    const button = press("verdict", () => { if (!gg.waiting.length) press_(word); }, el("kbd", "", word.key), el("span", "", word.name));
    button.title = word.means;
    return button;
  }));

  function draw() {
    const work = gg.data.work;
    if (!work) {
      desk.replaceChildren(el("p", "quiet", "Say who you are, and press Enter. Your verdicts are kept under this name, and you can go on any time."));
      return;
    }
    const { item } = work;
    if (!item) {
      desk.replaceChildren(el("p", "finished", "Every item has a verdict. Thank you."), undo(work));
      return;
    }
    if (shown !== item.n) { note.value = ""; shown = item.n; }
    const where = [item.name, ...item.heading].map(squeeze).join(" › ");
    const words = el("p", "passage");
    words.append(`${item.before} `, el("mark", "chosen", item.quote), ` ${item.after}`);
    const asked = pending ? el("p", "asked", `${pending.name}: what is wrong?`) : el("p", "asked", QUESTIONS[item.kind]);
    if (pending && pending.name === "good") asked.textContent = "Is its kind right?";
    desk.replaceChildren(
      el("div", "shown", ...parts(item)), words, el("p", "where", where), asked,
      buttons(pending ? pending.faults : item.verdicts, pending ? (fault) => give(pending.name, fault.name) : choose),
      note, undo(work),
    );
  }

  const undo = (work) => {
    const label = pending ? "back" : work.last ? `take back item ${work.last.n} (${work.last.verdict})` : "";
    if (!label) return el("span", "");
    return press("link", back, el("kbd", "", pending ? "Esc" : "u"), ` ${label}`);
  };

  gg.update = () => {
    const { filters } = gg;
    const { sheets, work, refused } = gg.data;
    if (parent.getRootNode().activeElement !== name) name.value = filters.judge;
    sheet.replaceChildren(...sheets.map((one) => new Option(one, one, false, one === filters.sheet)));
    progress.textContent = refused || (work ? `${work.done} of ${work.total} judged` : "");
    progress.classList.toggle("refused", Boolean(refused));
    pending = null;
    draw();
    if (!filters.judge) name.focus();
    else if (parent.getRootNode().activeElement !== note) desk.focus({ preventScroll: true });
  };
}

const QUESTIONS = {
  fact: "Does the fact say what its words say, all of it?",
  name: "Is this the name of one thing, or a term, and whole?",
  duty: "Can this row of the register stand?",
  sentence: "Is the main statement of the sentence among what is shown, rightly?",
  qualifier: "Is this qualifier shown, whole and with what it qualifies?",
};

// What the graph shows: the fact as a sentence, then its parts; lists as they are.
function parts(item) {
  const { fact, name, qualifier, shown, ...others } = item.shown;
  const nodes = [];
  if (fact || name || qualifier) nodes.push(el("p", "claim", squeeze(fact || name || qualifier)));
  const pairs = Object.entries(others);
  if (pairs.length) {
    const list = el("dl", "");
    pairs.forEach(([part, words]) => list.append(el("dt", "", part), el("dd", "", squeeze(String(words)))));
    nodes.push(list);
  }
  if (shown) {
    nodes.push(el("p", "quiet", shown.length ? "shown of this sentence:" : "nothing is shown of this sentence"));
    const list = el("ul", "");
    shown.forEach((one) => {
      const { fact: claim, ...limits } = one;
      const row = el("li", "", squeeze(claim));
      Object.entries(limits).forEach(([part, words]) => row.append(" ", el("span", "chip", `${part}: ${squeeze(words)}`)));
      list.append(row);
    });
    if (shown.length) nodes.push(list);
  }
  return nodes;
}
