"""What SECURITY.md promises of a base that another program changed: every kind of edit of every
column and file that the register of content names is found by `groundgraph doctor`, at whatever
place it is made; the two that cannot be found without a head noted elsewhere are shown too.

Here each kind is tried at a few random places; `make soak` tries twenty.
"""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from graph.content_register import COLUMNS, FILES
from graph.errors import GroundgraphError
from graph.ledger import payload_hash, row_hash
from graph.record.codec import pack_text, unpack_text
from graph.record.reading_failures import ReadingFailure
from groundgraph import KnowledgeBase

WAYS = 3  # ways to change one value

DOCUMENTS = {
    "leak.md": "# Leak test\n\n## 1 Scope\n\nThe Test Officer must record every leak within 2 days."
    " Operators must not open the valve unless the Test Officer agrees.\n",
    "valve.md": "# Valve care\n\nThe Workshop must clean each valve every 6 months. Records of"
    " cleaning are kept for 4 years, see leak.md.\n",
    "staff.md": "# Staff\n\nThe Test Officer is Ada Bern. The Workshop may stop a test.\n",
}
ASKED = (
    "When must a leak be recorded?",
    "How long are records of cleaning kept?",
    "Who may stop a test?",
)

Edit = Callable[[Path, random.Random], None]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base in which every table has rows: versions, answers, feedback, an erased answer, a
    decision that stands and one that was undone; two generations of the store. Nobody has it
    open."""
    folder = tmp_path_factory.mktemp("sound")
    sources = folder / "rig"
    sources.mkdir()
    for name, text in DOCUMENTS.items():
        (sources / name).write_text(text, "utf-8")
    with KnowledgeBase(folder / "kb", store="embedded") as kb:
        kb.build(sources)
        (sources / "valve.md").write_text(DOCUMENTS["valve.md"].replace("4 years", "5 years"))
        kb.build(sources)
        ids = [kb.ask(question).id for question in ASKED]
        kb.feedback(ids[0], "helpful", "yes", "ann")
        kb.feedback(ids[1], "wrong", "no", "ann")
        kb.feedback(ids[2], "wrong", "no", "bob")
        kb.record.erase_answer(ids[2])
        failed = ReadingFailure("rig/a.pdf", "0" * 64, "r1", "time", "took too long")
        kb.record.add_reading_failure(failed)
        kb.record.add_reading_failure(replace(failed, document="rig/b.pdf"))
        kb.record.end_reading_failure("rig/b.pdf")
        for name in ("n_1", "n_2"):
            kept = kb.record.add_decision("merge", {"names": [name, "n_3"]}, actor="ann")
        kb.record.undo_decision(kept, actor="bob")
        assert kb.verify() == [] and kb.verify(deep=True) == []
    return folder / "kb"


@pytest.fixture
def kb(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "kb"))


def found(kb: Path, **how: Any) -> list[str]:
    """What the doctor says of a base."""
    try:
        with KnowledgeBase(kb, store="embedded") as base:
            return base.verify(**how)
    except GroundgraphError as error:
        return [str(error)]


@contextmanager
def opened(kb: Path, name: str = "record.sqlite") -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(kb / name, isolation_level=None)) as connection:
        yield connection


def require_found(sound: Path, tmp_path: Path, name: str, *, places: int) -> None:
    """An edit is found at each of `places` random places."""
    for place in range(places):
        kb = Path(shutil.copytree(sound, tmp_path / f"kb{place}"))
        EDITS[name](kb, random.Random(f"{name} {place}"))
        assert found(kb), (name, place)
        shutil.rmtree(kb)


# --- every column, every table ----------------------------------------------------------------


def rows_of(connection: sqlite3.Connection, table: str) -> list[int]:
    rows = connection.execute(f"SELECT rowid FROM {table} ORDER BY rowid").fetchall()
    return [row[0] for row in rows]


def changed(value: Any, random: random.Random, others: list[Any]) -> Any:
    """Another value that could stand there: one of another row, or this a little different."""
    others = [other for other in others if other != value and type(other) is type(value)]
    if others and random.random() < 1 / WAYS:
        return random.choice(others)
    if value is None:
        return random.choice([1, "2020-01-01"])
    if isinstance(value, int):
        return value + random.choice([-1, 1, 7])
    at = random.randrange(max(1, len(value)))
    if isinstance(value, bytes):
        return value[:at] + bytes([value[at] ^ 1 if value else 1]) + value[at + 1 :]
    other = "b" if value[at : at + 1] == "a" else "a"
    return value[:at] + other + value[at + 1 :]


def edit_column(table: str, column: str) -> Edit:
    def edit(kb: Path, random: random.Random) -> None:
        with opened(kb) as connection:
            others = [row[0] for row in connection.execute(f'SELECT "{column}" FROM {table}')]
            for _ in range(100):
                row = random.choice(rows_of(connection, table))
                value = connection.execute(
                    f'SELECT "{column}" FROM {table} WHERE rowid = ?', (row,)
                ).fetchone()[0]
                try:
                    connection.execute(
                        f'UPDATE {table} SET "{column}" = ? WHERE rowid = ?',
                        (changed(value, random, others), row),
                    )
                    return
                except sqlite3.IntegrityError:  # a value that the table cannot have twice
                    continue
        pytest.fail(f"{table}.{column} could not be changed")

    return edit


def delete_row(table: str) -> Edit:
    def edit(kb: Path, random: random.Random) -> None:
        with opened(kb) as connection:
            row = random.choice(rows_of(connection, table))
            connection.execute(f"DELETE FROM {table} WHERE rowid = ?", (row,))

    return edit


def add_row(table: str) -> Edit:
    """A copy of a row under another key."""

    def edit(kb: Path, random: random.Random) -> None:
        with opened(kb) as connection:
            columns = [row[1:6] for row in connection.execute(f"PRAGMA table_info({table})")]
            row = random.choice(rows_of(connection, table))
            values = list(
                connection.execute(f"SELECT * FROM {table} WHERE rowid = ?", (row,)).fetchone()
            )
            for number, (name, kind, *_, key) in enumerate(columns):
                if key or (name in ("key", "fingerprint", "name") and kind == "VARCHAR"):
                    values[number] = (
                        1_000 + random.randrange(9)
                        if kind == "INTEGER"
                        else f"{values[number]}{random.randrange(9)}"
                    )
            marks = ", ".join("?" * len(values))
            connection.execute(f"INSERT INTO {table} VALUES ({marks})", values)

    return edit


# --- edits that know what they do -------------------------------------------------------------


def soften_an_extraction(kb: Path, random: random.Random) -> None:
    with opened(kb) as connection:
        rows = connection.execute("SELECT id, data FROM extractions").fetchall()
        with_must = [(id, text) for id, data in rows if '"must"' in (text := unpack_text(data))]
        id, text = random.choice(with_must)
        softened = pack_text(text.replace('"must"', '"may"'))
        connection.execute("UPDATE extractions SET data = ? WHERE id = ?", (softened, id))


def turn_a_vector(kb: Path, random: random.Random) -> None:
    with opened(kb) as connection:
        id, data = random.choice(connection.execute("SELECT id, data FROM vectors").fetchall())
        turned = np.roll(np.frombuffer(data, "<f4"), random.randrange(1, 300)).tobytes()
        connection.execute("UPDATE vectors SET data = ? WHERE id = ?", (turned, id))


def fake_an_erasure(kb: Path, random: random.Random) -> None:
    """As `erase_answer` leaves it, but for the ledger row."""
    with opened(kb) as connection:
        row = random.choice(
            connection.execute(
                "SELECT id, added_seq FROM answers WHERE erased_seq IS NULL"
            ).fetchall()
        )
        said = "SELECT added_seq FROM events WHERE answer = ?"
        connection.execute(f"DELETE FROM payloads WHERE seq = ? OR seq IN ({said})", row[::-1])
        connection.execute("DELETE FROM events WHERE answer = ?", row[:1])
        erased = "SELECT erased_seq FROM answers WHERE erased_seq IS NOT NULL"
        connection.execute(f"UPDATE answers SET erased_seq = ({erased}) WHERE id = ?", row[:1])


def undo_an_erasure(kb: Path, random: random.Random) -> None:
    with opened(kb) as connection:
        connection.execute("UPDATE answers SET erased_seq = NULL")
        gone = "SELECT seq FROM ledger WHERE seq NOT IN (SELECT seq FROM payloads)"
        connection.execute(
            f"INSERT INTO payloads SELECT g.seq, p.salt, p.payload FROM payloads p, ({gone}) g"
            " WHERE p.seq = (SELECT max(added_seq) FROM events)"
        )


def swap_payloads(kb: Path, random: random.Random) -> None:
    with opened(kb) as connection:
        one, other = random.sample(rows_of(connection, "payloads"), 2)
        for a, b in ((one, -1), (other, one), (-1, other)):
            connection.execute("UPDATE payloads SET seq = ? WHERE seq = ?", (b, a))


def rewrite_one_payload(kb: Path, random: random.Random) -> None:
    """With its hash and that of its ledger row, but not of those that follow."""
    with opened(kb) as connection:
        rows = connection.execute("SELECT * FROM ledger ORDER BY seq").fetchall()
        seq, time, actor, kind, _, previous, _ = random.choice(rows)
        salt = bytes(32)
        digest = payload_hash(salt, '{"run":"r_x"}')
        connection.execute('REPLACE INTO payloads VALUES (?, ?, \'{"run":"r_x"}\')', (seq, salt))
        connection.execute(
            "UPDATE ledger SET payload_hash = ?, hash = ? WHERE seq = ?",
            (digest, row_hash(seq, time, actor, kind, digest, previous), seq),
        )


def cut_the_tail(kb: Path, random: random.Random) -> None:
    """With the head inside the record, but not the file beside it."""
    with opened(kb) as connection:
        last = max(rows_of(connection, "ledger")) - random.randrange(1, 4)
        cut(connection, last)


def cut(connection: sqlite3.Connection, last: int) -> None:
    for table, column in (
        *(("payloads", "seq"), ("decisions", "added_seq"), ("events", "added_seq")),
        *(("answers", "added_seq"), ("ledger", "seq")),
    ):
        connection.execute(f"DELETE FROM {table} WHERE {column} > ?", (last,))
    connection.execute("UPDATE answers SET erased_seq = NULL WHERE erased_seq > ?", (last,))
    connection.execute("UPDATE decisions SET removed_seq = NULL WHERE removed_seq > ?", (last,))
    connection.execute(
        "UPDATE meta SET value = (SELECT seq || ' ' || hash FROM ledger WHERE seq = ?)"
        " WHERE key = 'ledger.head'",
        (last,),
    )


def statement(*statements: str) -> Edit:
    def edit(kb: Path, random: random.Random) -> None:
        with opened(kb) as connection:
            connection.execute(random.choice(statements))

    return edit


TABLES = tuple(COLUMNS)
KNOWING: dict[str, Edit] = {
    "must becomes may in an extraction": soften_an_extraction,
    "a vector is turned": turn_a_vector,
    "an erasure is faked": fake_an_erasure,
    "an erasure is undone": undo_an_erasure,
    "two payloads change places": swap_payloads,
    "a payload is rewritten with its ledger row": rewrite_one_payload,
    "the tail is cut off": cut_the_tail,
    "a trigger": statement(
        *(
            f"CREATE TRIGGER t AFTER {when} ON {table} BEGIN DELETE FROM events; END"
            for table in TABLES
            for when in ("INSERT", "UPDATE", "DELETE")
        )
    ),
    "a view": statement(*(f"CREATE VIEW v AS SELECT * FROM {table}" for table in TABLES)),
    "a table": statement(*(f"CREATE TABLE {name} (a)" for name in ("x", "ledger2", "sqlitex"))),
    "a column": statement(*(f"ALTER TABLE {table} ADD COLUMN z" for table in TABLES)),
    "an index": statement(
        *(
            f'CREATE INDEX i ON {table} ("{column}")'
            for table in TABLES
            for column in COLUMNS[table]
        )
    ),
    "a dropped index": statement(
        *(f"DROP INDEX {name}" for name in ("documents_key", "documents_current", "events_answer"))
    ),
    "another version": statement("PRAGMA user_version = 3", "PRAGMA user_version = 0"),
    "another application": statement("PRAGMA application_id = 7"),
}


# --- every file -------------------------------------------------------------------------------

NOT_COVERED = {
    "record.sqlite": "its rows are, above",
    "record.sqlite-wal": "read as part of the record",
    "record.sqlite-shm": "SQLite makes it again",
    "record.sqlite.lock": "says nothing about the base",
    "record.sqlite.before-*": "a copy, verified when it is restored",
    "derived.sqlite-journal": "SQLite's",
    "groundgraph.toml": "the settings are the user's to change; a run and an answer say theirs",
    "judging/*": "what people judged; each sheet has its key's hash, nothing rests on it",
    "evaluations/*": "reports; nothing rests on them",
    "models/*": "a changed model has another fingerprint, under which nothing was made",
    "server-rows": "believed only where its hash is the one that the server states",
    "server-rows.*": "what a killed writer left; never read",
    "store/WRITER": "empty",
    "store/gen-*/lock": "empty",
    "store/building-*": "swept by the next build",
}
"""Files whose change nobody promises to find, and why."""


def newest(kb: Path) -> Path:
    return kb / "store" / (kb / "store" / "CURRENT").read_text().strip()


def files(kb: Path, pattern: str) -> list[Path]:
    """The files that a pattern of the register means in this base, of the newest generation."""
    pattern = pattern.replace("gen-*", newest(kb).name)
    return [path for path in sorted(kb.glob(pattern)) if path.is_file()]


def flip_a_byte(pattern: str) -> Edit:
    def edit(kb: Path, random: random.Random) -> None:
        path = random.choice(files(kb, pattern))
        data = bytearray(path.read_bytes())
        data[random.randrange(len(data))] ^= 1 << random.randrange(7)
        path.unlink()  # a generation links the files of the one before
        path.write_bytes(bytes(data))

    return edit


COVERED = [
    file.pattern
    for file in FILES
    if file.pattern not in NOT_COVERED and file.pattern != "derived.sqlite"  # see `poison`
]


def remove(pattern: str) -> Edit:
    def edit(kb: Path, random: random.Random) -> None:
        random.choice(files(kb, pattern)).unlink()

    return edit


def rewrite_with_manifest(kb: Path, random: random.Random) -> None:
    """A file of the store, and all hashes of the manifest with it."""
    folder = newest(kb)
    manifest = json.loads((folder / "manifest.json").read_text())
    flip_a_byte(f"store/gen-*/{random.choice(sorted(manifest['files']))}")(kb, random)
    for name, facts in manifest["files"].items():
        facts["sha256"] = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    del manifest["sha256"]
    whole = hashlib.sha256(json.dumps(manifest, sort_keys=True).encode()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps({**manifest, "sha256": whole}))


def point_at_a_former_generation(kb: Path, random: random.Random) -> None:
    (kb / "store" / "CURRENT").write_text("gen-000001\n")


def poison(kb: Path, random: random.Random) -> None:
    """A derived item that fits its own hash."""
    with opened(kb, "derived.sqlite") as connection:
        rows = connection.execute("SELECT kind, id, key, data FROM items").fetchall()
        kind, id, key, data = random.choice(rows)
        _, _, _, other = random.choice([row for row in rows if row[0] == kind])
        data = other if other != data else data + b"x"
        digest = hashlib.blake2b(digest_size=16)
        for part in (kind.encode(), id, key.encode(), data):
            digest.update(len(part).to_bytes(8, "big") + part)
        connection.execute(
            "UPDATE items SET data = ?, digest = ? WHERE kind = ? AND id = ?",
            (data, digest.digest(), kind, id),
        )


EDITS: dict[str, Edit] = {
    **{f"{t}.{c}": edit_column(t, c) for t in COLUMNS for c in COLUMNS[t]},
    **{f"{table} without a row": delete_row(table) for table in COLUMNS},
    **{f"{table} with a foreign row": add_row(table) for table in COLUMNS},
    **KNOWING,
    **{f"a byte of {pattern}": flip_a_byte(pattern) for pattern in COVERED},
    **{f"no {pattern}": remove(pattern) for pattern in COVERED},
    "a file of the store and its manifest": rewrite_with_manifest,
    "a former generation of the store": point_at_a_former_generation,
    "a derived row that fits its hash": poison,
}
"""What -> how. A column or file that is new in the register is tried without a change here."""


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_is_found(sound: Path, tmp_path: Path, name: str) -> None:
    require_found(sound, tmp_path, name, places=1)


@pytest.mark.soak
@pytest.mark.parametrize("name", EDITS)
def test_an_edit_is_found_at_twenty_places(sound: Path, tmp_path: Path, name: str) -> None:
    require_found(sound, tmp_path, name, places=20)


@contextmanager
def longer_documents(sources: Path) -> Iterator[Path]:
    """The folder with a sentence more in each document, for a while."""
    former = {path: path.read_bytes() for path in sources.iterdir()}
    try:
        for path, data in former.items():
            path.write_bytes(data + b"\nThe Workshop must weigh it.\n")
        yield sources
    finally:
        for path, data in former.items():
            path.write_bytes(data)


def test_poisoned_derived_rows_are_found_and_never_used(sound: Path, tmp_path: Path) -> None:
    hashes = []
    for poisoned in (False, True):
        kb = Path(shutil.copytree(sound, tmp_path / f"kb-{poisoned}"))
        if poisoned:
            with opened(kb, "derived.sqlite") as connection:
                count = connection.execute("SELECT count(*) FROM items").fetchone()[0]
            for place in range(count):
                poison(kb, random.Random(place))
        with KnowledgeBase(kb) as base, longer_documents(sound.parent / "rig") as sources:
            hashes.append(base.build(sources).content_hash)
            assert base.verify(deep=True) == []
    assert hashes[0] == hashes[1]


def test_every_file_of_a_base_is_tried_or_named(sound: Path) -> None:
    known = {path for file in FILES for path in files(sound, file.pattern)}
    current = newest(sound)
    held = {
        path
        for path in sound.rglob("*")
        if path.is_file() and ("gen-" not in str(path) or path.is_relative_to(current))
    }
    assert held <= known
    assert set(NOT_COVERED) <= {file.pattern for file in FILES}


# --- what a deep check finds: a base that fits its own hashes ----------------------------------


def test_a_graph_that_was_derived_from_changed_extractions_is_found(kb: Path) -> None:
    """Hand edits, a rebuild over them, and the row of the ledger that has their hashes recomputed:
    only computing again shows it."""
    with opened(kb) as connection:
        for id, data in connection.execute("SELECT id, data FROM extractions").fetchall():
            text = unpack_text(data).replace('"must"', '"may"')
            row = (pack_text(text), id)
            connection.execute("UPDATE extractions SET data = ? WHERE id = ?", row)
    assert any("of extractions were changed" in problem for problem in found(kb))
    rewrite_the_chain(kb)
    with KnowledgeBase(kb) as base:
        base.build(rebuild=True)
    assert found(kb) == []
    assert any("extracted again" in problem for problem in found(kb, deep=True))


# --- the two that only a head noted elsewhere finds ---------------------------------------------


def rewrite_the_chain(kb: Path) -> None:
    """Every hash anew over what the tables hold now, both heads included."""
    from graph.record import Record, batches

    with opened(kb) as connection:
        kept = connection.execute(
            "SELECT p.seq, p.payload FROM payloads p JOIN ledger l USING (seq)"
            " WHERE l.kind IN ('cached', 'cached-again')"
        ).fetchall()
    with Record.open(kb / "record.sqlite") as record, record._read() as reading:
        ranges = {seq: json.loads(payload) for seq, payload in kept}
        fresh = {
            seq: dict(batches._summary(reading, held["table"], held["first"], held["last"]))
            for seq, held in ranges.items()
        }
    with opened(kb) as connection:
        previous = "0" * 64
        rows = connection.execute("SELECT * FROM ledger ORDER BY seq").fetchall()
        payloads = {row[0]: row[1:] for row in connection.execute("SELECT * FROM payloads")}
        for seq, time, actor, kind, digest, _, _ in rows:
            if seq in payloads:
                salt, payload = payloads[seq]
                if seq in fresh:
                    payload = json.dumps(
                        {**ranges[seq], **fresh[seq]}, sort_keys=True, separators=(",", ":")
                    )
                    connection.execute(
                        "UPDATE payloads SET payload = ? WHERE seq = ?", (payload, seq)
                    )
                digest = payload_hash(salt, payload)
            own = row_hash(seq, time, actor, kind, digest, previous)
            connection.execute(
                "UPDATE ledger SET payload_hash = ?, previous_hash = ?, hash = ? WHERE seq = ?",
                (digest, previous, own, seq),
            )
            previous = own
        head = f"{len(rows)} {previous}"
        connection.execute("UPDATE meta SET value = ? WHERE key = 'ledger.head'", (head,))
    (kb / "record.sqlite.head").write_text(head + "\n")


def head_of(kb: Path) -> str:
    return (kb / "record.sqlite.head").read_text().strip()


def test_a_chain_that_was_rewritten_is_found_by_a_head_noted_elsewhere(kb: Path) -> None:
    noted = head_of(kb)
    with opened(kb) as connection:
        connection.execute("UPDATE ledger SET actor = 'eve' WHERE seq = 4")
    rewrite_the_chain(kb)
    assert found(kb) == []
    assert found(kb, head=noted)


def test_an_earlier_copy_put_back_is_found_by_a_head_noted_elsewhere(
    kb: Path, tmp_path: Path
) -> None:
    earlier = Path(shutil.copytree(kb, tmp_path / "earlier"))
    with KnowledgeBase(kb) as base:
        base.ask("How long are records of cleaning kept?")
    noted = head_of(kb)
    assert found(earlier) == []
    assert found(earlier, head=noted)
