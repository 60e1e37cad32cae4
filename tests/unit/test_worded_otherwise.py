"""A tick for a sentence that words the question otherwise: a checker makes it likely, and names,
numbers, form and roles hold all the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from generation import answer
from generation.checks.answer_odds import answer_odds, logit
from generation.checks.qualifier_checks import Fit
from generation.policy import Findings, Signs, decide
from generation.question.analysis import analyse
from generation.writers.lead_order import by_answer
from graph.checking import Quote, Relevance, Support
from graph.model import (
    EVERYTHING,
    AnswerState,
    Block,
    Chunk,
    Context,
    Document,
    Passage,
    Sentence,
    Span,
)
from tests.unit.test_checked_order import evidence

TODAY = date(2030, 1, 1)


class Answers:
    """A checker that gives `answers` as the probability of every quote that holds `marked`, .02 to
    the others."""

    fingerprint = "answers-1"

    def __init__(self, answers: float, marked: str = "") -> None:
        self.answers, self.marked = answers, marked

    def relevance(self, question: str, quotes: Sequence[Quote]) -> list[Relevance]:
        return [
            Relevance(0.0, self.answers if self.marked in quote.text else 0.02) for quote in quotes
        ]

    def support(self, statement: str, quotes: Sequence[Quote]) -> list[Support]:
        raise AssertionError("not asked here")


def state(question: str, said: str, answers: float, cosine: float = 0.7) -> AnswerState:
    """The state of a card for a document that says `said` alone."""
    document = Document(
        "d", "v", "0" * 64, "Terms", "d.md", ".md", said, (Block("paragraph", Span(0, len(said))),)
    )
    chunk = Chunk("c", "d", "v", 0, 0, len(said), said)
    sentence = Sentence("c", "d", "v", Span(0, len(said)), said)
    passage = Passage(chunk, document, 1, {"total": 1.0}, (), (sentence,), (cosine,))
    context = Context(question, (passage,), (), EVERYTHING, "g", 1)
    return answer(context, today=TODAY, checker=Answers(answers)).state


def test_a_paraphrase_gets_its_tick_from_a_checker() -> None:
    asked = "How can a soprano leave the choir early?"
    said = "Singers may give up membership by a letter to the choir before the season ends."
    assert state(asked, said, 0.9) == "answered"
    assert state(asked, said, 0.6) == "related"


def test_the_odds_fall_with_a_rival_a_later_passage_and_a_missing_value() -> None:
    found = evidence()
    lead, rival = found.units[:2]
    lead.answers, rival.answers = 0.8, 0.1
    before = answer_odds(found, lead, {})
    assert before is not None
    rival.answers = 0.7
    after = answer_odds(found, lead, {})
    assert after is not None and after < before
    other_case = {rival.key: Fit(("large",), ("large",))}
    assert answer_odds(found, lead, other_case) > after  # type: ignore[operator]
    untyped = replace(found, question=analyse("Tell me about the guard"))
    assert found.question.typed and not lead.found
    assert answer_odds(untyped, lead, {}) > after  # type: ignore[operator]
    rival.text = lead.text
    assert answer_odds(found, lead, {}) > after  # type: ignore[operator]
    lead.answers = None
    assert answer_odds(found, lead, {}) is None


def test_what_introduces_a_list_answers_by_its_items() -> None:
    found = evidence()
    lead, item = found.units[:2]
    lead.answers, item.answers = 0.2, 0.9
    alone = answer_odds(found, lead, {})
    lead.sentence = replace(lead.sentence, version=item.sentence.version, children=(item.span,))
    lead.key = (lead.sentence.version, lead.span.start, lead.span.end)
    assert answer_odds(found, lead, {}) > alone + 1  # type: ignore[operator]


def test_a_yes_or_no_in_other_words_wants_more_than_one_of_the_same_deed() -> None:
    asked = "Can I return the kayak late?"
    said = "Kayaks may come back after noon for 5 euros more."
    assert state(asked, said, 0.7) == "related"
    assert state(asked, said, 0.9) == "answered"
    assert state(asked, "Kayaks that come back after noon cost 5 euros.", 0.9) == "related"


@pytest.mark.parametrize(
    ("asked", "said", "answers", "wanted"),
    [
        # a reply: a likely one where no word is missing, else a sure one
        ("What is a jigger?", "A jigger is a small mast.", 0.55, "answered"),
        ("Which mast do mates trim?", "Mates trim the small mast.", 0.55, "answered"),
        ("Which mast do mates trim in dusk?", "Mates trim the small mast.", 0.55, "related"),
        ("mast that mates trim", "Mates trim the small mast.", 0.55, "related"),
        ("mast that mates trim", "Mates trim the small mast.", 0.9, "answered"),
        ("Which mast do mates trim in dusk?", "Mates trim the small mast.", 0.8, "answered"),
        # a way and a reason: never without their form, nor a row of a table
        ("How is the kiln fired?", "The kiln is dear.", 0.97, "related"),
        ("Why is the kiln fired twice?", "The kiln is fired two times.", 0.97, "related"),
        ("How many tiles does one kiln hold?", "Kiln | Tiles\nNorth | 40", 0.97, "related"),
    ],
)  # fmt: skip
def test_how_sure_a_checker_must_be_depends_on_the_form_of_what_it_read(
    asked: str, said: str, answers: float, wanted: AnswerState
) -> None:
    assert state(asked, said, answers, cosine=0.4) == wanted


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("May the tenant use the shop of the landlord?", "The landlord may use the tenant's shop."),
        ("How many boats were built in 2022 at the yard?", "In 2021 the yard built 9 boats."),
        ("Who may open the Torp depot?", "The guard may open the Vasby depot."),
        ("How many trout may sea anglers keep?", "Lake anglers may keep five trout."),
        ("How much is the fee for the permit?", "The fee for the permit is set by the council."),
        ("What is the highest fee for a permit?", "The fee for a permit is 40 euros."),
    ],
)  # fmt: skip
def test_no_checker_outvotes_roles_dates_names_qualifiers_forms_and_extremes(
    asked: str, said: str
) -> None:
    assert state(asked, said, 0.95, cosine=0.9) != "answered"


def test_the_third_of_an_order_is_not_its_first() -> None:
    asked = "Which is the longest pier of the guild?"
    for said, wanted in (
        ("The longest pier of the guild is Lund pier.", "answered"),
        ("The third-longest pier of the guild is Lund pier.", "related"),
        ("Lund pier is one of the longest piers of the guild.", "related"),
    ):
        assert state(asked, said, 0.95, cosine=0.9) == wanted


def test_the_other_end_is_another_case() -> None:
    said = "The maximum speed of the lift is 3 metres per second."
    asked = "Tell me about the maximum speed of the lift"
    assert state(asked, said, 0.9, cosine=0.9) == "answered"
    assert state(asked.replace("maximum", "minimum"), said, 0.9, cosine=0.9) == "related"


def test_a_word_that_was_put_right_gets_no_tick() -> None:
    said = "The passport of a horse is kept in the stable."
    asked = "Tell me about the passport of the horse"
    assert state(asked, said, 0.9, cosine=0.9) == "answered"
    assert state(asked.replace("passport", "pasport"), said, 0.9, cosine=0.9) == "related"


def test_a_passive_clause_keeps_its_roles() -> None:
    asked = "May the landlord enter the shop?"
    assert state(asked, "The shop may be entered by the landlord if it burns.", 0.9) == "answered"
    assert state(asked, "The landlord may be entered by the shop if it burns.", 0.9) != "answered"


def test_things_that_are_no_parties_may_stand_in_any_order() -> None:
    assert state("Can I move songs from my radio?", "Copy or move songs here.", 0.9) == "answered"
    said = "The order commits to a minimum of 5 units."
    assert state("Is there a minimum order?", said, 0.9) == "answered"


def test_another_deed_settles_no_yes_or_no() -> None:
    said = "The clerk may close the vault when the bell rings."
    for deed, other in (("open", "related"), ("close", "answered")):
        assert state(f"May the clerk {deed} the vault when the bell rings?", said, 0.7) == other


def test_a_month_or_a_weekday_tells_when() -> None:
    assert (
        state("When is the canteen closed?", "The canteen is closed in August.", 0.7) == "answered"
    )
    said = "Apprentices attend the school on Tuesdays."
    assert state("When do apprentices attend the school?", said, 0.7, cosine=0.9) == "answered"
    assert (
        state("When is the canteen closed?", "The canteen is closed to guests.", 0.7) != "answered"
    )


def test_reading_as_an_answer_gives_a_tick_and_a_conflict_takes_it() -> None:
    near = Signs(cosine=0.9, relation=1.0, names=1.0, form=1.0)
    found = Findings(near, direct=False, fit=Fit(("early",), (), 0, 4), read=True)
    assert decide(found) == "answered"
    assert decide(replace(found, conflict=True)) == "disagree"
    assert decide(replace(found, read=False)) != "answered"


def test_the_unit_that_the_checker_prefers_answers() -> None:
    first, second = evidence().units[:2]
    first.answers, second.answers = 0.2, 0.8
    assert by_answer([(first, Fit((), ())), (second, Fit(("form",), ()))]) == [1, 0]
    assert by_answer([(first, Fit((), ())), (second, Fit(("5",), (), exact=False))]) == [0, 1]
    assert by_answer([(first, Fit((), ())), (second, Fit((), ("5",)))]) == [0, 1]
    first.answers = 0.7
    assert by_answer([(first, Fit((), ())), (second, Fit((), ()))]) == [1, 0]
    others = [(first, Fit((), ())), (second, Fit((), ()))]
    assert by_answer(others, order=(first, second)) == [0, 1]  # the order of the evidence
    first.on_path = True
    assert by_answer([(first, Fit((), ())), (second, Fit(("form",), ()))]) == [0, 1]


def test_without_a_checker_the_unit_that_meets_most_answers() -> None:
    first, second = evidence().units[:2]
    assert by_answer([(first, Fit(("form",), ())), (second, Fit((), ()))]) == [1, 0]


def test_log_odds_are_finite_at_both_ends() -> None:
    assert logit(0.5) == 0.0
    assert logit(1.0) == pytest.approx(-logit(0.0)) and logit(1.0) < 7


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("At what pressure is the tank of the crane tested?", "The tank is tested at 12 bar."),
        ("Up to what height may dry softwood be stacked?", "Dry hardwood may be stacked to 2 m."),
        ("How long is the warranty of the second pump?", "The warranty is 3 years."),
    ],
)
def test_a_measure_of_what_is_not_named_is_no_answer(asked: str, said: str) -> None:
    assert state(asked, said, 0.97) != "answered"


def test_a_measure_whose_deed_alone_is_worded_otherwise_answers() -> None:
    asked = "How much salve is given for a rash?"
    assert state(asked, "A rash is treated with salve, 10 ml.", 0.97) == "answered"


def test_an_adverbial_in_front_changes_no_roles() -> None:
    said = "For a visit on the day of a match, a pass is needed in every case."
    assert state("Is a pass needed for a visit on the day of a match?", said, 0.97) == "answered"
    other = "For a pass, a visit on the day of a match is needed."
    assert state("Is a pass needed for a visit on the day of a match?", other, 0.97) != "answered"


def test_a_place_needs_no_capitals() -> None:
    assert state("Where is the meter?", "The meter is behind the door.", 0.97) == "answered"
    assert state("Where is the meter?", "The meter is in full use.", 0.97) != "answered"


def test_what_is_needed_and_what_for_may_stand_in_any_order() -> None:
    said = "Any person fishing from the pier requires a rod licence."
    assert state("Do I need a rod licence to fish from the pier?", said, 0.97) == "answered"
