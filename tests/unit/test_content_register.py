"""What holds content of documents is registered, all of it."""

from __future__ import annotations

from pathlib import Path

from graph.content_register import COLUMNS, FILES, Erased, Holds, columns_with, registered
from graph.record.schema import tables


def test_every_column_of_the_record_is_registered_and_no_other() -> None:
    in_schema = {
        table.name: {column.name for column in table.columns} for table in tables.sorted_tables
    }
    assert {table: set(columns) for table, columns in COLUMNS.items()} == in_schema


def test_every_column_of_bytes_is_said_to_hold_something() -> None:
    """Bytes are packed words or numbers made of words; a salt is the exception."""
    packed = {
        (table.name, column.name)
        for table in tables.sorted_tables
        for column in table.columns
        if str(column.type) in ("BLOB", "LargeBinary")
    }
    silent = {(t, c) for t, c in packed if COLUMNS[t][c] is Holds.NOTHING}
    assert silent == {("payloads", "salt")}


def test_every_file_of_a_built_base_is_registered(built_examples: Path) -> None:
    files = [path for path in built_examples.rglob("*") if path.is_file()]
    assert len(files) > 8
    unknown = [
        path.name
        for path in files
        if registered(path.relative_to(built_examples).as_posix()) is None
    ]
    assert unknown == []


def test_what_holds_content_is_erased_or_named() -> None:
    assert [
        file.pattern
        for file in FILES
        if file.holds is Holds.CONTENT and file.erased is Erased.NOTHING
    ] == []
    assert registered("record.sqlite.before-v2") is not None
    assert registered("notes.txt") is None
    assert registered("store/gen-000001/vectors/000001.npy") is not None


def test_columns_are_found_by_what_they_hold() -> None:
    found = columns_with(Holds.CONTENT)
    assert ("originals", "data") in found and ("vectors", "data") not in found
    assert ("vectors", "data") in columns_with(Holds.DERIVED)
