"""Builds real corpora and prints what came out: counts, seconds, sizes, problems.

    python bench/corpora.py [NAME…] [--rows N]      # needs ../shared/data

Every base is verified afterwards (`verify_quotes` and every citation-bearing span).
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

from groundgraph import KnowledgeBase

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
CORPORA = {
    "hipaa": ("hipaa/documents", "regulation"),
    "graphrag_bench_medical": ("graphrag_bench_medical/corpus.jsonl", "general"),
    "pubmedqa": ("pubmedqa/corpus.jsonl", "general"),
    "scifact": ("scifact/corpus.jsonl", "general"),
    "musique_train100": ("musique_train100/corpus.jsonl", "general"),
    "hotpotqa_train100": ("hotpotqa_train100/corpus.jsonl", "general"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=[])
    parser.add_argument("--keep", type=Path, help="folder to keep the bases in")
    options = parser.parse_args()
    if not DATA.is_dir():
        sys.exit(f"skipped: no {DATA}; put (or link) `shared` beside the repository")
    target = options.keep or Path(tempfile.mkdtemp(prefix="groundgraph-bench-"))
    print(
        "| corpus | documents | chunks | entities | facts shown | weak | references (unresolved) "
        "| seconds (read/extract/resolve/embed/store) | record MB | store MB | problems |\n"
        "|---|---|---|---|---|---|---|---|---|---|---|"
    )
    try:
        for name in options.names or CORPORA:
            print(line(name, target), flush=True)
    finally:
        if options.keep is None:
            shutil.rmtree(target)


def line(name: str, target: Path) -> str:
    path, profile = CORPORA[name]
    with KnowledgeBase(target / name, profile=profile) as kb:
        started = time.perf_counter()
        report = kb.build(DATA / path)
        total = time.perf_counter() - started
        problems = len(report.problems) + len(kb.verify())
    stages = "/".join(
        f"{report.seconds.get(stage, 0):.0f}"
        for stage in ("read", "extract", "resolve", "embed", "store")
    )
    c = report.counts
    return (
        f"| {name} | {c['documents']:,} | {c['chunks']:,} | {c['entities']:,} | {c['facts']:,} "
        f"| {c['weak facts']:,} | {c['references']:,} ({c['unresolved references']:,}) "
        f"| {total:.0f} ({stages}) | {megabytes(target / name / 'record.sqlite')} "
        f"| {megabytes(target / name / 'store')} | {problems} |"
    )


def megabytes(path: Path) -> str:
    files = [path] if path.is_file() else [p for p in path.rglob("*") if p.is_file()]
    seen = {(p.stat().st_dev, p.stat().st_ino): p.stat().st_size for p in files}
    return f"{sum(seen.values()) / 1e6:.0f}"


if __name__ == "__main__":
    main()
