"""What ends a sentence of two like clauses bounds both, or the first is not certain."""

from __future__ import annotations

import pytest

from extraction.language.closing_bounds import MAY_BOUND_BOTH
from tests.unit.test_opening_doubts import read, reasons


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("No boat shall be let as a ferry and no berth shall be renewed until the hull has been "
         "inspected.", "until the hull has been inspected"),
        ("No stall shall be let and no permit shall be issued unless the fee is paid.",
         "unless the fee is paid"),
    ],
)  # fmt: skip
def test_two_denials_share_their_bound(text: str, bound: str) -> None:
    first = read(text)[0]
    assert [text[span.start : span.end] for _, span in first.qualifiers] == [bound]
    assert first.why_weak == ""


def test_the_first_of_two_duties_is_not_certain() -> None:
    text = "The gate shall be closed and the key shall be returned when the fair ends."
    assert reasons(text) == {"be closed": MAY_BOUND_BOTH, "be returned": ""}


@pytest.mark.parametrize(
    "text",
    [
        "The tenant shall pay the rent and the landlord shall repair the roof if it leaks.",
        "The gate shall be closed, and the key shall be returned when the fair ends.",
        "The gate shall be closed and the warden must be told if rain falls.",
        "The gate shall be closed and the key shall be returned.",
    ],
)
def test_a_bound_of_the_second_clause_alone_leaves_the_first(text: str) -> None:
    first = read(text)[0]
    assert (first.why_weak, first.qualifiers) == ("", ())
