"""Pronouns that stand for the subject of the clause before, and those that leave a choice."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.fact_context import FactContext
from extraction.fact_gate import statement_of, words_beside
from extraction.profile import load_profile
from graph.model import Relation, Segment
from tests.unit.test_extraction_relations import read, reasons, shown


def told(text: str, profile: str = "general") -> list[str]:
    """The shown facts of `text` whose subject stands before their sentence, as they are named."""
    segment, found = read(("paragraph", text, 0), profile=profile)
    return [
        statement_of(r, segment.text) for r in found.relations if not r.why_weak and _is_carried(r)
    ]


def _is_carried(relation: Relation) -> bool:
    return relation.subject.end <= relation.statement.start


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The card opens on Mondays. It cannot be reused.", ["The card cannot be reused"]),
        ("The card opens on Mondays. It's kept at night.", ["The card is kept at night"]),
        ("The mills stand at the quay. They must not be entered.",
         ["The mills must not be entered"]),
        ("Ms Ada Reed is the keeper of the mill. She reports to the board.",
         ["Ms Ada Reed reports to the board"]),
        ("The guild meets in May. It elects a warden. It also sets the fee.",
         ["The guild elects a warden", "The guild sets the fee"]),
        # of the nouns before it, the others are no things, no times of a day or say what it is
        ("The lamp is a signal for the ferries of the quay. It burns oil.",
         ["The lamp burns oil"]),
        ("The lamp was lit on 3 May by Mr Reed. It burns oil.", ["The lamp burns oil"]),
        ("The guild keeps an archive. It employs two clerks.", ["The guild employs two clerks"]),
        ("Licences are granted by the Warden. She may refuse a key.",
         ["The Warden may refuse a key"]),
        ("The Bosun has general charge of the quay. They will take the oars.",
         ["The Bosun will take the oars"]),
        ("The Miller is liable for its carts. It shall pay the toll.",
         ["The Miller shall pay the toll"]),
        ("Members who are in arrears may not vote. They must pay a fee.",
         ["Members who are in arrears must pay a fee"]),
    ],
)  # fmt: skip
def test_a_pronoun_is_the_subject_of_the_sentence_before(text: str, expected: list[str]) -> None:
    assert told(text) == expected


def test_a_pronoun_is_the_subject_of_the_clause_it_is_joined_to() -> None:
    assert "card | can | not | be reused" in shown("The card is free, and it cannot be reused.")


@pytest.mark.parametrize(
    "text",
    [
        "The bank issues the card. It cannot be reused.",  # which of the two?
        "The cards open the gates. They must be closed.",
        "The tenants pay the fees. They must be paid in May.",
        "Mr Reed told the mayor that the mill burns. He left at noon.",
        "If the alarm sounds, the staff leave. They gather at the gate.",
        "The lamp burns when the gate is open. It is tested on Mondays.",
        "The mill is closed. It is important to lock the door.",
        "The mill is closed. It is recommended that the door is locked.",
        "The mill is closed. It takes an hour.",
        "The cards are free. It cannot be reused.",  # no agreement
        "Ms Reed keeps the log. He reports to the board.",
        "Most members pay by card. They get a receipt.",
        "No member may vote. They must pay a fee.",
        "Is the card free? It cannot be reused.",
        "“The card is free. It cannot be reused,” said Ada Reed.",
        "The card is free. It cannot be reused by her.",  # by whom?
        "His stone and grain were weighed. They were heavy.",
        "Spring tide The spring tide is the highest. It floods the quay.",
        "Proteins, called factors, are needed. They are made by the liver.",
        "The next card is free. It cannot be reused.",
        "You get a card. It cannot be reused.",
        "The tenant pays the deposit before it is due. It is kept by the agent.",
        "The card is free. If the gate is shut, it cannot be reused.",
        "The card is free. A new card is issued in May, and it opens the card room.",
    ],
)
def test_a_pronoun_that_leaves_a_choice_stays_weak(text: str) -> None:
    assert told(text) == []


def test_nothing_is_carried_over_a_border_of_blocks() -> None:
    _, found = read(("paragraph", "The card is free.", 0), ("paragraph", "It cannot be reused.", 0))
    weak = [r.why_weak for r in found.relations if r.predicate.startswith("be reused")]
    assert weak == ["pronoun subject"]


def test_the_subject_has_the_words_of_the_noun_where_they_stand() -> None:
    segment, found = read(("paragraph", "The brass card is free. It cannot be reused.", 0))
    fact = next(r for r in found.relations if r.predicate == "be reused")
    assert segment.text[fact.subject.start : fact.subject.end] == "brass card"
    assert segment.text[fact.statement.start : fact.statement.end] == "It cannot be reused."


def test_the_restriction_of_the_noun_is_kept() -> None:
    text = "Members who are in arrears may not vote. They must pay a fee."
    segment, found = read(("paragraph", text, 0))
    fact = next(r for r in found.relations if r.predicate == "pay")
    kept = [(kind, segment.text[span.start : span.end]) for kind, span in fact.qualifiers]
    assert kept == [("restriction", "who are in arrears")]


def test_the_last_gate_reads_the_sentence_that_names_the_subject() -> None:
    segment, found = read(("paragraph", "The card is free. It cannot be reused.", 0))
    fact = next(r for r in found.relations if r.predicate == "be reused")
    context = FactContext(segment.text, segment.blocks)
    assert "The card is free." in words_beside(segment.text, fact.statement, context).above


_SENTENCES = (
    "The card is free.", "It cannot be reused.", "They must pay a fee.", "She keeps the log.",
    "Members vote in May.", "Ms Ada Reed is a warden.", "It opens the gate.", "He left.",
    "The guild meets in May.", "If it rains, the mill is shut.", "It’s kept at night.",
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sampled_from(_SENTENCES), min_size=1, max_size=6), st.sampled_from(["", "é\n> "])
)
def test_every_span_of_a_carried_fact_is_in_the_text(said: list[str], lead: str) -> None:
    segment, found = read(("paragraph", lead + " ".join(said), 0))
    shown_facts = [r for r in found.relations if not r.why_weak]
    for fact in shown_facts:
        spans = [fact.statement, fact.subject, fact.predicate_span, fact.object]
        assert all(s is None or 0 <= s.start < s.end <= len(segment.text) for s in spans)
        assert _subject(segment, fact).lower() not in ("it", "they", "he", "she")
        if _is_carried(fact):
            assert fact.statement.contains(fact.predicate_span)


def _subject(segment: Segment, fact: Relation) -> str:
    return segment.text[fact.subject.start : fact.subject.end]


def test_a_pronoun_without_a_noun_says_so() -> None:
    assert "pronoun subject" in reasons("It cannot be reused.")
    assert load_profile("general")
