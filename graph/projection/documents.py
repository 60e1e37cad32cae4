"""Documents, their chunks, and the texts that are searched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graph.identity import content_id, text_hash
from graph.model import Chunk
from graph.projection.content import Graph, Row, edge
from graph.protocols import NodeRow, TextRow


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
