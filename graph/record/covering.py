"""Putting under the ledger what a record of schema version 1 kept beside it, as it lies there at
the upgrade: from then on a change of it is found. Parts of the step to version 2."""

from __future__ import annotations

from sqlalchemy import Connection

from graph.record.base import HEAD_KEY, META_SET, append, value_hash
from graph.record.batches import seal_all
from graph.record.replay import FOUND, SOURCE_ADDED, plain

ACTOR = "groundgraph"


def run_times(connection: Connection) -> None:
    """A run begins and ends at the times of its ledger rows; a second may have lain between."""
    connection.exec_driver_sql(
        "UPDATE runs SET started = (SELECT time FROM ledger WHERE seq = added_seq)"
    )
    ended = connection.exec_driver_sql(
        "SELECT json_extract(p.payload, '$.run'), max(l.seq), l.time FROM ledger l"
        " JOIN payloads p ON p.seq = l.seq WHERE l.kind = 'run-finished' GROUP BY 1"
    ).all()
    for run, _, time in ended:
        connection.exec_driver_sql("UPDATE runs SET finished = ? WHERE id = ?", (time, run))


def erased_events(connection: Connection) -> None:
    """What is left of feedback on erased answers: its kind, which nothing bears out any more."""
    connection.exec_driver_sql(
        "DELETE FROM events WHERE answer IN (SELECT id FROM answers WHERE erased_seq IS NOT NULL)"
    )


def unused_fingerprints(connection: Connection) -> None:
    """Fingerprints that no row was made by."""
    connection.exec_driver_sql(
        "DELETE FROM fingerprints WHERE id NOT IN (SELECT fingerprint FROM extractions)"
        " AND id NOT IN (SELECT fingerprint FROM vectors)"
    )


def cover_sources(connection: Connection) -> None:
    """The sources that were read off the keys of documents, known since the first of these."""
    rows = connection.exec_driver_sql(
        "SELECT name, kind, path, added_seq FROM sources ORDER BY id"
    ).all()
    for name, kind, path, since in rows:
        told = {"source": plain(name), "kind": kind, "path": plain(path), "since": since}
        append(connection, SOURCE_ADDED, told, ACTOR)


def cover_places(connection: Connection) -> None:
    """Where each version of a document was found."""
    rows = connection.exec_driver_sql("SELECT added_seq, root, uri FROM documents ORDER BY 1").all()
    for seq, root, uri in rows:
        append(connection, FOUND, {"row": seq, "root": plain(root), "uri": plain(uri)}, ACTOR)


def cover_settings(connection: Connection) -> None:
    """The small settings kept with the base."""
    rows = connection.exec_driver_sql("SELECT key, value FROM meta ORDER BY 1").all()
    for key, value in rows:
        if key != HEAD_KEY:
            append(connection, META_SET, {"key": key, "sha256": value_hash(plain(value))}, ACTOR)


def cover_caches(connection: Connection) -> None:
    """Extractions and vectors."""
    seal_all(connection, ACTOR)
