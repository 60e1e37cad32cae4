"""What must hold when a process is killed, a file is old, new, broken or changed by hand."""

from __future__ import annotations

import errno
import hashlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, event

from graph.errors import NotFound, RecordBusy, RecordError, RecordTooNew
from graph.identity import version_id
from graph.ledger import Head, read_head
from graph.model import Document
from graph.record import SCHEMA_VERSION, Record
from graph.record.migrations import MIGRATIONS
from graph.record.schema import events


def make(key: str, data: bytes) -> Document:
    digest = hashlib.sha256(data).hexdigest()
    return Document(
        id=key,
        version=version_id(key, digest),
        sha256=digest,
        name=key,
        uri=key,
        suffix=".txt",
        text=data.decode(),
        blocks=(),
    )


def put(record: Record, key: str, data: bytes) -> Document:
    last = record.last_run("build")
    run = last.id if last else record.start_run("build", {}, {})
    return record.put_document(make(key, data), data, run=run, root="docs", reader="r1")


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    """A record with two documents, a superseded version, an answer and a decision; closed."""
    path = tmp_path / "kb" / "record.sqlite"
    with Record.open(path, create=True) as record:
        for key, data in (("a", b"one"), ("a", b"two"), ("b", b"three")):
            put(record, key, data)
        record.put_answer("an_1", "Who?", "{}", "{}")
        record.add_decision("merge", {"names": ["n_1", "n_2"]}, actor="ann")
    yield path


def by_hand(path: Path, *statements: str) -> None:
    """Change the file as someone with another program would."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def test_an_untouched_record_has_no_problem(path: Path) -> None:
    with Record.open(path) as record:
        assert record.verify() == []
        assert record.verify(record.head) == []
        assert read_head(path.with_name("record.sqlite.head")) == record.head


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE ledger SET actor = 'eve' WHERE seq = 3", "row 3 was changed"),
        ("UPDATE payloads SET payload = '{}' WHERE seq = 3", "payload of ledger row 3"),
        ("DELETE FROM payloads WHERE seq = 3", "payload of ledger row 3 is missing"),
        ("DELETE FROM ledger WHERE seq = 3", "row 3 is missing"),
        ("UPDATE documents SET name = 'x' WHERE key = 'b'", "row of b@"),
        ("UPDATE documents SET removed_seq = 5 WHERE removed_seq = 4", "ledger row 3"),
        ("UPDATE documents SET removed_seq = 5 WHERE key = 'b'", "ledger row 5"),
        ("DELETE FROM documents WHERE key = 'b'", "ledger row 5"),
        ("UPDATE decisions SET removed_seq = 5", "decision d_"),
        ("UPDATE originals SET data = x'00'", "original bytes"),
        ("UPDATE texts SET text = blocks", "stored text"),
    ],
)
def test_a_change_by_hand_is_found(path: Path, statement: str, problem: str) -> None:
    by_hand(path, statement)
    with Record.open(path) as record:
        assert any(problem in found for found in record.verify()), record.verify()


def cut_tail(path: Path) -> None:
    """Remove the newest row and everything that speaks of it, the head inside included."""
    by_hand(
        path,
        "DELETE FROM decisions",
        "DELETE FROM payloads WHERE seq = 7",
        "DELETE FROM ledger WHERE seq = 7",
        "UPDATE meta SET value = (SELECT seq || ' ' || hash FROM ledger WHERE seq = 6)"
        " WHERE key = 'ledger.head'",
    )


def test_a_tail_cut_off_is_found_by_the_file_beside_it(path: Path) -> None:
    cut_tail(path)
    with Record.open(path) as record:
        assert any("tail was cut off" in found for found in record.verify())
        put(record, "c", b"c")
        put(record, "d", b"d")
    with Record.open(path) as record:  # later work does not cover it up
        assert any("record.sqlite.head names" in found for found in record.verify())


def test_a_tail_cut_off_in_both_places_is_found_by_a_noted_head_only(path: Path) -> None:
    with Record.open(path) as record:
        noted = record.head
    cut_tail(path)
    with closing(sqlite3.connect(path)) as connection:
        inside = connection.execute("SELECT value FROM meta WHERE key = 'ledger.head'").fetchone()
    path.with_name("record.sqlite.head").write_text(inside[0] + "\n")
    with Record.open(path) as record:
        assert record.verify() == []
        assert any("tail was cut off" in found for found in record.verify(noted))
        assert record.verify(Head(6, record.head.hash)) == []


def test_a_broken_head_file_does_not_stop_work(path: Path) -> None:
    path.with_name("record.sqlite.head").write_text("???")
    with Record.open(path) as record:
        put(record, "c", b"c")
        assert any("head file" in found for found in record.verify())


# --- opening -----------------------------------------------------------------------------------


def test_an_absent_record_is_not_made_by_looking(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="build PATH"):
        Record.open(tmp_path / "kb" / "record.sqlite")
    assert list(tmp_path.iterdir()) == []


def test_a_lost_record_is_not_replaced_in_silence(path: Path) -> None:
    path.unlink()
    with pytest.raises(RecordError, match="groundgraph restore"):
        Record.open(path, create=True)


@pytest.mark.parametrize("content", [b"", b"this is not a database at all" * 100])
def test_another_file_is_no_record(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "record.sqlite"
    path.write_bytes(content)
    with pytest.raises(RecordError, match="groundgraph record"):
        Record.open(path)
    assert path.read_bytes() == content


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    by_hand(path, "CREATE TABLE cookies (id INTEGER)")
    before = path.read_bytes()
    for create in (False, True):
        with pytest.raises(RecordError, match="no groundgraph record"):
            Record.open(path, create=create)
    assert path.read_bytes() == before


def test_a_newer_record_is_refused_and_not_touched(path: Path) -> None:
    by_hand(path, "PRAGMA user_version = 999", "PRAGMA journal_mode = DELETE")
    before = path.read_bytes()
    for create in (False, True):
        with pytest.raises(RecordTooNew, match="newer groundgraph"):
            Record.open(path, create=create)
    assert path.read_bytes() == before


def older(path: Path) -> None:
    by_hand(path, "DROP TABLE events", "PRAGMA user_version = 0")


def add_events(connection: Connection) -> None:
    events.create(connection)


def test_an_older_record_is_upgraded_after_a_copy(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older(path)
    monkeypatch.setitem(MIGRATIONS, 0, add_events)
    with Record.open(path) as record:
        record.add_event("an_1", "helpful", "", "ann")
        assert record.document("a").text == "two"
        assert record.verify() == []
    kept = path.with_name(f"record.sqlite.before-v{SCHEMA_VERSION}")
    with closing(sqlite3.connect(kept)) as copy:
        assert copy.execute("PRAGMA user_version").fetchone() == (0,)
        assert copy.execute("SELECT count(*) FROM documents").fetchone() == (3,)


def test_an_interrupted_upgrade_goes_on(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    older(path)

    def breaks(connection: Connection) -> None:
        add_events(connection)
        raise KeyboardInterrupt

    monkeypatch.setitem(MIGRATIONS, 0, breaks)
    with pytest.raises(KeyboardInterrupt):
        Record.open(path)
    with closing(sqlite3.connect(path)) as half:
        assert half.execute("PRAGMA user_version").fetchone() == (0,)
        names = {row[0] for row in half.execute("SELECT name FROM sqlite_master")}
        assert "events" not in names
    monkeypatch.setitem(MIGRATIONS, 0, add_events)
    with Record.open(path) as record:
        assert record.verify() == []


def test_an_older_record_without_a_way_up_is_refused(path: Path) -> None:
    older(path)
    with pytest.raises(RecordError, match="cannot upgrade"):
        Record.open(path)


def as_nobody(action: Callable[[], object]) -> str:
    """The error that `action` raises in a process without any rights (root may write anywhere)."""
    readable, writable = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if os.getuid() == 0:
                os.setgid(65534)
                os.setuid(65534)
            action()
            message = "no error"
        except BaseException as error:
            message = f"{type(error).__name__}: {error}"
        os.write(writable, message.encode())
        os._exit(0)
    os.waitpid(child, 0)
    os.close(writable)
    with os.fdopen(readable) as pipe:
        return pipe.read()


def let_others_read(folder: Path) -> None:
    """What an owner does who shares a base: ``chmod -R a+rX``."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


def test_a_folder_that_cannot_be_written_is_named() -> None:
    # not `tmp_path`: a process without rights may not enter pytest's own folders
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "record.sqlite"
        with Record.open(path, create=True) as record:
            put(record, "a", b"one")
        let_others_read(path.parent)
        path.parent.chmod(0o555)
        message = as_nobody(lambda: Record.open(path, create=True))
        assert message.startswith("RecordError") and "make the file and its folder" in message
        assert str(path) in message
        message = as_nobody(lambda: Record.open(path.parent / "new" / "r.sqlite", create=True))
        assert message.startswith("RecordError") and "cannot be made" in message
        path.parent.chmod(0)
        message = as_nobody(lambda: Record.open(path))
        assert message.startswith("RecordError") and "may not be entered" in message
        path.parent.chmod(0o755)
        with Record.open(path) as record:
            assert record.verify() == []


@pytest.mark.parametrize("writer", ["none", "at work", "killed"])
def test_a_record_that_may_not_be_written_is_read(writer: str) -> None:
    def read() -> None:
        with Record.open(path) as record:
            assert record.read_only
            assert record.document("a").text == "one" and record.verify() == []
            record.backup(copy)
            for change in (
                lambda: record.put_answer("an_1", "Who?", "{}", "{}"),
                lambda: record.set_meta("k", "v"),
                lambda: record.write_lock().__enter__(),
            ):
                with pytest.raises(RecordError, match="may only be read here"):
                    change()

    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as open_to_all:
        path = Path(folder) / "record.sqlite"
        Path(open_to_all).chmod(0o777)
        copy = Path(open_to_all) / "copy.sqlite"
        record = Record.open(path, create=True)
        assert not record.read_only
        put(record, "a", b"one")
        if writer == "none":
            record.close()
        if writer == "killed":  # its log stays behind
            record.close()
            child = os.fork()
            if child == 0:
                put(Record.open(path), "b", b"two")
                os._exit(0)
            os.waitpid(child, 0)
            assert path.with_name("record.sqlite-wal").stat().st_size
        let_others_read(path.parent)
        names, before = sorted(os.listdir(folder)), path.read_bytes()
        path.parent.chmod(0o555)
        message = as_nobody(read)
        path.parent.chmod(0o755)
        assert message == "no error"
        assert sorted(os.listdir(folder)) == names and path.read_bytes() == before
        record.close()
        with Record.open(copy) as copied:
            assert "a" in copied.current()


def test_a_reader_without_rights_sees_what_others_write_meanwhile() -> None:
    def read() -> None:
        with Record.open(path) as record:
            assert list(record.current()) == ["a"]
            os.write(to_writer[1], b".")
            os.read(to_reader[0], 1)
            assert list(record.current()) == ["a", "b"]

    to_writer, to_reader = os.pipe(), os.pipe()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "record.sqlite"
        with Record.open(path, create=True) as record:
            put(record, "a", b"one")
        let_others_read(path.parent)
        writer = os.fork()
        if writer == 0:
            os.read(to_writer[0], 1)
            with Record.open(path) as record:
                put(record, "b", b"two")
            os.write(to_reader[1], b".")
            os._exit(0)
        assert as_nobody(read) == "no error"
        os.waitpid(writer, 0)
    for end in (*to_writer, *to_reader):
        os.close(end)


def test_an_older_record_that_may_not_be_written_asks_for_permission() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "record.sqlite"
        with Record.open(path, create=True) as record:
            put(record, "a", b"one")
        older(path)
        let_others_read(path.parent)
        path.parent.chmod(0o555)
        message = as_nobody(lambda: Record.open(path))
        path.parent.chmod(0o755)
    assert message.startswith("RecordError") and "upgraded" in message


# --- a full disk -------------------------------------------------------------------------------


def no_space(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("call", ["fsync", "replace", "pwrite"])
def test_a_full_disk_is_named_with_the_next_step_and_nothing_is_lost(
    path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, call: str
) -> None:
    record = Record.open(path)
    before = list(record.current())
    names = sorted(file.name for file in path.parent.iterdir())
    with monkeypatch.context() as patched:
        patched.setattr(os, call, no_space)
        with pytest.raises(RecordError) as raised:
            if call == "pwrite":
                with record.write_lock():
                    pass
            else:
                record.put_answer("an_2", "What?", "{}", "{}")
    assert f"disk that holds {path.parent} is full" in str(raised.value)
    assert str(raised.value).endswith("Free some space on it and run the same command again.")
    left = {file.name for file in path.parent.iterdir()} - {"record.sqlite.lock"}
    assert sorted(left) == names
    record.close()
    with Record.open(path) as again:
        assert list(again.current()) == before and again.verify() == []


def test_a_backup_onto_a_full_disk_leaves_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with Record.open(path) as record, monkeypatch.context() as patched:
        patched.setattr(os, "fsync", no_space)
        with pytest.raises(RecordError, match=f"disk that holds {tmp_path} is full"):
            record.backup(tmp_path / "copy.sqlite")
    assert [file.name for file in tmp_path.iterdir()] == ["kb"]


def test_a_record_that_cannot_grow_keeps_what_it_had(path: Path) -> None:
    with Record.open(path) as record:
        before = list(record.current())
        event.listen(
            record._engine,
            "connect",
            # As many pages as it has now: SQLite then says that the disk is full.
            lambda connection, _: connection.execute("PRAGMA max_page_count=1").fetchall(),
        )
        record._engine.dispose()
        noise = random.Random(0).randbytes(500_000).hex().encode()
        with pytest.raises(RecordError, match="run the same command again"):
            put(record, "big", noise)
        assert list(record.current()) == before and record.verify() == []


# --- backup and restore ------------------------------------------------------------------------


def test_backup_and_restore(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "backup.sqlite"
    with Record.open(path) as record:
        record.backup(copy)
        put(record, "c", b"after the backup")
        with pytest.raises(RecordError, match="exists already"):
            record.backup(copy)
        before = copy.read_bytes()
        Record.restore(copy, path)  # while it is open
        assert list(record.current()) == ["a", "b"]
        put(record, "d", b"after the restore")
        assert record.verify() == []
    assert copy.read_bytes() == before
    assert sorted(file.name for file in tmp_path.iterdir()) == ["backup.sqlite", "kb"]
    with Record.open(path.with_name("record.sqlite.before-restore")) as replaced:
        assert list(replaced.current()) == ["a", "b", "c"]
    Record.restore(copy, tmp_path / "elsewhere" / "record.sqlite")
    with Record.open(tmp_path / "elsewhere" / "record.sqlite") as other:
        assert other.document("a").text == "two" and other.verify() == []


def test_an_older_backup_is_upgraded_once_restored(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "backup.sqlite"
    with Record.open(path) as record:
        record.backup(copy)
    older(copy)
    monkeypatch.setitem(MIGRATIONS, 0, add_events)
    Record.restore(copy, path)
    with Record.open(path) as record:
        assert record.verify() == [] and record.document("a").text == "two"


def test_a_broken_backup_is_refused_and_nothing_is_changed(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "backup.sqlite"
    with Record.open(path) as record:
        record.backup(copy)
        position = record.position
    by_hand(copy, "UPDATE originals SET data = x'00'")
    with pytest.raises(RecordError, match="not whole"):
        Record.restore(copy, path)
    by_hand(copy, "PRAGMA user_version = 999")
    with pytest.raises(RecordTooNew):
        Record.restore(copy, path)
    with pytest.raises(NotFound):
        Record.restore(tmp_path / "none.sqlite", path)
    with Record.open(path) as record:
        assert record.position == position and record.verify() == []


@pytest.mark.parametrize("kind", ["text", "empty", "folder", "other", "cut off"])
def test_what_is_not_a_backup_is_told_from_a_damaged_one(
    path: Path, tmp_path: Path, kind: str
) -> None:
    source = tmp_path / "README.md"
    if kind == "folder":
        source.mkdir()
    elif kind == "other":
        with closing(sqlite3.connect(source)) as connection:
            connection.execute("CREATE TABLE t (x)")
    elif kind == "cut off":
        with Record.open(path) as record:
            record.backup(source)
        source.write_bytes(source.read_bytes()[:9_000])
    else:
        source.write_text("" if kind == "empty" else "# A text\n" * 500)
    before = path.read_bytes()
    with pytest.raises(RecordError) as raised:
        Record.restore(source, path)
    reason = {"folder": "cannot be read", "cut off": "is damaged"}.get(kind, "is not a groundgraph")
    assert reason in str(raised.value) and str(source) in str(raised.value)
    assert "nothing was changed" in str(raised.value)
    assert path.read_bytes() == before


def test_a_damaged_record_is_named_and_can_be_restored(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "backup.sqlite"
    with Record.open(path) as record:
        record.backup(copy)
    path.write_bytes(b"garbage " * 4096)
    with pytest.raises(RecordError, match="groundgraph restore"):
        Record.open(path)
    Record.restore(copy, path)
    with Record.open(path) as record:
        assert record.verify() == [] and list(record.current()) == ["a", "b"]
    assert path.with_name("record.sqlite.before-restore").read_bytes()[:7] == b"garbage"


# --- several processes -------------------------------------------------------------------------

WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from test_record_safety import put
from graph.record import Record
with Record.open(Path({path!r})) as record:
    print("ready", flush=True)
    for number in range(100_000):
        put(record, "k%d" % (number % 7), b"%d" % number * 20_000)
"""


def writer(path: Path) -> subprocess.Popen[str]:
    code = WRITER.format(tests=str(Path(__file__).parent), path=str(path))
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stdout.readline() == "ready\n"
    return process


def test_killed_at_any_moment_the_record_is_whole(path: Path) -> None:
    moments = random.Random(7)
    with Record.open(path) as record:
        before = record.position
    for _ in range(4):
        process = writer(path)
        time.sleep(moments.uniform(0.05, 0.4))
        process.send_signal(signal.SIGKILL)
        process.wait()
        with Record.open(path) as record:
            assert record.verify() == []
            for document in record.documents():
                assert record.original(document.version).decode() == document.text
            written = record.position
    assert written > before, "no writer got to write: the test proved nothing"


def test_a_reader_works_while_another_process_writes(path: Path) -> None:
    process = writer(path)
    try:
        with Record.open(path) as record:
            first = record.position
            while record.position < first + 20:
                for key, version in record.current().items():
                    assert record.document(key, version.version).version == version.version
                least = record.count_documents()  # the writer may add a key at any moment
                assert least <= len(list(record.documents())) <= record.count_documents()
                record.add_event("an_1", "helpful", "", "ann")
        assert process.poll() is None
    finally:
        process.kill()
        process.wait()


def test_one_long_job_at_a_time(path: Path, tmp_path: Path) -> None:
    with Record.open(path) as one, Record.open(path) as two:
        with (
            one.write_lock(),
            pytest.raises(RecordBusy, match=f"Process {os.getpid()} "),
            two.write_lock(),
        ):
            raise AssertionError("two processes held the lock")
        with two.write_lock(), pytest.raises(RecordBusy):
            one.backup(tmp_path / "b.sqlite")
            Record.restore(tmp_path / "b.sqlite", path)
        with one.write_lock():
            put(two, "c", b"short writes need no lock")
