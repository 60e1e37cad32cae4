"""The system of record: one SQLite file that holds what cannot be computed again.

Every version of every document with its original bytes, runs, answers, events, decisions and the
ledger; and the caches of what is expensive to recompute. A store is a projection of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from graph.errors import NotFound, RecordError
from graph.ledger import Head
from graph.record.base import head_file
from graph.record.caches import Caches
from graph.record.connection import copy_database, make_engine
from graph.record.decisions import DECISION_KINDS, Decision, Decisions
from graph.record.documents import CurrentVersion, Documents
from graph.record.erasure import Erasure
from graph.record.named_sources import NamedSource, Sources
from graph.record.opening import (
    find_version,
    hold_lock,
    make_file,
    make_folder,
    make_tables,
    only_readable,
    require,
    upgrade,
    use_log,
)
from graph.record.reading_failures import ReadingFailure, ReadingFailures
from graph.record.runs import Run, Runs
from graph.record.safety import find_problems, find_version_of_backup, replace_record
from graph.record.schema import SCHEMA_VERSION
from graph.record.stated_editions import StatedEdition, StatedEditions
from graph.record.stored_answers import EVENT_KINDS, Answers, Event, StoredAnswer
from graph.record.versions import Versions

__all__ = [
    "DECISION_KINDS",
    "EVENT_KINDS",
    "SCHEMA_VERSION",
    "CurrentVersion",
    "Decision",
    "Event",
    "NamedSource",
    "ReadingFailure",
    "Record",
    "Run",
    "StatedEdition",
    "StoredAnswer",
]


class Record(
    Documents,
    StatedEditions,
    Versions,
    Sources,
    Erasure,
    Caches,
    Runs,
    Answers,
    Decisions,
    ReadingFailures,
):
    """One knowledge base's record. Threads may share it; other processes may open the same file.

    Every method that changes something is one short transaction: done whole, or not at all, even
    when the process is killed. Methods raise `RecordBusy` after 30 seconds of another process's
    writing, and `RecordError` when the file cannot be written or is damaged.
    """

    def __init__(self, path: Path, actor: str, *, read_only: bool = False) -> None:
        self.path = path
        self.actor = actor
        self._engine = make_engine(path, "ro" if read_only else "rw")
        self._head_lags = False
        self._read_only = read_only

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        create: bool = False,
        read_only: bool = False,
        actor: str = "groundgraph",
    ) -> Record:
        """Open the record at `path`, or make a new one if `create`. `actor` is who the ledger
        names for runs, documents and answers.

        An older record is upgraded, after a copy was put beside it. With `read_only`, and without
        `create` where the file may not be written, it is opened for reading: see `read_only`.
        Raises `NotFound` when
        there is none, `RecordTooNew` for one of a newer groundgraph (nothing is changed),
        `RecordError` when the file is something else, or has to be written and cannot be.
        """
        if create:
            make_file(path, head_file(path))
        require(path)
        if read_only or (not create and only_readable(path)):
            return cls._open_to_read(path, actor)
        record = cls(path, actor)
        try:
            if create:
                make_tables(path, record._engine, actor)
            version = find_version(path)
            use_log(path)
            if version < SCHEMA_VERSION:
                with record.write_lock():
                    upgrade(path, record._engine, version, actor)
            # A head file that somebody removed is not made again before that was seen: a tail may
            # have been cut off with it. The next row that is added brings it back.
            record._head_lags = create or head_file(path).exists()
            record._save_head()
        except BaseException:
            record._engine.dispose()
            raise
        return record

    @classmethod
    def _open_to_read(cls, path: Path, actor: str) -> Record:
        if find_version(path) < SCHEMA_VERSION:
            raise RecordError(
                f"The record {path} is of an older groundgraph and may only be read here; make the"
                " file and its folder writable, so that it can be upgraded."
            )
        return cls(path, actor, read_only=True)

    def close(self) -> None:
        """Bring the ledger's head file up to date and close the file."""
        try:
            self._save_head()
        finally:
            self._engine.dispose()

    def __enter__(self) -> Record:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def write_lock(self) -> Iterator[None]:
        """Hold the knowledge base for one long job (a build, a restore) against other processes'
        long jobs. Released when the process ends, however it ends. Raises `RecordBusy`, which
        names the process that holds it. Single calls need no lock."""
        self._require_writable()
        with hold_lock(self.path):
            yield

    def backup(self, target: Path) -> None:
        """Write the record as it is now into the single file `target`, while others read and
        write it. Raises `RecordError` if `target` exists or cannot be written."""
        self._save_head()
        copy_database(self.path, target)

    @staticmethod
    def restore(source: Path, target: Path) -> None:
        """Make the record at `target` what the backup `source` is. `source` is verified first;
        the record that is replaced is kept as ``<target>.before-restore``. Other processes that
        have `target` open see the restored record at their next call. Raises `NotFound`,
        `RecordTooNew`, `RecordBusy`, and `RecordError` naming what is wrong with `source`."""
        if not source.exists():
            raise NotFound(
                f"There is no backup {source}; name a file that `groundgraph backup` wrote."
            )
        version = find_version_of_backup(source)
        make_folder(target.parent)
        with hold_lock(target):
            replace_record(source, version, target, head_file(target))
        with Record.open(target) as record, record._write() as connection:
            record._append(connection, "record-restored", {"source": source.name})

    def verify(self, head: Head | None = None) -> list[str]:
        """What is wrong with the record, one sentence each; empty when nothing is: SQLite's own
        checks, the ledger's chain and its heads (and `head`, if one was noted elsewhere), payload
        hashes, originals and texts against their hashes, documents against the ledger. Reads
        everything once."""
        with self._read() as connection:
            return find_problems(connection, head_file(self.path), head)
