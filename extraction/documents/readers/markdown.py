"""Markdown (CommonMark with tables). The stored text is the decoded file, character for character,
but for HTML: blocks of it and inline tags are read as `html` reads them, and entities are the
characters they stand for.

markdown-it-py says which lines a block has; the columns are found here. Markup that begins or ends
a block (``# ``, ``- ``, ``1. ``, ``> ``, ``|``) lies outside its span, inline markup inside.
Indented code is read as text, because deeply indented list items are far more common in the
documents this is for; fenced code is code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import version
from itertools import pairwise
from typing import TYPE_CHECKING

from extraction.documents.readers.encoding import decode
from extraction.documents.readers.front_matter import front_matter
from extraction.documents.readers.markdown_html import WithHtml
from graph.model import Block, BlockKind, Cell, Note, Reading, Rectangle, Span

if TYPE_CHECKING:
    from markdown_it.token import Token

_LINE_END = re.compile(r"\r\n?|\n")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]:")
_QUOTE_MARKS = re.compile(r"(?:\s*>)*\s*")
_CONTAINER = re.compile(r"\s*<(table|ol|dl|del|s|strike)\b", re.I)
_MAX_NESTING = 100
MOST_CELLS = 200_000
_TOO_MANY_CELLS = (
    f"Its tables have more than {MOST_CELLS:,} cells and were read as text: split the file."
)


class MarkdownReader:
    """Reads ``.md`` and ``.markdown``.

    A list item's block is its own first paragraph, its level the depth of its list. A further
    paragraph inside an item stands one level below it, so that an `Outline` finds the item above
    it. Each table row is a block with its cells; empty cells are left out. Front matter is code,
    and its fields are metadata.
    """

    suffixes: tuple[str, ...] = (".md", ".markdown")

    def __init__(self) -> None:
        made = f"markdown-it-py-{version('markdown-it-py')}/lxml-{version('lxml')}"
        self.fingerprint = f"markdown-3/{made}"

    def read(self, data: bytes, name: str) -> Reading:
        text, notes = decode(data, name)
        front, metadata, refused = front_matter(text)
        found = _Blocks(text, front.end if front else 0)
        raw = [*([Block("code", front)] if front else ()), *found.all()]
        read = WithHtml(text, raw, found.pages)
        text, blocks = read.text, read.blocks
        title = metadata.pop("title", None)
        if not isinstance(title, str) or not title.strip():
            first = next((b for b in blocks if b.kind != "code"), None)
            title = None
            if first and first.kind == "heading" and first.level == 1:
                title = " ".join(text[first.span.start : first.span.end].split())
        notes = (*notes, *refused, *read.left_out.notes())
        if found.too_many_cells:
            notes += (Note("tables", _TOO_MANY_CELLS),)
        return Reading(text, tuple(blocks), name=title, metadata=metadata, notes=notes)

    def rectangles(self, data: bytes, span: Span) -> tuple[Rectangle, ...]:
        return ()


class _Blocks:
    """The blocks of one text from offset `begin` on (what lies before is front matter)."""

    def __init__(self, text: str, begin: int) -> None:
        self.text = text
        self.begin = begin
        self.starts = [0]
        self.ends: list[int] = []
        for match in _LINE_END.finditer(text):
            self.ends.append(match.start())
            self.starts.append(match.end())
        self.ends.append(len(text))
        self.depth = 0
        self.open_item = False  # the next paragraph is the first of a list item
        self.too_many_cells = text.count("|") > MOST_CELLS
        self.pages: set[Span] = set()  # the blocks that are HTML
        self._unclosed: set[str] = set()  # elements that no line below closes
        self._behind = 0  # the line behind an HTML element that goes on after an empty line

    def all(self) -> Iterator[Block]:
        from markdown_it import MarkdownIt

        parser = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).enable("table")
        parser.disable(["inline", "code"])
        if self.too_many_cells:
            parser.disable("table")
        # Front matter is blanked and not cut off, so that line numbers stay true.
        source = "".join("\n" for _ in _LINE_END.finditer(self.text, 0, self.begin))
        tokens = parser.parse(source + self.text[self.begin :])
        head: tuple[Span, ...] = ()
        for index, token in enumerate(tokens):
            if token.type in ("bullet_list_open", "ordered_list_open"):
                self.depth += 1
            elif token.type in ("bullet_list_close", "ordered_list_close"):
                self.depth -= 1
            elif token.type == "list_item_open":
                self.open_item = True
            elif token.type == "list_item_close":
                self.open_item = False
            elif token.map and token.map[0] < self._behind:
                continue
            elif token.type == "inline" and tokens[index - 1].type in _PARAGRAPHS:
                yield from self._words(token, tokens[index - 1])
            elif token.type == "tr_open":
                cells = self._cells(token)
                in_head = tokens[index - 1].type == "thead_open"
                if in_head:
                    head = cells
                yield from self._row(cells, head, in_head)
            elif token.type == "fence":
                yield from self._lines(token)
            elif token.type == "html_block":
                yield from self._html(token)

    def _words(self, token: Token, opened: Token) -> Iterator[Block]:
        lines = opened.map
        if not lines or not token.content:
            return
        first = self._line(lines[0])
        wanted = token.content.split("\n", 1)[0]
        at = first.find(wanted) if opened.type == "heading_open" else first.rfind(wanted)
        start = self.starts[lines[0]] + max(at, 0)
        if opened.type == "heading_open":
            count = token.content.count("\n")
            last = lines[0] + count
            tail = token.content.rsplit("\n", 1)[-1]
            end = (
                start + len(wanted)
                if not count
                else self.starts[last] + self._line(last).rfind(tail) + len(tail)
            )
            yield from self._block("heading", start, end, int(opened.tag[1]))
            return
        kind: BlockKind = "paragraph"
        level = self.depth
        if self.open_item:
            kind = "list_item"
        elif self.depth:
            level += 1
        self.open_item = False
        if _FOOTNOTE.match(wanted):
            kind, level = "footnote", 0
        yield from self._block(kind, start, self.ends[lines[1] - 1], level)

    def _block(self, kind: BlockKind, start: int, end: int, level: int) -> Iterator[Block]:
        """One block without the white space around it; none where nothing else is in it."""
        quote = self.text[start:end]
        bare = quote.strip()
        if bare:
            start += len(quote) - len(quote.lstrip())
            yield Block(kind, Span(start, start + len(bare)), level)

    def _line(self, number: int) -> str:
        """One line as the parser sees it: it reads NUL as U+FFFD."""
        return self.text[self.starts[number] : self.ends[number]].replace("\x00", "\ufffd")

    def _cells(self, token: Token) -> tuple[Span, ...]:
        """The spans of all cells of a row, empty ones included, without blanks around them."""
        if not token.map:
            return ()
        start, end = self.starts[token.map[0]], self.ends[token.map[0]]
        line = self.text[start:end]
        marks = _QUOTE_MARKS.match(line)
        begin = marks.end() if marks else 0
        cuts = [begin - 1 if line[begin : begin + 1] != "|" else begin]
        escaped = False
        for position in range(cuts[0] + 1, len(line)):
            character = line[position]
            if character == "|" and not escaped:
                cuts.append(position)
            escaped = character == "\\" and not escaped
        if line[cuts[-1] + 1 :].strip():
            cuts.append(len(line))
        spans = []
        for left, right in pairwise(cuts):
            cell = line[left + 1 : right]
            begin = left + 1 + len(cell) - len(cell.lstrip())
            spans.append(Span(start + begin, start + begin + len(cell.strip())))
        return tuple(spans)

    def _row(
        self, cells: tuple[Span, ...], head: tuple[Span, ...], in_head: bool
    ) -> Iterator[Block]:
        filled = tuple(
            Cell(span, (head[i],) if not in_head and i < len(head) and len(head[i]) else ())
            for i, span in enumerate(cells)
            if len(span)
        )
        if filled:
            span = Span(filled[0].span.start, filled[-1].span.end)
            kind: BlockKind = "table_head" if in_head else "table_row"
            yield Block(kind, span, self.depth, cells=filled)
        self.open_item = False

    def _lines(self, token: Token) -> Iterator[Block]:
        self.open_item = False
        if not token.map:
            return
        first, end_line = token.map
        if token.type == "fence":
            first += 1
            count = token.content.count("\n")
            end_line = min(end_line, first + count)
        if first >= end_line:
            return
        yield from self._block("code", self.starts[first], self.ends[end_line - 1], self.depth)

    def _html(self, token: Token) -> Iterator[Block]:
        """A block of HTML; CommonMark ends it at an empty line, its element may go on."""
        self.open_item = False
        if not token.map:
            return
        first, end = token.map
        opened = _CONTAINER.match(self._line(first))
        if opened:
            end = self._closing_line(first, end, opened.group(1).lower())
        self._behind = end
        for block in self._block("code", self.starts[first], self.ends[end - 1], self.depth):
            self.pages.add(block.span)
            yield block

    def _closing_line(self, first: int, end: int, tag: str) -> int:
        """The line behind the one where the element closes that opens in line `first`; `end`
        where it never does."""
        if tag in self._unclosed:
            return end
        marks = re.compile(rf"<(/?){tag}\b", re.I)
        depth = 0
        for number in range(first, len(self.ends)):
            for mark in marks.finditer(self._line(number)):
                depth += -1 if mark.group(1) else 1
            if depth <= 0:
                return max(end, number + 1)
        self._unclosed.add(tag)
        return end


_PARAGRAPHS = frozenset({"paragraph_open", "heading_open"})
