"""Acronyms with their definition, after Schwartz and Hearst (2003), "A simple algorithm for
identifying abbreviation definitions in biomedical text" (Pac. Symp. Biocomput. 8, 451-462)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extraction.language.spacy_model import load_word_classes
from graph.model import Span

_BRACKET = re.compile(r"\(\s{0,3}[\"“]?([^()\[\]\"“”\n]{2,70}?)[\"”]?\s{0,3}\)")
_SHORT = re.compile(r"[A-Za-z0-9][\w&/.-]*(?: [\w&/.-]+)?")
_WORD = re.compile(r"\S+")
_STOP = re.compile(r"[.;:!?]\s|\n\s*\n|[()\[\]]")
_POINTS = frozenset("that this which who whose these those".split())
_EDGE = "\"'“”‘’,;: "


def definitions(text: str) -> Iterator[tuple[Span, Span]]:
    """(span of the short form, span of its long form) for each "long form (SF)" and "SF (long
    form)" in `text`, in text order."""
    for match in _BRACKET.finditer(text):
        inner = Span(*match.span(1))
        if _is_short(match.group(1)):
            long = _long_before(text, match.group(1), match.start())
            if long is not None:
                yield inner, long
                continue
        before = re.search(r"(?<![\w-])([A-Z][\w&/.-]{1,9})[\"”]?\s*$", text[: match.start()][-14:])
        if before and _is_short(before.group(1)) and len(match.group(1).split()) >= 2:
            start = max(0, match.start() - 14) + before.start(1)
            found = _align(before.group(1), match.group(1))
            if found == 0:
                yield Span(start, start + len(before.group(1))), inner


def _is_short(candidate: str) -> bool:
    """2 to 10 characters, at most two words, at least two capitals ("CAPA", "PHI", "mAb" is not),
    and no number alone."""
    return (
        2 <= len(candidate) <= 10
        and _SHORT.fullmatch(candidate) is not None
        and sum(c.isupper() for c in candidate) >= 2
    )


def _long_before(text: str, short: str, bracket: int) -> Span | None:
    """The long form that ends before the bracket, within the same sentence."""
    window_start = max(0, bracket - 300)
    window = text[window_start:bracket]
    stops = list(_STOP.finditer(window))
    if stops:
        window_start += stops[-1].end()
        window = text[window_start:bracket]
    letters = sum(c.isalnum() for c in short)
    words = list(_WORD.finditer(window))[-min(letters + 5, letters * 2) :]
    if not words:
        return None
    offset = words[0].start()
    candidate = window[offset:].rstrip(_EDGE + "\n\t")
    start = _align(short, candidate)
    if start is None:
        return None
    begin = window_start + offset + start
    end = window_start + offset + len(candidate)
    while begin < end and text[begin] in _EDGE:
        begin += 1
    long = text[begin:end]
    if len(long) <= len(short) or short in long.split() or len(long.split()) > 2 * letters:
        return None
    if not _ends_in_noun(long) or long.lower().startswith("not "):
        return None
    if not _POINTS.isdisjoint(long.lower().split()):
        return None  # "device identifier assigned to that device (UDID)"
    return Span(begin, end)


def _ends_in_noun(long: str) -> bool:
    """Whether the last word of a long form may be a noun ("locally advanced (LA)" has none)."""
    last = re.split(r"[\s-]", long.lower())[-1]
    return not load_word_classes().is_no_noun(last)


def _align(short: str, long: str) -> int | None:
    """Start of the shortest suffix of `long` whose characters, right to left, hold those of
    `short` in order, the first of them at the start of a word; None where there is none."""
    position = len(long) - 1
    for index in range(len(short) - 1, -1, -1):
        wanted = short[index].lower()
        if not wanted.isalnum():
            continue
        if wanted == "s" and index == len(short) - 1 and short[:-1].isupper() and len(short) > 2:
            continue  # "SOPs": the plural of the acronym
        while position >= 0 and (
            long[position].lower() != wanted
            or (index == 0 and position > 0 and long[position - 1].isalnum())
        ):
            position -= 1
        if position < 0:
            return None
        position -= 1
    return position + 1
