"""Figures over tables and lists, from documents to answers: what is said, what it stands on, and
the same question as Cypher."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from graph.model import Scope
from groundgraph import KnowledgeBase
from groundgraph.cli.card import print_card
from groundgraph.views.figure_form import ROWS

MAKERS = {"Tessaro": 56, "Quindle": 23, "Ostrow": 11}


def parts_list() -> str:
    """A list of 90 valves, their makers in turn until each has its number."""
    left = dict(MAKERS)
    lines: list[str] = []
    while any(left.values()):
        for maker in left:
            if left[maker]:
                left[maker] -= 1
                number = len(lines)
                lines.append(f"| V-{1000 + number} | ball valve | {maker} | {10 + number} kg |")
    head = "| Valve | Type | Supplier | Weight |\n|---|---|---|---|\n"
    return (
        "# Valve list of the Harrow plant\n\nAll valves are listed.\n\n" + head + "\n".join(lines)
    )


FEES = """<html><head><title>Fees of the harbour office</title></head><body>
<h1>Fees of the harbour office</h1>
<table><thead><tr><th>Service</th><th>Payer</th><th>Fee</th></tr></thead><tbody>
<tr><td>Berth permit</td><td>Owner</td><td>120 EUR</td></tr>
<tr><td>Crane hour</td><td>Carrier</td><td>95 EUR</td></tr>
<tr><td>Night watch</td><td>Carrier</td><td></td></tr>
<tr><td>Tow by tug</td><td>Carrier</td><td>310 EUR</td></tr>
<tr><td>Waste notice</td><td>Owner</td><td>15 EUR</td></tr>
</tbody></table></body></html>
"""


TRUST = """# Rules of the Harrow Trust

## The board

The board has the following committees:

{committees}

The trustees are:

- Mara Lind
- Jon Pell
- Ada Crewe

## Cleaning procedure

1. Switch off the pump,
   and wait.
2. Drain the tank.
3. Rinse the tank.

## Visitors

The visitors are:

- Pupils
- Nurses
- etc.
""".format(committees="\n".join(f"- Committee {letter}" for letter in "ABCDEFGHIJKL"))

KEYS = """<html><head><title>Keys of the depot</title></head><body><h1>Keys of the depot</h1>
<p>The following are the keepers of keys:</p><ul><li>the porter</li><li>the caretaker</li></ul>
</body></html>
"""


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory, store: object) -> KnowledgeBase:
    folder = tmp_path_factory.mktemp("computed")
    documents = folder / "docs"
    documents.mkdir()
    (documents / "valves.md").write_text(parts_list() + "\n", "utf-8")
    (documents / "fees.html").write_text(FEES, "utf-8")
    (documents / "trust.md").write_text(TRUST, "utf-8")
    (documents / "keys.html").write_text(KEYS, "utf-8")
    base = KnowledgeBase(folder / "kb")
    base.build(documents)
    return base


@pytest.fixture(autouse=True)
def prepared(kb: KnowledgeBase) -> None:
    """Nothing is cleared between these tests: the base of the module stays in its store."""


@pytest.mark.parametrize(
    ("question", "figure", "rows"),
    [
        ("How many valves does Tessaro supply?", "56", 56),
        ("How many valves are in the list?", "90", 90),
        ("Which valve is the heaviest?", "V-1089", 90),
        ("What is the average weight of the valves of Ostrow?", "27 kg", 11),
        ("How many services does the owner pay?", "2", 2),
    ],
)
def test_a_figure_stands_on_rows_and_the_query_returns_it(
    kb: KnowledgeBase, question: str, figure: str, rows: int
) -> None:
    answer = kb.ask(question)
    assert answer.state == "answered", answer.missing
    assert answer.headline is not None
    assert (answer.headline.role, answer.headline.text) == ("computed", figure)
    assert len(answer.sentences) == rows
    for sentence in answer.sentences:
        for cited in sentence.citations:
            text = kb.document(cited.document, cited.version).text
            assert text[cited.start : cited.end] == cited.quote
    computed = answer.manifest["computed"]
    assert isinstance(computed, dict)
    (row,) = kb.cypher(computed["cypher"])
    said = str(row["answer"])
    assert said.removesuffix(".0") == figure.removesuffix(" kg")


def test_a_row_without_a_value_takes_the_figure_away(kb: KnowledgeBase) -> None:
    answer = kb.ask("Which service has the highest fee?")
    assert answer.state == "related"
    assert answer.headline is None
    assert "1 row states no “Fee”" in answer.missing[0]
    assert any("Night watch" in sentence.text for sentence in answer.sentences)


def test_a_number_of_one_row_is_no_count(kb: KnowledgeBase) -> None:
    answer = kb.ask("How many fees does the owner pay?")
    assert answer.headline is None
    assert answer.state != "answered"


def test_a_recorded_figure_reopens_with_its_rows(kb: KnowledgeBase) -> None:
    answer = kb.ask("How many valves does Quindle supply?")
    kept = kb.answer(answer.id)
    assert kept["headline"]["role"] == "computed"
    assert len(kept["sentences"]) == MAKERS["Quindle"]
    assert kept["manifest"]["computed"]["figure"] == "23"


def test_a_card_in_the_terminal_says_how_many_rows_are_left_and_where_they_are(
    kb: KnowledgeBase,
) -> None:
    answer = kb.ask("How many valves does Tessaro supply?")
    short, whole = StringIO(), StringIO()
    print_card(Console(file=short, width=200), answer, whole=False)
    print_card(Console(file=whole, width=200), answer)
    assert "56" in short.getvalue()
    assert "Computed: counted from 56 rows" in short.getvalue()
    assert f"46 more: groundgraph show {answer.id}" in short.getvalue()
    assert "Cypher: MATCH (c:Chunk)" in short.getvalue()
    assert short.getvalue().count("Supplier: Tessaro") == ROWS
    assert whole.getvalue().count("Supplier: Tessaro") == MAKERS["Tessaro"]


@pytest.mark.parametrize(
    ("question", "figure", "items"),
    [
        ("How many committees does the board of the Harrow Trust have?", "12", 12),
        ("How many steps has the cleaning procedure?", "3", 3),
        ("Who are the trustees?", "Mara Lind, Jon Pell, Ada Crewe", 3),
        ("How many keepers of keys are there?", "2", 2),
    ],
)
def test_a_whole_list_is_counted_or_named_and_the_query_returns_the_same(
    kb: KnowledgeBase, question: str, figure: str, items: int
) -> None:
    answer = kb.ask(question)
    assert answer.state == "answered", answer.missing
    assert answer.headline is not None
    assert (answer.headline.role, answer.headline.text) == ("computed", figure)
    assert [s.role for s in answer.sentences] == ["lead_in", *["item"] * items]
    for sentence in answer.sentences:
        (cited,) = sentence.citations
        text = kb.document(cited.document, cited.version).text
        assert text[cited.start : cited.end] == cited.quote == sentence.text
    computed = answer.manifest["computed"]
    assert isinstance(computed, dict)
    assert computed["rows"] == items
    rows = kb.audit(computed["cypher"])
    assert ", ".join(str(row["answer"]) for row in rows) == figure


def test_a_list_that_may_go_on_gives_no_number(kb: KnowledgeBase) -> None:
    answer = kb.ask("How many visitors are there?")
    assert (answer.state, answer.headline) == ("related", None)
    assert "“etc” leaves open how many it stands for" in answer.missing[0]
    assert "Pupils" in [sentence.text for sentence in answer.sentences]


def test_a_list_outside_of_the_scope_gives_no_number(kb: KnowledgeBase) -> None:
    scope = Scope(documents=["docs/fees.html"])
    answer = kb.ask("How many steps has the cleaning procedure?", scope=scope)
    assert "computed" not in answer.manifest


def test_the_items_of_a_list_that_have_no_room_are_counted_in_the_terminal(
    kb: KnowledgeBase,
) -> None:
    answer = kb.ask("How many committees does the board of the Harrow Trust have?")
    short = StringIO()
    print_card(Console(file=short, width=200), answer, whole=False)
    assert "Computed: counted from 12 items of “The board has the following committees:”" in (
        short.getvalue()
    )
    assert f"3 more: groundgraph show {answer.id}" in short.getvalue()
