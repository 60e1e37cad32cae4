"""Finds references in the text of one document: "§ 164.308(a)(1)", "paragraphs (b)(2) and (3) of
this section", "section 5.2 of SOP-014", "Exhibit B", "subpart E of this part", "42 U.S.C. 1320d".

A reference is a head word, a list of items joined by "and", "or", "through" or commas, and a tail
that says in what they are counted ("of this section"). One `Found` for each item.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from extraction.language.parse import FORMAT_CHARACTER
from extraction.references.found_references import Found
from extraction.references.labels import PATH, between, complete
from graph.model import Span

_HEADS = re.compile(
    # The look-ahead spares the engine fourteen alternatives at nearly every position.
    r"(?<!\w)(?=[§SsPpAaCcEeTtFf])(?:(?P<section>§§?|[Ss]ections?\b|SECTIONS?\b|[Ss]ecs?\.|[Cc]lauses?\b)"
    r"|(?P<paragraph>(?:[Ss]ub)?[Pp]aragraphs?\b)"
    r"|(?P<subpart>[Ss]ubparts?\b)|(?P<part>[Pp]arts?\b)|(?P<step>[Ss]teps?\b)"
    r"|(?P<schedule>[Ss]chedules?\b)|(?P<article>[Aa]rticles?\b|Arts?\.)"
    r"|(?P<annex>[Aa]nnex(?:es)?\b)|(?P<appendix>[Aa]ppendi(?:x|ces)\b)"
    r"|(?P<attachment>[Aa]ttachments?\b)|(?P<chapter>[Cc]hapters?\b)|(?P<exhibit>[Ee]xhibits?\b)"
    r"|(?P<table>[Tt]ables?\b)|(?P<figure>[Ff]igures?\b|Figs?\.))"
)
_FORMAT = FORMAT_CHARACTER.pattern
_NUMBER = r"\d+(?:\.\d+)*(?:[a-z](?![a-z]))?"
_ITEMS = {
    "section": re.compile(rf"(?P<n>{_NUMBER}[A-Z]?)(?P<p>{PATH})?"),
    "paragraph": re.compile(rf"(?P<n>{_NUMBER})?(?P<p>{PATH})?"),
    "subpart": re.compile(r"(?P<n>[A-Z]{1,2})\b(?P<p>)"),
    "part": re.compile(r"(?P<n>\d+|[IVX]+\b|[A-H]\b)(?P<p>)"),
    "step": re.compile(r"(?P<n>\d+)(?P<p>)"),
    "": re.compile(rf"(?P<n>\d+(?:\.\d+)*[a-z]?\b|[IVXL]+\b|[A-Z]\b)(?P<p>{PATH})?"),
}
_NUMBERED_ITEM = re.compile(rf"(?:§§?\s*)?(?P<n>{_NUMBER}[A-Z]?)(?P<p>{PATH})?")
_PATH_ITEM = re.compile(rf"(?P<n>)(?P<p>{PATH})")
_JOIN = re.compile(
    r"\s*+(?:,\s*+(?:and/or|and|or|through|to)?|and/or|and|or|through|to|[-–—]|;\s*+(?:and|or))\s*+"
    rf"(?:(?:in|under|of|with|from)\s++)?{_FORMAT}*+(?=[§(\dA-Z])"
)
_BLANK = re.compile(rf"(?:[ \t\xa0]|{_FORMAT})*\n?(?:[ \t\xa0]|{_FORMAT})*")
_RANGE = re.compile(r"through|\bto\b|[-–—]")

_EXTERNAL = re.compile(
    r"\b\d+\s+U\.?\s?S\.?\s?C\.?A?\.?\s*(?:§§?\s*)?(?P<usc>\d+[\w–-]*(?:\([^()\s]{1,5}\))*"
    r"(?:(?:,\s*(?:and\s+)?|\s+and\s+)\d+[a-z][\w–-]*(?:\([^()\s]{1,5}\))*)*)"
    r"|\b\d+\s+C\.?\s?F\.?\s?R\.?\s*(?:§§?\s*|[Pp]arts?\s*)?\d+(?:\.\d+)*(?:\([^()\s]{1,5}\))*"
    r"(?:(?:,\s*(?:and\s+)?|\s+and\s+|\s+through\s+)\d+(?:\.\d+)*(?:\([^()\s]{1,5}\))*)*"
    r"|\b(?:Pub\.\s?L\.|Public\s+Law)\s*(?:No\.\s*)?\d+\s?[-–]\s?\d+"
    r"|\b\d+\s+F(?:ed\.\s?R(?:eg)?|R)\.?\s+\d+"
    r"|\b(?:[Rr]egulation|[Dd]irective|[Dd]ecision)\s+\((?:EU|EC|EEC)\)\s*(?:No\.?\s*)?\d+/\d+"
    r"|\b[Dd]irective\s+\d+/\d+/(?:EU|EC|EEC)\b"
    r"|\b(?:ISO|IEC|EN|ASTM)(?:[/ ](?:IEC|TR|TS|ISO))*\s+\d{3,6}(?:-\d+)*(?::\d{4})?"
)
_IDENTIFIER = r"\b[A-Z]{2,6}-\d{2,6}(?:-\d{1,4})*\b(?!-?\d)"
_BARE = re.compile(
    rf"(?<![\w.$€£-])\d{{3,}}\.\d{{2,}}[a-z]?(?![\w.%]){PATH}|"
    r"(?<![\w.$€£-])\d{3,}\.\d{2,}(?![\w%])(?!\.\d)"
)
_THIS = re.compile(
    r"\b[Tt]his\s+(subpart|part|subchapter|chapter|annex|article)\b(?!\s+\d|\s+of\s+the\b)"
)
_TAIL_THIS = re.compile(r"\s*,?\s+of\s+(?:this|the\s+same)\s+(\w+)")
_TAIL_DEFINITION = re.compile(
    r"\s+of\s+the\s+definitions?\s+of\s+[\"“]?([A-Za-z][\w-]*(?:\s+[\w-]+){0,7})"
)
_TAIL_OF = re.compile(r"(?:\s*+,)?\s++(?:of|to|in|under)\s+(?:the\s+|its\s+)?")
_TAIL_NAME = re.compile(
    r"[A-Z][\w&'’-]*(?:\s+(?:(?:of|and|for|on|the|to)\s+){0,2}[A-Z0-9][\w&'’-]*){0,8}"
)
_TAIL_NOUN = re.compile(
    r"\s+of\s+(?:the|that|its|their)\s+(agreement|contract|policy|procedure|manual|handbook|"
    r"regulation|directive|standard|plan|guideline|protocol|schedule|law|statute|act)\b"
)
_OUTSIDE = re.compile(r"(?:title\s+[XVI]+\b|\w+\s+U\.?S\.?C|the\s+Act\b|Act\b|Code\b)")
_AS_DEFINED = re.compile(
    r"(?:[\"“]?(?P<term>[A-Za-z][\w -]{1,80}?)[\"”]?,?\s*\(?(?:as\s+)?(?:that\s+term\s+is\s+)?"
    r"defined\s+(?:in|at|by|under)"
    r"|definitions?\s+of\s+[\"“]?(?P<of>[A-Za-z][\w -]{1,60}?)[\"”]?\s+(?:in|at|under))\s*$"
)


@dataclass(frozen=True, slots=True)
class _Item:
    span: Span
    number: str
    pinpoint: str


@lru_cache(maxsize=16)
def identifier_pattern(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """What names a document: "SOP-014" and the like, and what a profile adds."""
    return re.compile("|".join([_IDENTIFIER, *(f"(?:{pattern})" for pattern in patterns)]))


def references(text: str, identifiers: re.Pattern[str]) -> list[Found]:
    """All references of a text in text order; spans do not overlap, except that the paragraphs
    between the ends of a range share the span of its last item."""
    taken = bytearray(len(text))
    found: list[Found] = []

    def add(candidates: list[Found]) -> None:
        fresh = [c for c in candidates if not any(taken[c.span.start : c.span.end])]
        found.extend(fresh)
        for one in fresh:
            taken[one.span.start : one.span.end] = b"\x01" * len(one.span)

    add([_external(match) for match in _EXTERNAL.finditer(text)])
    for group in _headed(text):
        add(group)
    named = (_named(match) for match in identifiers.finditer(text))
    bare = (_bare(match) for match in _BARE.finditer(text))
    this = (_this(match) for match in _THIS.finditer(text))
    for one in (*named, *bare, *this):
        add([one])
    return sorted(found, key=lambda f: (f.span.start, f.span.end, f.pinpoint))


def _external(match: re.Match[str]) -> Found:
    return Found(Span(match.start(), match.end()), "external", " ".join(match.group().split()))


def _named(match: re.Match[str]) -> Found:
    return Found(Span(*match.span()), "identifier", match.group(), tentative=True)


def _bare(match: re.Match[str]) -> Found:
    number, _, rest = match.group().partition("(")
    return Found(Span(*match.span()), "section", number, "(" + rest if rest else "", tentative=True)


def _this(match: re.Match[str]) -> Found:
    return Found(Span(*match.span()), match.group(1).lower(), "", within="this")


def _headed(text: str) -> Iterator[list[Found]]:
    """Lists that begin with a head word."""
    position = 0
    while match := _HEADS.search(text, position):
        kind = str(match.lastgroup)
        position = match.end()
        start = _blank_end(text, match.end())
        if kind != "section" and start == match.end() and text[start - 1] != ".":
            continue
        items, end, ranges = _items(text, start, kind)
        if not items:
            continue
        if not match.group()[0].isupper() and not _plausible(kind, items[0]):
            continue
        within, end = _tail(text, end, kind)
        term = _term_before(text, match.start(), kind)
        # "Section 5.2" with its head word; the other items of a list stand for themselves.
        spans = [Span(match.start(), items[0].span.end), *(item.span for item in items[1:])]
        group: list[Found] = []
        for index, (item, span) in enumerate(zip(items, spans, strict=True)):
            one = Found(span, kind, item.number, item.pinpoint, within, term=term)
            if index in ranges and item.number == items[index - 1].number:
                group.extend(
                    replace(one, pinpoint=path)
                    for path in between(items[index - 1].pinpoint, item.pinpoint)
                )
            group.append(one)
        position = items[-1].span.end
        yield group


def _blank_end(text: str, start: int) -> int:
    blank = _BLANK.match(text, start)
    return blank.end() if blank else start


def _plausible(kind: str, item: _Item) -> bool:
    """A lower-case "article", "table" or "part" needs a number ("part I" is a pronoun away)."""
    if kind in ("section", "paragraph", "subpart", "step"):
        return True
    if kind == "part":
        return item.number[0].isdigit()
    return item.number[0].isdigit() or len(item.number) == 1 or item.number.isupper()


def _items(text: str, start: int, kind: str) -> tuple[list[_Item], int, set[int]]:
    """Items from `start`, the end of the last one, and the indices of those that end a range."""
    pattern = _ITEMS.get(kind, _ITEMS[""])
    match = pattern.match(text, start)
    if not match or not match.group():
        return [], start, set()
    items = [_item(match, None)]
    ranges: set[int] = set()
    end = match.end()
    while join := _JOIN.match(text, end):
        following = (_PATH_ITEM if items[-1].pinpoint else pattern).match(text, join.end())
        if (not following or not following.group()) and kind == "section":
            following = _NUMBERED_ITEM.match(text, join.end())
            # A further bare number must look like the first ("164.508 and 164.512", not "and 60").
            if following and following["n"].count(".") != items[0].number.count("."):
                following = None
        if not following or not following.group():
            following = pattern.match(text, join.end())
        if not following or not following.group() or _runs_on(text, following, kind):
            break
        if (
            kind == "section"
            and following["n"]
            and (following["n"].count(".") != items[0].number.count("."))
        ):
            break
        if _RANGE.search(join.group()):
            ranges.add(len(items))
        items.append(_item(following, items[-1]))
        end = following.end()
    return items, end, ranges


def _runs_on(text: str, match: re.Match[str], kind: str) -> bool:
    """ "Exhibit B and A copy": a capital letter that is a word of the sentence, or an item that
    opens the next paragraph."""
    return (
        kind not in ("section", "paragraph")
        and match.group() in ("A", "I")
        and bool(re.match(r"\s+[a-z]", text[match.end() : match.end() + 3]))
    )


def _item(match: re.Match[str], previous: _Item | None) -> _Item:
    number, path = match["n"] or "", match["p"] or ""
    if previous and not number:
        number = previous.number
        if previous.pinpoint:
            path = complete(path, previous.pinpoint)
    return _Item(Span(match.start(), match.end()), number, path)


def _tail(text: str, end: int, kind: str) -> tuple[str, int]:
    """What the items are counted in, and where the tail ends."""
    if match := _TAIL_THIS.match(text, end):
        return f"this:{match.group(1).lower()}", match.end()
    if match := _TAIL_DEFINITION.match(text, end):
        return f"definition:{' '.join(match.group(1).split()).casefold()}", match.end()
    if match := _TAIL_NOUN.match(text, end):
        return f"noun:{match.group(1)}", match.end()
    match = _TAIL_OF.match(text, end)
    if not match:
        return "", end
    after = match.end()
    if outside := _EXTERNAL.match(text, after):
        return f"external:{outside.group()}", outside.end()
    if outside := _OUTSIDE.match(text, after):
        return f"external:{outside.group()}", outside.end()
    if head := _HEADS.match(text, after):
        kind_above = str(head.lastgroup)
        items, stop, _ = _items(text, head.end() + 1, kind_above)
        if items and not match.group().lstrip(", ").startswith(("to", "under")):
            return f"{kind_above}:{items[0].number}{items[0].pinpoint}", stop
        return "", end
    if name := _TAIL_NAME.match(text, after):
        if (
            kind in ("section", "paragraph")
            and re.match(r",?\s+(?:to|in|under)", match.group())
            and (not re.match(_IDENTIFIER, name.group()))
        ):
            return "", end
        return f"name:{' '.join(name.group().split())}", name.end()
    return "", end


def _term_before(text: str, start: int, kind: str) -> str:
    """The term in "TERM (as defined in § 164.501"."""
    if kind not in ("section", "paragraph", "article"):
        return ""
    before = text[max(0, start - 130) : start].rsplit("\n", 1)[-1]
    match = _AS_DEFINED.search(before)
    if not match:
        return ""
    return " ".join((match["term"] or match["of"]).split()).casefold()
