const TONES = [["must", "must"], ["must not", "not"], ["may", "may"], ["may not", "not"], ["should", "should"]];

function build(parent, gg) {
  const { root } = gg;
  const left = el("section", "left");
  left.setAttribute("aria-label", "Register of duties");
  const right = el("section", "source");
  right.setAttribute("aria-label", "Source");
  root.append(left);
  const send = gg.choose;

  const field = (title, control) => {
    const caption = el("label", "", title);
    control.id = `gg-${title.toLowerCase()}`;
    caption.htmlFor = control.id;
    return el("div", "field", caption, control);
  };
  const typed = (key, placeholder) => {
    const input = el("input", "");
    input.type = "text";
    input.placeholder = placeholder;
    let timer = 0;
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => send({ [key]: input.value.trim() }), 250);
    });
    return input;
  };
  const who = typed("who", "anyone");
  const names = el("datalist", "");
  names.id = "gg-actors";
  who.setAttribute("list", names.id);
  const what = typed("what", "anything");
  const where = documentFilter(gg, "Document");
  const toggles = el("div", "toggles");
  toggles.setAttribute("role", "group");
  toggles.setAttribute("aria-label", "Kind of duty");
  const tick = (key, label) => {
    const box = el("input", "");
    box.type = "checkbox";
    box.addEventListener("change", () => send({ [key]: box.checked }));
    return [box, el("label", "", box, label)];
  };
  const [actorsBox, actorsLabel] = tick("actors_only", "of people, roles and organisations only");
  const [deadlineBox, deadlineLabel] = tick("deadline_only", "with a time limit only");
  const unreadText = el("span", "");
  const [unreadBox, unreadLabel] = tick("unread", unreadText);
  const count = el("span", "");
  count.setAttribute("role", "status");
  const save = press("plain", () => gg.send("csv"), icon("download"), "CSV");
  const body = el("div", "");
  left.append(
    el("div", "bar", field("Who", who), names, field("What", what), el("div", "field", el("span", "", "Kind"), toggles), el("div", "field", el("span", "", "Document"), where.box), save),
    el("div", "second", count, actorsLabel, deadlineLabel, unreadLabel), body,
  );

  gg.update = () => {
    const { filters } = gg;
    const { rows, total, hidden, unread, actors, chosen, source, csv } = gg.data;
    const keep = (input, value) => { if (parent.getRootNode().activeElement !== input) input.value = value; };
    keep(who, filters.who);
    keep(what, filters.what);
    if (names.childElementCount !== actors.length) {
      names.replaceChildren(...actors.map(([name, n]) => new Option(plural(n, "entry", "entries"), name)));
    }
    where.update();
    actorsBox.checked = filters.actors_only;
    deadlineBox.checked = filters.deadline_only;
    unreadBox.checked = filters.unread;
    unreadText.textContent = `sentences with a duty that were not read (${unread.toLocaleString("en")})`;
    toggles.replaceChildren(...TONES.map(([modality, tone]) => {
      const on = filters.modalities.includes(modality);
      const others = () => gg.filters.modalities.filter((m) => m !== modality);
      const choose = () => send({ modalities: on ? others() : [...others(), modality] });
      const button = press(`toggle ${tone}`, choose, modality);
      button.setAttribute("aria-pressed", String(on));
      return button;
    }));
    count.textContent = (filters.unread ? plural(total, "sentence", "sentences") : plural(total, "entry", "entries")) + (hidden ? `, ${hidden.toLocaleString("en")} about things left out` : "");
    drawRows(body, gg, rows, total, chosen);
    root.classList.toggle("open", Boolean(source));
    if (source) {
      if (!right.isConnected) root.append(right);
      const at = rows.findIndex((r) => keyOf(r) === chosen);
      const row = gg.data.chosen_row;
      showAs(right, gg);
      drawSource(right, source, row, at < 0 ? null : {
        index: at, total: rows.length, go: (by) => gg.send("row", { key: keyOf(rows[at + by]) }),
      }, [
        ...(row.fact ? [["show in the graph", "graph_3", () => gg.leave({ entity: row.who_id, fact: row.fact })]] : []),
        ["open the whole document", "open_in_new", () => gg.leave({ document: row.document, start: row.start })],
        ["close", "close", () => gg.send("row", { key: "" })],
      ]);
    } else right.remove();
    if (csv && gg.saved !== csv.token) {
      gg.saved = csv.token;
      const link = el("a", "");
      link.href = URL.createObjectURL(new Blob(["\ufeff", csv.text], { type: "text/csv;charset=utf-8" }));
      link.download = "duties.csv";
      link.click();
      URL.revokeObjectURL(link.href);
    }
  };
}

const keyOf = (row) => `${row.fact || row.document}.${row.start}`;

// With the headings without which its sentence does not say what it is about, each once.
const placed = (row) => {
  if (!row.under) return row;
  const path = row.under.split(" › ").filter((heading) => heading !== row.name);
  return { ...row, heading: path.length ? [path.join(" › ")] : [] };
};

// What a duty says beside who, what and by when, in the words of the text.
const SLOTS = [["if_what", "condition"], ["unless_what", "exception"], ["only", "restriction"], ["at_most", "limit"], ["how_often", "frequency"], ["to_whom", "recipient"], ["despite", "override"]];

function drawRows(body, gg, rows, total, chosen) {
  if (!rows.length) {
    body.replaceChildren(el("p", "empty", "No duty passes these filters. Loosen one of them, or clear the box for people only."));
    return;
  }
  const head = el("tr", "");
  const titles = gg.filters.unread ? [["Sentence", ""], ["Why it is not shown", ""], ["Place", "cite"]]
    : [["Who", ""], ["", ""], ["What", ""], ["By when", ""], ["If, unless, only, to whom", ""], ["Words", "cite"]];
  titles.forEach(([title, name]) => head.append(el("th", name, title)));
  if (!gg.filters.unread) head.children[1].append(hidden("Kind"));
  const lines = el("tbody", "");
  rows.forEach((row) => {
    const key = keyOf(row);
    const choose = () => gg.send("row", { key: key === chosen ? "" : key });
    const limits = SLOTS.filter(([slot]) => row[slot] && !(slot === "only" && /^only$/i.test(row[slot]))).map(([slot, kind]) => chipText(kind, row[slot])).join(" · ");
    const said = (row.statement || "").toLowerCase();
    const holds = (...slots) => (slots.every((slot) => squeeze(slot).toLowerCase().split("; ").every((part) => said.includes(part))) ? " again" : "");
    const words = press("link", (event) => { event.stopPropagation(); choose(); }, squeeze(placeOf(placed(row))));
    words.setAttribute("aria-expanded", String(key === chosen));
    const line = el("tr", key === chosen ? "chosen" : "",
      ...(gg.filters.unread ? [el("td", "what", squeeze(row.quote)), el("td", row.why ? "limits" : "limits none", row.why || "nothing was read of it"), el("td", "cite", words)] : [
      el("td", "who", squeeze(row.who)), el("td", "", modalityChip(row.modality)),
      el("td", "what", squeeze(row.statement)), el("td", row.by_when ? `when${holds(row.by_when)}` : "when none", row.by_when ? el("span", "clamp", squeeze(row.by_when)) : "–"),
      el("td", limits ? `limits${holds(...SLOTS.map(([slot]) => row[slot]))}` : "limits none", limits ? el("span", "clamp", limits) : "–"), el("td", "cite", words)]));
    line.addEventListener("click", choose);
    lines.append(line);
  });
  const table = el("table", "", el("thead", "", head), lines);
  const frame = el("div", "frame", table);
  const scroll = body.querySelector(".frame") ? body.querySelector(".frame").scrollTop : 0;
  body.replaceChildren(frame);
  frame.scrollTop = scroll;
  const line = frame.querySelector("tr.chosen");
  if (line && gg.brought !== chosen) line.scrollIntoView({ block: "nearest" });
  gg.brought = chosen;
  if (total > rows.length) {
    body.append(el("p", "more", press("plain", () => gg.send("more"), `Show more (${(total - rows.length).toLocaleString("en")} left)`)));
  }
}

function hidden(text) {
  const node = el("span", "", text);
  node.style.cssText = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)";
  return node;
}
