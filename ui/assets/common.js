// Shared by the components. Words from documents are only ever set as text, never as HTML.
// What stands before the words of a qualifier that do not say it themselves; of other kinds the words do.
const KINDS_OF_QUALIFIER = { condition: "if", exception: "unless", deadline: "by", recipient: "to", override: "despite" };

function el(tag, className, ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  children.forEach((child) => {
    if (child !== null && child !== undefined && child !== "") node.append(child);
  });
  return node;
}

function icon(name) {
  const node = el("span", "icon", name);
  node.setAttribute("aria-hidden", "true");
  return node;
}

function press(className, onClick, ...children) {
  const button = el("button", className, ...children);
  button.type = "button";
  button.addEventListener("click", onClick);
  return button;
}

const squeeze = (text) => text.replace(/\s+/g, " ").trim();
const plural = (n, one, many) => `${n.toLocaleString("en")} ${n === 1 ? one : many || `${one}s`}`;

function placeOf(citation) {
  const heading = citation.heading || [];
  const parts = [citation.name || citation.document];
  if (heading.length && heading[heading.length - 1] !== parts[0]) {
    parts.push(heading[heading.length - 1]);
  }
  if (citation.page) parts.push(`page ${citation.page}`);
  return parts.map(squeeze).join(" · ");
}

const chipText = (kind, quote) => {
  const label = KINDS_OF_QUALIFIER[kind];
  const words = squeeze(quote);
  if (!label) return words;
  const begins = {
    condition: /^(if|only if|even if|when|only when|where|provided|in the event|in any case|in case|once|after|before|until|for|as long as|whose|that|who|which)\b/i,
    exception: /^(unless|except|other than|with the exception)\b/i,
    deadline: /^(within|by|before|after|no later|not later|at the latest|in any case|until|for|every|at least|immediately)\b/i,
    recipient: /^(to|for|with|by|from)\b/i,
    override: /^(despite|notwithstanding|regardless|irrespective|even|whether|in spite|subject)\b/i,
  }[kind];
  return begins.test(words) ? words : `${label}: ${words}`;
};

// The source of evidence: `steps` are {index, total, go(by)}, and where marks can be chosen at(mark)
// (which evidence a mark is, or -1) and pick(evidence); `actions` are further head buttons.
function drawSource(pane, source, span, steps, actions) {
  pane.replaceChildren();
  const mark = source.marks.findIndex(([s, e]) => s === span.start && e === span.end);
  const rectangles = (source.pages && source.rectangles[mark]) || [];
  const undrawn = rectangles.map((r) => source.undrawn[String(r.page)]).find(Boolean);
  const paged = Boolean(rectangles.length && !undrawn);
  const asText = !paged || pane.dataset.view === "text";

  const head = el("header", "");
  const named = el("div", "named");
  named.append(el("p", "title", el("strong", "", squeeze(source.name)), source.edition === "import 1" ? "" : el("span", "", ` · ${source.edition}`)));
  const above = (source.headings[mark] || []).filter((h, i) => i || squeeze(h) !== squeeze(source.name));
  const where = above.map(squeeze);
  if (rectangles.length) where.push(`page ${rectangles[0].page}`);
  named.append(el("p", "where", where.join(" › ")));
  head.append(named);
  const buttons = el("div", "steps");
  if (paged) {
    const turn = press("tool", () => {
      pane.dataset.view = asText ? "page" : "text";
      pane.dispatchEvent(new Event("turned"));
      drawSource(pane, source, span, steps, actions);
    }, icon(asText ? "picture_as_pdf" : "notes"), el("span", "", asText ? "Page" : "Text"));
    turn.setAttribute("aria-label", asText ? "show the page" : "show the text");
    buttons.append(turn);
  }
  (actions || []).forEach(([name, sign, run]) => {
    const button = press("tool", run, icon(sign));
    button.setAttribute("aria-label", name);
    button.title = name;
    buttons.append(button);
  });
  if (steps && steps.total > 1) {
    [["arrow_upward", -1, "previous evidence"], ["arrow_downward", 1, "next evidence"]].forEach(
      ([sign, by, name]) => {
        const button = press("tool", () => steps.go(by), icon(sign));
        button.setAttribute("aria-label", name);
        button.title = name;
        button.disabled = steps.index + by < 0 || steps.index + by >= steps.total;
        buttons.append(button);
      },
    );
  }
  head.append(buttons);
  const scroll = el("div", asText ? "words" : "pages");
  scroll.tabIndex = 0;
  scroll.setAttribute("role", "group");
  scroll.setAttribute("aria-label", `Words of ${squeeze(source.name)}`);
  if (undrawn) scroll.append(el("p", "undrawn", undrawn));
  if (asText) drawText(scroll, source, mark);
  else drawPages(scroll, source, mark);
  if (steps && steps.pick) makeChoosable(scroll, mark, steps);
  pane.append(head, scroll);
  if (scroll.querySelector(".chosen")) keepInView(scroll, () => reveal(scroll));
}

// Runs `bring`, and again whenever the box or what is in it has another size (fonts, pictures, a narrower
// window come late), until a person scrolls.
function keepInView(scroll, bring) {
  bring();
  if (scroll.stopKeeping) scroll.stopKeeping();
  const sized = new ResizeObserver(() => { if (scroll.isConnected) bring(); else stop(); });
  const hands = ["wheel", "touchmove", "keydown", "pointerdown"];
  const stop = () => {
    sized.disconnect();
    hands.forEach((name) => scroll.removeEventListener(name, stop));
    scroll.stopKeeping = null;
  };
  hands.forEach((name) => scroll.addEventListener(name, stop, { passive: true }));
  scroll.stopKeeping = stop;
  [scroll, ...scroll.children].forEach((node) => sized.observe(node));
  document.fonts.ready.then(() => { if (scroll.stopKeeping === stop) bring(); });
}

function reveal(scroll) {
  const mark = scroll.querySelector(".chosen");
  if (!mark) return;
  const box = mark.getBoundingClientRect();
  const outer = scroll.getBoundingClientRect();
  scroll.scrollTop += box.top - outer.top - outer.height * 0.3;
  const picture = scroll.querySelector("img");
  if (picture) scroll.scrollLeft = (scroll.scrollWidth - scroll.clientWidth) / 2;
}

function drawText(scroll, source, chosen) {
  let table = null;
  const omitted = (n) => el("p", "cut", `${plural(n, "paragraph")} left out here`);
  source.blocks.forEach((block) => {
    if (block.skipped) {
      scroll.append(omitted(block.skipped));
      table = null;
    }
    if (block.kind.startsWith("table") && block.cells.length) {
      if (!table) {
        table = el("table", "");
        const frame = el("div", "frame", table);
        scroll.append(frame);
      }
      const row = el("tr", "");
      block.cells.forEach((cell) => {
        const box = el(block.kind === "table_head" ? "th" : "td", "");
        cell.forEach((run) => box.append(drawRun(run, chosen)));
        row.append(box);
      });
      table.append(row);
      return;
    }
    table = null;
    const heading = block.kind === "heading";
    const node = el(heading ? `h${Math.min(6, block.level + 2)}` : "p", `block ${block.kind}${wraps(block) ? " wrapped" : ""}`);
    node.dataset.start = block.runs.length ? block.runs[0].start : 0;
    if (block.level && !heading) node.style.marginInlineStart = `${block.level * 1.2}rem`;
    block.runs.forEach((run) => node.append(drawRun(run, chosen)));
    scroll.append(node);
  });
  if (source.cut_after) scroll.append(omitted(source.cut_after));
}

// Whether the line ends of a block only keep its lines short, as in a plain text file: all lines but the
// last are long, and of about one length. Such lines flow; those of an address or a form stay.
const SHORT_LINE = 40;
function wraps(block) {
  if (block.kind === "code" || block.kind === "heading") return false;
  const lines = block.runs.map((run) => run.text).join("").trim().split("\n").map((line) => line.trim().length);
  const full = lines.slice(0, -1);
  return full.length > 0 && Math.min(...full) >= Math.max(SHORT_LINE, 0.6 * Math.max(...lines));
}

function drawRun(run, chosen) {
  if (!run.marks.length) return document.createTextNode(run.text);
  const mark = el("mark", run.marks.includes(chosen) ? "chosen" : "other", run.text);
  mark.dataset.marks = run.marks.join(" ");
  return mark;
}

// Marks of evidence answer to a click, to Enter and to the space bar; each stands once in the order
// of the Tab key.
function makeChoosable(scroll, chosen, steps) {
  const reached = new Set();
  scroll.querySelectorAll("[data-marks]").forEach((node) => {
    const own = node.dataset.marks.split(" ").map(Number);
    const other = own.find((index) => index !== chosen && steps.at(index) >= 0);
    const mark = other === undefined ? own.find((index) => index === chosen) : other;
    if (mark === undefined) return;
    const pick = () => steps.pick(steps.at(mark));
    node.classList.add("choosable");
    node.addEventListener("click", pick);
    if (reached.has(mark)) return;
    reached.add(mark);
    node.tabIndex = 0;
    node.setAttribute("role", "button");
    node.setAttribute("aria-pressed", String(mark === chosen));
    if (!node.textContent) node.setAttribute("aria-label", "evidence on this page");
    node.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      pick();
    });
  });
}

function drawPages(scroll, source, chosen) {
  const numbers = [...new Set(source.rectangles[chosen].map((r) => r.page))].sort((a, b) => a - b);
  numbers.forEach((number) => {
    const page = source.pages[String(number)];
    const sheet = el("div", "page");
    sheet.style.aspectRatio = `${page.width} / ${page.height}`;
    const picture = el("img", "");
    picture.src = page.picture;
    picture.alt = `Page ${number} of ${squeeze(source.name)}; the button Text shows its words`;
    sheet.append(picture);
    const [from, to] = source.marks[chosen];
    source.rectangles.forEach((rectangles, index) => {
      const [start, end] = source.marks[index];
      if (index !== chosen && start >= from && end <= to) return; // part of the chosen words
      rectangles.filter((r) => r.page === number).forEach((r) => {
        const box = el("div", `box ${index === chosen ? "chosen" : "other"}`);
        box.dataset.marks = String(index);
        box.style.left = `${(100 * r.left) / page.width}%`;
        box.style.top = `${(100 * r.top) / page.height}%`;
        box.style.width = `${(100 * (r.right - r.left)) / page.width}%`;
        box.style.height = `${(100 * (r.bottom - r.top)) / page.height}%`;
        sheet.append(box);
      });
    });
    scroll.append(sheet);
  });
}

// The head of a table that is sorted by one of `columns` (key, title, class); `order` is the key and 1
// or -1.
function sortHead(columns, [key, way], choose) {
  const head = el("tr", "");
  columns.forEach(([name, title, look]) => {
    const button = press("", () => choose(name), title, key === name ? icon(way > 0 ? "arrow_upward" : "arrow_downward") : null);
    button.dataset.sort = name;
    const cell = el("th", look, button);
    cell.setAttribute("aria-sort", key === name ? (way > 0 ? "ascending" : "descending") : "none");
    head.append(cell);
  });
  return head;
}

// Puts a new table into `box`; a sort button that had the focus has it again.
function keepFocus(box, table) {
  const focused = box.getRootNode().activeElement;
  const name = focused && box.contains(focused) && focused.dataset.sort;
  box.replaceChildren(table);
  const again = name && table.querySelector(`[data-sort="${name}"]`);
  if (again) again.focus();
}
