"""Runs of rows of a PDF page that leave the same gaps between columns, and columns of prose, which
leave such a gap too and are no table.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from extraction.documents.readers.pdf_geometry import Box
from extraction.documents.readers.pdf_page import Line
from extraction.documents.readers.pdf_rows import ENDED, TOUCH, Part, Row, aligned, merged, rows_of

FAR = 2.6  # line heights between rows of one table
_PROSE = 20  # characters of a line of running text, at least
_COLUMN_LINES = 5  # of a column of running text, at least


def runs_beside(lines: Sequence[Line], columns: Sequence[Box]) -> Iterator[list[Row]]:
    """Runs of rows that are no columns of running text; of those that are, the runs in each."""
    for run in runs_of(lines):
        if not prose_columns(run, columns):
            yield run
            continue
        sides = columns or merged([part.box for row in run for part in row.parts])
        inside = [line for row in run for line in row.lines]
        for side in sides:
            held = [line for line in inside if inside_of(line.box, side)]
            if len(held) < len(inside):
                yield from runs_of(held)


def in_columns(lines: Sequence[Line]) -> list[Line]:
    """The lines of a page, columns of prose one after the other where the file draws them line by
    line."""
    if not any(len(line.pieces) > 1 for line in lines):
        return list(lines)
    made = list(lines)
    sides = text_columns(lines)
    for run in runs_of(lines):
        beside = [row for row in run if len(row.parts) > 1]
        across = sum(len(row.lines) == 1 for row in beside)
        if across > 0.6 * len(beside) and prose_columns(run, sides):
            columns = sides or merged([part.box for row in run for part in row.parts])
            inside = [line for row in run for line in row.lines]
            cut = [
                replace(line, pieces=(p,), text=p.text, indices=p.indices, box=p.box)
                for line in inside
                for p in line.pieces
            ]
            lefts = [column.left for column in columns]
            cut.sort(key=lambda line: (bisect_right(lefts, line.box.left + TOUCH), line.box.top))
            gone = set(map(id, inside))
            at = next(n for n, line in enumerate(made) if id(line) in gone)
            made = [line for line in made if id(line) not in gone]
            made[at:at] = cut
    return made


def runs_of(lines: Sequence[Line]) -> list[list[Row]]:
    """Rows one below the other that leave the same gaps between their columns."""
    rows = rows_of(lines)
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
    columns = merged([part.box for part in rows[at].parts])
    for row in rows[at + 1 :]:
        if row.box.top - run[-1].box.bottom > FAR * row.size:
            break
        joined = merged([*columns, *(part.box for part in row.parts)])
        if len(joined) < max(2, _needed(run, columns)) or _is_after(row, run):
            break
        run.append(row)
        columns = joined
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
    own = merged([part.box for row in run for part in row.parts])
    parts = [part for row in run for part in row.parts]
    of_page = [
        sum(len(p.piece.text) for p in parts if inside_of(p.box, c) and len(p.piece.text) >= _PROSE)
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
    if min(map(len, sides)) > 3 and aligned(boxes) < 0.6:
        return True
    flowing = sum(_flows(side, column) for side, column in zip(sides, own, strict=True))
    return flowing >= 2 and _bands(sides) < max(2, len(run) / 6)


def inside_of(box: Box, column: Box) -> bool:
    return column.left - TOUCH <= box.left and box.right <= column.right + 2 * box.height


def _bands(sides: Sequence[Sequence[Part]]) -> int:
    """White strips across all columns that are wider than what parts the lines of one."""
    usual = median([b.box.top - a.box.bottom for side in sides for a, b in pairwise(side)] or [0.0])
    boxes = sorted((part.box for side in sides for part in side), key=lambda box: box.top)
    found, bottom = 0, boxes[0].bottom
    for box in boxes[1:]:
        found += box.top - bottom > usual + 0.35 * box.height
        bottom = max(bottom, box.bottom)
    return found


def _flows(parts: Sequence[Part], column: Box) -> bool:
    if len(parts) < 3:
        return False
    full = sum(part.box.width > 0.7 * column.width for part in parts)
    on = sum(
        not above.piece.text.rstrip().endswith(ENDED)
        and below.piece.text[:1].isalpha()
        and not below.piece.text[:1].isupper()
        for above, below in pairwise(parts)
    )
    long = median(len(part.piece.text) for part in parts) >= _PROSE - 4
    filled = full >= 0.6 * len(parts) and on >= 0.3 * (len(parts) - 1)
    return long and (filled or on >= 0.5 * (len(parts) - 1))
