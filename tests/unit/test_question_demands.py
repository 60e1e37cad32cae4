"""What a question narrows itself to, and what meets it."""

from __future__ import annotations

import pytest

from generation.checks.cases_asked import other_case
from generation.question.analysis import analyse
from generation.question.contractions import written_out
from generation.question.numbers import Bound, Side, bounds
from generation.question.word_families import related
from graph.tokens import words
from tests.unit.test_worded_otherwise import state


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("May it be posted? Is it heavy? No.", "May it be posted?"),
        ("May it be posted? Known: Is it heavy? Yes.", "May it be posted?"),
        ("Is it heavy? No.", "Is it heavy?"),
        ("It is heavy. May it be posted?", "May it be posted?"),
    ],
)
def test_a_question_that_is_answered_on_the_spot_is_not_the_one_asked(
    text: str, asked: str
) -> None:
    assert analyse(text).asked == asked


def test_a_number_with_hyphens_is_one_name() -> None:
    kinds = {demand.surface: demand.kind for demand in analyse("Who signs form 64-8?").demands}
    assert kinds["64-8"] == "name" and "64" not in kinds and "8" not in kinds


def test_you_are_the_user_whom_a_question_means() -> None:
    said = "We keep your address for two years."
    assert state("For how long is a user's address kept?", said, 0.8) == "answered"
    assert state("For how long is a donor's address kept?", said, 0.6) != "answered"


@pytest.mark.parametrize(("one", "other"), [("delete", "remove"), ("destruction", "destroy")])
def test_words_of_one_family(one: str, other: str) -> None:
    assert related(words(one)[0], words(other)[0])


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("How do I disable the alarm?", "To enable the alarm, press the red key."),
        ("How do I unlock the lid?", "To lock the lid, press the red key."),
        ("How do I add a user to the list?", "To delete a user from the list, press the red key."),
    ],
)
def test_the_opposite_deed_is_another_case(asked: str, said: str) -> None:
    assert state(asked, said, 0.95, cosine=0.9) == "related"
    same = said.replace("enable", "disable").replace("lock", "unlock").replace("delete", "add")
    assert state(asked, same, 0.95, cosine=0.9) == "answered"


def test_a_thing_behind_non_is_another_case() -> None:
    said = "Non-resident members pay 40 euros a year."
    asked = "How much do {} members pay a year?"
    assert state(asked.format("resident"), said, 0.95, cosine=0.9) == "related"
    assert state(asked.format("non-resident"), said, 0.95, cosine=0.9) == "answered"


@pytest.mark.parametrize(
    ("asked", "said"), [("spend", "spent"), ("withdraw", "withdrawn"), ("oversee", "oversaw")]
)
def test_a_verb_with_forms_of_its_own_is_one_word(asked: str, said: str) -> None:
    [one], [other] = words(asked), words(said)
    assert related(one, other) and related(other, one)


def test_a_noun_is_no_form_of_a_verb_that_looks_like_it() -> None:
    for verb, noun in (("wind", "wound"), ("grind", "ground")):
        assert not related(words(verb)[0], words(noun)[0])


@pytest.mark.parametrize(
    ("said", "whole"),
    [
        ("I'm on leave", "I am on leave"),
        ("we’ve paid", "we have paid"),
        ("it isn't due, is it", "it is not due, is it"),
        ("he can't or won't pay", "he can not or will not pay"),
        ("whats the fee", "what is the fee"),
        ("what's the fee of the landlord's flat", "what is the fee of the landlord's flat"),
    ],
)
def test_contracted_words_are_written_out(said: str, whole: str) -> None:
    assert written_out(said) == whole


def test_who_asks_is_no_name() -> None:
    found = analyse("I'm new here: how much washing I can put in, and what's in part I?")
    assert found.names == ("part I",)


def test_a_number_with_a_stroke_is_one_name() -> None:
    found = analyse("Why was application 31/0204 refused?")
    assert ("name", "application 31/0204") in [(d.kind, d.surface) for d in found.demands]


@pytest.mark.parametrize(
    ("asked", "said", "other"),
    [
        ("How long must I rest if no stitch was set?", "If a stitch was set, rest two days.", True),
        ("When may it be sold if the seal is not broken?", "If the seal is broken, sell it.", True),
        (
            "May I drive if I was given a sedative?",
            "Unless you were given a sedative, drive.",
            True,
        ),
        ("How long must I rest if a stitch was set?", "If a stitch was set, rest two days.", False),
        (
            "What if no stitch was set?",
            "If no stitch was set, go home; if one was set, stay.",
            False,
        ),
        (
            "What is due if no notice is given?",
            "If the tenant gives no notice, rent is due.",
            False,
        ),
        ("What is due if I do not pay in time?", "Late payment bears interest.", False),
    ],
)
def test_the_opposite_case_is_another_one(asked: str, said: str, other: bool) -> None:
    assert bool(other_case(asked, said)) is other


@pytest.mark.parametrize(
    ("surface", "kind"),
    [
        ("operator", "word"),
        ("employer", "word"),
        ("managers", "word"),
        ("customers", "word"),
        ("organization", "word"),
        ("delivers", "verb"),
        ("monitor", "verb"),
        ("orders", "verb"),
    ],
)
def test_who_does_a_deed_is_no_verb(surface: str, kind: str) -> None:
    found = {d.surface: d.kind for d in analyse(f"When must {surface} something new?").demands}
    assert found[surface] == kind


@pytest.mark.parametrize(
    ("text", "value", "side"),
    [
        ("above EUR 10,000", 10_000, "above"),
        ("of up to £ 500", 500, "below"),
        ("a fine not exceeding $1,000", 1_000, "below"),
        ("parcels exceeding 20 kg", 20, "above"),
        ("sums in excess of CHF 200", 200, "above"),
    ],
)
def test_a_bound_stands_before_a_currency_too(text: str, value: float, side: Side) -> None:
    assert bounds(text) == (Bound(value, side),)
