"""Short forms that the documents themselves introduce: ``Field Safety Notice (FSN)``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from graph.tokens import words

_SHORT = re.compile(r"\(\s*[\"“]?(?P<short>[A-Z][A-Za-z]{1,7})[\"”]?\s*\)")
_SMALL = 3  # longest word that an acronym may leave out ("of", "the", "and")


def long_form(before: str, short: str) -> int | None:
    """Where the words at the end of `before` begin whose initials spell `short`, or None."""
    letters = [c.casefold() for c in short if c.isupper()] or [short[0].casefold()]
    if len(letters) < 2:
        return None
    tokens = list(re.finditer(r"\w+", before[-120:]))
    shift = max(0, len(before) - 120)
    for token in reversed(tokens):
        if token.group()[0].casefold() == letters[-1]:
            letters.pop()
            if not letters:
                return shift + token.start()
        elif len(token.group()) > _SMALL:
            return None
    return None


def short_forms(texts: Iterable[str]) -> dict[str, frozenset[str]]:
    """Short form (index word) to the index words of its long form, over `texts` in order; the
    first introduction of a short form counts."""
    found: dict[str, frozenset[str]] = {}
    for text in texts:
        for match in _SHORT.finditer(text):
            before = text[max(0, match.start() - 160) : match.start()].rstrip(' \n"”“')
            start = long_form(before, match.group("short"))
            keys = words(match.group("short"))
            if start is not None and len(keys) == 1 and keys[0] not in found:
                found[keys[0]] = frozenset(words(before[start:]))
    return found


def expanded(held: Iterable[str], forms: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """`held` with the long forms of its short forms, and the short forms whose words it has."""
    base = set(held)
    added: set[str] = set()
    for short, long in forms.items():
        if short in base:
            added |= long
        elif long <= base:
            added.add(short)
    return frozenset(base | added)
