"""Sentences that say something by themselves."""

from __future__ import annotations

import pytest

from generation.summary.whole_sentences import is_whole_sentence


@pytest.mark.parametrize(
    "text",
    [
        "The keeper must light the lamp at dusk.",
        "This handbook applies to all who work on the pier.",
        "Wash the deck with salt water before the guests arrive.",
        "To keep the lamp bright, the wick is cut every week.",
        "1.2 The keeper must write the name of every guest.",
        "All guests must sign the book at the gate of the harbour.",
    ],
)
def test_these_stand_alone(text: str) -> None:
    assert is_whole_sentence(text)


@pytest.mark.parametrize(
    "text",
    [
        "It must then be dried in the sun for days.",
        "These do not apply to the boats of guests.",
        "However, the keeper may light the lamp later in June.",
        "If this does not work, the keeper calls the pilot.",
        "If these do not help, the keeper may call the pilot.",
        "You can do this by asking the keeper at the gate.",
        "Please reach out to the keeper for this request.",
        "All other boats must wait at the outer buoy.",
        "The following applies to tanks and to barrels.",
        "To ensure that the lamp and its wick are kept clean.",
        "All the lamps, wicks, barrels and ropes of the harbour.",
        "Is carrying more than twelve guests and their dogs.",
        "Any decision made here will be final for the keeper.",
        "the keeper must light the lamp at dusk.",
        "The keeper must light the following at dusk:",
        "Lamps, Wicks And Ropes Of The Harbour",
        "Light the lamp.",
        "All time spent loading or unloading the boat;",
    ],
)
def test_these_need_what_stands_around_them(text: str) -> None:
    assert not is_whole_sentence(text)


def test_what_states_a_fact_has_a_verb() -> None:
    text = "The keeper lights the lamp of the harbour at dusk."
    assert is_whole_sentence(text, stated=True)
    assert not is_whole_sentence(text)
