"""What a page needs to show evidence in its place: each cited document version laid out in blocks
with the cited spans marked, and for PDF files the pages as pictures with rectangles."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from graph.errors import ReadError
from graph.model import Rectangle, Span
from groundgraph.answers import citations
from groundgraph.as_json import optional
from groundgraph.open_base import Readable
from groundgraph.readings import reading_of, rectangles_of
from retrieval.source_view import ShownBlock, source_view


class Place(NamedTuple):
    """A span of a document version, in the reading that `text_hash` names (empty: the newest)."""

    document: str
    version: str
    start: int
    end: int
    text_hash: str = ""


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page in points, and its `picture` as a data address."""

    width: float
    height: float
    picture: str


@dataclass(frozen=True, slots=True)
class CitedSource:
    """A document version in blocks, as `SourceView`, with `marks` (start, end). Of a PDF file also
    the `rectangles` of each mark, the `pages` that hold one by their number, and of those that are
    `undrawn` the reason."""

    document: str
    version: str
    number: int
    edition: str
    name: str
    blocks: tuple[ShownBlock, ...]
    headings: tuple[tuple[str, ...], ...]
    cut_after: int
    marks: tuple[tuple[int, int], ...]
    rectangles: tuple[tuple[Rectangle, ...], ...] | None = optional()
    pages: Mapping[str, PagePicture] | None = optional()
    undrawn: Mapping[str, str] | None = optional()


def answer_sources(base: Readable, answer: Mapping[str, Any]) -> list[CitedSource]:
    """The sources of all citations of `answer`."""
    return place_sources(
        base,
        (
            Place(c["document"], c["version"], c["start"], c["end"], c.get("text_hash") or "")
            for c in citations(answer)
        ),
    )


def place_sources(base: Readable, places: Iterable[Place]) -> list[CitedSource]:
    """One for each document version in `places`."""
    spans: dict[tuple[str, str, str], set[tuple[int, int]]] = {}
    for place in places:
        key = (place.document, place.version, place.text_hash)
        spans.setdefault(key, set()).add((place.start, place.end))
    return [_source(base, *key, sorted(found)) for key, found in spans.items()]


def _source(
    base: Readable, key: str, version: str, text_hash: str, marks: list[tuple[int, int]]
) -> CitedSource:
    document = reading_of(base.record, key, version, text_hash)
    view = source_view(document, [Span(*mark) for mark in marks])
    source = CitedSource(
        document=view.document,
        version=view.version,
        number=view.number,
        edition=view.edition,
        name=view.name,
        blocks=view.blocks,
        headings=view.headings,
        cut_after=view.cut_after,
        marks=tuple(marks),
    )
    if base.record.document(key, version).suffix != ".pdf":
        return source
    rectangles = tuple(rectangles_of(base.record, document, Span(*mark)) for mark in marks)
    pages, undrawn = _pages(
        base.record.original(version), sorted({r.page for found in rectangles for r in found})
    )
    return replace(source, rectangles=rectangles, pages=pages, undrawn=undrawn)


def _pages(
    original: bytes, numbers: Iterable[int]
) -> tuple[dict[str, PagePicture], dict[str, str]]:
    """The pictures that could be made, and for the other pages why not."""
    drawn, undrawn = {}, {}
    for number in numbers:
        try:
            drawn[str(number)] = _page(original, number)
        except ReadError as error:
            undrawn[str(number)] = str(error)
    return drawn, undrawn


def _page(original: bytes, number: int) -> PagePicture:
    from extraction.documents.readers.pdf_image import page_image

    image = page_image(original, number)
    picture = base64.b64encode(image.webp).decode("ascii")
    return PagePicture(image.width, image.height, f"data:image/webp;base64,{picture}")
