"""HTML. The text is made from the document tree: white space collapsed as a browser does, ``<br>``
a line end, the visible number of an ordered list's item in front of it.

What is no running text (scripts, hidden and struck-out text, images, choices not selected) is
counted in notes; navigation, ``noscript``, page headers and footers are kept as kind ``header``.
"""

from __future__ import annotations

import re
from importlib.metadata import version
from itertools import islice
from typing import Any

from extraction.documents.readers.encoding import decode, whole_characters
from extraction.documents.readers.encoding_labels import declared_label
from extraction.documents.readers.html_inline import RunningText, note_labels
from extraction.documents.readers.html_styles import inline_styles
from extraction.documents.readers.html_tables import grid, integer, is_data
from extraction.documents.readers.left_out import LeftOut
from extraction.documents.readers.table_grid import TableGrid
from extraction.documents.readers.table_heads import head_rows, with_heads_below
from extraction.documents.readers.text_builder import TextBuilder, alphabetic, one_line, roman
from graph.errors import ReadError
from graph.model import BlockKind, Reading, Rectangle, Span

_BLOCKS = frozenset(
    """address article aside blockquote body caption center dd details dialog dir div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav
    noframes noscript ol optgroup p pre search section summary table tbody td tfoot th thead tr ul
    """.split()
)
_LISTS = frozenset({"ul", "ol", "menu", "dir"})
_CONTENT = frozenset({"main", "article", "section"})
_FURNITURE = frozenset({"nav", "noscript", "noframes"})
_HEADING = re.compile(r"h([1-6])\Z")
_END = re.compile(r"</(?:body|html)\s*>", re.I)  # libxml2 drops what follows; browsers show it
_LONG_TAG = 1000  # characters; a shorter one cannot have too many attributes
_MOST_ATTRIBUTES = 200  # libxml2 compares each with all others
_TAG = re.compile(r"<[A-Za-z](?>[^>=]+|=\s*\"[^\"]*\"|=\s*'[^']*'|=)*+")
_ATTRIBUTE = re.compile(r"(?<!\s)\s++[^\s=>/]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]*))?|[^\s]")
MOST_TAGS = 1_000_000
MOST_CELLS = 200_000
_CELL = re.compile(r"<t[dh][\s>/]", re.IGNORECASE)
_UNREAD = {
    "cells": "{} has more than {:,} table cells: split it.",
    "tags": "{} has more than {:,} tags: split it.",
    "fatal": "{} nests its elements too deeply to be read: simplify the page.",
    "empty": "{} holds no HTML that can be read: save it again as HTML.",
}


class HtmlReader:
    """Reads ``.html``, ``.htm`` and ``.xhtml``.

    A ``dt`` is a paragraph that leads in its ``dd`` items. A further paragraph inside a list item
    stands one level below it. Which tables are data `html_tables.is_data` decides; the cells of
    others are read as ordinary text. Navigation, and page headers and footers outside the main
    content, are of kind ``header``.
    """

    suffixes: tuple[str, ...] = (".html", ".htm", ".xhtml")

    def __init__(self) -> None:
        self.fingerprint = f"html-2/lxml-{version('lxml')}"

    def read(self, data: bytes, name: str) -> Reading:
        text, notes = decode(data, name, declared_label(data))
        root = parsed_html(text, name)
        walk = HtmlWalk(root)
        title = one_line(whole_characters("".join(root.xpath("string(//head/title)"))))
        first = next((b for b in walk.out.blocks if b.kind == "heading"), None)
        made = walk.out.text
        if not title and first:
            title = one_line(made[first.span.start : first.span.end])
        notes = (*notes, *walk.left_out.notes())
        return Reading(made, tuple(walk.out.blocks), name=title or None, notes=notes)

    def rectangles(self, data: bytes, span: Span) -> tuple[Rectangle, ...]:
        return ()


def parsed_html(text: str, name: str) -> Any:
    """The root element. Raises `ReadError`: nested too deeply, too many tags, or no HTML."""
    from lxml import etree

    if text.count("<") > MOST_TAGS:
        raise ReadError(_UNREAD["tags"].format(name, MOST_TAGS))
    if sum(1 for _ in _CELL.finditer(text)) > MOST_CELLS:
        raise ReadError(_UNREAD["cells"].format(name, MOST_CELLS))
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        text = _TAG.sub(_few_attributes, _END.sub("", text.replace("\x00", "\ufffd")))
        root = etree.fromstring(text.encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log):
        raise ReadError(_UNREAD["fatal"].format(name))
    if root is None:
        raise ReadError(_UNREAD["empty"].format(name))
    inline_styles(root)
    return root


def _few_attributes(tag: re.Match[str]) -> str:
    """A start tag with its first attributes only, where it is long enough to have too many."""
    if tag.end() - tag.start() < _LONG_TAG:
        return tag.group()
    name = re.match(r"<[^\s/>]+", tag.group())
    end = name.end() if name else 0
    for attribute in islice(_ATTRIBUTE.finditer(tag.group(), end), _MOST_ATTRIBUTES):
        end = attribute.end()
    return tag.group()[:end]


class HtmlWalk:
    """One pass over the tree, without recursion, so that no nesting is too deep. `out` is the text
    with its blocks, `left_out` counts what is not in it."""

    def __init__(self, root: Any, left_out: LeftOut | None = None) -> None:
        self.out = TextBuilder()
        self.left_out = left_out or LeftOut()
        self._labels = note_labels(root)
        self._words = RunningText(self.left_out, self._labels)
        self._kinds: list[tuple[BlockKind, int]] = []  # of the open h1-h6, dt, dd, pre
        self._lists: list[_List] = []
        self._label = ""  # of the item that has begun and has no text yet
        self._fresh = False  # the next text is the first of its list item
        self._margins = 0  # open page headers and footers
        self._furniture = 0  # open nav and noscript
        self._contents = 0
        self._run(root)

    def _run(self, root: Any) -> None:
        from lxml import etree

        walker = etree.iterwalk(root, events=("start", "end"))
        skipped = None
        for event, element in walker:
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "start":
                if self._whole(element, tag):
                    walker.skip_subtree()
                    skipped = element
                    continue
                self._start(element, tag)
                self._words.text(element.text)
                continue
            if element is skipped:
                skipped = None
            else:
                self._words.end(element, tag)
                self._end(element, tag)
            if element is not root:
                self._words.text(element.tail)
        self._flush()

    def _whole(self, element: Any, tag: str) -> bool:
        """Whether an element was read, or left out, with all that is in it."""
        if self._words.start(element, tag):
            return True
        if tag == "table" and is_data(element):
            self._flush()
            self._table(element)
            return True
        return False

    def _start(self, element: Any, tag: str) -> None:
        if tag not in _BLOCKS:
            return
        self._flush()
        depth = len(self._lists)
        if heading := _heading_level(element, tag):
            self._kinds.append(("heading", heading))
        elif tag in _LISTS or tag == "dl":
            self._lists.append(_List(element, tag))
        elif tag == "li":
            self._label = self._lists[-1].next_label(element) if self._lists else ""
            self._fresh = True
        elif tag == "dt":
            self._kinds.append(("paragraph", max(0, depth - 1)))
        elif tag == "dd":
            self._kinds.append(("list_item", max(1, depth)))
        elif tag == "pre":
            self._words.pre += 1
            code = element.find(".//code") is not None
            self._kinds.append(("code" if code else "paragraph", depth))
        elif tag in _CONTENT:
            self._contents += 1
        elif tag in _FURNITURE:
            self._furniture += 1
        elif tag in ("header", "footer") and not self._contents:
            self._margins += 1

    def _end(self, element: Any, tag: str) -> None:
        if tag not in _BLOCKS:
            return
        self._flush()
        if _heading_level(element, tag) or tag in ("dt", "dd", "pre"):
            if self._kinds:
                self._kinds.pop()
            self._words.pre -= tag == "pre"
        elif (tag in _LISTS or tag == "dl") and self._lists:
            self._lists.pop()
            self._fresh = False
        elif tag == "li":
            self._fresh = False
            self._label = ""
        elif tag in _CONTENT:
            self._contents -= 1
        elif tag in _FURNITURE:
            self._furniture -= 1
        elif tag in ("header", "footer") and not self._contents and self._margins:
            self._margins -= 1

    def _flush(self) -> None:
        text = self._words.take()
        if not text:
            return
        kind, level = self._kind()
        self.out.add(kind, self._label + text, level)
        self._label = ""
        self._fresh = False

    def _kind(self) -> tuple[BlockKind, int]:
        if self._furniture:
            return "header", 0
        if self._kinds:
            kind, level = self._kinds[-1]
            if kind == "heading" or not self._fresh:
                return kind, level
        if self._margins:
            return "header", 0
        depth = len(self._lists)
        if self._fresh:
            return "list_item", max(1, depth)
        return "paragraph", depth + 1 if depth else 0

    def _table(self, table: Any) -> None:
        """The caption and the rows of a data table, each cell under its heads."""
        for caption in table.iterchildren("caption"):
            self.out.add("paragraph", self._inner_text(caption))
        rows, marked = grid(table, self._inner_text)
        writer = TableGrid(self.out, rows, with_heads_below(rows, head_rows(rows, marked)))
        for _ in rows:
            writer.write_row(len(self._lists))
        if writer.capped:
            self.left_out.add("table-spans", "")

    def _inner_text(self, element: Any) -> str:
        """All text inside a cell or caption, its blocks and line breaks one blank apart."""
        from lxml import etree

        words = RunningText(self.left_out, self._labels)
        walker = etree.iterwalk(element, events=("start", "end"))
        skipped = None
        for event, inner in walker:
            tag = inner.tag if isinstance(inner.tag, str) else ""
            if event == "start" and words.start(inner, tag):
                walker.skip_subtree()
                skipped = inner
                continue
            if event == "end" and inner is not skipped:
                words.end(inner, tag)
            words.text(" " if tag in _BLOCKS else None)
            words.text(
                inner.text if event == "start" else inner.tail if inner is not element else None
            )
        return one_line(words.take())


def _heading_level(element: Any, tag: str) -> int:
    """The level of a heading, 0 of what is none."""
    found = _HEADING.match(tag)
    if found:
        return int(found.group(1))
    named = tag in ("div", "p") and element.get("role") == "heading"
    return min(6, max(1, integer(element.get("aria-level"), 2))) if named else 0


class _List:
    """An open list and the number of its last item."""

    def __init__(self, element: Any, tag: str) -> None:
        self._ordered = tag == "ol"
        self._kind = element.get("type") or "1"
        self._step = 1
        start = 1
        if self._ordered and element.get("reversed") is not None:
            self._step, start = -1, len(element.findall("li"))
        self._last = integer(element.get("start"), start) - self._step

    def next_label(self, item: Any) -> str:
        """The visible number of the next item with a blank after it, or nothing for a bullet."""
        if not self._ordered:
            return ""
        self._last = integer(item.get("value"), self._last + self._step)
        number = self._last
        shown = {
            "a": alphabetic(number),
            "A": alphabetic(number).upper(),
            "i": roman(number),
            "I": roman(number).upper(),
        }.get(item.get("type") or self._kind, str(number))
        return f"{shown}. "
