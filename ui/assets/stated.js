// Which document replaces which, as documents state it: each with its words, and what a reviewer decides.
const STANDING = { holds: ["check", "holds"], "not resolved": ["help", "not resolved"], rejected: ["block", "rejected"] };

// Leads from the list to the statement.
function showStated(one, gg) {
  return press("link", () => gg.choose({ stated: one.id }), "Where it is stated");
}

function drawStated(box, gg) {
  const { replacements, refused } = gg.data;
  const { stated } = gg.filters;
  const said = refused ? el("p", "refused", refused) : null;
  if (said) said.setAttribute("role", "alert");
  if (!replacements.length) { box.replaceChildren(...(said ? [said] : [])); return; }
  const head = press("fold-head", () => gg.choose({ stated: stated ? "" : "all" }), icon(stated ? "expand_more" : "chevron_right"), el("span", "", heading(replacements)));
  head.setAttribute("aria-expanded", String(Boolean(stated)));
  const list = stated ? el("ul", "stated", ...replacements.map((one) => statedLine(one, gg))) : null;
  const typing = box.contains(box.getRootNode().activeElement) && box.getRootNode().activeElement.tagName === "INPUT";
  box.replaceChildren(...[said, head, list].filter(Boolean));
  if (typing) { const input = box.querySelector("input"); if (input) input.focus(); }
  if (gg.brought !== stated) {
    const line = box.querySelector(".at");
    if (line) line.scrollIntoView({ block: "nearest" });
    gg.brought = stated;
  }
}

function heading(replacements) {
  const counted = (state) => replacements.filter((one) => one.state === state).length;
  const parts = ["rejected", "not resolved"].filter(counted).map((state) => `${counted(state)} ${state}`);
  return `${plural(replacements.length, "statement")} that a document replaces another${parts.length ? ` (${parts.join(", ")})` : ""}`;
}

function statedLine(one, gg) {
  const [sign, label] = STANDING[one.state];
  const since = one.since ? ` from ${one.since}` : "";
  const line = el("li", one.id === gg.filters.stated ? "at" : "",
    el("p", "pair", el("b", "", squeeze(one.newer_name)), " replaces ", el("b", "", squeeze(one.former_name)), since),
    el("p", "quote", `“${squeeze(one.quote)}”`));
  const open = press("link", () => gg.send("go", { document: one.document, start: one.start }), squeeze(one.document_name));
  const why = one.why ? `: ${one.why}` : one.by ? ` by ${squeeze(one.by)}, ${one.at}` : "";
  line.append(el("p", "foot", el("span", `standing ${one.state.replace(" ", "_")}`, icon(sign), label + why), el("span", "quiet", "stated in ", open), decideOn(one, gg)));
  return line;
}

// Reject or restore, under the name of who decides; read-only explorers decide nothing.
function decideOn(one, gg) {
  if (!gg.data.reviewer) return null;
  const rejected = one.state === "rejected";
  if (gg.deciding !== one.id) {
    const ask = () => {
      gg.deciding = one.id;
      gg.update();
      gg.root.querySelector(".decide input").focus();
    };
    return press("plain small", ask, rejected ? "Let it hold again" : "Reject");
  }
  const name = el("input", "");
  name.type = "text";
  name.value = gg.reviewer === undefined ? gg.data.reviewer : gg.reviewer;
  name.addEventListener("input", () => { gg.reviewer = name.value; });
  const form = el("form", "decide", el("label", "", "Your name ", name));
  const done = press("plain small", () => undefined, rejected ? "Let it hold again" : "Reject");
  done.type = "submit";
  form.append(done, press("tool small", () => { gg.deciding = null; gg.update(); }, "Cancel"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!name.value.trim()) { name.focus(); return; }
    gg.deciding = null;
    gg.send(rejected ? "restore" : "reject", { id: one.id, by: name.value.trim() });
    gg.update();
  });
  return form;
}
