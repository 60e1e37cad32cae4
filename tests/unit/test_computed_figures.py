"""Counts, sums and extremes computed from the rows of tables."""

from __future__ import annotations

import pytest

from generation.computing.cell_quantities import Quantity, quantity
from generation.computing.computed_answers import Computed, compute
from generation.computing.figure_checks import check_figure
from generation.computing.row_cypher import row_cypher
from generation.computing.written_tables import tables_of
from graph.model import Block, Cell, Chunk, Context, Document, Passage, Scope, Span

PARTS = """Valve list of the Harrow plant
Valve | Type | Supplier | Weight | Price
V-1 | ball valve | Tessaro | 12 kg | 1,200 EUR
V-2 | gate valve | Quindle | 7 kg | 300 EUR
V-3 | ball valve | Tessaro | 41 kg | 80 EUR
V-4 | check valve | Ostrow | 9 kg | 95 EUR
V-5 | ball valve | Tessaro | 15 kg | 410 EUR
Total | | | 84 kg | 2,085 EUR
"""
SITES = """Sites of the trial LUM-4
Site | Country | Opened | Participants
Arbel Clinic | Norway | 4 March 2021 | 38
Bexford Hospital | Ireland | 19 January 2022 | 112
Corvin Institute | Norway | 2 June 2021 | 57
Dunmore Centre | Ireland | 30 September 2020 | 21
"""
FEES = """Fees of the harbour office
Service | Payer | Fee | Basis
Berth permit | Owner | 120 EUR | per stay
Crane hour | Carrier | 95 EUR | per hour
Night watch | Carrier | 60 USD | per night
Tow | Carrier | 60 EUR |
Waste notice | Owner | 15 EUR | per notice
"""
PASSES = """Passes of the ferry
Pass | Fee
Day pass | 12 EUR
Night pass | ?
Bicycle pass | 4 EUR
"""
TESTS = """Pumps of the lock
Pump | Room | Next test
K-1 | North | 9 March 2031
K-2 | South | 4 May 2031
K-3 | North | 2 March 2031
"""


def written(text: str, key: str = "table.txt") -> Document:
    """`text` as a document: its first line, then one paragraph."""
    name, _, rest = text.partition("\n")
    blocks = (
        Block("paragraph", Span(0, len(name))),
        Block("paragraph", Span(len(name) + 1, len(name) + 1 + len(rest.rstrip()))),
    )
    return Document(key, key, "", name, "", ".txt", text, blocks)


def asked(question: str, *texts: str, scoped: bool = False) -> Computed | None:
    documents = [written(text, f"{number}.txt") for number, text in enumerate(texts)]
    passages = tuple(
        Passage(Chunk(f"c{n}", d.id, d.version, 0, 0, len(d.text), d.text), d, n + 1, {})
        for n, d in enumerate(documents)
    )
    scope = Scope(documents=[documents[0].id]) if scoped else Scope()
    return compute(Context(question, passages, (), scope, "", len(documents)))


def figure(question: str, *texts: str) -> str:
    found = asked(question, *texts)
    assert found is not None and not found.reasons, found
    return found.figure.text


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        ("How many valves does Tessaro supply?", PARTS, "3"),
        ("How many valves are there?", PARTS, "5"),
        ("How many different suppliers are there?", PARTS, "3"),
        ("How many valves weigh more than 10 kg?", PARTS, "3"),
        ("Which valve is the heaviest?", PARTS, "V-3"),
        ("Which is the cheapest valve?", PARTS, "V-3"),
        ("What is the total price of the valves of Tessaro?", PARTS, "1,690 EUR"),
        ("What is the average weight of the valves from Tessaro?", PARTS, "22.67 kg"),
        ("How many sites are in Norway?", SITES, "2"),
        ("Which site opened first?", SITES, "Dunmore Centre"),
        ("Which site in Norway opened last?", SITES, "Corvin Institute"),
        ("Which site has the fewest participants?", SITES, "Dunmore Centre"),
        ("How many participants does Bexford Hospital have?", SITES, "112"),
        ("How many participants are there in Ireland?", SITES, "133"),
        ("How many sites have at least 50 participants?", SITES, "2"),
        ("Which valve is heavier, V-2 or V-4?", PARTS, "V-4"),
        ("Which site opened later, Arbel Clinic or Corvin Institute?", SITES, "Corvin Institute"),
        ("Which site opened in the same year as Arbel Clinic?", SITES, "Corvin Institute"),
        ("Which countries have sites?", SITES, "Norway, Ireland"),
        ("What is the difference in price between V-1 and V-2?", PARTS, "900 EUR"),
        ("How many kg is the weight of V-3?", PARTS, "41 kg"),
        ("How many participants does Arbel Clinic have?", SITES, "38"),
        ("Which country is Corvin Institute in?", SITES, "Norway"),
        ("Which services does the carrier pay for?", FEES, "Crane hour, Night watch, Tow"),
        ("When is the next test of pump K-2?", TESTS, "4 May 2031"),
        ("Which pump comes next after K-1?", TESTS, "K-2"),
    ],
)
def test_the_figure_is_computed_from_the_rows(question: str, text: str, said: str) -> None:
    assert figure(question, text) == said


@pytest.mark.parametrize(
    ("question", "texts", "why"),
    [
        ("What is the highest fee?", (FEES,), "mixes units"),
        ("How many services have the basis per stay?", (FEES,), "1 row states no “Basis”"),
        (
            "How many sites are in Norway?",
            (SITES, SITES.replace("LUM-4", "LUM-5")),
            "Several tables",
        ),
        ("Which valve is the heaviest?", (PARTS.replace("9 kg", "?"),), "1 row states no “Weight”"),
        ("Which pass has the highest fee?", (PASSES,), "1 row states no “Fee”"),
        ("Which valve is the heaviest?", (PARTS.replace("9 kg", "nine or so"),), "“nine or so”"),
        ("How many valves are there?", (PARTS.replace("V-5 ", "etc. "),), "cut"),
    ],
)
def test_no_figure_where_rows_are_unclear(question: str, texts: tuple[str, ...], why: str) -> None:
    found = asked(question, *texts)
    assert found is not None
    assert why in " ".join(found.reasons)
    assert found.figure.rows  # the nearest rows are shown


@pytest.mark.parametrize(
    "question",
    [
        "How many valves does Brandt supply?",
        "How many pumps does Tessaro supply?",
        "How many valves does Tessaro repair?",
        "How many valves does Tessaro not supply?",
        "How many sites in Norway were closed?",
        "How many valves came after V-2?",
        "How often is a valve inspected?",
    ],
)
def test_a_word_that_the_table_does_not_explain_takes_the_figure_away(question: str) -> None:
    found = asked(question, PARTS, SITES)
    assert found is None or found.reasons


def test_the_next_test_of_a_thing_is_not_that_of_the_next_thing() -> None:
    asked_of = asked("When is the next test of K-2?", TESTS.replace("Next test", "Test due"))
    assert asked_of is None or asked_of.reasons


def test_a_row_that_is_the_sum_of_the_others_is_no_row_of_the_list() -> None:
    text = SITES + "Samtals | | | 228\n"
    assert figure("How many participants are there in total?", text) == "228"
    assert figure("How many sites are there?", text) == "4"


def test_the_rows_are_those_of_the_figure_and_the_first_decides() -> None:
    found = asked("How many valves does Tessaro supply?", PARTS)
    assert found is not None
    rows = [found.figure.table.rows[i].cells[0].text for i in found.figure.rows]
    assert rows == ["V-1", "V-3", "V-5"]
    top = asked("Which valve is the heaviest?", PARTS)
    assert top is not None
    assert top.figure.table.rows[top.figure.rows[0]].cells[0].text == "V-3"


def test_cells_and_rows_stand_where_their_spans_say() -> None:
    document = written(PARTS)
    (table,) = tables_of(document)
    assert [column.text for column in table.columns] == "Valve Type Supplier Weight Price".split()
    assert len(table.rows) == 5  # the sum is no row
    for row in table.rows:
        for cell in row.cells:
            assert document.text[cell.span.start : cell.span.end] == cell.text
            assert row.span.contains(cell.span)


def test_an_empty_cell_that_a_reader_leaves_out_is_put_back() -> None:
    text = "Service Fee Tow Crane 5"
    heads = (Span(0, 7), Span(8, 11))
    rows = (
        Block("table_head", Span(0, 11), cells=(Cell(heads[0]), Cell(heads[1]))),
        Block("table_row", Span(12, 15), cells=(Cell(Span(12, 15), (heads[0],)),)),
        Block(
            "table_row",
            Span(16, 23),
            cells=(Cell(Span(16, 21), (heads[0],)), Cell(Span(22, 23), (heads[1],))),
        ),
    )
    (table,) = tables_of(Document("d", "d", "", "Fees", "", ".html", text, rows))
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Tow", ""],
        ["Crane", "5"],
    ]
    assert not table.faults


def test_the_query_says_the_same_over_the_lines() -> None:
    found = asked("How many valves does Tessaro supply?", PARTS)
    assert found is not None
    query = row_cypher(found.figure)
    assert "cells[2] IN ['Tessaro']" in query
    assert query.endswith("RETURN count(*) AS answer")
    dated = asked("Which site opened first?", SITES)
    assert dated is not None
    assert row_cypher(dated.figure) == ""  # dates are not compared there


@pytest.mark.parametrize(
    ("text", "quotes", "holds"),
    [
        ("3", ("a", "b", "c"), True),
        ("2", ("a", "b", "A"), True),
        ("4", ("a", "b", "c"), False),
        ("15 kg", ("5 kg", "10 kg"), True),
        ("7.5 kg", ("5 kg", "10 kg"), True),
        ("16 kg", ("5 kg", "10 kg"), False),
        ("15", ("5 kg", "10 lb"), False),
        ("V-3", ("V-3", "41 kg", "7 kg"), True),
        ("V-2", ("V-3", "41 kg", "7 kg"), False),
    ],
)
def test_a_figure_must_follow_from_its_quotes(
    text: str, quotes: tuple[str, ...], holds: bool
) -> None:
    assert (check_figure(text, quotes) == "") is holds


@pytest.mark.parametrize(
    ("text", "value", "kind", "unit"),
    [
        ("1,204", 1204, "number", ""),
        ("41 kg", 41, "number", "kg"),
        ("$3,500", 3500, "number", "$"),
        ("157 (48)", 157, "number", ""),
        ("1:01.5", 61.5, "time", ""),
        ("4 March 2021", 20210304, "date", ""),
        ("2nd", 2, "place", ""),
    ],
)
def test_what_a_cell_counts(text: str, value: float, kind: str, unit: str) -> None:
    found = quantity(text)
    assert isinstance(found, Quantity)
    assert (float(found.value), found.kind, found.unit) == (value, kind, unit)


def test_words_and_identifiers_count_nothing() -> None:
    assert quantity("V-3") is None
    assert quantity("Tessaro") is None
    assert quantity("12 kg or more") is None
