// A card in parts: the sides of a comparison, the sections of a summary, themes.

// `draw(place)` makes the list item of a sentence of the card; `label(state)` its sign and its words.
function partsOf(laid, draw, label) {
  const box = el("div", `parts ${laid.form}`);
  laid.parts.forEach((part) => {
    const section = el("section", "part");
    section.append(el("h3", "", squeeze(part.name)));
    if (part.figure) section.append(el("p", "figure", squeeze(part.figure)));
    if (part.state) {
      const [sign, words] = label(part.state);
      section.append(el("p", `state small ${part.state}`, icon(sign), words));
    }
    if (part.sentences.length) section.append(el("ol", "sentences", ...part.sentences.map(draw)));
    part.notes.forEach((note) => section.append(el("p", "note", note)));
    box.append(section);
  });
  box.append(el("p", "caption", laid.caption));
  return box;
}
