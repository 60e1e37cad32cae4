"""A push reads and writes what a change touches, and what it is told of the rest is never believed
where it could be wrong. Rows are counted, not seconds."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from graph.errors import StoreError
from graph.stores.neo4j import Neo4jStore, Server, held
from graph.stores.neo4j.driver import Connection
from groundgraph import KnowledgeBase

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
NAME = "sop-021-vigilance-reporting.md"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Rows that came from the server, by the function that asked for them."""
    counted: Counter[str] = Counter()

    def watch(name: str) -> None:
        real = getattr(held, name)

        def mapping(*arguments: Any) -> Mapping[str, str]:
            found: Mapping[str, str] = real(*arguments)
            counted[name] += len(found)
            return found

        def stream(*arguments: Any) -> Iterator[Any]:
            for row in real(*arguments):
                counted[name] += 1
                yield row

        monkeypatch.setattr(held, name, stream if name in ("rows_of", "export") else mapping)

    for name in ("row_hashes", "hashes_of", "rows_of", "export"):
        watch(name)
    return counted


@pytest.fixture
def changed(documents: Path) -> Path:
    """The documents of `some_kb`, one of them in its newer version."""
    shutil.copy(EXAMPLES / "updates" / NAME, documents / NAME)
    return documents


@pytest.fixture
def all_changed(tmp_path: Path) -> Path:
    """All example documents, one of them in its newer version."""
    folder = Path(shutil.copytree(EXAMPLES / "documents", tmp_path / "documents"))
    shutil.copy(EXAMPLES / "updates" / NAME, folder / NAME)
    return folder


def rows(folder: Path, server: Server) -> dict[str, str]:
    with KnowledgeBase(folder, store=server.address) as base:
        return dict(base.store.rows())


def push(folder: Path, server: Server, **how: bool) -> int:
    """Rows that a push wrote or removed."""
    written = 0

    def tell(stage: str, done: int, total: int) -> None:
        nonlocal written
        written = max(written, total if stage == "store" else 0)

    with KnowledgeBase(folder) as base:
        base.push(server.address, progress=tell, **how)
    return written


def sound(folder: Path, server: Server) -> None:
    with KnowledgeBase(folder) as base:
        assert base.differences(server.address) == []


def test_one_changed_document_reads_and_writes_its_own_rows(
    kb: Path, all_changed: Path, neo4j_database: Server, read: Counter[str]
) -> None:
    before = rows(kb, neo4j_database)
    with KnowledgeBase(kb) as base:
        # the embedded store; the server has the former version
        base.build(all_changed, name="documents")
    read.clear()
    written = push(kb, neo4j_database)
    asked = dict(read)
    after = rows(kb, neo4j_database)
    moved = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    assert 0 < len(moved) < len(before) // 10
    replaced = [key for key in moved if key.startswith("e/") and key in before and key in after]
    assert written == len(moved) + len(replaced)  # an edge is removed and recomputed
    assert asked == {
        "hashes_of": len(moved & before.keys()),
        "rows_of": len(moved & after.keys()),
    }
    read.clear()
    assert push(kb, neo4j_database) == 0 and not read
    sound(kb, neo4j_database)


def test_what_another_machine_pushed_is_read(
    some_kb: Path, changed: Path, neo4j_database: Server, read: Counter[str], tmp_path: Path
) -> None:
    other = Path(shutil.copytree(some_kb, tmp_path / "other"))
    with KnowledgeBase(other) as base:
        base.build(changed, name="documents")
    push(other, neo4j_database)
    read.clear()
    assert push(some_kb, neo4j_database) > 0
    assert read["row_hashes"] > 1_000
    sound(some_kb, neo4j_database)
    read.clear()
    push(other, neo4j_database)  # and back
    assert read["row_hashes"] > 1_000
    sound(other, neo4j_database)


def test_an_emptied_database_and_a_spoilt_file_are_noticed(
    some_kb: Path, changed: Path, neo4j_database: Server, read: Counter[str]
) -> None:
    whole = len(rows(some_kb, neo4j_database))
    store = Neo4jStore(
        neo4j_database, base="", base_name="", dimension=1, embedder_fingerprint="", replace=True
    )
    store.clear()
    store.close()
    assert push(some_kb, neo4j_database) == whole
    with (some_kb / "server-rows").open("r+b") as file:
        file.write(b"n/Entity/forged=0")
    with KnowledgeBase(some_kb) as base:
        base.build(changed, name="documents")
    read.clear()
    push(some_kb, neo4j_database)
    assert read["row_hashes"] == whole
    sound(some_kb, neo4j_database)


def test_what_was_changed_by_hand_is_found_and_mended(
    some_kb: Path, changed: Path, neo4j_database: Server
) -> None:
    connection = Connection(neo4j_database)
    connection.command("MATCH (f:Fact) WITH f ORDER BY f.id LIMIT 3 SET f.name = 'forged'")
    connection.command(
        "MATCH (c:Chunk)-[m:MENTIONS]->() WITH m ORDER BY m.id LIMIT 2 SET m.start = 1"
    )
    connection.command("MATCH ()-[r:NEXT]->() WITH r ORDER BY r.id LIMIT 1 DELETE r")
    connection.command(
        "MATCH (e:Entity) WITH e LIMIT 1 CREATE (:Entity {id: 'x'})-[:RELATES {id: 'y'}]->(e)"
    )
    with KnowledgeBase(some_kb) as base:
        found = base.differences(neo4j_database.address)
        assert len(found) == 5, found
        base.build(changed, name="documents")
        with pytest.raises(StoreError, match=r"not what was projected.*store push --repair"):
            base.push(neo4j_database.address)  # the numbers of Entity, NEXT and RELATES say so
    assert push(some_kb, neo4j_database, repair=True) == 3 + 2 * 2 + 1 + 2
    sound(some_kb, neo4j_database)
    connection.close()
