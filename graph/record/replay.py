"""The tables of a record against its ledger: every row is played again from the payloads, and what
a table says otherwise, lacks or has too much is a problem.

The payloads are taken at their word here: `safety` compares them with the ledger's hashes first.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, RowMapping

from graph.record.base import HEAD_KEY, META_SET, value_hash
from graph.record.batches import AGAIN
from graph.record.erasure import ERASED

ADDED, FOUND = "document-added", "document-found"
SOURCE_ADDED, SOURCE_MOVED = "source-added", "source-moved"
SOURCE_REMOVED = "source-removed"
ERASING = ("answer-erased", AGAIN, ERASED)
"""Kinds of ledger rows that name, as ``rows``, those whose payloads are gone."""

Row = dict[str, Any]
UNKNOWN = object()
"""A value that the ledger does not say."""


@dataclass(slots=True)
class Numbers:
    """The `id` that SQLite gives a new row of a table: one more than the highest there is."""

    of_row: dict[int, int] = field(default_factory=dict)
    """Ledger row -> id, whether or not its payload is there."""
    highest: int = 0

    def add(self, seq: int) -> None:
        self.highest += 1
        self.of_row[seq] = self.highest

    def drop(self, rows: list[int]) -> None:
        if any([self.of_row.pop(row, None) for row in rows]):
            self.highest = max(self.of_row.values(), default=0)


@dataclass(slots=True)
class Wanted:
    """What the tables must hold, by the row's name in the table."""

    documents: dict[Any, Row] = field(default_factory=dict)
    decisions: dict[Any, Row] = field(default_factory=dict)
    answers: dict[Any, Row] = field(default_factory=dict)
    events: dict[Any, Row] = field(default_factory=dict)
    runs: dict[Any, Row] = field(default_factory=dict)
    meta: dict[Any, Row] = field(default_factory=dict)
    sources: dict[Any, Row] = field(default_factory=dict)
    reading_failures: dict[Any, Row] = field(default_factory=dict)
    erased: set[int] = field(default_factory=set)
    current: dict[str, int] = field(default_factory=dict)
    numbers: dict[str, Numbers] = field(
        default_factory=lambda: {ADDED: Numbers(), SOURCE_ADDED: Numbers()}
    )

    def erase(self, rows: list[int]) -> None:
        """The payloads of these ledger rows are gone, and the rows of tables with them."""
        self.erased.update(rows)
        for numbers in self.numbers.values():
            numbers.drop(rows)


def replayed(connection: Connection) -> Wanted:
    """The ledger, played from its first row to its last."""
    wanted = Wanted()
    rows = connection.exec_driver_sql(
        "SELECT l.seq, l.kind, l.time, p.payload FROM ledger l"
        " LEFT JOIN payloads p ON p.seq = l.seq ORDER BY l.seq"
    )
    for seq, kind, time, payload in rows:
        if kind in wanted.numbers:
            wanted.numbers[kind].add(seq)
        play = _PLAYED.get(kind)
        if play is not None and payload is not None:
            play(wanted, seq, time, _loaded(payload))
        if kind in ERASING and payload is not None:
            wanted.erase(_loaded(payload)["rows"])
    return wanted


def replay_problems(connection: Connection) -> Iterator[str]:
    """How the tables differ from what the ledger says, one sentence for each row."""
    wanted = replayed(connection)
    for table, (name, columns) in _TABLES.items():
        rows = connection.exec_driver_sql(f"SELECT {name}, {columns} FROM {table}").mappings()
        found = {plain(row[name]): _as_ledger(table, row) for row in rows}
        held = getattr(wanted, table)
        for key in sorted(found.keys() | held.keys(), key=str):
            if key not in held:
                yield f"The {_NAMES[table]} {key} is in no ledger row."
            elif key not in found:
                yield f"The {_NAMES[table]} {key}, which the ledger has, is missing."
            else:
                wrong = [
                    column
                    for column, value in held[key].items()
                    if value is not UNKNOWN and found[key][column] != value
                ]
                if wrong:
                    what = ", ".join(wrong)
                    yield f"The {_NAMES[table]} {key} is not what the ledger says: {what}."


_NAMES = {
    "documents": "document of ledger row",
    "decisions": "decision",
    "answers": "answer",
    "events": "event of ledger row",
    "runs": "run",
    "meta": "setting",
    "sources": "source",
    "reading_failures": "reading failure of ledger row",
}
_TABLES = {
    "documents": (
        "added_seq",
        "id, key, version, number, content_hash AS content, run, root, uri, removed_seq",
    ),
    "decisions": ("id", "kind, added_seq, removed_seq"),
    "answers": ("id", "added_seq, erased_seq"),
    "events": ("added_seq", "answer, kind"),
    "runs": ("id", "kind, state, started, finished, settings, fingerprints, counts, added_seq"),
    "meta": ("key", "value"),
    "sources": ("id", "name, path, kind, added_seq, removed_seq"),
    "reading_failures": ("added_seq", "document, removed_seq"),
}


def _as_ledger(table: str, row: RowMapping) -> Row:
    found: Row = {str(column): plain(value) for column, value in row.items()}
    if table == "meta":
        text = found["value"]
        known = found["key"] == HEAD_KEY  # `verify_chain` compares it
        found["value"] = None if known else value_hash(text) if isinstance(text, str) else text
    return found


def plain(value: Any) -> Any:
    """Text as it was before `AnyText` kept it as bytes."""
    return value.decode("utf-8", "surrogatepass") if isinstance(value, bytes) else value


def _loaded(payload: str | bytes) -> Any:
    return json.loads(plain(payload))


# --- one function for each kind of ledger row ----------------------------------------------------


def _document_added(wanted: Wanted, seq: int, time: str, held: Row) -> None:
    _document_closed(wanted, seq, time, held)
    columns = ("version", "number", "content", "run", "root", "uri")
    wanted.documents[seq] = {
        "id": wanted.numbers[ADDED].of_row[seq],
        "key": held["document"],
        "removed_seq": None,
        **{column: held.get(column, UNKNOWN) for column in columns},
    }
    wanted.current[held["document"]] = seq


def _document_closed(wanted: Wanted, seq: int, time: str, held: Row) -> None:
    former = wanted.current.pop(held["document"], None)
    if former is not None:
        wanted.documents[former]["removed_seq"] = seq


def _document_found(wanted: Wanted, seq: int, time: str, held: Row) -> None:
    if held["row"] in wanted.documents:
        wanted.documents[held["row"]].update(root=held["root"], uri=held["uri"])


def _decision(wanted: Wanted, seq: int, time: str, held: Row) -> None:
    row = {"kind": held["kind"], "added_seq": seq, "removed_seq": None}
    wanted.decisions[held["decision"]] = row


def _decision_undone(wanted: Wanted, seq: int, time: str, held: Row) -> None:
    undone = wanted.decisions.get(held["decision"])
    if undone is not None:  # it was not erased
        undone["removed_seq"] = seq


def _answer(wanted: Wanted, seq: int, time: str, held: Row) -> None:
    wanted.answers[held["answer"]] = {"added_seq": seq, "erased_seq": None}


def _answer_erased(wanted: Wanted, seq: int, time: str, held: Row) -> None:
    wanted.answers[held["answer"]] = {"added_seq": held["rows"][0], "erased_seq": seq}
    for row in held["rows"]:
        wanted.events.pop(row, None)


def _event(wanted: Wanted, seq: int, time: str, held: Row) -> None:
    wanted.events[seq] = {"answer": held["answer"], "kind": held["kind"]}


def _run_started(wanted: Wanted, seq: int, time: str, held: Row) -> None:
    wanted.runs[held["run"]] = {
        **{name: held[name] for name in ("kind", "settings", "fingerprints")},
        "state": "running",
        "started": time,
        "finished": None,
        "counts": "{}",
        "added_seq": seq,
    }


def _run_finished(wanted: Wanted, seq: int, time: str, held: Row) -> None:
    ended = {"state": held["state"], "counts": held["counts"], "finished": time}
    wanted.runs[held["run"]].update(ended)


def _meta_set(wanted: Wanted, seq: int, time: str, held: Row) -> None:
    wanted.meta[held["key"]] = {"value": held["sha256"]}


def _source_added(wanted: Wanted, seq: int, time: str, held: Row) -> None:
    wanted.sources[wanted.numbers[SOURCE_ADDED].of_row[seq]] = {
        **{"name": held["source"], "kind": held["kind"], "path": held.get("path")},
        **{"added_seq": held.get("since", seq), "removed_seq": None},
    }


def _source_moved(wanted: Wanted, seq: int, time: str, held: Row) -> None:
    _standing(wanted.sources, "name", held["source"]).update(path=held.get("path"))


def _source_removed(wanted: Wanted, seq: int, time: str, held: Row) -> None:
    _standing(wanted.sources, "name", held["source"]).update(path=None, removed_seq=seq)


def _reading_failed(wanted: Wanted, seq: int, time: str, held: Row) -> None:
    _reading_failure_over(wanted, seq, time, held)
    wanted.reading_failures[seq] = {"document": held["document"], "removed_seq": None}


def _reading_failure_over(wanted: Wanted, seq: int, time: str, held: Row) -> None:
    _standing(wanted.reading_failures, "document", held["document"]).update(removed_seq=seq)


def _standing(rows: dict[Any, Row], column: str, value: str) -> Row:
    """The row with this value that was not removed; an empty one where there is none."""
    found = (row for row in rows.values() if row[column] == value and row["removed_seq"] is None)
    return next(found, {})


def _created(wanted: Wanted, seq: int, time: str, held: Row) -> None:
    wanted.meta[HEAD_KEY] = {"value": UNKNOWN}


_PLAYED: dict[str, Callable[[Wanted, int, str, Row], None]] = {
    "record-created": _created,
    ADDED: _document_added,
    "document-removed": _document_closed,
    FOUND: _document_found,
    "decision": _decision,
    "decision-undone": _decision_undone,
    "answer": _answer,
    "answer-erased": _answer_erased,
    "event": _event,
    "run-started": _run_started,
    "run-finished": _run_finished,
    META_SET: _meta_set,
    SOURCE_ADDED: _source_added,
    SOURCE_MOVED: _source_moved,
    SOURCE_REMOVED: _source_removed,
    "reading-failed": _reading_failed,
    "reading-failure-over": _reading_failure_over,
}
