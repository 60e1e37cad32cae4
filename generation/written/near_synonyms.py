"""Words of general English that say the same in a statement, so that a sentence in words of its own
is still held to the words of its source. Wider than the word families that questions are matched
by: here both sentences are at hand, and everything else about them is compared as well.

The words are WordNet's (`wordnet/synonyms.txt`): those of one synset, and a word with what is
derived from it, frequent senses only. `wordnet/LICENSE` is Princeton's."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

from generation.question.word_families import related
from graph.tokens import stem

_FOLDER = Path(__file__).parent / "wordnet"


@cache
def _groups() -> dict[str, frozenset[str]]:
    """Index word -> the index words of the groups that it is in."""
    found: dict[str, set[str]] = {}
    for line in (_FOLDER / "synonyms.txt").read_text(encoding="utf-8").splitlines():
        stems = {stem(word) for word in line.split()}
        for one in stems:
            found.setdefault(one, set()).update(stems)
    return {one: frozenset(others) for one, others in found.items()}


@lru_cache(maxsize=50_000)
def alike(one: str, other: str) -> bool:
    """Whether two index words say the same: one word, one family, or synonyms."""
    return related(one, other) or other in _groups().get(one, ())


@cache
def opposites() -> dict[str, frozenset[str]]:
    """Word -> the words that mean the opposite in a frequent sense of both."""
    found: dict[str, set[str]] = {}
    for line in (_FOLDER / "antonyms.txt").read_text(encoding="utf-8").splitlines():
        one, other = line.split()
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {one: frozenset(others) for one, others in found.items()}
