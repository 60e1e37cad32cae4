"""Things that share what is said behind them are told together, or not at all."""

from __future__ import annotations

import pytest

from extraction.language.shared_clauses import SHARED_END
from tests.unit.test_opening_doubts import read, reasons


def things(text: str) -> list[str]:
    """Subject and object of the shown facts of a text."""
    return [
        " | ".join(text[span.start : span.end] for span in (one.subject, one.object) if span)
        for one in read(text)
        if not one.why_weak
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Stir the salt and the flour until they dissolve.", ["salt and the flour"]),
        ("The keeper and the clerk must be told before they sign the lease.",
         ["keeper and the clerk"]),
        ("Clerks and wardens must sign before they leave.", ["Clerks", "wardens"]),
        ("The keeper must hold the log and a list of guests who paid.",
         ["keeper | log and a list of guests who paid"]),
        ("The keeper must hold the log and a list of guests.",
         ["keeper | log and a list of guests"]),
    ],
)  # fmt: skip
def test_what_is_taken_up_as_they_or_narrowed_behind_is_whole(
    text: str, expected: list[str]
) -> None:
    assert things(text) == expected


def test_what_stands_behind_the_last_verb_may_be_of_all() -> None:
    wires = "Wires should be plugged in and seated firmly on the upper board."
    assert reasons(wires)["be plugged in"] == SHARED_END
    names = "The guild may add names or update the register with dates, from public records."
    assert reasons(names)["add"] == SHARED_END
    plain = "The guild may add names or update the register with dates."
    assert reasons(plain)["add"] == ""
