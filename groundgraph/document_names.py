"""Which documents of a base a name means: title, number or file name, with the version or year that
is said with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.record import StatedEdition

_VERSION = re.compile(
    r"\b(?:version|revision|rev|edition|issue|v)[.\s_-]*(?:no\.?\s*)?(\d+(?:\.\d+)*)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![\d/.-])(?:19|20)\d\d(?![\d/]|[.-]\d)")
_WORD = re.compile(r"\d+(?:\.\d+)*|[^\W\d_]+")
_LEFT_OUT = frozenset("the of a an no nr number dated entitled".split())
_NUMBERED = frozenset(
    "number document_number id identifier reference code title short_title".split()
)
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spoken:
    """A name in parts: its words without version and year, the version, the year; `whole` are its
    words with the year."""

    words: Words
    whole: Words
    version: str | None
    year: str | None


def spoken(name: str) -> Spoken:
    """A name as it is written somewhere, in parts."""
    versions = _VERSION.findall(name)
    bare = _VERSION.sub(" ", name)
    years = _YEAR.findall(bare)
    year = years[-1] if years else None
    return Spoken(
        _words(_YEAR.sub(" ", bare)), _words(bare), versions[-1] if versions else None, year
    )


def _words(name: str) -> Words:
    found = (word.casefold() for word in _WORD.findall(name))
    return tuple(word for word in found if word not in _LEFT_OUT)


@dataclass(frozen=True, slots=True)
class Called:
    """A document with all that it is called."""

    edition: StatedEdition
    names: tuple[Spoken, ...]

    @property
    def version(self) -> str | None:
        """Its own version: as it states it, else as its names have it."""
        named = (name.version for name in self.names if name.version)
        return self.edition.own_version or next(named, None)

    @property
    def years(self) -> frozenset[str]:
        """The years of its names; where they have none, that in which it begins to hold."""
        named = frozenset(name.year for name in self.names if name.year)
        begun = self.edition.valid_from
        return named or frozenset((begun[:4],) if begun else ())


def called(edition: StatedEdition) -> Called:
    """`edition` by its title, its file name or row id, and the numbers in its fields."""
    last = edition.key.rsplit("/", 1)[-1]
    stem = last.rpartition("#")[2] if "#" in last else re.sub(r"\.[A-Za-z]{2,5}$", "", last)
    fields = [
        str(value)
        for field, value in sorted(edition.fields.items())
        if field.casefold() in _NUMBERED and isinstance(value, str | int)
    ]
    names = dict.fromkeys(spoken(name) for name in (edition.name, stem, *fields))
    return Called(edition, tuple(name for name in names if name.whole))


def meant(name: Spoken, own: Called, others: Sequence[Called]) -> list[Called]:
    """Those of `others` that a document called `own` can mean by `name`, whatever their versions. A
    version without a name is one of its own."""
    if not name.whole:
        titles = {one.words for one in own.names}
        return [other for other in others if any(one.words in titles for one in other.names)]
    return [other for other in others if _is_called(name, other)]


def _is_called(name: Spoken, other: Called) -> bool:
    if any(name.whole == one.whole for one in other.names):
        return True
    if name.year and name.words and any(name.words == one.words for one in other.names):
        return name.year in other.years
    return any(_by_number(name.whole, one, other) for one in other.names)


def _by_number(words: Words, one: Spoken, other: Called) -> bool:
    """Whether `words` are the number that a longer name begins with ("SOP-12" of "SOP-12 Cleaning
    of tanks"), or a number and the title that are two names of the same document."""
    number = next(_numbers(words), None)
    if number is None:
        return False
    rest = words[len(number) :]
    following = one.whole[len(number) : len(number) + 1]
    if one.whole[: len(number)] != number or (following and following[0][0].isdigit()):
        return False
    return not rest or any(rest in (name.whole, name.words) for name in other.names)


def _numbers(words: Words) -> Iterator[Words]:
    """The letters and digits at the beginning that are a document's number: ``sop 12``."""
    digits = [at for at, word in enumerate(words[:4]) if word[0].isdigit()]
    if digits and (digits[0] > 0 or len(digits) > 1):
        end = digits[0] + 1
        while end < len(words) and words[end][0].isdigit():
            end += 1
        if all(len(word) <= 5 for word in words[: digits[0]]):
            yield words[:end]
