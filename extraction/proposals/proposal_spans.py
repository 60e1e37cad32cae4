"""Where the words of a proposal stand: verbatim but for white space, at the borders of words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from extraction.language.parse import Parse
from graph.model import Span


def places(words: str, text: str, within: Span) -> Iterator[Span]:
    """Where `words` stand in `text` within a span, in text order; runs of white space are one
    blank. Nothing is folded: case, hyphens and quotation marks must be those of the text."""
    pattern = _pattern(words)
    if pattern is None:
        return
    at = within.start
    while (found := pattern.search(text, at, within.end)) is not None:
        if _is_bounded(text, found.start(), found.end()):
            yield Span(*found.span())
        at = found.start() + 1


def tokens_at(parse: Parse, span: Span) -> tuple[int, int] | None:
    """First and last token of `parse` that `span` covers; None where it covers none or cuts one."""
    inside = [
        token
        for token, (begin, end) in enumerate(zip(parse.begin, parse.end, strict=True))
        if begin < span.end and span.start < end
    ]
    if not inside or parse.begin[inside[0]] < span.start or span.end < parse.end[inside[-1]]:
        return None
    return inside[0], inside[-1]


@lru_cache(maxsize=1 << 10)
def _pattern(words: str) -> re.Pattern[str] | None:
    parts = words.split()
    return re.compile(r"\s+".join(re.escape(part) for part in parts)) if parts else None


def _is_bounded(text: str, start: int, end: int) -> bool:
    """Whether no word, and no number, goes on over either end."""
    return not (_joined(text, start) or _joined(text, end))


_DIGIT_RUN = re.compile(r"\d[.,:/-]\d|[\d][%°]")


def _joined(text: str, at: int) -> bool:
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if before.isalnum() and after.isalnum():
        return True
    around = text[max(0, at - 2) : at + 2]
    crossing = (match.span() for match in _DIGIT_RUN.finditer(around))
    middle = min(at, 2)
    return any(first < middle < last for first, last in crossing)
