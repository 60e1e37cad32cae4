"""Extractions and vectors under the ledger: each batch of rows is hashed when it is kept.

A ledger row of kind ``cached`` names a range of ids in one table and a digest of its rows. Where
rows are erased, the rest of their batch is hashed again, and the payload with the former digest,
from which an erased row could be guessed, goes with them.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, delete, func, select

from graph.errors import RecordError
from graph.record.base import append
from graph.record.schema import extractions, fingerprints, ledger, payloads, vectors

KEPT, AGAIN = "cached", "cached-again"
CACHES = (extractions, vectors)
_BATCH = 5_000  # rows of an older record that are hashed as one


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows `first` to `last` (ids, both included) of `table`, as the ledger row `seq` has them."""

    seq: int
    table: str
    first: int
    last: int
    count: int
    digest: str


def newest_id(connection: Connection, table: Table) -> int:
    """The highest id in `table`, 0 where it is empty."""
    return connection.execute(_NEWEST[table.name]).scalar_one() or 0


_NEWEST = {table.name: select(func.max(table.c.id)) for table in CACHES}
# As the file has them: a column that somebody gave another type must not stop a check.
_ROWS = {
    table.name: f"SELECT c.id, f.fingerprint, c.key, c.data FROM {table.name} c"
    " LEFT JOIN fingerprints f ON f.id = c.fingerprint WHERE c.id BETWEEN ? AND ? ORDER BY c.id"
    for table in CACHES
}


def seal(connection: Connection, table: Table, after: int, actor: str) -> None:
    """Put the rows of `table` with ids above `after` under the ledger, in the caller's transaction,
    which has added them. No ledger row where there are none."""
    payload = _summary(connection, table.name, after + 1, newest_id(connection, table))
    if payload["count"]:
        append(connection, KEPT, payload, actor)


def seal_all(connection: Connection, actor: str) -> None:
    """Put the caches of a record of schema version 1, which no ledger row covers, under the ledger
    as they are."""
    for table in CACHES:
        last = newest_id(connection, table)
        for first in range(1, last + 1, _BATCH):
            payload = _summary(connection, table.name, first, min(last, first + _BATCH - 1))
            append(connection, KEPT, payload, actor)


def drop_rows(connection: Connection, table: Table, ids: Sequence[int], actor: str) -> None:
    """Delete the rows `ids` of `table`, in the caller's transaction, and hash what is left of their
    batches again. Raises `RecordError` where such a batch is not what the ledger says: hashing it
    again would hide that."""
    wanted = sorted(set(ids))
    for batch in batches(connection):
        gone = wanted[bisect_left(wanted, batch.first) : bisect_right(wanted, batch.last)]
        if batch.table != table.name or not gone:
            continue
        if problem(connection, batch):
            raise RecordError(
                f"Rows of {table.name} were changed by another program, and nothing was erased;"
                " run `groundgraph doctor`, put a backup in the record's place, and erase then."
            )
        for id in gone:
            connection.execute(delete(table).where(table.c.id == id))
        used = select(extractions.c.fingerprint).union(select(vectors.c.fingerprint))
        connection.execute(delete(fingerprints).where(fingerprints.c.id.not_in(used)))
        # The highest ids may be given again: the batch ends where its rows end.
        payload = _summary(connection, table.name, batch.first, batch.last)
        connection.execute(delete(payloads).where(payloads.c.seq == batch.seq))
        append(connection, AGAIN, {**payload, "rows": [batch.seq]}, actor)


def batches(connection: Connection) -> list[Batch]:
    """The batches as the ledger has them, by table and first id."""
    found: dict[int, Batch] = {}
    rows = connection.execute(
        select(ledger.c.seq, payloads.c.payload)
        .join(payloads, payloads.c.seq == ledger.c.seq)
        .where(ledger.c.kind.in_((KEPT, AGAIN)))
        .order_by(ledger.c.seq)
    )
    for seq, payload in rows:
        held = json.loads(payload)
        found[seq] = Batch(seq, *(held[k] for k in ("table", "first", "last", "count", "digest")))
    return sorted(found.values(), key=lambda batch: (batch.table, batch.first))


def problem(connection: Connection, batch: Batch) -> str:
    """What is wrong with the rows of `batch`, a sentence; empty where nothing is."""
    now = _summary(connection, batch.table, batch.first, batch.last)
    if (now["count"], now["digest"]) == (batch.count, batch.digest):
        return ""
    how = "" if now["count"] == batch.count else f": {now['count']} rows instead of {batch.count}"
    return f"Rows {batch.first} to {batch.last} of {batch.table} were changed{how}."


def problems(connection: Connection) -> Iterator[str]:
    """What is wrong with the caches: changed, missing and foreign rows."""
    held = batches(connection)
    for batch in held:
        if found := problem(connection, batch):
            yield found
    for table in CACHES:
        ranges = [(b.first, b.last) for b in held if b.table == table.name and b.last >= b.first]
        ends = [0, *(last for _, last in ranges)]
        starts = [*(first for first, _ in ranges), newest_id(connection, table) + 1]
        for last, first in zip(ends, starts, strict=True):
            where = (table.c.id > last, table.c.id < first)
            foreign = connection.execute(select(func.count()).where(*where)).scalar_one()
            if foreign:
                yield f"{foreign} rows of {table.name} are in no ledger row."
        if connection.execute(select(func.count()).where(table.c.id < 1)).scalar_one():
            yield f"Rows of {table.name} are in no ledger row."


def _summary(connection: Connection, table: str, first: int, last: int) -> Mapping[str, Any]:
    """Range, number and digest of the rows from `first` to `last`."""
    whole, count, highest = hashlib.sha256(), 0, first - 1
    for row in connection.exec_driver_sql(_ROWS[table], (first, last)):
        digest = hashlib.sha256()
        for value in row:
            part = _bytes(value)
            digest.update(len(part).to_bytes(8, "big") + part)
        whole.update(digest.digest())
        count, highest = count + 1, row[0]
    return {
        "table": table,
        "first": first,
        "last": highest,
        "count": count,
        "digest": whole.hexdigest(),
    }


def _bytes(value: object) -> bytes:
    """A value of SQLite with its type in front."""
    if isinstance(value, bytes):
        return b"b" + value
    return f"{type(value).__name__} {value}".encode("utf-8", "surrogatepass")
