"""What a page needs to show evidence in its place: each cited document version laid out in blocks
with the cited spans marked, and for PDF files the pages as pictures with rectangles."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from groundgraph.knowledge_base import KnowledgeBase

Place = tuple[str, str, int, int]
"""(document key, version, start, end)"""


def citations(answer: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Every citation of an answer (as `KnowledgeBase.answer` gives it), headline first."""
    headline = [answer["headline"]] if answer["headline"] else []
    for sentence in [*headline, *answer["sentences"]]:
        yield from sentence["citations"]
        for qualifier in sentence["qualifiers"]:
            yield qualifier["citation"]


def answer_sources(base: KnowledgeBase, answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The sources of all citations of `answer`."""
    return place_sources(
        base, ((c["document"], c["version"], c["start"], c["end"]) for c in citations(answer))
    )


def place_sources(base: KnowledgeBase, places: Iterable[Place]) -> list[dict[str, Any]]:
    """One entry for each document version in `places`, JSON-ready: the fields of `SourceView`,
    `marks` (start, end), and for PDF files `rectangles` (a list for each mark) and `pages` (page
    number -> width and height in points, picture as a data address)."""
    spans: dict[tuple[str, str], set[tuple[int, int]]] = {}
    for document, version, start, end in places:
        spans.setdefault((document, version), set()).add((start, end))
    return [_source(base, *key, sorted(found)) for key, found in spans.items()]


def _source(
    base: KnowledgeBase, key: str, version: str, marks: list[tuple[int, int]]
) -> dict[str, Any]:
    source = {**asdict(base.source(key, version, marks)), "marks": marks}
    if base.document(key, version).suffix == ".pdf":
        rectangles = [[asdict(r) for r in base.rectangles(version, *mark)] for mark in marks]
        numbers = sorted({r["page"] for found in rectangles for r in found})
        original = base.record.original(version)
        source["rectangles"] = rectangles
        source["pages"] = {str(number): _page(original, number) for number in numbers}
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
