"""HTML. The text is made from the document tree: white space collapsed as a browser does, ``<br>``
a line end, the visible number of an ordered list's item in front of it.

Left out: what a reader does not see or read (head, script, style, navigation, ``hidden``).
"""

from __future__ import annotations

import re
from collections import Counter
from importlib.metadata import version
from typing import Any

from extraction.documents.readers.encoding import decode, whole_characters
from extraction.documents.readers.encoding_labels import declared_label
from extraction.documents.readers.table_grid import GridCell, TableGrid, head_rows
from extraction.documents.readers.text_builder import (
    TextBuilder,
    letters,
    one_line,
    roman,
    some_lines,
)
from graph.errors import ReadError
from graph.model import BlockKind, Reading, Rectangle, Span

_SKIPPED = frozenset(
    """script style template noscript head nav svg math iframe object canvas audio video select
    datalist textarea button""".split()
)
_BLOCKS = frozenset(
    """address article aside blockquote body caption center dd details dialog dir div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu ol p
    pre section summary table tbody td tfoot th thead tr ul""".split()
)
_LISTS = frozenset({"ul", "ol", "menu", "dir"})
_CONTENT = frozenset({"main", "article", "section"})
_HEADING = re.compile(r"h([1-6])\Z")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_END = re.compile(r"</(?:body|html)\s*>", re.I)  # libxml2 drops what follows; browsers show it
_COLLAPSE = re.compile(r"[ \t\n\r\f]+")
_BREAK = "\u2028"  # stands for <br> until white space has been collapsed


class HtmlReader:
    """Reads ``.html``, ``.htm`` and ``.xhtml``.

    A ``dt`` is a paragraph that leads in its ``dd`` items. A further paragraph inside a list item
    stands one level below it. A table is data unless it holds headings or another table or has one
    column; then its cells are read as ordinary text. Page headers and footers outside the main
    content are of kind ``header``.
    """

    suffixes: tuple[str, ...] = (".html", ".htm", ".xhtml")

    def __init__(self) -> None:
        self.fingerprint = f"html-2/lxml-{version('lxml')}"

    def read(self, data: bytes, name: str) -> Reading:
        from lxml import etree

        text, notes = decode(data, name, declared_label(data))
        parser = etree.HTMLParser(
            encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
        )
        try:
            text = _END.sub("", text.replace("\x00", "\ufffd"))
            root = etree.fromstring(text.encode("utf-8"), parser)
        except (etree.XMLSyntaxError, ValueError):
            root = None
        if any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log):
            raise ReadError(f"{name} nests its elements too deeply to be read: simplify the page.")
        if root is None:
            raise ReadError(f"{name} holds no HTML that can be read: save it again as HTML.")
        walk = _Walk()
        walk.run(root)
        title = one_line(whole_characters("".join(root.xpath("string(//head/title)"))))
        first = next((b for b in walk.out.blocks if b.kind == "heading"), None)
        made = walk.out.text
        if not title and first:
            title = one_line(made[first.span.start : first.span.end])
        return Reading(made, tuple(walk.out.blocks), name=title or None, notes=notes)

    def rectangles(self, data: bytes, span: Span) -> tuple[Rectangle, ...]:
        return ()


class _Walk:
    """One pass over the tree, without recursion, so that no nesting is too deep."""

    def __init__(self) -> None:
        self.out = TextBuilder()
        self.buffer: list[str] = []
        self.kinds: list[tuple[BlockKind, int]] = []  # of the open h1-h6, li, dt, dd, pre, caption
        self.lists: list[tuple[str, str, int]] = []  # (tag, type, number of the last item)
        self.depth = 0  # of lists and definition lists
        self.label = ""  # of the item that has begun and has no text yet
        self.fresh = False  # the next text is the first of its list item
        self.margins = 0  # open page headers and footers
        self.contents = 0
        self.pre = 0

    def run(self, root: Any) -> None:
        from lxml import etree

        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "start":
                if _unseen(element, tag):
                    walker.skip_subtree()
                    continue
                if tag == "table" and _is_data(element):
                    self._flush()
                    self._table(element)
                    walker.skip_subtree()
                    continue
                self._start(element, tag)
                self._text(element.text)
            else:
                if not _unseen(element, tag):
                    self._end(tag)
                if element is not root:
                    self._text(element.tail)
        self._flush()

    def _text(self, text: str | None) -> None:
        if text:
            self.buffer.append(text if not self.pre else text.replace("\n", _BREAK))

    def _start(self, element: Any, tag: str) -> None:
        if tag == "br":
            self.buffer.append(_BREAK)
            return
        if tag not in _BLOCKS:
            return
        self._flush()
        heading = _HEADING.match(tag)
        if heading:
            self.kinds.append(("heading", int(heading.group(1))))
        elif tag in _LISTS or tag == "dl":
            self.depth += 1
            start = _integer(element.get("start"), 1)
            self.lists.append((tag, element.get("type") or "1", start - 1))
        elif tag == "li":
            self.label = self._next_label(element)
            self.fresh = True
        elif tag == "dt":
            self.kinds.append(("paragraph", max(0, self.depth - 1)))
        elif tag == "dd":
            self.kinds.append(("list_item", max(1, self.depth)))
        elif tag == "pre":
            self.pre += 1
            code = element.find(".//code") is not None
            self.kinds.append(("code" if code else "paragraph", self.depth))
        elif tag in _CONTENT:
            self.contents += 1
        elif tag in ("header", "footer") and not self.contents:
            self.margins += 1

    def _end(self, tag: str) -> None:
        if tag not in _BLOCKS:
            return
        self._flush()
        if _HEADING.match(tag) or tag in ("dt", "dd", "pre"):
            if self.kinds:
                self.kinds.pop()
            self.pre -= tag == "pre"
        elif (tag in _LISTS or tag == "dl") and self.lists:
            self.depth -= 1
            self.lists.pop()
            self.fresh = False
        elif tag == "li":
            self.fresh = False
            self.label = ""
        elif tag in _CONTENT:
            self.contents -= 1
        elif tag in ("header", "footer") and not self.contents and self.margins:
            self.margins -= 1

    def _next_label(self, element: Any) -> str:
        """The visible number of a list item with a blank after it, or nothing for a bullet."""
        if not self.lists or self.lists[-1][0] != "ol":
            return ""
        tag, kind, last = self.lists[-1]
        number = _integer(element.get("value"), last + 1)
        self.lists[-1] = (tag, kind, number)
        shown = {
            "a": letters(number),
            "A": letters(number).upper(),
            "i": roman(number),
            "I": roman(number).upper(),
        }.get(kind, str(number))
        return f"{shown}. "

    def _flush(self) -> None:
        collapsed = _COLLAPSE.sub(" ", "".join(self.buffer)).replace(_BREAK, "\n")
        self.buffer.clear()
        text = whole_characters(collapsed.strip() if self.pre else some_lines(collapsed))
        if not text:
            return
        kind, level = self._kind()
        self.out.add(kind, self.label + text, level)
        self.label = ""
        self.fresh = False

    def _kind(self) -> tuple[BlockKind, int]:
        if self.kinds:
            kind, level = self.kinds[-1]
            if kind == "heading" or not self.fresh:
                return kind, level
        if self.margins:
            return "header", 0
        if self.fresh:
            return "list_item", max(1, self.depth)
        return "paragraph", self.depth + 1 if self.depth else 0

    def _table(self, table: Any) -> None:
        """The rows of a data table, each cell under its heads."""
        for caption in table.iterchildren("caption"):
            self.out.add("paragraph", _inner_text(caption))
        rows, marked = _grid(table)
        grid = TableGrid(self.out, rows, head_rows(rows, marked))
        for _ in rows:
            grid.write_row(self.depth)


def _grid(table: Any) -> tuple[list[list[GridCell]], list[bool]]:
    """The cells of each row, and which rows stand in a ``thead``; a cell never reaches out of its
    ``thead``, ``tbody`` or ``tfoot``."""
    rows = list(table.iter("tr"))
    left: dict[Any, int] = Counter(row.getparent() for row in rows)
    made, marked = [], []
    for row in rows:
        group = row.getparent()
        cells = [c for c in row.iterchildren("td", "th") if not _unseen(c, c.tag)]
        made.append([_grid_cell(cell, left[group]) for cell in cells])
        marked.append(group.tag == "thead")
        left[group] -= 1
    return made, marked


def _grid_cell(cell: Any, left: int) -> GridCell:
    tall = _integer(cell.get("rowspan"), 1)
    head = cell.tag == "th" and not (cell.get("scope") or "").startswith("row")
    return GridCell(
        _inner_text(cell),
        rows=min(tall, left) if tall else left,
        columns=max(1, _integer(cell.get("colspan"), 1)),
        head=head or _bold(cell),
    )


def _bold(cell: Any) -> bool:
    """Whether all text of a cell is bold."""
    outside = any(text and not text.isspace() for text in (cell.text, *(c.tail for c in cell)))
    return not outside and len(cell) > 0 and all(c.tag in ("b", "strong", "br") for c in cell)


def _is_data(table: Any) -> bool:
    if table.get("role") == "presentation" or table.find(".//table") is not None:
        return False
    if any(table.find(f".//h{level}") is not None for level in range(1, 7)):
        return False
    return any(len(row.xpath("./td|./th")) > 1 for row in table.iter("tr"))


def _inner_text(element: Any) -> str:
    """All text inside, its blocks and line breaks one blank apart."""
    from lxml import etree

    parts: list[str] = []
    walker = etree.iterwalk(element, events=("start", "end"))
    for event, inner in walker:
        tag = inner.tag if isinstance(inner.tag, str) else ""
        if event == "start" and _unseen(inner, tag):
            walker.skip_subtree()
            continue
        if tag in _BLOCKS or tag == "br":
            parts.append(" ")
        text = inner.text if event == "start" else inner.tail
        if text and not (event == "end" and inner is element):
            parts.append(text)
    return whole_characters(one_line("".join(parts)))


def _unseen(element: Any, tag: str) -> bool:
    if not tag or tag in _SKIPPED or element.get("hidden") is not None:
        return True
    style = element.get("style")
    return bool(style and _HIDDEN.search(style))


def _integer(text: str | None, default: int) -> int:
    try:
        number = int(text) if text else default
    except ValueError:
        return default
    return number if 0 <= number < 1_000_000_000 else default
