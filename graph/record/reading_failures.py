"""Versions of files whose reader had to be stopped: by the clock, for want of memory, by a crash.

Another machine, or the same on another day, may read them; so that the graph does not depend on
that, each is an event, and stands until the file or its reader is another, or somebody asks to try
again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from graph.record.base import Base
from graph.record.schema import payloads, reading_failures


@dataclass(frozen=True, slots=True)
class ReadingFailure:
    """`sha256` of the bytes and the fingerprint of the `reader` say what was tried; `reason` is
    ``time``, ``memory``, ``crash``, ``killed`` or ``wrong output``, `detail` the sentence for
    people."""

    document: str
    sha256: str
    reader: str
    reason: str
    detail: str


class ReadingFailures(Base):
    """The part of `Record` that keeps what stopped a reader."""

    def add_reading_failure(self, failure: ReadingFailure) -> None:
        """Let this stand for its document, in the place of what stood."""
        with self._write() as connection:
            seq = self._append(
                connection,
                "reading-failed",
                {
                    "document": failure.document,
                    "sha256": failure.sha256,
                    "reader": failure.reader,
                    "reason": failure.reason,
                    "detail": failure.detail,
                },
            )
            connection.execute(
                update(reading_failures)
                .where(
                    reading_failures.c.document == failure.document,
                    reading_failures.c.removed_seq.is_(None),
                )
                .values(removed_seq=seq)
            )
            connection.execute(
                insert(reading_failures).values(added_seq=seq, document=failure.document)
            )

    def end_reading_failure(self, document: str) -> None:
        """Let what stands for `document` stand no longer: it was read, is gone, or is tried
        again."""
        with self._write() as connection:
            seq = self._append(connection, "reading-failure-over", {"document": document})
            connection.execute(
                update(reading_failures)
                .where(
                    reading_failures.c.document == document,
                    reading_failures.c.removed_seq.is_(None),
                )
                .values(removed_seq=seq)
            )

    def reading_failures(self) -> dict[str, ReadingFailure]:
        """Document -> the failure that stands for it. One whose payload was erased stands no
        longer."""
        query = (
            select(payloads.c.payload)
            .join(reading_failures, reading_failures.c.added_seq == payloads.c.seq)
            .where(reading_failures.c.removed_seq.is_(None))
            .order_by(payloads.c.seq)
        )
        with self._read() as connection:
            found = [json.loads(text) for text in connection.execute(query).scalars()]
        return {one["document"]: ReadingFailure(**one) for one in found}


def make_reading_failures(connection: Connection) -> None:
    """The table, in a record that has none."""
    reading_failures.create(connection, checkfirst=True)
