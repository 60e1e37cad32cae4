// A page's component is built once and then told every answer of the server: `build(parent, gg)`, which
// the last script of the page defines, sets `gg.update`. Streamlit keeps only the newest of two
// messages that are sent before the server takes them up, so each one carries every act that the
// server has not yet answered; and what is chosen counts at once, so its word on `gg.filters` is taken
// only when nothing is on its way.
export default ({ data, parentElement, setTriggerValue }) => {
  const gg = parentElement.gg || (parentElement.gg = { sent: data.heard, waiting: [] });
  gg.data = data;
  const lacking = take(gg, data.parts || {});
  gg.waiting = gg.waiting.filter((act) => act.number > data.heard);
  if (!gg.filters || !gg.waiting.length) gg.filters = data.filters;
  if (!gg.update) {
    gg.root = el("div", "gg");
    parentElement.append(gg.root);
    gg.send = (kind, more) => {
      gg.sent += 1;
      gg.waiting.push({ kind, number: gg.sent, filters: gg.filters, ...more });
      gg.root.setAttribute("aria-busy", "true");
      const has = Object.fromEntries(Object.entries(gg.parts).map(([name, part]) => [name, part.mark]));
      setTriggerValue("act", { acts: gg.waiting, has });
    };
    gg.choose = (change) => {
      gg.filters = { ...gg.filters, ...change };
      gg.send("filter");
    };
    gg.look = (change) => {
      gg.filters = { ...gg.filters, ...change };
      gg.send("look");
    };
    gg.leave = (where) => setTriggerValue("open", where);
    build(parentElement, gg);
  }
  gg.root.setAttribute("aria-busy", String(gg.waiting.length > 0));
  if (lacking) gg.send("again");
  else gg.update();
};

// Large parts of the data come only where this component does not hold them; whether one is lacking
// that should be here, because what held it is gone.
function take(gg, parts) {
  gg.parts = gg.parts || {};
  let lacking = false;
  Object.entries(parts).forEach(([name, part]) => {
    const former = gg.parts[name];
    if (part.value !== null && !(former && former.mark === part.mark)) gg.parts[name] = part;
    const held = gg.parts[name];
    if (held && held.mark === part.mark) gg.data[name] = held.value;
    else { delete gg.parts[name]; lacking = true; }
  });
  return lacking;
}

// Whether a PDF's words are shown instead of its page stands in the filters, and so in the address.
function showAs(pane, gg) {
  pane.dataset.view = gg.filters.text ? "text" : "page";
  pane.addEventListener("turned", () => gg.look({ text: pane.dataset.view === "text" }), { once: true });
}
