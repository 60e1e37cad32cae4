"""References between places, and the shortcut over them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graph.model import Reference, Span
from graph.projection.content import Graph, Row, edge
from graph.protocols import NodeRow


def references(graph: Graph, chosen: Iterable[Reference]) -> Iterator[Row]:
    """The `chosen` references with where they stand and what they point at."""
    linked: set[tuple[str, str, str]] = set()
    for reference in chosen:
        chunk = graph.chunks[reference.document].at(reference.span.start)
        if chunk is None:
            continue
        yield NodeRow(
            "Reference",
            reference.id,
            {
                "name": reference.surface,
                "surface": reference.surface,
                "start": reference.span.start,
                "end": reference.span.end,
                "rule": reference.rule,
                "pinpoint": reference.pinpoint or None,
                "status": "resolved" if reference.target else "unresolved",
                "why": reference.why or None,
            },
        )
        yield edge("FROM_CHUNK", "Reference", reference.id, "Chunk", chunk.id, {})
        if reference.target is None or reference.target not in graph.documents:
            continue
        label, target = "Document", reference.target
        if reference.target_span is not None:
            place = graph.chunks[reference.target].at(reference.target_span.start)
            if place is not None:
                label, target = "Chunk", place.id
        # Never without: kglite answers the absent `start` of an edge with the id of a node.
        whole = Span(0, len(graph.documents[reference.target].text))
        span = reference.target_span or whole
        yield edge(
            "TO",
            "Reference",
            reference.id,
            label,
            target,
            {"start": span.start, "end": span.end},
        )
        if target != chunk.id and (chunk.id, label, target) not in linked:
            linked.add((chunk.id, label, target))
            yield edge("REFERS_TO", "Chunk", chunk.id, label, target, {"rule": reference.rule})
