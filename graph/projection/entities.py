"""Entities with their names, and where they are mentioned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graph.model import Span
from graph.projection.content import LABELS, Graph, Row, edge
from graph.protocols import NodeRow


def visible_entities(graph: Graph) -> set[str]:
    """Entities worth a node: shown ones, and those that take part in a fact or reference."""
    visible = {key for key, entity in graph.entities.items() if entity.status == "shown"}
    for fact in graph.facts:
        visible.add(fact.subject)
        if fact.object:
            visible.add(fact.object)
    return visible


def entities(graph: Graph, visible: set[str]) -> Iterator[Row]:
    """Entities, their names, and why each name belongs to its entity."""
    names = {name.id: name for name in graph.names}
    for key in sorted(visible):
        entity = graph.entities[key]
        yield NodeRow(
            "Entity",
            key,
            {
                "name": entity.name,
                "kind": entity.kind,
                "aliases": list(entity.aliases),
                "status": entity.status,
            },
            labels=() if entity.kind in LABELS else (entity.kind,),
        )
    given: set[str] = set()
    explained = {merge.name for merge in graph.merges if merge.rule != "same-name"}
    for merge in graph.merges:
        if merge.entity not in visible:
            continue
        if merge.rule == "same-name" and merge.name in explained:
            continue
        name = names[merge.name]
        if name.id not in given:
            given.add(name.id)
            yield NodeRow("Name", name.id, {"name": name.name, "document": name.document})
        yield edge(
            "SAME_AS",
            "Name",
            name.id,
            "Entity",
            merge.entity,
            {
                "rule": merge.rule,
                "score": merge.score,
                "reason": merge.reason,
                "decision": merge.decision,
            },
            identity=(merge.rule, merge.reason, merge.decision),
        )


def mentions(graph: Graph, keys: Iterable[str], visible: set[str]) -> Iterator[Row]:
    """Where the documents `keys` name a visible entity."""
    for key in keys:
        index = graph.chunks[key]
        given: set[tuple[Span, str]] = set()  # two finders may see the same words
        for mention, name in graph.mentions[key]:
            entity = graph.entity_of.get(name)
            chunk = index.at(mention.span.start)
            if entity not in visible or chunk is None or mention.span.end > chunk.end:
                continue
            if (mention.span, entity) in given:
                continue
            given.add((mention.span, entity))
            yield edge(
                "MENTIONS",
                "Chunk",
                chunk.id,
                "Entity",
                entity,
                {
                    "start": mention.span.start,
                    "end": mention.span.end,
                    "surface": mention.surface,
                    "name_id": name,
                    "rule": mention.rule,
                    "extractor": graph.extractor,
                },
                identity=(mention.span.start, mention.span.end),
            )
