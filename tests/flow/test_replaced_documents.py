"""A stated replacement between documents: from the words to lists, answers and Cypher, the same in
any order of building, and rejected by an expert."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from graph.errors import NotFound
from graph.model import Scope
from graph.rows import UNHASHED
from groundgraph import KnowledgeBase

FILES = {
    "old/travel-2021.md": "# Travel Policy 2021\n\nEffective 1 March 2021.\n\n## 1 Hotels\n\n"
    "A hotel night may cost at most 120 EUR.\n",
    "new/travel.md": "# Travelling for the yard\n\nEffective 1 March 2025.\n\n"
    "This policy replaces the Travel Policy of 2021.\n\n"
    "This policy replaces the Riding Policy of 1987.\n\n## 1 Hotels\n\n"
    "A hotel night may cost at most 150 EUR.\n",
}
QUOTE = "This policy replaces the Travel Policy of 2021."
EDGES = (
    "MATCH (n:Document)-[r:REPLACES]->(f:Document) RETURN n.id AS newer, f.id AS former,"
    " r.since AS since, r.quote AS quote, r.start AS start, r.end AS end, r.id AS id"
)
NOW = "A hotel night may cost at most 150 EUR."
THEN = "A hotel night may cost at most 120 EUR."
QUESTION = "How much may a hotel night cost at most?"


def build(folder: Path, *order: str) -> KnowledgeBase:
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    base = KnowledgeBase(folder / f"kb-{'-'.join(order)}")
    for name in order:
        base.build(folder / name)
    return base


def roles(base: KnowledgeBase, day: date) -> dict[str, str]:
    answer = base.ask(QUESTION, today=day)
    return {s.text: s.role for s in answer.sentences if "hotel" in s.text}


def replaced(base: KnowledgeBase) -> list[Any]:
    rows = {row["id"]: row["replaced_by"] for row in base.documents()}
    assert rows["new/travel.md"] == []
    return rows["old/travel-2021.md"]  # type: ignore[no-any-return]


def test_a_replacement_is_shown_decides_and_can_be_rejected(tmp_path: Path) -> None:
    base = build(tmp_path, "new", "old")
    before = base.stats()["content hash"]
    (edge,) = base.cypher(EDGES)
    text = base.document("new/travel.md").text
    assert text[edge["start"] : edge["end"]] == edge["quote"] == QUOTE  # type: ignore[misc]
    assert (edge["newer"], edge["former"]) == ("new/travel.md", "old/travel-2021.md")
    assert edge["since"] == "2025-03-01"
    assert [one["words"] for one in replaced(base)] == [
        "replaced by Travelling for the yard from 2025-03-01"
    ]

    of_then, of_now = date(2023, 5, 1), date(2026, 5, 1)
    answer = base.ask(QUESTION, today=of_now)
    print([(s.text, s.role) for s in answer.sentences], answer.missing)
    assert answer.state == "answered"
    assert "150 EUR" in answer.sentences[0].text
    assert roles(base, of_now)[NOW] == "sentence"
    assert roles(base, of_now)[THEN] == "superseded"
    assert any(QUOTE in line for line in answer.missing)
    then = base.ask(QUESTION, today=of_then)
    assert "120 EUR" in then.sentences[0].text
    assert roles(base, of_then)[THEN] == "sentence"

    found = {one.named: one for one in base.replacements()}
    assert found["the Riding Policy of 1987"].former is None
    assert "no document" in found["the Riding Policy of 1987"].why
    rows = base.cypher(
        "MATCH (:Document)-[r:REPLACES]->(s:Superseded) RETURN s.name AS name, s.why AS why"
    )
    assert [row["name"] for row in rows] == ["the Riding Policy of 1987"]

    identifier = str(edge["id"])
    decision = base.reject_replacement(identifier, actor="expert")
    assert base.reject_replacement(identifier) == decision
    for again in (False, True):
        if again:
            base.build(rebuild=True)
        assert base.cypher(EDGES) == []
        assert replaced(base) == []
        assert roles(base, of_now)[THEN] != "superseded"
    assert base.stats()["content hash"] == before
    base.restore_replacement(identifier)
    with pytest.raises(NotFound):
        base.restore_replacement(identifier)
    assert base.cypher(EDGES) == [edge]
    assert base.verify() == []
    base.remove("old/travel-2021.md")  # while the store shows the edge
    assert base.cypher(EDGES) == []
    base.close()


@pytest.mark.one_store("the order of building decides nothing that a store could change")
def test_the_same_in_any_order_and_in_no_hash(tmp_path: Path) -> None:
    bases = [build(tmp_path, "old", "new"), build(tmp_path, "new", "old")]
    first, second = ([*base.replacements()] for base in bases)
    assert first == second
    assert bases[0].cypher(EDGES) == bases[1].cypher(EDGES) != []
    assert bases[0].stats()["content hash"] == bases[1].stats()["content hash"]
    assert "REPLACES" in UNHASHED
    alone = Scope(documents=["old/travel-2021.md"])  # nobody in it says that it is replaced
    scoped = bases[0].ask(QUESTION, today=date(2026, 5, 1), scope=alone)
    assert [s.role for s in scoped.sentences if s.text == THEN] == ["sentence"]
    for base in bases:
        base.close()
