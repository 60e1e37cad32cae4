"""What names a row of a table: a fact of a row is about its name, or is not made."""

from __future__ import annotations

import pytest

from extraction.documents.readers.html import HtmlReader
from extraction.language.tables import Columns, row_relations


def facts(body: str) -> list[tuple[str, str, str]]:
    """The facts shown of the tables of an HTML page."""
    page = HtmlReader().read(f"<meta charset=utf-8><table>{body}</table>".encode(), "page.html")
    columns = Columns.of(page.text, page.blocks)
    return [
        (page.text[r.subject.start : r.subject.end], r.predicate,
         page.text[r.object.start : r.object.end])
        for block in page.blocks
        for r in row_relations(page.text, block, columns)
        if r.object is not None and not r.why_weak
    ]  # fmt: skip


def row(*cells: str, tag: str = "td") -> str:
    made = (cell if cell.startswith("<") else f"<{tag}>{cell}</{tag}>" for cell in cells)
    return f"<tr>{''.join(made)}</tr>"


def head(*cells: str) -> str:
    return row(*cells, tag="th")


def test_a_name_over_several_rows_is_turned_round_by_none_of_them() -> None:
    shifts = (
        head("", "Early", "Late")
        + row("<th rowspan=2>Gate North</th>", "Ivo Brandt", "Lea Sorn")
        + row("Mara Quill", "<td rowspan=2>Tove Ash</td>")
        + row("<th>Gate South</th>", "Jon Reed")
    )
    assert facts(shifts) == [
        ("Gate South", "has early", "Jon Reed"),
        ("Gate South", "has late", "Tove Ash"),
    ]


def test_a_value_names_no_row() -> None:
    rates = (
        head("Good", "Road", "Rail")
        + row("Hemp", "3 crowns", "8 crowns")
        + row("<td rowspan=2>Flax</td>", "4 crowns", "9 crowns")
        + row("not carried", "7 crowns")
    )
    assert facts(rates) == [("Hemp", "has road", "3 crowns"), ("Hemp", "has rail", "8 crowns")]


def test_a_row_whose_name_is_empty_says_nothing() -> None:
    doses = head("Drug", "Adult", "Child") + row("Alphin", "50 mg", "on advice")
    assert facts(doses + row("", "60 mg", "30 mg") + row("", "on advice", "30 mg")) == [
        ("Alphin", "has adult", "50 mg"),
        ("Alphin", "has child", "on advice"),
    ]


def test_a_key_beside_a_group_names_its_row() -> None:
    terms = (
        head("Class", "Event", "Term")
        + row("<td rowspan=2>Class B</td>", "Flood", "6 days")
        + row("Storm", "8 days")
    )
    assert facts(terms) == [
        ("Flood", "has class", "Class B"),
        ("Flood", "has term", "6 days"),
        ("Storm", "has class", "Class B"),
        ("Storm", "has term", "8 days"),
    ]


def test_a_cell_beside_its_like_is_no_key() -> None:
    closed = (
        "<tr><th rowspan=2>Good</th><th colspan=2>Import</th></tr>"
        + head("Road", "Rail")
        + row("<td rowspan=2>Flax</td>", "by permit", "9 crowns")
        + row("by night", "7 crowns")
    )
    assert facts(closed) == []


@pytest.mark.parametrize(
    "name",
    ["4 crowns", "60 mg", "€5", "10–20 kg", "≤ 5 %", "4 crowns per day", "not given", "n/a",
     "3 May 2024", "six months", "12.50", "2 mg/kg"],
)  # fmt: skip
def test_what_names_nothing(name: str) -> None:
    assert facts(head("Name", "Kind") + row(name, "Thing")) == []


@pytest.mark.parametrize("name", ["3 Harbour Street", "Class 1", "Form 7-B", "Notice office", "B"])
def test_what_names_something(name: str) -> None:
    assert facts(head("Name", "Kind") + row(name, "Thing")) == [(name, "has kind", "Thing")]


def test_a_name_of_several_rows_names_none_of_them() -> None:
    rates = (
        head("Year", "Month", "Rate")
        + row("Spring term", "April", "3 crowns")
        + row("Spring term", "May", "4 crowns")
        + row("Autumn term", "June", "5 crowns")
    )
    assert {name for name, _, _ in facts(rates)} == {"Autumn term"}
