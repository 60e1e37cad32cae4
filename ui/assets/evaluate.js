const BAD = ["failed", "answered without the gold", "answered an unanswerable question"];
const NONE = "nothing lost";
const STATES = {
  answered: "answered", partly_answered: "partly answered", disagree: "the documents disagree", related: "relevant passages",
  not_found: "not found", unsupported: "cannot be answered this way", failed: "failed",
};
const share = (value) => value.toFixed(2).replace(/^0\./, ".");

function build(parent, gg) {
  const about = el("div", "");
  const arms = el("div", "arms");
  const find = el("input", "");
  find.type = "text";
  find.placeholder = "Find a question";
  find.setAttribute("aria-label", "Find a question");
  let timer = 0;
  find.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => gg.choose({ find: find.value.trim() }), 200);
  });
  const arm = el("select", "");
  arm.setAttribute("aria-label", "Steps of");
  arm.addEventListener("change", () => gg.choose({ arm: arm.value, step: "" }));
  const steps = el("div", "toggles");
  steps.setAttribute("role", "group");
  steps.setAttribute("aria-label", "Where the answer was lost");
  const count = el("p", "quiet");
  count.setAttribute("role", "status");
  const list = el("ul", "list");
  const rest = el("p", "more");
  gg.root.append(about, arms, el("div", "bar", find, arm), steps, count, list, rest);
  gg.update = () => {
    const { data, filters } = gg;
    about.replaceChildren(
      el("p", "about", data.about.map(([name, value]) => `${name}: ${value}`).join(" · ")),
      ...data.notes.map((note) => el("p", "about", note)),
    );
    if (gg.drawn !== data.arms) { gg.drawn = data.arms; arms.replaceChildren(...data.arms.map(armCard)); }
    if (parent.getRootNode().activeElement !== find) find.value = filters.find;
    arm.replaceChildren(...data.arms.map((one) => new Option(one.arm, one.arm)));
    arm.value = filters.arm;
    arm.style.display = data.arms.length > 1 ? "" : "none";
    steps.replaceChildren(...data.steps.map(([step, n]) => {
      const button = press("toggle", () => gg.choose({ step: step === filters.step ? "" : step }), `${step} ${n.toLocaleString("en")}`);
      button.setAttribute("aria-pressed", String(step === filters.step));
      return button;
    }));
    count.textContent = filters.step || filters.find ? `${data.total.toLocaleString("en")} of ${data.all}` : data.all;
    list.replaceChildren(...data.questions.map((one) => line(one, gg)));
    if (!data.questions.length) list.replaceChildren(el("li", "empty", "No question passes these filters."));
    const left = data.total - data.questions.length;
    rest.replaceChildren(...(left > 0 ? [press("plain", () => gg.send("more"), `Show more (${left.toLocaleString("en")} left)`)] : []));
  };
}

function armCard({ arm, questions, failed, figures }) {
  const card = el("section", "arm", el("h2", "", arm, el("span", "quiet", ` ${plural(questions, "question")}${failed ? `, ${failed} failed` : ""}`)));
  const rest = el("details", "", el("summary", "", "All measures"));
  figures.forEach(({ measure, what, main, mean, low, high }) => {
    const counted = mean > 1 || high > 1;
    const track = el("span", counted ? "" : "track");
    if (!counted) {
      const bar = el("i", "");
      bar.style.width = `${100 * mean}%`;
      const reach = el("b", "");
      reach.style.left = `${100 * low}%`;
      reach.style.width = `max(2px, ${100 * (high - low)}%)`;
      track.append(bar, reach);
    }
    const value = counted ? `${mean.toFixed(0)} [${low.toFixed(0)}, ${high.toFixed(0)}]` : `${share(mean)} [${share(low)}, ${share(high)}]`;
    const row = el("div", "figure", el("span", "", measure), track, el("span", "value", value));
    row.title = what;
    (main ? card : rest).append(row);
  });
  if (rest.childElementCount > 1) card.append(rest);
  return card;
}

const stepChip = (step) => el("span", `step${BAD.includes(step) ? " bad" : step === NONE ? " none" : ""}`, step);

function line(one, gg) {
  const open = gg.data.chosen && gg.data.chosen.id === one.id;
  const button = press("line", () => gg.send("question", { id: open ? "" : one.id }),
    el("span", "text", squeeze(one.text), el("span", "quiet", ` ${[one.type.replace(/_/g, " "), STATES[one.state] || one.state].filter(Boolean).join(" · ")}`)),
    el("span", "steps", ...(one.steps.length ? one.steps : [NONE]).map(stepChip)));
  button.setAttribute("aria-expanded", String(Boolean(open)));
  const item = el("li", "", button);
  if (open) item.append(opened(gg.data.chosen, gg));
  return item;
}

// A question opened: what each arm showed, and where it lost the gold.
function opened(question, gg) {
  const box = el("div", "opened");
  question.arms.forEach((one) => box.append(gg.data.kind === "answers" ? answerCard(one, gg) : rankingCard(one)));
  box.append(el("div", "tools", press("plain", () => gg.leave({ ask: question.text }), "Ask this question")));
  return box;
}

function answerCard(one, gg) {
  const card = el("section", "card", el("h3", "", one.arm), el("p", "quiet", one.error || STATES[one.state] || one.state));
  if (one.headline) card.append(el("p", "headline", squeeze(one.headline)));
  if (one.text) card.append(el("p", "said", squeeze(one.text)));
  const missed = el("div", "missed");
  one.missed.forEach(({ quote, step }) => missed.append(el("p", "", stepChip(step), squeeze(quote))));
  one.steps.filter((step) => !one.missed.some((lost) => lost.step === step)).forEach((step) => missed.append(el("p", "", stepChip(step))));
  if (missed.childElementCount) card.append(missed);
  const documents = new Map();
  one.places.forEach(([document, start]) => { if (!documents.has(document)) documents.set(document, start); });
  if (documents.size) card.append(el("div", "places", ...[...documents].map(([document, start]) => press("link", () => gg.leave({ document, start }), document))));
  return card;
}

function rankingCard(one) {
  const card = el("section", "card", el("h3", "", one.arm));
  if (one.error) card.append(el("p", "", one.error));
  one.ranks.forEach((rank, i) => card.append(el("p", "", `Gold span ${i + 1}: `, rank === null ? stepChip("not found") : `passage ${rank}`)));
  one.lost.forEach((document) => card.append(el("p", "", stepChip("not found"), ` ${document}`)));
  if (one.found.length) card.append(el("p", "quiet", `Found first: ${one.found.slice(0, 5).join(", ")}`));
  return card;
}
