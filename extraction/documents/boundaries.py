"""Where a text may be cut: after sentences, else at white space. For cutting only; the sentences
that facts and quotes refer to come from the extractor."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.model import Span

# A full stop, then an upper-case letter, digit, quote or bracket; or a CJK stop, which needs no
# blank; or a line end.
_AFTER_SENTENCE = re.compile(
    r"""[.!?…]["'”’)\]]{0,3}\s+(?=["'“‘(\[]{0,2}[^\W_a-z])|[。！？]["'”’」』）]{0,3}\s*|[\r\n\f]+\s*"""
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[])(?:[A-Za-z]|e\.g|i\.e|cf|vs|no|nos|art|sec|fig|eq|ref|al|dr|mr|mrs|ms|prof|st|"
    r"inc|ltd|co|corp|dept|approx|ca|[A-Z]\.[A-Z])\.\s+$",
    re.IGNORECASE,
)
_BLANKS = re.compile(r"\s+")


def sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """Consecutive spans that cover ``text[start:end]`` without a gap, each a sentence with the
    white space after it. Linear in the length."""
    begin = start
    for match in _AFTER_SENTENCE.finditer(text, start, end):
        if text[match.start()] == "." and _ABBREVIATION.search(
            text, max(begin, match.start() - 8), match.end()
        ):
            continue
        if match.end() < end:
            yield Span(begin, match.end())
            begin = match.end()
    if begin < end:
        yield Span(begin, end)


def words(text: str, start: int, end: int, longest: int) -> Iterator[Span]:
    """Like `sentences`, for words: cut after white space, and within a word after `longest`
    characters."""
    begin = start
    for match in _BLANKS.finditer(text, start, end):
        yield from _cut(begin, match.end(), longest)
        begin = match.end()
    if begin < end:
        yield from _cut(begin, end, longest)


def _cut(start: int, end: int, longest: int) -> Iterator[Span]:
    for at in range(start, end, longest):
        yield Span(at, min(at + longest, end))
