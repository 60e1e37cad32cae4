"""A knowledge base on a real Neo4j server: the same rows, scores and answers as on the embedded
store, and what happens when something goes wrong."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import queries
from graph.errors import SettingsError, StoreError
from graph.model import Scope
from graph.stores.neo4j import Neo4jStore, Server
from graph.stores.neo4j.driver import Connection, check_version
from groundgraph import KnowledgeBase
from groundgraph.shared_base import SharedBase
from ui import bases

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
QUESTIONS = [
    json.loads(line)["question"]
    for line in (EXAMPLES / "questions.jsonl").read_text("utf-8").splitlines()
]
PUSH = (
    "import sys\nfrom graph.stores.neo4j import server_writing, store\n"
    "server_writing.ONE_TRANSACTION, server_writing._BATCH = 10, 80\n"
    "from groundgraph import KnowledgeBase\n"
    "def tell(stage, done, total):\n    print(stage, done, flush=True)\n"
    "KnowledgeBase(sys.argv[1]).push(sys.argv[2], replace=True, progress=tell)\n"
)


@pytest.fixture
def pushed(some_kb: Path, neo4j_database: Server) -> tuple[Path, Server]:
    return some_kb, neo4j_database


def test_the_same_rows_scores_and_answers(kb: Path, neo4j_database: Server) -> None:
    """One push serves all comparisons: every shipped query, retrieval, answers, the explorer."""
    address = neo4j_database.address
    with KnowledgeBase(kb) as here, KnowledgeBase(kb, store=address) as there:
        assert here.store.generation["content_hash"] == there.store.generation["content_hash"]
        needed = {"entity": "%", "document": "documents/sop-009-capa.md", "who": ""}
        for name in queries.names():
            query = queries.load(name)
            given = {p.name: needed.get(p.name, "") for p in query.parameters if p.required}
            values = {**query.defaults, **given}
            rows = [
                sorted(json.dumps(row, default=str) for row in base.cypher(query.cypher, values))
                for base in (here, there)
            ]
            assert rows[0] == rows[1], name
        shared = proposed = 0
        for question in QUESTIONS if os.environ.get("GROUNDGRAPH_SOAK") else QUESTIONS[::4]:
            ours, theirs = here.search(question, k=20), there.search(question, k=20)
            scores = [{p.chunk.id: p.scores for p in found.passages} for found in (ours, theirs)]
            for chunk in scores[0].keys() & scores[1].keys():
                assert scores[0][chunk] == scores[1][chunk]
            shared += len(scores[0].keys() & scores[1].keys())
            proposed += len(scores[0])
        assert shared == proposed  # a base of this size is compared text by text
        for question in QUESTIONS[:5]:
            cards = [
                # the run of an evidence is the one that wrote it into that store
                re.sub(r"run='\w*'", "", repr(replace(b.ask(question), id="", milliseconds={})))
                for b in (here, there)
            ]
            assert cards[0] == cards[1]
        some = Scope(documents=frozenset(sorted(here.record.current())[:3]))
        assert [p.chunk.id for p in here.search(QUESTIONS[0], scope=some).passages] == [
            p.chunk.id for p in there.search(QUESTIONS[0], scope=some).passages
        ]
        assert there.cypher("MATCH (n) RETURN count(n) AS n") == here.cypher(
            "MATCH (n) RETURN count(n) AS n"
        )
        assert [type(row).__name__ for row in there.export()] == [
            type(row).__name__ for row in here.export()
        ]
        assert there.differences() == []


def test_the_explorer_follows_the_generations_of_a_server(
    pushed: tuple[Path, Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, server = pushed
    monkeypatch.setenv("GROUNDGRAPH_STORE", server.address)
    shared = SharedBase(folder)
    first = shared.pointer
    assert first.startswith("gen-")
    with shared.reading() as base:
        assert base.stats()["generation"] == first
    with KnowledgeBase(folder) as other:
        other.build(rebuild=True)
    assert shared.pointer > first
    with shared.reading() as base:
        assert base.stats()["generation"] == shared.pointer


def test_a_page_that_was_read_while_the_server_changed_is_made_again(
    pushed: tuple[Path, Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, server = pushed
    monkeypatch.setenv("GROUNDGRAPH_STORE", server.address)
    shown: list[str] = []

    def show(base: KnowledgeBase) -> None:
        """A page of two reads, and a commit between them the first time."""
        first = str(base.store.newest())
        if not shown:
            with KnowledgeBase(folder) as other:
                other.build(rebuild=True)
        shown.append(f"{first} {base.store.newest()}")

    monkeypatch.setattr(bases, "show_this", show, raising=False)
    app = AppTest.from_string("from ui import bases\nbases.serve(bases.show_this)")
    app.session_state["kb"] = str(folder)
    assert not app.run(timeout=120).exception
    (torn, whole) = [states.split() for states in shown]
    assert torn[0] < torn[1] and whole == [torn[1], torn[1]]


def test_a_second_push_writes_nothing_and_a_changed_row_is_found_and_repaired(
    pushed: tuple[Path, Server],
) -> None:
    folder, server = pushed
    connection = Connection(server)
    with KnowledgeBase(folder) as base:
        assert base.push(server.address).store_unchanged
        connection.command("MATCH (f:Fact) WITH f ORDER BY f.id LIMIT 1 SET f.name = 'forged'")
        connection.command("MATCH (f:Fact) WITH f ORDER BY f.id SKIP 1 LIMIT 1 DETACH DELETE f")
        found = base.differences(server.address)
        assert any(line.startswith("Fact: 1 missing") and "1 other" in line for line in found)
        base.push(server.address, repair=True)
        assert base.differences(server.address) == []
        connection.command("DROP INDEX groundgraph_chunk_words_1")
        with pytest.raises(StoreError, match=r"lacks the index.*store push"):
            base.differences(server.address)
        base.push(server.address)
        assert base.differences(server.address) == []
    connection.close()


def test_one_database_holds_one_base(
    pushed: tuple[Path, Server], tmp_path: Path, small_text: Callable[[str], Path]
) -> None:
    _, server = pushed
    with KnowledgeBase(tmp_path / "second") as second:
        second.build(small_text("The Officer must keep a log."))
        with pytest.raises(StoreError, match=r"holds the knowledge base kb .*not second"):
            second.push(server.address)
        second.push(server.address, replace=True)
        assert second.differences(server.address) == []


@pytest.fixture
def small_text(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "small" / "a.md"
        path.parent.mkdir()
        path.write_text(text, "utf-8")
        return path.parent

    return write


def open_at(server: Server) -> Neo4jStore:
    return Neo4jStore(server, base="b", base_name="kb", dimension=3, embedder_fingerprint="e")


def test_what_cannot_be_reached_says_what_to_do(neo4j_database: Server) -> None:
    with pytest.raises(StoreError, match=r"does not accept user.*NEO4J_PASSWORD") as caught:
        open_at(replace(neo4j_database, password="wrong-secret"))
    assert "wrong-secret" not in str(caught.value) + repr(
        replace(neo4j_database, password="wrong-secret")
    )
    with pytest.raises(StoreError, match=r"No Neo4j server can be reached.*start it"):
        open_at(replace(neo4j_database, address="bolt://127.0.0.1:1"))
    with pytest.raises(StoreError, match=r"no database other.*neo4j_database"):
        open_at(replace(neo4j_database, database="other"))
    for agent in ("Neo4j/4.4.0", "Neo4j/5.25.1", "", "Memgraph/2"):
        with pytest.raises(StoreError, match=r"needs Neo4j 5\.26"):
            check_version(agent, neo4j_database)
    check_version("Neo4j/2025.01.0", neo4j_database)
    for address in ("bolt://neo4j:secret@localhost", "http://localhost", "neo4j://", "x"):
        with pytest.raises(SettingsError) as refused:
            KnowledgeBase("kb", store=address)
        assert "secret" not in str(refused.value)


def test_a_graph_of_others_is_left_alone(neo4j_database: Server) -> None:
    connection = Connection(neo4j_database)
    connection.command("CREATE (:Person {name: 'Ada'})")
    try:
        with pytest.raises(StoreError, match="did not write"):
            open_at(neo4j_database)
        assert connection.rows("MATCH (n) RETURN count(n) AS n") == [{"n": 1}]
    finally:
        connection.command("MATCH (n:Person) DELETE n")
        connection.close()


# --- crash and trouble ------------------------------------------------------------------------


def kills(count: int, kb: Path, server: Server) -> int:
    """Pushes in a child, each killed after some writes; returns how many were killed in the middle
    of one. What is left is refused to readers, and the next push ends verified."""
    generator = random.Random(20261126)
    halfway = 0
    with KnowledgeBase(kb) as base:
        documents = base.stats()["documents"]
    for _ in range(count):
        child = subprocess.Popen(
            [sys.executable, "-c", PUSH, str(kb), server.address],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert child.stdout is not None
        left = generator.randrange(1, 25)
        for line in child.stdout:
            left -= line.startswith("store")
            if left <= 0:
                break
        child.kill()
        child.wait()
        child.stdout.close()
        with KnowledgeBase(kb, store=server.address) as base:
            if base.store.generation["name"] == "unfinished":
                halfway += 1
                with pytest.raises(StoreError, match=r"in the middle of a change.*store push"):
                    base.cypher("MATCH (d:Document) RETURN d.id")
            base.push()
        with KnowledgeBase(kb, store=server.address) as base:
            assert base.differences() == []
            assert base.stats()["documents"] == documents
    return halfway


def test_kills_in_the_middle_of_a_push(some_copy: Path, neo4j_database: Server) -> None:
    assert kills(3, some_copy, neo4j_database) >= 2


@pytest.mark.soak
@pytest.mark.skipif(not os.environ.get("GROUNDGRAPH_SOAK"), reason="long; run: make soak")
def test_twenty_kills_in_the_middle_of_a_push(some_copy: Path, neo4j_database: Server) -> None:
    assert kills(20, some_copy, neo4j_database) >= 12
