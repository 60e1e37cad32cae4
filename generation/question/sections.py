"""A question that only names a place: "What does § 12(b)(2) require?", "Article 7(3)"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generation.question.analysis import analyse
from generation.question.demands import demands
from graph.section_numbers import SectionNumber

_DESIGNATOR = (
    r"(?:§+|sections?|sec\.|articles?|art\.|paragraphs?|para\.|rules?|clauses?|chapters?|"
    r"annex|part)"
)
_PLACE = re.compile(
    rf"(?P<kind>{_DESIGNATOR})\s*(?P<number>\d+(?:[.-]\d+)*[A-Za-z]?)"
    r"(?P<labels>(?:\s*\(\w{1,5}\))*)"
    r"|\b(?P<bare>\d{2,}\.\d+)(?P<pin>(?:\(\w{1,5}\))*)",
    re.IGNORECASE,
)
_FRAME = re.compile(r"\b(?:requires?|text|reads?|wording|regulates?|says?)\b", re.IGNORECASE)
_OF = re.compile(r"\s+(?:of|in)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """`kind` as written ("Article", "§"; empty for a bare number), `number` of the section and the
    `labels` of the paragraph in it, outermost first, as ``("b", "2")``; `document`: index words of
    the document that is named with it."""

    surface: str
    kind: str
    number: str
    labels: tuple[str, ...]
    document: tuple[str, ...] = ()

    @property
    def section(self) -> SectionNumber:
        """The section, without the paragraph in it."""
        return SectionNumber(self.kind, self.number, self.document)


def names_a_place(text: str) -> bool:
    """Whether the number of a section stands anywhere in `text`."""
    return _PLACE.search(text) is not None


def named_place(asked: str) -> NamedPlace | None:
    """The place that `asked` names, where it asks for nothing else than what stands there."""
    found = list(_PLACE.finditer(asked))
    if len(found) != 1:
        return None
    match = found[0]
    rest = _FRAME.sub("", asked[: match.start()] + " " + asked[match.end() :])
    named = tuple(stem for demand in demands(rest, ()) for stem in demand.stems)
    if named and not _OF.match(asked[match.end() :]):
        return None
    labels = re.findall(r"\((\w{1,5})\)", match.group("labels") or match.group("pin") or "")
    number = match.group("number") or match.group("bare")
    return NamedPlace(match.group(), match.group("kind") or "", number, tuple(labels), named)


def named_section(text: str) -> SectionNumber | None:
    """The section that a question asks to open, where it asks for nothing else."""
    if not names_a_place(text):
        return None
    place = named_place(analyse(text).asked)
    return None if place is None else place.section
