"""Numbering inside references ("paragraph (a)(2) or (b) of this section", "§ 12.4(c)"), which the
model takes for asides: while a text is parsed, one word stands for a reference."""

from __future__ import annotations

import re
from collections.abc import Sequence

# Each text is read in one way only: with two for a mark or a join, a long list of them that is no
# reference after all would be read in twice as many ways for each.
_MARK = r"\((?:[a-zA-Z]{1,2}|[ivxlIVXL]{3,6}|\d{1,3})\)"
_CHAIN = rf"(?:\s?{_MARK})+"
_JOIN = r"(?:,? (?:and|or|through|to|and/or) |,(?: (?=\s))?|\s?[-–](?:\s(?=\s))?)"
_NUMBER = r"\d{1,4}[a-zA-Z]{0,2}(?:[.–-]\d{1,4}[a-zA-Z]?){0,8}"
_WORD = (
    r"(?:sub)?(?:paragraph|section|clause|part|rule|article|regulation|item|chapter|schedule"
    r"|division)s?"
)
_MORE = rf"(?:{_JOIN}{_CHAIN})*"
_SIGN = rf"§§?\s?{_NUMBER}(?:{_CHAIN}{_MORE})?"
REFERENCE = re.compile(
    rf"(?<!\w)(?:(?P<word>{_WORD})(?: {_NUMBER})?{_CHAIN}{_MORE}|(?P<sign>{_SIGN})"
    rf"|(?P<number>{_NUMBER})(?:{_MARK})+)(?![\w(])",
    re.IGNORECASE,
)
"""A reference with numbering in brackets or a section sign."""
_FOR_SIGN = "Section"


def with_reference_words(text: str, positions: Sequence[int]) -> tuple[str, Sequence[int]]:
    """`text` with the word of each reference ("paragraph", "Section" for a sign, else its number)
    in place of the whole, and where each character stands: the word ends where the reference
    does."""
    if "(" not in text and "§" not in text:
        return text, positions
    parts: list[str] = []
    moved: list[int] = []
    done = 0
    for match in REFERENCE.finditer(text):
        first, stop = match.span()
        word = match["word"] or match["number"] or _FOR_SIGN
        parts += [text[done:first], word]
        moved += positions[done:first]
        moved += [positions[first]] * (len(word) - 1) + [positions[stop - 1]]
        done = stop
    if not done:
        return text, positions
    parts.append(text[done:])
    moved += positions[done:]
    return "".join(parts), moved
