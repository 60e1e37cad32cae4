"""Who gets something is told from what they get."""

from __future__ import annotations

import pytest

from extraction.language.instructions import INSTRUCTION
from tests.unit.test_opening_doubts import read


def told(text: str) -> list[tuple[str, str, str, str]]:
    return [
        (
            text[one.subject.start : one.subject.end],
            one.predicate,
            text[one.object.start : one.object.end] if one.object else "",
            one.why_weak,
        )
        for one in read(text)
        if one.rule == INSTRUCTION
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Give the patient frequent sips until he or she is no longer thirsty.",
         ("patient", "be given", "frequent sips", "")),
        ("Give the guest a key before the tour begins.", ("guest", "be given", "key", "")),
        ("Show the inspector the log book whenever he asks.",
         ("inspector", "be shown", "log book", "")),
        ("If the fever returns, give home remedies until the nurse comes.",
         ("home remedies", "be given", "", "")),
    ],
)  # fmt: skip
def test_the_one_who_gets_it_is_given_it(text: str, expected: tuple[str, str, str, str]) -> None:
    assert told(text) == [expected]


def test_a_single_step_stays_weak() -> None:
    ((*_, why),) = told("Give the guest a key.")
    assert why == "an instruction says little by itself"


@pytest.mark.parametrize(
    "text",
    [
        "Give oxygen (page 25) at a low rate if the lips turn blue.",
        "Give patient leaflets to the visitors every day.",
        "Find the screws in the corners of the frame every week.",
    ],
)
def test_what_is_no_second_object_makes_no_recipient(text: str) -> None:
    assert not any(thing for _, _, thing, _ in told(text))
