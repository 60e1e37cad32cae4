const SHOWN = [["admitted", "In the base", "check_circle"], ["refused", "Refused", "block"], ["review", "For review", "rate_review"]];
const EMPTY = {
  admitted: "Nothing of what it proposed entered the base.",
  refused: "Nothing was refused.",
  review: "Nothing waits for review: no proposal was refused only because the profile has no such predicate.",
};
const LEAD = {
  admitted: "Facts that hold word for word, each as our own rules read it at that place.",
  refused: "Nothing of these is shown as a fact. Choose a reason to see what was proposed.",
  review: "Nothing speaks against these but that the profile has no such predicate. Add it to the profile and build again.",
};

function build(parent, gg) {
  const { root } = gg;
  const left = el("section", "left");
  left.setAttribute("aria-label", "Proposals");
  const right = el("section", "source");
  right.setAttribute("aria-label", "Source");
  root.append(left);
  const lead = el("p", "lead", "");
  const waiting = el("p", "waiting", "");
  const toggles = el("div", "toggles");
  toggles.setAttribute("role", "group");
  toggles.setAttribute("aria-label", "Which proposals");
  const find = el("input", "");
  find.type = "text";
  find.placeholder = "Find words";
  find.setAttribute("aria-label", "Find words");
  let timer = 0;
  find.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => gg.choose({ find: find.value.trim() }), 250);
  });
  const where = documentFilter(gg, "Document");
  const said = el("p", "quiet small said", "");
  said.setAttribute("role", "status");
  const body = el("div", "");
  left.append(lead, waiting, el("div", "bar", toggles, el("div", "finder words-of", icon("search"), find), where.box), said, body);

  gg.update = () => {
    const { filters } = gg;
    const { counts, chosen, rows, source, total } = gg.data;
    lead.replaceChildren(...summary(gg.data));
    waiting.textContent = gg.data.waiting.length ? `${plural(gg.data.waiting.length, "document")} not wholly read by it yet: run groundgraph build again.` : "";
    if (parent.getRootNode().activeElement !== find) find.value = filters.find;
    where.update();
    const focused = parent.getRootNode().activeElement;
    const held = focused && toggles.contains(focused) && focused.dataset.show;
    toggles.replaceChildren(...SHOWN.map(([kind, label, sign]) => {
      const button = press("toggle", () => gg.choose({ show: kind, reason: "" }), icon(sign), `${label} ${counts[kind].toLocaleString("en")}`);
      button.dataset.show = kind;
      button.setAttribute("aria-pressed", String(kind === filters.show));
      return button;
    }));
    if (held) toggles.querySelector(`[data-show="${held}"]`).focus();
    said.textContent = total ? LEAD[filters.show] : "";
    draw(body, gg);
    root.classList.toggle("open", Boolean(source));
    if (!source) { right.remove(); return; }
    if (!right.isConnected) root.append(right);
    const row = gg.data.chosen_row;
    const quoted = rows.filter((one) => one.start !== null);
    const at = quoted.findIndex((one) => one.key === chosen);
    showAs(right, gg);
    drawSource(right, source, row, at < 0 ? null : {
      index: at, total: quoted.length, go: (by) => gg.send("row", { key: quoted[at + by].key }),
    }, [
      ...(row.fact && row.status === "shown" ? [["show in the graph", "graph_3", () => gg.leave({ entity: row.entity, fact: row.fact })]] : []),
      ["open the whole document", "open_in_new", () => gg.leave({ document: row.document, start: row.start })],
      ["close", "close", () => gg.send("row", { key: "" })],
    ]);
  };
}

function summary({ model, counts, names }) {
  const facts = counts.admitted === 1 ? "1 fact" : `${counts.admitted.toLocaleString("en")} facts`;
  const also = names ? ` and ${plural(names, "mention")} of names` : "";
  const refused = counts.refused ? `; ${plural(counts.refused, "proposal was", "proposals were")} refused` : "";
  return [el("b", "", model), ` read these documents beside our rules: ${facts}${also} of what it proposed hold${counts.admitted === 1 && !names ? "s" : ""}${refused}.`];
}

// What was refused stands under its reasons; the rest is one list.
function draw(body, gg) {
  const { filters, data } = gg;
  const focused = body.getRootNode().activeElement;
  const held = focused && body.contains(focused) && focused.dataset.key;
  if (!data.total) {
    const narrowed = filters.find || filters.document;
    body.replaceChildren(el("p", "empty", narrowed ? "No proposal passes these filters. Fewer words find more." : EMPTY[filters.show]));
    return;
  }
  if (filters.show === "refused") body.replaceChildren(reasons(gg));
  else body.replaceChildren(list(gg), more(gg));
  const again = held && [...body.querySelectorAll("button")].find((one) => one.dataset.key === held);
  if (again) again.focus({ preventScroll: true });
}

function reasons(gg) {
  const box = el("ul", "reasons");
  gg.data.reasons.forEach(([reason, count]) => {
    const open = reason === gg.filters.reason;
    const button = press("reason", () => gg.choose({ reason: open ? "" : reason }), icon(open ? "expand_more" : "chevron_right"), el("span", "why", reason), el("span", "count", count.toLocaleString("en")));
    button.setAttribute("aria-expanded", String(open));
    button.dataset.key = reason;
    const item = el("li", open ? "opened" : "", button);
    if (open) item.append(list(gg), more(gg));
    box.append(item);
  });
  return box;
}

function list(gg) {
  const { rows, chosen } = gg.data;
  return el("ul", "facts", ...rows.map((row) => {
    const on = row.key === chosen;
    const choose = () => gg.send("row", { key: on ? "" : row.key });
    const body = el("span", "fact-body", el("span", "fact-words", squeeze(row.fact ? row.sentence : row.proposal)));
    body.append(el("span", "quote", row.quote ? `“${squeeze(row.quote)}”` : "its quote stands nowhere in the document"));
    const by = row.fact ? ` · ${row.by_rules ? "read by our rules too" : "read by the model alone"}` : "";
    body.append(el("span", "quiet small", placeOf(row) + by));
    if (row.status === "weak") body.append(el("span", "quiet small", "weak: below the quality bar, shown on no page"));
    const line = row.start === null ? el("div", "fact-line still", body) : press("fact-line", choose, row.fact ? modalityChip(row.modality) : null, body);
    if (row.start !== null) {
      line.dataset.key = row.key;
      line.setAttribute("aria-pressed", String(on));
    }
    return el("li", on ? "fact chosen" : "fact", line);
  }));
}

function more(gg) {
  const rest = gg.data.listed - gg.data.rows.length;
  return rest > 0 ? el("p", "more", press("plain", () => gg.send("more"), `Show more (${rest.toLocaleString("en")} left)`)) : el("span", "");
}
