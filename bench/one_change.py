"""What a change of one document costs before the store is told: rows derived from what is known
beside everything recomputed, on generated documents.

    python bench/one_change.py [--documents 340,3400] [--sentences 30]

Only the record is built: no vectors, no store. Of each size one document is changed and changed
again; both ways are timed on the same record, and must give the same rows. Then a document is added
and one is taken away.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

os.environ.update({"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"})

from extraction.build import extract_missing, read_sources
from extraction.build_context import BuildContext
from extraction.documents.intake import Intake
from extraction.incremental import Derivation, Derived, Memo, assemble
from extraction.language import SpacyExtractor
from extraction.profile import load_profile
from graph.projection import delta, project
from graph.protocols import Delta
from graph.record import Record
from retrieval.embedders import load_embedder

T = TypeVar("T")
PLACES = ("Alder", "Birch", "Cedar", "Elm", "Fir", "Hazel", "Juniper", "Larch", "Maple", "Rowan")
ROLES = ("Harbour Master", "Safety Officer", "Duty Engineer", "Night Warden", "Records Manager")
SAID = (
    "The {role} must inspect pump P-{number} at the {place} site within {days} days.",
    "The {role} may lock gate G-{number} unless the {place} site is closed.",
    "The {role} must not open valve V-{number}.",
    "Clerk {number} must keep the {place} log for {days} years.",
    "Form F-{number} must be signed by the {role}.",
)


def text(number: int, sentences: int, edit: str = "") -> str:
    chance = random.Random(number)
    lines = [f"# {chance.choice(PLACES)} instruction {number:05d}", ""]
    for _ in range(sentences):
        said = chance.choice(SAID)
        lines += [
            said.format(
                role=chance.choice(ROLES),
                place=chance.choice(PLACES),
                days=chance.randint(1, 90),
                number=chance.randrange(10**6),
            ),
            "",
        ]
    return "\n".join([*lines, edit, ""])


class Base:
    """A record over a folder of generated documents, and what a store would hold of it."""

    def __init__(self, folder: Path, documents: int, sentences: int) -> None:
        self.folder, self.sentences = folder, sentences
        (folder / "notes").mkdir(parents=True)
        for number in range(documents):
            self.write(number)
        self.profile = load_profile("regulation")
        self.extractor = SpacyExtractor(self.profile)
        self.embedder = load_embedder("minilm", threads=2)
        self.record = Record.open(folder / "record.sqlite", create=True)
        self.run = self.record.start_run("build", {}, {})
        self.held: Mapping[str, str] = {}

    def write(self, number: int, edit: str = "") -> None:
        path = self.folder / "notes" / f"{number:05d}.md"
        path.write_text(text(number, self.sentences, edit), encoding="utf-8")

    def read(self) -> None:
        read_sources(self.context, Intake.of(self.folder / "notes"))

    @property
    def context(self) -> BuildContext:
        return BuildContext(
            self.record,
            self.profile,
            self.extractor,
            self.embedder,
            chunk_tokens=256,
            max_document_chars=10**6,
            run=self.run,
            progress=told,
        )

    def derive(self) -> tuple[Derived, Delta]:
        derivation = Derivation(self.context, Memo(self.folder / "derived.sqlite", "bench"))
        extract_missing(self.context, derivation.new_documents())
        derived = derivation.derive(self.held)
        return derived, delta(derived.rows, self.held, 1, derived.hashes)

    def anew(self) -> Delta:
        documents = list(self.record.documents())
        graph = assemble(self.context, documents)
        return delta(project(graph), self.held, 1)


def told(stage: str, done: int, total: int) -> None:
    if sys.stderr.isatty() and total > 100 and done % 100 == 0:
        print(f"\r{stage} {done} of {total}  ", end="", file=sys.stderr)


def timed(call: Callable[[], T]) -> tuple[T, float]:
    start = time.perf_counter()
    return call(), time.perf_counter() - start


def measure(folder: Path, documents: int, sentences: int) -> None:
    base = Base(folder, documents, sentences)
    base.read()
    derived, _ = base.derive()
    base.held = derived.hashes
    facts = derived.counts["facts"] + derived.counts["weak facts"]
    print(f"{documents} documents, {facts:,} facts, {len(derived.hashes):,} rows")
    middle = documents // 2
    acts = (
        ("one document changed", lambda: base.write(middle, "The Auditor must sign page 1.")),
        ("changed again", lambda: base.write(middle, "The Auditor must sign page 2.")),
        ("one added", lambda: base.write(documents)),
        ("one taken away", (base.folder / "notes" / "00000.md").unlink),
        ("nothing changed", lambda: None),
    )
    for what, act in acts:
        act()
        base.read()
        (derived, ours), quick = timed(base.derive)
        theirs, whole = timed(base.anew)
        assert ours.content_hash == theirs.content_hash and ours.hashes == theirs.hashes
        base.held = derived.hashes
        print(
            f"  {what}: {quick:.2f} s for {len(ours.hashes)} rows and {len(derived.read)} "
            f"documents, everything anew {whole:.2f} s, ratio {quick / whole:.3f}"
        )
    base.record.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", default="340,3400", help="one size or several")
    parser.add_argument("--sentences", type=int, default=30, help="of each document")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        for size in given.documents.split(","):
            measure(Path(place) / size, int(size), given.sentences)


if __name__ == "__main__":
    main()
