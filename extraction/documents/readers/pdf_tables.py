"""Tables of PDF pages, found by their rules or by columns that stand one below the other.

A ruled table is a grid of lines across and down; its cells are what the lines enclose. A table
without rules is a run of rows whose pieces leave the same gaps between columns; columns of prose
leave such a gap too, and are none (`prose_columns`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from extraction.documents.readers.pdf_drawing import Drawing, Rule
from extraction.documents.readers.pdf_geometry import Box
from extraction.documents.readers.pdf_page import Line, Piece, side_by_side

_TOUCH = 3.0  # points: rules as near as this meet
_GRID_RULES = 600  # of one page; more are a drawing
_GRID_CELLS = 20_000
_FAR = 2.6  # line heights between rows of one table
_TOGETHER = 1.5  # line heights (loose ones, pitch) within one cell
_FIGURE = re.compile(
    r"[-–−+<>≤≥±~*(]*[$€£¥]?\s?\d[\d.,:/\s–-]*(?:[%‰)*]|\s?[^\W\d_]{1,3})?\Z|[-–—*]\Z"
)
_YEAR = re.compile(r"(?:FY\s?)?(?:19|20)\d\d\*?\Z")
_LABEL = re.compile(r"(?:\(\w{1,4}\)|\w{1,4}[.)]|\d+(?:\.\d+)*|[•◦▪●‣∙○■□➢\uf0b7·–—-])\Z")
_ENDED = (".", "!", "?", ":", ";")
_PROSE = 20  # characters of a line of running text, at least
_COLUMN_LINES = 5  # of a column of running text, at least


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its pieces line by line, and the rows and columns that it covers."""

    pieces: tuple[Piece, ...] = ()
    rows: int = 1
    columns: int = 1
    bold: bool = False

    @property
    def text(self) -> str:
        return " ".join(piece.text for piece in self.pieces)

    def lines(self) -> list[list[Piece]]:
        """The pieces of each of its lines."""
        found: list[list[Piece]] = []
        for piece in self.pieces:
            if found and abs(found[-1][0].box.bottom - piece.box.bottom) < _TOUCH:
                found[-1].append(piece)
            else:
                found.append([piece])
        return found


@dataclass(slots=True)
class Table:
    """The rows of a table, each with its cells from left to right (covered places left out)."""

    page: int
    box: Box
    columns: list[float]  # where they begin
    rows: list[list[Cell]]
    heads: int = 0  # how many of the rows are heads
    pages: list[int] = field(default_factory=list)  # of each row

    def goes_on_in(self, other: Table) -> bool:
        """Whether `other`, at the top of the next page, has further rows of this table."""
        same = len(self.columns) == len(other.columns) and all(
            abs(a - b) <= _TOUCH for a, b in zip(self.columns, other.columns, strict=True)
        )
        return same and not other.heads and other.page == self.pages[-1] + 1


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a line with what its line says of it."""

    piece: Piece
    bold: bool
    size: float

    @property
    def box(self) -> Box:
        return self.piece.box


def tables_of(lines: Sequence[Line], drawing: Drawing) -> Iterator[tuple[Table, list[Line]]]:
    """The tables among the lines of a page, each with the lines that are in it."""
    rest = list(lines)
    for grid in _grids(drawing):
        table, taken = _ruled(grid, rest)
        if table is not None:
            inside = set(map(id, taken))
            rest = [line for line in rest if id(line) not in inside]
            yield table, taken
    rest = [line for line in rest if line.upright]
    if side_by_side(rest):
        columns = text_columns(rest)
        for run in _runs_beside(rest, columns):
            table = _unruled(run, drawing)
            if table is not None:
                yield table, [line for row in run for line in row.lines]


def _runs_beside(lines: Sequence[Line], columns: Sequence[Box]) -> Iterator[list[Row]]:
    """Runs of rows that are no columns of running text; of those that are, the runs in each."""
    for run in _runs(lines):
        if not prose_columns(run, columns):
            yield run
            continue
        sides = columns or _merge([part.box for row in run for part in row.parts])
        inside = [line for row in run for line in row.lines]
        for side in sides:
            held = [line for line in inside if _inside(line.box, side)]
            if len(held) < len(inside):
                yield from _runs(held)


def in_columns(lines: Sequence[Line]) -> list[Line]:
    """The lines of a page, columns of prose one after the other where the file draws them line by
    line."""
    if not any(len(line.pieces) > 1 for line in lines):
        return list(lines)
    made = list(lines)
    sides = text_columns(lines)
    for run in _runs(lines):
        beside = [row for row in run if len(row.parts) > 1]
        across = sum(len(row.lines) == 1 for row in beside)
        if across > 0.6 * len(beside) and prose_columns(run, sides):
            columns = sides or _merge([part.box for row in run for part in row.parts])
            inside = [line for row in run for line in row.lines]
            cut = [
                replace(line, pieces=(p,), text=p.text, indices=p.indices, box=p.box)
                for line in inside
                for p in line.pieces
            ]
            lefts = [column.left for column in columns]
            cut.sort(key=lambda line: (bisect_right(lefts, line.box.left + _TOUCH), line.box.top))
            gone = set(map(id, inside))
            at = next(n for n, line in enumerate(made) if id(line) in gone)
            made = [line for line in made if id(line) not in gone]
            made[at:at] = cut
    return made


# --- ruled tables --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Grid:
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


def _grids(drawing: Drawing) -> Iterator[_Grid]:
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
                other.start - _TOUCH <= one.at <= other.end + _TOUCH
                and one.start - _TOUCH <= other.at <= one.end + _TOUCH
            ):
                group[root(len(across) + m)] = root(n)
    roots = sorted({root(n) for n in range(len(across))})
    for chosen in roots:
        grid = _Grid(
            tuple(r for n, r in enumerate(across) if root(n) == chosen),
            tuple(r for n, r in enumerate(down) if root(len(across) + n) == chosen),
        )
        if len(grid.across) >= 2 and grid.down:
            yield grid


def _levels(values: Iterable[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _TOUCH:
            found.append(value)
    return found


def _ruled(grid: _Grid, lines: Sequence[Line]) -> tuple[Table | None, list[Line]]:
    box = grid.box
    xs = _levels([*(r.at for r in grid.down), box.left, box.right])
    ys = _levels([*(r.at for r in grid.across), box.top, box.bottom])
    if len(xs) < 3 or len(ys) < 2 or len(xs) * len(ys) > _GRID_CELLS:
        return None, []
    parts: list[_Part] = []
    taken: list[Line] = []
    for line in lines:
        if not box.holds(line.box):
            continue
        taken.append(line)
        for piece in line.pieces:
            parts += [_Part(p, line.bold, line.size) for p in _cut_at(piece, xs, grid)]
    if sum(any(_crosses(x, p.piece, grid) for x in xs) for p in parts) > len(parts) / 10:
        return None, []  # a drawing behind the text
    owners = _owners(grid, xs, ys)
    held: dict[int, list[_Part]] = {}
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
    return len(long) > 1 and _aligned([[p.box for p in cell.pieces] for cell in long]) > 0.8


def _aligned(sides: Sequence[Sequence[Box]]) -> float:
    """The share of the lines of one side that stand at the height of one of another side."""
    shares = []
    for side, other in pairwise(sorted(sides, key=len)):
        bottoms = sorted(box.bottom for box in other)
        near = 0
        for box in side:
            place = bisect_right(bottoms, box.bottom)
            near += any(abs(b - box.bottom) < 1.5 for b in bottoms[max(0, place - 1) : place + 1])
        shares.append(near / len(side) if side else 1.0)
    return min(shares, default=1.0)


def _cut_at(piece: Piece, xs: Sequence[float], grid: _Grid) -> list[Piece]:
    """A piece cut where a line goes down through it; one inside a word cuts nothing."""
    for x in xs:
        if _crosses(x, piece, grid):
            parts = piece.cut(x - 1)
            if parts is not None and len(parts[0].text) + len(parts[1].text) < len(piece.text):
                return [*_cut_at(parts[0], xs, grid), *_cut_at(parts[1], xs, grid)]
    return [piece]


def _crosses(x: float, piece: Piece, grid: _Grid) -> bool:
    middle = (piece.box.top + piece.box.bottom) / 2
    return piece.box.left + _TOUCH < x < piece.box.right - _TOUCH and any(
        abs(rule.at - x) <= _TOUCH and rule.start <= middle <= rule.end for rule in grid.down
    )


def _owners(grid: _Grid, xs: Sequence[float], ys: Sequence[float]) -> list[int]:
    """For each place of the grid the first place of its cell: places without a line between them
    are one cell."""
    width, height = len(xs) - 1, len(ys) - 1
    right = [[False] * width for _ in range(height)]
    below = [[False] * width for _ in range(height)]
    for rule in grid.down:
        column = next((n for n, x in enumerate(xs) if abs(x - rule.at) <= _TOUCH), 0) - 1
        for row in range(height):
            middle = (ys[row] + ys[row + 1]) / 2
            if 0 <= column < width and rule.start <= middle <= rule.end:
                right[row][column] = True
    for rule in grid.across:
        row = next((n for n, y in enumerate(ys) if abs(y - rule.at) <= _TOUCH), 0) - 1
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
    owners: Sequence[int], width: int, height: int, held: dict[int, list[_Part]]
) -> list[list[Cell]]:
    rows: list[list[Cell]] = [[] for _ in range(height)]
    for place in sorted(set(owners)):
        row, column = divmod(place, width)
        across = sum(owners[row * width + n] == place for n in range(column, width))
        down = sum(owners[n * width + column] == place for n in range(row, height))
        rows[row].append(_cell(held.get(place, []), down, across))
    return rows


def _cell(parts: Sequence[_Part], rows: int = 1, columns: int = 1) -> Cell:
    ordered = [part for line in _baselines(parts) for part in line]
    return Cell(
        tuple(part.piece for part in ordered),
        rows,
        columns,
        bool(parts) and all(part.bold for part in parts),
    )


def _divided(row: list[Cell], of: int) -> Iterator[list[Cell]]:
    """The rows that stand between two rules: all of them where a table has rules only around its
    body, and each of its lines fills every column."""
    lines = [cell.lines() for cell in row]
    counts = [len(own) for own in lines]
    texts = [piece.text for cell in row for piece in cell.pieces]
    figures = len(row) > 3 and sum(bool(_FIGURE.match(t)) for t in texts) > len(texts) / 2
    bottoms = [[line[0].box.bottom for line in own] for own in lines]
    if (
        min(counts, default=0) < 3
        or len(set(counts)) > 1
        or len(row) < 2
        or (of > 3 and not figures)
        or any(max(level) - min(level) > _TOUCH for level in zip(*bottoms, strict=True))
    ):
        yield row
        return
    for number in range(counts[0]):
        yield [
            Cell(tuple(own[number]), 1, cell.columns, cell.bold)
            for cell, own in zip(row, lines, strict=True)
        ]


# --- tables without a grid -----------------------------------------------------------------------


@dataclass(slots=True)
class Row:
    """Pieces that stand at one height."""

    parts: list[_Part]
    lines: list[Line]
    box: Box

    @property
    def size(self) -> float:
        return max(part.size for part in self.parts)


def _rows(lines: Sequence[Line]) -> list[Row]:
    """The lines of a page by their height."""
    found: list[Row] = []
    for line in sorted(lines, key=lambda line: (line.box.top + line.box.bottom) / 2):
        parts = [_Part(piece, line.bold, line.size) for piece in line.pieces]
        for row in found[-3:]:
            shared = min(row.box.bottom, line.box.bottom) - max(row.box.top, line.box.top)
            apart = all(
                p.box.right <= q.box.left or q.box.right <= p.box.left
                for p in parts
                for q in row.parts
            )
            if apart and shared > 0.6 * min(row.box.height, line.box.height):
                row.parts += parts
                row.lines.append(line)
                row.box = row.box.join(line.box)
                break
        else:
            found.append(Row(parts, [line], line.box))
    for row in found:
        row.parts.sort(key=lambda part: part.box.left)
    return sorted(found, key=lambda row: row.box.top)


def _baselines(parts: Sequence[_Part]) -> list[list[_Part]]:
    found: list[list[_Part]] = []
    for part in sorted(parts, key=lambda part: (part.box.top + part.box.bottom) / 2):
        if found:
            box = found[-1][0].box
            if min(box.bottom, part.box.bottom) - max(box.top, part.box.top) > 0.5 * min(
                box.height, part.box.height
            ):
                found[-1].append(part)
                continue
        found.append([part])
    return [sorted(line, key=lambda part: part.box.left) for line in found]


def _runs(lines: Sequence[Line]) -> list[list[Row]]:
    """Rows one below the other that leave the same gaps between their columns."""
    rows = _rows(lines)
    found: list[list[Row]] = []
    at = 0
    while at < len(rows):
        run = _run(rows, at)
        if run is None:
            at += 1
        else:
            found.append(run)
            at += len(run)
    return found


def _run(rows: Sequence[Row], at: int) -> list[Row] | None:
    """The longest run that begins at a row of several pieces."""
    if len(rows[at].parts) < 2:
        return None
    run = [rows[at]]
    columns = _merge([part.box for part in rows[at].parts])
    for row in rows[at + 1 :]:
        if row.box.top - run[-1].box.bottom > _FAR * row.size:
            break
        merged = _merge([*columns, *(part.box for part in row.parts)])
        if len(merged) < max(2, _needed(run, columns)) or _is_after(row, run):
            break
        run.append(row)
        columns = merged
    while len(run) > 1 and len(run[-1].parts) < 2 and _is_text(run[-1], columns):
        run.pop()
    return run if sum(len(row.parts) > 1 for row in run) > 1 else None


def _needed(run: Sequence[Row], columns: Sequence[Box]) -> int:
    """A row may add columns; it may join two only while the run is one row of heads."""
    return len(columns) if len(run) > 1 else 2


def _is_after(row: Row, run: Sequence[Row]) -> bool:
    """Whether a row of one piece rather follows the table: in other type or further below."""
    if len(row.parts) > 1:
        return False
    gap = row.box.top - run[-1].box.bottom
    usual = [b.box.top - a.box.bottom for a, b in pairwise(run)]
    first = row.parts[0]
    wide = gap > max([0.5 * row.size, *(u + 0.3 * row.size for u in usual)])
    return wide or abs(first.size - run[-1].size) > 0.08 * run[-1].size


def _is_text(row: Row, columns: Sequence[Box]) -> bool:
    """Whether a last row of one piece in the first column is a line of text below the table."""
    part = row.parts[0]
    return part.box.left <= columns[0].right and not part.piece.text[:1].islower()


def _merge(boxes: Sequence[Box]) -> list[Box]:
    """Boxes that share a part of the width of the page, joined."""
    found: list[Box] = []
    for box in sorted(boxes, key=lambda box: box.left):
        if found and box.left < found[-1].right:
            found[-1] = found[-1].join(box)
        else:
            found.append(box)
    return found


def _unruled(run: Sequence[Row], drawing: Drawing) -> Table | None:
    columns = _merge([part.box for row in run for part in row.parts])
    full = [row for row in run if len(row.parts) > 1]
    if len(columns) < 2 or len(full) < (3 if len(columns) == 2 else 2):
        return None
    if all(_LABEL.match(row.parts[0].piece.text) for row in full) and len(columns) == 2:
        return None
    lefts = [column.left for column in columns]
    box = run[0].box
    for row in run[1:]:
        box = box.join(row.box)
    rules = [
        rule.at
        for rule in drawing.across
        if box.top - _FAR * full[0].size < rule.at < box.bottom + full[0].size
        and rule.start < columns[1].left
        and rule.end > columns[-1].left
    ]
    groups = _row_groups(run, lefts, rules)
    rows = [_cells(group, lefts) for group in groups]
    if sum(sum(bool(cell.pieces) for cell in row) > 1 for row in rows) < 2:
        return None
    table = Table(0, box, lefts, rows)
    table.heads = max(head_count(rows), _above_rule(groups, rules))
    return table


def _cells(group: Sequence[Row], lefts: Sequence[float]) -> list[Cell]:
    held: dict[int, list[_Part]] = {}
    for row in group:
        for part in row.parts:
            column = max(0, bisect_right(lefts, part.box.left + _TOUCH) - 1)
            held.setdefault(column, []).append(part)
    return [_cell(held.get(column, [])) for column in range(len(lefts))]


def _row_groups(
    run: Sequence[Row], lefts: Sequence[float], rules: Sequence[float]
) -> list[list[Row]]:
    """The lines of each row: a rule or a wider gap begins one, as does a line in the first column
    that does not go on with what stands above it there."""
    gaps = [below.box.top - above.box.bottom for above, below in pairwise(run)]
    least = min((gap for gap in gaps), default=0.0)
    banded = sum(gap > least + 0.35 * run[0].size for gap in gaps) >= 2
    groups = [[run[0]]]
    for (above, below), gap in zip(pairwise(run), gaps, strict=True):
        middle = (above.box.bottom + below.box.top) / 2
        ruled = any(abs(rule - middle) <= max(_TOUCH, gap) for rule in rules)
        first = below.parts[0].box.left < lefts[1] - _TOUCH
        if ruled or gap > least + 0.35 * below.size:
            begins = True
        elif banded:
            begins = False
        else:
            begins = (first and not _wraps(above, below)) or gap > 0.5 * below.size
        if begins:
            groups.append([below])
        else:
            groups[-1].append(below)
    return groups


def _wraps(above: Row, below: Row) -> bool:
    """Whether a line of one piece in the first column goes on with the one above it."""
    return len(below.parts) == 1 and below.parts[0].piece.text[:1].islower()


def _above_rule(groups: Sequence[Sequence[Row]], rules: Sequence[float]) -> int:
    """Rows above the only rule inside a table that has rules but not between its rows."""
    if len(groups) < 3 or len(rules) >= len(groups):
        return 0
    for number in range(1, min(4, len(groups) - 1)):
        above, below = groups[number - 1][-1].box.bottom, groups[number][0].box.top
        if any(above - _TOUCH <= rule <= below + _TOUCH for rule in rules):
            later = groups[number:]
            between = sum(
                any(a[-1].box.bottom - _TOUCH <= r <= b[0].box.top + _TOUCH for r in rules)
                for a, b in pairwise(later)
            )
            return number if between == 0 else 0
    return 0


# --- heads ---------------------------------------------------------------------------------------


def head_count(rows: Sequence[Sequence[Cell]]) -> int:
    """How many of the first rows are heads: in bold, over nothing in the first column, or words
    over columns of figures or of longer text."""
    mostly_bold = all(cell.bold for row in rows[1:] for cell in row if cell.pieces)
    found = 0
    reach = 0
    over_others = False  # a head row has a head over several columns, or none over the first
    for number, row in enumerate(rows[: min(6, len(rows) - 1)]):
        filled = [cell for cell in row if cell.pieces]
        if not filled:
            break
        bold = not mostly_bold and all(cell.bold for cell in filled)
        later = number and not (over_others or not row[0].pieces)
        if not (
            (bold and not later and (len(filled) > 1 or filled[0].columns > 1))
            or reach > 0
            or (not later and _is_over(row, rows[number + 1 :]))
        ):
            break
        found = number + 1
        over_others = over_others or not row[0].pieces or any(c.columns > 1 for c in filled)
        reach = max(reach, max(cell.rows for cell in filled)) - 1
    return 0 if found >= len(rows) else found


def _is_over(row: Sequence[Cell], below: Sequence[Sequence[Cell]]) -> bool:
    """Whether the words of a row are heads of what stands below them."""
    filled = [cell for cell in row if cell.pieces]
    later = [r for r in below if len(r) == len(row)]
    if len(filled) < 2 or any(cell.text.endswith(_ENDED) for cell in filled):
        return any(cell.columns > 1 for cell in filled) and not row[0].pieces
    if any(len(cell.text.split()) > 8 for cell in filled) or not below:
        return False
    corner = not row[0].pieces and sum(bool(r[0].pieces) for r in later) > 0.6 * len(later)
    if corner and later:
        return all(_YEAR.match(c.text) or not _FIGURE.match(c.text) for c in filled)
    if any(_FIGURE.match(c.text) and not _YEAR.match(c.text) for c in filled):
        return False
    years = [c for c in filled if _YEAR.match(c.text)]
    if years:
        return (
            len(years) == len(filled) - 1 and bool(row[0].pieces) and not _YEAR.match(row[0].text)
        )
    return any(
        _of_figures([r[n].text for r in later]) or _longer(cell.text, [r[n].text for r in later])
        for n, cell in enumerate(row)
        if cell.pieces and cell.columns == 1
    )


def _of_figures(column: Sequence[str]) -> bool:
    filled = [text for text in column if text]
    return bool(filled) and sum(bool(_FIGURE.match(text)) for text in filled) > 0.6 * len(filled)


def _longer(head: str, column: Sequence[str]) -> bool:
    """Whether the cells of a column are sentences or phrases under a short word."""
    lengths = [len(text.split()) for text in column if text]
    short = len(head.split()) <= 3
    return len(lengths) > 1 and short and median(lengths) >= max(5, 2 * len(head.split()))


# --- columns of prose ----------------------------------------------------------------------------


def text_columns(lines: Sequence[Line]) -> list[Box]:
    """The columns of running text of a page that has several side by side, left to right."""
    parts = [piece.box for line in lines for piece in line.pieces if len(piece.text) >= _PROSE]
    groups: list[list[Box]] = []
    for box in sorted(parts, key=lambda box: box.left):
        if groups and box.left - groups[-1][0].left < 2.5 * box.height:
            groups[-1].append(box)
        else:
            groups.append([box])
    columns: list[Box] = []
    for group in groups:
        right = sorted(box.right for box in group)[int(0.9 * (len(group) - 1))]
        width = right - group[0].left
        full = sum(box.right - group[0].left > 0.75 * width for box in group)
        if len(group) >= _COLUMN_LINES and full >= 0.5 * len(group):
            top, bottom = min(b.top for b in group), max(b.bottom for b in group)
            if not columns or group[0].left >= columns[-1].right:
                columns.append(Box(group[0].left, top, right, bottom))
    return columns if len(columns) > 1 else []


def prose_columns(run: Sequence[Row], columns: Sequence[Box] = ()) -> bool:
    """Whether what stands side by side is running text: lines that fill their column and go on
    below, in two columns at least, without rows that both of them share."""
    own = _merge([part.box for row in run for part in row.parts])
    parts = [part for row in run for part in row.parts]
    of_page = [
        sum(len(p.piece.text) for p in parts if _inside(p.box, c) and len(p.piece.text) >= _PROSE)
        for c in columns
    ]
    shared = sorted(of_page)[-2:]
    most = sum(len(part.piece.text) for part in parts)
    if len(shared) == 2 and shared[0] > 0.15 * most and sum(shared) > 0.6 * most:
        return True
    if len(run) < 3:
        return False
    sides = [[p for p in parts if c.left <= p.box.left < c.right] for c in own]
    boxes = [[part.box for part in side] for side in sides]
    if min(map(len, sides)) > 3 and _aligned(boxes) < 0.6:
        return True
    flowing = sum(_flows(side, column) for side, column in zip(sides, own, strict=True))
    return flowing >= 2 and _bands(sides) < max(2, len(run) / 6)


def _inside(box: Box, column: Box) -> bool:
    return column.left - _TOUCH <= box.left and box.right <= column.right + 2 * box.height


def _bands(sides: Sequence[Sequence[_Part]]) -> int:
    """White strips across all columns that are wider than what parts the lines of one."""
    usual = median([b.box.top - a.box.bottom for side in sides for a, b in pairwise(side)] or [0.0])
    boxes = sorted((part.box for side in sides for part in side), key=lambda box: box.top)
    found, bottom = 0, boxes[0].bottom
    for box in boxes[1:]:
        found += box.top - bottom > usual + 0.35 * box.height
        bottom = max(bottom, box.bottom)
    return found


def _flows(parts: Sequence[_Part], column: Box) -> bool:
    if len(parts) < 3:
        return False
    full = sum(part.box.width > 0.7 * column.width for part in parts)
    on = sum(
        not above.piece.text.rstrip().endswith(_ENDED)
        and below.piece.text[:1].isalpha()
        and not below.piece.text[:1].isupper()
        for above, below in pairwise(parts)
    )
    long = median(len(part.piece.text) for part in parts) >= _PROSE - 4
    filled = full >= 0.6 * len(parts) and on >= 0.3 * (len(parts) - 1)
    return long and (filled or on >= 0.5 * (len(parts) - 1))
