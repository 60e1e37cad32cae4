"""What the current documents are called and state of themselves, read together without their
texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from graph.model import Field, Stated
from graph.record.base import Base
from graph.record.codec import load_metadata, load_stated
from graph.record.schema import decisions, documents


@dataclass(frozen=True, slots=True)
class StatedEdition:
    """A current document: its key, version and name, the fields that came with it, and what it
    states of itself and of others."""

    key: str
    version: str
    name: str
    fields: Mapping[str, Field]
    valid_from: str | None
    stated: tuple[Stated, ...]

    @property
    def own_version(self) -> str | None:
        """The version that it states of itself."""
        return next((one.value for one in self.stated if one.kind == "version"), None)


class StatedEditions(Base):
    """The part of `Record` that reads them."""

    def editions_state(self) -> tuple[int, ...]:
        """Another one whenever the current documents or the standing decisions are others; much
        cheaper than reading them."""
        with self._read() as connection:
            return tuple(
                number or 0
                for table in (documents, decisions)
                for number in connection.execute(
                    select(
                        func.max(table.c.added_seq),
                        func.max(table.c.removed_seq),
                        func.count(table.c.id),
                    )
                ).one()
            )

    def stated_editions(self) -> list[StatedEdition]:
        """Every current document, by key; none where no document states anything of another."""
        d = documents.c
        columns = (d.key, d.version, d.name, d.metadata, d.valid_from, d.stated)
        current = d.removed_seq.is_(None)
        with self._read() as connection:
            stating = select(d.id).where(current, d.stated.like("%replace%")).limit(1)
            if connection.execute(stating).first() is None:
                return []
            rows = connection.execute(select(*columns).where(current)).all()
        found = [
            StatedEdition(
                row.key,
                row.version,
                row.name,
                load_metadata(row.metadata),
                row.valid_from,
                load_stated(row.stated),
            )
            for row in rows
        ]
        return sorted(found, key=lambda one: one.key)
