"""Stated replacements as rows of the graph: ``(:Document)-[:REPLACES]->(:Document)``, or to a
``(:Superseded)`` node where the former document is not in the base. Shown beside a generation and
in no content hash, as runs and answers are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graph.identity import content_id
from graph.model import Replacement
from graph.protocols import EdgeRow, NodeRow, Store

_DOCUMENTS = "MATCH (d:Document) WHERE d.id IN $ids RETURN d.id AS id"
_ALL = 1_000_000_000


def replaced_rows(store: Store, said: Iterable[Replacement]) -> list[NodeRow | EdgeRow]:
    """The rows of what nobody rejects, between documents that `store` holds."""
    standing = [one for one in said if one.newer is not None and one.decision is None]
    ids = sorted({key for one in standing for key in (one.newer, one.former) if key})
    if not ids:
        return []
    held = {str(row["id"]) for row in store.read(_DOCUMENTS, {"ids": ids}, limit=_ALL)}
    return [row for one in standing if one.newer in held for row in _rows(one, held)]


def _rows(one: Replacement, held: set[str]) -> Iterator[NodeRow | EdgeRow]:
    if one.former is None:
        gone = content_id("u", one.named)
        properties = {"name": one.named, "of": "Document", "why": one.why}
        yield NodeRow("Superseded", gone, properties)
        yield _edge(one, "Superseded", gone)
    elif one.former in held:
        yield _edge(one, "Document", one.former)


def _edge(one: Replacement, label: str, target: str) -> EdgeRow:
    return EdgeRow(
        "REPLACES",
        one.id,
        "Document",
        one.newer or "",
        label,
        target,
        {
            "id": one.id,
            "since": one.since,
            "quote": one.quote,
            "document": one.document,
            "start": one.span.start if one.span else 0,
            "end": one.span.end if one.span else 0,
            "named": one.named,
            "status": "resolved" if one.former else "unresolved",
        },
    )
