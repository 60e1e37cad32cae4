"""Documents, their chunks, and the texts that are searched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from graph.identity import content_id, text_hash
from graph.model import Chunk, Document
from graph.projection.content import Graph, Properties, Row, edge
from graph.protocols import NodeRow, TextRow

_TAKEN = frozenset(
    "id name source uri version import number status language characters valid_from valid_to row"
    " own_version own_version_start own_version_end replaces replaces_start replaces_end"
    " valid_from_start valid_from_end valid_to_start valid_to_end title type run".split()
)
"""Properties of a `Document` that no field may take; ``title`` and ``type`` are kglite's."""


def documents(graph: Graph, keys: Iterable[str]) -> Iterator[Row]:
    """The documents `keys` and their chunks, in order."""
    for key in keys:
        document = graph.documents[key]
        yield NodeRow(
            "Document",
            key,
            {
                "name": document.name,
                "source": document.source,
                "uri": key,  # where a document lies on one machine is nobody else's business
                "version": document.version,
                "import": document.number,
                "number": document.number,
                "status": "current",
                "language": document.language,
                "characters": len(document.text),
                "valid_from": document.valid_from,
                "valid_to": document.valid_to,
                "row": document.row,
                **_stated(document),
                **_fields(document),
            },
        )
        previous: Chunk | None = None
        for chunk in graph.chunks[key].chunks:
            headings = [heading for heading in chunk.heading if heading != document.name]
            place = " › ".join(headings) or f"passage {chunk.ordinal + 1}"
            yield NodeRow(
                "Chunk",
                chunk.id,
                {
                    "name": f"{document.name} · {place}",
                    "text": chunk.text,
                    "start": chunk.start,
                    "end": chunk.end,
                    "page": chunk.page,
                    "heading": list(chunk.heading),
                    "ordinal": chunk.ordinal,
                    "document": key,
                    "version": chunk.version,
                    "prefix": chunk.prefix,
                },
            )
            yield edge("PART_OF", "Chunk", chunk.id, "Document", key, {})
            if previous is not None:
                yield edge("NEXT", "Chunk", previous.id, "Chunk", chunk.id, {})
            previous = chunk


def texts(graph: Graph, keys: Iterable[str]) -> Iterator[Row]:
    """What is searched of the documents `keys`: chunks and sentences."""
    for key in keys:
        for chunk in graph.chunks[key].chunks:
            yield TextRow(
                id=chunk.id,
                kind="chunk",
                chunk=chunk.id,
                document=key,
                start=chunk.start,
                end=chunk.end,
                text=graph.chunk_texts[chunk.id],
                vector_key=text_hash(graph.chunk_texts[chunk.id]),
            )
        for sentence in graph.sentences[key]:
            yield TextRow(
                id=content_id("s", sentence.version, sentence.span.start, sentence.span.end),
                kind="sentence",
                chunk=sentence.chunk,
                document=key,
                start=sentence.span.start,
                end=sentence.span.end,
                text=sentence.text,
                vector_key=text_hash(sentence.text),
            )


def _stated(document: Document) -> Properties:
    """What the document says of itself, and where."""
    at = {one.kind: one for one in document.stated}
    found: Properties = {}
    for kind, name, start, end in (
        ("version", "own_version", "own_version_start", "own_version_end"),
        ("replaces", "replaces", "replaces_start", "replaces_end"),
        ("valid_from", "valid_from", "valid_from_start", "valid_from_end"),
        ("valid_to", "valid_to", "valid_to_start", "valid_to_end"),
    ):
        one = at.get(kind)  # type: ignore[call-overload]
        if one is not None:
            found[name] = one.value
            if one.span is not None:
                found[start], found[end] = one.span.start, one.span.end
    return found


def field_property(field: str) -> str:
    """The name of the property that a field of a document has: its own, with _ for what no name may
    hold; ``field_NAME`` where the schema has that name."""
    name = re.sub(r"\W+", "_", field).strip("_")
    taken = name.lower() in _TAKEN or not name or name[0].isdigit()
    return f"field_{name}" if taken else name


def _fields(document: Document) -> Properties:
    found: Properties = {}
    for field, value in sorted(document.metadata.items()):
        if value is not None:
            kept: Any = list(value) if isinstance(value, tuple) else value
            found.setdefault(field_property(field), kept)
    return found
