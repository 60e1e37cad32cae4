"""What a sentence concedes is no fact by itself; its main clause is."""

import pytest

from extraction.language.connectives import CONCEDED
from tests.unit.test_edge_doubts import extraction, told


@pytest.mark.parametrize(
    ("text", "conceded", "main"),
    [
        (
            "Although cedar oil is toxic, the beams must be treated each year.",
            "cedar oil none be toxic",
            "beams must be treated",
        ),
        (
            "The hall is cheap, though the stove is loud.",
            "stove none be loud",
            "hall none be cheap",
        ),
        (
            "Even though the pump is loud, guests may run the pump at night.",
            "pump none be loud",
            "guests may run pump",
        ),
        (
            "While the oak hall is large, the elm hall is cheap.",
            "oak hall none be large",
            "elm hall none be cheap",
        ),
    ],
)
def test_what_is_conceded_is_weak(text: str, conceded: str, main: str) -> None:
    shown = told(text)
    assert main in shown
    assert conceded not in shown
    assert CONCEDED in {relation.why_weak for relation in extraction(text).relations}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The hall is closed because the roof is wet.", "roof none be wet"),
        ("The hall is cheap, but the stove is loud.", "stove none be loud"),
        ("While the bell rings, guests must leave the hall.", "guests must leave hall"),
    ],
)
def test_reasons_and_joined_clauses_stay(text: str, expected: str) -> None:
    assert expected in told(text)
