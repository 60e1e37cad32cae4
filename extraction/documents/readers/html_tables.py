"""Tables of HTML: which are data, and their cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

from extraction.documents.readers.html_inline import is_hidden
from extraction.documents.readers.table_grid import GridCell

_LONGEST_CELL = 1000  # characters: a table without heads that holds more in one cell is layout
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
_HEADINGS = tuple(f"h{level}" for level in range(1, 7))


def is_data(table: Any) -> bool:
    """Whether a table's rows are read as rows. Without a ``th``, one that holds headings, another
    table or a long text only lays out a page; so does every table of one column."""
    if (table.get("role") or "").lower() in ("presentation", "none"):
        return False
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in own_rows(table)]
    if not any(len(row) > 1 for row in rows):
        return False
    heads = [cell for row in rows for cell in row if cell.tag == "th"]
    if heads:
        return not any(cell.find(".//td") is not None for cell in heads)
    if next(table.iterdescendants("table", *_HEADINGS), None) is not None:
        return False
    return not any(sum(map(len, c.itertext())) > _LONGEST_CELL for row in rows for c in row)


def own_rows(table: Any) -> list[Any]:
    """The rows of a table, without those of tables inside it."""
    rows: list[Any] = []
    for child in table.iterchildren("tr", "thead", "tbody", "tfoot"):
        rows += [child] if child.tag == "tr" else child.findall("tr")
    return rows


def grid(table: Any, read_cell: Callable[[Any], str]) -> tuple[list[list[GridCell]], list[bool]]:
    """The cells of each row, and which rows stand in a ``thead``; a cell never reaches out of its
    ``thead``, ``tbody`` or ``tfoot``."""
    rows = [row for row in own_rows(table) if not _hidden(row, read_cell)]
    left: dict[Any, int] = Counter(row.getparent() for row in rows)
    made, marked = [], []
    for row in rows:
        group = row.getparent()
        cells = [c for c in row.iterchildren("td", "th") if not _hidden(c, read_cell)]
        made.append([_grid_cell(cell, left[group], read_cell(cell)) for cell in cells])
        marked.append(group.tag == "thead")
        left[group] -= 1
    return made, marked


def _hidden(part: Any, read_cell: Callable[[Any], str]) -> bool:
    """Whether a row or cell takes no room; reading it counts what it hides."""
    return is_hidden(part) and not read_cell(part)


def _grid_cell(cell: Any, left: int, text: str) -> GridCell:
    tall = integer(cell.get("rowspan"), 1)
    head = cell.tag == "th" and not (cell.get("scope") or "").startswith("row")
    foot = cell.getparent().getparent().tag == "tfoot"
    return GridCell(
        text,
        rows=min(tall, left) if tall > 0 else left if tall == 0 else 1,
        columns=max(1, integer(cell.get("colspan"), 1)),
        head=not foot and (head or (cell.tag == "td" and _bold(cell))),
    )


def _bold(cell: Any) -> bool:
    """Whether all text of a cell is bold."""
    if _BOLD.search(cell.get("style") or ""):
        return True
    if (cell.text or "").strip() or not len(cell):
        return False
    return all(
        not (child.tail or "").strip()
        and (
            child.tag in ("b", "strong", "br")
            or _BOLD.search(child.get("style") or "") is not None
            or (child.tag in ("p", "span", "div", "font", "center") and _bold(child))
        )
        for child in cell
    )


def integer(text: str | None, default: int) -> int:
    """A whole number of an attribute; `default` where it is none or beyond ± 1,000,000,000."""
    try:
        number = int(text) if text and len(text) < 12 else default
    except ValueError:
        return default
    return number if abs(number) < 1_000_000_000 else default
