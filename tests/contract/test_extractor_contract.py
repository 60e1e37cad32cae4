"""What every `Extractor` keeps: offsets, order, blocks, and the same result in any batch."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extraction.language import SpacyExtractor
from extraction.language import extractor as extractor_module
from extraction.language.parse import piece_of
from extraction.profile import load_profile
from graph.model import Block, Extraction, Segment, Span
from graph.protocols import Extractor

SENTENCES = (
    "A manufacturer must report a serious incident to the competent authority within 15 days.",
    "If a breach affects more than 500 individuals, the covered entity shall notify the media.",
    "The company may not disclose patient records without a written authorization.",
    "Edaravone reduced caspase-3 expression in the spinal cord of rats.",
    "The audit was led by Maria Alvarez, the CAPA coordinator of Halden Instruments.",
    "Records are kept for six years, except as provided in § 4.2(b).",
    "This suggests that the pump might fail when the battery is cold.",
    'Halden Instruments (the "Company") makes infusion pumps in Norway since 2009.',
)


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return SpacyExtractor(load_profile("regulation"))


def segment(*paragraphs: str) -> Segment:
    text, blocks, at = "\n\n".join(paragraphs), [], 0
    for paragraph in paragraphs:
        if paragraph:
            blocks.append(Block("paragraph", Span(at, at + len(paragraph))))
        at += len(paragraph) + 2
    return Segment(text, 0, tuple(blocks))


def spans(found: Extraction) -> Iterator[Span]:
    yield from found.sentences
    for mention in found.mentions:
        yield mention.span
    for span, _ in found.literals:
        yield span
    for term, sentence in found.terms:
        yield from (term, sentence)
    for relation in found.relations:
        yield from (relation.statement, relation.subject, relation.predicate_span)
        if relation.object is not None:
            yield relation.object
        for _, span in relation.qualifiers:
            yield span


def check(given_segment: Segment, found: Extraction) -> None:
    text = given_segment.text
    for span in spans(found):
        assert 0 <= span.start < span.end <= len(text)
    for mention in found.mentions:
        assert text[mention.span.start : mention.span.end] == mention.surface
    for sentence in found.sentences:
        assert any(block.span.contains(sentence) for block in given_segment.blocks)
    assert list(found.sentences) == sorted(found.sentences)


def test_one_extraction_for_each_segment_in_order(extractor: Extractor) -> None:
    given_segments = [segment(s) for s in SENTENCES] + [Segment("", 0, ()), segment(*SENTENCES)]
    found = list(extractor.extract(given_segments))
    assert len(found) == len(given_segments)
    for one, extraction in zip(given_segments, found, strict=True):
        check(one, extraction)
    assert found[-2] == Extraction((), (), ())
    assert len(found[-1].sentences) >= len(SENTENCES)


def test_the_same_text_gives_the_same_result_in_any_batch(extractor: Extractor) -> None:
    alone = [next(iter(extractor.extract([segment(s)]))) for s in SENTENCES]
    order = list(range(len(SENTENCES))) * 40  # more pieces than one batch holds
    random.Random(5).shuffle(order)
    together = list(extractor.extract(segment(SENTENCES[i]) for i in order))
    assert [alone[i] for i in order] == together


def test_extraction_is_lazy(extractor: Extractor) -> None:
    """The first result comes before a million segments have been asked for."""
    taken = 0

    def endless() -> Iterator[Segment]:
        nonlocal taken
        while True:
            taken += 1
            yield segment(SENTENCES[taken % len(SENTENCES)])

    next(iter(extractor.extract(endless())))
    assert taken < 2_000


HOSTILE = (
    "\x00\x00",
    "A manufacturer\r\nmust report\x00 an incident\r\n\tto the authority.\r\n",
    "😀😀 The pump 😀 failed at 10 °C. 日本語の文。",
    "x" * 20_000,
    "(" * 400 + "a)(1)(vi" + ")" * 300,
    "e\u0301a\u0300 \u200b\u200f \u202eevil\u202c The clinic closed.",
    "\ufeffThe clinic reports to the agency.",
    "§ § 164.308(a)(1)(ii)(A) -- -- :: ;;",
    "1. 2. 3. 4.",
    " \u00a0\u2028 ",
)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_does_not_crash(extractor: Extractor, text: str) -> None:
    given_segment = segment(text, SENTENCES[0], text)
    check(given_segment, next(iter(extractor.extract([given_segment]))))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.text(max_size=60), min_size=1, max_size=4))
def test_offsets_hold_on_any_text(extractor: Extractor, paragraphs: list[str]) -> None:
    given_segment = segment(*paragraphs, SENTENCES[1])
    check(given_segment, next(iter(extractor.extract([given_segment]))))


def test_a_long_run_without_blanks_is_not_given_to_the_tokenizer(
    extractor: Extractor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """spaCy cuts affixes off such a run one by one, by the square of its length."""
    read: list[str] = []

    def counted(number: int, kind: str, text: str, span: Span, stand_ins: object) -> object:
        read.append(text[span.start : span.end])
        return piece_of(number, kind, text, span, stand_ins)  # type: ignore[arg-type]

    monkeypatch.setattr(extractor_module, "piece_of", counted)
    given_segment = segment("[" * 20_000 + "]" * 20_000, "The operator must report each leak.")
    found = next(iter(extractor.extract([given_segment])))
    check(given_segment, found)
    assert read == ["The operator must report each leak."] and len(found.relations) == 1
    assert Span(0, 40_000) in found.sentences


def test_fingerprint_names_model_and_profile(extractor: Extractor) -> None:
    other = SpacyExtractor(load_profile("general"))
    assert extractor.fingerprint != other.fingerprint
    assert extractor.fingerprint == SpacyExtractor(load_profile("regulation")).fingerprint
