"""Checking a record, and putting a backup in its place."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from graph.errors import RecordError
from graph.ledger import Head, LedgerRow, payload_hash, read_head, verify_chain, write_head
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
from graph.record.erasure import erased_rows
from graph.record.opening import find_version, free_name
from graph.record.schema import (
    SCHEMA_VERSION,
    answers,
    decisions,
    documents,
    events,
    ledger,
    originals,
    payloads,
    texts,
)
from graph.record.versions import content_hash

_SQLITE = b"SQLite format 3\0"  # how every such file begins


def find_problems(
    connection: Connection, head_file: Path | None, noted: Head | None = None
) -> list[str]:
    """What is wrong with a record of this schema version, one sentence each."""
    problems = _file_problems(connection)
    for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        problems.append(f"Row {row} of {table} points at a row of {parent} that is missing.")
    problems += _content_problems(connection)
    of_ledger = _ledger_problems(connection, head_file, noted)
    of_payloads = _payload_problems(connection)
    # Played again only where every payload is the one that was written.
    return problems + of_ledger + (of_payloads or _replay_problems(connection))


def _file_problems(connection: Connection) -> list[str]:
    lines = connection.exec_driver_sql("PRAGMA integrity_check").scalars()
    return [f"SQLite: {line}" for line in lines if line != "ok"]


def _ledger_problems(
    connection: Connection, head_file: Path | None, noted: Head | None
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


def _payload_problems(connection: Connection) -> list[str]:
    problems = []
    of_answers = select(answers.c.added_seq).where(answers.c.erased_seq.is_not(None))
    of_events = select(events.c.added_seq).join(answers).where(answers.c.erased_seq.is_not(None))
    erased = {seq for query in (of_answers, of_events) for seq in connection.scalars(query)}
    erased |= erased_rows(connection)
    rows = connection.execute(
        select(ledger.c.seq, ledger.c.payload_hash, payloads.c.salt, payloads.c.payload)
        .outerjoin(payloads, payloads.c.seq == ledger.c.seq)
        .order_by(ledger.c.seq)
    )
    for row in rows:
        if row.payload is None:
            if row.seq not in erased:
                problems.append(f"The payload of ledger row {row.seq} is missing.")
        elif payload_hash(row.salt, row.payload) != row.payload_hash:
            problems.append(f"The payload of ledger row {row.seq} was changed.")
    return problems


def _content_problems(connection: Connection) -> list[str]:
    problems = []
    for row in connection.execute(select(originals)):
        try:
            digest = hashlib.sha256(zlib.decompress(row.data)).hexdigest()
        except zlib.error:
            digest = ""
        if digest != row.sha256:
            problems.append(f"The original bytes with sha256 {row.sha256} were changed.")
    for row in connection.execute(select(texts)):
        try:
            digest = stored_text_hash(row.text, row.blocks)
        except zlib.error:
            digest = ""
        if digest != row.hash:
            problems.append(f"The stored text {row.hash} was changed.")
    for row in connection.execute(select(documents)):
        if content_hash(row._asdict()) != row.content_hash:
            problems.append(f"The row of {row.version} was changed.")
    return problems


def _replay_problems(connection: Connection) -> list[str]:
    """Documents and decisions, played again from the ledger, against their tables."""
    wanted: dict[str, dict[int, list[Any]]] = {"document": {}, "decision": {}}
    rows = connection.execute(
        select(ledger.c.seq, ledger.c.kind, payloads.c.payload)
        .join(payloads, payloads.c.seq == ledger.c.seq)
        .where(ledger.c.kind.like("document-%") | ledger.c.kind.like("decision%"))
        .order_by(ledger.c.seq)
    )
    current: dict[str, int] = {}
    for row in rows:
        held = json.loads(row.payload)
        what = row.kind.partition("-")[0]
        name = held[what]
        if row.kind != "decision" and name in current:
            wanted[what][current.pop(name)][-1] = row.seq
        if row.kind == "document-added":
            wanted[what][row.seq] = [name, held["version"], held["content"], None]
            current[name] = row.seq
        elif row.kind == "decision":
            wanted[what][row.seq] = [name, held["kind"], "", None]
            current[name] = row.seq
    d, c = documents.c, decisions.c
    found = {
        "document": {
            row[0]: list(row[1:])
            for row in connection.execute(
                select(d.added_seq, d.key, d.version, d.content_hash, d.removed_seq)
            )
        },
        "decision": {
            row[0]: [*row[1:3], "", row[3]]
            for row in connection.execute(select(c.added_seq, c.id, c.kind, c.removed_seq))
        },
    }
    return [
        f"The {what} of ledger row {seq} is not what the ledger says."
        for what in wanted
        for seq in sorted(wanted[what].keys() | found[what].keys())
        if wanted[what].get(seq) != found[what].get(seq)
    ]


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
                problems = _file_problems(connection) + _ledger_problems(connection, None, None)
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
