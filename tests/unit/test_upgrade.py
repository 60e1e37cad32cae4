"""A base of commit e1e00ad opened by today's code: a copy is kept first, a process that is killed
at any step leaves a base that the next one upgrades, answers and queries of then still hold."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import old_base
import pytest
from command import in_this_process

from graph.record import SCHEMA_VERSION, Record, migrations
from groundgraph import KnowledgeBase
from groundgraph.answers import citations
from groundgraph.cli.look_commands import look_up
from groundgraph.former_facts import current_fact
from groundgraph.views.fact_lines import place_of_fact

pytestmark = pytest.mark.filterwarnings("ignore::graph.record.opening.RecordUpgraded")
MOST_STEPS = 60  # of an upgrade, more than there are


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return old_base.unpack(tmp_path_factory.mktemp("old"))


@pytest.fixture
def kb(untouched: Path, tmp_path: Path) -> Path:
    return old_base.copy(untouched, tmp_path / "kb")


def version_of(record: Path) -> int:
    with closing(sqlite3.connect(record)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def rows_of(record: Path, table: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(record)) as connection:
        return connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()


def require_answers(base: KnowledgeBase) -> None:
    """All four answers are there, and each citation is the words of its document."""
    answers = base.record.answers(10)
    assert len(answers) == 4 and len(base.record.events()) == 1
    quoted = 0
    for answer in answers:
        for citation in citations(base.answer(answer.id)):
            document = old_base.quoted_reading(base, citation)
            assert document.text[citation["start"] : citation["end"]] == citation["quote"]
            quoted += 1
    assert quoted == 54


def held(rows: list[Mapping[str, object]]) -> set[str]:
    """The columns that have a value in any row."""
    return {name for row in rows for name, value in row.items() if value not in (None, "", [])}


def require_queries(base: KnowledgeBase, *, built: bool) -> None:
    """Every query that was shipped with e1e00ad runs and has a value in every column that had one
    then; before the next build its rows are those of then."""
    for name, then in old_base.queries().items():
        rows = base.cypher(then["cypher"], then["parameters"], limit=100_000)
        if not built and name != "runs":
            assert rows == old_base.in_todays_words(then["rows"]), name
        if rows:
            assert held(then["rows"]) <= held(rows), name  # type: ignore[arg-type]
        assert bool(rows) or not then["rows"], name


def test_an_old_base_is_opened_after_a_copy_was_kept(kb: Path) -> None:
    record = kb / "record.sqlite"
    before = {name: rows_of(record, name) for name in ("ledger", "payloads", "documents")}
    with KnowledgeBase(kb) as base:
        require_answers(base)
        require_queries(base, built=False)
        assert {row["source"] for row in base.documents()} == {"documents"}
        assert base.record.verify() == []
    kept = record.with_name("record.sqlite.before-v2")
    assert version_of(kept) == 1 and version_of(record) == SCHEMA_VERSION
    for name, rows in before.items():
        assert rows_of(kept, name) == rows
    ledger = rows_of(record, "ledger")
    assert ledger[: len(before["ledger"])] == before["ledger"]
    assert rows_of(record, "payloads")[: len(before["payloads"])] == before["payloads"]


def test_an_upgrade_is_told_once_with_the_place_of_the_copy(kb: Path) -> None:
    record = kb / "record.sqlite"
    record.chmod(0o644)
    code, out, err = in_this_process("documents", "--kb", str(kb), "--json")
    told = " ".join(err.decode().split())
    assert code == 0 and b"older groundgraph" not in out
    assert f"{record}.before-v{SCHEMA_VERSION}; delete it" in told
    assert f"chmod -R go= {kb} ends that" in told
    assert in_this_process("documents", "--kb", str(kb), "--json") == (0, out, b"")


def test_an_old_base_is_built_again_and_keeps_its_answers(kb: Path, untouched: Path) -> None:
    with KnowledgeBase(kb) as base:
        base.build(untouched.parent / "documents")
        require_answers(base)
        require_queries(base, built=True)
        assert base.verify() == []
        assert base.ask("How long are complaint files kept?").state == "answered"


_USED = """
MATCH (a:Answer)-[u:USED]->(f:Fact) RETURN f.id AS id, f.former_id AS former ORDER BY id
"""


def test_answers_and_addresses_follow_facts_to_their_new_ids(kb: Path, untouched: Path) -> None:
    """What bounds a fact entered its id; an id of then leads to the fact that it is now."""
    with KnowledgeBase(kb) as base:
        then = {row["id"] for row in base.cypher(_USED)}
        base.build(untouched.parent / "documents")
        moved = [row for row in base.cypher(_USED) if row["id"] not in then]
        assert moved and {row["former"] for row in moved} <= then
        for row in moved:
            former = str(row["former"])
            assert look_up(base, former)["id"] == current_fact(base, former)
            assert place_of_fact(base, former) is not None


def test_an_upgrade_that_is_killed_at_any_step_goes_on(untouched: Path, tmp_path: Path) -> None:
    for step in range(MOST_STEPS):
        kb = old_base.copy(untouched, tmp_path / f"kb{step}")
        if not old_base.open_and_die(kb / "record.sqlite", step):
            break
        with KnowledgeBase(kb) as base:
            assert base.record.verify() == [], step
            require_answers(base)
        kept = kb / "record.sqlite.before-v2"
        assert version_of(kept) == 1, step
        assert len(list(kb.glob("*.before*"))) == 1 and not list(kb.glob("*.part")), step
    else:
        pytest.fail("the upgrade never came to its end")
    assert step >= 3 + len(migrations._TO_2)  # the copy, the ledger row, the head file


def test_a_backup_of_then_is_restored(kb: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup.sqlite"
    (kb / "record.sqlite").rename(backup)
    with KnowledgeBase(tmp_path / "new") as base:
        base.restore(backup)
        require_answers(base)
        require_queries(base, built=True)


def test_another_old_record_in_the_same_place_is_copied_too(kb: Path) -> None:
    record = kb / "record.sqlite"
    old = record.read_bytes()
    Record.open(record).close()
    first = (kb / "record.sqlite.before-v2").read_bytes()
    record.write_bytes(old)
    with closing(sqlite3.connect(record)) as connection:
        connection.execute(f"UPDATE meta SET value = '19 {'a' * 64}' WHERE key = 'ledger.head'")
        connection.commit()
    Record.open(record).close()
    assert (kb / "record.sqlite.before-v2").read_bytes() == first
    assert version_of(kb / "record.sqlite.before-v2-2") == 1
