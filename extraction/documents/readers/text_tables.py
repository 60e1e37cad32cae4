"""Tables of plain text: lines whose columns are kept apart by tabs, or by blanks that stand in the
same place in every line.

Where the lines share no such gutter they are no table, and each stays a paragraph of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extraction.documents.readers.line_joins import Line
from graph.model import Block, BlockKind, Cell, Span

_RULE = re.compile(r"[ \t]*[-=_+|](?:[ \t]*[-=_+|]){2,}[ \t]*\Z")
_ITEM = re.compile(r"[ \t]*(?:[-*+•]|\(?\w{1,3}[.)])[ \t]")
_GAP = re.compile(r"\S(?:  | ?\t)[ \t]*\S")
_INDENT = 4
_MIN_LINES = 3
_MAX_LINES = 5_000  # of one table
_MAX_COLUMNS = 100
_PROSE = 5  # words in a cell


@dataclass(frozen=True, slots=True)
class TextTable:
    """Blocks of the rows, none where the lines are no table, and the index of the line after the
    last one."""

    blocks: tuple[Block, ...]
    end: int


def table_at(lines: Sequence[Line], index: int, level: int = 0) -> TextTable:
    """The table that begins at line `index`. Where it has no blocks, none begins before its end."""
    end, ruled = _run(lines, index)
    rows = [line for line in lines[index:end] if not _RULE.match(line.text)]
    if len(rows) < (_MIN_LINES - bool(ruled)):
        return TextTable((), end)
    cut = _by_tabs(rows) if all("\t" in row.text.strip() for row in rows) else _by_gutters(rows)
    if not cut or _is_fields(cut) or _is_prose(cut):
        return TextTable((), end)
    heads = ruled or int(_first_is_head(cut))
    return TextTable(tuple(_blocks(cut, heads, level)), end)


def _run(lines: Sequence[Line], index: int) -> tuple[int, int]:
    """(index after the last line of columns, how many rows stand above the first rule)."""
    end, ruled = index, 0
    while end < len(lines) and end - index < _MAX_LINES:
        line = lines[end]
        rule = end > index and bool(_RULE.match(line.text))
        if line.quoted != lines[index].quoted or line.blank or _ITEM.match(line.text):
            break
        further = end > index and line.indent >= _INDENT  # of a head or cell of several lines
        if not rule and not further and not _GAP.search(line.text):
            break
        if rule and not ruled and end - index <= 3:
            ruled = end - index
        end += 1
    return end, ruled


Row = list[tuple[int, str]]  # (offset in the whole text, words) of each column, empty ones included


def _by_tabs(rows: Sequence[Line]) -> list[Row]:
    counts = {row.text.count("\t") for row in rows}
    if len(counts) > 1 or max(counts) >= _MAX_COLUMNS:
        return []
    return [_cells(row, _tab_cuts(row.text)) for row in rows]


def _tab_cuts(text: str) -> list[tuple[int, int]]:
    found, begin = [], 0
    for part in text.split("\t"):
        found.append((begin, begin + len(part)))
        begin += len(part) + 1
    return found


def _by_gutters(rows: Sequence[Line]) -> list[Row]:
    if any("\t" in row.text for row in rows):
        return []
    width = max(len(row.text) for row in rows)
    filled = bytearray(width)
    for row in rows:
        for match in re.finditer(r"\S+", row.text):
            filled[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
    columns = [m.span() for m in re.finditer(rb"\x01+(?:\x00\x01+)*", bytes(filled))]
    if not 2 <= len(columns) <= _MAX_COLUMNS:
        return []
    return [_cells(row, columns) for row in rows]


def _cells(row: Line, cuts: Sequence[tuple[int, int]]) -> Row:
    made: Row = []
    for begin, end in cuts:
        raw = row.text[begin:end]
        made.append((row.start + begin + len(raw) - len(raw.lstrip()), raw.strip()))
    return made


def _is_fields(rows: list[Row]) -> bool:
    """``Date:   1 May``: a name and its value, not two columns."""
    return all(row[0][1].endswith(":") or not row[0][1] for row in rows)


def _is_prose(rows: list[Row]) -> bool:
    """Two columns of running text side by side."""
    words = [
        [len(row[column][1].split()) for row in rows if row[column][1]]
        for column in range(len(rows[0]))
    ]
    return sum(1 for one in words if one and sum(one) > _PROSE * len(one)) > 1


def _first_is_head(rows: list[Row]) -> bool:
    """Words over columns of figures."""
    first, rest = rows[0], rows[1:]
    if any(_has_digit(text) for _, text in first) or not all(text for _, text in first[1:]):
        return False
    return any(
        sum(_has_digit(row[column][1]) for row in rest) > len(rest) / 2
        for column in range(1, len(first))
    )


def _has_digit(text: str) -> bool:
    return any(character.isdigit() for character in text)


def _blocks(rows: list[Row], heads: int, level: int) -> list[Block]:
    over: dict[int, tuple[Span, ...]] = {}
    made = []
    for number, row in enumerate(rows):
        spans = [Span(start, start + len(text)) for start, text in row]
        head = number < heads
        cells = tuple(
            Cell(span, () if head else over.get(column, ()))
            for column, span in enumerate(spans)
            if len(span)
        )
        if head:
            for column, span in enumerate(spans):
                over[column] = (*over.get(column, ()), *([span] if len(span) else []))
        if cells:
            kind: BlockKind = "table_head" if head else "table_row"
            made.append(
                Block(kind, Span(cells[0].span.start, cells[-1].span.end), level, cells=cells)
            )
    return made
