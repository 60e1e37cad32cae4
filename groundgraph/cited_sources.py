"""What a page needs to show evidence in its place: each cited document version laid out in blocks
with the cited spans marked, and for PDF files the pages as pictures with rectangles."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, NamedTuple

from graph.errors import ReadError
from groundgraph.answers import citations

if TYPE_CHECKING:
    from groundgraph.knowledge_base import KnowledgeBase


class Place(NamedTuple):
    """A span of a document version, in the reading that `text_hash` names (empty: the newest)."""

    document: str
    version: str
    start: int
    end: int
    text_hash: str = ""


def answer_sources(base: KnowledgeBase, answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The sources of all citations of `answer`."""
    return place_sources(
        base,
        (
            Place(c["document"], c["version"], c["start"], c["end"], c.get("text_hash") or "")
            for c in citations(answer)
        ),
    )


def place_sources(base: KnowledgeBase, places: Iterable[Place]) -> list[dict[str, Any]]:
    """One entry for each document version in `places`, JSON-ready: the fields of `SourceView`,
    `marks` (start, end), and for PDF files `rectangles` (a list for each mark) and `pages` (page
    number -> width and height in points, picture as a data address). A page that cannot be drawn
    stands in `undrawn` instead, with the reason and what to do."""
    spans: dict[tuple[str, str, str], set[tuple[int, int]]] = {}
    for place in places:
        key = (place.document, place.version, place.text_hash)
        spans.setdefault(key, set()).add((place.start, place.end))
    return [_source(base, *key, sorted(found)) for key, found in spans.items()]


def _source(
    base: KnowledgeBase, key: str, version: str, text_hash: str, marks: list[tuple[int, int]]
) -> dict[str, Any]:
    source = {**asdict(base.source(key, version, marks, text_hash)), "marks": marks}
    if base.document(key, version).suffix == ".pdf":
        rectangles = [
            [asdict(r) for r in base.rectangles(version, *mark, text_hash)] for mark in marks
        ]
        numbers = sorted({r["page"] for found in rectangles for r in found})
        original = base.record.original(version)
        source["rectangles"] = rectangles
        source["pages"], source["undrawn"] = {}, {}
        for number in numbers:
            try:
                source["pages"][str(number)] = _page(original, number)
            except ReadError as error:
                source["undrawn"][str(number)] = str(error)
    return source


def _page(original: bytes, number: int) -> dict[str, Any]:
    from extraction.documents.readers.pdf_image import page_image

    image = page_image(original, number)
    picture = base64.b64encode(image.webp).decode("ascii")
    return {
        "width": image.width,
        "height": image.height,
        "picture": f"data:image/webp;base64,{picture}",
    }
