"""Entities with their names, and where they are mentioned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from graph.model import Entity, Merge, Name, Span
from graph.projection.content import LABELS, Graph, Row, edge
from graph.protocols import NodeRow


class Joining(Protocol):
    """What joins entities, such as a fact."""

    @property
    def subject(self) -> str: ...
    @property
    def object(self) -> str | None: ...


def visible_entities(entities: Iterable[Entity], facts: Iterable[Joining]) -> set[str]:
    """Entities worth a node (ids): shown ones, and those that take part in one of `facts`."""
    visible = {entity.id for entity in entities if entity.status == "shown"}
    for fact in facts:
        visible.add(fact.subject)
        if fact.object:
            visible.add(fact.object)
    return visible


@dataclass(frozen=True, slots=True)
class Named:
    """An entity with the merges that brought its names to it."""

    entity: Entity
    merges: Sequence[Merge]


def named(
    entities: Mapping[str, Entity], merges: Iterable[Merge], visible: Iterable[str]
) -> Iterator[Named]:
    """The `visible` among `entities`, sorted by id, each with its own of `merges`."""
    own: dict[str, list[Merge]] = {key: [] for key in visible}
    for merge in merges:
        if merge.entity in own:
            own[merge.entity].append(merge)
    for key in sorted(own):
        yield Named(entities[key], own[key])


def entities(chosen: Iterable[Named], names: Mapping[str, Name]) -> Iterator[Row]:
    """The `chosen` entities, their names, and why each name belongs to its entity; `names` has
    those names by id."""
    for one in chosen:
        entity = one.entity
        yield NodeRow(
            "Entity",
            entity.id,
            {
                "name": entity.name,
                "kind": entity.kind,
                "aliases": list(entity.aliases),
                "status": entity.status,
            },
            labels=() if entity.kind in LABELS else (entity.kind,),
        )
        explained = {merge.name for merge in one.merges if merge.rule != "same-name"}
        given: set[str] = set()
        for merge in one.merges:
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
