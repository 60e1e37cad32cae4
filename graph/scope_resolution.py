"""The one place that says what a `Scope` lets a reader see.

`resolve` turns a scope into the set of documents that it stands for; every reading method goes
through it or through `answerable`, which a store calls first. What cannot be answered is refused
there, so that no reader ever gives more than was asked for because it did not know a field.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

from graph.document_fields import Where
from graph.errors import SettingsError
from graph.model import EVERYTHING, Scope

_VALID = """
MATCH (d:Document)
WHERE (d.valid_from IS NULL OR d.valid_from <= $at) AND (d.valid_to IS NULL OR d.valid_to >= $at)
RETURN d.id AS id ORDER BY id
"""
_ALL_ROWS = 10_000_000


class FieldSource(Protocol):
    """What knows the fields of documents: the record."""

    def with_fields(self, where: Where) -> frozenset[str]:
        """The current documents that have these fields. Raises `SettingsError` for a field that
        none has."""
        ...


class Readable(Protocol):
    """What answers Cypher: a store."""

    def read(
        self, cypher: str, parameters: Mapping[str, object] | None = None, *, limit: int = 10_000
    ) -> list[dict[str, object]]: ...


def resolve(scope: Scope, store: Readable, fields: FieldSource) -> Scope:
    """`scope` with nothing left in it but documents and kinds. Raises `SettingsError` where it asks
    for what nothing here can answer."""
    refuse_labels(scope)
    if scope.known_at is not None:
        raise SettingsError(
            "the store holds the present state only and cannot search as of a ledger position;"
            " leave known_at out"
        )
    documents = scope.documents
    if scope.where is not None:
        documents = _both(documents, fields.with_fields(scope.where))
    if scope.valid_at is not None:
        rows = store.read(_VALID, {"at": scope.valid_at}, limit=_ALL_ROWS)
        documents = _both(documents, frozenset(str(row["id"]) for row in rows))
    return replace(scope, documents=documents, where=None, valid_at=None)


def answerable(scope: Scope) -> Scope:
    """`scope`, as a store can answer it. Raises `SettingsError` for a field that has to be resolved
    first, or refused."""
    refuse_labels(scope)
    for name in ("where", "valid_at", "known_at"):
        if getattr(scope, name) is not None:
            raise SettingsError(
                f"a store knows documents and kinds, not Scope.{name}; ask the knowledge base, or "
                "resolve the scope first (graph.scope_resolution.resolve)"
            )
    return scope


def refuse_labels(scope: Scope) -> None:
    """Raises `SettingsError` for access labels, which no document carries yet."""
    if scope.labels is not None:
        raise SettingsError(
            "no document carries access labels yet, so Scope.labels can let nothing through; "
            "leave labels out"
        )


def require_whole(scope: Scope, what: str) -> None:
    """Raises `SettingsError` where `what`, which reads the whole base, is asked for a part: names
    are joined over all documents, so a part of the graph is not the graph of a part."""
    if scope != EVERYTHING:
        raise SettingsError(
            f"{what} reads the whole base and takes no scope, because names are joined over all of "
            "its documents. Build a base of these documents alone (groundgraph build PATH … --kb "
            "OTHER), or put the condition into a query (MATCH (d:Document) WHERE d.id IN […])."
        )


def _both(one: frozenset[str] | None, other: frozenset[str]) -> frozenset[str]:
    return other if one is None else one & other
