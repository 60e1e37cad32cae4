"""The pieces of a PDF page as they stand beside and below each other: rows, cells and tables."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extraction.documents.readers.pdf_geometry import Box
from extraction.documents.readers.pdf_page import Line, Piece

TOUCH = 3.0  # points: what is as near as this meets
ENDED = (".", "!", "?", ":", ";")


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
            if found and abs(found[-1][0].box.bottom - piece.box.bottom) < TOUCH:
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
            abs(a - b) <= TOUCH for a, b in zip(self.columns, other.columns, strict=True)
        )
        return same and not other.heads and other.page == self.pages[-1] + 1


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a line with what its line says of it."""

    piece: Piece
    bold: bool
    size: float

    @property
    def box(self) -> Box:
        return self.piece.box


def cell_of(parts: Sequence[Part], rows: int = 1, columns: int = 1) -> Cell:
    ordered = [part for line in baselines(parts) for part in line]
    return Cell(
        tuple(part.piece for part in ordered),
        rows,
        columns,
        bool(parts) and all(part.bold for part in parts),
    )


@dataclass(slots=True)
class Row:
    """Pieces that stand at one height."""

    parts: list[Part]
    lines: list[Line]
    box: Box

    @property
    def size(self) -> float:
        return max(part.size for part in self.parts)


def rows_of(lines: Sequence[Line]) -> list[Row]:
    """The lines of a page by their height."""
    found: list[Row] = []
    for line in sorted(lines, key=lambda line: (line.box.top + line.box.bottom) / 2):
        parts = [Part(piece, line.bold, line.size) for piece in line.pieces]
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


def baselines(parts: Sequence[Part]) -> list[list[Part]]:
    found: list[list[Part]] = []
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


def merged(boxes: Sequence[Box]) -> list[Box]:
    """Boxes that share a part of the width of the page, joined."""
    found: list[Box] = []
    for box in sorted(boxes, key=lambda box: box.left):
        if found and box.left < found[-1].right:
            found[-1] = found[-1].join(box)
        else:
            found.append(box)
    return found


def aligned(sides: Sequence[Sequence[Box]]) -> float:
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
