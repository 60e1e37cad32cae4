"""The checks of written sentences against sentences of real documents with one fault planted.

    python bench/written_faults.py [--sentences 100] [--seed 1] [--without-checker]

Sentences of four corpora (regulation, company reports, handbooks, abstracts; development halves)
are edited by the templates of ``learning/sentence_edits.py``, every template that applies, and held
to the sentence that they were made of: how many faults are caught, by kind, and how many edits that
keep the sense are greyed. The templates are rough ("buyd", "is allowed to not"): part of what is
greyed is no English. They stay near the words of the source; freely written sentences are not
measured here.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

from extraction.documents import readers
from extraction.documents.sources import Skipped, collect
from generation.written.sentence_checks import Source, check_sentence
from graph.checking import Quote
from graph.protocols import Checker
from learning.sentence_edits import _EDITORS, kept
from retrieval.trained_checker import load_checker

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
CORPORA = {
    "hipaa": "hipaa/documents",
    "annual_reports": "annual_reports/corpus.jsonl",
    "handbooks": "handbooks/documents",
    "pubmedqa": "pubmedqa/corpus.jsonl",
}
HALVED = ("annual_reports", "handbooks")
_CUT = re.compile(r"(?<=[.;])\s+(?=[A-Z])")


def in_development(key: str) -> bool:
    """One half of the documents, by name; the other is kept for judges."""
    name = Path(key.split("/")[-1]).name.encode()
    return int(hashlib.sha256(name).hexdigest()[0], 16) % 2 == 0


def sentences(corpus: str) -> Iterator[str]:
    """Whole sentences of 8 to 45 words, in no order."""
    for source in collect([DATA / CORPORA[corpus]], max_document_chars=5_000_000):
        if isinstance(source, Skipped) or (
            corpus in HALVED and not in_development(source.document)
        ):
            continue
        reading = readers.read(source, max_document_chars=5_000_000)
        for block in reading.blocks:
            if block.kind in ("paragraph", "list_item"):
                for part in _CUT.split(reading.text[block.span.start : block.span.end]):
                    text = " ".join(part.split())
                    if 8 <= len(text.split()) <= 45 and text[0].isupper() and text[-1] in ".;":
                        yield text


def states(corpus: str, count: int, seed: int, checker: Checker | None) -> Counter[tuple[str, str]]:
    """How often each kind of edit got each state."""
    rng = Random(seed)
    drawn = sorted(set(sentences(corpus)))
    rng.shuffle(drawn)
    found: Counter[tuple[str, str]] = Counter()
    for text in drawn[:count]:
        source = [Source(text, "", Quote(text))]
        edits = [edit for editor, _ in _EDITORS if (edit := editor(text, rng)) is not None]
        same = kept(text, rng)
        edits += [same] if same.kind == "preserving" else []
        for edit in edits:
            if edit.text != text:
                found[edit.kind, check_sentence(edit.text, source, checker=checker).state] += 1
    return found


def shares(found: Counter[tuple[str, str]]) -> dict[str, str]:
    """For each kind, the share that is not shown as supported, and of how many."""
    kinds = sorted({kind for kind, _ in found})
    total = {kind: sum(n for (k, _), n in found.items() if k == kind) for kind in kinds}
    shown = {kind: found[kind, "supported"] for kind in kinds}
    table = {kind: f"{1 - shown[kind] / total[kind]:.3f} of {total[kind]}" for kind in kinds}
    faults = [kind for kind in kinds if kind != "preserving"]
    planted = sum(total[kind] for kind in faults)
    caught = planted - sum(shown[kind] for kind in faults)
    return {"faults caught": f"{caught / max(planted, 1):.3f} of {planted}", **table}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sentences", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--without-checker", action="store_true")
    wanted = parser.parse_args()
    checker = None if wanted.without_checker else load_checker("trained", threads=1)
    whole: Counter[tuple[str, str]] = Counter()
    for corpus in CORPORA:
        found = states(corpus, wanted.sentences, wanted.seed, checker)
        whole += found
        print(corpus, json.dumps(shares(found)))
    print("all", json.dumps(shares(whole), indent=1))


if __name__ == "__main__":
    main()
