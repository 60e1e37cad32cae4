"""An amount at the beginning of a block is no enumerator, an enumerator before a word is."""

from __future__ import annotations

import pytest

from extraction.language.parse import ENUMERATOR
from graph.outline import is_enumerator, without_enumerator


@pytest.mark.parametrize(
    "text",
    [
        "1.20 metres, measured from the path.",
        "2.5 kg of salt must be added.",
        "3.50 euros a day.",
        "0.5 mg per dose, twice a day.",
        "1.5  hours before the start.",
        "2.5 % of the price.",
    ],
)
def test_an_amount_stays(text: str) -> None:
    assert without_enumerator(text) == text and not is_enumerator(text)
    assert ENUMERATOR.match(text) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2.1 Scope of the rules", "Scope of the rules"),
        ("2.1 the tenant must pay", "the tenant must pay"),
        ("3.2.1 metres and feet are units", "metres and feet are units"),
        ("4. hours are counted", "hours are counted"),
        ("1.2 A person", "A person"),
        ("1.2 Days of rest", "Days of rest"),
        ("1.2 daylight lamps", "daylight lamps"),
    ],
)
def test_an_enumerator_goes(text: str, words: str) -> None:
    assert without_enumerator(text) == words
    found = ENUMERATOR.match(text)
    assert found is not None and text[found.end() :] == words
