"""A headline that has the right form and belongs to something else takes the tick."""

from __future__ import annotations

import pytest

from generation import answer
from tests.unit.test_worded_otherwise import TODAY, Answers, state
from tests.unit.test_yes_no_forms import spoken


@pytest.mark.parametrize(
    ("asked", "right", "other"),
    [
        (
            "When did the pier at Lund burn down?",
            "The pier at Lund did burn down on 3 May 1921.",
            "The pier at Lund was built on 3 May 1921.",
        ),
        (
            "When did the guild leave the Lund pier?",
            "The guild left the Lund pier on 3 May 1921.",
            "The guild built the Lund pier on 3 May 1921.",
        ),
        (
            "What is the date of the Lund charter?",
            "The Lund charter is dated 3 May 1921.",
            "Under the Lund charter a season runs from 3 May 1921.",
        ),
        (
            "How many berths does Lund harbour have?",
            "Lund harbour has 40 berths.",
            "Lund harbour has 8 guest berths.",
        ),
        (
            "How many litres does the tank at Lund hold?",
            "The tank at Lund holds 40 litres.",
            "The shed at the tank of Lund holds 40 litres.",
        ),
        (
            "How large is the fine of the Lund guild?",
            "The fine of the Lund guild is 90 euros.",
            "The fine of the Lund guild is large.",
        ),
        (
            "How often may members rent the Lund shed?",
            "Members may rent the Lund shed twice a year.",
            "Members may rent the Lund shed for 6 weeks.",
        ),
        (
            "What is the maximum fee of the Lund guild?",
            "The fee of the Lund guild is a maximum of 90 euros.",
            "After 2 years the fee of the Lund guild is doubled, and no maximum is set.",
        ),
        (
            "How long are the Lund logs kept?",
            "The Lund logs are kept for 6 years.",
            "Such Lund logs are kept for 6 years.",
        ),
    ],
)
def test_the_measure_belongs_to_what_is_asked(asked: str, right: str, other: str) -> None:
    assert state(asked, right, 0.95, cosine=0.9) == "answered"
    assert state(asked, other, 0.95, cosine=0.9) == "related"


def test_several_numbers_of_the_same_things_are_no_answer() -> None:
    said = ("Lund harbour has 40 berths.", "In autumn Lund harbour has 60 berths.")
    asked = "How many berths does Lund harbour have?"
    assert answer(spoken(asked, said), today=TODAY, checker=Answers(0.95)).state == "related"
    assert answer(spoken(asked, said[:1]), today=TODAY, checker=Answers(0.95)).state == "answered"


def test_what_a_thing_takes_of_time_it_may_take_on_average() -> None:
    said = "On average a repair in the Lund harbour took 9 hours."
    asked = "How long does a repair take in the Lund harbour?"
    assert state(asked, said, 0.95, cosine=0.9) == "answered"


@pytest.mark.parametrize(
    ("said", "dates"),
    [
        ("The Lund bridge is closed from 9 May to 13 May 2024.", "from 9 May to 13 May 2024"),
        ("The Lund bridge is closed 3–17 May 2025.", "3–17 May 2025"),
        ("The Lund bridge is closed between 1 May and 30 June.", "between 1 May and 30 June"),
        ("The Lund bridge is closed on 5 May 2025.", "5 May 2025"),
    ],
)
def test_a_headline_has_both_ends_of_its_dates(said: str, dates: str) -> None:
    context = spoken("When is the Lund bridge closed?", [said])
    headline = answer(context, checker=Answers(0.95), today=TODAY).headline
    assert headline is not None and headline.text == dates


@pytest.mark.parametrize(
    ("asked", "said", "value"),
    [
        (
            "What is the maximum fine of the Lund guild?",
            "The fine of the Lund guild is a maximum of two thousand rupees.",
            "a maximum of two thousand rupees",
        ),
        (
            "How many people does the hall at Lund hold?",
            "The hall at Lund holds twelve hundred people.",
            "twelve hundred people",
        ),
        (
            "How much does a Lund licence cost?",
            "A Lund licence costs twenty-five crowns.",
            "twenty-five crowns",
        ),
    ],
)
def test_a_number_in_words_is_shown_whole(asked: str, said: str, value: str) -> None:
    headline = answer(spoken(asked, [said]), checker=Answers(0.95), today=TODAY).headline
    assert headline is not None and headline.text == value


def test_the_first_of_an_order_is_said_to_be_it() -> None:
    asked = "What is the first lamp you light?"
    assert state(asked, "The first lamp you light is the red one.", 0.95) == "answered"
    assert state(asked, "Read the list before you light a lamp.", 0.95) != "answered"


def test_a_size_is_no_count_of_other_things() -> None:
    asked = "How large was the loss of the fair?"
    assert state(asked, "The loss of the fair was 4,000 euros.", 0.9, cosine=0.9) == "answered"
    said = "The two main causes were rain and a larger loss of the fair."
    assert state(asked, said, 0.6, cosine=0.9) == "related"


def test_how_long_a_thing_takes_is_not_when_it_comes() -> None:
    asked = "How long does the dredging take?"
    assert state(asked, "The dredging takes 3 days.", 0.9, cosine=0.9) == "answered"
    said = "You take the dredging within 3 days of your letter."
    assert state(asked, said, 0.5, cosine=0.9) != "answered"
