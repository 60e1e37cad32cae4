"""How long a question takes, as a multiple of embedding it, in one run.

    python bench/ask_latency.py --kb DIR --questions FILE [--times N] [--neo4j URI] [--asked 30]

The base is real; with ``--times`` its graph, texts and vectors stand N times in a store of its own
(ids with a suffix, vectors turned a little, fixed seed), so that words, names and facts are spread
as in the real one. Each question is embedded, retrieved and answered, without and with the
checker; beside that one exact scan of all vectors is timed. Medians over the questions, after three
that warm the caches, as wall clock and as processor time of all threads: on a busy machine the
second is the one to read. ``ask`` includes keeping the answer (with ``--times 1``).
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")
if "GLIBC_TUNABLES" not in os.environ:  # kglite and sentence-transformers in one process
    os.environ["GLIBC_TUNABLES"] = "glibc.rtld.optional_static_tls=4096"
    os.execv(sys.executable, [sys.executable, *sys.argv])

import numpy as np

from generation import answer
from graph.model import Context, Document, Scope
from graph.protocols import Delta, EdgeRow, NodeRow, Store, TextRow, Vectors
from graph.stores.embedded import EmbeddedStore
from groundgraph import KnowledgeBase
from retrieval import Retriever

WARM = 3
BATCH = 2_000
TURNED = 0.02  # length of what is added to a copy's vectors
MARK = "~"


class Shelf:
    """The record's documents, each as often as it was copied."""

    def __init__(self, record: Any, times: int) -> None:
        self._record, self._times = record, times

    def document(self, key: str, version: str | None = None) -> Document:
        found: Document = self._record.document(key.partition(MARK)[0])
        return found

    def newest_readings(self, versions: Iterable[str]) -> dict[str, Document]:
        asked = list(versions)
        held = self._record.newest_readings({version.partition(MARK)[0] for version in asked})
        return {version: copy(held, version) for version in asked}

    def reading_with(self, key: str, version: str, start: int, words: str) -> Document | None:
        return None

    def with_fields(self, where: Any) -> frozenset[str]:
        return frozenset()

    def count_documents(self, scope: Scope) -> int:
        return self._times * int(self._record.count_documents(scope))

    def count_superseded(self, scope: Scope) -> int:
        return 0


def copy(held: Mapping[str, Document], version: str) -> Document:
    first, _, number = version.partition(MARK)
    found = held[first]
    return replace(found, id=found.id + (MARK + number if number else ""), version=version)


def repeated(kb: KnowledgeBase, store: Store, times: int) -> Vectors:
    """Fill `store` with the base's projection `times` over; returns all vectors."""
    nodes = [row for row in kb.store.export() if isinstance(row, NodeRow)]
    edges = [row for row in kb.store.export() if isinstance(row, EdgeRow)]
    chunks = [row.id for row in nodes if row.label == "Chunk"]
    texts = [t for kind in ("chunk", "sentence") for t in kb.store.texts(chunks, kind=kind)]
    keys = sorted({text.vector_key for text in texts})
    vectors = kb.store.vectors(keys)
    ids = {row.id for row in nodes} | {
        str(row.properties["version"]) for row in nodes if "version" in row.properties
    }
    chance = np.random.default_rng(7)
    held = []
    for number in range(times):
        mark = f"{MARK}{number}" if number else ""
        moved = vectors
        if number:
            noise = chance.normal(size=vectors.shape).astype(np.float32)
            moved = vectors + TURNED * noise / np.sqrt(vectors.shape[1])
            moved /= np.linalg.norm(moved, axis=1, keepdims=True)
        held.append(moved)
        store.apply(
            Delta(
                [renamed_node(row, ids, mark) for row in nodes],
                [renamed_edge(row, ids, mark) for row in edges],
                [renamed_text(row, mark) for row in texts],
                [],
                [],
                [],
                {key + mark: vector for key, vector in zip(keys, moved, strict=True)},
                f"copy {number}",
                number + 1,
            )
        )
    return np.concatenate(held)


def renamed(properties: Mapping[str, Any], ids: set[str], mark: str) -> dict[str, Any]:
    return {
        key: value + mark if isinstance(value, str) and value in ids else value
        for key, value in properties.items()
    }


def renamed_node(row: NodeRow, ids: set[str], mark: str) -> NodeRow:
    own = renamed(row.properties, ids, mark)
    if mark and row.label == "Document":
        own["name"] = f"{own['name']} {mark[1:]}"
    return replace(row, id=row.id + mark, properties=own)


def renamed_edge(row: EdgeRow, ids: set[str], mark: str) -> EdgeRow:
    own = renamed(row.properties, ids, mark)
    own["id"] = row.id + mark
    source, target = row.source + mark, row.target + mark
    return replace(row, id=row.id + mark, source=source, target=target, properties=own)


def renamed_text(row: TextRow, mark: str) -> TextRow:
    return replace(
        row,
        id=row.id + mark,
        chunk=row.chunk + mark,
        document=row.document + mark,
        vector_key=row.vector_key + mark,
    )


class Clock:
    """Wall clock and processor time by what was done, in milliseconds."""

    def __init__(self) -> None:
        self.spent: dict[str, list[tuple[float, float]]] = defaultdict(list)

    def time(self, name: str, action: Callable[[], Any]) -> Any:
        wall, busy = time.perf_counter(), time.process_time()
        found = action()
        spent = (time.perf_counter() - wall) * 1000, (time.process_time() - busy) * 1000
        self.spent[name].append(spent)
        return found

    def table(self) -> None:
        print("| step | wall ms | processor ms | x embedding (wall) | x embedding (processor) |")
        print("|---|---|---|---|---|")
        base = self.median("embed the question")
        for name in self.spent:
            wall, busy = self.median(name)
            ratios = f"{wall / base[0]:.1f} | {busy / base[1]:.1f}"
            print(f"| {name} | {wall:.1f} | {busy:.1f} | {ratios} |")

    def median(self, name: str) -> tuple[float, float]:
        walls, busy = zip(*self.spent[name], strict=True)
        return statistics.median(walls), statistics.median(busy)


def ask_once(
    kb: KnowledgeBase,
    retriever: Retriever,
    everything: Vectors,
    question: str,
    clock: Clock,
    *,
    whole: bool,
) -> Context:
    vector = clock.time("embed the question", lambda: kb.embedder.embed([question], query=True))
    clock.time("one exact scan of all vectors", lambda: everything @ vector[0])
    context: Context = clock.time(
        "retrieve, embedding included", lambda: retriever.retrieve(question)
    )
    clock.time("answer without checker", lambda: answer(context))
    clock.time("answer with checker", lambda: answer(context, checker=kb.checker))
    if whole:
        clock.time("ask, checker and keeping included", lambda: kb.ask(question))
    return context


def measure(
    kb: KnowledgeBase, retriever: Retriever, everything: Vectors, asked: list[str], *, whole: bool
) -> None:
    clock = Clock()
    stages: dict[str, list[float]] = defaultdict(list)
    for number, question in enumerate(asked):
        if number == WARM:
            clock, stages = Clock(), defaultdict(list)
        context = ask_once(kb, retriever, everything, question, clock, whole=whole)
        for stage, spent in context.milliseconds.items():
            stages[stage].append(spent)
    clock.table()
    told = ", ".join(f"{stage} {statistics.median(ms):.1f}" for stage, ms in stages.items())
    print(f"stages of retrieval, wall ms: {told}")
    embed, scan, found, plain, checked = (
        clock.median(name)
        for name in (
            "embed the question",
            "one exact scan of all vectors",
            "retrieve, embedding included",
            "answer without checker",
            "answer with checker",
        )
    )
    for index, name in enumerate(("wall", "processor")):
        total = found[index] + plain[index]
        print(
            f"{name}: ask without checker {total / embed[index]:.1f} x embedding, "
            f"{total / (embed[index] + scan[index]):.1f} x (embedding + scan); the checker adds "
            f"{(checked[index] - plain[index]) / embed[index]:.1f} x embedding"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kb", type=Path, required=True)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--asked", type=int, default=30)
    parser.add_argument("--keep", type=Path, help="folder for the repeated store, used again")
    parser.add_argument("--neo4j", help="address of a server with an empty database")
    options = parser.parse_args()
    lines = options.questions.read_text(encoding="utf-8").splitlines()
    asked = [json.loads(line)["question"] for line in lines[: options.asked + WARM]]
    with tempfile.TemporaryDirectory() as place, KnowledgeBase(options.kb) as kb:
        made = {"dimension": kb.embedder.dimension, "embedder_fingerprint": kb.embedder.fingerprint}
        if options.neo4j:
            from graph.stores.neo4j import Neo4jStore, Server

            server = Server(options.neo4j, "neo4j", os.environ["NEO4J_PASSWORD"])
            store: Store = Neo4jStore(server, base="latency", base_name="latency", **made)
        else:
            store = EmbeddedStore(options.keep or Path(place) / "store", **made)
        saved = (options.keep or Path(place)) / "vectors-of-all.npy"
        if store.generation["name"] == "empty":
            everything = repeated(kb, store, options.times)
            np.save(saved, everything)
        everything = np.load(saved)
        print(f"{store.counts}, {len(everything):,} vectors")  # type: ignore[attr-defined]
        retriever = Retriever(store, kb.embedder, Shelf(kb.record, options.times))
        measure(kb, retriever, everything, asked, whole=options.times == 1)
        store.close()


if __name__ == "__main__":
    main()
