"""Decisions of people. One stands until another undoes it; none is ever overwritten."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, or_, select, update

from graph.errors import NotFound, RecordError
from graph.record.base import Base, random_id
from graph.record.schema import decisions, ledger, payloads

REJECTED_REPLACEMENT = "reject-replacement"
"""That a replacement of documents does not hold, whatever is stated; no graph depends on it."""
DECISION_KINDS = ("merge", "never-merge", REJECTED_REPLACEMENT)


@dataclass(frozen=True, slots=True)
class Decision:
    """`payload` points at Name ids and at (document key, quote, 32 characters before and after),
    never at chunk, cluster or run ids. `removed_seq` is set once it was undone."""

    id: str
    kind: str
    payload: Mapping[str, Any]
    actor: str
    time: str
    added_seq: int
    removed_seq: int | None


class Decisions(Base):
    """The part of `Record` that keeps decisions."""

    def add_decision(self, kind: str, payload: Mapping[str, object], *, actor: str) -> str:
        """Keep a decision; returns its id. Raises `RecordError` for a kind that is not in
        `DECISION_KINDS` and for a payload with floats."""
        if kind not in DECISION_KINDS:
            raise RecordError(
                f"{kind!r} is no kind of decision; use one of {', '.join(DECISION_KINDS)}."
            )
        decision = random_id("d")
        with self._write() as connection:
            seq = self._append(
                connection,
                "decision",
                {"decision": decision, "kind": kind, "payload": payload},
                actor=actor,
            )
            connection.execute(insert(decisions).values(id=decision, kind=kind, added_seq=seq))
        self._save_head()
        return decision

    def undo_decision(self, decision: str, *, actor: str) -> None:
        """Let a decision stand no longer, from the next ledger row on. Raises `NotFound` when it
        does not stand."""
        with self._write() as connection:
            standing = connection.execute(
                select(decisions.c.id).where(
                    decisions.c.id == decision, decisions.c.removed_seq.is_(None)
                )
            ).first()
            if standing is None:
                raise NotFound(
                    f"No decision {decision!r} stands; list those that do with `decisions()`."
                )
            seq = self._append(connection, "decision-undone", {"decision": decision}, actor=actor)
            connection.execute(
                update(decisions).where(decisions.c.id == decision).values(removed_seq=seq)
            )
        self._save_head()

    def decisions(self, *, known_at: int | None = None) -> list[Decision]:
        """The decisions that stand now, or stood at the ledger position `known_at`, oldest
        first."""
        d = decisions.c
        query = (
            select(decisions, ledger.c.actor, ledger.c.time, payloads.c.payload)
            .join(ledger, ledger.c.seq == d.added_seq)
            .join(payloads, payloads.c.seq == d.added_seq)
            .order_by(d.added_seq)
        )
        if known_at is None:
            query = query.where(d.removed_seq.is_(None))
        else:
            query = query.where(
                d.added_seq <= known_at, or_(d.removed_seq.is_(None), d.removed_seq > known_at)
            )
        with self._read() as connection:
            rows = connection.execute(query).all()
        return [
            Decision(
                row.id,
                row.kind,
                json.loads(row.payload)["payload"],
                row.actor,
                row.time,
                row.added_seq,
                row.removed_seq,
            )
            for row in rows
        ]
