// A combobox: names appear as you type, arrows and Enter choose. `gg.pathFrom` is the name that a
// path is to begin at, where the next choice is its other end.
function finder(gg) {
  const input = el("input", "");
  input.type = "text";
  input.autocomplete = "off";
  const list = el("ul", "options");
  list.id = "gg-options";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Names found");
  Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": "gg-options", "aria-autocomplete": "list", "aria-label": "Find a name" })
    .forEach(([key, value]) => input.setAttribute(key, value));
  const box = el("div", "finder", icon("search"), input, list);
  let wanted = "";
  let at = 0;
  let timer = 0;
  const found = () => (gg.data.found.text === wanted ? gg.data.found.entities : []);
  const show = (open) => {
    list.style.display = open ? "" : "none";
    input.setAttribute("aria-expanded", String(open));
    if (!open) input.removeAttribute("aria-activedescendant");
  };
  const take = (entity) => {
    show(false);
    input.value = "";
    wanted = "";
    const from = gg.pathFrom;
    gg.pathFrom = null;
    if (from) gg.send("path", { one: from.id, other: entity.id });
    else gg.send("open", { id: entity.id });
  };
  const mark = () => [...list.children].forEach((item, i) => {
    item.setAttribute("aria-selected", String(i === at));
    if (i === at) { input.setAttribute("aria-activedescendant", item.id); item.scrollIntoView({ block: "nearest" }); }
  });
  const option = (entity, i) => {
    const name = el("span", "name", squeeze(entity.name));
    if (entity.alias) name.append(el("span", "quiet", ` · ${squeeze(entity.alias)}`));
    if (entity.scope) name.append(el("span", "quiet small", ` · only in ${squeeze(entity.scope)}`));
    const item = el("li", "", dot(entity.kind), name, el("span", "quiet small", `${entity.kind} · ${plural(entity.facts, "fact")}`));
    item.id = `gg-option-${i}`;
    item.setAttribute("role", "option");
    item.addEventListener("pointerdown", (event) => { event.preventDefault(); take(entity); });
    return item;
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    wanted = input.value.trim();
    if (!wanted) { show(false); return; }
    timer = setTimeout(() => gg.send("find", { text: wanted }), 120);
  });
  input.addEventListener("keydown", (event) => {
    const names = found();
    if (event.key === "Escape") { show(false); if (!input.value && gg.pathFrom) { gg.pathFrom = null; gg.update(); } }
    if (event.key === "Enter" && names[at]) take(names[at]);
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by && names.length) { event.preventDefault(); at = (at + by + names.length) % names.length; mark(); }
  });
  input.addEventListener("blur", () => setTimeout(() => show(false), 150));
  show(false);
  return {
    box,
    focus: () => input.focus(),
    update: () => {
      input.placeholder = gg.pathFrom ? `Path from ${squeeze(gg.pathFrom.name)} to …` : "Find a name, also by its other names";
      if (!wanted || gg.data.found.text !== wanted || gg.told === gg.data.found) return;
      gg.told = gg.data.found;
      at = 0;
      const none = el("li", "quiet", "No name like this. Fewer letters find more.");
      none.setAttribute("role", "option");
      none.setAttribute("aria-disabled", "true");
      list.replaceChildren(...(found().length ? found().map(option) : [none]));
      show(true);
      mark();
    },
  };
}
