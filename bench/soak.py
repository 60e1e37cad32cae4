"""Real prose through everything that reads it: extraction, references, resolution, chunks, rows.

    python bench/soak.py [NAME…] [--sample N] [--seed N]      # needs ../shared/data

One line for each corpus, and one for each step that failed on a document (the build itself would
name the document and go on; here each is a fault to mend). Texts are cut and joined at random too:
`--shuffle` builds, beside the corpus, documents made of its sentences. No vectors are computed.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from extraction.build import extract_missing, read_sources
from extraction.build_context import no_progress
from extraction.documents.intake import Intake
from extraction.incremental import Derivation, Memo
from extraction.profile import load_profile
from graph.protocols import Vectors
from graph.record import Record
from groundgraph.building import build_context
from groundgraph.components import extractor_of, fact_gate_of
from groundgraph.settings import Settings

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
MOST = 20_000  # training contexts


class NoEmbedder:
    """Counts words for tokens; its vectors are all alike."""

    fingerprint, dimension, max_tokens = "none", 1, 512

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [2 + len(re.findall(r"\w+|[^\w\s]", text)) for text in texts]

    def embed(self, texts: Sequence[str], *, query: bool) -> Vectors:
        return np.ones((len(texts), 1), dtype=np.float32)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=[])
    parser.add_argument("--sample", type=int, default=0, help="so many texts of each corpus only")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shuffle", action="store_true", help="add documents of mixed sentences")
    options = parser.parse_args()
    if not DATA.is_dir():
        sys.exit(f"skipped: no {DATA}; put (or link) `shared` beside the repository")
    print("corpus | documents | not read | failed steps | processor s", flush=True)
    total = 0
    for name in options.names or names():
        texts = list(texts_of(name))
        chance = random.Random(options.seed)
        if options.sample and len(texts) > options.sample:
            texts = chance.sample(texts, options.sample)
        if options.shuffle:
            texts += list(mixed(texts, chance))
        total += soak(name, texts)
    sys.exit(1 if total else 0)


def names() -> list[str]:
    """All corpora there are, the training contexts last."""
    found = sorted(p.name for p in (DATA / "qa").iterdir() if p.is_dir())
    return [*found, "handbooks", "annual_reports", "train"]


def texts_of(name: str) -> Iterator[str]:
    """The texts of a corpus."""
    if name == "train":
        yield from contexts()
        return
    folder = DATA / name if (DATA / name).is_dir() else DATA / "qa" / name
    for path in sorted(folder.glob("*.jsonl*")):
        if path.name.startswith(("corpus", "passages")):
            yield from (str(row["text"]) for row in rows(path) if "text" in row)
    for path in sorted((folder / "documents").rglob("*.*")):
        yield path.read_text("utf-8", "replace")


def contexts() -> Iterator[str]:
    """The first `MOST` different contexts of the training sets."""
    seen: set[str] = set()
    for path in sorted((DATA / "train").rglob("*.jsonl.gz")):
        for row in rows(path):
            text = row.get("context") or " ".join(row.get("sentences") or ()) or row.get("premise")
            if isinstance(text, str) and text.strip() and text not in seen:
                seen.add(text)
                yield text
                if len(seen) == MOST:
                    return


def rows(path: Path) -> Iterator[dict[str, object]]:
    """The rows of a JSONL file, packed or not."""
    data = path.read_bytes()
    for line in (gzip.decompress(data) if path.suffix == ".gz" else data).splitlines():
        yield json.loads(line)


def mixed(texts: Sequence[str], chance: random.Random) -> Iterator[str]:
    """Documents of sentences of `texts`, cut and joined at random places."""
    pieces = [piece for text in texts for piece in re.split(r"(?<=[.;:)])\s+", text) if piece]
    for _ in range(len(texts)):
        made = []
        for piece in chance.choices(pieces, k=chance.randint(3, 12)):
            cut = chance.randint(0, len(piece))
            made.append(chance.choice((piece, piece[:cut], piece[cut:], piece[cut:] + piece[:cut])))
        yield chance.choice(("\n", " ", "\n\n", "\n- ", "")).join(made)


def soak(name: str, texts: Sequence[str]) -> int:
    """Read and derive `texts`; print what came of it, return how many steps failed."""
    start = time.process_time()
    with tempfile.TemporaryDirectory() as place:
        corpus = Path(place) / f"{name}.jsonl"
        lines = (json.dumps({"id": n, "text": text}) for n, text in enumerate(texts))
        corpus.write_text("\n".join(lines), "utf-8")
        with Record.open(Path(place) / "record.sqlite", create=True) as record:
            run = record.start_run("build", {}, {})
            settings = Settings()
            profile = load_profile(settings.profile)
            extractor = extractor_of(
                settings.extractor, profile, fact_gate_of(settings, Path(place))
            )
            context = build_context(record, settings, NoEmbedder(), extractor, no_progress)
            context = replace(context, run=run)
            read_sources(context, Intake.of(corpus))
            derivation = Derivation(context, Memo(Path(place) / "derived.sqlite", "soak"))
            extract_missing(context, derivation.new_documents())
            failures = derivation.derive({}).failures
    problems = [p for p in context.report.problems if p.code != "bad-row"]
    seconds = time.process_time() - start
    print(f"{name} | {len(texts)} | {len(problems)} | {len(failures)} | {seconds:.0f}", flush=True)
    for document, one in failures:
        number = int(document.rpartition("#")[2])
        print(f"    {one.step}: {one.reason} in {texts[number][:200]!r}", flush=True)
    return len(failures)


if __name__ == "__main__":
    main()
