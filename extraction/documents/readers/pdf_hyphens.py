"""Words that are divided at the end of a line, put together again.

A hyphen at a line end either divides a word ("bear-ings") or belongs to it ("re-entry"). The other
words of the document decide; where they say nothing, a list of halves that are written with a
hyphen does, then the shape of the two halves.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable

from extraction.documents.readers.compound_halves import keeps_hyphen

HYPHENS = "-\u2010\u00ad"
_SOFT = "\u00ad"
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_COMPOUND = re.compile(r"(?<!\w)\w++(?:[-\u2010]\w++)+")
_LEFT = re.compile(r"(?<![\w'’])[\w'’]++(?:[-\u2010][\w'’]++){0,8}[-\u2010\u00ad]\Z")
_RIGHT = re.compile(r"\w+")
_ADDRESS = re.compile(r"[/@\\]|\w\.\w")
_SUSPENDED = frozenset("and or und oder bzw et ou y e o en of to nor versus".split())
# Halves that seldom are written with a hyphen though they are words as well.
_VOWELS = frozenset(("co", "re", "pre", "de"))  # kept apart from the same vowel
# What is done again, where the word without a hyphen means another thing ("resign", "relay").
_AGAIN = frozenset("sign signs signed signing lay lays laying".split())
_TOGETHER = frozenset(
    """a after an any back be down every fore head in inter land mis of off on out over pre some sub
    super there through to trans un under up where wind with work""".split()
)


class LineEnds:
    """Decides what becomes of a hyphen at a line end, from the words of the whole document."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._words: set[str] = set()
        self._compounds: set[str] = set()
        divided = False
        for text in lines:
            inner = text
            if divided:
                inner = inner[_first_end(inner) :]
            divided = inner.endswith(tuple(HYPHENS))
            if divided:
                inner = inner[: inner.rindex(" ") + 1] if " " in inner else ""
            self._words.update(word.lower() for word in _WORD.findall(inner))
            self._compounds.update(
                word.lower().replace("\u2010", "-") for word in _COMPOUND.findall(inner)
            )
        self._sorted = sorted(self._words)

    def join(self, above: str, below: str) -> str:
        """``drop``: the word goes on without its hyphen; ``keep``: it goes on with it; ``""``: the
        line end stands."""
        left, right = _LEFT.search(above), _RIGHT.match(below)
        if left is None or right is None:
            return ""
        if above.endswith(_SOFT):
            return "drop"
        if _ADDRESS.search(above.rsplit(None, 1)[-1]):
            return "keep"
        first, second = left.group()[:-1].lower(), right.group().lower()
        if second in _SUSPENDED:
            return ""
        return (
            "keep"
            if self._is_compound(left.group()[:-1], right.group())
            else self._known(first, second)
        )

    def _known(self, first: str, second: str) -> str:
        last = re.split("[-\u2010]", first)[-1]
        if f"{first}-{second}" in self._compounds or f"{last}-{second}" in self._compounds:
            return "keep"
        if self._holds(last + second, len(last)):
            return "drop"
        if last == "re" and second in _AGAIN and second in self._words:
            return "keep"
        if last in _VOWELS and second[0] == last[-1]:
            return "keep"
        if len(second) > 1 and keeps_hyphen(last, second):
            return "keep"
        both = last in self._words and second in self._words
        return "keep" if both and last not in _TOGETHER and len(second) > 2 else "drop"

    def _holds(self, word: str, divided: int) -> bool:
        """Whether the document has a word, or a longer or shorter form of it ("managed" for
        "man-age", "bearing" for "bear-ings"): one that goes on behind the place of division."""
        if word in self._words:
            return True
        if any(word[:end] in self._words for end in range(divided + 3, len(word))):
            return True
        place = bisect_left(self._sorted, word)
        return place < len(self._sorted) and self._sorted[place].startswith(word)

    @staticmethod
    def _is_compound(first: str, second: str) -> bool:
        """Numbers, capitals and names of things are never divided, only compounded."""
        if len(first) > 1 and len(second) > 1 and first.isupper() and second.isupper():
            return False
        return (
            not second[0].islower()
            or not first[-1].isalpha()
            or (len(first) > 1 and first.isupper())
            or "_" in first
            or any(character.isdigit() for character in first)
        )


def _first_end(text: str) -> int:
    word = _RIGHT.match(text)
    return word.end() if word else 0
