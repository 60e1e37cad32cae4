"""Batches of extractions and vectors under the ledger: rows that are dropped leave the rest of
their batch provable, and nothing to guess them from."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from graph.errors import RecordError
from graph.model import Extraction, Span
from graph.record import Record

FOUND = Extraction((Span(0, 3),), (), ())


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with Record.open(tmp_path / "record.sqlite", create=True) as opened:
        for batch in (("a", "b", "c"), ("d", "e"), ("f",)):
            opened.put_extractions("spacy-1", dict.fromkeys(batch, FOUND))
        opened.put_vectors("minilm", {"v": np.ones(3, dtype=np.float32)})
        yield opened


def by_hand(record: Record, statement: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(record.path, isolation_level=None)) as connection:
        return connection.execute(statement).fetchall()


def payloads(record: Record) -> list[dict[str, object]]:
    rows = by_hand(
        record,
        "SELECT p.payload FROM payloads p JOIN ledger l USING (seq)"
        " WHERE l.kind LIKE 'cached%' ORDER BY seq",
    )
    return [json.loads(str(row[0])) for row in rows]


def test_each_batch_is_one_ledger_row(record: Record) -> None:
    held = [(p["table"], p["first"], p["last"], p["count"]) for p in payloads(record)]
    extractions = [("extractions", 1, 3, 3), ("extractions", 4, 5, 2), ("extractions", 6, 6, 1)]
    assert held == [*extractions, ("vectors", 1, 1, 1)]
    record.put_extractions("spacy-1", {"a": FOUND})  # is kept already
    assert len(payloads(record)) == 4 and record.verify() == []


def test_what_is_left_of_a_batch_is_hashed_again(record: Record) -> None:
    former = {str(p["digest"]) for p in payloads(record)}
    assert record.keep_only_extractions({"a", "c", "d", "e"}) == 2
    assert record.verify() == []
    held = [(p["first"], p["last"], p["count"]) for p in payloads(record)]
    assert held == [(4, 5, 2), (1, 1, 1), (1, 3, 2), (6, 5, 0)]
    assert len(former & {str(p["digest"]) for p in payloads(record)}) == 2
    record.put_extractions("spacy-1", {"g": FOUND})  # SQLite gives the highest id again
    assert record.verify() == []
    by_hand(record, "DELETE FROM extractions WHERE key = 'g'")
    assert record.verify() != []


def test_a_fingerprint_goes_with_its_last_row(record: Record) -> None:
    record.keep_only_vectors(set())
    assert by_hand(record, "SELECT fingerprint FROM fingerprints") == [("spacy-1",)]
    assert record.verify() == []


def test_changed_rows_are_not_hashed_again(record: Record) -> None:
    by_hand(record, "UPDATE extractions SET data = x'00' WHERE key = 'b'")
    before = payloads(record)
    with pytest.raises(RecordError, match="changed by another program, and nothing was erased"):
        record.keep_only_extractions({"b"})
    assert payloads(record) == before
    assert len(by_hand(record, "SELECT id FROM extractions")) == 6
