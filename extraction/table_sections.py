"""What stands over the rows of a table beside the heads of its columns: the line right above the
table, and rows inside it whose first cell alone holds words ("**Engraving** | | |")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from graph.model import Block, Span

_BOLD = re.compile(r"(?:\*\*|__)[^\s*_](?:[^*_\n]*[^\s*_])?(?:\*\*|__):?\Z")
_MOST_WORDS = 16  # of a row that is a heading, or of a bold line above a table
_MOST_PLAIN = 10  # of a line above a table that is not bold
_FURNITURE = re.compile(r"_{3}|\b(?:page|continued)\b|©", re.IGNORECASE)
_TABLE = ("table_head", "table_row")


@dataclass(frozen=True, slots=True)
class Over:
    """What one row stands under, the outer words first. `unsure`: a row above it may be a heading
    over it or lack its values, or a heading above it may have ended."""

    words: tuple[Span, ...] = ()
    unsure: bool = False


def over_rows(text: str, blocks: Sequence[Block]) -> dict[Span, Over]:
    """What the rows of all tables stand under, by their spans; nothing for rows under nothing."""
    found: dict[Span, Over] = {}
    for caption, rows in _tables(text, blocks):
        table = _Table(text, caption, rows)
        for row in rows:
            over = table.add(row)
            if over != Over():
                found[row.span] = over
    return found


def _tables(text: str, blocks: Sequence[Block]) -> list[tuple[Span | None, list[Block]]]:
    """The rows of each table behind the line that it is called by."""
    found: list[tuple[Span | None, list[Block]]] = []
    before: Block | None = None
    for block in blocks:
        if block.kind in _TABLE:
            if before is None or before.kind not in _TABLE:
                found.append((_caption(text, before), []))
            elif _is_new_head(block, before):
                found.append((None, []))
            found[-1][1].append(block)
        before = block
    return found


class _Table:
    """One table, read row by row."""

    def __init__(self, text: str, caption: Span | None, rows: Sequence[Block]) -> None:
        self._text = text
        self._caption = (caption,) if caption is not None else ()
        full = max((row for row in rows if row.kind == "table_row"), key=_width, default=None)
        self._corner = full.cells[0].head if full is not None and full.cells else None
        self._section: Span | None = None
        self._marks: frozenset[str] = frozenset()
        self._unsure = False
        self._open = False  # the row before was a heading
        self._nested = False  # a heading stood right below another: which of them ends is not said
        self._begun = False  # there was a row of data

    def add(self, block: Block) -> Over:
        row = block.kind == "table_row"
        alone = len(block.cells) == 1
        if alone and (self._is_heading(block) if row else self._begun):
            self._begin(block)
            return Over()
        if alone and not row:
            self._section = block.cells[0].span  # over the whole table, or over its first column
        if not row or alone or not block.cells:
            return Over()
        first = block.cells[0]
        if not self._begun and self._section not in first.heads[:-1] and not self._open:
            self._section = None
        self._open, self._begun = False, True
        ended = bool(self._marks & _marks_of(self._text, first.span))
        section = (self._section,) if self._section is not None else ()
        return Over((*self._caption, *section), self._unsure or self._nested or ended)

    def _is_heading(self, block: Block) -> bool:
        """Whether a row of one cell may say what the rows below it are: it stands in the first
        column or over all, and is no note."""
        cell = block.cells[0]
        if cell.first is not None or cell.head not in (None, self._corner, self._section):
            return False
        words = " ".join(self._text[cell.span.start : cell.span.end].split())
        if not any(letter.isalpha() for letter in words):
            return False
        return len(words.split()) <= _MOST_WORDS and words.rstrip("*_")[-1:] not in ".!?;"

    def _begin(self, block: Block) -> None:
        """A heading: one that is marked as such, or a row that may be one or lack its values."""
        cell = block.cells[0]
        marks = _marks_of(self._text, cell.span)
        whole = block.kind == "table_head" or (self._corner or cell.head) != cell.head
        if marks or whole:
            self._nested = self._nested or self._open
            self._section, self._marks, self._unsure = cell.span, marks, False
        else:
            self._unsure = True
        self._open = True


def _marks_of(text: str, span: Span) -> frozenset[str]:
    """How the words of a cell are set apart from those of others."""
    words = text[span.start : span.end].strip()
    letters = sum(letter.isalpha() for letter in words)
    signs = {
        "bold": _BOLD.match(words) is not None,
        "colon": words.rstrip("*_").endswith(":"),
        "capitals": letters > 4 and words.isupper(),
    }
    return frozenset(sign for sign, has in signs.items() if has)


def _caption(text: str, block: Block | None) -> Span | None:
    """The one line of `block` where it is what the table below it is called."""
    if block is None or block.kind != "paragraph":
        return None
    words = text[block.span.start : block.span.end].strip()
    count = len(words.split())
    if "\n" in words or _FURNITURE.search(words) or not any(map(str.isalpha, words)):
        return None
    if _BOLD.match(words):
        return block.span if count <= _MOST_WORDS else None
    opens = words[0].isupper() or words[0].isdigit()
    plain = opens and words[-1] not in ".!?;,)" and ". " not in words
    return block.span if plain and count <= _MOST_PLAIN else None


def _width(row: Block) -> int:
    return len(row.cells)


def _is_new_head(block: Block, before: Block) -> bool:
    """Whether another table begins: a head of several columns behind a row."""
    several = len(block.cells) > 1
    return several and block.kind == "table_head" and before.kind == "table_row"
