"""A Neo4j server as a build of e1e00ad left it: today's code reads it, upgrades the record beside
it, and brings it up to date; answers and queries of then still hold."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import neo4j
import old_base
import pytest

from graph.stores.neo4j import Server
from groundgraph import KnowledgeBase
from groundgraph.answers import citations


@pytest.fixture
def old(neo4j_database: Server, tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """The base's folder, and the address of the server that holds its store."""
    kb = old_base.unpack(tmp_path)
    server = neo4j_database
    with neo4j.GraphDatabase.driver(server.address, auth=(server.user, server.password)) as driver:
        old_base.fill(driver, kb)
    yield kb, server.address


def held(rows: list[dict[str, object]]) -> set[str]:
    """The columns that have a value in any row."""
    return {name for row in rows for name, value in row.items() if value not in (None, "", [])}


def require_answers_and_queries(base: KnowledgeBase, *, built: bool) -> None:
    quoted = 0
    for answer in base.record.answers(10):
        for citation in citations(base.answer(answer.id)):
            document = old_base.quoted_reading(base, citation)
            assert document.text[citation["start"] : citation["end"]] == citation["quote"]
            quoted += 1
    assert quoted == 54
    for name, then in old_base.queries().items():
        rows = base.cypher(then["cypher"], then["parameters"], limit=100_000)
        if not built and name not in ("runs", "facts_by_extractor"):
            assert rows == old_base.in_todays_words(then["rows"]), name
        assert bool(rows) or not then["rows"], name
        if rows:
            assert held(then["rows"]) <= held(rows), name


def test_a_server_of_then_is_read_and_brought_up_to_date(old: tuple[Path, str]) -> None:
    kb, address = old
    with KnowledgeBase(kb, store=address) as base:
        require_answers_and_queries(base, built=False)
        assert base.ask("How long are complaint files kept?").state == "answered"
        base.record.erase_answer(base.record.answers(1)[0].id)
        base.build(kb.parent / "documents")
        require_answers_and_queries(base, built=True)
        assert base.verify() == []
        assert base.differences() == []
