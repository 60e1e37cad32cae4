"""Literals: what is one, and its normalised form."""

from __future__ import annotations

import pytest

from extraction.language.literal_mentions import literal_of, literals


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("60 calendar days", "duration", "P60D"),
        ("24 hours", "duration", "PT24H"),
        ("six years", "duration", "P6Y"),
        ("sixty (60) days", "duration", "P60D"),
        ("30-day", "duration", "P30D"),
        ("8 to 90 years", "duration", "P8Y/P90Y"),
        ("5 business days", "duration", "P5D (business)"),
        ("January 25, 2013", "date", "2013-01-25"),
        ("25 January 2013", "date", "2013-01-25"),
        ("March 2024", "date", "2024-03"),
        ("2024-03-01", "date", "2024-03-01"),
        ("$250", "amount", "USD 250.00"),
        ("$1.5 million", "amount", "USD 1500000.00"),
        ("EUR 1,200.50", "amount", "EUR 1200.50"),
        ("12.50 %", "percent", "12.5 %"),
        ("3 percent", "percent", "3 %"),
        ("1,000", "number", "1000"),
    ],
)
def test_normalised_form(text: str, kind: str, value: str) -> None:
    found = literal_of(text)
    assert found is not None
    assert (found.kind, found.value) == (kind, value)


@pytest.mark.parametrize(
    "text",
    [
        "§ 164.308(a)(1)",
        "paragraph (2)",
        "M1-M4",
        "seven dwarfs",
        "",
        "5 1/2 kg",
        "$5 1/2",
        "24² hours",
    ],
)
def test_no_literal(text: str) -> None:
    assert literals(text) == []


def test_spans_are_moved() -> None:
    text = "kept for six years"
    [(span, value)] = literals(text, offset=100)
    assert text[span.start - 100 : span.end - 100] == "six years"
    assert value.value == "P6Y"


def test_a_doubled_number_that_disagrees_is_no_duration() -> None:
    assert literal_of("sixty (90) days") is None
