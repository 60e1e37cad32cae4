"""Tables of PDF pages, found by their rules or by columns that stand one below the other.

A ruled table is a grid of lines across and down. A table without rules is a run of rows whose
pieces leave the same gaps between columns; a rule or a wider gap begins a row, as does a line in
the first column that does not go on with what stands above it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extraction.documents.readers.pdf_columns import FAR, runs_beside, text_columns
from extraction.documents.readers.pdf_drawing import Drawing
from extraction.documents.readers.pdf_grids import grids, ruled_table
from extraction.documents.readers.pdf_heads import FIGURE, head_count
from extraction.documents.readers.pdf_page import Line, side_by_side
from extraction.documents.readers.pdf_rows import TOUCH, Cell, Part, Row, Table, cell_of, merged
from extraction.documents.readers.pdf_spans import spanning_row

_ROMAN = re.compile(r"[ivxlc]{1,7}\Z")
_LABEL = re.compile(r"(?:\(\w{1,4}\)|\w{1,4}[.)]|\d+(?:\.\d+)*|[•◦▪●‣∙○■□➢\uf0b7·–—-])\Z")


def tables_of(lines: Sequence[Line], drawing: Drawing) -> Iterator[tuple[Table, list[Line]]]:
    """The tables among the lines of a page, each with the lines that are in it."""
    rest = list(lines)
    for grid in grids(drawing):
        table, taken = ruled_table(grid, rest)
        if table is not None:
            inside = set(map(id, taken))
            rest = [line for line in rest if id(line) not in inside]
            yield table, taken
    rest = [line for line in rest if line.upright]
    if side_by_side(rest):
        columns = text_columns(rest)
        for run in runs_beside(rest, columns):
            table = _unruled(run, drawing)
            if table is not None:
                yield table, [line for row in run for line in row.lines]


def _unruled(run: Sequence[Row], drawing: Drawing) -> Table | None:
    return _below_spans(run, drawing) or _plain(run, drawing)


def _below_spans(run: Sequence[Row], drawing: Drawing) -> Table | None:
    """The table where its first row has heads over several columns."""
    if len(run) < 4:
        return None
    columns = merged([part.box for row in run[1:] for part in row.parts])
    heads = spanning_row(run[0], run[1], columns)
    table = _plain(run[1:], drawing) if heads else None
    if heads is None or table is None or not table.heads:
        return None
    table.rows.insert(0, heads)
    table.heads += 1
    table.box = table.box.join(run[0].box)
    return table


def _plain(run: Sequence[Row], drawing: Drawing) -> Table | None:
    columns = merged([part.box for row in run for part in row.parts])
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
        if box.top - FAR * full[0].size < rule.at < box.bottom + full[0].size
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
    held: dict[int, list[Part]] = {}
    for row in group:
        for part in row.parts:
            column = max(0, bisect_right(lefts, part.box.left + TOUCH) - 1)
            held.setdefault(column, []).append(part)
    return [cell_of(held.get(column, [])) for column in range(len(lefts))]


def _row_groups(
    run: Sequence[Row], lefts: Sequence[float], rules: Sequence[float]
) -> list[list[Row]]:
    """The lines of each row: a rule or a wider gap begins one, as does a line in the first column
    that does not go on with what stands above it there."""
    gaps = [below.box.top - above.box.bottom for above, below in pairwise(run)]
    least = min((gap for gap in gaps), default=0.0)
    banded = sum(gap > least + 0.35 * run[0].size for gap in gaps) >= 2
    counted = _figure_columns(run, lefts)
    groups = [[run[0]]]
    for (above, below), gap in zip(pairwise(run), gaps, strict=True):
        middle = (above.box.bottom + below.box.top) / 2
        ruled = any(abs(rule - middle) <= max(TOUCH, gap) for rule in rules)
        first = below.parts[0].box.left < lefts[1] - TOUCH
        if ruled or gap > least + 0.35 * below.size or counted & _columns_of(below, lefts):
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


def _columns_of(row: Row, lefts: Sequence[float]) -> set[int]:
    return {max(0, bisect_right(lefts, part.box.left + TOUCH) - 1) for part in row.parts}


def _figure_columns(run: Sequence[Row], lefts: Sequence[float]) -> set[int]:
    """The columns of figures, of which each is a cell."""
    held: dict[int, list[bool]] = defaultdict(list)
    for row in run:
        for part in row.parts:
            column = max(0, bisect_right(lefts, part.box.left + TOUCH) - 1)
            text = part.piece.text.lower()
            held[column].append(bool(FIGURE.match(text) or _ROMAN.match(text)))
    return {
        c for c, found in held.items() if c and len(found) > 2 and sum(found) > 0.7 * len(found)
    }


def _wraps(above: Row, below: Row) -> bool:
    """Whether a line of one piece in the first column goes on with the one above it."""
    return len(below.parts) == 1 and below.parts[0].piece.text[:1].islower()


def _above_rule(groups: Sequence[Sequence[Row]], rules: Sequence[float]) -> int:
    """Rows above the only rule inside a table that has rules but not between its rows."""
    if len(groups) < 3 or len(rules) >= len(groups):
        return 0
    for number in range(1, min(4, len(groups) - 1)):
        above, below = groups[number - 1][-1].box.bottom, groups[number][0].box.top
        if any(above - TOUCH <= rule <= below + TOUCH for rule in rules):
            later = groups[number:]
            between = sum(
                any(a[-1].box.bottom - TOUCH <= r <= b[0].box.top + TOUCH for r in rules)
                for a, b in pairwise(later)
            )
            return number if between == 0 else 0
    return 0
