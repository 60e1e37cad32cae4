"""Names that a reader would not list: generic words, pieces of longer names, joined or misread
ones, by the weights of `name_weights.json` over the signs of one document (`name_signs`).

The weights were fitted to 5,060 names that people judged in documents of fifteen kinds; they and
all sums are whole numbers, so that the same document gives the same names on every machine.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from extraction.language.singular import singular
from extraction.resolution.doubts import DOUBTED
from extraction.resolution.name_signs import DocumentSigns, grouped, words_of
from graph.errors import ModelError
from graph.model import Mention, Span

WEIGHTS = Path(__file__).with_name("name_weights.json")
SHA256 = "6721d6cccda26d3e466d77792481a0631047d489daf2c6e3af48d7faf37bae70"
"""Of `WEIGHTS`. It stands in the code so that other weights are another stage of the build."""

_LEVELS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"
_BANDS = (400, 1000, 2000, 4000, 7000, 10500)
"""Where bands of frequency end: places in the list of words, the most frequent first."""


class NameReader:
    """The weights of signs and of words. `score` is in thousandths of a logit, from the bound."""

    def __init__(self, told: Mapping[str, str], weights: Mapping[str, int], step: int, bound: int):
        words = told["words"].split()
        self._rank = {word: place for place, word in enumerate(words)}
        self._first = [step * (_LEVELS.index(level) - 32) for level in told["first"]]
        self._last = [step * (_LEVELS.index(level) - 32) for level in told["last"]]
        self._weights, self._bound = weights, bound

    def score(self, name: str, signs: Mapping[str, int]) -> int:
        """How far a name with `signs` (in thousandths) is above the bound; below 0 it is held
        back."""
        words = words_of(name)
        ranks = [self._ranked(word) for word in words]
        total = sum(self._weights.get(sign, 0) * share for sign, share in signs.items())
        total += 1000 * sum(self._weights.get(sign, 0) for sign in _frequencies(ranks))
        if ranks[-1] is not None:
            total += 1000 * self._last[ranks[-1]]
        if len(ranks) > 1 and ranks[0] is not None:
            total += 1000 * self._first[ranks[0]]
        return total // 1000 - self._bound

    def _ranked(self, word: str) -> int | None:
        rank = self._rank.get(word)
        return self._rank.get(singular(word)) if rank is None else rank


def _frequencies(ranks: Sequence[int | None]) -> Iterator[str]:
    """In which bands of frequency the last, the first and the rarest word of a name are."""
    yield f"last frequency {_band(ranks[-1])}"
    if len(ranks) > 1:
        yield f"first frequency {_band(ranks[0])}"
    known = [rank for rank in ranks if rank is not None]
    yield f"rarest {_band(max(known) if len(known) == len(ranks) else None)}"


def _band(rank: int | None) -> str:
    return "none" if rank is None else str(sum(rank >= end for end in _BANDS))


@lru_cache(maxsize=1)
def load_name_reader() -> NameReader:
    """The packaged reader. Raises `ModelError` where its file is not the one of this version."""
    content = WEIGHTS.read_bytes() if WEIGHTS.is_file() else b""
    if hashlib.sha256(content).hexdigest() != SHA256:
        raise ModelError(f"{WEIGHTS} is damaged or of another version; install groundgraph again")
    told = json.loads(content)
    return NameReader(told, told["signs"], told["step"], told["bound"])


def held_back(text: str, mentions: Sequence[Mention]) -> frozenset[Span]:
    """Spans of the mentions, in one document with `text`, of names that the reader holds back."""
    reader, signs = load_name_reader(), DocumentSigns(text, mentions)
    found: set[Span] = set()
    for same in grouped(mentions).values():
        name = " ".join(same[0].surface.split())
        if reader.score(name, signs.of_name(name, same)) < 0:
            found.update(mention.span for mention in same if mention.rule in DOUBTED)
    return frozenset(found)
