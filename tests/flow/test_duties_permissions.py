"""What only may happen is no permission: it stands in no row of the register of duties."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import queries
from groundgraph import KnowledgeBase
from groundgraph.cli.duties_command import run_duties
from groundgraph.judging_candidates import ShownGraph
from groundgraph.modalities import permits_nothing
from groundgraph.views.duties import (
    DutyFilters,
    all_duties,
    chosen_duties,
    duties_csv,
)

Write = Callable[[dict[str, str]], Path]
TEXT = """# Ferries

Several squalls may form a storm front.

The wait may be up to three hours.

The harbour officer may close the pier.

The lamp may be lit by guests.

The officer must inspect the lamps.
"""


def test_what_may_happen_is_a_fact_but_no_row(small_documents: Write, tmp_path: Path) -> None:
    with KnowledgeBase(tmp_path / "base") as base:
        base.build(small_documents({"rules.md": TEXT}))
        query = queries.load("duties")
        named = base.cypher("MATCH (f:Fact) WHERE f.status = 'shown' RETURN f.name AS name")
        facts = {str(row["name"]) for row in named}
        duties = all_duties(base)
        shipped = [str(r["statement"]) for r in base.cypher(query.cypher, query.defaults)]
        graph = ShownGraph(base.store.export(), ["docs/rules.md"])
        judged = [str(one.shown["fact"]) for one in graph.duties()]
    happens = "Several squalls may form a storm front (under “Ferries”)"
    assert happens in facts
    rows = [row.statement for row in duties]
    assert "Several squalls may form a storm front" not in rows
    assert "The harbour officer may close the pier" in rows
    assert "The officer must inspect the lamps" in rows
    whole = [f"{row.statement} (under “{row.under}”)" for row in duties]
    assert sorted(whole) == sorted(shipped) == sorted(judged)


@pytest.mark.one_store("rows are made above the store")
def test_a_row_says_its_sentence_once_and_its_headings_once(
    small_documents: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "# Harbour\n\nIt is old.\n\n# Ferries\n\nThe lamps must be lit before dusk.\n"
    with KnowledgeBase(tmp_path / "base") as base:
        base.build(small_documents({"rules.md": text}))
        [row] = all_duties(base)
    assert row.statement == "The lamps must be lit before dusk"
    assert (row.under, row.heading) == ("Harbour › Ferries", ("Harbour › Ferries",))
    assert chosen_duties([row], DutyFilters(what="harbour")) == [row]
    capsys.readouterr()
    run_duties(tmp_path / "base", "", "", "", "table", unread=False)
    printed = capsys.readouterr().out
    for told in (duties_csv([row]), printed):
        assert told.count("Harbour › Ferries") == told.count("Ferries") == 1
        assert told.count("The lamps must be lit before dusk") <= 2  # sentence, quoted paragraph


@pytest.mark.one_store("looks at no store")
@pytest.mark.parametrize(
    ("modality", "polarity", "predicate", "kind", "rule", "expected"),
    [
        ("may", "positive", "form", "Term", "active", True),
        ("may", "positive", "be", "Term", "copula", True),
        ("may", "positive", "be lit", "Term", "passive", False),
        ("may", "positive", "close", "Role", "active", False),
        ("may", "negative", "exceed", "Term", "active", False),
        ("must", "positive", "hold", "Term", "active", False),
    ],
)
def test_nothing_is_permitted_where_nobody_acts_and_nothing_is_done(
    modality: str, polarity: str, predicate: str, kind: str, rule: str, expected: bool
) -> None:
    fact = {"modality": modality, "polarity": polarity, "predicate": predicate}
    assert permits_nothing(fact, kind, rule) is expected
