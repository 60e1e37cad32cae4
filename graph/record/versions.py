"""Adding and removing documents: one transaction and one ledger row for each."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Connection, bindparam, insert, inspect, select, update

from graph.errors import RecordError
from graph.identity import version_id
from graph.model import Document
from graph.record.base import Base
from graph.record.codec import (
    LEVEL,
    dump,
    dump_metadata,
    dump_notes,
    dump_stated,
    pack_blocks,
    pack_text,
    stored_text_hash,
)
from graph.record.documents import not_found
from graph.record.replay import FOUND
from graph.record.schema import documents, originals, runs, texts

CONTENT = (
    "key",
    "version",
    "sha256",
    "text_hash",
    "reader",
    "name",
    "suffix",
    "row",
    "language",
    "metadata",
    "notes",
    "valid_from",
    "valid_to",
)

# Statements are built once: building them costs more than running them.
_CURRENT = select(documents).where(
    documents.c.key == bindparam("key"), documents.c.removed_seq.is_(None)
)
_INSERT_ORIGINAL = insert(originals).prefix_with("OR IGNORE")
_INSERT_TEXT = insert(texts).prefix_with("OR IGNORE")
_INSERT_DOCUMENT = insert(documents)
_NUMBERS = select(documents.c.number, documents.c.version).where(
    documents.c.key == bindparam("key")
)
_RUN = select(runs.c.id).where(runs.c.id == bindparam("run"))


class Versions(Base):
    """The part of `Record` that changes which version of a document is current."""

    def put_document(
        self, document: Document, original: bytes, *, run: str, root: str, reader: str
    ) -> Document:
        """Make `document` the current version of its key, in one transaction; what was current
        is superseded and stays readable.

        `original` are the bytes it was read from, `root` the ingested folder or file, `reader`
        the reader's fingerprint. Returns the document with `number` (1, 2, 3 … over the distinct
        versions of the key) and `added_seq`. The same content read by the same reader is returned
        as it stands (where `root` or `uri` changed, they are brought up to date). A version
        that was superseded may come back: same version id and number, a new interval.
        Raises `RecordError` when ids, hash and bytes do not belong together or `run` is unknown.
        """
        if hashlib.sha256(original).hexdigest() != document.sha256:
            raise RecordError(
                f"The bytes given for {document.id} do not have its sha256;"
                " read the file again and pass the bytes that were read."
            )
        if document.version != version_id(document.id, document.sha256):
            raise RecordError(
                f"{document.version} is not the version id of {document.id}; use `version_id`."
            )
        text, blocks = pack_text(document.text), pack_blocks(document.blocks)
        compressed = zlib.compress(original, LEVEL)
        values = {
            "key": document.id,
            "version": document.version,
            "sha256": document.sha256,
            "text_hash": stored_text_hash(text, blocks),
            "reader": reader,
            "name": document.name,
            "suffix": document.suffix,
            "row": document.row,
            "language": document.language,
            "metadata": dump_metadata(document.metadata),
            "notes": dump_notes(document.notes),
            "valid_from": document.valid_from,
            "valid_to": document.valid_to,
            "stated": dump_stated(document.stated),
        }
        content = content_hash(values)
        with self._write() as connection:
            _require_run(connection, run)
            current = connection.execute(_CURRENT, {"key": document.id}).one_or_none()
            if current is not None and current.content_hash == content:
                if (current.root, current.uri) != (root, document.uri):
                    found = {"row": current.added_seq, "root": root, "uri": document.uri}
                    self._append(connection, FOUND, found)
                connection.execute(
                    update(documents)
                    .where(documents.c.id == current.id)
                    .values(root=root, uri=document.uri)
                )
                return replace(
                    document,
                    number=current.number,
                    added_seq=current.added_seq,
                    removed_seq=None,
                    text_hash=current.text_hash,
                )
            number = _number(connection, document)
            seq = self._append(
                connection,
                "document-added",
                {
                    "document": document.id,
                    "version": document.version,
                    "number": number,
                    "content": content,
                    "run": run,
                    "root": root,
                    "uri": document.uri,
                    "supersedes": None if current is None else current.added_seq,
                },
            )
            if current is not None:
                _close_interval(connection, current.id, seq)
            connection.execute(_INSERT_ORIGINAL, {"sha256": document.sha256, "data": compressed})
            connection.execute(
                _INSERT_TEXT, {"hash": values["text_hash"], "text": text, "blocks": blocks}
            )
            connection.execute(
                _INSERT_DOCUMENT,
                {
                    **values,
                    "number": number,
                    "content_hash": content,
                    "root": root,
                    "uri": document.uri,
                    "run": run,
                    "added_seq": seq,
                },
            )
        hashed = str(values["text_hash"])
        return replace(document, number=number, added_seq=seq, removed_seq=None, text_hash=hashed)

    def remove_document(self, key: str, *, run: str) -> None:
        """Supersede the current version of `key` with nothing; its versions remain readable.
        Raises `NotFound` when it has no current version."""
        with self._write() as connection:
            _require_run(connection, run)
            current = connection.execute(_CURRENT, {"key": key}).one_or_none()
            if current is None:
                raise not_found(connection, key)
            seq = self._append(
                connection,
                "document-removed",
                {"document": key, "version": current.version, "run": run},
            )
            _close_interval(connection, current.id, seq)


def content_hash(row: Mapping[str, object]) -> str:
    """SHA-256 over everything a row of `documents` says about the content, the reader included;
    where it was found and when is left out."""
    stated = row.get("stated")
    text = dump([*(row[column] for column in CONTENT), *([stated] if stated else [])])
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _number(connection: Connection, document: Document) -> int:
    """The number of this version among the distinct versions of its key."""
    numbers = {
        row.version: int(row.number) for row in connection.execute(_NUMBERS, {"key": document.id})
    }
    return numbers.get(document.version, max(numbers.values(), default=0) + 1)


def _require_run(connection: Connection, run: str) -> None:
    if connection.execute(_RUN, {"run": run}).first() is None:
        raise RecordError(f"There is no run {run!r}; begin one with `start_run` and pass its id.")


def _close_interval(connection: Connection, row_id: int, seq: int) -> None:
    connection.execute(update(documents).where(documents.c.id == row_id).values(removed_seq=seq))


def add_stated(connection: Connection) -> None:
    """What documents state of themselves, in a record that has no place for it."""
    held = {column["name"] for column in inspect(connection).get_columns(documents.name)}
    if "stated" not in held:
        connection.exec_driver_sql("ALTER TABLE documents ADD COLUMN stated VARCHAR")
