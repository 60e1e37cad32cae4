"""Merged cells and several head rows: every cell carries all its heads, every row is whole."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.documents.readers.table_grid import (
    GridCell,
    TableGrid,
    placed_rows,
    with_row_spans,
)
from extraction.documents.readers.table_heads import head_rows, with_heads_below
from extraction.documents.readers.text_builder import TextBuilder
from graph.model import Span


def th(text: str, rows: int = 1, columns: int = 1) -> GridCell:
    return GridCell(text, rows, columns, head=True)


def td(text: str, rows: int = 1, columns: int = 1) -> GridCell:
    return GridCell(text, rows, columns)


def shown(rows: list[list[GridCell]], marked: tuple[bool, ...] = ()) -> list[str]:
    """Each row as ``Outer, inner: cell · …``, head rows behind ``#``."""
    out = TextBuilder()
    grid = TableGrid(out, rows, with_heads_below(rows, head_rows(rows, marked)))
    for _ in rows:
        grid.write_row()

    def quote(span: Span) -> str:
        return out.text[span.start : span.end]

    lines = []
    for block in out.blocks:
        cells = []
        for cell in block.cells:
            heads = ", ".join(quote(head) for head in cell.heads)
            cells.append(f"{heads}: {quote(cell.span)}" if heads else quote(cell.span))
        lines.append(("# " if block.kind == "table_head" else "") + " · ".join(cells))
    return lines


FIRST = (True,)  # only the first row is marked as a head


def test_a_row_below_heads_that_go_over_several_columns_is_a_head_row_too() -> None:
    rows = [
        [td("Ward", rows=2), td("Present", columns=2)],
        [td("Day"), td("Night")],
        [td("Surgery", rows=2), td("4"), td("2")],
        [td("6"), td("3")],
    ]
    assert shown(rows, FIRST)[1:] == [
        "# Day · Night",
        "Ward: Surgery · Present, Day: 4 · Present, Night: 2",
        "Ward: Surgery · Present, Day: 6 · Present, Night: 3",
    ]
    rows[1] = [td("2031"), td("2032")]
    assert shown(rows, FIRST)[2] == "Ward: Surgery · Present, 2031: 4 · Present, 2032: 2"
    rows[0][0], rows[1] = td("Ward"), [td(""), td("Day"), td("Night")]
    assert shown(rows, FIRST)[2] == "Ward: Surgery · Present, Day: 4 · Present, Night: 2"


def test_three_head_rows_in_steps() -> None:
    rows = [
        [td("Guest", rows=3), td("Fare", columns=3)],
        [td("Summer", columns=2), td("Winter", rows=2)],
        [td("Day"), td("Night")],
        [td("Child"), td("4"), td("5"), td("6")],
    ]
    assert shown(rows, FIRST)[-1] == (
        "Guest: Child · Fare, Summer, Day: 4 · Fare, Summer, Night: 5 · Fare, Winter: 6"
    )


@pytest.mark.parametrize(
    "rows",
    [
        [[td("Opening hours", columns=2)], [td("Monday"), td("all day")], [td("Friday"), td("no")]],
        [[td("Bin"), td("Day")], [td("Glass"), td("Monday")], [td(""), td("Friday")]],
        [
            [td("A", columns=2), td("B", columns=2)],
            [td("Ada"), td("9"), td("Bo"), td("14")],
            [td("")],
        ],
        [[td("Ward"), td("Present", columns=2)], [td(""), td("4"), td("2")], [td("x"), td("6")]],
        [[td("Ward", rows=2), td("Day")], [td("Night")], [td("x"), td("y")]],
        [[td("Ward", rows=2), td("Present", columns=2)], [td("Day"), td("Night")]],
    ],
    ids=["title", "empty cell", "pairs", "figures", "one wide", "no row of data"],
)
def test_a_row_of_data_stays_one(rows: list[list[GridCell]]) -> None:
    assert [line[0] == "#" for line in shown(rows, FIRST)[:2]] == [True, False]


def test_two_head_rows_and_a_head_that_spans_both() -> None:
    rows = [
        [th("Drug", rows=2), th("Dose", columns=2)],
        [th("Adult"), th("Child")],
        [td("Alphadol"), td("50 mg"), td("20 mg")],
    ]
    assert shown(rows) == [
        "# Drug · Dose",
        "# Adult · Child",
        "Drug: Alphadol · Dose, Adult: 50 mg · Dose, Child: 20 mg",
    ]


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        (
            [[th(""), th("2023"), th("2024")], [td("Revenue"), td("5"), td("6")]],
            "| 2023 | 2024\nRevenue | 5 | 6",
        ),
        (
            [[th("Item"), th(""), th("Due")], [td("Rope"), td("3 m"), td("May")]],
            "Item |  | Due\nRope | 3 m | May",
        ),
        (
            [[td("a"), td(""), td("")], [td(""), td(""), td("f")], [td("g"), td("h"), td("i")]],
            "a\n|  | f\ng | h | i",
        ),
        ([[td("a"), td(""), td("c")], [td("d"), td(""), td("f")]], "a | c\nd | f"),
        (
            [[th("Name"), th("Both", columns=2), th("Sum")], [td("x"), td("1"), td("2"), td("3")]],
            "Name | Both | Sum\nx | 1 | 2 | 3",
        ),
    ],
    ids=["empty corner", "empty head", "empty cells", "empty column", "merged"],
)
def test_an_empty_cell_keeps_its_bar(rows: list[list[GridCell]], text: str) -> None:
    """What stands in one column is behind as many bars in each row; a column without a word has
    none."""
    out = TextBuilder()
    grid = TableGrid(out, rows, head_rows(rows))
    for _ in rows:
        grid.write_row()
    assert out.text == text
    words = [[out.text[c.span.start : c.span.end] for c in block.cells] for block in out.blocks]
    assert words == [[cell.text for cell in row if cell.text] for row in rows]


def test_a_cell_over_several_rows_is_in_each() -> None:
    rows = [[th("Class"), th("Event")], [td("B", rows=2), td("Theft")], [td("Flood")]]
    assert shown(rows)[1:] == ["Class: B · Event: Theft", "Class: B · Event: Flood"]


def test_a_cell_over_several_columns_has_the_heads_of_all() -> None:
    rows = [[th("Drug"), th("Adult"), th("Child")], [td("Betadol"), td("5 mg", columns=2)]]
    assert shown(rows)[1] == "Drug: Betadol · Adult, Child: 5 mg"


def test_a_head_reaches_into_a_row_of_plain_cells() -> None:
    rows = [
        [th("Drug", rows=2), th("Dose", columns=2)],
        [td("Adult"), td("Child")],
        [td("Alphadol"), td("50 mg"), td("20 mg")],
    ]
    assert shown(rows)[2] == "Drug: Alphadol · Dose, Adult: 50 mg · Dose, Child: 20 mg"


def test_row_heads_stand_in_their_row() -> None:
    rows = [
        [td(""), th("North"), th("South")],
        [th("Rain"), td("3"), td("4")],
        [th("Snow"), td("1"), td("0")],
    ]
    assert shown(rows) == [
        "# North · South",
        "Rain · North: 3 · South: 4",
        "Snow · North: 1 · South: 0",
    ]


def test_heads_repeated_and_changed_in_the_middle() -> None:
    rows = [
        [th("Year"), th("2023")],
        [td("Fees"), td("5")],
        [th("Year"), th("2023")],
        [td("Rent"), td("6")],
        [th("Tool"), th("Shelf")],
        [td("Saw"), td("B2")],
        [th("Total"), th("11")],
    ]
    assert shown(rows) == [
        "# Year · 2023",
        "Year: Fees · 2023: 5",
        "# Year · 2023",
        "Year: Rent · 2023: 6",
        "# Tool · Shelf",
        "Tool: Saw · Shelf: B2",
        "Tool: Total · Shelf: 11",
    ]


def test_a_head_over_the_whole_width_holds_for_the_rows_below() -> None:
    rows = [
        [th("Drug"), th("Dose")],
        [th("Adults", columns=2)],
        [td("Alphadol"), td("50 mg")],
        [th("Children", columns=2)],
        [td("Alphadol"), td("20 mg")],
        [td("Never with milk.", columns=2)],
    ]
    assert shown(rows)[2:] == [
        "Adults, Drug: Alphadol · Dose: 50 mg",
        "# Children",
        "Children, Drug: Alphadol · Dose: 20 mg",
        "Children: Never with milk.",
    ]


def test_a_table_of_nothing_but_heads_has_one_head_row() -> None:
    rows = [[th("a"), th("b")], [th("c"), th("d")], [th("e"), th("f")]]
    assert shown(rows) == ["# a · b", "a: c · b: d", "a: e · b: f"]
    assert shown([[th("a"), th("b")]]) == ["a · b"]


def test_cells_that_continue_the_one_above() -> None:
    more = GridCell("", continues=True)
    rows = with_row_spans([[td("A"), td("1")], [more, td("2")], [more, td("3")], [td("B"), more]])
    assert rows == [[td("A", rows=3), td("1")], [td("2")], [td("3", rows=2)], [td("B")]]


def test_hostile_spans_stay_small() -> None:
    wide = [[th("h", columns=1000)] * 1000] * 3 + [[td("x", 65_534, 1000)] * 1000] * 40
    cells = [cell for row in placed_rows(wide, head_rows(wide)) for cell in row.cells]
    given = sum(map(len, wide))
    assert sum(cell.columns for cell in cells) < 40 * given
    tall = [[td("word " * 20, rows=65_534)] * 500] + [[td("x")]] * 5000
    written = sum(len(c.text) for row in placed_rows(tall, []) for c in row.cells)
    assert written < 10 * sum(len(cell.text) for row in tall for cell in row) + 100_000


CELLS = st.builds(
    GridCell,
    st.sampled_from(["", " ", "a", "1", "two words", "x" * 400]),
    st.integers(1, 4) | st.just(70_000),
    st.integers(1, 4) | st.just(5000),
    st.booleans(),
    st.booleans(),
)


@given(st.lists(st.lists(CELLS, max_size=5), max_size=8))
@settings(max_examples=200)
def test_any_grid_has_true_offsets(rows: list[list[GridCell]]) -> None:
    rows = with_row_spans(rows)
    out = TextBuilder()
    grid = TableGrid(out, rows, head_rows(rows))
    for _ in rows:
        grid.write_row()
    end = 0
    for block in out.blocks:
        assert end <= block.span.start and block.cells
        for cell in block.cells:
            assert end <= cell.span.start < cell.span.end
            end = cell.span.end
            assert all(head.end <= block.span.start and len(head) for head in cell.heads)
            if cell.first is not None:
                first = out.text[cell.first.start : cell.first.end]
                assert first == out.text[cell.span.start : cell.span.end]
        assert end == block.span.end
    filled = {" ".join(c.text.split()) for row in rows for c in row if c.text.strip()}
    assert all(text in out.text for text in filled)
