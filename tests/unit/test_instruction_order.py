"""Words behind the thing of an instruction that belong to its verb never move in front of it."""

import pytest

from extraction.language.instruction_order import MOVED, RECIPIENT
from tests.unit.test_edge_doubts import extraction, told


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Do not use the hoist in the rain.", MOVED),
        ("Do not leave the hens untied together.", MOVED),
        ("Do not give your goat apples from the cold store or the cellar.", RECIPIENT),
        ("Do not give the guests keys.", RECIPIENT),
    ],
)
def test_what_belongs_to_the_verb_keeps_an_instruction_weak(text: str, why: str) -> None:
    assert told(text) == []
    assert {relation.why_weak for relation in extraction(text).relations} == {why}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Feed the goats in a separate pen each day.", "goats must be fed"),
        ("Wash dishes in hot water each day.", "dishes must be washed"),
        ("Do not touch the parts marked in red.", "parts must be touched"),
        ("Do not leave the goats alone.", "goats must be left"),
        ("Do not leave the lamps on the table.", "lamps must be left"),
    ],
)
def test_other_instructions_stay(text: str, expected: str) -> None:
    assert expected in told(text)
