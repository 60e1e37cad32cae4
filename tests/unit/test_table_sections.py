"""What rows of tables stand under: the line above the table, headings inside it; tables that are
two side by side."""

from __future__ import annotations

import pytest

from extraction.documents.readers.html import HtmlReader
from extraction.documents.readers.markdown import MarkdownReader
from extraction.language.side_by_side import is_said_again
from extraction.language.tables import Columns, row_relations
from extraction.stated_under import StatedUnder
from graph.model import Reading


def facts_of(page: Reading) -> list[tuple[str, str, str, str]]:
    columns = Columns.of(page.text, page.blocks)
    under = StatedUnder(page.text, page.blocks, {})
    return [
        (page.text[r.subject.start : r.subject.end], r.predicate.removeprefix("has "),
         page.text[r.object.start : r.object.end], under.of(r))
        for block in page.blocks
        for r in row_relations(page.text, block, columns)
        if r.object is not None and not r.why_weak
    ]  # fmt: skip


def shown(text: str) -> list[tuple[str, str, str, str]]:
    """Subject, head, cell and headings of the facts shown of the tables of a Markdown page."""
    return facts_of(MarkdownReader().read(text.encode(), "page.md"))


FERRY = "# Ferry fares\n\n| | Day | Night |\n|---|---|---|\n"


@pytest.mark.parametrize("heading", ["**Cargo**", "__Cargo__", "CARGO", "Cargo:"])
def test_a_marked_row_of_one_cell_is_a_heading_until_the_next(heading: str) -> None:
    table = f"{FERRY}| Walker | £3 | £5 |\n| {heading} | | |\n| Crate | £7 | £9 |\n"
    following = "| **Pets** | | |\n| Crate | £1 | £2 |\n"
    assert shown(table) == [
        ("Walker", "day", "£3", "Ferry fares"),
        ("Walker", "night", "£5", "Ferry fares"),
        ("Crate", "day", "£7", f"Ferry fares › {heading.strip('*_:')}"),
        ("Crate", "night", "£9", f"Ferry fares › {heading.strip('*_:')}"),
    ]
    assert [one[3] for one in shown(table + following)[4:]] == ["Ferry fares › Pets"] * 2


def test_a_heading_inside_a_table_is_told_of_a_name_too() -> None:
    rows = "# Rota\n\n| Nurse | Ward |\n|---|---|\n| **Night** | |\n| You | Fern |\n"
    assert shown(rows) == [("You", "ward", "Fern", "Night")]


def test_a_bare_row_of_one_cell_may_be_a_heading_or_lack_its_values() -> None:
    table = FERRY + "| Walker | £3 | £5 |\n| Cargo | | |\n| Crate | £7 | £9 |\n"
    assert {name for name, *_ in shown(table)} == {"Walker"}
    assert {name for name, *_ in shown(table + "| **Pets** | | |\n| Dog | £1 | £2 |\n")} == {
        "Walker",
        "Dog",
    }


def test_a_row_marked_as_the_heading_may_end_what_it_heads() -> None:
    table = FERRY + "| **Cargo** | | |\n| Crate | £7 | £9 |\n| **Whole deck** | £70 | £90 |\n"
    assert {name for name, *_ in shown(table)} == {"Crate"}


def test_of_two_headings_in_a_row_none_is_told() -> None:
    table = FERRY + "| Walker | £3 | £5 |\n| **Cargo** | | |\n| **Summer** | | |\n"
    rows = "| Crate | £7 | £9 |\n| **Winter** | | |\n| Barrel | £6 | £8 |\n"
    assert {name for name, *_ in shown(table + rows)} == {"Walker"}


@pytest.mark.parametrize(
    "row",
    [
        "| Fares are paid on board. Ask the crew. | | |",  # a note
        "| | £2 | |",
        "| **Skipper** | £1 | £2 |",  # no heading stands above it
        "| – | | |",
    ],
)
def test_what_is_no_heading(row: str) -> None:
    found = shown(f"{FERRY}| Walker | £3 | £5 |\n{row}\n| Crate | £7 | £9 |\n")
    assert ("Crate", "day", "£7", "Ferry fares") in found


def test_a_head_over_the_whole_width_is_a_heading() -> None:
    page = (
        "<meta charset=utf-8><h1>Fares</h1><table><tr><th>Load</th><th>Day</th></tr>"
        "<tr><td>Walker</td><td>£3</td></tr><tr><th colspan=2>Cargo</th></tr>"
        "<tr><td>Crate</td><td>£7</td></tr><tr><td colspan=2>Pets</td></tr>"
        "<tr><td>Dog</td><td>£1</td></tr></table>"
    )
    assert facts_of(HtmlReader().read(page.encode(), "page.html")) == [
        ("Walker", "day", "£3", "Fares"),
        ("Crate", "day", "£7", "Fares › Cargo"),
        ("Dog", "day", "£1", "Fares › Pets"),
    ]


LOADS = "| Load | Day |\n|---|---|\n| Crate | £7 |\n"


@pytest.mark.parametrize("line", ["**Fares for islanders**", "Fares for islanders:", "Winter"])
def test_the_line_right_above_a_table_is_told(line: str) -> None:
    said = line.strip("*:")
    assert shown(f"# Ferry\n\n{line}\n\n{LOADS}") == [("Crate", "day", "£7", f"Ferry › {said}")]


@pytest.mark.parametrize(
    "line",
    [
        "Fares are paid on board.",
        "Fares are paid on board. Ask the crew",
        "Children go free,\nas do dogs",
        "(Agreed by the council on 4 May)",
        "as the council has agreed",
        "Page 4",
        "The ferry goes at eight from the north pier and at nine from the south",
        "**Fares**\n\n## Ferry",
        "**Fares**\n\nThey are paid on board.",
    ],
)
def test_what_is_no_line_of_a_table(line: str) -> None:
    assert shown(f"# Ferry\n\n{line}\n\n{LOADS}")[0][3].endswith("Ferry")


def test_the_line_of_one_table_is_not_that_of_the_next() -> None:
    following = "| Boat | Seats |\n|---|---|\n| Gannet | 40 |\n"
    assert [one[3] for one in shown(f"# Ferry\n\n**Winter**\n\n{LOADS}\n{following}")] == [
        "Ferry › Winter",
        "Ferry",
    ]


@pytest.mark.parametrize(
    "heads",
    [
        "Spring: Crop | Sown | Autumn: Crop | Early | Late",
        "Crop | Sown | Crop | Early | Late",
        "Crop 1 | Sown | Crop 2 | Early | Late",
        "Spring – crop | Sown | Autumn – crop | Early | Late",
        "Crop | Early | Other | Early | Late",
        " | Early | | Early | Late",
    ],
)
def test_rows_of_two_tables_side_by_side_say_nothing(heads: str) -> None:
    bar = "|---" * 5
    assert shown(f"| {heads} |\n{bar}|\n| Flax | 9 kg | Hemp | 4 kg | 5 kg |\n") == []


@pytest.mark.parametrize(
    "heads",
    [
        "Crop | Sown | Next crop | Early | Late",
        "Firm name | Sown | Contact name | Early | Late",
        "Crop | Field 1 | Kind | Field 2 | Field 3",
        "Crop | Spring: kg | Kind | Autumn: kg | Late",
    ],
)
def test_ordinary_tables_stay(heads: str) -> None:
    bar = "|---" * 5
    assert len(shown(f"| {heads} |\n{bar}|\n| Flax | 9 kg | Hemp | 4 kg | 5 kg |\n")) == 4


def test_a_column_of_values_does_not_begin_another_table() -> None:
    table = "| Fee | Adult: fee | Child: fee |\n|---|---|---|\n| Entry | £4 | £2 |\n"
    assert len(shown(table)) == 2


def test_heads_that_name_the_same_sort() -> None:
    assert is_said_again("Spring: Crop", "Crop")
    assert not is_said_again("", "")
    assert not is_said_again("Old name", "New name")
