"""What the heads of columns say: columns of one sort name no row, figures need what they count."""

import pytest

from extraction.documents.readers.table_grid import TableGrid
from extraction.documents.readers.table_heads import head_rows
from extraction.documents.readers.text_builder import TextBuilder
from extraction.fact_gate import statement_of
from extraction.language.side_by_side import stand_side_by_side
from extraction.language.tables import Columns, row_relations
from tests.unit.test_table_grid import td, th


def rows_told(*rows: str) -> list[str]:
    """The shown facts of a table; its first row is the heads, ``|`` parts the cells."""
    cells = [[td(cell.strip()) for cell in row.split("|")] for row in rows[1:]]
    grid_rows = [[th(cell.strip()) for cell in rows[0].split("|")], *cells]
    out = TextBuilder()
    grid = TableGrid(out, grid_rows, head_rows(grid_rows, ()))
    for _ in grid_rows:
        grid.write_row()
    columns = Columns.of(out.text, out.blocks)
    found = (one for block in out.blocks for one in row_relations(out.text, block, columns))
    return [statement_of(one, out.text) for one in found if not one.why_weak]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            ("Day of Growth | 1 | 2", "Water for each bed (ml) | 12 | 18"),
            [
                "Water for each bed (ml) · Day of Growth 1: 12",
                "Water for each bed (ml) · Day of Growth 2: 18",
            ],
        ),
        (("Grade | 1", "Clerk | 200 crowns"), ["Clerk · Grade 1: 200 crowns"]),
        # what the figures count is not said, or the rows are what the corner names
        (("Item | 1 | 2", "Pumps | 4 | 5"), []),
        (("Day | 1 | 2", "Monday | 4 | 5"), []),
        (("Size | 1 | 2", "Size A | 4 | 5"), []),
        (("Region | 2020", "North | 5"), ["North · 2020: 5"]),
        (("Mild | Moderate | Severe", "Small rash | Wide rash | Swelling"), []),
        (("Pros | Cons", "Low price | Slow service", "Quick start | "), []),
        (("Option A | Option B", "Pay monthly | Pay yearly"), []),
        (("Allowed | Not allowed", "Tea in cups | Soup in bowls"), []),
        (("Drug | Dose", "Salbutin | 5 mg"), ["Salbutin · Dose: 5 mg"]),
        (("Symptom | Remedy", "Wheel stops | Oil the hub"), ["Wheel stops · Remedy: Oil the hub"]),
        (("Metal | Standard", "Tin | 5 mm"), ["Tin · Standard: 5 mm"]),
    ],
)
def test_rows_are_told_where_their_heads_say_what_they_are(
    rows: tuple[str, ...], expected: list[str]
) -> None:
    assert rows_told(*rows) == expected


@pytest.mark.parametrize(
    ("heads", "abreast"),
    [
        (["Before", "After"], True),
        (["Do", "Don’t"], True),
        (["Monday", "Tuesday", "Friday"], True),
        (["Compliant", "Non-compliant"], True),
        (["Column 1", "Column 2"], True),
        (["Name", "Age"], False),
        (["Product name", "Product price"], False),
        (["Trade name", "Chemical name"], False),
        (["", "Before", "After"], False),
    ],
)
def test_columns_of_one_sort_stand_side_by_side(heads: list[str], abreast: bool) -> None:
    assert stand_side_by_side(heads) is abreast


def test_a_row_that_a_joining_word_opens_is_named_by_the_cell_behind() -> None:
    heads, last = " | Fodder | Portion", "or | 4 kg | daily"
    told = rows_told(
        heads, "or | **oats** | 3 kg", "and/or | salt | 5 g", "other | hay | 1 kg", last
    )
    assert told == ["Oats · Portion: 3 kg", "Salt · Portion: 5 g"]
