"""Places that a question names: alone ("What does § 12(b)(2) require?", "Annex A, point 4"), or as
that under which something is asked ("Who signs under clause 7.2?")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from generation.question.analysis import analyse
from generation.question.demands import demands
from graph.section_numbers import SectionNumber, kind_of

_NUMBERED = (
    r"(?:§+|sections?|sec\.|articles?|art\.?|paragraphs?|paras?\.?|rules?|clauses?|chapters?|"
    r"annexe?|parts?|schedules?|appendix|exhibits?|attachments?|steps?|items?|points?)"
)
_LETTERED = (
    r"(?:[Pp]art|[Cc]hapter|[Aa]nnexe?|[Ss]chedule|[Aa]ppendix|[Ee]xhibit|[Ss]ection|[Aa]rticle)"
)
_LABELS = r"(?:\s*\(\w{1,5}\))*"
_PLACE = re.compile(
    rf"(?<![\w§])(?:(?P<regulation>regulations?|regs?\.?)\s+(?P<short>\d{{1,3}}[A-Z]?(?![\w/.-]))"
    rf"(?P<below>{_LABELS})|(?P<kind>{_NUMBERED})\s*(?P<number>\d+(?:[.-]\d+)*[A-Za-z]?(?!\w)|"
    rf"(?-i:[A-Z])\.?\d+(?:\.\d+)*(?!\w))(?P<labels>{_LABELS}))"
    rf"|(?<!\w)(?P<division>(?-i:{_LETTERED}))\s+(?P<letter>(?-i:[A-HJ-Z]|[IVXLC]{{2,}}))(?![\w'’])"
    rf"|(?<!\w)(?P<capital>(?-i:[A-Z][a-z]+|[A-Z]+))(?<=(?-i:Part|PART|nnex|NNEX|dule|DULE))\s+"
    r"(?P<one>(?-i:I))(?![\w'’])"
    rf"|(?<!\w)(?P<item>(?:sub-?)?paragraphs?|items?|points?|letters?)\s+(?P<only>\(\w{{1,5}}\){_LABELS})"
    rf"|\b(?P<bare>\d{{2,}}\.\d+)(?P<pin>(?:\(\w{{1,5}}\))*)",
    re.IGNORECASE,
)
_KIND_GROUPS = ("regulation", "kind", "division", "capital", "item")
_NUMBER_GROUPS = ("short", "number", "letter", "one", "bare")
_INNER = frozenset(("paragraph", "item", "point", "step", "clause", "letter", "subparagraph"))
_WITHIN = re.compile(r"\s+(?:of|in|to)\s+(?:the\s+)?", re.IGNORECASE)
_BEHIND = re.compile(r"\s*+(?:,\s*+)?")
_FRAME = re.compile(
    r"\b(?:requires?|text|reads?|wording|regulates?|says?|provides?|stipulates?|prescribes?)\b",
    re.IGNORECASE,
)
_OF = re.compile(r"\s+(?:of|in)\b", re.IGNORECASE)
_UNDER = re.compile(
    r"\b(?:under|pursuant\s+to|according\s+to|in\s+accordance\s+with|as\s+per|per|by|in)\s+"
    r"(?:the\s+)?$",
    re.IGNORECASE,
)


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


@dataclass(frozen=True, slots=True)
class _Part:
    """One number with its kind; `start` and `end` in the text."""

    start: int
    end: int
    kind: str
    number: str
    labels: tuple[str, ...]


def names_a_place(text: str) -> bool:
    """Whether the number of a section stands anywhere in `text`."""
    return next(_found(text), None) is not None


def places_in(text: str) -> tuple[NamedPlace, ...]:
    """The places that `text` names, in order; "paragraph 3 of Schedule 2" is one."""
    return tuple(place for _, _, place in _found(text))


def named_place(asked: str) -> NamedPlace | None:
    """The place that `asked` names, where it asks for nothing else than what stands there."""
    found = list(_found(asked))
    if len(found) != 1:
        return None
    start, end, place = found[0]
    rest = _FRAME.sub("", asked[:start] + " " + asked[end:])
    named = tuple(stem for demand in demands(rest, ()) for stem in demand.stems)
    if named and not _OF.match(asked[end:]):
        return None
    return NamedPlace(place.surface, place.kind, place.number, place.labels, named)


def place_asked_under(asked: str) -> tuple[NamedPlace, str] | None:
    """The one place under which `asked` asks for something, and the question without it."""
    found = list(_found(asked))
    if len(found) != 1 or named_place(asked) is not None:
        return None
    start, end, place = found[0]
    under = _UNDER.search(asked[:start])
    if under is None:
        return None
    before, behind = asked[: under.start()].rstrip(" ,"), asked[end:].lstrip(" ,")
    rest = f"{before}{'' if behind[:1] in '?.!' else ' '}{behind}".strip()
    return place, rest[:1].upper() + rest[1:]


def named_section(text: str) -> SectionNumber | None:
    """The section that a question asks to open, or under which it asks for something."""
    if not names_a_place(text):
        return None
    asked = analyse(text).asked
    place = named_place(asked)
    if place is None:
        under = place_asked_under(asked)
        place = under[0] if under is not None else None
    return None if place is None else place.section


def _found(text: str) -> Iterator[tuple[int, int, NamedPlace]]:
    """Each place of `text` with its start and end, those that stand in one another as one."""
    group: list[_Part] = []
    for part in _parts(text):
        if group and not _joined(group[-1], part, text):
            yield from _placed(group, text)
            group = []
        group.append(part)
    if group:
        yield from _placed(group, text)


def _parts(text: str) -> Iterator[_Part]:
    for match in _PLACE.finditer(text):
        kind = next((match[n] for n in _KIND_GROUPS if match[n]), "")
        number = next((match[n] for n in _NUMBER_GROUPS if match[n]), "")
        behind = match["labels"] or match["below"] or match["pin"] or match["only"] or ""
        yield _Part(*match.span(), kind, number, tuple(re.findall(r"\((\w{1,5})\)", behind)))


def _joined(one: _Part, other: _Part, text: str) -> bool:
    """Whether one of two parts that follow each other stands in the other."""
    between = text[one.end : other.start]
    if _WITHIN.fullmatch(between):
        return kind_of(one.kind) != kind_of(other.kind)
    return _BEHIND.fullmatch(between) is not None and kind_of(other.kind) in _INNER


def _placed(group: list[_Part], text: str) -> Iterator[tuple[int, int, NamedPlace]]:
    inwards = group
    if any(_WITHIN.fullmatch(text[a.end : b.start]) for a, b in pairwise(group)):
        inwards = group[::-1]
    outer = inwards[0]
    if not outer.number:
        return  # "item (c)" of what, is not said
    labels = list(outer.labels)
    for part in inwards[1:]:
        labels += [part.number, *part.labels] if part.number else part.labels
    start, end = group[0].start, group[-1].end
    yield start, end, NamedPlace(text[start:end], outer.kind, outer.number, tuple(labels))
