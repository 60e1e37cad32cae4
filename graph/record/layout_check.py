"""Whether a record has the tables, columns and indexes that this release makes, and nothing else:
a trigger or a view may change or hide rows without touching one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from sqlalchemy import Connection, create_engine

from graph.record.schema import tables

_WORD = re.compile(r"[A-Za-z_]+")
# How a column's constraints are written differs between a new table and one that was altered.
_SPELLING = frozenset({"foreign", "references", "constraint", "not", "null", "default"})

Layout = dict[tuple[str, str], Any]


def layout_problems(connection: Connection) -> Iterator[str]:
    """What is other than this release makes it, one sentence each."""
    found, wanted = _layout(connection), _wanted()
    for kind, name in sorted(found.keys() | wanted.keys()):
        if (kind, name) not in wanted:
            yield f"The record has a {kind} {name} that groundgraph did not make."
        elif (kind, name) not in found:
            yield f"The {kind} {name} is missing from the record."
        elif not _same(found[kind, name], wanted[kind, name]):
            yield f"The {kind} {name} of the record is not as groundgraph makes it."


@cache
def _wanted() -> Layout:
    engine = create_engine("sqlite://")
    try:
        with engine.begin() as connection:
            tables.create_all(connection)
            return _layout(connection)
    finally:
        engine.dispose()


def _layout(connection: Connection) -> Layout:
    """(kind, name) -> what it is, of everything in the file."""
    found: Layout = {}
    rows = connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_master").all()
    for kind, name, sql in rows:
        words = frozenset(_WORD.findall((sql or "").lower())) - _SPELLING
        if kind == "table":
            columns = connection.exec_driver_sql(f'PRAGMA table_xinfo("{name}")').all()
            keys = connection.exec_driver_sql(f'PRAGMA foreign_key_list("{name}")').all()
            unique = [row[1:4] for row in _indexes(connection, name)]
            found[kind, name] = (
                sorted(tuple(column[1:]) for column in columns),
                sorted(tuple(key[2:]) for key in keys),
                sorted(map(tuple, unique)),
                words,
            )
        elif kind == "index":
            parts = connection.exec_driver_sql(f'PRAGMA index_xinfo("{name}")').all()
            found[kind, name] = ([part[2:] for part in parts], " ".join((sql or "").split()))
        else:
            found[kind, name] = sql
    return found


def _indexes(connection: Connection, table: str) -> list[Any]:
    return list(connection.exec_driver_sql(f'PRAGMA index_list("{table}")').all())


def _same(found: Any, wanted: Any) -> bool:
    return bool(found == wanted)
