"""Which rows of a table of a PDF are heads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from extraction.documents.readers.pdf_rows import ENDED, Cell

FIGURE = re.compile(
    r"[-–−+<>≤≥±~*(]*[$€£¥]?\s?\d[\d.,:/\s–-]*(?:[%‰)*]|\s?[^\W\d_]{1,3})?\Z|[-–—*]\Z"
)
_AMOUNT = re.compile(r"\d[\d.,]*\s[^\W\d_]+(?:\s[^\W\d_]+)?\Z")  # "9 crowns"
_YEAR = re.compile(r"(?:FY\s?)?(?:19|20)\d\d\*?\Z")


def head_count(rows: Sequence[Sequence[Cell]]) -> int:
    """How many of the first rows are heads: in bold, over nothing in the first column, or words
    over columns of figures or of longer text."""
    mostly_bold = all(cell.bold for row in rows[1:] for cell in row if cell.pieces)
    found = 0
    reach = title = 0
    over_others = False  # a head row has a head over several columns, or none over the first
    for number, row in enumerate(rows[: min(6, len(rows) - 1)]):
        filled = [cell for cell in row if cell.pieces]
        if not filled:
            break
        bold = not mostly_bold and all(cell.bold for cell in filled)
        if number == 0 and len(filled) == 1 and len(row) == 1 < filled[0].columns:
            title = 1  # of the table: over its heads where it has some
            continue
        later = number > title and not (over_others or not row[0].pieces)
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
    if len(filled) < 2 or any(cell.text.endswith(ENDED) for cell in filled):
        return any(cell.columns > 1 for cell in filled) and not row[0].pieces
    if any(len(cell.text.split()) > 8 for cell in filled) or not below:
        return False
    corner = not row[0].pieces and sum(bool(r[0].pieces) for r in later) > 0.6 * len(later)
    if corner and later:
        return all(_YEAR.match(c.text) or not FIGURE.match(c.text) for c in filled)
    if any(_is_figure(c.text) and not _YEAR.match(c.text) for c in filled):
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
    return bool(filled) and sum(_is_figure(text) for text in filled) > 0.6 * len(filled)


def _is_figure(text: str) -> bool:
    return bool(FIGURE.match(text) or _AMOUNT.match(text))


def _longer(head: str, column: Sequence[str]) -> bool:
    """Whether the cells of a column are sentences or phrases under a short word."""
    lengths = [len(text.split()) for text in column if text]
    short = len(head.split()) <= 3
    return len(lengths) > 1 and short and median(lengths) >= max(5, 2 * len(head.split()))
