"""Heads of a table without rules that stand over several of its columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extraction.documents.readers.pdf_geometry import Box
from extraction.documents.readers.pdf_heads import FIGURE
from extraction.documents.readers.pdf_rows import TOUCH, Cell, Part, Row, cell_of

_CENTRED = 0.25  # of the width of its columns: so far from their middle a head may stand
_MOST = 16  # columns of a table for which all ways are tried


def spanning_row(first: Row, second: Row, columns: Sequence[Box]) -> list[Cell] | None:
    """The cells of a row of heads above the head row `second`, where its words stand over all
    `columns` but the first in one way only; None where they do not, or over one column each."""
    inner = columns[1:]
    words = not any(FIGURE.match(part.piece.text) for part in (*first.parts, *second.parts))
    if not words or not len(first.parts) < len(inner) <= len(second.parts) or len(inner) > _MOST:
        return None
    ways = list(_tilings(first.parts, inner, 0))
    if len(ways) != 1:
        return None
    cells = [cell_of([part], columns=n) for part, n in zip(first.parts, ways[0], strict=True)]
    return [Cell(), *cells]


def _tilings(parts: Sequence[Part], columns: Sequence[Box], begin: int) -> Iterator[list[int]]:
    """The numbers of columns of each part, for all ways in which the parts cover the columns."""
    if not parts:
        if begin == len(columns):
            yield []
        return
    for end in range(begin + 1, len(columns) - len(parts) + 2):
        if _stands_over(parts[0], columns[begin:end]):
            for rest in _tilings(parts[1:], columns, end):
                yield [end - begin, *rest]


def _stands_over(part: Part, columns: Sequence[Box]) -> bool:
    left, right = columns[0].left, columns[-1].right
    off = abs(part.box.left + part.box.right - left - right) / 2
    if len(columns) == 1:
        overlaps = part.box.left < right and left < part.box.right
        return overlaps and (off < part.size or abs(part.box.left - left) < TOUCH)
    inside = left - TOUCH < part.box.left and part.box.right < right + TOUCH
    return inside and off < _CENTRED * (right - left)
