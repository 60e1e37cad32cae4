"""Names in a question: titles of documents and names of entities, matched as whole words."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.tokens import STOP_WORDS

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_IN_BRACKETS_AT_END = re.compile(r"(?<!\s)\s*[(\[][^()\[\]]*[)\]]\s*$")
_NUMBER_FIRST = re.compile(
    r"^\W*((?:[^\W\d_]+[-. ]?)?\d[\w.\-]*)(?:\s++(?:[:—–-]\s++)?|[:—–-]\s++)(.*\S)"
)

LONGEST_NAME = 10
"""Words of the longest name that is looked for."""

MOST_BEARERS = 5
"""A title that more documents than this share names none of them."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: folded for comparison, and where it stands."""

    folded: str
    start: int
    end: int


def split(text: str) -> list[Word]:
    """The words of `text`: NFKC, case-folded, possessive removed."""
    return [Word(_fold(m.group()), m.start(), m.end()) for m in _WORD.finditer(text)]


def _fold(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold().replace("’", "'").removesuffix("'s")


def title_forms(title: str) -> list[tuple[str, ...]]:
    """The forms under which a title is looked for: as it is, without a disambiguation in brackets
    at its end, and of a numbered title the number and the rest ("SOP-012 Complaints")."""
    texts = [title, _IN_BRACKETS_AT_END.sub("", title)]
    numbered = _NUMBER_FIRST.match(title)
    if numbered:
        texts += [numbered.group(1), numbered.group(2)]
    forms: list[tuple[str, ...]] = []
    for text in texts:
        form = tuple(word.folded for word in split(text))
        if form and form not in forms and _may_name(form):
            forms.append(form)
    return forms


def _may_name(form: Sequence[str]) -> bool:
    """Whether words can be a name: not stop words only, not a lone short word or number."""
    if all(word in STOP_WORDS for word in form):
        return False
    return len(form) > 1 or (len(form[0]) > 2 and not form[0].isdigit())


class TitleIndex:
    """Titles of documents, looked up by their words."""

    def __init__(self, titles: Iterable[tuple[str, str]]) -> None:
        """`titles`: (document key, title)."""
        self._bearers: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for document, title in titles:
            for form in title_forms(title):
                self._bearers[form].append(document)

    def find(
        self, text: str, documents: frozenset[str] | None
    ) -> list[tuple[str, tuple[str, ...]]]:
        """(surface, keys of the documents so called) for each title in `text`, left to right, the
        longest first where they overlap; only documents of `documents` count."""
        words = split(text)
        found: list[tuple[str, tuple[str, ...]]] = []
        at = 0
        while at < len(words):
            for length in range(min(LONGEST_NAME, len(words) - at), 0, -1):
                part = words[at : at + length]
                bearers = self._visible(tuple(word.folded for word in part), documents)
                surface = text[part[0].start : part[-1].end]
                if bearers and is_name_like(surface):
                    found.append((surface, bearers))
                    at += length
                    break
            else:
                at += 1
        return found

    def _visible(self, form: tuple[str, ...], documents: frozenset[str] | None) -> tuple[str, ...]:
        bearers = self._bearers.get(form, ())
        seen = sorted(key for key in bearers if documents is None or key in documents)
        return tuple(seen) if len(seen) <= MOST_BEARERS else ()


def is_name_like(surface: str) -> bool:
    """Whether a surface can be meant as a name: it begins with a capital or a digit, or holds two
    words that say something ("the quality manual")."""
    if surface[0].isupper() or surface[0].isdigit():
        return True
    return sum(word.folded not in STOP_WORDS for word in split(surface)) > 1


def grams(text: str) -> dict[str, tuple[int, int]]:
    """Every run of up to `LONGEST_NAME` words of `text` that can be a name -> its first place."""
    words = split(text)
    found: dict[str, tuple[int, int]] = {}
    for first in range(len(words)):
        for last in range(first, min(first + LONGEST_NAME, len(words))):
            if _may_name([word.folded for word in words[first : last + 1]]):
                start, end = words[first].start, words[last].end
                found.setdefault(text[start:end], (start, end))
    return found


def without_overlaps(places: Mapping[str, tuple[int, int]]) -> list[str]:
    """The surfaces of `places` in text order, the longest where they overlap."""
    kept: list[tuple[int, int, str]] = []
    for surface, (start, end) in sorted(
        places.items(), key=lambda item: (item[1][0] - item[1][1], item[1][0])
    ):
        if all(end <= s or e <= start for s, e, _ in kept):
            kept.append((start, end, surface))
    return [surface for _, _, surface in sorted(kept)]
