"""Reading alone can fill a machine: what the gate cannot see ends at a limit of time or memory, in
a process of its own, and the next query is answered. And what an auditor writes does run."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.errors import NotFound, QueryFailed, QueryRefused
from groundgraph import KnowledgeBase
from groundgraph.guarded_cypher import GuardedCypher

LISTS = Path(__file__).resolve().parents[1] / "cypher"
ATTACKS: list[dict[str, str]] = json.loads((LISTS / "attacks.json").read_text("utf-8"))
LEGITIMATE: list[dict[str, Any]] = json.loads((LISTS / "legitimate.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def guarded(built_examples: Path) -> Iterator[GuardedCypher]:
    held = GuardedCypher(built_examples, megabytes=256)
    yield held
    held.close()


def works(guarded: GuardedCypher) -> None:
    rows = guarded.read("MATCH (d:Document) RETURN count(d) AS n", None, limit=5, timeout_s=20)
    assert rows == [{"n": 18}]


@pytest.mark.parametrize("cypher", [a["cypher"] for a in ATTACKS if a["kind"] == "growth"][:3])
def test_the_gate_refuses_what_grows_without_end(guarded: GuardedCypher, cypher: str) -> None:
    with pytest.raises(QueryRefused):
        guarded.read(cypher, {"big": 10**9}, limit=10, timeout_s=1)


@pytest.mark.parametrize("cypher", [a["cypher"] for a in ATTACKS if a["kind"] == "bomb"])
def test_a_bomb_is_stopped_and_the_next_query_is_answered(
    guarded: GuardedCypher, cypher: str
) -> None:
    with pytest.raises(QueryFailed, match=r"ran longer|of memory|collection"):
        guarded.read(cypher, None, limit=10, timeout_s=1)
    works(guarded)


def test_rows_are_limited_and_parameters_are_values(guarded: GuardedCypher) -> None:
    rows = guarded.read("UNWIND range(1, 1000) AS x RETURN x", None, limit=7, timeout_s=20)
    assert len(rows) == 7
    attack = "x'}) DETACH DELETE n //"
    query = "MATCH (d:Document) WHERE d.id = $id RETURN d.id AS id"
    assert guarded.read(query, {"id": attack}, limit=7, timeout_s=20) == []
    works(guarded)


def test_what_an_auditor_writes_runs(built_examples: Path) -> None:
    guarded = GuardedCypher(built_examples)
    ran = 0
    for query in LEGITIMATE:
        cypher, given = query["cypher"], query.get("parameters")
        if query.get("differs") == "only Neo4j reads it":
            with pytest.raises(QueryFailed, match="syntax"):
                guarded.read(cypher, given, limit=20, timeout_s=10)
        else:
            guarded.read(cypher, given, limit=20, timeout_s=10)
            ran += 1
    guarded.close()
    assert ran >= 60


def test_audit_says_what_is_missing_and_closes_its_process(
    built_examples: Path, tmp_path: Path
) -> None:
    with KnowledgeBase(tmp_path / "nowhere") as base, pytest.raises(NotFound, match="build"):
        base.audit("RETURN 1 AS x")
    with KnowledgeBase(built_examples) as base:
        assert base.audit("RETURN 1 AS x") == [{"x": 1}]
        child = base._guarded._child  # type: ignore[union-attr]
        assert child is not None and not child.ended
    assert child.ended


def test_a_killed_process_is_called_killed(built_examples: Path) -> None:
    guarded = GuardedCypher(built_examples)
    works(guarded)
    assert guarded.pid is not None
    os.kill(guarded.pid, signal.SIGKILL)
    with pytest.raises(QueryFailed, match=r"killed from outside \(SIGKILL\)"):
        works(guarded)
    works(guarded)
    guarded.close()
