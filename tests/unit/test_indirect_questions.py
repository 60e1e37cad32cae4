"""What is noted, checked or asked is the object of its verb, and no condition of the duty."""

from __future__ import annotations

import pytest

from extraction.language.indirect_questions import OPEN_QUESTION
from tests.unit.test_extraction_relations import read, reasons, shown


def said(sentence: str) -> list[tuple[str, str, list[str]]]:
    """(predicate, object, slots) of the shown facts."""
    segment, found = read(("paragraph", sentence, 0))
    text = segment.text
    return [
        (
            one.predicate,
            text[one.object.start : one.object.end] if one.object else "",
            [f"{kind}: {text[s.start : s.end]}" for kind, s in one.qualifiers],
        )
        for one in found.relations
        if not one.why_weak
    ]


@pytest.mark.parametrize(
    ("sentence", "verb", "asked"),
    [
        ("The teacher must note when the saw was sharpened.", "note", "when the saw was sharpened"),
        ("The tenant must state where the keys are kept.", "state", "where the keys are kept"),
        ("The clerk must check if the guests have paid.", "check", "if the guests have paid"),
        ("The nurse must ask if the patient takes other drugs.", "ask",
         "if the patient takes other drugs"),
        ("The board must decide if the fee is to be raised.", "decide",
         "if the fee is to be raised"),
        ("The keeper must write down when the gate was opened.", "write down",
         "when the gate was opened"),
        ("The label must indicate when the tin was filled.", "indicate",
         "when the tin was filled"),
        ("The seller must disclose if the car was damaged.", "disclose",
         "if the car was damaged"),
    ],
)  # fmt: skip
def test_what_is_asked_is_the_object(sentence: str, verb: str, asked: str) -> None:
    assert said(sentence) == [(verb, asked, [])]


@pytest.mark.parametrize(
    ("sentence", "verb", "thing", "condition"),
    [
        ("The clerk must note the number when the call ends.", "note", "number",
         "when the call ends"),
        ("The clerk must check the list if a name is missing.", "check", "list",
         "if a name is missing"),
        ("Pupils must wear goggles when the saw is running.", "wear", "goggles",
         "when the saw is running"),
        ("When the saw stops, the teacher must note the hour.", "note", "hour",
         "When the saw stops"),
        ("The nurse must call the doctor when the pulse falls.", "call", "doctor",
         "when the pulse falls"),
    ],
)  # fmt: skip
def test_a_verb_with_an_object_keeps_its_condition(
    sentence: str, verb: str, thing: str, condition: str
) -> None:
    assert said(sentence) == [(verb, thing, [f"condition: {condition}"])]


@pytest.mark.parametrize(
    "sentence",
    [
        "The nurse must report when the pulse falls.",
        "The guard must record when each visitor leaves.",
        "The porter must decide when a guest arrives late.",
        "Staff must tell the doctor when the pain began.",
        "The nurse must ask the patient if he has eaten.",
        "The clerk must state in the report when the goods were seen.",
    ],
)
def test_where_both_readings_are_open_nothing_is_shown(sentence: str) -> None:
    assert reasons(sentence) == {OPEN_QUESTION}


def test_a_question_is_not_asserted_with_what_reports_it() -> None:
    assert not any(
        one.startswith("wells") for one in shown("The reports note where wells are dry.")
    )
