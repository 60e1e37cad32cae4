"""Whatever a file does to its reader, it is named with the reason, and the others are read."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random

import pytest

from extraction.documents import reading_pool
from extraction.documents.reading_pool import close_readers, idle_readers, in_order
from extraction.read_files import NEWER
from graph.child_process import ChildProcess
from groundgraph import KnowledgeBase

# What a child does as soon as it starts: readers of HTML do what the file says.
MISCHIEF = """
import os, signal, sys, time
if "extraction.documents.reading_worker" in " ".join(sys.orig_argv):
    import graph.child_process as child
    from extraction.documents.readers.html import HtmlReader
    limit, read = child.limit_processor_time, HtmlReader.read
    child.limit_processor_time = lambda seconds: limit(min(seconds, 2))

    def mischief(self, data, name):
        if b"HANG" in data:
            while True:
                pass
        if b"CRASH" in data:
            os.kill(os.getpid(), signal.SIGSEGV)
            time.sleep(9)
        if b"KILL" in data:
            os.kill(os.getpid(), signal.SIGKILL)
            time.sleep(9)
        if b"FILL" in data:
            return bytes(10 ** 10)
        if b"RAISE" in data:
            raise IndexError("list index out of range")
        if b"LEAVE" in data:
            os._exit(0)
        return read(self, data, name)

    HtmlReader.read = mischief
"""
PAGE = "<h1>Rules of {0}</h1><p>The {0} office must keep each file for 5 years.</p>"
WORDS = {
    "HANG": "needed more than 8 s of processor time and was stopped",
    "CRASH": "its reader ended (crash: SIGSEGV)",
    "KILL": "was killed from outside (SIGKILL), twice",
    "FILL": "needed more than 800 MB of memory and was stopped",
    "RAISE": "its reader failed (IndexError: list index out of range)",
    "LEAVE": "its reader ended (wrong output: it ended without an answer)",
}
STOPPED = {"HANG": "time", "CRASH": "crash", "KILL": "killed", "FILL": "memory"}


@pytest.fixture
def mischief(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    misbehave(tmp_path, monkeypatch)
    yield
    close_readers()


def misbehave(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on children do what files say."""
    place = tmp_path / "mischief"
    place.mkdir()
    (place / "sitecustomize.py").write_text(MISCHIEF)
    paths = [str(place), os.environ.get("PYTHONPATH", "")]
    close_readers()
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(path for path in paths if path))


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The modules of the children that readers are started from, as they are started."""
    found: list[str] = []

    def start(module: str) -> ChildProcess:
        found.append(module)
        return ChildProcess(module)

    close_readers()
    monkeypatch.setattr(reading_pool, "ChildProcess", start)
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "docs"
    made.mkdir()
    for name in ("first", "middle", "zlast"):
        (made / f"{name}.html").write_text(PAGE.format(name))
    return made


def test_each_is_named_and_the_rest_is_read(
    folder: Path, tmp_path: Path, mischief: None, started: list[str]
) -> None:
    for word in WORDS:
        (folder / f"n-{word}.html").write_text(PAGE.format(word))
    with KnowledgeBase(tmp_path / "kb") as base:
        report = base.build(folder)
        assert report.added == [f"docs/{n}.html" for n in ("first", "middle", "zlast")]
        told = {problem.document: problem for problem in report.problems}
        for word, said in WORDS.items():
            problem = told.pop(f"docs/n-{word}.html")
            assert problem.code == "unreadable" and said in problem.detail
        assert told == {}
        asked = base.cypher("MATCH (d:Document) RETURN d.id AS id ORDER BY id")
        assert [row["id"] for row in asked] == report.added
        assert {f.document: f.reason for f in base.record.reading_failures().values()} == {
            **{f"docs/n-{word}.html": reason for word, reason in STOPPED.items()},
            "docs/n-LEAVE.html": "wrong output",
        }
        assert base.verify() == []

        started.clear()
        again = base.build(folder)  # only what raised is read again
        assert len(started) <= 1 and len(again.problems) == len(WORDS)
        assert [p.detail for p in again.problems] == [p.detail for p in report.problems]


def test_a_newer_version_that_fails_leaves_the_older_one(
    folder: Path, tmp_path: Path, mischief: None
) -> None:
    path = folder / "middle.html"
    with KnowledgeBase(tmp_path / "kb") as base:
        base.build(folder)
        before = base.document("docs/middle.html")
        path.write_text(PAGE.format("CRASH"))
        report = base.build(folder)
        (problem,) = report.problems
        assert (problem.document, problem.code) == ("docs/middle.html", NEWER)
        assert problem.detail.startswith("newer version unreadable, the former one stands: ")
        assert base.document("docs/middle.html") == before
        assert base.unread() == [problem]
        path.write_text(PAGE.format("middle") + "<p>More.</p>")  # another version is tried
        report = base.build(folder)
        assert report.changed == ["docs/middle.html"] and report.problems == []
        assert base.record.reading_failures() == {} and base.unread() == []


def test_few_large_files_are_held_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_pool, "AHEAD", 100)
    sizes = [30, 30, 30, 30, 400, 10, 90, 90, *[1] * 20]
    pulled: list[int] = []
    held: list[int] = []

    def items() -> Iterator[tuple[int, Callable[[], int]]]:
        for size in sizes:
            pulled.append(size)
            held.append(sum(pulled) - sum(taken))
            yield size, partial(int, size)

    taken: list[int] = []
    for size, future in in_order(items(), 4, int):
        assert future is not None and future.result() == size
        taken.append(size)
    assert taken == sizes
    assert max(held) == 30 + 30 + 30 + 400  # what was held before each file, and the file
    assert all(now - size <= 100 for now, size in zip(held, sizes, strict=True))


def test_bytes_at_random_leave_the_older_version(folder: Path, tmp_path: Path) -> None:
    path = folder / "notes.txt"
    path.write_text("The Archive must keep each file for 5 years.\n")
    with KnowledgeBase(tmp_path / "kb") as base:
        base.build(folder)
        before = base.document("docs/notes.txt")
        path.write_bytes(Random(7).randbytes(4_000))
        (problem,) = base.build(folder).problems
        assert (problem.document, problem.code) == ("docs/notes.txt", NEWER)
        assert "holds no readable text" in problem.detail
        assert base.document("docs/notes.txt") == before


def test_retry_tries_again_and_nothing_else_does(
    folder: Path, tmp_path: Path, mischief: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "middle.html").write_text(PAGE.format("FILL"))
    with KnowledgeBase(tmp_path / "kb") as base:
        base.build(folder)
        close_readers()
        monkeypatch.setenv("PYTHONPATH", os.environ["PYTHONPATH"].split(os.pathsep, 1)[-1])
        head = base.record.position
        assert len(base.build(folder).problems) == 1
        assert base.record.position == head + 2  # the run, and that it ended
        report = base.build(folder, retry=True)
        assert report.added == ["docs/middle.html"] and report.problems == []
        assert base.record.reading_failures() == {}


def test_a_deep_check_reads_in_children_and_names_what_stops_one(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for word in ("CRASH", "RAISE"):
        (folder / f"n-{word}.html").write_text(PAGE.format(word))
    with KnowledgeBase(tmp_path / "kb") as base:
        base.build(folder)
        misbehave(tmp_path, monkeypatch)
        otherwise, stopped = base.verify(deep=True)
    close_readers()
    assert otherwise == "1 document differs when read again: docs/n-RAISE.html."
    assert stopped.startswith("docs/n-CRASH.html could not be read again to be compared")
    assert "its reader was stopped (crash)" in stopped


def test_children_are_kept_and_started_only_where_something_is_read(
    folder: Path, tmp_path: Path, started: list[str]
) -> None:
    for number in range(12):
        (folder / f"page{number}.html").write_text(PAGE.format(number))
    with KnowledgeBase(tmp_path / "kb", threads=2) as base:
        base.build(folder)
        assert 1 <= len(started) <= 2 and len(idle_readers()) == len(started)
        kept = idle_readers()
        close_readers()
        started.clear()
        base.build(folder)
        assert started == [] and idle_readers() == [] and kept
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text('{"id": 1, "text": "The Auditor signs each report."}\n')
    with KnowledgeBase(tmp_path / "rows") as base:
        assert base.build(corpus).added and started == []


def test_any_number_of_readers_gives_the_same_graph(folder: Path, tmp_path: Path) -> None:
    (folder / "empty.html").write_text("")
    (folder / "odd.xyz").write_text("?")
    reports = []
    for threads in (1, 4):
        with KnowledgeBase(tmp_path / str(threads), threads=threads) as base:
            reports.append(base.build(folder))
    one, four = reports
    assert one.content_hash == four.content_hash
    assert (one.added, one.problems, one.notes) == (four.added, four.problems, four.notes)
