"""Every attack and every legitimate query of ``tests/cypher`` on both stores; and what a plain read
session of the server lets through, which is what the gate is for."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import neo4j
import pytest
from neo4j.exceptions import Neo4jError

from graph.errors import QueryFailed, QueryRefused
from graph.stores.neo4j import Server
from groundgraph import KnowledgeBase

LISTS = Path(__file__).resolve().parents[1] / "cypher"
ATTACKS: list[dict[str, str]] = json.loads((LISTS / "attacks.json").read_text("utf-8"))
LEGITIMATE: list[dict[str, Any]] = json.loads((LISTS / "legitimate.json").read_text("utf-8"))
COUNT = "MATCH (d:Document) RETURN count(d) AS n"
GIVEN = {
    "id": "x", "label": "Fact", "procedure": "db.labels", "url": "file:///etc/passwd",
    "map": {"x": 1}, "rows": ["a"], "key": "x", "big": 10**9,
}  # fmt: skip


@pytest.fixture
def driver(neo4j_database: Server) -> Iterator[neo4j.Driver]:
    auth = (neo4j_database.user, neo4j_database.password)
    with neo4j.GraphDatabase.driver(
        neo4j_database.address, auth=auth, notifications_min_severity="OFF"
    ) as driver:
        yield driver


def files(folder: Path) -> dict[str, str]:
    """The store's files and the record, by their bytes."""
    found = [path for path in folder.rglob("*") if path.is_file() and "sqlite-" not in path.name]
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def rows(base: KnowledgeBase, query: dict[str, Any]) -> list[str]:
    try:
        found = base.cypher(query["cypher"], query.get("parameters"), limit=100_000)
    except QueryFailed as error:
        return [f"failed: {error}"]
    return sorted(json.dumps(row, default=repr, sort_keys=True) for row in found)


def running(driver: neo4j.Driver) -> list[str]:
    shown = driver.execute_query("SHOW TRANSACTIONS YIELD currentQuery RETURN *").records
    return [row["currentQuery"] for row in shown if "SHOW" not in row["currentQuery"]]


def answer_alike(here: KnowledgeBase, there: KnowledgeBase) -> None:
    """Every legitimate query; where the rows differ the list says why."""
    same, empty, differ = 0, 0, []
    for query in LEGITIMATE:
        ours, theirs = rows(here, query), rows(there, query)
        assert not (theirs and theirs[0].startswith("failed")), (query, theirs)
        if ours == theirs:
            same += 1
            empty += not ours
        if (ours != theirs) != ("differs" in query):
            differ.append((query, ours[:2], theirs[:2]))
    assert differ == []
    assert same >= 100 and empty < same // 4


def refuse(here: KnowledgeBase, there: KnowledgeBase) -> None:
    attacks = [attack["cypher"] for attack in ATTACKS if attack["kind"] != "bomb"]
    assert len(attacks) >= 60
    for attack in attacks:
        for base in (here, there):
            for door in (base.store.read, base.cypher, base.audit):
                with pytest.raises(QueryRefused):
                    door(attack, GIVEN)


def stop(there: KnowledgeBase, driver: neo4j.Driver) -> None:
    """What the gate cannot see ends by the limits, at the server too, which answers the next query.
    (On the embedded store: tests/unit/test_cypher_bombs.py.)"""
    for bomb in (attack["cypher"] for attack in ATTACKS if attack["kind"] == "bomb"):
        with suppress(QueryFailed):
            assert len(there.audit(bomb, limit=10, timeout_s=0.5)) <= 10, bomb
        for _ in range(100):
            if not running(driver):
                break
            time.sleep(0.1)
        assert running(driver) == [], bomb
        assert there.audit(COUNT) == [{"n": 18}], bomb


def test_attacks_are_refused_or_bounded_and_what_an_auditor_writes_is_answered(
    kb: Path, driver: neo4j.Driver, neo4j_database: Server
) -> None:
    with (
        KnowledgeBase(kb) as here,
        KnowledgeBase(kb, store=neo4j_database.address) as there,
    ):
        before = [dict(base.store.rows()) for base in (here, there)]
        assert before[0] == before[1]
        kept = files(kb)
        answer_alike(here, there)
        refuse(here, there)
        stop(there, driver)
        assert [dict(base.store.rows()) for base in (here, there)] == before
        assert files(kb) == kept


def test_what_the_server_itself_lets_a_read_session_do(
    tmp_path: Path, driver: neo4j.Driver, neo4j_database: Server
) -> None:
    """The marks in attacks.json, which docs/neo4j.md counts, are what happens here."""
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "a.md").write_text("# Logs\n\nThe Officer must keep a log.\n", "utf-8")
    with KnowledgeBase(tmp_path / "kb", store=neo4j_database.address) as base:
        base.build(documents)
        before = dict(base.store.rows())
        through = []
        for attack in ATTACKS:
            if attack["kind"] in ("growth", "bomb", "broken"):
                continue  # they would fill the server; or are no Cypher anywhere
            query = neo4j.Query(attack["cypher"], timeout=2)  # type: ignore[arg-type]
            with driver.session(default_access_mode=neo4j.READ_ACCESS) as session:
                try:
                    session.run(query, GIVEN).consume()
                    through.append(attack["cypher"])
                except Neo4jError as error:
                    # it ran until its time was up; it looked for the file or address
                    if "TimedOut" in str(error.code) or "ExternalResource" in str(error.code):
                        through.append(attack["cypher"])
        assert through == [a["cypher"] for a in ATTACKS if a.get("neo4j") == "lets through"]
        assert dict(base.store.rows()) == before
        assert base.differences() == []
