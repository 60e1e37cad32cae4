"""The steps over one document, each under the net: what stands in for one that fails."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extraction import references, resolution
from extraction.documents import chunks as chunking
from extraction.failures import Failure, attempt
from extraction.profile import Profile
from graph.identity import chunk_id
from graph.model import Chunk, Document, Mention, Span

Terms = Sequence[tuple[Span, Span]]


def guarded_chunks(
    document: Document, count: chunking.CountTokens, limit: int, failures: list[Failure]
) -> list[Chunk]:
    """The chunks of `document`; without its structure where that fails, and where that fails too
    pieces of its text within `limit` tokens."""
    bare = replace(document, blocks=())
    tries: list[Failure] = []
    return attempt(
        "passages",
        lambda: chunking.chunk(document, count, max_tokens=limit),
        lambda: attempt(
            "passages",
            lambda: chunking.chunk(bare, count, max_tokens=limit),
            lambda: list(_pieces(document, count, limit)),
            tries,
        ),
        failures,
    )


def _pieces(document: Document, count: chunking.CountTokens, limit: int) -> Iterator[Chunk]:
    """The text cut into halves until each is within `limit`."""
    text, waiting, ordinal = document.text, [(0, len(document.text))], 0
    while waiting:
        start, end = waiting.pop()
        if end - start > 1 and (end - start > 8 * limit or count([text[start:end]])[0] > limit):
            middle = (start + end) // 2
            waiting += [(middle, end), (start, middle)]
        elif text[start:end].strip():
            piece = text[start:end]
            id = chunk_id(document.version, start, end)
            yield Chunk(id, document.id, document.version, ordinal, start, end, piece)
            ordinal += 1


def guarded_names(
    document: Document,
    mentions: Sequence[Mention],
    terms: Terms,
    profile: Profile,
    failures: list[Failure],
) -> resolution.DocumentNames:
    """The names of `document`; none where that fails."""
    return attempt(
        "names",
        lambda: resolution.document_pass(document, mentions, terms, profile),
        lambda: resolution.DocumentNames(document.id, document.version, ()),
        failures,
    )


def guarded_references(
    document: Document, profile: Profile, failures: list[Failure]
) -> references.DocumentReferences:
    """The references and places of `document`; where that fails, it is found by its name."""
    return attempt(
        "references",
        lambda: references.document_pass(document, profile),
        lambda: references.DocumentReferences(
            document=document.id,
            version=document.version,
            titles=(document.name,),
            identities=(),
            places=(),
            found=(),
            title_span=Span(0, 0),
            group=document.id.rsplit("#", 1)[0] if document.row is not None else "",
            text=document.text,
        ),
        failures,
    )
