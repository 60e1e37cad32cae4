"""Builds real corpora and prints what came out: counts, seconds, sizes, problems.

    python bench/corpora.py [NAME…] [--keep FOLDER]      # needs ../shared/data

Every base is verified afterwards (`verify_quotes`); "lost" counts documents that the source holds
and the base does not. "CPU" is processor time of all threads: on a busy machine it is the figure
to compare. "peak" is the largest resident memory; each corpus is built in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
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
IDS = "MATCH (d:Document) RETURN d.id AS id"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=[])
    parser.add_argument("--keep", type=Path, help="folder to keep the bases in")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not DATA.is_dir():
        sys.exit(f"skipped: no {DATA}; put (or link) `shared` beside the repository")
    target = options.keep or Path(tempfile.mkdtemp(prefix="groundgraph-bench-"))
    if options.one:
        return print(line(options.names[0], target))
    print(
        "| corpus | documents (lost) | chunks | sentences | entities | mentions | facts shown "
        "| weak | references (unresolved) | seconds (read/extract/resolve/embed/store) | CPU s "
        "| unchanged s | peak MB | record MB | store MB | problems |\n" + "|---" * 16 + "|",
        flush=True,
    )
    try:
        for name in options.names or CORPORA:
            command = [sys.executable, __file__, name, "--one", "--keep", str(target)]
            subprocess.run(command, check=True)
    finally:
        if options.keep is None:
            shutil.rmtree(target)


def line(name: str, target: Path) -> str:
    path, profile = CORPORA[name]
    with KnowledgeBase(target / name, profile=profile) as kb:
        started, busy = time.perf_counter(), time.process_time()
        report = kb.build(DATA / path)
        total, busy = time.perf_counter() - started, time.process_time() - busy
        started = time.perf_counter()
        kb.build(DATA / path)
        again = time.perf_counter() - started
        problems = len(report.problems) + len(kb.verify())
        mentions = kb.cypher("MATCH ()-[m:MENTIONS]->() RETURN count(m) AS n")[0]["n"]
        lost = len(sources(DATA / path) - {str(r["id"]) for r in kb.cypher(IDS, limit=10**6)})
    stages = "/".join(
        f"{report.seconds.get(stage, 0):.0f}"
        for stage in ("read", "extract", "resolve", "embed", "store")
    )
    c = report.counts
    return (
        f"| {name} | {c['documents']:,} ({lost}) | {c['chunks']:,} | {c['sentences']:,} "
        f"| {c['entities']:,} | {mentions:,} | {c['facts']:,} | {c['weak facts']:,} "
        f"| {c['references']:,} ({c['unresolved references']:,}) | {total:.0f} ({stages}) "
        f"| {busy:.0f} | {again:.1f} "
        f"| {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:,.0f} "
        f"| {megabytes(target / name / 'record.sqlite')} | {megabytes(target / name / 'store')} "
        f"| {problems} |"
    )


def sources(path: Path) -> set[str]:
    """Keys of the documents that the files themselves hold, read without our readers."""
    if path.is_dir():
        files = (p for p in path.rglob("*") if p.is_file())
        return {p.relative_to(path.parent).as_posix() for p in files}
    lines = path.read_text(encoding="utf-8").split("\n")
    file = f"{path.parent.name}/{path.name}"
    return {f"{file}#{json.loads(line)['id']}" for line in lines if line.strip()}


def megabytes(path: Path) -> str:
    files = [path] if path.is_file() else [p for p in path.rglob("*") if p.is_file()]
    seen = {(p.stat().st_dev, p.stat().st_ino): p.stat().st_size for p in files}
    return f"{sum(seen.values()) / 1e6:.0f}"


if __name__ == "__main__":
    main()
