// What a follow-up carried over from the question before it, as a chip that can be taken away.
function carriedOver(follows, alone) {
  const box = el("div", "follows");
  box.append(el("span", "quiet", "Asked as ", el("q", "", follows.typed)));
  if (!follows.carried) {
    box.append(el("span", "quiet", "; nothing was carried over."));
    return box;
  }
  const away = press("away", alone, icon("close"));
  away.setAttribute("aria-label", "ask without what was carried over");
  away.title = "Ask without it";
  box.append(el("span", "carried", el("span", "", "carried over: ", el("b", "", squeeze(follows.carried))), away));
  if (follows.in_place_of) box.append(el("span", "quiet", "instead of ", el("q", "", squeeze(follows.in_place_of))));
  return box;
}
