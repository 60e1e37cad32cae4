"""Checking a record, and putting a backup in its place."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, select

from graph.errors import RecordError
from graph.ledger import Head, LedgerRow, payload_hash, read_head, verify_chain, write_head
from graph.record import batches
from graph.record.base import stored_head
from graph.record.codec import stored_text_hash
from graph.record.connection import (
    clear_errors,
    connect,
    copy_database,
    make_engine,
    read_version,
    reading,
)
from graph.record.layout_check import layout_problems
from graph.record.opening import find_version, free_name
from graph.record.replay import ERASING, replay_problems
from graph.record.schema import (
    SCHEMA_VERSION,
    documents,
    extractions,
    fingerprints,
    ledger,
    originals,
    payloads,
    texts,
    vectors,
)
from graph.record.versions import content_hash

_SQLITE = b"SQLite format 3\0"  # how every such file begins


Check = Callable[[Connection], Iterable[str]]


def find_problems(
    connection: Connection, head_file: Path | None, noted: Head | None = None
) -> list[str]:
    """What is wrong with a record of this schema version, one sentence each."""
    problems = [*_checked("the file", _file_problems, connection)]
    problems += _checked("the layout", layout_problems, connection)
    problems += _checked("the contents", _content_problems, connection)
    of_ledger = _checked("the ledger", partial(_ledger_problems, head_file, noted), connection)
    of_payloads = _checked("the payloads", _payload_problems, connection)
    problems += of_ledger + of_payloads
    if not of_payloads:  # played again only where every payload is the one that was written
        problems += _checked("the tables", replay_problems, connection)
        problems += _checked("the caches", batches.problems, connection)
    return problems


def _checked(what: str, check: Check, connection: Connection) -> list[str]:
    """What a check found. A value of a kind that groundgraph never writes may end it: that is a
    finding too."""
    found: list[str] = []
    try:
        found.extend(check(connection))
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError) as error:
        found.append(f"{what.capitalize()} cannot be checked to the end: {error!r}.")
    return found


def _file_problems(connection: Connection) -> list[str]:
    lines = connection.exec_driver_sql("PRAGMA integrity_check").scalars()
    problems = [f"SQLite: {line}" for line in lines if line != "ok"]
    for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        problems.append(f"Row {row} of {table} points at a row of {parent} that is missing.")
    return problems


def _ledger_problems(
    head_file: Path | None, noted: Head | None, connection: Connection
) -> list[str]:
    problems: list[str] = []
    inside = "the head inside the record"
    heads = {inside: stored_head(connection)}
    if head_file is not None:
        try:
            kept = read_head(head_file)
        except RecordError as error:
            problems.append(str(error))
        else:
            if kept is None:
                problems.append(
                    f"The ledger's head file {head_file.name} is missing;"
                    " the next build writes it again."
                )
            else:
                heads[f"the file {head_file.name}"] = kept
    if noted is not None:
        heads["the head you gave"] = noted
    rows = connection.execute(select(ledger).order_by(ledger.c.seq))
    return problems + verify_chain((LedgerRow(*row) for row in rows), heads, exact=(inside,))


def _payload_problems(connection: Connection) -> Iterator[str]:
    """Changed and missing payloads. One that was erased is missing by a later ledger row."""
    erased = _erased(connection)
    rows = connection.execute(
        select(ledger.c.seq, ledger.c.payload_hash, payloads.c.salt, payloads.c.payload)
        .outerjoin(payloads, payloads.c.seq == ledger.c.seq)
        .order_by(ledger.c.seq)
    )
    for row in rows:
        if row.payload is None:
            if row.seq not in erased:
                yield f"The payload of ledger row {row.seq} is missing."
        elif payload_hash(row.salt, row.payload) != row.payload_hash:
            yield f"The payload of ledger row {row.seq} was changed."
        elif row.seq in erased:
            yield f"The payload of ledger row {row.seq}, which was erased, is there again."


def _erased(connection: Connection) -> set[int]:
    """The ledger rows whose payloads were erased, as the ledger itself says."""
    found: set[int] = set()
    rows = connection.execute(
        select(payloads.c.payload)
        .join(ledger, ledger.c.seq == payloads.c.seq)
        .where(ledger.c.kind.in_(ERASING))
    )
    for payload in rows.scalars():
        found.update(json.loads(payload)["rows"])
    return found


def _content_problems(connection: Connection) -> Iterator[str]:
    for row in connection.execute(select(originals)):
        if _digest_of(_original_hash, row.data) != row.sha256:
            yield f"The original bytes with sha256 {row.sha256} were changed."
    for row in connection.execute(select(texts)):
        if _digest_of(stored_text_hash, row.text, row.blocks) != row.hash:
            yield f"The stored text {row.hash} was changed."
    for row in connection.execute(select(documents)):
        if content_hash(row._asdict()) != row.content_hash:
            yield f"The row of {row.version} was changed."
    for what, column in (("original bytes", originals.c.sha256), ("stored text", texts.c.hash)):
        held = documents.c.sha256 if column.table is originals else documents.c.text_hash
        for key in connection.execute(select(column).where(column.not_in(select(held)))).scalars():
            yield f"The {what} {key} belong to no document."
    used = select(extractions.c.fingerprint).union(select(vectors.c.fingerprint))
    unused = select(fingerprints.c.id).where(fingerprints.c.id.not_in(used))
    for key in connection.execute(unused).scalars():
        yield f"The row {key} of fingerprints belongs to nothing."


def _original_hash(data: bytes) -> str:
    return hashlib.sha256(zlib.decompress(data)).hexdigest()


def _digest_of(compute: Callable[..., str], *data: bytes) -> str:
    """The digest; empty where the data cannot be unpacked."""
    try:
        return compute(*data)
    except (zlib.error, TypeError, ValueError):
        return ""


def find_version_of_backup(source: Path) -> int:
    """The schema version of the backup `source`. Raises `RecordTooNew`, and `RecordError` that
    tells a file that never was a backup from one that was and is damaged."""
    try:
        with source.open("rb") as file:
            ours = file.read(len(_SQLITE)) == _SQLITE
        if ours:
            with closing(connect(source, "ro")) as connection:
                read_version(connection, source)
    except sqlite3.DatabaseError as error:
        raise RecordError(
            f"The backup {source} is damaged ({error}), and nothing was changed."
            " Name another backup."
        ) from error
    except OSError as error:
        raise RecordError(
            f"The backup {source} cannot be read ({error.strerror}), and nothing was changed;"
            " name a file that `groundgraph backup` wrote."
        ) from error
    except RecordError:
        ours = False
    if not ours:
        raise RecordError(
            f"{source} is not a groundgraph backup, and nothing was changed; name a file that"
            " `groundgraph backup` wrote."
        )
    return find_version(source)


def check_backup(source: Path, version: int) -> Head:
    """The ledger's head in the backup `source`, of schema version `version` (of an older one only
    file and ledger are checked). Raises `RecordError` with the first problem."""
    engine = make_engine(source, mode="ro")
    try:
        with clear_errors(source), reading(engine) as connection:
            if version == SCHEMA_VERSION:
                problems = find_problems(connection, None)
            else:
                problems = _file_problems(connection) + _ledger_problems(None, None, connection)
            head = stored_head(connection)
    finally:
        engine.dispose()
    if problems:
        raise RecordError(
            f"The backup {source} is not whole, and nothing was changed: {problems[0]}"
            " Name another backup."
        )
    return head


def replace_record(source: Path, version: int, target: Path, head_file: Path) -> None:
    """Put the content of `source` into `target` in one SQLite transaction, so that processes that
    have it open see the old record or the new. What was there is kept beside it."""
    head = check_backup(source, version)
    if target.exists():
        kept = free_name(target.with_name(f"{target.name}.before-restore"))
        try:
            copy_database(target, kept)
        except RecordError:
            # Too damaged to copy as a database: keep its files as they are, the log included.
            for suffix in ("", "-wal", "-shm"):
                part = target.with_name(target.name + suffix)
                if part.exists():
                    part.rename(kept.with_name(kept.name + suffix))
    with (
        clear_errors(target),
        closing(connect(source, "ro")) as old,
        closing(connect(target, "rwc")) as new,
    ):
        old.backup(new)
        new.execute("PRAGMA journal_mode=WAL")
    write_head(head_file, head)
