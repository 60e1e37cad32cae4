"""Answers and what people said about them; both can be erased, and the ledger still verifies."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select, update

from graph.errors import NotFound, RecordError
from graph.record.base import Base
from graph.record.schema import answers, events, ledger, payloads

EVENT_KINDS = ("helpful", "wrong", "citation-does-not-support")


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """An answer as it was given: `payload` and `manifest` are JSON texts, `time` is ISO in UTC."""

    id: str
    question: str
    payload: str
    manifest: str
    time: str
    added_seq: int


@dataclass(frozen=True, slots=True)
class Event:
    """What `actor` said about an answer: `kind` is one of `EVENT_KINDS`."""

    answer: str
    kind: str
    comment: str
    actor: str
    time: str
    added_seq: int


class Answers(Base):
    """The part of `Record` that keeps answers and events."""

    def put_answer(self, answer_id: str, question: str, payload: str, manifest: str) -> None:
        """Keep an answer. The same answer again changes nothing. Raises `RecordError` when the id
        belongs to another answer.

        The id is never erased: it must not be computed from the question alone, or the question
        could be guessed from it.
        """
        stored = {
            "answer": answer_id,
            "question": question,
            "payload": payload,
            "manifest": manifest,
        }
        with self._write() as connection:
            row = connection.execute(select(answers).where(answers.c.id == answer_id)).first()
            if row is not None:
                if row.erased_seq is None and _payload(connection, row.added_seq) == stored:
                    return
                raise RecordError(
                    f"Answer {answer_id} is kept already with other content, or was erased;"
                    " give each answer an id of its own."
                )
            seq = self._append(connection, "answer", stored)
            connection.execute(insert(answers).values(id=answer_id, added_seq=seq))
        self._save_head()

    def answer(self, answer_id: str) -> StoredAnswer:
        """Raises `NotFound` for an id that was never given or whose answer was erased."""
        with self._read() as connection:
            added_seq = self._added(connection, answer_id)
            return _stored(connection, answer_id, added_seq)

    def answers(self, limit: int) -> list[StoredAnswer]:
        """At most `limit` answers, newest first; erased ones are left out."""
        with self._read() as connection:
            rows = connection.execute(
                select(answers.c.id, answers.c.added_seq)
                .where(answers.c.erased_seq.is_(None))
                .order_by(answers.c.added_seq.desc())
                .limit(limit)
            ).all()
            return [_stored(connection, row.id, row.added_seq) for row in rows]

    def answers_since(self, seq: int, *, parts: Sequence[str]) -> list[StoredAnswer]:
        """Every answer kept after the ledger position `seq`, oldest first, without erased ones.
        The payload of each is a JSON list of these top-level parts (two or more), its manifest is
        empty: SQLite takes them out, which spares reading some 20 kB as JSON twice."""
        whole = func.json_extract(payloads.c.payload, "$.payload")
        query = (
            select(
                answers.c.id,
                answers.c.added_seq,
                ledger.c.time,
                func.json_extract(payloads.c.payload, "$.question").label("question"),
                func.json_extract(whole, *(f"$.{part}" for part in parts)).label("found"),
            )
            .join(ledger, ledger.c.seq == answers.c.added_seq)
            .join(payloads, payloads.c.seq == answers.c.added_seq)
            .where(answers.c.erased_seq.is_(None), answers.c.added_seq > seq)
            .order_by(answers.c.added_seq)
        )
        with self._read() as connection:
            rows = connection.execute(query).all()
        return [
            StoredAnswer(row.id, row.question, row.found, "", row.time, row.added_seq)
            for row in rows
        ]

    def erased_answers(self) -> list[str]:
        """The ids of erased answers, which are all that is left of them."""
        with self._read() as connection:
            erased = select(answers.c.id).where(answers.c.erased_seq.is_not(None))
            return list(connection.execute(erased).scalars())

    def erase_answer(self, answer_id: str, *, actor: str | None = None) -> None:
        """Remove question, payload and manifest of an answer, the comments on it, and their salts,
        and note in the ledger that this was done. Raises `NotFound`.

        SQLite overwrites the content in the file; its log is emptied at once unless another
        process is reading, and then at the next checkpoint. Backups keep what they held.
        """
        with self._write() as connection:
            added_seq = self._added(connection, answer_id)
            said = connection.execute(
                select(events.c.added_seq).where(events.c.answer == answer_id)
            ).scalars()
            seqs = [added_seq, *said]
            for seq in seqs:
                connection.execute(delete(payloads).where(payloads.c.seq == seq))
            erased = self._append(
                connection, "answer-erased", {"answer": answer_id, "rows": seqs}, actor=actor
            )
            connection.execute(delete(events).where(events.c.answer == answer_id))
            connection.execute(
                update(answers).where(answers.c.id == answer_id).values(erased_seq=erased)
            )
        self._checkpoint()
        self._save_head()

    def add_event(self, answer_id: str, kind: str, comment: str, actor: str) -> None:
        """Keep what `actor` said about an answer. Raises `NotFound`, and `RecordError` for a kind
        that is not in `EVENT_KINDS`."""
        if kind not in EVENT_KINDS:
            raise RecordError(f"{kind!r} is no kind of event; use one of {', '.join(EVENT_KINDS)}.")
        with self._write() as connection:
            self._added(connection, answer_id)
            seq = self._append(
                connection,
                "event",
                {"answer": answer_id, "kind": kind, "comment": comment},
                actor=actor,
            )
            connection.execute(insert(events).values(added_seq=seq, answer=answer_id, kind=kind))
        self._save_head()

    def events(self, answer_id: str | None = None) -> list[Event]:
        """The events on one answer, or on all, oldest first; those of erased answers are left
        out."""
        query = (
            select(events.c.answer, events.c.kind, ledger.c.actor, ledger.c.time, payloads)
            .join(ledger, ledger.c.seq == events.c.added_seq)
            .join(payloads, payloads.c.seq == events.c.added_seq)
            .order_by(events.c.added_seq)
        )
        if answer_id is not None:
            query = query.where(events.c.answer == answer_id)
        with self._read() as connection:
            rows = connection.execute(query).all()
        return [
            Event(
                row.answer,
                row.kind,
                json.loads(row.payload)["comment"],
                row.actor,
                row.time,
                row.seq,
            )
            for row in rows
        ]

    def _added(self, connection: Connection, answer_id: str) -> int:
        row = connection.execute(select(answers).where(answers.c.id == answer_id)).first()
        if row is None:
            raise NotFound(
                f"There is no answer {answer_id!r} in this knowledge base;"
                " `groundgraph show` takes the id that stands below an answer."
            )
        if row.erased_seq is not None:
            raise NotFound(f"Answer {answer_id} was erased; ask the question again.")
        return int(row.added_seq)

    def _checkpoint(self) -> None:
        with self._engine.connect() as connection:
            raw = connection.connection.dbapi_connection
            assert raw is not None
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _payload(connection: Connection, seq: int) -> object:
    text = connection.execute(
        select(payloads.c.payload).where(payloads.c.seq == seq)
    ).scalar_one_or_none()
    return None if text is None else json.loads(text)


def _stored(connection: Connection, answer_id: str, seq: int) -> StoredAnswer:
    row = connection.execute(
        select(payloads.c.payload, ledger.c.time)
        .join(ledger, ledger.c.seq == payloads.c.seq)
        .where(payloads.c.seq == seq)
    ).one()
    return _as_stored(answer_id, json.loads(row.payload), row.time, seq)


def _as_stored(answer_id: str, held: Mapping[str, str], time: str, seq: int) -> StoredAnswer:
    return StoredAnswer(answer_id, held["question"], held["payload"], held["manifest"], time, seq)
