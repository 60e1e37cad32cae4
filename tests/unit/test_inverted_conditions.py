""" "Should it stop", "were it to fail", "had it been paid": conditions of the clause before."""

from __future__ import annotations

import pytest

from tests.unit.test_condition_ends import conditions


@pytest.mark.parametrize(
    ("sentence", "predicate", "condition"),
    [
        ("The keeper will be liable for the cost of replacing lamps, should they be lost or broken "
         "by frost.", "be liable for", "should they be lost or broken by frost"),
        ("The porter must call the ward should the pump stop.", "call", "should the pump stop"),
        ("A permit shall be void were it to be transferred.", "be",
         "were it to be transferred"),
        ("The licensee must pay for the repair, were it to fail.", "pay for", "were it to fail"),
        ("The ferry shall refund the fare had the crossing been cancelled.", "refund",
         "had the crossing been cancelled"),
        ("Should the pump stop, the porter must call the ward.", "call", "Should the pump stop"),
    ],
)  # fmt: skip
def test_a_verb_before_its_subject_opens_a_condition(
    sentence: str, predicate: str, condition: str
) -> None:
    assert conditions(sentence)[predicate] == [condition]


@pytest.mark.parametrize(
    "sentence",
    [
        "The porter must call the ward and, should the pump stop, switch it off.",
        "The keepers had the lamps.",
        "The lamps were kept in the loft and the fees were paid by the guild.",
        "The clerk must check what the keepers had.",
        "The boiler must be checked once a week.",
    ],
)
def test_other_clauses_are_no_conditions(sentence: str) -> None:
    assert not any(
        "should" in one or "were" in one or "had" in one or "once" in one
        for found in conditions(sentence).values()
        for one in found
        if not one.startswith("should the pump")
    )
