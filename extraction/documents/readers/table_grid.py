"""Tables with merged cells and several head rows, for every format that has them: which column a
cell stands in, which heads stand over it, which rows it holds for.

A reader turns each row into `GridCell` values, asks `table_heads` which rows are heads (or says so
itself), and writes the rows of a `TableGrid` one by one. A cell that spans several rows is written
again in each of them (`Cell.first` says where it stood first), so that every row can be read, found
and quoted alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from extraction.documents.readers.text_builder import TextBuilder, one_line
from graph.model import Cell, Span

Place = tuple[int, int]  # (row, position among the row's given cells)

MAX_COLUMNS = 1000  # as browsers
MAX_ROWS = 65_534  # as browsers
_MAX_HEADS = 8  # over one cell
_MAX_REPEATED_CHARS = 300  # a longer cell is written in its first row only
_FREE_COLUMNS = 10_000  # columns covered in one table, beside a number for each cell
_COLUMNS_PER_CELL = 4
_FREE_REPEATS = 10_000  # characters written again in one table, beside a number for each own one
_REPEATS_PER_CHAR = 4


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell as its file gives it. `head` is True where it is marked as a head (``th``, wholly
    bold). `continues` is True where it belongs to the cell above it (Word's vertical merge)."""

    text: str
    rows: int = 1
    columns: int = 1
    head: bool = False
    continues: bool = False


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell in its row: the column it begins in, the given cell it comes from, the heads over it
    (outermost first), and whether it spans rows (`spans`) and stands here again (`again`)."""

    text: str
    source: Place
    column: int
    columns: int
    heads: tuple[Place, ...] = ()
    spans: bool = False
    again: bool = False


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """The cells of one row, left to right, empty ones left out. `cut`: from here on, cells that
    span rows are not repeated, and columns are not known."""

    head: bool
    cells: tuple[PlacedCell, ...]
    cut: bool = False


def with_row_spans(rows: Sequence[Sequence[GridCell]]) -> list[list[GridCell]]:
    """The rows with the cells that continue one above taken out and counted in its `rows`."""
    made: list[list[GridCell]] = []
    above: dict[int, Place] = {}  # column -> the cell that a later one there may continue
    for number, row in enumerate(rows):
        made.append([])
        column = 0
        now: dict[int, Place] = {}
        for cell in row:
            place = above.get(column)
            if cell.continues and place is not None:
                begun = made[place[0]][place[1]]
                made[place[0]][place[1]] = replace(begun, rows=number - place[0] + 1)
            else:
                place = (number, len(made[number]))
                made[number].append(replace(cell, continues=False))
            now[column] = place
            column += max(1, min(cell.columns, MAX_COLUMNS))
        above = now
    return made


@dataclass(slots=True)
class _Held:
    """A cell that covers further rows."""

    cell: PlacedCell
    left: int


@dataclass(slots=True)
class _Heads:
    """The heads over each column, and the one over the rows that follow a full-width head."""

    over: dict[int, tuple[Place, ...]] = field(default_factory=dict)
    section: tuple[Place, ...] = ()
    open: bool = False  # the row before was a head row

    def begin(self) -> None:
        if not self.open:
            self.over.clear()
        self.open = True

    def add(self, cell: PlacedCell) -> None:
        for column in range(cell.column, cell.column + cell.columns):
            above = self.over.get(column, ())
            if len(above) < _MAX_HEADS and cell.source not in above:
                self.over[column] = (*above, cell.source)

    def of(self, cell: PlacedCell) -> tuple[Place, ...]:
        found: dict[Place, None] = {}
        if not self.over:
            return ()
        for column in range(cell.column, cell.column + cell.columns):
            found.update(dict.fromkeys(self.over.get(column, ())))
            if len(found) >= _MAX_HEADS:
                break
        return tuple(sorted(found))[:_MAX_HEADS]


def placed_rows(rows: Sequence[Sequence[GridCell]], heads: Sequence[bool]) -> Iterator[PlacedRow]:
    """Each row with its cells in their columns, under their heads.

    A cell over several columns has the heads of all of them. A head over the whole width is said
    once in each row, by its first cell, until the next one. Linear in the size of the input:
    spans of hostile size count as 1, and cells are no longer repeated, once a table has
    spent its allowance.
    """
    rows = _capped(rows)
    chars = sum(len(cell.text) for row in rows for cell in row)
    allowance = _FREE_REPEATS + _REPEATS_PER_CHAR * chars
    held: dict[int, _Held] = {}
    over = _Heads()
    for number, row in enumerate(rows):
        cells = _in_columns(row, number, held)
        if held:
            allowance -= sum(8 + len(one.cell.text) + one.cell.columns for one in held.values())
        if allowance <= 0:
            held.clear()
            filled = tuple(cell for cell in cells if cell.text and not cell.again)
            yield PlacedRow(False, filled, cut=True)
            continue
        head = number < len(heads) and heads[number]
        yield _head_row(cells, over) if head else _data_row(cells, over)
        held = {c: one for c, one in held.items() if one.left > 0}


def _capped(rows: Sequence[Sequence[GridCell]]) -> list[list[GridCell]]:
    allowance = _FREE_COLUMNS + _COLUMNS_PER_CELL * sum(map(len, rows))
    made: list[list[GridCell]] = []
    for row in rows:
        capped = []
        for cell in row:
            wide = max(1, min(cell.columns, MAX_COLUMNS))
            wide = wide if allowance > wide else 1
            allowance -= wide
            tall = max(1, min(cell.rows, MAX_ROWS))
            capped.append(replace(cell, text=one_line(cell.text), columns=wide, rows=tall))
        made.append(capped)
    return made


def _in_columns(row: Sequence[GridCell], number: int, held: dict[int, _Held]) -> list[PlacedCell]:
    """The cells of one row, those that reach down from above among them; `held` is brought up to
    date."""
    cells = []
    for one in held.values():
        one.left -= 1
        cells.append(replace(one.cell, again=True))
    column = 0
    begun: dict[int, _Held] = {}
    for position, cell in enumerate(row):
        while column in held:
            column += held[column].cell.columns
        place = (number, position)
        placed = PlacedCell(cell.text, place, column, cell.columns, spans=cell.rows > 1)
        cells.append(placed)
        if cell.rows > 1:
            begun[column] = _Held(placed, cell.rows - 1)
        column += cell.columns
    held.update(begun)
    return sorted(cells, key=lambda cell: cell.column)


def _head_row(cells: Sequence[PlacedCell], over: _Heads) -> PlacedRow:
    own = [cell for cell in cells if cell.text and not cell.again]
    width = sum(cell.columns for cell in cells)
    if len(own) == 1 and own[0].columns == width > 1:
        over.section = (own[0].source,)
        return PlacedRow(True, tuple(replace(cell, spans=False) for cell in own))
    over.begin()
    for cell in own:
        over.add(cell)
    return PlacedRow(True, tuple(replace(cell, spans=False) for cell in own))


def _data_row(cells: Sequence[PlacedCell], over: _Heads) -> PlacedRow:
    over.open = False
    filled = [c for c in cells if c.text and not (c.again and len(c.text) > _MAX_REPEATED_CHARS)]
    width = sum(cell.columns for cell in cells)
    made: list[PlacedCell] = []
    for cell in filled:
        whole = cell.columns == width > 1
        above = () if whole else over.of(cell)
        if not made:
            above = (*(place for place in over.section if place not in above), *above)
        made.append(replace(cell, heads=above))
    return PlacedRow(False, tuple(made))


class TableGrid:
    """Writes the rows of one table into a `TextBuilder`, each when it is asked for: an empty cell
    keeps its bar where other rows have something in its column. `capped`: its allowance of repeated
    cells was spent."""

    def __init__(
        self, out: TextBuilder, rows: Sequence[Sequence[GridCell]], heads: Sequence[bool]
    ) -> None:
        self._out = out
        self.capped = False
        placed = list(placed_rows(rows, heads))
        self._columns = sorted({c.column for row in placed if not row.cut for c in row.cells})
        self._rows = iter(placed)
        self._written: dict[Place, Span] = {}

    def write_row(self, level: int = 0) -> None:
        """Write the next row; nothing where all its cells are empty."""
        row = next(self._rows)
        self.capped = self.capped or row.cut

        def cell(position: int, span: Span) -> Cell:
            placed = row.cells[position]
            first = self._written.setdefault(placed.source, span)
            heads = tuple(self._written[p] for p in placed.heads if p in self._written)
            return Cell(span, heads, first if placed.spans else None)

        texts = [one.text for one in row.cells]
        empty = () if row.cut else self._empty_before(row.cells)
        self._out.add_cells(texts, cell, head=row.head, level=level, empty=empty)

    def _empty_before(self, cells: Sequence[PlacedCell]) -> list[int]:
        """How many columns that other rows fill are empty before each of `cells`."""
        counts = []
        end = 0
        for cell in cells:
            counts.append(bisect_left(self._columns, cell.column) - bisect_left(self._columns, end))
            end = cell.column + cell.columns
        return counts
