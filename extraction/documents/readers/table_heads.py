"""Which rows of a table are heads, for every format that has merged cells."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extraction.documents.readers.table_grid import MAX_COLUMNS, GridCell
from extraction.documents.readers.text_builder import one_line

_MAX_HEAD_ROWS = 6
_FIGURE = re.compile(r"[\W\d_]+\Z")


def head_rows(rows: Sequence[Sequence[GridCell]], marked: Sequence[bool] = ()) -> list[bool]:
    """Which rows are head rows: those `marked` (``thead``, repeated head rows), those of nothing
    but heads, and those that a head cell of the head row above reaches into. A later row of heads
    that holds figures is a total and no head; a table of nothing but heads has one head row."""
    found: list[bool] = []
    reach = 0  # rows that a head cell above still covers
    first: list[str] = []
    begun = False  # there was a row of data
    for number, row in enumerate(rows):
        texts = [one_line(cell.text) for cell in row]
        head = number < len(marked) and marked[number]
        if reach > 0 or _all_heads(row, texts):
            figures = any(text and _FIGURE.match(text) for text in texts[1:])
            head = head or not (begun and figures and texts != first)
        if head:
            first = first or texts
            down = max((cell.rows for cell in row if cell.head), default=1)
            reach = max(reach, down) if down <= _MAX_HEAD_ROWS else reach
        found.append(head)
        begun = begun or not head
        reach -= 1
    if found and all(found):
        return [len(found) > 1, *[False] * (len(found) - 1)]
    for number in range(len(found) - 1, -1, -1):  # a head stands over something
        if not found[number]:
            break
        found[number] = False
    return found


def _all_heads(row: Sequence[GridCell], texts: Sequence[str]) -> bool:
    """Whether all filled cells are heads; one alone is so only over several columns or beside an
    empty corner."""
    filled = [number for number, text in enumerate(texts) if text]
    if not filled or not all(row[number].head for number in filled):
        return False
    return len(filled) > 1 or filled[0] > 0 or row[filled[0]].columns > 1


def with_heads_below(rows: Sequence[Sequence[GridCell]], heads: Sequence[bool]) -> list[bool]:
    """`heads` with the rows that go on with the head row above: all that they hold stands under
    cells of it that go over several columns, beside one that does not and reaches down or has
    nothing below; figures only where one reaches down."""
    made = list(heads)
    wide: dict[int, bool] = {}  # column -> whether its head goes over several
    held: dict[int, tuple[int, int]] = {}  # column -> (columns, rows left) of what reaches down
    for number, row in enumerate(rows[: _MAX_HEAD_ROWS + 1]):
        reaching, (places, held) = held, _columns_of(row, held)
        filled = {
            at: text for at, cell in zip(places, row, strict=True) if (text := one_line(cell.text))
        }
        if 0 < number < len(rows) - 1 and made[number - 1] and not made[number]:
            made[number] = _goes_on(filled, wide, reaching)
        if not made[number]:
            break
        for at, cell in zip(places, row, strict=True):
            columns = _width(cell)
            wide.update(dict.fromkeys(range(at, at + columns), columns > 1))
    return made


def _goes_on(
    filled: Mapping[int, str], wide: Mapping[int, bool], reaching: Mapping[int, tuple[int, int]]
) -> bool:
    """Whether a row with these texts in its columns is a further head row below one that has heads
    so `wide`, of which some are `reaching` down into it."""
    if not filled or not all(wide.get(at) for at in filled):
        return False
    if any(not wide.get(at, True) for at in reaching):
        return True
    beside = any(not several for at, several in wide.items() if at not in filled)
    return beside and not all(_FIGURE.match(text) for text in filled.values())


def _width(cell: GridCell) -> int:
    return max(1, min(cell.columns, MAX_COLUMNS))


def _columns_of(
    row: Sequence[GridCell], held: Mapping[int, tuple[int, int]]
) -> tuple[list[int], dict[int, tuple[int, int]]]:
    """The column of each cell beside those that reach down from above, and what reaches on."""
    places: list[int] = []
    now = {at: (wide, left - 1) for at, (wide, left) in held.items() if left > 1}
    column = 0
    for cell in row:
        while column in held:
            column += held[column][0]
        places.append(column)
        wide = _width(cell)
        if cell.rows > 1:
            now[column] = (wide, cell.rows - 1)
        column += wide
    return places, now
