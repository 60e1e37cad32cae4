"""Facts from relations: ends, literals, merging of evidence, readable names, qualifiers."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from extraction.facts import build_facts, merge_facts, participants, shift_relation, statements
from graph.model import (
    QUALIFIERS,
    ROLES,
    Document,
    Entity,
    Fact,
    LiteralValue,
    Mention,
    Relation,
    Span,
)

TEXT = (
    "The Operator must report a leak within 2 days unless it is dry. "
    "An operator must report  the leak if asked. The Operator does not run pumps."
)
ENTITIES = {
    "e_operator": Entity("e_operator", "Operator", "Role"),
    "e_leak": Entity("e_leak", "leak", "Term"),
    "e_pumps": Entity("e_pumps", "pumps", "Term"),
}


def span(words: str, nth: int = 0) -> Span:
    at = -1
    for _ in range(nth + 1):
        at = TEXT.index(words, at + 1)
    return Span(at, at + len(words))


def document(key: str = "d", text: str = TEXT) -> Document:
    return Document(key, f"{key}@1", "0" * 64, key, key, ".txt", text, ())


REPORT = Relation(
    statement=Span(0, 63),
    subject=span("The Operator"),
    predicate="report",
    predicate_span=span("must report"),
    object=span("a leak"),
    value=None,
    modality="must",
    polarity="positive",
    rule="active",
    qualifiers=(("deadline", span("within 2 days")), ("exception", span("unless it is dry"))),
)
AGAIN = replace(
    REPORT,
    statement=Span(64, 107),
    subject=span("An operator"),
    predicate_span=span("must report", 1),
    object=span("the leak"),
    qualifiers=(("condition", span("if asked")),),
)
PLAIN = (replace(REPORT, qualifiers=()), replace(AGAIN, qualifiers=()))
NAMES = {
    span("The Operator"): "n_operator",
    span("An operator"): "n_operator",
    span("The Operator", 1): "n_operator",
    span("a leak"): "n_leak",
    span("the leak"): "n_leak",
    span("pumps"): "n_pumps",
}
ENTITY_OF = {"n_operator": "e_operator", "n_leak": "e_leak", "n_pumps": "e_pumps"}


def facts_of(*relations: Relation, of: Document | None = None) -> list[Fact]:
    at = span("The Operator")
    defined = {at: Mention(at, "Operator", "Role", "defined-term")}
    return build_facts(
        of or document(), relations, NAMES, ENTITY_OF,
        mention_at=defined, extractor="x:1", run="run_1",
    )  # fmt: skip


def merged(*relations: Relation) -> list[Fact]:
    return merge_facts(statements(facts_of(*relations), TEXT), ENTITIES)


def test_two_statements_of_one_fact_are_one_fact_with_two_pieces_of_evidence() -> None:
    (fact,) = merged(*PLAIN)
    assert (fact.subject, fact.predicate, fact.object) == ("e_operator", "report", "e_leak")
    assert [TEXT[e.statement.start : e.statement.end] for e in fact.evidence] == [
        e.quote for e in fact.evidence
    ]
    assert [e.statement for e in fact.evidence] == [REPORT.statement, AGAIN.statement]


def test_the_order_of_relations_leaves_no_trace() -> None:
    weak = replace(AGAIN, why_weak="hedged", rule="other")
    orders = itertools.permutations((REPORT, AGAIN, weak))
    made = [merged(*order) for order in orders]
    assert all(facts == made[0] for facts in made)


def test_a_fact_is_shown_where_one_piece_of_evidence_is() -> None:
    weak = replace(PLAIN[0], why_weak="pronoun")
    assert merged(weak)[0].status == "weak"
    (fact,) = merged(weak, PLAIN[1])
    assert fact.status == "shown"
    assert [(e.status, e.why_weak) for e in fact.evidence] == [("weak", "pronoun"), ("shown", "")]


def test_qualifiers_of_all_evidence_are_read_off_the_text() -> None:
    first = replace(REPORT, qualifiers=(("place", span("unless it is dry")),))
    second = replace(AGAIN, qualifiers=(("place", span("if asked")),))
    (fact,) = merged(first, second)
    assert fact.qualifier("place") == "if asked; unless it is dry"
    (fact,) = merged(REPORT)
    assert (fact.deadline, fact.exception) == ("within 2 days", "unless it is dry")


def test_every_kind_of_qualifier_reaches_the_fact() -> None:
    kinds = tuple((kind, span("within 2 days")) for kind in (*QUALIFIERS, *ROLES))
    (fact,) = merged(replace(REPORT, qualifiers=kinds))
    assert fact.qualifiers == tuple(
        (kind, "within 2 days") for kind in sorted((*QUALIFIERS, *ROLES))
    )


def test_polarity_makes_another_fact_of_the_same_claim() -> None:
    denied = replace(PLAIN[1], polarity="negative")
    first, second = merged(PLAIN[0], denied)
    assert first.id != second.id
    assert first.claim_id == second.claim_id


def test_an_object_that_nothing_names_stays_words() -> None:
    obj = span("a leak within 2 days")
    (fact,) = merged(replace(REPORT, object=obj))
    assert fact.object is None
    assert fact.value == LiteralValue("text", "a leak within 2 days")


def test_a_literal_value_is_kept_and_a_subject_without_a_name_makes_no_fact() -> None:
    value = LiteralValue("duration", "P2D")
    (fact,) = merged(replace(REPORT, object=span("2 days"), value=value))
    assert (fact.object, fact.value) == (None, value)
    assert merged(replace(REPORT, subject=span("dry"))) == []


@pytest.mark.parametrize(
    ("relation", "name"),
    [
        (REPORT, "The Operator must report a leak within 2 days unless it is dry"),
        (
            replace(REPORT, polarity="negative"),
            "The Operator must not report a leak within 2 days unless it is dry",
        ),
        (AGAIN, "An Operator must report the leak if asked"),
        (
            replace(
                REPORT,
                statement=span("The Operator does not run pumps."),
                subject=span("The Operator", 1),
                predicate="run",
                predicate_span=span("does not run"),
                object=span("pumps"),
                modality="none",
                polarity="negative",
                qualifiers=(),
            ),
            "The Operator does not run pumps",
        ),
        (replace(REPORT, object=None, qualifiers=()), "The Operator must report"),
    ],
)
def test_readable_name(relation: Relation, name: str) -> None:
    assert merged(relation)[0].name == name


def test_participants_names_each_subject_once() -> None:
    known = Mention(span("The Operator"), "The Operator", "Role", "ner")
    added = participants([REPORT, AGAIN, AGAIN], [known], TEXT)
    assert [(m.span, m.surface) for m in added] == [(span("An operator"), "An operator")]


def test_shift_moves_every_span() -> None:
    padded = "«» " + TEXT
    moved = shift_relation(REPORT, 3)
    for before, after in [
        (REPORT.statement, moved.statement),
        (REPORT.subject, moved.subject),
        (REPORT.predicate_span, moved.predicate_span),
        (REPORT.object or Span(0, 0), moved.object or Span(0, 0)),
        *((a[1], b[1]) for a, b in zip(REPORT.qualifiers, moved.qualifiers, strict=True)),
    ]:
        assert padded[after.start : after.end] == TEXT[before.start : before.end]
