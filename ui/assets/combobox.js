// A text box with a list: items appear as you type, arrows and Enter choose. `answer()` is the newest
// { text, items, more } that came for what was asked with `ask(text)`; `option(item)` draws one, `take(item)`
// is told which was chosen. With `held()` (what is chosen now, in words) the box is a select that is
// typed into: it opens on focus and shows the choice when it is left.
function combobox({ id, label, listed, sign, none, answer, ask, option, take, held, escape }) {
  const input = el("input", "");
  input.type = "text";
  input.autocomplete = "off";
  const list = el("ul", "options");
  list.id = `${id}-options`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", listed);
  Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list", "aria-label": label })
    .forEach(([key, value]) => input.setAttribute(key, value));
  const box = el("div", "finder", icon(sign), input, list);
  let wanted = null; // what was typed; null while the list is shut
  let at = 0;
  let timer = 0;
  let told = null;
  let entered = false; // Enter came before the list for what was typed
  const found = () => (wanted !== null && answer().text === wanted ? answer().items : []);
  const show = (open) => {
    list.style.display = open ? "" : "none";
    input.setAttribute("aria-expanded", String(open));
    if (!open) input.removeAttribute("aria-activedescendant");
  };
  const shut = () => {
    clearTimeout(timer);
    wanted = null;
    told = null;
    entered = false;
    show(false);
    input.value = held ? held() : "";
  };
  const choose = (item) => {
    shut();
    take(item);
    if (held) input.value = held();
  };
  const mark = () => [...list.querySelectorAll(".option")].forEach((item, i) => {
    item.setAttribute("aria-selected", String(i === at));
    if (i === at) { input.setAttribute("aria-activedescendant", item.id); item.scrollIntoView({ block: "nearest" }); }
  });
  const line = (item, i) => {
    const node = el("li", "option", ...option(item));
    node.id = `${id}-option-${i}`;
    node.setAttribute("role", "option");
    node.addEventListener("pointerdown", (event) => { event.preventDefault(); choose(item); });
    return node;
  };
  const remark = (text) => {
    const node = el("li", "quiet", text);
    node.setAttribute("role", "option");
    node.setAttribute("aria-disabled", "true");
    return node;
  };
  const typed = () => {
    clearTimeout(timer);
    entered = false;
    wanted = input.value.trim();
    if (!wanted && !held) { wanted = null; show(false); return; }
    timer = setTimeout(() => ask(wanted), 120);
  };
  input.addEventListener("input", typed);
  if (held) {
    input.addEventListener("focus", () => input.select());
    input.addEventListener("click", () => { if (wanted === null) { wanted = ""; ask(""); } });
  }
  input.addEventListener("keydown", (event) => {
    const items = found();
    if (event.key === "Escape") { const idle = !input.value; shut(); if (idle && escape) escape(); }
    if (event.key === "Enter" && items[at]) { event.preventDefault(); choose(items[at]); }
    else if (event.key === "Enter") entered = Boolean(wanted) && answer().text !== wanted;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    if (items.length) { at = (at + by + items.length) % items.length; mark(); }
    else if (held && wanted === null) { wanted = ""; ask(""); }
  });
  input.addEventListener("blur", () => setTimeout(() => { if (held || !input.value) shut(); else show(false); }, 150));
  show(false);
  return {
    box,
    input,
    update: () => {
      if (held && wanted === null) input.value = held();
      if (wanted === null || answer().text !== wanted || told === answer()) return;
      told = answer();
      at = held && wanted && found().length > 1 ? 1 : 0;
      const { items, more } = told;
      if (entered && items.length > at && (items.length > 1 || !held)) { choose(items[at]); return; }
      entered = false;
      list.replaceChildren(...items.map(line));
      if (!items.length || (held && wanted && items.length === 1)) list.append(remark(none));
      if (more) list.append(remark(`${more.toLocaleString("en")} more; type more letters`));
      show(true);
      if (items.length) mark();
    },
  };
}
