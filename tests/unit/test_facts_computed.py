"""Questions read over facts, what names one thing, and measures that can be put in an order."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from generation.computing.computed_answers import answer_from_facts
from generation.computing.fact_answers import FactAnswer
from generation.computing.fact_extremes import measure_of
from generation.computing.fact_parts import is_called, is_one
from generation.computing.fact_questions import extreme_questions, fact_questions, stems
from generation.computing.figure_checks import check_figure
from graph.model import (
    Chunk,
    Context,
    Document,
    NearSentence,
    Passage,
    Scope,
    Span,
    StatedFact,
    StatedFacts,
)

GAP = "\n"


def stated(
    *rows: tuple[str, str, str, str],
    near: Sequence[str] = (),
    figures: Sequence[str] = (),
    modality: str = "none",
    shown: bool = True,
) -> StatedFacts:
    """Facts (subject, words of the verb, object, predicate), each a sentence of one document; the
    words behind `figures` are the object's."""
    sentences = [f"{subject} {verb} {thing}." for subject, verb, thing, _ in rows]
    text = GAP.join((*sentences, *near))
    document = Document("a.md", "a.md@1", "", "A", "", ".md", text, ())
    passage = Passage(Chunk("c", "a.md", "a.md@1", 0, 0, len(text), text), document, 1, {})
    facts = []
    start = 0
    for number, (subject, verb, thing, predicate) in enumerate(rows):
        said = sentences[number]
        at = start + said.index(verb, len(subject))
        last = start + len(subject) + len(verb) + 2
        facts.append(
            StatedFact(
                fact=f"f{number}", predicate=predicate, modality=modality, polarity="positive",
                figures=figures[number] if figures else "", subject=subject.casefold(),
                subject_kind="Term", object=thing.casefold(), object_kind="Term",
                document="a.md", version="a.md@1", chunk="c",
                statement=Span(start, start + len(said)), quote=said,
                subject_span=Span(start, start + len(subject)),
                predicate_span=Span(at, at + len(verb)),
                object_span=Span(last, last + len(thing)), qualifiers=(), shown=shown, within=True,
            )
        )  # fmt: skip
        start += len(said) + 1
    others = []
    for words in near:
        others.append(NearSentence("a.md", Span(start, start + len(words)), words))
        start += len(words) + 1
    return StatedFacts(tuple(facts), tuple(others), True, (passage,))


def asked(question: str, facts: StatedFacts) -> FactAnswer | None:
    context = Context(question, facts.passages, (), Scope(), "", 1, stated=facts)
    return answer_from_facts(context, ())


PLANS = (
    ("The Council", "approves", "the Shift Plan", "approve"),
    ("The Council", "approves", "the Night Plan", "approve"),
    ("The Board", "approves", "the Flood Plan", "approve"),
)
FEES = (
    ("A berth permit", "costs", "80 EUR", "cost"),
    ("A towing permit", "costs", "210 EUR", "cost"),
    ("A crane ticket", "costs", "400 EUR", "cost"),
)
AMOUNTS = ("object EUR 80.00", "object EUR 210.00", "object EUR 400.00")


def test_things_of_one_relation_are_counted_and_named() -> None:
    found = asked("How many plans does the Council approve?", stated(*PLANS))
    assert found is not None and not found.reasons
    assert (found.text, found.note) == ("2", " that these documents state")
    named = asked("Which plans are approved by the Council?", stated(*PLANS))
    assert named is not None
    assert (
        named.text + named.note == "the Night Plan, the Shift Plan (2 that these documents state)"
    )


@pytest.mark.parametrize(
    ("question", "facts", "why"),
    [
        (
            "How many plans does the Council approve?",
            stated(*PLANS, near=("The Council also signs off the Storm Plan.",)),
            "another sentence may state more",
        ),
        (
            "How many plans does the Council approve?",
            stated(*PLANS, ("The Council", "approves", "plans", "approve")),
            "“plans” may stand for several",
        ),
        (
            "How many plans does the Council approve?",
            stated(*PLANS, ("The Council", "approved", "the Old Plan", "approve")),
            "about the past",
        ),
        (
            "How many plans does the Council approve?",
            stated(*PLANS, ("The Council", "approves", "about every Plan", "approve")),
            "not exact",
        ),
        (
            "How many documents does the Council approve?",
            stated(*PLANS, ("The Council", "approves", "Document D-1", "approve"),
                   ("The Council", "approves", "Document D-2", "approve")),
            "does not say what it is",
        ),
        (
            "Which permit has the highest fee?",
            stated(*FEES, figures=("object EUR 80.00", "object USD 210.00", "object EUR 9.00")),
            "units are mixed",
        ),
        (
            "Which permit has the highest fee?",
            stated(*FEES, figures=("object EUR 80.00",) * 3),
            "cannot be told",
        ),
        (
            "Which permit has the highest fee?",
            stated(*FEES, ("A day permit", "costs", "little", "cost"), figures=(*AMOUNTS, "")),
            "states none that can be compared",
        ),
    ],
)  # fmt: skip
def test_no_figure_where_a_statement_may_be_left_out_or_may_not_count(
    question: str, facts: StatedFacts, why: str
) -> None:
    found = asked(question, facts)
    assert found is not None
    assert why in found.reasons[0]
    assert found.described()["figure"] == found.described()["cypher"] == ""


@pytest.mark.parametrize(
    "question",
    [
        "How many plans does the Clerk approve?",
        "How many plans does the Board approve?",
        "How many plans must the Council approve?",
        "How many plans does the Council reject?",
        "How many plans does the Council not approve?",
        "Which plan does the Council approve?",
        "How many plans approve the Council?",
    ],
)
def test_another_relation_and_a_single_statement_say_nothing(question: str) -> None:
    found = asked(question, stated(*PLANS))
    assert found is None or found.reasons


def test_weak_statements_are_no_ground_for_a_figure() -> None:
    assert asked("How many plans does the Council approve?", stated(*PLANS, shown=False)) is None


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Which permit has the highest fee?", "A towing permit"),
        ("Which permit costs the least?", "A berth permit"),
        ("What is the highest fee for permits?", "210 EUR"),
    ],
)
def test_the_end_of_an_order(question: str, text: str) -> None:
    found = asked(question, stated(*FEES, figures=AMOUNTS))
    assert found is not None and not found.reasons, found
    assert found.text == text
    assert " of 2 that these documents state)" in found.note


@pytest.mark.parametrize(
    ("figures", "wanted", "low", "high"),
    [
        ("object P6D", "duration", 144, 144),
        ("object P1M", "duration", 672, 744),
        ("object PT24H", "duration", 24, 24),
        ("object 2026-05-03", "date", 20260503, 20260503),
        ("object EUR 80.50", "number", 80.5, 80.5),
    ],
)
def test_what_a_fact_measures(figures: str, wanted: str, low: float, high: float) -> None:
    (fact,) = stated(("It", "takes", "so long", "take"), figures=(figures,)).facts
    found = measure_of(fact, wanted)
    assert found is not None
    assert (float(found.low), float(found.high)) == (low, high)


def test_thirty_days_and_a_month_cannot_be_put_in_an_order() -> None:
    rows = (("Red notes", "last", "30 days", "last"), ("Blue notes", "last", "1 month", "last"))
    found = asked("Which notes last longest?", stated(*rows, figures=("object P30D", "object P1M")))
    assert found is not None and "cannot be told" in found.reasons[0]


@pytest.mark.parametrize(
    ("words", "kind", "one"),
    [
        ("the Shift Plan", "Term", True),
        ("valve V-12", "Term", True),
        ("Mara Lind", "Person", True),
        ("the boiler", "Term", False),
        ("valves", "Term", False),
        ("Form F-1 and Form F-2", "Term", False),
        ("three Plans", "Term", False),
        ("any Plan", "Term", False),
    ],
)
def test_what_names_a_single_thing(words: str, kind: str, one: bool) -> None:
    assert is_one(words, kind, begins=False) is one


def test_what_a_thing_is_called() -> None:
    assert is_called(("valv",), "ball valve V-12", "Term") is True
    assert is_called(("relief", "valv"), "ball valve V-12", "Term") is False
    assert is_called(("valv",), "the pump P-1", "Term") is False
    assert is_called(("valv",), "TK-4", "Term") is None
    assert is_called(("unit",), "the boiler B-1", "Term") is None
    assert is_called((), "the Shift Leader", "Term") is True


def test_how_often_is_one_word_however_it_is_said() -> None:
    said = {
        stems(f"inspect {words}") for words in ("yearly", "every year", "annually", "once a year")
    }
    assert len(said) == 1
    assert stems("inspect monthly") not in said


@pytest.mark.parametrize(
    "question",
    [
        "How many plans or forms does the Council approve?",
        "How many plans does the Council approve if it rains?",
        "How long are plans kept?",
        "Does the Council approve plans?",
    ],
)
def test_questions_of_another_form_are_left_alone(question: str) -> None:
    assert fact_questions(question) == extreme_questions(question) == ()


def test_a_figure_over_facts_follows_from_as_many_quotes_as_it_says() -> None:
    assert check_figure("2 that these documents state", ["A", "B"]) == ""
    assert check_figure("3 that these documents state", ["A", "B"]) != ""
    assert check_figure("A, B (2 that these documents state)", ["A", "B"]) == ""
    assert check_figure("A, B (3 that these documents state)", ["A", "B"]) != ""
    assert check_figure("A (the longest of 2 that these documents state)", ["A", "B"]) == ""
