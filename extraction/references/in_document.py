"""The document pass: what one document refers to, and what in it can be referred to."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from extraction.profile import Profile
from extraction.references.found_references import DocumentReferences, Found, Place
from extraction.references.grammar import identifier_pattern, references
from extraction.references.places import addressable
from graph.model import Document, Span

_OWN_NUMBER = re.compile(
    r"(?P<word>§|section|sec\.|article|part|subpart|chapter|annex|appendix|exhibit|schedule)\s*"
    r"(?P<number>\d+(?:\.\d+)*[a-z]?|[IVXL]+|[A-Z])\b[.:]?\s*",
    re.IGNORECASE,
)
_STEM_IDENTIFIER = re.compile(r"([A-Za-z]{2,6}-\d{2,6})(?=$|[-_ .])")  # "sop-014-handling.md"


def document_pass(document: Document, profile: Profile | None = None) -> DocumentReferences:
    """References and addressable places of one document; depends on nothing else.

    A profile's identifier patterns of kind ``Document`` are read as names of documents.

    `titles` of the result: the document's name, its title heading, and each of them without the
    number or identifier in front.
    """
    pattern = identifier_pattern(
        tuple(i.pattern for i in profile.identifiers if i.kind == "Document") if profile else ()
    )
    places = addressable(document)
    title_span = _title_span(document)
    title = " ".join(document.text[title_span.start : title_span.end].lstrip("#").split())
    titles: list[str] = []
    identities: list[tuple[str, str]] = []
    named = any(block.kind == "heading" for block in document.blocks[:3])
    for name in (document.name, title) if named or _title_like(title) else (document.name,):
        bare, numbers = _identify(name, pattern)
        identities.extend(pair for pair in numbers if pair not in identities)
        titles.extend(form for form in (name.strip(), bare) if form and form not in titles)
    stem = document.id.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    if not identities and document.row is None and (match := _STEM_IDENTIFIER.match(stem)):
        identities.append(("identifier", match.group(1).upper()))
    own = title_span if identities else Span(title_span.start, title_span.start)
    found = [f for f in references(document.text, pattern) if not f.span.overlaps(own)]
    return DocumentReferences(
        document=document.id,
        version=document.version,
        titles=tuple(titles),
        identities=tuple(identities),
        places=places,
        found=tuple(_placed(found, places)),
        title_span=title_span,
        group=document.id.rsplit("#", 1)[0] if document.row is not None else "",
        text=document.text,
    )


def _placed(found: list[Found], places: tuple[Place, ...]) -> list[Found]:
    """Each reference with the innermost place that holds it; a sweep over both in text order."""
    open_places: list[int] = []
    starts = [place.span.start for place in places]
    result: list[Found] = []
    upto = 0
    for one in found:
        stop = bisect_right(starts, one.span.start)
        open_places.extend(range(upto, stop))
        upto = stop
        open_places = [i for i in open_places if places[i].span.end > one.span.start]
        inner = min(open_places, key=lambda i: (len(places[i].span), -i), default=-1)
        result.append(replace(one, place=inner))
    return result


def _title_span(document: Document) -> Span:
    """The title heading, or else the first line."""
    for block in document.blocks[:3]:
        if block.kind == "heading":
            return block.span
    text = document.text
    start = len(text) - len(text.lstrip())
    end = text.find("\n", start)
    return Span(start, end if end >= 0 else len(text))


def _title_like(line: str) -> bool:
    """Whether a first line that is no heading can be a title: short, and no sentence."""
    return 0 < len(line.split()) <= 12 and line[-1] not in ".,;:?!"


def _identify(name: str, pattern: re.Pattern[str]) -> tuple[str, list[tuple[str, str]]]:
    """`name` without its number or identifier, and these."""
    name = name.strip()
    if match := _OWN_NUMBER.match(name):
        word = match["word"].lower()
        kind = "section" if word in ("§", "sec.") else word
        return name[match.end() :].strip(" -–—:."), [(kind, match["number"])]
    found = [("identifier", match.group()) for match in pattern.finditer(name)]
    bare = pattern.sub("", name).strip(" -–—:.,") if found else ""
    return bare, found
