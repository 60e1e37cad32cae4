"""Sources: what documents come from. A source's name is the first part of its documents' keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, func, insert, inspect, select, update

from graph.errors import NotFound, RecordError
from graph.record.base import Base
from graph.record.replay import SOURCE_ADDED, SOURCE_MOVED, SOURCE_REMOVED
from graph.record.schema import documents, sources

SourceKind = Literal["folder", "added"]


@dataclass(frozen=True, slots=True)
class NamedSource:
    """`kind`: ``folder`` (builds read it again) or ``added`` (its documents were given one by one:
    uploads, `KnowledgeBase.add`). `path` is where a folder was last found on this machine; None
    where that is not known."""

    name: str
    kind: SourceKind
    path: str | None
    added_seq: int


class Sources(Base):
    """The part of `Record` that keeps sources."""

    def sources(self) -> list[NamedSource]:
        """The sources there are, by name."""
        s = sources.c
        with self._read() as connection:
            rows = connection.execute(
                select(s.name, s.kind, s.path, s.added_seq).where(s.removed_seq.is_(None))
            ).all()
        return sorted((NamedSource(*row) for row in rows), key=lambda source: source.name)

    def put_source(self, name: str, kind: SourceKind, path: str | None = None) -> None:
        """Make sure that there is a source `name`, and that it is found at `path` from now on. That
        it is new or was moved is a ledger row. Raises `RecordError` where the name belongs to a
        source of the other kind."""
        current = select(sources).where(sources.c.name == name, sources.c.removed_seq.is_(None))
        with self._write() as connection:
            held = connection.execute(current).one_or_none()
            if held is None:
                told = {"source": name, "kind": kind, "path": path}
                seq = self._append(connection, SOURCE_ADDED, told)
                connection.execute(
                    insert(sources).values(name=name, kind=kind, path=path, added_seq=seq)
                )
                return
            if held.kind != kind:
                raise RecordError(f"{name} is a source of the kind {held.kind}; choose another.")
            if held.path != path:
                self._append(connection, SOURCE_MOVED, {"source": name, "path": path})
                connection.execute(update(sources).where(sources.c.id == held.id).values(path=path))

    def remove_source(self, name: str) -> None:
        """The source is none any more; its documents are not touched. Raises `NotFound`."""
        s = sources.c
        with self._write() as connection:
            held = connection.execute(
                select(s.id).where(s.name == name, s.removed_seq.is_(None))
            ).scalar_one_or_none()
            if held is None:
                raise NotFound(f"There is no source {name!r}; see `groundgraph documents`.")
            seq = self._append(connection, SOURCE_REMOVED, {"source": name})
            connection.execute(
                update(sources).where(s.id == held).values(removed_seq=seq, path=None)
            )


def make_sources(connection: Connection) -> None:
    """The step to schema version 2: the table, and a source for the first part of every key. Where
    they lie is not known; the first build of a folder of that name says it."""
    if not inspect(connection).has_table(sources.name):
        sources.create(connection)
    d = documents.c
    first = select(d.key, func.min(d.added_seq).label("seq")).group_by(d.key)
    found: dict[str, int] = {}
    for row in connection.execute(first):
        name = row.key.partition("/")[0]
        found[name] = min(row.seq, found.get(name, row.seq))
    held = set(connection.execute(select(sources.c.name)).scalars())
    for name in sorted(found.keys() - held):
        kind = "added" if name == "uploads" else "folder"
        connection.execute(insert(sources).values(name=name, kind=kind, added_seq=found[name]))
