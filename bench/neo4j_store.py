"""Neo4j: projection beside a plain UNWIND … MERGE loop, projection again, and search latency beside
the embedded store, on generated rows.

    python bench/neo4j_store.py [--facts 100000] [--questions 60]

Starts the server in ../shared/neo4j with its data in a temporary folder; skips where there is none.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import neo4j
import numpy as np

from graph.model import EVERYTHING
from graph.projection import delta, with_vectors
from graph.protocols import Delta, EdgeRow, NodeRow, TextRow, Vectors
from graph.stores.embedded import EmbeddedStore
from graph.stores.neo4j import Neo4jStore, Server

PROGRAM = Path(__file__).resolve().parents[2] / "shared" / "neo4j" / "neo4j-server"
DIMENSION = 384
FACTS_IN_CHUNK = 10
CHUNKS_IN_DOCUMENT = 20
Row = NodeRow | EdgeRow | TextRow


def rows(facts: int, changed: int | None = None) -> Iterator[Row]:
    """Documents of 20 chunks of 10 facts each; the words of document `changed` are others."""
    words = random.Random(1)
    vocabulary = [f"w{number}" for number in range(20_000)]
    weights = [1 / (rank + 10) for rank in range(20_000)]
    entities = max(10, facts // 10)
    for number in range(entities):
        yield NodeRow("Entity", f"e{number}", {"name": f"thing {number}", "kind": "Thing"})
    for chunk_number in range(facts // FACTS_IN_CHUNK):
        number, place = divmod(chunk_number, CHUNKS_IN_DOCUMENT)
        document, chunk = f"d{number}", f"c{chunk_number}"
        if not place:
            yield NodeRow("Document", document, {"name": document})
        text = " ".join(words.choices(vocabulary, weights, k=120))
        if number == changed:
            text += " changed"
        start = place * 2_000
        places = {"start": start, "end": start + len(text)}
        yield NodeRow("Chunk", chunk, {"name": chunk, "text": text, **places, "document": document})
        yield edge("PART_OF", ("Chunk", chunk), ("Document", document), 0)
        yield TextRow(chunk, "chunk", chunk, document, start, start + len(text), text, f"v{text}")
        for offset in range(FACTS_IN_CHUNK):
            fact = f"f{chunk_number * FACTS_IN_CHUNK + offset}"
            subject, object_ = (f"e{words.randrange(entities)}" for _ in range(2))
            yield NodeRow("Fact", fact, {"name": f"{fact} is stated", "status": "shown"})
            yield edge("SUBJECT", ("Fact", fact), ("Entity", subject), 0)
            yield edge("OBJECT", ("Fact", fact), ("Entity", object_), 0)
            yield edge("SUPPORTED_BY", ("Fact", fact), ("Chunk", chunk), start + offset)


def edge(type: str, source: tuple[str, str], target: tuple[str, str], start: int) -> EdgeRow:
    id = f"x{type}{source[1]}"
    return EdgeRow(type, id, *source, *target, {"id": id, "start": start, "end": start + 9})


def change_of(found: Iterator[Row], held: object, position: int) -> Delta:
    change = delta(found, held, position)  # type: ignore[arg-type]
    keys = {text.vector_key for text in change.texts}
    return with_vectors(change, {key: vector_of(key) for key in keys})


def vector_of(key: str) -> Vectors:
    vector = np.random.default_rng(zlib.crc32(key.encode())).normal(size=DIMENSION)
    return (vector / np.linalg.norm(vector)).astype(np.float32)


def timed(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def plain_loop(server: Server, change: Delta) -> float:
    """What a short script would do: UNWIND … MERGE in batches, nodes and edges only."""
    by_label: dict[str, list[dict[str, object]]] = {}
    for node in change.nodes:
        by_label.setdefault(node.label, []).append({"id": node.id, "p": dict(node.properties)})
    by_shape: dict[tuple[str, str, str], list[dict[str, object]]] = {}
    for row in change.edges:
        shape = (row.type, row.source_label, row.target_label)
        one = {"a": row.source, "b": row.target, "id": row.id, "p": dict(row.properties)}
        by_shape.setdefault(shape, []).append(one)

    def run() -> None:
        with (
            neo4j.GraphDatabase.driver(server.address, auth=(server.user, server.password)) as db,
            db.session() as session,
        ):
            for label, found in by_label.items():
                for i in range(0, len(found), 2_000):
                    session.run(
                        f"UNWIND $rows AS r MERGE (n:{label} {{id: r.id}}) SET n += r.p",
                        rows=found[i : i + 2_000],
                    ).consume()
            for (type, source, target), found in by_shape.items():
                for i in range(0, len(found), 2_000):
                    session.run(
                        f"UNWIND $rows AS r MATCH (a:{source} {{id: r.a}}) "
                        f"MATCH (b:{target} {{id: r.b}}) "
                        f"MERGE (a)-[e:{type} {{id: r.id}}]->(b) SET e += r.p",
                        rows=found[i : i + 2_000],
                    ).consume()

    return timed(run)


def percentiles(values: list[float]) -> str:
    p50, p95 = np.percentile(values, [50, 95])
    return f"p50 {p50 * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms"


def measure(server: Server, folder: Path, facts: int, questions: int) -> None:
    store = Neo4jStore(
        server,
        base="b",
        base_name="bench",
        dimension=DIMENSION,
        embedder_fingerprint="e",
        known_rows=folder / "server-rows",
    )
    for _ in range(2):  # a server that has just started is several times slower
        store.apply(change_of(rows(2_000), {}, 1))
        store.clear()
    first = change_of(rows(facts), {}, 1)
    graph = len(first.nodes) + len(first.edges)
    print(f"{facts} facts: {len(first.nodes)} nodes, {len(first.edges)} edges, "
          f"{len(first.texts)} texts")  # fmt: skip
    bare = replace(first, texts=[], vectors={})
    seconds = timed(lambda: store.apply(bare))
    print(f"nodes and edges: {seconds:.1f} s, {graph / seconds:,.0f} a second")
    store.clear()
    seconds = plain_loop(server, first)
    print(f"plain UNWIND … MERGE: {seconds:.1f} s, {graph / seconds:,.0f} a second")
    with (
        neo4j.GraphDatabase.driver(server.address, auth=(server.user, server.password)) as db,
        db.session() as session,
    ):
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS").consume()
    print(f"with texts and vectors: {timed(lambda: store.apply(first)):.1f} s")
    project_again(store, facts)
    embedded = EmbeddedStore(folder / "embedded", dimension=DIMENSION, embedder_fingerprint="e")
    embedded.apply(change_of(rows(facts), {}, 1))
    search(store, embedded, questions)


def project_again(store: Neo4jStore, facts: int) -> None:
    """Nothing changed, then one document, in parts: rows of the server that are read or known, rows
    made and hashed here, the change applied, what was written read back."""

    def parts(changed: int | None, position: int, trusted: bool) -> None:
        spent = {"held rows": 0.0, "rows made and hashed": 0.0, "applied": 0.0, "checked": 0.0}
        held: dict[str, str] = {}
        change: list[Delta] = []
        spent["held rows"] = timed(lambda: held.update(store.rows(use_stored_hashes=trusted)))
        spent["rows made and hashed"] = timed(
            lambda: change.append(change_of(rows(facts, changed), held, position))
        )
        spent["applied"] = timed(lambda: store.apply(change[0]))
        spent["checked"] = timed(store.unlike)
        written = len(change[0].nodes) + len(change[0].edges) + len(change[0].texts)
        times = ", ".join(f"{name} {seconds:.2f} s" for name, seconds in spent.items())
        print(f"  {written} rows, held rows {'known' if trusted else 'read'}: {times}")

    print("projected again: nothing changed, one document changed and changed back, nothing:")
    parts(None, 1, False)
    parts(3, 2, False)
    parts(None, 3, True)
    parts(None, 3, True)


def search(server: Neo4jStore, embedded: EmbeddedStore, questions: int) -> None:
    """The store's part of a question: words, statistics, vectors, the texts and vectors of what
    was found, neighbours of five chunks. No model, no scores: those are the same."""
    generator = random.Random(2)
    numbers = np.random.default_rng(3)
    shared = wanted = 0
    spent: dict[str, list[float]] = {"Neo4j": [], "embedded": []}
    for number in range(questions + 5):
        question = " ".join(f"w{generator.randrange(3_000)}" for _ in range(6))
        vector = numbers.normal(size=DIMENSION).astype(np.float32)
        vector /= np.linalg.norm(vector)
        found: dict[str, list[str]] = {}
        for name, store in (("Neo4j", server), ("embedded", embedded)):
            start = time.perf_counter()
            hits = store.search_text(question, k=200, kind="chunk", scope=EVERYTHING)
            store.term_statistics(question.split(), kind="chunk", scope=EVERYTHING)
            near = store.search_vectors(vector, k=200, kind="chunk", scope=EVERYTHING)
            ids = [hit.chunk for hit in [*hits, *near]]
            store.vectors([text.vector_key for text in store.texts(ids, kind="chunk")])
            store.neighbours(
                "Chunk", ids[:5], types=["SUPPORTED_BY", "PART_OF"], limit=50, scope=EVERYTHING
            )
            if number >= 5:  # the first few warm both up
                spent[name].append(time.perf_counter() - start)
            found[name] = [hit.id for hit in near]
        shared += len(set(found["Neo4j"]) & set(found["embedded"]))
        wanted += len(found["embedded"])
    for name, values in spent.items():
        print(f"store calls of a question, {name}: {percentiles(values)} (n = {len(values)})")
    print(f"vectors found of the exact 200 nearest: {shared / wanted:.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=int, default=100_000)
    parser.add_argument("--questions", type=int, default=60)
    options = parser.parse_args()
    if not PROGRAM.exists() or shutil.which("java") is None:
        print(f"skipped: no server ({PROGRAM}) or no java")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        command = [sys.executable, str(PROGRAM)]
        started = subprocess.run(
            [*command, "start", str(folder / "server")], check=True, capture_output=True, text=True
        )
        state = json.loads(started.stdout)
        try:
            server = Server(state["uri"], state["user"], state["password"])
            measure(server, folder, options.facts, options.questions)
        finally:
            subprocess.run([*command, "stop", str(folder / "server")], check=True)


if __name__ == "__main__":
    main()
