"""Misspelled words of a question, put right from the words of the passages it found."""

from __future__ import annotations

import re
from collections.abc import Collection

from generation.question.common_words import is_spelled_right
from graph.tokens import STOP_WORDS, stem

_WORD = re.compile(r"[^\W\d_]{3,}")
_FRAME = frozenset("how long soon often many much must may shall when who what which where".split())
_LONG = 6  # letters from which one letter may be wrong, whatever else the question holds


def respelled(text: str, vocabulary: Collection[str]) -> str:
    """`text` with words that stand nowhere and are no English ones replaced by the one word that is
    a letter or two away: long ones, and short ones where half of the question is unknown."""
    known = {*vocabulary, *STOP_WORDS, *_FRAME}
    stems = {stem(word) for word in known}
    found = [m for m in _WORD.finditer(text) if not m.group()[0].isupper()]
    strange = [m for m in found if not _stands(m.group().casefold(), stems)]
    many = 2 * len(strange) >= len(found)
    for match in reversed(strange):
        word = match.group()
        if many or len(word) >= _LONG:
            near = _nearest(word, known)
            text = text[: match.start()] + (near or word) + text[match.end() :]
    return text


def _stands(word: str, stems: Collection[str]) -> bool:
    return stem(word) in stems or is_spelled_right(word)


def _nearest(word: str, known: Collection[str]) -> str | None:
    most = 1 if len(word) < _LONG else 2
    near = sorted(
        (distance, other)
        for other in known
        if other[0] == word[0]
        and abs(len(other) - len(word)) <= most
        and (distance := _edits(word, other)) <= most
    )
    if most == 1:  # of a short word, only a letter that was left out
        near = [(distance, other) for distance, other in near if len(other) > len(word)]
    single = near and (len(near) == 1 or near[0][0] < near[1][0])
    return near[0][1] if single else None


def _edits(one: str, other: str) -> int:
    """Letters to add, drop or change between two words."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        last, row[0] = row[0], i
        for j, b in enumerate(other, start=1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (a != b))
    return row[-1]
