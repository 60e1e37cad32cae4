"""Words of questions and cells in the one form in which they are compared: numbers whole, accents
and case folded, each with its stem and place."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from graph.number_words import NUMBER_WORDS
from graph.tokens import stem

_WORD = re.compile(
    r"\d+(?:[.,:/–‑-]\d+)*(?:st|nd|rd|th)?(?![^\W\d_])|\d+|[^\W\d_]+(?:[.](?=[^\W\d_]\.)[^\W\d_]+)*",
)
_POSSESSIVE = re.compile(r"['’]s?\b")


@dataclass(frozen=True, slots=True)
class Word:
    """`text` folded, its `stem` (digits of a number word), and where it stands in the
    text that was cut."""

    text: str
    stem: str
    start: int
    end: int


@lru_cache(maxsize=50_000)
def folded(word: str) -> str:
    """`word` in lower case, without accents, dashes alike."""
    plain = unicodedata.normalize("NFKD", word.casefold().replace("–", "-").replace("‑", "-"))
    return "".join(c for c in plain if not unicodedata.combining(c))


def folded_words(text: str) -> tuple[Word, ...]:
    """The words of `text`, in order; a possessive's ending is left out."""
    cut = _POSSESSIVE.sub(lambda match: " " * len(match.group()), text)
    found = []
    for match in _WORD.finditer(cut):
        word = folded(match.group())
        number = NUMBER_WORDS.get(word)
        alike = stem(word) if number is None else str(number)
        found.append(Word(word, alike, match.start(), match.end()))
    return tuple(found)
