"""Untyped exact and overlap F1 of mentions on three public sets, printed as they are.

    python bench/entities.py        # needs ../shared/data

Nothing was tuned on these sets, and their notions of an entity differ from ours: bc5cdr marks
chemicals and diseases only, conll04 and re_docred names (re_docred also numbers and dates). "names"
leaves out noun-phrase candidates, "all" counts them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from extraction.language import SpacyExtractor
from extraction.profile import load_profile
from graph.model import Block, Mention, Segment, Span

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
SETS = ("bc5cdr", "conll04", "re_docred")
ROWS = 150  # documents of each set, the first ones


def rows(name: str) -> Iterator[tuple[str, set[tuple[int, int]]]]:
    """(text, gold spans) of the first `ROWS` documents of a set's dev part."""
    with (DATA / name / "dev.jsonl").open(encoding="utf-8") as lines:
        for _, line in zip(range(ROWS), lines, strict=False):
            row = json.loads(line)
            yield from {"bc5cdr": _characters, "conll04": _tokens, "re_docred": _sentences}[name](
                row
            )


def _characters(row: dict[str, Any]) -> Iterator[tuple[str, set[tuple[int, int]]]]:
    yield row["text"], {(e["start"], e["end"]) for e in row["entities"]}


def _joined(tokens: list[str], spans: list[tuple[int, int]]) -> tuple[str, set[tuple[int, int]]]:
    starts, at = [], 0
    for token in tokens:
        starts.append(at)
        at += len(token) + 1
    text = " ".join(tokens)
    return text, {(starts[a], starts[b - 1] + len(tokens[b - 1])) for a, b in spans}


def _tokens(row: dict[str, Any]) -> Iterator[tuple[str, set[tuple[int, int]]]]:
    yield _joined(row["tokens"], [(e["start"], e["end"]) for e in row["entities"]])


def _sentences(row: dict[str, Any]) -> Iterator[tuple[str, set[tuple[int, int]]]]:
    offsets, tokens = [], []
    for sentence in row["sents"]:
        offsets.append(len(tokens))
        tokens += sentence
    spans = [
        (offsets[m["sent_id"]] + m["pos"][0], offsets[m["sent_id"]] + m["pos"][1])
        for cluster in row["vertexSet"]
        for m in cluster
        if m["type"] not in ("TIME", "NUM")
    ]
    yield _joined(tokens, spans)


def f1(found: list[set[tuple[int, int]]], gold: list[set[tuple[int, int]]], overlap: bool) -> str:
    """``F1 (precision/recall)``; with `overlap`, spans that share a character match."""
    hits = kept = wanted = recalled = 0
    for ours, theirs in zip(found, gold, strict=True):
        kept += len(ours)
        wanted += len(theirs)
        if overlap:
            hits += sum(any(a < d and c < b for c, d in theirs) for a, b in ours)
            recalled += sum(any(a < d and c < b for a, b in ours) for c, d in theirs)
        else:
            hits += len(ours & theirs)
            recalled += len(ours & theirs)
    precision, recall = hits / max(kept, 1), recalled / max(wanted, 1)
    score = 2 * precision * recall / max(precision + recall, 1e-9)
    return f"{score:.3f} ({precision:.2f}/{recall:.2f})"


def spans(mentions: tuple[Mention, ...], *, candidates: bool) -> set[tuple[int, int]]:
    return {(m.span.start, m.span.end) for m in mentions if candidates or m.rule != "noun-phrase"}


def main() -> None:
    if not DATA.is_dir():
        sys.exit(f"skipped: no {DATA}; put (or link) `shared` beside the repository")
    extractor = SpacyExtractor(load_profile("general"))
    print("| set | documents | exact, names | exact, all | overlap, names | overlap, all |")
    print("|---|---|---|---|---|---|")
    for name in SETS:
        texts, gold = zip(*rows(name), strict=True)
        blocks = [(Block("paragraph", Span(0, len(text))),) for text in texts]
        made = [Segment(text, 0, block) for text, block in zip(texts, blocks, strict=True)]
        found = [extraction.mentions for extraction in extractor.extract(made)]
        cells = [
            f1([spans(m, candidates=every) for m in found], list(gold), overlap)
            for overlap in (False, True)
            for every in (False, True)
        ]
        print(f"| {name} dev | {len(texts)} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
