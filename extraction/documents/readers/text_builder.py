"""Puts together the text of formats that have none of their own (HTML, DOCX): blocks separated by
an empty line, the rows of a table and the items of a list by a line end."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from graph.model import Block, BlockKind, Cell, Reading, Span

_BLANKS = re.compile(r"[ \t\n\r\f\v]+")
_BLANK_IN_LINE = " \t\r\f\v"
CELL_SEPARATOR = " | "


def one_line(text: str) -> str:
    """Runs of ASCII white space become one blank; no-break spaces are kept."""
    return _BLANKS.sub(" ", text).strip()


def some_lines(text: str) -> str:
    """Like `one_line`, for text whose line ends are meant (``<br>``, Word line breaks)."""
    lines = (_BLANKS.sub(" ", line.strip(_BLANK_IN_LINE)) for line in text.split("\n"))
    return "\n".join(lines).strip()


class TextBuilder:
    """Collects blocks; every span is right because the text is made from them."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self.blocks: list[Block] = []

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def add(self, kind: BlockKind, text: str, level: int = 0) -> None:
        """Append one block; nothing where `text` is blank."""
        text = text.strip()
        if text:
            start = self._begin(kind)
            self._append(text)
            self.blocks.append(Block(kind, Span(start, self._length), level))

    def add_cells(
        self,
        texts: Sequence[str],
        cell: Callable[[int, Span], Cell],
        *,
        head: bool,
        level: int = 0,
        empty: Sequence[int] = (),
    ) -> None:
        """Append one table row of filled cells; `cell` makes each of its position and span.
        `empty` counts the empty cells before each: they have no span, but their bar."""
        made: list[Cell] = []
        for position, text in enumerate(texts):
            bars = CELL_SEPARATOR * (empty[position] if empty else 0)
            if not made:
                self._begin("table_row")
            start = self._append(CELL_SEPARATOR + bars if made else bars.lstrip())
            self._append(text)
            made.append(cell(position, Span(start, self._length)))
        self._row(made, head, level)

    def add_reading(self, reading: Reading, level: int = 0) -> None:
        """Append all of another document, `level` deeper in lists."""
        if not reading.text.strip():
            return
        start = self._begin("paragraph")
        self._append(reading.text)
        for block in reading.blocks:
            deeper = 0 if block.kind == "heading" else level
            cells = tuple(_shifted(cell, start) for cell in block.cells)
            span = block.span.shift(start)
            self.blocks.append(Block(block.kind, span, block.level + deeper, cells=cells))

    def _row(self, cells: Sequence[Cell], head: bool, level: int) -> None:
        if cells:
            kind: BlockKind = "table_head" if head else "table_row"
            span = Span(cells[0].span.start, cells[-1].span.end)
            self.blocks.append(Block(kind, span, level, cells=tuple(cells)))

    def _begin(self, kind: BlockKind) -> int:
        if self.blocks:
            before = self.blocks[-1].kind
            rows = kind == "table_row" and before in ("table_head", "table_row")
            items = kind == before == "list_item"
            self._append("\n" if rows or items else "\n\n")
        return self._length

    def _append(self, text: str) -> int:
        self._parts.append(text)
        self._length += len(text)
        return self._length


def _shifted(cell: Cell, by: int) -> Cell:
    heads = tuple(head.shift(by) for head in cell.heads)
    return Cell(cell.span.shift(by), heads, cell.first.shift(by) if cell.first else None)


_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def roman(number: int) -> str:
    """`number` in lower-case Roman digits; decimal outside 1 to 3999."""
    if not 0 < number < 4000:
        return str(number)
    digits = ""
    for value, letters in _ROMAN:
        digits += letters * (number // value)
        number %= value
    return digits


def letters(number: int) -> str:
    """a … z, then aa, bb … as word processors count, up to 30 letters as they do; decimal outside
    1 to 780."""
    if not 0 < number <= 780:
        return str(number)
    repeat, index = divmod(number - 1, 26)
    return chr(ord("a") + index) * (repeat + 1)


def alphabetic(number: int) -> str:
    """a … z, then aa, ab … as browsers count; decimal below 1."""
    if number < 1:
        return str(number)
    made = ""
    while number:
        number, index = divmod(number - 1, 26)
        made = chr(ord("a") + index) + made
    return made
