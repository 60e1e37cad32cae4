// The filters of the graph: kinds of names, what facts say, where they stand.
const NO_FILTERS = { kinds: [], modalities: [], polarity: "", predicate: "", document: "", weak: false };
const countFilters = (f) => f.kinds.length + f.modalities.length + [f.polarity, f.predicate, f.document, f.weak].filter(Boolean).length;

function filterPanel(parent, gg) {
  const box = el("div", "filters");
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", "Filters");
  const inputs = [];
  const tick = (label, sign, on, choose) => {
    const input = el("input", "");
    input.type = "checkbox";
    input.addEventListener("change", () => choose(input.checked));
    inputs.push(() => { input.checked = on(); });
    return el("label", "", input, sign, label);
  };
  const several = (title, key, options, sign) => el("fieldset", "", el("legend", "", title), ...options.map((option) => tick(
    option, sign ? sign(option) : null, () => gg.filters[key].includes(option), (on) => {
      const others = gg.filters[key].filter((o) => o !== option);
      gg.choose({ [key]: on ? [...others, option] : others });
    },
  )));
  const one = (label, named, key, options) => {
    const input = el("select", "", ...options.map(([name, value]) => new Option(name, value)));
    input.addEventListener("change", () => gg.choose({ [key]: input.value }));
    input.setAttribute("aria-label", named);
    inputs.push(() => { input.value = gg.filters[key]; });
    return el("label", "", label, input);
  };
  const predicate = el("input", "");
  predicate.type = "text";
  predicate.placeholder = "report, notify …";
  predicate.addEventListener("change", () => gg.choose({ predicate: predicate.value.trim() }));
  inputs.push(() => { if (parent.getRootNode().activeElement !== predicate) predicate.value = gg.filters.predicate; });
  const where = documentFilter(gg, "in the document");
  inputs.push(where.update);
  const clear = press("link", () => gg.choose(NO_FILTERS), "Clear all filters");
  const { kinds, modalities } = gg.data;
  box.append(
    several("Neighbours of kind", "kinds", kinds, dot),
    several("Facts that say", "modalities", modalities),
    el("fieldset", "", el("legend", "", "Facts"),
      one("", "affirmed or denied", "polarity", [["affirmed or denied", ""], ["affirmed", "positive"], ["denied (not)", "negative"]]),
      el("label", "", "with the verb", predicate),
      el("div", "where", "in", where.box),
      tick("weak facts too", null, () => gg.filters.weak, (on) => gg.choose({ weak: on })), clear),
  );
  return { box, update: () => inputs.forEach((set) => set()) };
}
