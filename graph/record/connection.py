"""The SQLite file under the record: pragmas, transactions, errors, copies.

WAL, so that readers in other processes go on while one process writes; ``synchronous=FULL``, so
that what a commit returned for survives a power cut; ``secure_delete``, so that erased content is
overwritten; write transactions begin IMMEDIATE and wait for the other writer.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool, QueuePool

from graph.disk import PRIVATE_FILE, full_message, has_no_room, is_full, may_write
from graph.errors import RecordBusy, RecordError
from graph.record.schema import APPLICATION_ID

BUSY_SECONDS = 30


def connect(path: Path, mode: str = "rw") -> sqlite3.Connection:
    """A connection to the file (`mode`: ``ro``, ``rw``, ``rwc`` to make it), transactions left to
    the caller."""
    if mode != "ro":
        return _connect(path, f"mode={mode}")
    try:
        return _connect(path, "mode=ro")
    except sqlite3.OperationalError:
        log = path.with_name(path.name + "-wal")
        if may_write(path.parent) or (log.exists() and log.stat().st_size):
            raise
        # SQLite cannot make its log in this folder, and needs none: nothing is waiting in one.
        return _connect(path, "mode=ro&immutable=1")


def _connect(path: Path, options: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{options}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("SELECT count(*) FROM sqlite_master")  # here the file is really opened
    except BaseException:
        connection.close()
        raise
    return connection


def make_engine(path: Path, mode: str = "rw") -> Engine:
    """An engine on the file, whose transactions are ``BEGIN``, or ``BEGIN IMMEDIATE`` inside
    `writing`. With ``ro`` each transaction opens the file anew: someone who may write it can do so
    in between, and an immutable connection would not notice."""
    engine = create_engine(
        "sqlite://",
        creator=lambda: connect(path, mode),
        poolclass=NullPool if mode == "ro" else QueuePool,
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that sees one state of the record throughout."""
    with engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that is the only writer, committed as a whole or not at all."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        yield connection


@contextmanager
def clear_errors(path: Path) -> Iterator[None]:
    """SQLite's and the system's errors as ours, each with the next step."""
    try:
        yield
    except (sqlite3.Error, DBAPIError) as error:
        raise _explain(path, error) from error
    except OSError as error:
        raise cannot_write(path, error) from error


def cannot_write(path: Path, error: OSError) -> RecordError:
    """The error for the file `path` of a record, or for its folder, that the system refused."""
    if is_full(error):
        return RecordError(full_message(path.parent))
    return RecordError(
        f"{path} cannot be written ({error.strerror}); make its folder writable, or name a folder"
        " you may write to."
    )


def _explain(path: Path, error: sqlite3.Error | DBAPIError) -> RecordError:
    reason = str(error.orig if isinstance(error, DBAPIError) else error)
    if "locked" in reason or "busy" in reason:
        return RecordBusy(
            f"Another process has been writing to {path} for {BUSY_SECONDS} seconds;"
            " wait until it is done and try again."
        )
    if "full" in reason or ("malformed" not in reason and has_no_room(path.parent)):
        return RecordError(full_message(path.parent))
    if "readonly" in reason or "unable to open" in reason:
        return RecordError(
            f"The record {path} cannot be opened or written ({reason}); make the file and its"
            " folder writable, or copy them to a folder that is."
        )
    if "disk I/O" in reason:
        return RecordError(
            f"The record {path} could not be read or written ({reason}); check that disk and try"
            " again. What was there before is unchanged."
        )
    if "malformed" in reason or "not a database" in reason:
        return RecordError(
            f"The record {path} is damaged or no groundgraph record ({reason});"
            " put a backup in its place with `groundgraph restore`."
        )
    return RecordError(f"The record {path} refused an operation ({reason}); please report this.")


def read_version(connection: sqlite3.Connection, path: Path) -> int | None:
    """The schema version of an open file; None for an empty one. Raises `RecordError` when the
    file is another program's."""
    if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0:
        return None
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise RecordError(
            f"{path} is an SQLite file, but no groundgraph record; name another folder."
        )
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def copy_database(source: Path, target: Path) -> None:
    """A consistent copy of a live database as one file; `target` appears when it is whole. Raises
    `RecordError` if `target` exists or cannot be written."""
    if target.exists():
        raise RecordError(f"{target} exists already; name another file.")
    temporary = target.with_name(f"{target.name}.{os.getpid()}.part")
    mode = "rw" if may_write(source) and may_write(source.parent) else "ro"
    try:
        with clear_errors(target):
            os.close(os.open(temporary, os.O_CREAT | os.O_EXCL, PRIVATE_FILE))
            with closing(connect(temporary)) as new:
                with clear_errors(source), closing(connect(source, mode)) as old:
                    old.backup(new)
                new.execute("PRAGMA journal_mode=DELETE")
            with open(temporary, "rb") as file:
                os.fsync(file.fileno())
            try:
                os.link(temporary, target)  # unlike a renaming, never over another file
            except FileExistsError as error:
                raise RecordError(f"{target} exists already; name another file.") from error
            except OSError:  # a file system without hard links
                os.rename(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)
