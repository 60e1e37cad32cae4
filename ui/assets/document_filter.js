// Narrows a page to one document, found as its name is typed: no list of all documents is ever sent.
function documentFilter(gg, label) {
  const all = { id: "", name: "All documents" };
  let name = "";
  let answer = null;
  let of = null;
  return combobox({
    id: "gg-documents",
    label,
    listed: "Documents found",
    sign: "description",
    none: "No document has these words in its name. Fewer letters find more.",
    answer: () => {
      if (of !== gg.data.documents) {
        of = gg.data.documents;
        answer = { ...of, items: [all, ...of.items] };
      }
      return answer;
    },
    ask: (text) => gg.send("documents", { text }),
    option: (item) => {
      const words = el("span", "name", squeeze(item.name));
      if (item.id && !item.id.endsWith(item.name)) words.append(el("span", "key quiet small", item.id));
      return [words];
    },
    take: (item) => { name = item.name; gg.choose({ document: item.id }); },
    held: () => {
      if (!gg.filters.document) return all.name;
      return squeeze(gg.data.document.id === gg.filters.document ? gg.data.document.name : name);
    },
  });
}
