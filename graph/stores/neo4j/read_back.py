"""Whether what was written lies there: of a small change only its own rows are read back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from graph.rows import row_hash, row_key
from graph.stores.delta_news import Change
from graph.stores.neo4j import held
from graph.stores.neo4j.driver import Connection


def unlike(connection: Connection, change: Change, rows: Mapping[str, str] | None) -> list[str]:
    """Keys of `change` whose rows are not as they were written, read back whole and hashed again;
    and labels and types of which the database holds another number than `rows` (key -> hash of all
    that it should hold) names."""
    given = [*change.nodes, *change.edges, *change.texts]
    wanted = {key: change.hashes[key].hex() for key in given}
    read = held.rows_of(connection, [*given, *change.gone])
    found = {row_key(row): row_hash(row) for row in read}
    wrong = [
        key for key in sorted(wanted.keys() | found.keys()) if wanted.get(key) != found.get(key)
    ]
    if rows is None:
        return wrong
    counted = Counter("t" if key[0] == "t" else "/".join(key.split("/", 2)[:2]) for key in rows)
    there = held.counts(connection)
    kinds = sorted(counted.keys() | there.keys())
    return wrong + [
        f"{kind}: {there.get(kind, 0)} instead of {counted[kind]}"
        for kind in kinds
        if there.get(kind, 0) != counted[kind]
    ]
