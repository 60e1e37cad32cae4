"""Queries that somebody else wrote, and the queries that one question costs, on a Neo4j server."""

from __future__ import annotations

import logging
import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import neo4j
import pytest

from graph.errors import QueryFailed, QueryRefused, StoreError
from graph.stores.neo4j import Server
from groundgraph import KnowledgeBase, StageDone, Verified
from groundgraph.guarded_cypher import GuardedCypher

QUESTION = "How long are complaint records kept?"
BOMB = (
    "UNWIND range(1, 3000) AS a UNWIND range(1, 3000) AS b UNWIND range(1, 3000) AS c "
    "RETURN sum(a * b % (c + 1)) AS n"
)


@pytest.fixture
def base(tmp_path: Path, neo4j_database: Server) -> Iterator[KnowledgeBase]:
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "a.md").write_text(
        "# Complaints\n\nThe Quality Officer must keep complaint records for ten years.\n", "utf-8"
    )
    (documents / "b.md").write_text(
        "# Breaches\n\nThe Data Officer must report a breach within 72 hours.\n", "utf-8"
    )
    with KnowledgeBase(tmp_path / "kb", profile="regulation", store=neo4j_database.address) as base:
        base.build(documents)
        yield base


def running(server: Server) -> list[str]:
    """Queries of users that the server works on."""
    auth = ("neo4j", server.password)
    with neo4j.GraphDatabase.driver(server.address, auth=auth) as driver:
        shown = driver.execute_query("SHOW TRANSACTIONS YIELD currentQuery RETURN *")
    return [r["currentQuery"] for r in shown.records if "UNWIND range" in r["currentQuery"]]


def test_a_query_whose_process_is_killed_is_gone_from_the_server(
    base: KnowledgeBase, neo4j_database: Server
) -> None:
    base.audit("MATCH (d:Document) RETURN count(d) AS n")
    assert base._guarded is not None and base._guarded.pid is not None
    process = base._guarded.pid
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(base.audit, BOMB, timeout_s=120)
        while not running(neo4j_database):
            assert not asked.done()
            time.sleep(0.1)
        os.kill(process, signal.SIGKILL)
        with pytest.raises(QueryFailed, match="killed from outside"):
            asked.result()
    assert running(neo4j_database) == []


def test_what_the_server_does_not_end_is_said(tmp_path: Path) -> None:
    asked: list[int] = []

    def never(process: int) -> bool:
        asked.append(process)
        return False

    with KnowledgeBase(tmp_path / "kb") as base:
        (tmp_path / "a.md").write_text("# Rule\n\nThe clerk must lock the gate.\n", "utf-8")
        base.build(tmp_path / "a.md")
        guarded = GuardedCypher(tmp_path / "kb", end_queries=never)
        guarded.read("RETURN 1 AS n", {}, limit=1, timeout_s=30)
        process = guarded.pid
        assert process is not None
        with ThreadPoolExecutor(1) as pool:
            answer = pool.submit(guarded.read, BOMB, {}, limit=1, timeout_s=60)
            time.sleep(0.5)
            os.kill(process, signal.SIGKILL)
            with pytest.raises(QueryFailed, match="TERMINATE TRANSACTIONS"):
                answer.result()
        assert asked == [process]


def test_an_audit_is_answered_refused_and_bounded(
    base: KnowledgeBase, neo4j_database: Server
) -> None:
    count = "MATCH (d:Document) RETURN count(d) AS n"
    assert base.audit(count) == [{"n": 2}]
    for attack in ("MATCH (n) DETACH DELETE n", "LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l"):
        with pytest.raises(QueryRefused):
            base.audit(attack)
    with pytest.raises(QueryFailed, match=r"ran longer than 1 s"):
        base.audit(BOMB, timeout_s=1)
    assert running(neo4j_database) == []  # ended at the server too, not only here
    assert base.audit(count) == [{"n": 2}]


def test_the_queries_of_one_question(base: KnowledgeBase, caplog: pytest.LogCaptureFixture) -> None:
    base.ask(QUESTION)
    with caplog.at_level(logging.DEBUG, logger="neo4j.io"):
        caplog.clear()
        assert base.ask(QUESTION).state == "answered"
    sent = [m for m in (r.getMessage() for r in caplog.records) if "C: RUN" in m]
    # the last one looks whether the store has changed meanwhile
    assert 0 < len(sent) <= 10, "\n".join(m[:160] for m in sent)


def change(documents: Path, hours: int) -> None:
    (documents / "b.md").write_text(
        f"# Breaches\n\nThe Data Officer must report a breach within {hours} hours.\n"
        "\nThe Data Officer must keep a list of breaches.\n",
        "utf-8",
    )


def test_a_question_during_a_change_is_answered_from_one_state(
    base: KnowledgeBase, tmp_path: Path
) -> None:
    """The change falls between two queries of the question, again and again in the second half."""
    question = "How soon must a breach be reported?"
    assert "72 hours" in repr(base.ask(question).headline)
    told: list[str] = []
    hours, last = 0, 1

    def meanwhile(event: StageDone | Verified) -> None:
        nonlocal hours
        if isinstance(event, StageDone):
            told.append(event.stage)
            if event.stage == "candidates" and hours < last:
                hours += 1
                change(tmp_path / "documents", hours)
                with KnowledgeBase(base.folder, store=base.settings.store) as other:
                    other.build(tmp_path / "documents")

    answer = base.ask(question, listener=meanwhile)
    assert "within 1 hours" in repr(answer.headline) and "72 hours" not in repr(answer)
    assert answer.manifest["generation"] == base.store.generation["content_hash"]
    assert told.count("candidates") == 2
    last = 100
    with pytest.raises(StoreError, match=r"changed 5 times while it was read.*try again"):
        base.ask(question, listener=meanwhile)


def test_an_open_base_sees_what_another_process_wrote(base: KnowledgeBase, tmp_path: Path) -> None:
    assert base.search("breach", text_only=True).passages
    (tmp_path / "documents" / "a.md").unlink()
    change(tmp_path / "documents", 5)
    with KnowledgeBase(base.folder, store=base.settings.store) as other:
        other.build(tmp_path / "documents")
        assert base.cypher("MATCH (d:Document) RETURN count(d) AS n") == [{"n": 1}]
        ours, theirs = (
            [(p.chunk.text, p.scores) for p in b.search("breach", text_only=True).passages]
            for b in (base, other)
        )
    assert ours == theirs
