"""Tables of PDF pages that are drawn with lines: their cells are what the lines enclose."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extraction.documents.readers.pdf_drawing import Drawing, Rule
from extraction.documents.readers.pdf_geometry import Box
from extraction.documents.readers.pdf_heads import FIGURE, head_count
from extraction.documents.readers.pdf_page import Line, Piece
from extraction.documents.readers.pdf_rows import TOUCH, Cell, Part, Table, aligned, cell_of

_GRID_RULES = 600  # of one page; more are a drawing
_GRID_CELLS = 20_000


@dataclass(frozen=True, slots=True)
class Grid:
    across: tuple[Rule, ...]
    down: tuple[Rule, ...]

    @property
    def box(self) -> Box:
        rules = [Box(r.start, r.at, r.end, r.at) for r in self.across]
        rules += [Box(r.at, r.start, r.at, r.end) for r in self.down]
        whole = rules[0]
        for box in rules[1:]:
            whole = whole.join(box)
        return whole


def grids(drawing: Drawing) -> Iterator[Grid]:
    """Rules that meet, where there are enough of them for two columns."""
    across, down = drawing.across, drawing.down
    if not down or not across or len(across) + len(down) > _GRID_RULES:
        return
    group = list(range(len(across) + len(down)))

    def root(number: int) -> int:
        while group[number] != number:
            group[number] = group[group[number]]
            number = group[number]
        return number

    for n, one in enumerate(across):
        for m, other in enumerate(down):
            if (
                other.start - TOUCH <= one.at <= other.end + TOUCH
                and one.start - TOUCH <= other.at <= one.end + TOUCH
            ):
                group[root(len(across) + m)] = root(n)
    roots = sorted({root(n) for n in range(len(across))})
    for chosen in roots:
        grid = Grid(
            tuple(r for n, r in enumerate(across) if root(n) == chosen),
            tuple(r for n, r in enumerate(down) if root(len(across) + n) == chosen),
        )
        if len(grid.across) >= 2 and grid.down:
            yield grid


def _levels(values: Iterable[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > TOUCH:
            found.append(value)
    return found


def ruled_table(grid: Grid, lines: Sequence[Line]) -> tuple[Table | None, list[Line]]:
    box = grid.box
    xs = _levels([*(r.at for r in grid.down), box.left, box.right])
    ys = _levels([*(r.at for r in grid.across), box.top, box.bottom])
    if len(xs) < 3 or len(ys) < 2 or len(xs) * len(ys) > _GRID_CELLS:
        return None, []
    parts: list[Part] = []
    taken: list[Line] = []
    for line in lines:
        if not box.holds(line.box):
            continue
        taken.append(line)
        for piece in line.pieces:
            parts += [Part(p, line.bold, line.size) for p in _cut_at(piece, xs, grid)]
    if sum(any(_crosses(x, p.piece, grid) for x in xs) for p in parts) > len(parts) / 10:
        return None, []  # a drawing behind the text
    owners = _owners(grid, xs, ys)
    held: dict[int, list[Part]] = {}
    width = len(xs) - 1
    for part in parts:
        row = min(len(ys) - 2, max(0, bisect_right(ys, (part.box.top + part.box.bottom) / 2) - 1))
        column = min(width - 1, max(0, bisect_right(xs, (part.box.left + part.box.right) / 2) - 1))
        held.setdefault(owners[row * width + column], []).append(part)
    rows = _grid_rows(owners, width, len(ys) - 1, held)
    rows = [piece for row in rows for piece in _divided(row, len(rows))]
    rows = [row for row in rows if any(cell.pieces for cell in row)]
    filled = [sum(bool(cell.pieces) for cell in row) for row in rows]
    if sum(count > 1 for count in filled) < 2 or any(map(_is_frame, rows)):
        return None, []
    table = Table(0, box, xs[:-1], rows)
    table.heads = head_count(rows)
    return table, taken


def _is_frame(row: Sequence[Cell]) -> bool:
    """Whether lines are drawn around columns of many rows, and not around cells."""
    long = [cell for cell in row if len({round(p.box.bottom) for p in cell.pieces}) > 5]
    return len(long) > 1 and aligned([[p.box for p in cell.pieces] for cell in long]) > 0.8


def _cut_at(piece: Piece, xs: Sequence[float], grid: Grid) -> list[Piece]:
    """A piece cut where a line goes down through it; one inside a word cuts nothing."""
    for x in xs:
        if _crosses(x, piece, grid):
            parts = piece.cut(x - 1)
            if parts is not None and len(parts[0].text) + len(parts[1].text) < len(piece.text):
                return [*_cut_at(parts[0], xs, grid), *_cut_at(parts[1], xs, grid)]
    return [piece]


def _crosses(x: float, piece: Piece, grid: Grid) -> bool:
    middle = (piece.box.top + piece.box.bottom) / 2
    return piece.box.left + TOUCH < x < piece.box.right - TOUCH and any(
        abs(rule.at - x) <= TOUCH and rule.start <= middle <= rule.end for rule in grid.down
    )


def _owners(grid: Grid, xs: Sequence[float], ys: Sequence[float]) -> list[int]:
    """For each place of the grid the first place of its cell: places without a line between them
    are one cell."""
    width, height = len(xs) - 1, len(ys) - 1
    right = [[False] * width for _ in range(height)]
    below = [[False] * width for _ in range(height)]
    for rule in grid.down:
        column = next((n for n, x in enumerate(xs) if abs(x - rule.at) <= TOUCH), 0) - 1
        for row in range(height):
            middle = (ys[row] + ys[row + 1]) / 2
            if 0 <= column < width and rule.start <= middle <= rule.end:
                right[row][column] = True
    for rule in grid.across:
        row = next((n for n, y in enumerate(ys) if abs(y - rule.at) <= TOUCH), 0) - 1
        for column in range(width):
            middle = (xs[column] + xs[column + 1]) / 2
            if 0 <= row < height and rule.start <= middle <= rule.end:
                below[row][column] = True
    owners = list(range(width * height))
    for row in range(height):
        for column in range(width):
            place = row * width + column
            if row and not below[row - 1][column]:
                owners[place] = owners[place - width]
            elif column and not right[row][column - 1]:
                owners[place] = owners[place - 1]
    return owners


def _grid_rows(
    owners: Sequence[int], width: int, height: int, held: dict[int, list[Part]]
) -> list[list[Cell]]:
    rows: list[list[Cell]] = [[] for _ in range(height)]
    for place in sorted(set(owners)):
        row, column = divmod(place, width)
        across = sum(owners[row * width + n] == place for n in range(column, width))
        down = sum(owners[n * width + column] == place for n in range(row, height))
        rows[row].append(cell_of(held.get(place, []), down, across))
    return rows


def _divided(row: list[Cell], of: int) -> Iterator[list[Cell]]:
    """The rows that stand between two rules: all of them where a table has rules only around its
    body, and each of its lines fills every column."""
    lines = [cell.lines() for cell in row]
    counts = [len(own) for own in lines if own]
    texts = [piece.text for cell in row for piece in cell.pieces]
    figures = len(row) > 3 and sum(bool(FIGURE.match(t)) for t in texts) > len(texts) / 2
    bottoms = [[line[0].box.bottom for line in own] for own in lines if own]
    if (
        min(counts, default=0) < 3
        or len(set(counts)) > 1
        or len(counts) < 2
        or (of > 3 and not figures)
        or any(max(level) - min(level) > TOUCH for level in zip(*bottoms, strict=True))
    ):
        yield row
        return
    for number in range(counts[0]):
        yield [
            Cell(tuple(own[number]) if own else (), 1, cell.columns, cell.bold)
            for cell, own in zip(row, lines, strict=True)
        ]
