"""The ledger finds every change it says it finds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import RecordError
from graph.ledger import (
    EMPTY,
    Head,
    LedgerRow,
    canonical_json,
    payload_hash,
    read_head,
    seal,
    verify_chain,
    write_head,
)


def chain(length: int) -> list[LedgerRow]:
    rows: list[LedgerRow] = []
    head = EMPTY
    for number in range(length):
        row = seal(
            head,
            time="2026-01-01T00:00:00Z",
            actor="ann",
            kind="event",
            payload_digest=payload_hash(b"salt", canonical_json({"n": number})),
        )
        rows.append(row)
        head = Head(row.seq, row.hash)
    return rows


def test_an_untouched_chain_has_no_problem() -> None:
    rows = chain(5)
    assert (
        verify_chain(rows, {"file": Head(5, rows[-1].hash), "older": Head(2, rows[1].hash)}) == []
    )
    assert verify_chain([], {"file": EMPTY}, exact=("file",)) == []


@given(
    st.integers(0, 4),
    st.sampled_from(["time", "actor", "kind", "payload_hash", "previous_hash", "hash"]),
)
def test_any_changed_column_is_found(index: int, column: str) -> None:
    rows = chain(5)
    rows[index] = replace(rows[index], **{column: "0" * 63 + "x"})
    assert verify_chain(rows, {})


def test_a_changed_row_with_a_fitting_hash_breaks_the_next_one() -> None:
    rows = chain(3)
    forged = seal(
        Head(1, rows[0].hash),
        time=rows[1].time,
        actor="eve",
        kind="event",
        payload_digest=rows[1].payload_hash,
    )
    problems = verify_chain([rows[0], forged, rows[2]], {})
    assert problems == ["Ledger row 3 does not follow the row before it."]


@given(st.integers(0, 3))
def test_a_missing_row_is_found(index: int) -> None:
    rows = chain(5)
    del rows[index]
    assert any(f"row {index + 1} is missing" in problem for problem in verify_chain(rows, {}))


@given(st.permutations(range(5)).filter(lambda order: order != sorted(order)))
def test_another_order_is_found(order: list[int]) -> None:
    rows = chain(5)
    assert verify_chain([rows[index] for index in order], {})


def test_a_cut_tail_is_found_only_by_a_head_kept_elsewhere() -> None:
    rows = chain(5)
    assert verify_chain(rows[:3], {}) == []
    problems = verify_chain(rows[:3], {"the file": Head(5, rows[4].hash)})
    assert len(problems) == 1
    assert "its tail was cut off" in problems[0]


def test_a_tail_rewritten_after_the_head_was_noted_is_found() -> None:
    rows, other = chain(5), chain(5)
    other[4] = seal(
        Head(4, rows[3].hash),
        time="2026-01-01T00:00:00Z",
        actor="eve",
        kind="event",
        payload_digest="0" * 64,
    )
    problems = verify_chain(other, {"my note": Head(5, rows[4].hash)})
    assert problems == ["Ledger row 5 is not the one that my note names."]


def test_canonical_json_is_one_text_for_one_value() -> None:
    assert canonical_json({"b": [1, None, True], "a": "é"}) == '{"a":"é","b":[1,null,true]}'
    assert canonical_json({"a": 1, "b": 2}) == canonical_json({"b": 2, "a": 1})


@pytest.mark.parametrize(
    "value", [1.5, {"a": [1, {"b": 0.0}]}, float("nan"), {1: "a"}, {"a": b"x"}]
)
def test_what_has_no_single_text_is_refused(value: object) -> None:
    with pytest.raises(RecordError, match=r"as text|text keys"):
        canonical_json(value)


def test_the_message_names_the_float() -> None:
    with pytest.raises(RecordError, match=r"payload\.scores\[1\] is the float 0\.5"):
        canonical_json({"scores": [1, 0.5]})


@given(st.text(), st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_the_salt_hides_equal_payloads(text: str, one: bytes, two: bytes) -> None:
    same = payload_hash(one, canonical_json(text)) == payload_hash(two, canonical_json(text))
    assert same == (one == two)


def test_head_file(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite.head"
    assert read_head(path) is None
    write_head(path, Head(3, "ab" * 32))
    write_head(path, Head(4, "cd" * 32))
    assert read_head(path) == Head(4, "cd" * 32)
    assert [file.name for file in tmp_path.iterdir()] == [path.name]
    path.write_text("3 zz")
    with pytest.raises(RecordError, match="head file"):
        read_head(path)
