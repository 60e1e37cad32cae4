"""Facts and entities judged by hand: precision of shown facts per rule, junk among shown names.

    python bench/facts.py              # scores the judgements in bench/data

New draws are made, judged and scored by ``groundgraph eval facts``; this keeps the old judgements,
which name places only, and says which of those facts are still shown.

The facts judged are the draw of seed 20261125. Rules had been changed after earlier draws
(20261123, 7, 20261124) and were changed once more after the judged ones, so "of all judged" is the
figure to quote and "of those shown" flatters. hipaa has only some 650 shown facts: part of its draw
had been seen before. Their judge wrote the rules; a second judge read 60 of them
(docs/decisions.md). The names judged are five draws out of the entities that the graph of each
corpus shows, each with its seed in "draw"; rules were changed after every one but the last
(20261204), and their judge wrote the rules.
A judgement names its place by offsets; extraction is run again, and what it no longer shows is
counted apart.
Needs ../shared/data. Intervals are Wilson's, 95 %.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from evaluation.proportions import Share
from extraction.documents import readers
from extraction.documents.segments import segments
from extraction.documents.sources import Skipped, collect
from extraction.language import SpacyExtractor
from extraction.profile import load_profile
from graph.model import Relation, Segment, Span

ROOT = Path(__file__).resolve().parent
DATA = ROOT.parents[1] / "shared" / "data"
CORPORA = {
    "hipaa": ("hipaa/documents", "regulation"),
    "pubmedqa": ("pubmedqa/corpus.jsonl", "general"),
}
FACTS = ROOT / "data" / "fact_judgements.jsonl"
NAMES = ROOT / "data" / "entity_judgements.jsonl"
LIMIT = 5_000_000


def documents(path: Path, only: frozenset[str] | None = None) -> Iterator[tuple[str, Segment]]:
    """(document key, segment) of a folder or JSONL file, as a build cuts them."""
    for source in collect([path], max_document_chars=LIMIT):
        if isinstance(source, Skipped) or (only is not None and source.document not in only):
            continue
        reading = readers.read(source, max_document_chars=LIMIT)
        for segment in segments(reading.text, reading.blocks):
            yield source.document, segment


def extracted(
    corpus: str, only: frozenset[str] | None = None
) -> Iterator[tuple[str, Segment, Any]]:
    """(document key, segment, extraction) of a corpus under its profile."""
    path, profile = CORPORA[corpus]
    pairs = list(documents(DATA / path, only))
    found = SpacyExtractor(load_profile(profile)).extract(segment for _, segment in pairs)
    for (document, segment), extraction in zip(pairs, found, strict=True):
        yield document, segment, extraction


def row(corpus: str, document: str, start: int, relation: Relation) -> dict[str, Any]:
    """A fact's place: document offsets only, no text of the corpus."""

    def at(span: Span | None) -> list[int] | None:
        return None if span is None else [span.start + start, span.end + start]

    return {
        "corpus": corpus, "document": document, "statement": at(relation.statement),
        "subject": at(relation.subject), "predicate": at(relation.predicate_span),
        "object": at(relation.object), "rule": relation.rule, "modality": relation.modality,
        "polarity": relation.polarity,
    }  # fmt: skip


def key(judged: dict[str, Any]) -> tuple[Any, ...]:
    fields = ("corpus", "document", "subject", "predicate", "object", "modality", "polarity")
    return tuple(str(judged[field]) for field in fields)


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def score() -> None:
    """Precision of what is still shown, by corpus and rule, and the share of junk names."""
    judged = read(FACTS)
    shown: set[tuple[Any, ...]] = set()
    for corpus in CORPORA:
        only = frozenset(j["document"] for j in judged if j["corpus"] == corpus)
        for document, segment, extraction in extracted(corpus, only):
            for relation in extraction.relations:
                if not relation.why_weak:
                    shown.add(key(row(corpus, document, segment.start, relation)))
    still = [j for j in judged if key(j) in shown]
    print(f"facts judged {len(judged)}, still shown {len(still)}")
    print(f"precision of all judged   {precision(judged)}")
    print(f"precision of those shown  {precision(still)}")
    for corpus in CORPORA:
        print(f"  {corpus:<15} {precision(j for j in still if j['corpus'] == corpus)}")
    for rule in sorted({j["rule"] for j in still}):
        print(f"  {rule:<15} {precision(j for j in still if j['rule'] == rule)}")
    names = read(NAMES)
    for seed in sorted({n["draw"] for n in names}):
        print(f"junk names, draw {seed}")
        drawn = [n for n in names if n["draw"] == seed]
        for corpus in (*CORPORA, "both"):
            some = [n for n in drawn if corpus in (n["corpus"], "both")]
            print(f"  {corpus:<10} {Share(sum(n['verdict'] == 'junk' for n in some), len(some))}")
        junk = [n for n in drawn if n["verdict"] == "junk"]
        print("  why", dict(Counter(n["why"] for n in junk)))


def precision(judged: Iterable[dict[str, Any]]) -> str:
    verdicts = [j["verdict"] == "right" for j in judged]
    return str(Share(sum(verdicts), len(verdicts)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.parse_args()
    if not DATA.is_dir():
        sys.exit(f"skipped: no {DATA}; put (or link) `shared` beside the repository")
    score()


if __name__ == "__main__":
    main()
