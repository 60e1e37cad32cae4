"""Finding, making and upgrading the record's file, and the lock for long jobs on it."""

from __future__ import annotations

import fcntl
import os
import shlex
import stat
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Engine

from graph.disk import (
    PRIVATE_FILE,
    full_message,
    is_full,
    make_private_folder,
    may_write,
    protect,
)
from graph.errors import NotFound, RecordBusy, RecordError, RecordTooNew
from graph.record.base import HEAD_KEY, append
from graph.record.connection import (
    cannot_write,
    clear_errors,
    connect,
    copy_database,
    read_version,
    writing,
)
from graph.record.migrations import MIGRATIONS
from graph.record.schema import APPLICATION_ID, SCHEMA_VERSION, tables


def require(path: Path) -> None:
    """Raises `NotFound` when there is no file at `path`, `RecordError` when one may not look."""
    try:
        found = path.exists()
    except OSError as error:
        raise RecordError(
            f"{path.parent} may not be entered ({error.strerror}); ask its owner for permission to"
            " read it, or name another folder."
        ) from error
    if not found:
        raise NotFound(
            f"There is no knowledge base at {path.parent}; make one with"
            f" `groundgraph --kb {path.parent} build PATH`."
        )


def only_readable(path: Path) -> bool:
    """Whether the record at `path` can be read and not written here."""
    return not (may_write(path) and may_write(path.parent))


def find_version(path: Path) -> int:
    """The schema version of the record at `path`, which this release can use or upgrade. Raises
    `RecordTooNew`, and `RecordError` for a file that is no record."""
    with clear_errors(path), closing(connect(path, "ro")) as connection:
        version = read_version(connection, path)
        if version is None:
            raise RecordError(
                f"{path} is empty, not a groundgraph record; delete it and build again,"
                " or put a backup in its place with `groundgraph restore`."
            )
        if version > SCHEMA_VERSION:
            raise RecordTooNew(
                f"The record {path} has schema version {version}, and this groundgraph knows"
                f" {SCHEMA_VERSION}; nothing was changed. Install a newer groundgraph to open it."
            )
    return version


def use_log(path: Path) -> None:
    """Switch the file to WAL, where it is not (a backup that was copied here by hand)."""
    with clear_errors(path), closing(connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")


def make_file(path: Path, head_file: Path) -> None:
    """An empty file at `path`, its folder too, unless there is one. Raises `RecordError`, also
    where the ledger's head of a lost record lies."""
    if path.exists():
        return
    if head_file.exists():
        raise RecordError(
            f"{head_file} says that a record was here, and {path.name} is gone; put a backup in"
            f" its place with `groundgraph restore`, or delete {head_file.name} to begin anew."
        )
    make_folder(path.parent)
    try:
        path.touch(PRIVATE_FILE)
        protect(path)
    except OSError as error:
        if is_full(error):
            raise RecordError(full_message(path.parent)) from error
        raise RecordError(
            f"The record {path} cannot be made ({error.strerror}); name a folder you may write to."
        ) from error


def make_folder(path: Path) -> None:
    """The folder `path` and those above it. Raises `RecordError`."""
    try:
        make_private_folder(path)
    except OSError as error:
        if is_full(error):
            raise RecordError(full_message(path)) from error
        raise RecordError(
            f"The folder {path} cannot be made ({error.strerror}); name another one."
        ) from error


def make_tables(path: Path, engine: Engine, actor: str) -> None:
    """All tables and the first ledger row in one transaction, if the file is still empty."""
    with clear_errors(path), closing(connect(path)) as connection:
        if read_version(connection, path) is not None:
            return
    use_log(path)
    with clear_errors(path), writing(engine) as opened:
        if opened.exec_driver_sql("PRAGMA application_id").scalar_one() != APPLICATION_ID:
            tables.create_all(opened)
            opened.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
            opened.exec_driver_sql(f"PRAGMA user_version={SCHEMA_VERSION}")
            append(opened, "record-created", {"schema": SCHEMA_VERSION}, actor)


def upgrade(path: Path, engine: Engine, version: int, actor: str) -> None:
    """Bring an older record to `SCHEMA_VERSION`, one transaction for each step, so that an
    interrupted upgrade goes on where it stopped. The file as it was before the first step is kept
    as ``<record>.before-v<SCHEMA_VERSION>``; beside one of another record, with a number. Warns
    with `RecordUpgraded` when it is done."""
    _sweep(path)
    kept = path.with_name(f"{path.name}.before-v{SCHEMA_VERSION}")
    if not kept.exists() or _ledger_head(kept) != _ledger_head(path):
        kept = free_name(kept)
        copy_database(path, kept)
    for step in range(version, SCHEMA_VERSION):
        if step not in MIGRATIONS:
            raise RecordError(
                f"The record {path} has schema version {step}, which this groundgraph cannot"
                " upgrade; open it once with an older release that can."
            )
        with clear_errors(path), writing(engine) as connection:
            if connection.exec_driver_sql("PRAGMA user_version").scalar_one() == step:
                MIGRATIONS[step](connection)
                connection.exec_driver_sql(f"PRAGMA user_version={step + 1}")
                if step + 1 == SCHEMA_VERSION:
                    append(connection, "record-upgraded", {"to": SCHEMA_VERSION}, actor)
    warnings.warn(_upgraded(path, kept), RecordUpgraded, stacklevel=2)


class RecordUpgraded(UserWarning):
    """A record of an older groundgraph was upgraded; says where its copy lies."""


def _upgraded(path: Path, kept: Path) -> str:
    said = (
        f"{path} was made by an older groundgraph and was upgraded. A copy of it as it was is "
        f"{kept}; delete it when nothing needs it any more."
    )
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        folder = shlex.quote(str(path.parent))
        said += f" Others on this machine may read the base: chmod -R go= {folder} ends that."
    return said


def _sweep(path: Path) -> None:
    """Remove what copies of `path` that were interrupted left. The caller holds the lock."""
    for part in path.parent.glob(f"{path.name}.before-v*.part"):
        part.unlink(missing_ok=True)


def _ledger_head(path: Path) -> object:
    with clear_errors(path), closing(connect(path, "ro")) as connection:
        found = connection.execute("SELECT value FROM meta WHERE key = ?", (HEAD_KEY,)).fetchone()
    return found


def free_name(path: Path) -> Path:
    """`path`, or with the first number after it that is free."""
    candidate, number = path, 1
    while candidate.exists():
        number += 1
        candidate = path.with_name(f"{path.name}-{number}")
    return candidate


@contextmanager
def hold_lock(path: Path) -> Iterator[None]:
    """The lock file beside the record `path`, with the holder's process id in it. The system
    releases it when the process ends, however it ends."""
    lock = path.with_name(path.name + ".lock")
    try:
        handle = os.open(lock, os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
    except OSError as error:
        raise cannot_write(lock, error) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(handle, 32, 0).decode("ascii", "replace").strip() or "unknown"
            raise RecordBusy(
                f"Process {holder} is working on {path.parent}; wait until it is done, or end it,"
                " and try again."
            ) from error
        try:
            os.ftruncate(handle, 0)
            os.pwrite(handle, f"{os.getpid()}\n".encode("ascii"), 0)
        except OSError as error:
            raise cannot_write(lock, error) from error
        yield
    finally:
        os.close(handle)
