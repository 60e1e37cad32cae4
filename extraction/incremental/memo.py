"""What was derived from the documents, kept beside the record with the key of what it was derived
from. It holds nothing that the record does not give again: a file that is missing, damaged or of
another version is begun anew."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from graph.record import Record

from graph.disk import protect

_SEAL = "derived"

Item = tuple[str, bytes]
"""What it was derived from (a digest), and what it is."""

_TABLES = """
PRAGMA secure_delete=ON;
CREATE TABLE IF NOT EXISTS made_by (fingerprint TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS items (
    kind TEXT NOT NULL, id BLOB NOT NULL, key TEXT NOT NULL, data BLOB NOT NULL,
    digest BLOB NOT NULL, PRIMARY KEY (kind, id)
) WITHOUT ROWID;
"""


class Seals(Protocol):
    """Who keeps the digest of a memo under the ledger: the record."""

    def get_meta(self, key: str) -> str | None: ...

    def set_meta(self, key: str, value: str) -> None: ...


class Cache:
    """What was derived from one record: what a memo has, and what is new in this build."""

    def __init__(self, memo: Memo, kinds: Iterable[str]) -> None:
        self._memo = memo
        self._held = {kind: memo.all(kind) for kind in kinds}
        self._news: dict[str, dict[str, Item]] = {kind: {} for kind in self._held}
        self._wanted: dict[str, set[str]] = {kind: set() for kind in self._held}

    def get(self, kind: str, id: str, key: str) -> bytes | None:
        """What was derived from `key`; None where that is not known."""
        self._wanted[kind].add(id)
        found = self._news[kind].get(id) or self._held[kind].get(id)
        return found[1] if found is not None and found[0] == key else None

    def stale(self, kind: str, keys: Mapping[str, str]) -> list[str]:
        """The ids for which nothing is kept that was derived from their `keys`."""
        return [id for id, key in keys.items() if self.get(kind, id, key) is None]

    def put(self, kind: str, id: str, key: str, data: bytes) -> None:
        """Know this from now on."""
        self._news[kind][id] = (key, data)

    def save(self) -> None:
        """Keep in the memo what is new, and nothing that was not asked for."""
        self._memo.keep(self._news, self._wanted)


class Memo:
    """The file at `path`. `fingerprint` says by what code and settings things are derived; what
    others derived is dropped. Callers keep other writers out (the record's write lock does)."""

    def __init__(self, path: Path, fingerprint: str, seals: Seals | None = None) -> None:
        self._path = path
        self._fingerprint = fingerprint
        self._seals = seals
        self._changed: bool | None = None if seals is not None else False

    @classmethod
    def beside(cls, record: Record, fingerprint: str) -> Memo:
        """The memo of `record`, which keeps the digest of all that is in it."""
        return cls(record.path.with_name("derived.sqlite"), fingerprint, record)

    def was_changed(self) -> bool:
        """Whether the file holds something that no build is known to have put there: the record
        has the digest of what the last one left, and of what one that was stopped was about to."""
        if self._changed is None and self._seals is not None:
            sealed = ["", *(self._seals.get_meta(_SEAL) or "").split()]
            try:
                self._changed = self._path.exists() and self._whole() not in sealed
            except sqlite3.Error:
                self._changed = True
        return bool(self._changed)

    @property
    def is_sealed(self) -> bool:
        """Whether the record has such a digest; one of an older groundgraph has none."""
        return self._seals is not None and bool(self._seals.get_meta(_SEAL))

    def _whole(self) -> str:
        with self._open() as connection:
            return _digest_of_all(connection)

    def all(self, kind: str) -> dict[str, Item]:
        """Id -> item of a kind; those that did not come back whole are left out."""
        try:
            if self.was_changed():
                self.clear()
                return {}
            with self._open() as connection:
                if not _made_by(connection, self._fingerprint):
                    return {}
                rows = connection.execute(
                    "SELECT id, key, data, digest FROM items WHERE kind = ?", (kind,)
                )
                return {
                    _id(id): (key, data)
                    for id, key, data, digest in rows
                    if _digest(kind, id, key, data) == digest
                }
        except sqlite3.Error:
            self.clear()
            return {}

    def keep(
        self, news: Mapping[str, Mapping[str, Item]], wanted: Mapping[str, Collection[str]]
    ) -> None:
        """Kind -> id -> item: keep the `news` and, of each kind in `wanted`, only those ids. Where
        that fails nothing is kept."""
        try:
            with self._open() as connection:
                if not _made_by(connection, self._fingerprint):
                    connection.execute("DELETE FROM items")
                    connection.execute("DELETE FROM made_by")
                    connection.execute("INSERT INTO made_by VALUES (?)", (self._fingerprint,))
                for kind, ids in wanted.items():
                    held = connection.execute("SELECT id FROM items WHERE kind = ?", (kind,))
                    gone = {id for (id,) in held} - {_bytes(id) for id in ids}
                    connection.executemany(
                        "DELETE FROM items WHERE kind = ? AND id = ?", [(kind, id) for id in gone]
                    )
                for kind, items in news.items():
                    connection.executemany(
                        "INSERT OR REPLACE INTO items VALUES (?, ?, ?, ?, ?)",
                        [
                            (kind, _bytes(id), key, data, _digest(kind, _bytes(id), key, data))
                            for id, (key, data) in items.items()
                        ],
                    )
                self._seal(connection)
                connection.commit()
            if self._seals is not None:  # what it held before is worth nothing from now on
                self._seals.set_meta(_SEAL, self._whole())
        except sqlite3.Error:
            self.clear()

    def _seal(self, connection: sqlite3.Connection) -> None:
        """Have the record know what the file holds and what it is about to hold."""
        if self._seals is not None:
            held = (self._seals.get_meta(_SEAL) or "").split()
            self._seals.set_meta(_SEAL, " ".join([*held[-1:], _digest_of_all(connection)]))

    def clear(self) -> None:
        """Forget everything."""
        self._changed = False
        for path in (self._path, self._path.with_name(f"{self._path.name}-journal")):
            path.unlink(missing_ok=True)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        new = not self._path.exists()
        with closing(sqlite3.connect(self._path)) as connection:
            if new:
                protect(self._path)
            connection.executescript(_TABLES)
            yield connection


def _made_by(connection: sqlite3.Connection, fingerprint: str) -> bool:
    found = connection.execute("SELECT fingerprint FROM made_by").fetchone()
    return found is not None and found[0] == fingerprint


def _digest_of_all(connection: sqlite3.Connection) -> str:
    """A digest of every item, and of what they were derived by; empty where there is none."""
    if connection.execute("SELECT 1 FROM items LIMIT 1").fetchone() is None:
        return ""
    digest = hashlib.sha256()
    for (fingerprint,) in connection.execute("SELECT fingerprint FROM made_by"):
        digest.update(str(fingerprint).encode())
    rows = connection.execute("SELECT kind, id, digest FROM items ORDER BY kind, id")
    for kind, id, one in rows:
        digest.update(_digest(str(kind), bytes(id), "", bytes(one)))
    return digest.hexdigest()


def _digest(kind: str, id: bytes, key: str, data: bytes) -> bytes:
    digest = hashlib.blake2b(digest_size=16)
    for part in (kind.encode(), id, key.encode(), data):
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.digest()


def _bytes(id: str) -> bytes:
    return id.encode("utf-8", "surrogatepass")  # a file name need not be UTF-8


def _id(id: bytes) -> str:
    return id.decode("utf-8", "surrogatepass")
