"""What every part of the record stands on: transactions and the ledger row that goes with each."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, bindparam, insert, select

from graph.errors import RecordError
from graph.ledger import (
    EMPTY,
    SALT_BYTES,
    Head,
    LedgerRow,
    canonical_json,
    payload_hash,
    read_head,
    seal,
    write_head,
)
from graph.record.connection import clear_errors, reading, writing
from graph.record.schema import ledger, meta, payloads

HEAD_KEY = "ledger.head"
META_SET = "meta-set"

# Statements are built once: building them costs more than running them.
_GET_META = select(meta.c.value).where(meta.c.key == bindparam("key"))
_PUT_META = insert(meta).prefix_with("OR REPLACE")
_INSERT_ROW = insert(ledger)
_INSERT_PAYLOAD = insert(payloads)


class Base:
    """Transactions over one SQLite file. Threads may share it; each call takes its own
    connection."""

    path: Path
    actor: str
    _engine: Engine
    _head_lags: bool
    _read_only: bool

    @property
    def read_only(self) -> bool:
        """Whether the file or its folder may only be read here: then every method that changes
        something raises `RecordError`."""
        return self._read_only

    @property
    def position(self) -> int:
        """The newest ledger sequence."""
        return self.head.count

    @property
    def head(self) -> Head:
        """Length and last hash of the ledger: worth noting down elsewhere, see `graph.ledger`."""
        with self._read() as connection:
            return stored_head(connection)

    @property
    def identity(self) -> str:
        """The hash of the ledger's first row: the same for every copy and backup of this base,
        another for every other base."""
        with self._read() as connection:
            return row_hash_at(connection, 1) or ""

    def get_meta(self, key: str) -> str | None:
        """A small setting kept with the base; None if it was never set."""
        with self._read() as connection:
            return connection.execute(_GET_META, {"key": key}).scalar_one_or_none()

    def set_meta(self, key: str, value: str) -> None:
        """Keep a small setting with the base; the ledger keeps its hash."""
        if key == HEAD_KEY:
            raise ValueError(f"{key} is the ledger's own; choose another key")
        if self.get_meta(key) == value:
            return
        with self._write() as connection:
            put_meta(connection, key, value)
            self._append(connection, META_SET, {"key": key, "sha256": value_hash(value)})

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        with clear_errors(self.path), reading(self._engine) as connection:
            yield connection

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        self._require_writable()
        with clear_errors(self.path), writing(self._engine) as connection:
            yield connection

    def _require_writable(self) -> None:
        if self._read_only:
            raise RecordError(
                f"The record {self.path} may only be read here, and nothing was changed; make the"
                " file and its folder writable, or copy them to a folder that is."
            )

    def _append(
        self,
        connection: Connection,
        kind: str,
        payload: Mapping[str, object],
        *,
        actor: str | None = None,
    ) -> int:
        """Add a ledger row in the caller's transaction; returns its sequence."""
        return self._append_row(connection, kind, payload, actor=actor).seq

    def _append_row(
        self,
        connection: Connection,
        kind: str,
        payload: Mapping[str, object],
        *,
        actor: str | None = None,
    ) -> LedgerRow:
        """As `_append`; returns the row."""
        self._head_lags = True
        return append(connection, kind, payload, actor or self.actor)

    def _save_head(self) -> None:
        """Bring the head file up to date, unless it is unreadable or names a row that the ledger
        does not have: then it is evidence, and stays for `verify` to report."""
        if not self._head_lags:
            return
        try:
            kept = read_head(head_file(self.path)) or EMPTY
        except RecordError:
            return
        with self._read() as connection:
            head = stored_head(connection)
            if kept.count and kept.hash != row_hash_at(connection, kept.count):
                return
        if head.count > kept.count:
            write_head(head_file(self.path), head)
        self._head_lags = False


def head_file(path: Path) -> Path:
    """Where the head of the ledger in the record `path` is kept a second time."""
    return path.with_name(f"{path.name}.head")


def append(
    connection: Connection, kind: str, payload: Mapping[str, object], actor: str
) -> LedgerRow:
    """Seal and store one ledger row with its salted payload, and move the head."""
    text = canonical_json(payload)
    salt = secrets.token_bytes(SALT_BYTES)
    row = seal(
        stored_head(connection),
        time=now(),
        actor=actor,
        kind=kind,
        payload_digest=payload_hash(salt, text),
    )
    connection.execute(_INSERT_ROW, asdict(row))
    connection.execute(_INSERT_PAYLOAD, {"seq": row.seq, "salt": salt, "payload": text})
    put_meta(connection, HEAD_KEY, str(Head(row.seq, row.hash)))
    return row


def stored_head(connection: Connection) -> Head:
    """The head kept inside the record. Raises `RecordError` where that is something else."""
    text = connection.execute(_GET_META, {"key": HEAD_KEY}).scalar_one_or_none()
    try:
        return EMPTY if text is None else Head.parse(text)
    except ValueError as error:
        raise RecordError(
            f"The head inside the record was changed by another program ({str(text)[:80]!r}); put a"
            " backup in the record's place with `groundgraph restore`."
        ) from error


def row_hash_at(connection: Connection, seq: int) -> str | None:
    """The hash of one ledger row, None if there is no such row."""
    return connection.execute(select(ledger.c.hash).where(ledger.c.seq == seq)).scalar_one_or_none()


def put_meta(connection: Connection, key: str, value: str) -> None:
    connection.execute(_PUT_META, {"key": key, "value": value})


def value_hash(value: str) -> str:
    """SHA-256 of a value of `meta`, as the ledger keeps it."""
    return hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()


def now() -> str:
    """The time, ISO 8601 in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def random_id(prefix: str) -> str:
    """An id for something that is an act, not a content: a run, a decision."""
    return f"{prefix}_{secrets.token_hex(10)}"
