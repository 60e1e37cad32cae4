"""Runs: what was done, with which settings and components, and how it ended."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, insert, select, update

from graph.errors import NotFound
from graph.record.base import Base, random_id
from graph.record.codec import dump
from graph.record.schema import runs


@dataclass(frozen=True, slots=True)
class Run:
    """`state` is ``running`` until `Record.finish_run` sets another; `started` and `finished` are
    ISO times in UTC, `counts` is empty until then."""

    id: str
    kind: str
    state: str
    started: str
    finished: str | None
    settings: Mapping[str, Any]
    fingerprints: Mapping[str, Any]
    counts: Mapping[str, Any]
    added_seq: int


class Runs(Base):
    """The part of `Record` that keeps runs."""

    def start_run(
        self, kind: str, settings: Mapping[str, object], fingerprints: Mapping[str, object]
    ) -> str:
        """Note that a run begins (`kind`: ``build`` …); returns its id. `settings` and
        `fingerprints` are anything JSON can say."""
        run = random_id("r")
        shown = {"settings": dump(dict(settings)), "fingerprints": dump(dict(fingerprints))}
        with self._write() as connection:
            row = self._append_row(connection, "run-started", {"run": run, "kind": kind, **shown})
            connection.execute(
                insert(runs).values(
                    id=run,
                    kind=kind,
                    state="running",
                    started=row.time,
                    counts="{}",
                    added_seq=row.seq,
                    **shown,
                )
            )
        self._save_head()
        return run

    def finish_run(self, run: str, state: str, counts: Mapping[str, object]) -> None:
        """Note how a run ended (`state`: ``done``, ``failed``, ``interrupted`` …). Raises
        `NotFound`."""
        shown = dump(dict(counts))
        with self._write() as connection:
            row = self._append_row(
                connection, "run-finished", {"run": run, "state": state, "counts": shown}
            )
            changed = connection.execute(
                update(runs)
                .where(runs.c.id == run)
                .values(state=state, counts=shown, finished=row.time)
            )
            if changed.rowcount == 0:
                raise NotFound(f"There is no run {run!r}; begin one with `start_run`.")
        self._save_head()

    def runs(self) -> list[Run]:
        """Every run, oldest first."""
        with self._read() as connection:
            rows = connection.execute(select(runs).order_by(runs.c.added_seq)).all()
        return [_run(row) for row in rows]

    def last_run(self, kind: str) -> Run | None:
        """The newest run of `kind`, None if there was none."""
        with self._read() as connection:
            row = connection.execute(
                select(runs).where(runs.c.kind == kind).order_by(runs.c.added_seq.desc())
            ).first()
        return None if row is None else _run(row)


def _run(row: Row[Any]) -> Run:
    return Run(
        id=row.id,
        kind=row.kind,
        state=row.state,
        started=row.started,
        finished=row.finished,
        settings=json.loads(row.settings),
        fingerprints=json.loads(row.fingerprints),
        counts=json.loads(row.counts),
        added_seq=row.added_seq,
    )
