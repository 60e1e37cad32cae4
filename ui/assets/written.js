// What a language model wrote, above the quotes: each sentence with what the checks say of it.
const FAILED = { not_supported: ["help", "Not supported"], contradicted: ["block", "Contradicted by its source"] };
const LONGEST_QUOTE = 320;

// `cite(citation)` gives {label, choose, hold(button)} of a quote: the number it has on this page, what
// shows it in its source, and what tells the button whether it is shown. Sentences that failed are left out unless `failed`.
function writtenPart(written, failed, cite) {
  const box = el("section", "written");
  box.setAttribute("aria-label", "Written by a model");
  const held = written.sentences.filter((one) => one.state === "supported").length;
  const count = written.sentences.length;
  const title = el("p", "by", icon("edit_note"), el("span", "", "Written by ", el("b", "", squeeze(written.model))));
  if (count) title.append(el("span", "quiet", `${held} of ${plural(count, "sentence")} supported`));
  if (written.stopped) title.append(el("span", "stopped", icon("stop_circle"), "stopped"));
  box.append(title);
  const list = el("ol", "prose");
  written.sentences.forEach((one) => {
    if (one.state === "supported") list.append(supported(one, cite));
    else if (failed) list.append(greyed(one, cite));
  });
  if (list.children.length) box.append(list);
  if (!failed && held < count) box.append(el("p", "quiet small", `${plural(count - held, "sentence")} that failed the checks left out.`));
  if (written.problem && !written.stopped) box.append(el("p", "problem", icon("info"), el("span", "", sentenceCase(written.problem))));
  written.notes.forEach((note) => box.append(el("p", "quiet small", sentenceCase(note))));
  const spent = spentOn(written);
  if (spent) box.append(el("p", "quiet small", spent));
  return box;
}

const sentenceCase = (text) => text.charAt(0).toUpperCase() + text.slice(1);

function supported(one, cite) {
  const words = el("span", "", squeeze(one.text));
  one.citations.forEach((citation) => words.append(" ", reference(citation, cite)));
  const item = el("li", "supported", words);
  if (one.aligned) item.append(el("span", "aligned quiet small", "The model named no source; this is the nearest sentence."));
  return item;
}

// The quotes stand under it, for whoever wants to see why.
function greyed(one, cite) {
  const [sign, label] = FAILED[one.state];
  const item = el("li", `failed ${one.state}`, el("span", "said", squeeze(one.text)));
  item.append(el("span", "verdict", icon(sign), el("span", "", el("b", "", label), one.reason ? `: ${squeeze(one.reason)}` : "")));
  one.citations.forEach((citation) => {
    const quote = squeeze(citation.quote);
    const shown = quote.length > LONGEST_QUOTE ? `${quote.slice(0, LONGEST_QUOTE)} …` : quote;
    item.append(el("span", "under", reference(citation, cite), ` “${shown}”`));
  });
  return item;
}

function reference(citation, cite) {
  const { label, choose, hold } = cite(citation);
  const button = press("ref", choose, `[${label}]`);
  button.setAttribute("aria-label", `show quote ${label} in its source`);
  hold(button);
  return button;
}

function spentOn(written) {
  if (!written.given.length) return ""; // nothing was sent
  const parts = [written.where];
  const tokens = [[written.tokens_in, "tokens in"], [written.tokens_out, "out"]].filter(([n]) => n !== null);
  tokens.forEach(([n, what]) => parts.push(`${n.toLocaleString("en")} ${what}`));
  if (!tokens.length && written.sentences.length) parts.push("tokens not counted");
  parts.push(`${(written.milliseconds / 1000).toFixed(1)} s`);
  if (written.cost !== null) parts.push(`cost ${written.cost}`);
  return parts.join(" · ");
}
