"""Sentences that are read whole: examples set off, clauses with "that", "on which", what notes
point at; and what still keeps such a fact weak."""

from __future__ import annotations

import pytest

from tests.unit.test_extraction_relations import reasons, shown


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The ferry guild owns three piers, including the north pier.",
         "ferry guild | none | own | three piers"),
        ("The guild's boats, such as barges and tugs, carry salt.",
         "guild's boats | none | carry | salt"),
        ("The deed must state the date on which the lease ends.",
         "deed | must | state | date on which the lease ends"),
        ("The brewery must ensure that the vats are clean.",
         "brewery | must | ensure | that the vats are clean"),
        ("Please note that third parties may independently collect data about guests.",
         "third parties | may | collect | data about guests"),
        ("Ferry operators must pay fees, and ferry rights are not transferable.",
         "ferry rights | none | not | be | transferable"),
        ("The board declared a rise of the ferry fee, which lifted the fee to $3, beginning with"
         " the first trip of the spring.", "board | none | declare | rise of the ferry fee"),
        ("The harbour's income was $4 million, which includes fees of the north pier.",
         "harbour's income | none | be | $4 million"),
    ],
)  # fmt: skip
def test_a_clause_is_shown_whole(sentence: str, expected: str) -> None:
    assert expected in shown(sentence, "general")


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("Nothing in the Plan, the Grant Notice or these Terms shall guarantee that the award is"
         " free of tax.", "what opens the sentence is left out"),
        ("The board considers many factors including:", "object is cut"),
        ("The clinic believes that the drug helps children.", "said as a belief"),
    ],
)  # fmt: skip
def test_what_is_not_said_so_stays_weak(sentence: str, why: str) -> None:
    assert why in reasons(sentence, "general")
    assert shown(sentence, "general") == []


def test_a_question_under_a_note_is_not_asserted() -> None:
    assert shown("Please note whether the guests left their coats.", "general") == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Gains or losses on the sale are recorded by the clerk.",
         "Gains or losses on the sale | none | be recorded by | clerk"),
        ("The person to whom the letter is sent may file a protest.",
         "person | may | file | protest"),
    ],
)  # fmt: skip
def test_a_subject_that_is_told_apart_is_shown(sentence: str, expected: str) -> None:
    assert expected in shown(sentence, "general")


@pytest.mark.parametrize(
    "sentence",
    ["Such pension must be paid in salt.", "The person may file a protest."],
)  # fmt: skip
def test_a_subject_that_points_back_stays_weak(sentence: str) -> None:
    assert shown(sentence, "general") == []
