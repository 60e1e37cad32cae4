"""A sentence that ends with a time of day ends there."""

from __future__ import annotations

import pytest

from graph.model import Extraction, Segment
from tests.unit.test_extraction_relations import read, shown


def sentences(text: str) -> list[str]:
    found: tuple[Segment, Extraction] = read(("paragraph", text, 0))
    return [found[0].text[s.start : s.end] for s in found[1].sentences]


@pytest.mark.parametrize(
    "parts",
    [
        ("Guests must leave the hall by 6 p.m.", "Members must sign the book."),
        ("The pool opens at 8.30 a.m.", "Swimmers must shower."),
        ("The bar closes at 11 p.m.", "It opens at noon."),
        ("The gate shuts at 6 p.m.", "The Harbour Office opens at 7:15 a.m.",
         "Crews must wait."),
    ],
)  # fmt: skip
def test_the_next_sentence_is_its_own(parts: tuple[str, ...]) -> None:
    assert sentences(" ".join(parts)) == list(parts)


@pytest.mark.parametrize(
    "text",
    [
        "At 6 p.m. Dr Lind closes the gate.",
        "The choir sings at 6 p.m. Monday to Friday.",
        "The shop is open from 8 a.m. to 6 p.m. Eastern time.",
        "The office closes at 5 p.m. Oslo time.",
        "Calls are taken until 9 p.m. EST on weekdays.",
        "On Sundays the pool opens at 9 a.m. Lockers cost two crowns.",
    ],
)
def test_a_time_may_go_on_or_stand_before_its_clause(text: str) -> None:
    assert sentences(text) == [text]


def test_an_exception_is_of_its_own_sentence_alone() -> None:
    text = (
        "Unless the warden agrees otherwise, guests must leave the grounds by 6 p.m. Members must "
        "sign the book."
    )
    segment, found = read(("paragraph", text, 0))
    slots = {
        segment.text[r.subject.start : r.subject.end]: sorted(kind for kind, _ in r.qualifiers)
        for r in found.relations
        if not r.why_weak
    }
    assert slots == {"guests": ["deadline", "exception"], "Members": []}
    assert shown("Guests must leave by 6 p.m. Members must sign the book.")[-1] == (
        "Members | must | sign | book"
    )
