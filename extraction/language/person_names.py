"""Forms of a person's name: "Dr. Elena Marsh", "Dr Marsh", "E. Marsh", "Elena Marsh"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extraction.language.role_nouns import ROLES
from extraction.language.spacy_model import load_word_classes

HONORIFICS = frozenset(
    "mr mrs ms miss mx dr prof professor sir dame lord lady rev reverend hon".split()
)
"""Titles in front of a name, lower-case, without the full stop behind them."""

_SUFFIXES = frozenset("jr sr ii iii iv phd md mba cpa esq qc kc".split())
_PARTICLES = frozenset("de del della der den di da dos du la le van von bin al el".split())
_WORD = r"[A-Z][\w’'-]+"
_PARTICLE = rf"(?:(?:{'|'.join(sorted(_PARTICLES))}) ){{0,2}}"
_TITLED = re.compile(
    rf"(?P<title>[A-Z][a-z]+)\.? (?:(?:[A-Z]\.|{_WORD}) ?){{0,3}}{_PARTICLE}{_WORD}"
)
_ABBREVIATED = re.compile(rf"(?:[A-Z]\.[ -]?){{1,3}} ?{_PARTICLE}(?P<surname>{_WORD})")


def is_person_form(surface: str) -> bool:
    """Whether the form alone says that a person is named: a title before a name, or initials
    before a surname that is no common noun ("U.S. Treasury", "A. Definitions")."""
    words = " ".join(surface.split())
    titled = _TITLED.fullmatch(words)
    if titled is not None and titled["title"].lower() in HONORIFICS:
        return True
    return has_initials(words) and not load_word_classes().is_noun(words.split()[-1].lower())


def has_initials(surface: str) -> bool:
    """Whether initials stand before one capitalised word; of a person where something else says
    that a person is named."""
    short = _ABBREVIATED.fullmatch(" ".join(surface.split()))
    return short is not None and not short["surname"].isupper()


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name taken apart, case-folded: `given` names or their initials, in order, and whatever
    tells two bearers of a surname apart (`suffix`: "jr"). `sex` is "m" or "f" where the title
    says so."""

    surname: str
    given: tuple[str, ...] = ()
    suffix: str = ""
    sex: str = ""
    title: str = ""

    def agrees(self, other: PersonName) -> bool:
        """Whether both can be one person: nothing that one says is against the other."""
        if self.surname != other.surname or self.suffix != other.suffix:
            return False
        if self.sex and other.sex and self.sex != other.sex:
            return False
        return all(_same_given(a, b) for a, b in zip(self.given, other.given, strict=False))

    @property
    def spelled_out(self) -> bool:
        """Whether the first given name is written in full."""
        return bool(self.given) and len(self.given[0]) > 1


def _same_given(first: str, second: str) -> bool:
    if len(first) == 1 or len(second) == 1:
        return first[:1] == second[:1]
    return first == second


_SEX = {"mr": "m", "sir": "m", "lord": "m", "mrs": "f", "ms": "f", "miss": "f", "dame": "f",
        "lady": "f"}  # fmt: skip


def person_name(normal: str) -> PersonName | None:
    """The parts of a normalised name; None where it is none of a person (figures, too long)."""
    words = [word.strip(".,") for word in normal.replace(".", ". ").split()]
    words = [word for word in words if word]
    titled = len(words) > 1 and words[0] in HONORIFICS
    title = words.pop(0) if titled or (len(words) > 2 and words[0] in ROLES) else ""
    suffix = ""
    while len(words) > 1 and words[-1] in _SUFFIXES:
        last = words.pop()
        suffix = last if last in ("jr", "sr", "ii", "iii", "iv") else suffix
    if not 1 <= len(words) <= 5 or any(not _is_word(word) for word in words):
        return None
    at = len(words) - 1
    while at > (0 if title else 1) and words[at - 1] in _PARTICLES:  # "Dr | de Vries"
        at -= 1
    return PersonName(" ".join(words[at:]), tuple(words[:at]), suffix, _SEX.get(title, ""), title)


def _is_word(word: str) -> bool:
    return all(character.isalpha() or character in "'’-" for character in word)
