"""The last gate of facts: what a reader decides, and what it may not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from extraction.fact_context import FactContext
from extraction.fact_gate import DOUBTED, SHORT, FactGate, bound_of, read_beside
from extraction.language import SpacyExtractor
from extraction.language.speakers import SPEAKER
from extraction.profile import load_profile
from graph.checking import Quote
from graph.model import Block, Relation, Segment, Span

TEXT = "Dues\n\nEvery lessee must pay dues by May. We keep a list. It is long. The clerk may sign."
SEGMENT = Segment(
    TEXT, 0, (Block("heading", Span(0, 4), 1), Block("paragraph", Span(6, len(TEXT))))
)


def decided(reader: Reader, *relations: Relation) -> list[Relation]:
    return FactGate(reader).decided(relations, SEGMENT, [])


class Reader:
    """Finds right what holds one of `words`."""

    fingerprint = "a reader of tests"

    def __init__(self, *words: str, **bounds: float) -> None:
        self.words = words
        self.bounds = {"": 0.5, "long subject": 0.8, **bounds}
        self.asked: list[tuple[str, Quote]] = []

    def right(self, pairs: Sequence[tuple[str, Quote]]) -> list[float]:
        self.asked += pairs
        return [0.7 if any(word in said for word in self.words) else 0.1 for said, _ in pairs]


def relation(words: str, subject: str, why: str = "") -> Relation:
    at = TEXT.index(words)
    said = Span(at, at + len(words))
    start = TEXT.index(subject, at)
    verb = start + len(subject) + 1
    return Relation(
        said, Span(start, start + len(subject)), "do", Span(verb, said.end - 1), None, None,
        "none", "positive", "active", why_weak=why,
    )  # fmt: skip


LESSEE = relation("Every lessee must pay dues by May.", "lessee")
CLERK = relation("The clerk may sign.", "clerk")


def test_what_the_reader_doubts_is_kept_weak_and_what_it_finds_right_stays() -> None:
    kept, doubted = decided(Reader("lessee"), LESSEE, CLERK)
    assert kept == LESSEE
    assert doubted.why_weak == DOUBTED


@pytest.mark.parametrize(
    ("bound", "why"), [(0.6, ""), (0.8, "long subject")], ids=["above", "below"]
)
def test_a_doubt_of_the_rules_is_overruled_from_its_own_bound(bound: float, why: str) -> None:
    weak = relation("The clerk may sign.", "clerk", "long subject")
    (found,) = decided(Reader("clerk", **{"long subject": bound}), weak)
    assert found.why_weak == why


def test_a_reason_without_a_bound_is_final_and_not_asked_about() -> None:
    weak = relation("It is long.", "It", "pronoun subject")
    reader = Reader("It")
    assert decided(reader, weak) == [weak]
    assert reader.asked == []


def test_a_row_of_a_table_is_not_asked_about() -> None:
    row, reader = replace(CLERK, rule="table"), Reader()
    assert decided(reader, row) == [row]
    assert reader.asked == []


@pytest.mark.parametrize(
    ("reason", "told", "bound"),
    [
        ("", "The clerk signs", 0.6),
        ("", "The clerk signs (under “What each of the clerks of the house must do”)", 0.6),
        ("", "The clerk of the house signs each of the letters", 0.8),
        ("long subject", "The clerk signs", 0.9),
    ],
)
def test_a_statement_of_few_words_has_a_bound_of_its_own(
    reason: str, told: str, bound: float
) -> None:
    bounds = {"": 0.8, SHORT: 0.6, "long subject": 0.9}
    assert bound_of(bounds, reason, told) == bound
    assert bound_of({"": 0.8, "long subject": 0.9}, reason, told) == max(bound, 0.8)


def test_who_we_are_is_left_to_the_document() -> None:
    ours = relation("We keep a list.", "We", SPEAKER)
    right, doubted = (
        decided(Reader("We"), ours),
        decided(Reader(), ours),
    )
    assert right == [ours]
    assert doubted[0].why_weak == DOUBTED


def test_a_fact_is_read_with_its_headings_and_the_words_around_it() -> None:
    context = FactContext(TEXT, SEGMENT.blocks)
    said, quote = read_beside(CLERK, TEXT, "Dues", context)
    assert said == "The clerk does (under “Dues”)"
    assert quote.text == "The clerk may sign. || "
    assert quote.above.startswith("Dues | ")
    assert quote.above.endswith("It is long. ")


def test_an_extractor_with_a_reader_has_another_fingerprint_and_asks_it() -> None:
    reader = Reader()
    plain, gated_one = (
        SpacyExtractor(load_profile("general"), gate) for gate in (None, FactGate(reader))
    )
    assert plain.fingerprint != gated_one.fingerprint
    assert reader.fingerprint in gated_one.fingerprint
    (before,), (after,) = plain.extract([SEGMENT]), gated_one.extract([SEGMENT])
    shown = [r for r in before.relations if not r.why_weak]
    assert shown
    assert {r.why_weak for r in after.relations if r.statement == shown[0].statement} == {DOUBTED}
