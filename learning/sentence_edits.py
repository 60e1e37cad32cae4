"""Edits of a sentence with a known effect on what it states, as training pairs: each gives the new
sentence, the kind of edit, and which classes are right for the pair of it and the old one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from learning.edit_words import (
    DAYS,
    FIGURES,
    MODALS,
    MONTHS,
    NAMES,
    NUMBER_WORDS,
    OPPOSITE,
    OPPOSITE_WORD,
    SAME,
    UNITS,
    any_of,
)

SUPPORTS, CONTRADICTS, NOT_STATED = 0, 1, 2
OTHERWISE = (CONTRADICTS, NOT_STATED)


@dataclass(frozen=True, slots=True)
class Edit:
    """`allowed`: the classes that are right for the edited sentence beside the old one."""

    text: str
    kind: str
    allowed: tuple[int, ...]


Editor = Callable[[str, Random], Edit | None]

NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?(?![\w])")
_YEAR = re.compile(r"\b(1[6-9]\d\d|20[0-3]\d)\b")
_AUXILIARY = (
    r"(is|are|was|were|can|could|will|would|shall|should|must|may|has|have|had|does|do|did)"
)
_NEGATED = re.compile(
    rf"\b{_AUXILIARY} not (?:be )?\b|\b(cannot|never|no longer)\b"
    r"|\b(is|are|was|were|do|does|did|has|have|would|could|should)n[’']t\b"
)
_POSITIVE = re.compile(rf"\b{_AUXILIARY}\b(?! not)")
_UNNEGATED = {"cannot": "can", "never": "always", "no longer": "still"}
_NAME = re.compile(r"\b(?:[A-Z][\w&’'-]+(?: (?:of|the|and) (?=[A-Z]))?(?: |\b)){1,4}")
_NO_NAME = re.compile(
    r"(The|A|An|In|If|This|That|It|For|When|Each|Any|All|On|At|By|As|We|He|She|They|You|I|"
    + "|".join(MONTHS)
    + ")$"
)
_ROLES = re.compile(
    r"(The|A|An|Each|Any)\s((?:[\w-]+ ){0,2}[\w-]+) (must|shall|may|will|can|should)( not)? (\w+) "
    r"(the|a|an|its|any) ((?:[\w-]+ ){0,1}[\w-]+)"
)
_RESTRICTION = re.compile(
    r"(?:,\s*|(?<![\s,])\s+)"
    r"(if|unless|except(?: that| for| as)?|provided that|only if|only when|subject to|"
    r"to the extent(?: that)?|as long as|until|but only|other than|excluding|"
    r"in the event(?: that| of)?|where|when|while|within \w+ \w+|without)\b[^,;.]{6,160}(?=[,;.]|$)"
)
_JOINED = re.compile(r"[\s,]*(?:(?:and|or|&)[\s,]*)?")
_ASIDE = re.compile(r"(?<!\s)\s*(?:\[[\d, -]+\]|\((?:see|cf\.|e\.g\.|i\.e\.)[^()]*\))")
_RESTRICTED = re.compile(
    r"(If|Unless|Except|Where|When|In the event|Subject to|Provided)\b[^,]{8,200},\s*(\w)"
)
_NARROW = re.compile(
    r"\b(part-time|full-time|temporary|new|eligible|certain|some|many|most|several|qualified|"
    r"registered|small|large|licensed|affected|covered|young|older|female|male|pregnant|elderly|"
    r"minor|local|foreign|non-resident|senior|former|authorized|participating|severe|mild|"
    r"hospitalized|infected|human|adult) (employees|workers|persons|people|patients|individuals|"
    r"companies|entities|businesses|children|women|men|members|users|applicants|borrowers|"
    r"customers|providers|countries|states|students|participants|agencies|institutions|properties|"
    r"contracts|agreements|products|drugs|cases|officers|veterans|parents)\b",
    re.IGNORECASE,
)
_LIMITED = re.compile(
    r"\b(employees|workers|persons|patients|individuals|companies|entities|members|users|"
    r"applicants|borrowers|customers|providers|children|women|men|people|parents|families) "
    r"(who|that|with|whose|under|over|aged|in|of|from) [^,;.]{5,80}"
    r"(?=[,;.]|$| (?:must|may|shall|will|can|are|is|have|should)\b)",
    re.IGNORECASE,
)
_UNIT_WORD, _MODAL_WORD = any_of(list(UNITS)), any_of(list(MODALS))
_DATE_WORD, _NUMBER_WORD = any_of(MONTHS + DAYS), any_of(NUMBER_WORDS, re.IGNORECASE)


def same_case(before: str, after: str) -> str:
    """`after` with a capital where `before` has one."""
    return after[:1].upper() + after[1:] if before[:1].isupper() else after


def put(text: str, place: re.Match[str], words: str) -> str:
    """`text` with `words` in that place."""
    return text[: place.start()] + words + text[place.end() :]


def other_number(written: str, rng: Random) -> str:
    """Another number, written in the same way."""
    plain = written.replace(",", "")
    if "." in plain:
        value, digits = float(plain), len(plain.split(".")[1])
        other = f"{value * rng.choice([0.5, 1.5, 2, 0.1]) + (0.1 if value == 0 else 0):.{digits}f}"
        return other if other != plain else f"{value + 1:.{digits}f}"
    whole = int(plain)
    if _YEAR.fullmatch(plain):
        return str(whole + rng.choice([-10, -3, -2, -1, 1, 2, 3, 5]))
    new = rng.choice([whole + 1, whole * 2, whole + 5, max(1, whole // 2), whole * 3, whole + 10])
    new = whole + 2 if new == whole else new
    return f"{new:,}" if "," in written else str(new)


def names_in(text: str) -> list[tuple[int, str]]:
    """Offset and words of what is written like a name, the first word of `text` apart."""
    found = ((match.start(), match.group().strip()) for match in _NAME.finditer(text))
    return [(at, name) for at, name in found if len(name) > 3 and at and not _NO_NAME.match(name)]


def _all_names(text: str) -> list[tuple[int, str]]:
    return [(at - 2, name) for at, name in names_in("x " + text)]


def _number(text: str, rng: Random) -> Edit | None:
    places = [
        match
        for match in NUMBER.finditer(text)
        if len(match.group().replace(",", "")) < 12 and match.group()[-1] != ","
    ]
    if not places:
        return None
    place = rng.choice(places)
    kind = "date" if _YEAR.fullmatch(place.group()) else "number"
    return Edit(put(text, place, other_number(place.group(), rng)), kind, OTHERWISE)


def _number_word(text: str, rng: Random) -> Edit | None:
    places = list(_NUMBER_WORD.finditer(text))
    if not places:
        return None
    place = rng.choice(places)
    other = rng.choice([word for word in NUMBER_WORDS if word != place.group().lower()])
    return Edit(put(text, place, same_case(place.group(), other)), "number", OTHERWISE)


def _date(text: str, rng: Random) -> Edit | None:
    places = list(_DATE_WORD.finditer(text))
    if not places:
        return None
    place = rng.choice(places)
    words = MONTHS if place.group() in MONTHS else DAYS
    other = rng.choice([word for word in words if word != place.group()])
    return Edit(put(text, place, other), "date", OTHERWISE)


def _unit(text: str, rng: Random) -> Edit | None:
    places = list(_UNIT_WORD.finditer(text))
    place = rng.choice(places) if places else None
    return place and Edit(put(text, place, UNITS[place.group()]), "unit", OTHERWISE)


def _negation(text: str, rng: Random) -> Edit | None:
    place = _NEGATED.search(text)
    if place and rng.random() < 0.8:
        words = place.group()
        plain = words.replace(" not", "").replace("n't", "").replace("n’t", "")
        return Edit(put(text, place, _UNNEGATED.get(words, plain)), "negation", OTHERWISE)
    place = _POSITIVE.search(text)
    if not place:
        return None
    short = place.group() == "can" and rng.random() < 0.5
    return Edit(
        put(text, place, place.group() + ("not" if short else " not")), "negation", OTHERWISE
    )


def _modality(text: str, rng: Random) -> Edit | None:
    places = list(_MODAL_WORD.finditer(text))
    place = rng.choice(places) if places else None
    return place and Edit(put(text, place, MODALS[place.group()]), "modality", OTHERWISE)


def _opposite(text: str, rng: Random) -> Edit | None:
    places = list(OPPOSITE_WORD.finditer(text))
    if not places:
        return None
    place = rng.choice(places)
    words = same_case(place.group(), OPPOSITE[place.group().lower()])
    return Edit(put(text, place, words), "swapped_qualifier", OTHERWISE)


def _roles(text: str, rng: Random) -> Edit | None:
    """Two names, or the nouns around a verb, change places."""
    names = _all_names(text)
    pairs = [
        (one, two)
        for at, one in enumerate(names)
        for two in names[at + 1 :]
        if one[1] not in two[1] and two[1] not in one[1]
    ]
    if pairs:
        (first, one), (second, two) = rng.choice(pairs)
        between = text[first + len(one) : second]
        if _JOINED.fullmatch(between):
            return None
        swapped = text[:first] + two + between + one + text[second + len(two) :]
        return Edit(swapped, "role_swap", OTHERWISE)
    found = _ROLES.match(text)
    if not found:
        return None
    start = f"{found[1]} {found[7]} {found[3]}{found[4] or ''} {found[5]} {found[6]} {found[2]}"
    return Edit(start + text[found.end() :], "role_swap", OTHERWISE)


def _restriction(text: str, rng: Random) -> Edit | None:
    places = [match for match in _RESTRICTION.finditer(text) if match.start() > 25]
    if places:
        shorter = put(text, rng.choice(places), "")
        if len(shorter) > 25:
            return Edit(shorter, "dropped_restriction", OTHERWISE)
    found = _RESTRICTED.match(text)
    rest = found and found[2].upper() + text[found.end() :]
    return Edit(rest, "dropped_restriction", OTHERWISE) if rest else None


def _widened(text: str, rng: Random) -> Edit | None:
    ways = [(_NARROW, r"all \2"), (_LIMITED, r"all \1")]
    for pattern, words in ways if rng.random() < 0.5 else ways[::-1]:
        place = pattern.search(text)
        if place:
            new = place.expand(words)
            wider = put(text, place, new if place.start() else new[:1].upper() + new[1:])
            if wider.lower() != text.lower():
                return Edit(wider, "widened_population", OTHERWISE)
    return None


def _other_name(text: str, rng: Random) -> Edit | None:
    names = _all_names(text)
    if not names:
        return None
    at, name = rng.choice(names)
    other = text[:at] + rng.choice(NAMES) + text[at + len(name) :]
    return Edit(other, "other_name", OTHERWISE)


_EDITORS: list[tuple[Editor, float]] = [
    (_negation, 1),
    (_modality, 1.2),
    (_number, 1),
    (_number_word, 1),
    (_date, 0.7),
    (_unit, 0.7),
    (_roles, 1),
    (_restriction, 1.6),
    (_widened, 1.6),
    (_opposite, 1.6),
    (_other_name, 0.5),
]


def changed(text: str, rng: Random) -> Edit | None:
    """`text` so that it states something else; None where no edit applies."""
    order = sorted(_EDITORS, key=lambda item: rng.random() ** (1 / item[1]), reverse=True)
    for editor, _ in order:
        edit = editor(text, rng)
        if edit and edit.text != text and len(edit.text) > 8:
            return edit
    return None


def kept(text: str, rng: Random) -> Edit:
    """`text` in other words, or with less of it: what is left is still said."""
    ways = [
        re.sub(rf"\b{word}\b", figure, text, count=1)
        for word, figure in FIGURES.items()
        if re.search(rf"\b{word}\b", text)
    ]
    for words, other in SAME.items():
        place = re.search(rf"\b{re.escape(words)}", text, re.IGNORECASE)
        if place:
            ways.append(put(text, place, same_case(place.group(), other)))
    ways += _shorter(text, rng)
    return Edit(rng.choice(ways), "preserving", (0,)) if ways else Edit(text, "identity", (0,))


def _shorter(text: str, rng: Random) -> list[str]:
    ways = []
    bare = re.sub(r"^(?:\(?[a-z0-9]{1,4}\)|\d+(?:\.\d+)*\.?|[A-Z]\.)\s+", "", text)
    if bare != text:
        ways.append(bare[:1].upper() + bare[1:])
    plain = _ASIDE.sub("", text)
    if plain != text:
        ways.append(plain)
    parts = text.split("; ")
    if len(parts) > 1 and min(map(len, parts)) > 30:
        ways.append(rng.choice(parts).rstrip(",;") + ".")
    place = re.search(r", (?:and|but) (?=[a-z]+ [a-z]+)", text)
    if place and place.start() > 40:
        ways.append(text[: place.start()] + ".")
    return ways
