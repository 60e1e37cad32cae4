"""Documents: every version of each, and since and until when it was the current one."""

from __future__ import annotations

import difflib
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    bindparam,
    func,
    or_,
    select,
    true,
)

from graph.document_fields import Where, fits, with_title
from graph.errors import NotFound, SettingsError
from graph.model import EVERYTHING, Document, Note, Scope
from graph.record.base import Base
from graph.record.caches import BATCH
from graph.record.codec import (
    load_metadata,
    load_notes,
    load_stated,
    unpack_blocks,
    unpack_text,
)
from graph.record.schema import documents, originals, texts
from graph.scope_resolution import refuse_labels

_SCOPED = select(
    documents.c.id,
    documents.c.key,
    documents.c.name,
    documents.c.metadata,
    documents.c.valid_from,
    documents.c.valid_to,
)
_FULL = select(documents, texts.c.text, texts.c.blocks).join(
    texts, texts.c.hash == documents.c.text_hash
)
# Built once: building them takes longer than running them.
_VERSIONS = _FULL.where(documents.c.version.in_(bindparam("versions", expanding=True))).order_by(
    documents.c.added_seq
)
_ANY = select(documents.c.id).where(documents.c.removed_seq.is_(None)).limit(1)
_CURRENT_OF = select(documents.c.key).where(
    documents.c.removed_seq.is_(None), documents.c.key.in_(bindparam("keys", expanding=True))
)


@dataclass(frozen=True, slots=True)
class CurrentVersion:
    """What a build must know about a document to see whether it changed."""

    version: str
    sha256: str
    reader: str
    root: str
    content: str
    """A hash of all that the record says of its content, name, structure and reader."""


@dataclass(frozen=True, slots=True)
class ReadBy:
    """An interval in which a version was current in one reading: `text_hash`, by the `reader` with
    this fingerprint; until further notice where `removed_seq` is None."""

    text_hash: str
    reader: str
    added_seq: int
    removed_seq: int | None


class Documents(Base):
    """The part of `Record` that keeps documents."""

    def current(self) -> dict[str, CurrentVersion]:
        """Key -> current version of every document, sorted by key; no text is loaded."""
        d = documents.c
        with self._read() as connection:
            rows = connection.execute(
                select(d.key, d.version, d.sha256, d.reader, d.root, d.content_hash).where(
                    d.removed_seq.is_(None)
                )
            ).all()
        return {row.key: CurrentVersion(*row[1:]) for row in sorted(rows, key=lambda row: row.key)}

    def holds_documents(self) -> bool:
        """Whether any document is current."""
        with self._read() as connection:
            return connection.execute(_ANY).first() is not None

    def current_among(self, keys: Iterable[str]) -> frozenset[str]:
        """Those of `keys` that are keys of current documents."""
        wanted = iter(sorted(set(keys)))
        found: set[str] = set()
        with self._read() as connection:
            while batch := list(islice(wanted, BATCH)):
                found.update(connection.execute(_CURRENT_OF, {"keys": batch}).scalars())
        return frozenset(found)

    def remarks(self, keys: Sequence[str]) -> dict[str, tuple[str, tuple[Note, ...]]]:
        """Key -> name and notes of its current version, in the order of `keys`; no text is loaded,
        and a document that is not current has none."""
        d = documents.c
        with self._read() as connection:
            rows = connection.execute(
                select(d.key, d.name, d.notes).where(d.removed_seq.is_(None), d.key.in_(keys))
            ).all()
        found = {row.key: (row.name, load_notes(row.notes)) for row in rows}
        return {key: found[key] for key in keys if key in found}

    def all_keys(self) -> list[str]:
        """The keys of all documents that there is a version of, current or not, sorted."""
        with self._read() as connection:
            return sorted(connection.execute(select(documents.c.key).distinct()).scalars())

    def document(self, key: str, version: str | None = None) -> Document:
        """The current version of `key`, or the named one (its newest reading). Raises `NotFound`
        with the nearest keys."""
        query = _FULL.where(documents.c.key == key)
        if version is None:
            query = query.where(documents.c.removed_seq.is_(None))
        else:
            query = query.where(documents.c.version == version)
        with self._read() as connection:
            row = connection.execute(query.order_by(documents.c.added_seq.desc())).first()
            if row is None:
                raise not_found(connection, key, version)
        return _document(row)

    def newest_readings(self, versions: Iterable[str]) -> dict[str, Document]:
        """Version -> its document in the newest reading of it, read together; unknown versions are
        left out."""
        wanted = iter(sorted(set(versions)))
        found: dict[str, Document] = {}
        with self._read() as connection:
            while batch := list(islice(wanted, BATCH)):
                rows = connection.execute(_VERSIONS, {"versions": batch})
                newest = {row.version: row for row in rows}  # in order of the ledger
                found.update({version: _document(row) for version, row in newest.items()})
        return found

    def quoted(self, key: str, version: str, *, text_hash: str, answered: int) -> Document:
        """The reading of a version that an answer quoted: the one with this `text_hash`, or where
        the answer names none, the one that was current at its ledger position `answered`. Raises
        `NotFound` where that text is not kept any more."""
        d = documents.c
        reading = d.text_hash == text_hash if text_hash else d.added_seq <= answered
        query = _FULL.where(d.key == key, d.version == version, reading)
        with self._read() as connection:
            row = connection.execute(query.order_by(d.added_seq.desc())).first()
            if row is None:
                raise not_found(connection, key, version)
        return _document(row)

    def reading_with(self, key: str, version: str, start: int, words: str) -> Document | None:
        """The newest reading of a version in which `words` stand at the offset `start`."""
        d = documents.c
        query = _FULL.where(d.key == key, d.version == version).order_by(d.added_seq.desc())
        with self._read() as connection:
            for row in connection.execute(query):
                found = _document(row)
                if found.text.startswith(words, start):
                    return found
        return None

    def readings(self, versions: Sequence[str]) -> dict[str, list[ReadBy]]:
        """Version -> every interval of it, oldest first, without text."""
        d = documents.c
        found: dict[str, list[ReadBy]] = {}
        wanted = iter(dict.fromkeys(versions))
        columns = (d.version, d.text_hash, d.reader, d.added_seq, d.removed_seq)
        with self._read() as connection:
            while batch := list(islice(wanted, BATCH)):
                query = select(*columns).where(d.version.in_(batch)).order_by(d.added_seq)
                for row in connection.execute(query):
                    found.setdefault(row.version, []).append(ReadBy(*row[1:]))
        return found

    def documents(self, scope: Scope = EVERYTHING) -> Iterator[Document]:
        """The current documents in `scope`, ordered by key, loaded one at a time: those not yet
        superseded at `known_at`, valid at `valid_at` (`valid_from` and `valid_to` included), with
        the fields of `where`. `kinds` are of entities and play no part here. What the iteration
        sees does not change while it runs. Raises `SettingsError` for `labels`."""
        with self._read() as connection:
            chosen = _chosen(connection, scope)
        for row_id in chosen:
            with self._read() as connection:
                row = connection.execute(_FULL.where(documents.c.id == row_id)).one()
            yield _document(row)

    def with_fields(self, where: Where) -> frozenset[str]:
        """The keys of the current documents that have these fields. Raises `SettingsError` for a
        field that no current document has."""
        d = documents.c
        with self._read() as connection:
            columns = select(d.key, d.name, d.metadata)
            rows = connection.execute(columns.where(d.removed_seq.is_(None)))
            held = {row.key: with_title(load_metadata(row.metadata), row.name) for row in rows}
        known = {field for fields in held.values() for field in fields}
        for field, _ in where:
            if field not in known:
                raise SettingsError(
                    f"no document has a field {field!r}; "
                    + (f"there are: {', '.join(sorted(known))}." if known else "none has any.")
                )
        return frozenset(key for key, fields in held.items() if fits(fields, where))

    def keys_in(self, scope: Scope) -> list[str]:
        """The keys of the documents that `documents(scope)` gives; no text is loaded."""
        d = documents.c
        with self._read() as connection:
            chosen = set(_chosen(connection, scope))
            rows = connection.execute(select(d.id, d.key)).all()
        return sorted(row.key for row in rows if row.id in chosen)

    def count_documents(self, scope: Scope = EVERYTHING) -> int:
        """How many documents `documents(scope)` gives."""
        with self._read() as connection:
            return len(_chosen(connection, scope))

    def count_superseded(self, scope: Scope = EVERYTHING) -> int:
        """How many versions were known at `known_at`, but no longer current: replaced by a newer
        one, or removed. Those of documents whose newest version `scope` lets through."""
        refuse_labels(scope)
        d = documents.c
        known = true() if scope.known_at is None else d.added_seq <= scope.known_at
        with self._read() as connection:
            rows = connection.execute(
                select(d.key, d.version, func.max(_is_current(scope)).label("current"))
                .where(known)
                .group_by(d.key, d.version)
            ).all()
            newest = {
                row.key: row
                for row in connection.execute(_SCOPED.where(known).order_by(d.added_seq))
            }
        return sum(not row.current and _fits(scope, newest[row.key]) for row in rows)

    def versions(self, key: str) -> list[Document]:
        """Every interval of every version of `key`, oldest first. Raises `NotFound`."""
        with self._read() as connection:
            rows = connection.execute(
                _FULL.where(documents.c.key == key).order_by(documents.c.added_seq)
            ).all()
            if not rows:
                raise not_found(connection, key)
        return [_document(row) for row in rows]

    def removed(self) -> list[Document]:
        """The documents of which no version is current any more, each in its newest one, sorted by
        key."""
        held = self.current()
        d = documents.c
        with self._read() as connection:
            rows = connection.execute(select(d.key, d.version).order_by(d.added_seq)).all()
        newest = {row.key: row.version for row in rows if row.key not in held}
        return [self.document(key, version) for key, version in sorted(newest.items())]

    def original(self, version: str) -> bytes:
        """The bytes a version was read from. Raises `NotFound`."""
        with self._read() as connection:
            data = connection.execute(
                select(originals.c.data)
                .join(documents, documents.c.sha256 == originals.c.sha256)
                .where(documents.c.version == version)
                .limit(1)
            ).scalar_one_or_none()
            if data is None:
                raise not_found(connection, version.rpartition("@")[0], version)
        return zlib.decompress(data)


def _is_current(scope: Scope) -> ColumnElement[bool]:
    d = documents.c
    if scope.known_at is None:
        return d.removed_seq.is_(None)
    return and_(
        d.added_seq <= scope.known_at,
        or_(d.removed_seq.is_(None), d.removed_seq > scope.known_at),
    )


def _chosen(connection: Connection, scope: Scope) -> list[int]:
    """Row ids of the current documents in `scope`, ordered by key."""
    refuse_labels(scope)
    rows = connection.execute(_SCOPED.where(_is_current(scope)))
    return [row.id for row in sorted(rows, key=lambda row: row.key) if _fits(scope, row)]


def _fits(scope: Scope, row: Row[*tuple[Any, ...]]) -> bool:
    """Whether `scope` lets a version through, whenever it was the current one."""
    since, until = row.valid_from, row.valid_to
    return (
        (scope.documents is None or row.key in scope.documents)
        and (scope.where is None or _has(row, scope.where))
        and (
            scope.valid_at is None
            or (
                (since is None or since <= scope.valid_at)
                and (until is None or until >= scope.valid_at)
            )
        )
    )


def _has(row: Row[*tuple[Any, ...]], where: Where) -> bool:
    return fits(with_title(load_metadata(row.metadata), row.name), where)


def _document(row: Row[Any]) -> Document:
    return Document(
        id=row.key,
        version=row.version,
        sha256=row.sha256,
        name=row.name,
        uri=row.uri,
        suffix=row.suffix,
        text=unpack_text(row.text),
        blocks=unpack_blocks(row.blocks),
        metadata=load_metadata(row.metadata),
        notes=load_notes(row.notes),
        language=row.language,
        row=row.row,
        number=row.number,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        stated=load_stated(row.stated),
        added_seq=row.added_seq,
        removed_seq=row.removed_seq,
        text_hash=row.text_hash,
    )


def not_found(connection: Connection, key: str, version: str | None = None) -> NotFound:
    """The error for a key or version that is not there, with the nearest current keys."""
    d = documents.c
    held = connection.execute(select(d.version, d.removed_seq).where(d.key == key)).all()
    if version is not None and held:
        known = ", ".join(sorted({row.version for row in held}))
        return NotFound(f"There is no version {version!r} of {key}; its versions are {known}.")
    if held and all(row.removed_seq is not None for row in held):
        known = ", ".join(sorted({row.version for row in held}))
        return NotFound(f"{key} was removed; to read it all the same, name a version: {known}.")
    keys = sorted(connection.execute(select(d.key).where(d.removed_seq.is_(None))).scalars())
    near = [known for known in keys if key and key.casefold() in known.casefold()][:3]
    near = near or difflib.get_close_matches(key, keys, n=3)
    hint = (
        f"Did you mean {' or '.join(near)}?" if near else "List them with `groundgraph documents`."
    )
    return NotFound(f"There is no document {key!r} in this knowledge base. {hint}")
