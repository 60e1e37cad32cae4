// A page's component is built once and then told every answer of the server: `build(parent, gg)`, which
// the last script of the page defines, sets `gg.update`. Streamlit keeps only the newest of two
// messages that are sent before the server takes them up, so each one carries every act that the
// server has not yet answered; and what is chosen counts at once, so its word on `gg.filters` is taken
// only when nothing is on its way.
export default ({ data, parentElement, setTriggerValue }) => {
  const gg = parentElement.gg || (parentElement.gg = { sent: data.heard, waiting: [] });
  gg.data = data;
  gg.waiting = gg.waiting.filter((act) => act.number > data.heard);
  if (!gg.filters || !gg.waiting.length) gg.filters = data.filters;
  if (!gg.update) {
    gg.root = el("div", "gg");
    parentElement.append(gg.root);
    gg.send = (kind, more) => {
      gg.sent += 1;
      gg.waiting.push({ kind, number: gg.sent, filters: gg.filters, ...more });
      gg.root.setAttribute("aria-busy", "true");
      setTriggerValue("act", { acts: gg.waiting });
    };
    gg.choose = (change) => {
      gg.filters = { ...gg.filters, ...change };
      gg.send("filter");
    };
    gg.leave = (where) => setTriggerValue("open", where);
    build(parentElement, gg);
  }
  gg.root.setAttribute("aria-busy", String(gg.waiting.length > 0));
  gg.update();
};
