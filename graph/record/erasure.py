"""Erasing documents: what the record holds of them goes, and the ledger still verifies.

Every version of a document, its bytes, its text, the ledger's payloads that name it, and what was
kept of reading it. What several documents share stays for those that are left. That something was
erased, and which ledger rows lost their payload, is a ledger row of its own.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from typing import TypeVar

from sqlalchemy import Connection, Table, delete, or_, select

from graph.record.base import Base
from graph.record.batches import drop_rows
from graph.record.schema import (
    decisions,
    documents,
    extractions,
    ledger,
    originals,
    payloads,
    reading_failures,
    sources,
    texts,
    vectors,
)

_Item = TypeVar("_Item")
ERASED = "documents-erased"
_NAMING = ("document-", "source-", "reading-", "decision")
"""How the kinds of ledger rows begin whose payloads can name a document or source."""
_BATCH = 500


class Erasure(Base):
    """The part of `Record` that erases documents; answers are erased by `erase_answer`."""

    def erase_documents(self, keys: Collection[str], *, source: str | None = None) -> int:
        """Erase every version of the documents `keys`, and the source `source` too where one is
        given. Returns how many versions went. Keys that nothing is held of are no error."""
        with self._write() as connection:
            rows = connection.execute(
                select(documents.c.id, documents.c.added_seq, documents.c.key)
            ).all()
            own = [row for row in rows if row.key in keys]
            named = {row.added_seq for row in own}
            seqs = sorted(_naming(connection, frozenset(keys), named, source))
            for table, ids in (
                (documents, [row.id for row in own]),
                (sources, _source_rows(connection, source)),
            ):
                for batch in _batches(ids):
                    connection.execute(delete(table).where(table.c.id.in_(batch)))
            for names in _batches(sorted(keys)):
                failed = reading_failures.c.document.in_(names)
                connection.execute(delete(reading_failures).where(failed))
            for batch in _batches(seqs):
                connection.execute(delete(payloads).where(payloads.c.seq.in_(batch)))
                connection.execute(delete(decisions).where(decisions.c.added_seq.in_(batch)))
            _unshared(connection)
            self._append(connection, ERASED, {"rows": seqs, "versions": len(own)})
        self._finish()
        return len(own)

    def keep_only_extractions(self, keys: Collection[str]) -> int:
        """Drop every kept extraction but those of the segments `keys`; returns how many went."""
        return self._keep_only(extractions, keys)

    def keep_only_vectors(self, keys: Collection[str]) -> int:
        """Drop every kept vector but those of the texts `keys`; returns how many went."""
        return self._keep_only(vectors, keys)

    def _keep_only(self, table: Table, keys: Collection[str]) -> int:
        with self._write() as connection:
            rows = connection.execute(select(table.c.id, table.c.key)).all()
            gone = [row.id for row in rows if row.key not in keys]
            drop_rows(connection, table, gone, self.actor)
            self._head_lags = True
        self._finish()
        return len(gone)

    def _finish(self) -> None:
        """Empty SQLite's log, which still holds what was overwritten in the file."""
        with self._engine.connect() as connection:
            raw = connection.connection.dbapi_connection
            assert raw is not None
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._save_head()


def _naming(
    connection: Connection, keys: frozenset[str], seqs: Collection[int], source: str | None
) -> set[int]:
    """The ledger rows whose payload names one of the documents, of their rows, or the source."""
    found: set[int] = set()
    kinds = ledger.c.kind
    rows = connection.execute(
        select(ledger.c.seq, kinds, payloads.c.payload)
        .join(payloads, payloads.c.seq == ledger.c.seq)
        .where(or_(*(kinds.like(f"{kind}%") for kind in _NAMING)))
    )
    for seq, kind, payload in rows:
        held = json.loads(payload)
        if kind.startswith("decision"):
            named = not keys.isdisjoint(_strings(held))
        else:
            named = (
                held.get("document") in keys
                or held.get("row") in seqs
                or (source is not None and held.get("source") == source)
            )
        if named:
            found.add(seq)
    return found


def _strings(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for member in value.values():
            yield from _strings(member)
    elif isinstance(value, list):
        for member in value:
            yield from _strings(member)


def _source_rows(connection: Connection, source: str | None) -> list[int]:
    if source is None:
        return []
    found = select(sources.c.id).where(sources.c.name == source)
    return list(connection.execute(found).scalars())


def _unshared(connection: Connection) -> None:
    """Bytes and texts that no version refers to any more."""
    connection.execute(
        delete(originals).where(originals.c.sha256.not_in(select(documents.c.sha256)))
    )
    connection.execute(delete(texts).where(texts.c.hash.not_in(select(documents.c.text_hash))))


def _batches(ids: Sequence[_Item]) -> Iterable[Sequence[_Item]]:
    for start in range(0, len(ids), _BATCH):
        yield ids[start : start + _BATCH]
