"""A card that answers has the value asked for as its headline, also where the form of the question
says little of it; and none where several may be meant."""

from __future__ import annotations

import pytest

from generation import answer
from generation.question.measure_nouns import asks_measure, is_given
from graph.tokens import words
from tests.unit.test_coordinated_values import SURE, headline
from tests.unit.test_worded_otherwise import TODAY, Answers
from tests.unit.test_yes_no_forms import spoken


@pytest.mark.parametrize(
    ("asked", "said", "wanted"),
    [
        ("At what temperature must the eel crate be kept?",
         "The eel crate must be kept between 3 and\n9 °C.", "between 3 and\n9 °C"),
        ("For how many consecutive days may a punt be left?",
         "A punt must not be left for more than 9 consecutive days.", "9 consecutive days"),
        ("Within how many days must the surplus be returned?",
         "The surplus must be returned within 90 days after costs are paid or incurred.",
         "within 90 days after costs are paid or incurred"),
        ("How many eels may a guest keep?", "A guest may not keep more than 12 eels.", "12 eels"),
        ("What is the minimum number of days wardens are required to patrol?",
         "Wardens are required to patrol a minimum of eight patrol days.",
         "a minimum of eight patrol days"),
        ("How much was the largest grant?", "The largest grant, €4,500, went to the choir.",
         "€4,500"),
        ("How much may be drawn in cash?", "Up to 200 euros may be drawn in cash.",
         "Up to 200 euros"),
        ("How much should a patient drink?", "A patient should drink 2 litres or more.",
         "2 litres or more"),
        ("Up to what amount are claims paid?", "Claims are paid up to £2 million for each event.",
         "up to £2 million"),
        ("To what amount is liability limited?", "Liability is limited to 150% of the annual fee.",
         "150% of the annual fee"),
        ("At what temperature is the serum stored?",
         "The serum is stored between 2 °C and 8 °C for up to 30 days.", "between 2 °C and 8 °C"),
        ("At what pressure is the boiler tested?", "The boiler is tested at 12 bar for an hour.",
         "12 bar"),
        ("At what speed may trams pass the stop?", "Trams may pass the stop at 15 km/h or less.",
         "15 km/h or less"),
        ("What is the maximum weight of a parcel?", "A parcel may weigh up to 20 kg.",
         "up to 20 kg"),
        ("At what temperature is the serum kept?", "The serum is kept below 8 °C.", "below 8 °C"),
        ("How much may a parcel weigh?", "A parcel may weigh not more than 20 kg.",
         "not more than 20 kg"),
        ("Which coin do the lockers take?", "The lockers take a £1 coin, which comes back.",
         "£1 coin"),
        ("Which fuse does the drill need?", "The drill needs a 13 A fuse.", "13 A fuse"),
        ("How long must the VR be kept?", "The visitor register (VR) must be kept for two years.",
         "for two years"),
        ("How many boats were built?", "Twelve boats were built.", "Twelve boats"),
    ],
)  # fmt: skip
def test_the_value_stands_over_the_card(asked: str, said: str, wanted: str) -> None:
    assert headline(asked, said) == wanted


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("At what temperature is the serum stored?", "The serum is stored at -20 °C."),
        ("At what temperature is the serum stored?", "The serum is stored for 30 days."),
        ("At what temperature may the lid be opened?", "Do not open the lid above 100 °C."),
        ("How much did the price rise?", "The price rose from £4 to £5."),
        ("How much rain fell?", "In May 30 mm of rain fell, in June 52 mm."),
        ("At which quay must boats of 12 m moor?", "Boats of 12 m must moor at the north quay."),
        ("Which fuse does the drill need?", "The drill needs a slow fuse."),
        ("How does one pay?", "One pays by card, up to 5 euros."),
    ],
)
def test_no_value_where_none_is_singled_out(asked: str, said: str) -> None:
    assert headline(asked, said) is None


def test_a_unit_says_what_is_measured() -> None:
    asked, said = "At what temperature is the serum kept?", "The serum is kept below 8 °C."
    card = answer(spoken(asked, (said,)), today=TODAY, checker=Answers(SURE))
    assert card.state == "answered"
    assert is_given(words("pressure")[0], "tested at 12 bar")
    assert not is_given(words("pressure")[0], "tested at the bar for 12 days")


def test_questions_for_a_measure() -> None:
    assert asks_measure("How much is a room?") and asks_measure("At what temperature is it kept?")
    assert not asks_measure("At which quay does it moor?")
