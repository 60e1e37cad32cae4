"""References: precision and recall on the hipaa gold, paragraph-level references judged by hand,
and names of passages that link the gold pairs of the multi-hop sets.

Run ``python bench/references.py``; it reads ``../shared/data``. Every interval is Wilson's, 95 %.
``--draw`` prints the 60 references that are judged in ``bench/data/reference_judgements.jsonl``.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import math
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from extraction import references
from extraction.documents import readers
from extraction.documents.sources import Skipped, collect
from extraction.profile import load_profile
from graph.identity import version_id
from graph.model import Document, Reference

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data"
JUDGEMENTS = Path(__file__).parent / "data" / "reference_judgements.jsonl"
DRAWN, SEED = 60, 20250101
_NUMBER = re.compile(r"\d+\.\d+")
_LIMIT = 5_000_000


def documents(path: Path) -> list[Document]:
    """The documents of a folder or JSONL file, as a build reads them."""
    found = []
    for source in collect([path], max_document_chars=_LIMIT):
        if isinstance(source, Skipped):
            continue
        reading = readers.read(source, max_document_chars=_LIMIT)
        sha256 = hashlib.sha256(source.data).hexdigest()
        found.append(
            Document(
                id=source.document,
                version=version_id(source.document, sha256),
                sha256=sha256,
                name=reading.name or source.name or source.document,
                uri=source.uri,
                suffix=source.suffix,
                text=reading.text,
                blocks=reading.blocks,
                row=source.row,
            )
        )
    return found


def wilson(hits: int, total: int) -> str:
    """``hits/total = share [low, high]``."""
    if not total:
        return "0/0"
    z, p = 1.96, hits / total
    middle = (p + z * z / (2 * total)) / (1 + z * z / total)
    half = z * math.sqrt(p * (1 - p) / total + z * z / (4 * total * total)) / (1 + z * z / total)
    return f"{hits}/{total} = {p:.3f} [{middle - half:.3f}, {min(1.0, middle + half):.3f}]"


def resolved(docs: Sequence[Document], profile: str) -> list[Reference]:
    chosen = load_profile(profile)
    return references.resolve([references.document_pass(one, chosen) for one in docs])


def section_number(reference: Reference) -> tuple[int, int] | None:
    """Span of "§ 164.404" (or of the bare number) within a reference to a section."""
    match = _NUMBER.search(reference.surface)
    if reference.rule not in ("section", "defined-term") or not match:
        return None
    begin = 0 if reference.surface.startswith("§ ") else match.start()
    return reference.span.start + begin, reference.span.start + match.end()


def gold_rows(*files: str) -> Iterator[dict[str, Any]]:
    for name in files:
        with (DATA / "hipaa" / name).open(encoding="utf-8") as lines:
            yield from (json.loads(line) for line in lines)


def score_sections(
    label: str, found: Sequence[Reference], rows: Iterable[dict[str, Any]], folder: str
) -> None:
    """Exact span and target. What points outside these parts ("section 2791") is not scored: the
    gold holds section numbers of parts 160, 162 and 164 only."""

    def key(number: str) -> str:
        return f"{folder}/{number}.md"

    gold = {(key(r["source"]), r["start"], r["end"]): str(r["target"]) for r in rows}
    sources = {r.document for r in found if r.document.startswith(f"{folder}/")}
    made = {}
    for reference in found:
        span = section_number(reference)
        if span is None or not reference.target or reference.document not in sources:
            continue
        if re.search(r"16[024]\.\d", reference.surface):
            made[reference.document, *span] = Path(reference.target).stem
    right = sum(made.get(place) == target for place, target in gold.items())
    print(f"{label}: recall {wilson(right, len(gold))}, precision {wilson(right, len(made))}")
    for place, target in gold.items():
        if made.get(place) != target:
            print(f"  missed {place} -> {target}, found {made.get(place)}")
    for place, target in made.items():
        if place not in gold:
            print(f"  not in the gold {place} -> {target}")


def paragraph_level(found: Sequence[Reference]) -> list[Reference]:
    """References to a paragraph: "paragraph (b)(2) of this section", "§ 164.308(a)(1)"."""
    return [r for r in found if r.rule == "paragraph" or r.pinpoint]


def draw(found: Sequence[Reference]) -> list[Reference]:
    """The references that are judged, the same ones on every machine."""
    inside = [r for r in paragraph_level(found) if r.target_span is not None]
    return random.Random(SEED).sample(sorted(inside, key=lambda r: r.id), DRAWN)


def score_judgements(found: Sequence[Reference]) -> None:
    if not JUDGEMENTS.exists():
        return
    now = {
        (r.document, r.span.start, r.span.end, r.pinpoint): (
            r.target,
            r.target_span.start if r.target_span else None,
        )
        for r in found
    }
    rows = [json.loads(line) for line in JUDGEMENTS.read_text(encoding="utf-8").splitlines()]
    kept = [
        row
        for row in rows
        if now.get((row["document"], row["start"], row["end"], row["pinpoint"]))
        == (row["target"], row["target_start"])
    ]
    right = sum(row["verdict"] == "right" for row in kept)
    print(f"judged by hand: {wilson(right, len(kept))} ({len(rows) - len(kept)} changed since)")


def score_names(name: str) -> None:
    """How many pairs of gold passages of one question are linked by a title mention."""
    docs = documents(DATA / name / "corpus.jsonl")
    start = time.perf_counter()
    found = resolved(docs, "general")
    seconds = time.perf_counter() - start
    titles = [r for r in found if r.rule == "title"]
    edges = {tuple(sorted((r.document, r.target))) for r in titles if r.target}
    document = {one.row: one.id for one in docs}
    pairs = linked = 0
    with (DATA / name / "questions.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            gold = [document[key] for key in json.loads(line)["gold_ids"]]
            for pair in itertools.combinations(gold, 2):
                pairs += 1
                linked += tuple(sorted(pair)) in edges
    unresolved = sum(r.target is None for r in titles)
    print(
        f"{name}: {len(titles)} title mentions ({unresolved} ambiguous), {len(edges)} pairs of "
        f"passages; gold pairs linked {wilson(linked, pairs)}; {seconds:.1f} s"
    )


def main() -> None:
    docs = documents(DATA / "hipaa" / "documents")
    found = resolved(docs, "regulation")
    if "--draw" in sys.argv:
        texts = {one.id: one.text for one in docs}
        for reference in draw(found):
            show(reference, texts)
        return
    gold = gold_rows("crossrefs.jsonl", "crossrefs_unlinked.jsonl")
    score_sections("sections", found, gold, "documents")
    inside = paragraph_level(found)
    print(
        f"paragraph-level resolved: {wilson(sum(bool(r.target_span) for r in inside), len(inside))}"
    )
    for reference in inside:
        if reference.target_span is None and not reference.why.endswith("not in this base"):
            print(f"  {reference.document} {reference.surface!r}: {reference.why}")
    score_judgements(found)
    for (rule, state), count in sorted(Counter((r.rule, bool(r.target)) for r in found).items()):
        print(f"  {rule}: {count} {'resolved' if state else 'unresolved'}")
    kept = [one for one in docs if not (DATA / "hipaa" / "amended" / Path(one.id).name).exists()]
    amended = resolved([*kept, *documents(DATA / "hipaa" / "amended")], "regulation")
    score_sections("amended", amended, gold_rows("amended_crossrefs.jsonl"), "amended")
    for name in ("hotpotqa_train100", "musique_train100"):
        score_names(name)


def show(reference: Reference, texts: dict[str, str]) -> None:
    text, span = texts[reference.document], reference.span
    before = text[max(0, span.start - 90) : span.start]
    after = text[span.end : span.end + 60]
    assert reference.target is not None and reference.target_span is not None
    goal = texts[reference.target]
    at = reference.target_span.start
    print(f"\n{reference.document}:{span.start} {reference.pinpoint} -> {reference.target}:{at}")
    print("   " + f"{before}[[{reference.surface}]]{after}".replace("\n", "/"))
    print("   AT " + goal[max(0, at - 60) : at].replace("\n", "/") + " >>> " + goal[at : at + 90])


if __name__ == "__main__":
    main()
