"""Paragraphs that an enumerator opens, below a line that introduces them, are items of a list,
whatever the format: "no person may keep—", "(a) more than two dogs; and", "(b) more than two cats."

Laws and contracts are mostly written so; most formats mark such paragraphs by nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from graph.model import Block, Span

_LABEL = re.compile(
    r"\s*(?:(?P<open>\()(?P<a>[a-zA-Z]{1,4}|\d{1,2})\)|(?P<b>[a-z]|[ivx]{1,4}|\d{1,2})\)"
    r"|(?P<c>[a-z]|[ivx]{1,4})\.)\s+(?=\S)"
)
_INTRODUCES = re.compile(r"(?:[:—–,]|\s-|\b(?:and|or|that|if|to|by|is|are|be|the|of))[\s*_]*\Z")
_ENDS = re.compile(r"[.;!?][\s*_\"”’')]*\Z")
_LINE_BREAK = re.compile(r"[ \t]*\r?\n[ \t]*")
_PART_ENDS = re.compile(r"(?:[;,]|[;,]?\s(?:and|or))\s*\Z")
_OPENS = re.compile(r"[:—–][\s*_]*\Z")
_ROMAN = {"i": 1, "v": 5, "x": 10}
_PROSE = ("paragraph", "list_item")


@dataclass(frozen=True, slots=True)
class _Place:
    """What an enumerator may be: the `number`-th of a `family`, with the marks it is written in."""

    family: str
    number: int


@dataclass(slots=True)
class _Open:
    """A list under way: its last enumerator, and the depth of its items."""

    last: _Place
    level: int


def with_enumerated_items(text: str, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """`blocks` with such paragraphs as list items of the depth that their enumerators tell; an item
    that a format has already keeps its kind, and gets the depth below what introduces it."""
    made: list[Block] = []
    open_: list[_Open] = []
    for block in (part for whole in blocks for part in _parts(text, whole)):
        if block.kind not in _PROSE:
            open_.clear()
            made.append(block)
            continue
        words = text[block.span.start : block.span.end]
        level = _depth(words, list(_places(words)), open_, made[-1] if made else None, text)
        if level is None:
            open_.clear()
            made.append(block)
        else:
            made.append(replace(block, kind="list_item", level=level))
    return tuple(made)


def _parts(text: str, block: Block) -> Iterator[Block]:
    """`block` taken apart before the lines that go on with the enumeration that it opens or its
    first line introduces: "(a) wash;", "(b) dry; or", "(c) iron."."""
    start, end = block.span.start, block.span.end
    if block.kind in _PROSE and "\n" in text[start:end]:
        places = list(_places(text[start:end]))
        for line in _LINE_BREAK.finditer(text, start, end):
            following = list(_places(text[line.end() : end]))
            before = text[start : line.start()]
            goes_on = [p for p in following if _follows(p, places) and _PART_ENDS.search(before)]
            opens = [p for p in following if p.number == 1 and _OPENS.search(before)]
            if not goes_on and (places or not opens):
                continue
            yield replace(block, span=Span(start, line.start()))
            start, places = line.end(), goes_on or opens
    yield replace(block, span=Span(start, end))


def _follows(place: _Place, places: Sequence[_Place]) -> bool:
    return any(p.family == place.family and p.number + 1 == place.number for p in places)


def _depth(
    words: str, places: Sequence[_Place], open_: list[_Open], before: Block | None, text: str
) -> int | None:
    """The depth of the item `words`, which goes on with a list of `open_` or begins one below the
    block `before`; None where it is none."""
    for at in range(len(open_) - 1, -1, -1):
        for place in places:
            last = open_[at].last
            if place.family == last.family and place.number == last.number + 1:
                del open_[at + 1 :]
                open_[at].last = place
                return open_[at].level
    first = next((place for place in places if place.number == 1), None)
    if first is None or before is None or before.kind not in _PROSE:
        return None
    if not _introduces(text[before.span.start : before.span.end], words):
        return None
    open_.append(_Open(first, before.level + 1))
    return before.level + 1


def _introduces(before: str, words: str) -> bool:
    """Whether the block `before` ends as what introduces items does, or goes on in `words`."""
    if _INTRODUCES.search(before):
        return True
    label = _LABEL.match(words)
    small = label is not None and words[label.end() : label.end() + 1].islower()
    return small and _ENDS.search(before) is None


def _places(words: str) -> Iterator[_Place]:
    label = _LABEL.match(words)
    if label is None:
        return
    marks = "(" if label["open"] else ")" if label["b"] else "."
    sign = label["a"] or label["b"] or label["c"]
    if sign.isdigit():
        yield _Place(f"{marks}1", int(sign))
        return
    case = "a" if sign.islower() else "A"
    if len(sign) == 1 or (len(set(sign)) == 1 and len(sign) == 2):
        number = ord(sign[0].lower()) - ord("a") + 1 + 26 * (len(sign) - 1)
        yield _Place(f"{marks}{case}", number)
    roman = _roman(sign.lower())
    if roman and (sign.islower() or sign.isupper()):
        yield _Place(f"{marks}{case}i", roman)


def _roman(sign: str) -> int:
    """The number that "iv" says; 0 where it says none."""
    if not re.fullmatch(r"x{0,3}(?:ix|iv|v?i{0,3})", sign):
        return 0
    values = [_ROMAN[letter] for letter in sign]
    return sum(
        -value if value < following else value
        for value, following in zip(values, [*values[1:], 0], strict=True)
    )
