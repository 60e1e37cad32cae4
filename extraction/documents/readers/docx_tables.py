"""Tables of a Word file: which rows are heads, which cells are merged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from extraction.documents.readers.docx_package import value, whole_number
from extraction.documents.readers.docx_runs import DROPPED, chosen
from extraction.documents.readers.docx_styles import Styles, is_on
from extraction.documents.readers.table_grid import (
    MAX_COLUMNS,
    GridCell,
    with_row_spans,
)
from extraction.documents.readers.table_heads import head_rows, with_heads_below

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_TRANSPARENT = frozenset(
    _W + tag for tag in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")
)
_FIRST_ROW = 0x0020


def unwrapped(container: Any) -> Iterator[Any]:
    """Child elements, those inside content controls, custom XML and insertions included."""
    for child in container:
        if child.tag in _TRANSPARENT:
            yield from unwrapped(child)
        elif child.tag == _MC + "AlternateContent":
            yield from unwrapped(chosen(child))
        else:
            yield child


def own_paragraphs(container: Any, *, in_tables: bool) -> Iterator[Any]:
    """The paragraphs of a cell, note or page header, without those of text boxes in them."""
    for child in unwrapped(container):
        if child.tag == _W + "p":
            yield child
        elif child.tag == _W + "tbl" and not in_tables:
            continue
        elif isinstance(child.tag, str) and child.tag not in DROPPED:
            yield from own_paragraphs(child, in_tables=in_tables)


@dataclass(frozen=True, slots=True)
class Table:
    """`rows`: the cell elements of each row; `grid` and `heads` go with `TableGrid`."""

    rows: list[list[Any]]
    grid: list[list[GridCell]]
    heads: list[bool]


def rows_of(table: Any) -> list[tuple[Any, list[Any]]]:
    """(row, its cells) of the rows that are not deleted."""
    rows = (row for row in unwrapped(table) if row.tag == _W + "tr" and not _deleted(row))
    return [(row, [c for c in unwrapped(row) if c.tag == _W + "tc"]) for row in rows]


def is_hidden(row: Any) -> bool:
    properties = row.find(_W + "trPr")
    return properties is not None and is_on(properties.find(_W + "hidden"))


def is_layout(rows: list[tuple[Any, list[Any]]]) -> bool:
    """Whether a table only places text on the page: it has one column, or holds tables in its only
    row or in most of its cells."""
    if all(len(cells) < 2 for _, cells in rows):
        return True
    if any(_repeated(row) for row, _ in rows):
        return False
    nesting = [cell.find(".//" + _W + "tbl") is not None for _, cells in rows for cell in cells]
    return any(nesting) and (len(rows) < 2 or sum(nesting) > len(nesting) / 2)


def grid_of(
    table: Any,
    rows: list[tuple[Any, list[Any]]],
    styles: Styles,
    text: Callable[[Any], str],
    bold: Callable[[Any], bool],
) -> Table:
    """The table with its merged cells and head rows. `text` and `bold` say of a cell what it holds
    and whether all of its words are bold."""
    made = []
    for row, cells in rows:
        in_row = [_grid_cell(cell, text(cell), bold(cell)) for cell in cells]
        made.append([*_skipped(row, "gridBefore"), *in_row])
    grid = with_row_spans(made)
    heads = head_rows(grid, [_repeated(row) for row, _ in rows])
    if not any(heads) and len(rows) > 1 and _look_has_head(table, styles, made):
        heads[0] = True
    heads = with_heads_below(grid, heads)
    return Table([cells for _, cells in rows], grid, heads)


def _grid_cell(cell: Any, text: str, bold: bool) -> GridCell:
    properties = cell.find(_W + "tcPr")
    merge = properties.find(_W + "vMerge") if properties is not None else None
    continues = merge is not None and merge.get(_W + "val", "continue") == "continue"
    return GridCell(
        text, columns=_count(value(properties, "gridSpan")), head=bold, continues=continues
    )


def _skipped(row: Any, name: str) -> list[GridCell]:
    """An empty cell for the columns that a row leaves out in front."""
    text = value(row.find(_W + "trPr"), name)
    return [GridCell("", columns=_count(text))] if whole_number(text) else []


def _count(text: str) -> int:
    return min(whole_number(text) or 1, MAX_COLUMNS)


def _repeated(row: Any) -> bool:
    properties = row.find(_W + "trPr")
    return properties is not None and is_on(properties.find(_W + "tblHeader"))


def _look_has_head(table: Any, styles: Styles, rows: list[list[GridCell]]) -> bool:
    """Whether the style options of the table say "header row". Word sets them on every new table,
    so that they count for nothing where the first column is plainly the head instead."""
    properties = table.find(_W + "tblPr")
    look = properties.find(_W + "tblLook") if properties is not None else None
    if look is None or not _first_row(look):
        return False
    by_column = all(row and row[0].head and not any(c.head for c in row[1:]) for row in rows)
    return not by_column or styles.forms_heads(value(properties, "tblStyle") or None)


def _first_row(look: Any) -> bool:
    first = look.get(_W + "firstRow")
    if first is not None:
        return first in ("1", "true", "on")
    try:
        return bool(int(look.get(_W + "val", "0"), 16) & _FIRST_ROW)
    except ValueError:
        return False


def _deleted(row: Any) -> bool:
    properties = row.find(_W + "trPr")
    return properties is not None and properties.find(_W + "del") is not None
