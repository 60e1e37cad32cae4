"""Prose cut and joined at random goes through extraction, names, references and chunks: no step
fails on it, and every offset lies in its text."""

from __future__ import annotations

import random
import runpy
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction import references, resolution
from extraction.document_pass import DocumentPass, document_pass
from extraction.documents.read_document import read_document
from extraction.documents.segments import segments_of
from extraction.guarded_extraction import guarded_extraction
from extraction.incremental.whole_graph import statements_of
from extraction.language import SpacyExtractor
from extraction.profile import load_profile
from graph.model import Source

SENTENCES = (
    "As shown in the earlier section 4-4, the sample was rinsed twice.",
    "Contractor warrants that Contractor has not committed any act that could result in such "
    "exclusion or Contractor's removal from any scheme.",
    "Sections 5.2, 5.3 through 5.9 and (b)(2)-(4) of this part apply; see § 12.404(a)(1)(ii)(A).",
    "“Covered person” means: (1) a person who, under Annex I, II or III(c), must register; or",
    "Quality Unit (QU) reviews each Corrective Action Plan (CAP) within 30 (thirty) days.",
    "The notice must include:\n(a) the name;\n(b) the date; and\n(c) if known, the reason.",
    "Unless the Board agrees in writing, no Member or former Member may disclose it to, or use "
    "it for, anyone but the Secretary.",
    "| Record | Kept for |\n|---|---|\n| Batch file | 7 years |",
    'Dr Ada Brink ("the Lead"), together with Brink & Sons Ltd. (hereinafter “Brink”), signs.',
    "In no event later than 24 hours, and not more than USD 5,000.00 (or 3.5 %), if any.",
    "Neither A-12, B-7 nor the so-called 'C' unit -- whose owner left -- was found.",
    "42 U.S.C. 1320d, 45 CFR 164.308(a)(1)(i) and Directive 2001/83/EC do not apply to Exhibit B.",
    "1.1 Scope 1.1.1 This applies to paragraphs (a) through (z) and (i) to (iv).",
    "§§§ ((( )]} “‘ — – - … ;;; , , . . 3-3 3--3 (3-)(-3) to to and and",
)
ROOT = Path(__file__).resolve().parents[2]
PROFILE = load_profile("regulation")
EXTRACTOR = SpacyExtractor(PROFILE)


class Words:
    """Counts words for tokens."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [2 + len(text.split()) for text in texts]


CONTEXT = SimpleNamespace(profile=PROFILE, embedder=Words(), chunk_tokens=64)


def prose(seed: int) -> str:
    """Sentences, halves of sentences and turned ones, joined in one way."""
    chance = random.Random(seed)
    made = []
    for one in chance.choices(SENTENCES, k=chance.randint(2, 9)):
        cut = chance.randint(0, len(one))
        made.append(chance.choice((one, one[:cut], one[cut:], one[cut:] + one[:cut])))
    return chance.choice(("\n", " ", "\n\n", "\n- ", "", "\t", "\n# ")).join(made)


def passed(seed: int) -> DocumentPass:
    suffix = random.Random(seed).choice((".txt", ".md"))
    source = Source(f"docs/{seed}{suffix}", (prose(seed) + "\nEnd.").encode(), suffix, "")
    document = read_document(source, f"{seed:064x}", 100_000)
    segments = segments_of(document)
    found = list(guarded_extraction(EXTRACTOR, segments))
    parts = [(segment.start, one) for segment, one in zip(segments, found, strict=True)]
    return document_pass(CONTEXT, document, parts)  # type: ignore[arg-type]


def check(seeds: Sequence[int]) -> None:
    passes = [passed(seed) for seed in sorted(set(seeds))]
    for one in passes:
        assert one.failures == ()
        text = one.document.text
        for mention, _ in one.names.mentions:
            assert mention.surface == text[mention.span.start : mention.span.end]
        assert "".join("".join(c.text.split()) for c in one.chunks.chunks) == "".join(text.split())
    resolved = resolution.resolve([one.names for one in passes], [], PROFILE)
    for one in passes:
        failures: list[object] = []
        stated = statements_of(one, resolved.entity_of, extractor="", run="", failures=failures)  # type: ignore[arg-type]
        assert failures == []
        for evidence in (evidence for fact in stated for evidence in fact.evidence):
            span = evidence.statement
            assert one.document.text[span.start : span.end] == evidence.quote
    references.resolve([one.references for one in passes])


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 2**32), min_size=1, max_size=3))
def test_no_prose_ends_a_step(seeds: list[int]) -> None:
    check(seeds)


@pytest.mark.soak
@settings(max_examples=1_000, deadline=None)
@given(st.lists(st.integers(0, 2**32), min_size=1, max_size=3))
def test_no_prose_ends_a_step_long(seeds: list[int]) -> None:
    check(seeds)


def test_the_bench_of_whole_corpora_takes_the_sentences_above() -> None:
    """``bench/soak.py`` is run by hand; it must not fall behind what it calls."""
    soak = runpy.run_path(str(ROOT / "bench" / "soak.py"))["soak"]
    assert soak("prose", [" ".join(SENTENCES), *SENTENCES[:2]]) == 0
