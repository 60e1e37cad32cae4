"""Figures over facts of several documents: how many, which, and which has the most; never that
there are no others."""

from __future__ import annotations

import pytest

from graph.model import Answer, Scope
from groundgraph import KnowledgeBase

COUNCIL = """# Works council

The Works Council approves the Shift Plan. The Works Council approves the Holiday Plan.

The Safety Officer reports to the Plant Manager.

The board appoints the Audit Committee. The board may appoint the Pay Committee.

Unit B-2 must be inspected yearly. Unit B-4 must be inspected monthly.
"""
MINUTES = """# Minutes of May

The Works Council approves the Training Plan.

The Shift Leader reports to the Plant Manager.

The board appoints the Risk Committee.

Unit B-3 must be inspected every year.
"""
LICENCES = """# Licences of the harbour

The Harrow licence expires on 3 May 2026. The Quill licence expires on 1 March 2027.

A night permit costs 340 EUR. A day permit costs 120 EUR.

Cleaning notes must be kept for 2 years. Batch notes must be kept for 30 months.
"""


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory, store: object) -> KnowledgeBase:
    folder = tmp_path_factory.mktemp("facts")
    documents = folder / "docs"
    documents.mkdir()
    for name, text in (("council", COUNCIL), ("minutes", MINUTES), ("licences", LICENCES)):
        (documents / f"{name}.md").write_text(text, "utf-8")
    base = KnowledgeBase(folder / "kb")
    base.build(documents)
    return base


@pytest.fixture(autouse=True)
def prepared(kb: KnowledgeBase) -> None:
    """Nothing is cleared between these tests: the base of the module stays in its store."""


def checked(kb: KnowledgeBase, answer: Answer, figure: str) -> None:
    """The figure of `answer` is that of its query, and every quote is words of its document."""
    assert answer.headline is not None, answer.missing
    assert (answer.state, answer.headline.role) == ("answered", "computed")
    for sentence in answer.sentences:
        assert sentence.facts
        for cited in sentence.citations:
            text = kb.document(cited.document, cited.version).text
            assert text[cited.start : cited.end] == cited.quote
    computed = answer.manifest["computed"]
    assert isinstance(computed, dict) and computed["figure"] == figure
    rows = kb.audit(computed["cypher"])
    assert ", ".join(str(row["answer"]) for row in rows) == figure


@pytest.mark.parametrize(
    ("question", "figure", "note", "facts"),
    [
        ("How many plans does the Works Council approve?", "3", "that these documents state", 3),
        (
            "Which plans are approved by the Works Council?",
            "Holiday Plan, Shift Plan, Training Plan",
            "(3 that these documents state)",
            3,
        ),
        (
            "Who reports to the Plant Manager?",
            "Safety Officer, Shift Leader",
            "(2 that these documents state)",
            2,
        ),
        ("How many units must be inspected yearly?", "2", "that these documents state", 2),
        (
            "Which licence expires earliest?",
            "Harrow licence",
            "(the earliest of 2 that these documents state)",
            2,
        ),
        (
            "Which permit has the highest fee?",
            "night permit",
            "(the highest of 2 that these documents state)",
            2,
        ),
        (
            "Which notes must be kept longest?",
            "Batch notes",
            "(the longest of 2 that these documents state)",
            2,
        ),
    ],
)
def test_a_figure_over_facts_is_cited_and_claims_no_more_than_is_stated(
    kb: KnowledgeBase, question: str, figure: str, note: str, facts: int
) -> None:
    answer = kb.ask(question)
    checked(kb, answer, figure)
    assert answer.headline is not None
    assert answer.headline.text == f"{figure} {note}"
    assert len(answer.sentences) == facts
    said = answer.manifest["computed"]
    assert isinstance(said, dict) and "there may be others" in said["said"]


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("How many committees does the board appoint?", "says it otherwise"),
        ("How many plans does the board approve?", ""),
        ("How many drafts does the Works Council approve?", ""),
    ],
)
def test_no_figure_where_a_statement_may_count_or_none_does(
    kb: KnowledgeBase, question: str, why: str
) -> None:
    answer = kb.ask(question)
    assert answer.headline is None or answer.headline.role != "computed"
    if why:
        assert answer.state == "related"
        assert why in answer.missing[0]


def test_only_facts_of_the_scope_count(kb: KnowledgeBase) -> None:
    question = "How many plans does the Works Council approve?"
    inside = kb.ask(question, scope=Scope(documents=["docs/council.md"]))
    checked(kb, inside, "2")
    alone = kb.ask(question, scope=Scope(documents=["docs/minutes.md"]))
    assert alone.headline is None or alone.headline.role != "computed"
    kinds = kb.ask("Who reports to the Plant Manager?", scope=Scope(kinds=["Place"]))
    assert kinds.headline is None or kinds.headline.role != "computed"


def test_a_sentence_that_no_fact_was_read_from_takes_the_figure_away(
    kb: KnowledgeBase,
) -> None:
    kb.add("With the Works Council also lies the approval of the Night Plan.", "notes/night.md")
    try:
        answer = kb.ask("How many plans does the Works Council approve?")
        assert answer.state == "related"
        assert "another sentence may state more" in answer.missing[0]
    finally:
        kb.remove("notes/night.md")


def test_a_figure_over_facts_reopens_with_its_statements(kb: KnowledgeBase) -> None:
    answer = kb.ask("How many plans does the Works Council approve?")
    kept = kb.answer(answer.id)
    assert kept["headline"]["text"] == "3 that these documents state"
    assert len(kept["facts"]) == 3
