"""A second thing with a part of its own is no part of the first; a verb that may be a noun, and a
denial that urges, are in doubt."""

from __future__ import annotations

import pytest

from extraction.fact_gate import statement_of
from extraction.language.misread_verbs import TWO_VERBS, URGED
from extraction.language.nominals import definition
from graph.model import Span
from tests.unit.test_extraction_relations import read, reasons


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The carrier shall mend a large fault within two hours and a small fault within five"
         " days.", ["The carrier shall mend a large fault within two hours"]),
        ("The clerk must send the list within two days and five hours.",
         ["The clerk must send the list within two days and five hours"]),
        ("The clerk must send the plan to the mayor and the council.",
         ["The clerk must send the plan to the mayor and the council"]),
    ],
)  # fmt: skip
def test_the_first_pair_is_whole(sentence: str, expected: list[str]) -> None:
    segment, found = read(("paragraph", sentence, 0), profile="regulation")
    told = [statement_of(one, segment.text) for one in found.relations if not one.why_weak]
    assert told == expected


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("The supplying dairy collects returned crates on Mondays.", TWO_VERBS),
        ("The skipper must not hesitate to stop the race.", URGED),
    ],
)
def test_what_can_be_read_two_ways_is_in_doubt(sentence: str, reason: str) -> None:
    assert reason in reasons(sentence)


def test_two_terms_of_one_sentence_have_a_meaning_each() -> None:
    text = "“Hive” means a box for bees, and “the Guild” means the Guild of Beekeepers."
    found = definition(Span(1, 5), Span(0, len(text)), text)
    assert found is not None and found.object is not None
    assert text[found.object.start : found.object.end] == "a box for bees"
