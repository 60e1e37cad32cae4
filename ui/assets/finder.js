// Finds a name. `gg.pathFrom()` is the name that a path is to begin at, where the next choice is its
// other end.
function finder(gg) {
  const names = combobox({
    id: "gg-names",
    label: "Find a name",
    listed: "Names found",
    sign: "search",
    none: "No name like this. Fewer letters find more.",
    answer: () => gg.data.found,
    ask: (text) => gg.send("find", { text }),
    option: (entity) => {
      const name = el("span", "name", squeeze(entity.name));
      if (entity.alias) name.append(el("span", "quiet", ` · ${squeeze(entity.alias)}`));
      if (entity.scope) name.append(el("span", "quiet small", ` · only in ${squeeze(entity.scope)}`));
      return [dot(entity.kind), name, el("span", "quiet small", `${entity.kind} · ${plural(entity.facts, "fact")}`)];
    },
    take: (entity) => {
      const from = gg.pathFrom();
      if (!from) { gg.send("open", { id: entity.id }); return; }
      gg.filters = { ...gg.filters, from: "" };
      gg.send("path", { one: from.id, other: entity.id });
    },
    escape: () => { if (gg.pathFrom()) { gg.look({ from: "" }); gg.update(); } },
  });
  return {
    box: names.box,
    focus: () => names.input.focus(),
    update: () => {
      const from = gg.pathFrom();
      names.input.placeholder = from ? `Path from ${squeeze(from.name)} to …` : "Find a name, also by its other names";
      names.update();
    },
  };
}
