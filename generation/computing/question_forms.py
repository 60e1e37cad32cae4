"""What a question wants computed: a count, a sum, the first or last of an order, a difference, or
just the cell that stands in a row."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from generation.computing.folded_words import Word, folded_words
from graph.number_words import NUMBER_WORDS

Operation = Literal[
    "count", "distinct", "sum", "average", "most", "least", "last", "first", "after", "before",
    "difference", "same", "cell",
]  # fmt: skip
Relation = Literal[">", ">=", "<", "<=", "="]


@dataclass(frozen=True, slots=True)
class Bound:
    """A comparison with a number: "more than 20"."""

    relation: Relation
    value: int
    words: frozenset[int]


@dataclass(frozen=True, slots=True)
class Form:
    """A question's form. `asked`: positions of the words of what is asked for ("which swimmer",
    "how many crates"); `measured`: those of what is compared or summed ("the most points"), empty
    where an adjective says it; `spent`: positions of words that the form itself explains;
    `adjective`: the quality of "heaviest", as a word."""

    operation: Operation
    words: tuple[Word, ...]
    asked: tuple[int, ...] = ()
    measured: tuple[int, ...] = ()
    spent: frozenset[int] = frozenset()
    adjective: str = ""
    bounds: tuple[Bound, ...] = ()
    either: bool = False
    counted: bool = False
    turn: frozenset[int] = frozenset()


# Words in which English orders: base form of the adjective, and which end is meant.
_SUPERLATIVES: dict[str, tuple[str, Operation]] = {
    **{w: (b, "most") for w, b in (
        ("highest", ""), ("most", ""), ("largest", "large"), ("biggest", "large"),
        ("greatest", ""), ("maximum", ""), ("longest", "long"), ("tallest", "tall"),
        ("heaviest", "heavy"), ("widest", "wide"), ("deepest", "deep"), ("strongest", "strong"),
        ("costliest", "cost"), ("dearest", "cost"), ("farthest", "far"), ("furthest", "far"),
        ("thickest", "thick"),
    )},
    **{w: (b, "least") for w, b in (
        ("lowest", ""), ("least", ""), ("fewest", ""), ("smallest", "large"), ("minimum", ""),
        ("shortest", "long"), ("lightest", "heavy"), ("cheapest", "cost"), ("narrowest", "wide"),
        ("nearest", "far"), ("thinnest", "thick"),
    )},
    **{w: ("date", "first") for w in ("earliest", "oldest")},
    **{w: ("date", "last") for w in ("latest", "newest", "recent")},
    "first": ("", "first"),
    "last": ("", "last"),
    "final": ("", "last"),
}  # fmt: skip
# The same of two that are named: "which is heavier, A or B?".
_COMPARATIVES: dict[str, tuple[str, Operation]] = {
    **{w: (b, "most") for w, b in (
        ("more", ""), ("higher", ""), ("greater", ""), ("larger", "large"), ("bigger", "large"),
        ("longer", "long"), ("taller", "tall"), ("heavier", "heavy"), ("wider", "wide"),
        ("deeper", "deep"),
    )},
    **{w: (b, "least") for w, b in (
        ("fewer", ""), ("less", ""), ("lower", ""), ("smaller", "large"), ("shorter", "long"),
        ("lighter", "heavy"), ("cheaper", "cost"), ("narrower", "wide"),
    )},
    "earlier": ("date", "first"), "older": ("date", "first"),
    "later": ("date", "last"), "newer": ("date", "last"),
}  # fmt: skip
_COUNT = re.compile(
    r"\bhow many (?:different |distinct |unique |total )*|"
    r"(?:^|\b(?:what|which|tell me|give|find|count) (?:is |are |was |were )?(?:the )?)(?:the )?"
    r"(?:total |different )*(?:number|amount|count) of (?:different |distinct |unique |times )?|"
    r"\btotal (?:number|amount) of "
)
_DISTINCT = re.compile(r"\b(?:different|distinct|unique)\b")
_SUM = re.compile(r"\b(?:combined|altogether|in all|sum of|total(?! number| amount))\b")
_AVERAGE = re.compile(r"\b(?:average|mean)\b(?! by)")
_DIFFERENCE = re.compile(
    r"\bdifference\b|\bhow (?:much|many) "
    r"(?:more|fewer|less|larger|higher|longer|greater|taller|older|heavier)\b"
)
# "The next test of pump 3" is no row behind that of pump 3, but "comes next", "is next after" are.
_AFTER = re.compile(r"\b(?:after|following|below|beneath|next to|next after|next(?= in\b|$))\b")
_BEFORE = re.compile(r"\b(?:before|previous to|previous(?= in\b|$)|prior to|preceding|above)\b")
_SAME = re.compile(r"\bsame\b")
_ASKED = re.compile(
    r"\b(?:what|which|who|whose|whom|when|where|name|list|give)\b"
    r"(?: (?:is|are|was|were|other|all|each|the|of|a|an|one|only|kind|type|name))*"
)
_HOW = re.compile(
    r"\bhow (?P<quality>long|tall|high|old|heavy|big|large|wide|deep|far|fast|thick|expensive)\b"
)
_BOUND = re.compile(
    r"\b(?P<word>more than|greater than|higher than|larger than|longer than|heavier than|"
    r"over|above|exceeding|"
    r"at least|less than|fewer than|lower than|smaller than|shorter than|"
    r"lighter than|under|below|at most|up to|exactly)"
    r" (?:an? |the )?(?P<number>\d[\d,]*|[a-z]+)\b(?P<more> or (?:more|higher|less|fewer))?"
)
_OR_MORE = re.compile(
    r"\b(?P<number>\d[\d,]*|[a-z]+) or (?P<side>more|higher|above|less|fewer|below)\b"
)
_RELATIONS: dict[str, Relation] = {
    "more": ">", "greater": ">", "higher": ">", "larger": ">", "longer": ">", "heavier": ">",
    "over": ">", "above": ">", "exceeding": ">", "at least": ">=", "less": "<", "fewer": "<",
    "lower": "<", "smaller": "<", "shorter": "<", "lighter": "<", "under": "<", "below": "<",
    "at most": "<=", "up to": "<=", "exactly": "=",
}  # fmt: skip
_ORDERED = frozenset("after before below above next previous following same finished".split())
_STOPS = frozenset(
    "is are was were be been do does did has have had in on at from of for with by to the a an "
    "that which who whom there can may must will would shall should not than as and or between per "
    "listed according".split()
)


def form_of(question: str, heads: Collection[tuple[str, ...]] = ()) -> Form | None:
    """The form of `question`; None where it has no words. A word of an order that stands in one of
    `heads` (folded words) is a name there and orders nothing: "last audit"."""
    words = folded_words(question)
    if not words:
        return None
    text = " ".join(word.text for word in words)
    bounds = _bounds(text, words)
    bound = frozenset(i for one in bounds for i in one.words)
    spent = set(bound)
    free = _masked(text, words, bound)
    either = " or " in text and not bounds
    if found := _DIFFERENCE.search(free):
        return _with(words, "difference", found, free, spent, bounds, either)
    top = _superlative(words, bound | _in_heads(words, heads), either=either)
    if found := _AVERAGE.search(free):
        return _with(words, "average", found, free, spent, bounds, either)
    if (
        (found := _SAME.search(free))
        and (named := _ASKED.search(free))
        and named.start() < found.start()
    ):
        asked = _asked(words, free, spent)
        spent |= _positions(words, found.start(), found.end())
        spent |= _named(words, ("other", "another", "number", "amount"))
        measured = _phrase(words, found.end())
        measured = tuple(i for i in (measured or ()) if words[i].text not in ("number", "amount"))
        if not measured:
            measured = _phrase(words, free.find(" of ", found.end()) + 4)
        return Form("same", words, asked, measured, frozenset(spent), "", bounds, either)
    if (found := _COUNT.search(free)) and not _ends_in_superlative(free[: found.start()]):
        spent |= _positions(words, found.start(), found.end())
        asked = _phrase(words, found.end())
        operation: Operation = "distinct" if _DISTINCT.search(found.group()) else "count"
        if re.search(r"\btotal|combined|altogether", free):
            spent |= _named(words, ("total", "combined", "altogether", "all"))
        if top is not None:
            return _ordered(words, top, spent, bounds, either, asked, counted=True)
        return Form(operation, words, asked, asked, frozenset(spent), "", bounds, either, True)
    if top is None and (found := _SUM.search(free)):
        return _with(words, "sum", found, free, spent, bounds, either)
    asked = _asked(words, free, spent)
    if not asked and (found := _HOW.search(free)):
        asked = tuple(sorted(_positions(words, found.start("quality"), found.end("quality"))))
        spent |= _positions(words, found.start(), found.end())
    if top is not None:
        return _ordered(words, top, spent, bounds, either, asked)
    beside = _masked(text, words, bound | _in_heads(words, heads))
    for pattern, operation in ((_AFTER, "after"), (_BEFORE, "before")):
        if found := pattern.search(beside):
            return Form(
                operation,
                words,
                asked,
                (),
                frozenset(spent | _positions(words, found.start(), found.end())),
                "",
                bounds,
                either,
                False,
                frozenset(_positions(words, found.start(), found.end())),
            )
    return Form("cell", words, asked, (), frozenset(spent), "", bounds, either)


def _in_heads(words: tuple[Word, ...], heads: Collection[tuple[str, ...]]) -> frozenset[int]:
    """Positions of words of an order that stand with their next word in a head."""
    pairs = {pair for head in heads for pair in pairwise(head)}
    texts = [word.stem for word in words]
    return frozenset(i for i, pair in enumerate(pairwise(texts)) if pair in pairs)


def _ends_in_superlative(text: str) -> bool:
    """Whether "number of" belongs to a superlative: "the largest number of"."""
    before = text.split()
    return bool(before) and before[-1] in _SUPERLATIVES


def _masked(text: str, words: tuple[Word, ...], bound: frozenset[int]) -> str:
    parts = ["_" * len(word.text) if i in bound else word.text for i, word in enumerate(words)]
    return " ".join(parts)


def _positions(words: tuple[Word, ...], start: int, end: int) -> set[int]:
    """Positions of the words of the joined text between `start` and `end`."""
    found = set()
    at = 0
    for index, word in enumerate(words):
        if start <= at and at + len(word.text) <= end + 1:
            found.add(index)
        at += len(word.text) + 1
    return found


def _index_at(words: tuple[Word, ...], offset: int) -> int:
    at = 0
    for index, word in enumerate(words):
        if at >= offset:
            return index
        at += len(word.text) + 1
    return len(words)


def _phrase(words: tuple[Word, ...], offset: int) -> tuple[int, ...]:
    """Positions of the noun that begins at `offset` of the joined text."""
    found: list[int] = []
    for index in range(_index_at(words, offset), len(words)):
        if words[index].text in _STOPS:
            if not found and words[index].text in ("the", "a", "an", "of"):
                continue
            break
        found.append(index)
        if len(found) == 4:
            break
    return tuple(found)


def _named(words: tuple[Word, ...], wanted: tuple[str, ...]) -> set[int]:
    return {index for index, word in enumerate(words) if word.text in wanted}


def _asked(words: tuple[Word, ...], free: str, spent: set[int]) -> tuple[int, ...]:
    found = _ASKED.search(free)
    if found is None:
        return ()
    spent |= _positions(words, found.start(), found.end())
    if found.group().split()[0] in ("who", "whose", "whom", "when", "where"):
        return ()
    asked = list(_phrase(words, found.end() + 1))
    while asked and words[asked[0]].text in NUMBER_WORDS:  # "which two races"
        spent.add(asked.pop(0))
    return tuple(i for i in asked if words[i].text not in _ORDERED)


def _superlative(
    words: tuple[Word, ...], bound: frozenset[int], *, either: bool = False
) -> tuple[int, str, Operation] | None:
    """Position, quality and direction of the word that asks for an end of an order."""
    found = None
    for index, word in enumerate(words):
        known = _SUPERLATIVES.get(word.text)
        if known is None and either:
            known = _COMPARATIVES.get(word.text)
        if known is None or index in bound or (index and words[index - 1].text == "at"):
            continue
        if found is not None:
            return None if word.text not in ("most", "total") else found
        found = (index, *known)
    return found


def _ordered(
    words: tuple[Word, ...],
    top: tuple[int, str, Operation],
    spent: set[int],
    bounds: tuple[Bound, ...],
    either: bool,
    asked: tuple[int, ...],
    counted: bool = False,
) -> Form:
    index, adjective, operation = top
    measured: list[int] = []
    for at in range(index + 1, len(words)):
        text = words[at].text
        if text in ("number", "amount", "total", "of", "the", "combined", "expensive") or (
            not measured and text in ("overall",)
        ):
            spent.add(at)
            if text == "expensive":
                adjective = "cost"
            continue
        if text in _STOPS or len(measured) == 4:
            break
        measured.append(at)
    spent.add(index)
    asked = tuple(i for i in asked if i != index)
    return Form(
        operation,
        words,
        asked,
        tuple(measured),
        frozenset(spent),
        adjective,
        bounds,
        either,
        counted,
    )


def _with(
    words: tuple[Word, ...],
    operation: Operation,
    found: re.Match[str],
    free: str,
    spent: set[int],
    bounds: tuple[Bound, ...],
    either: bool,
) -> Form:
    spent |= _positions(words, found.start(), found.end())
    spent |= _named(words, ("total", "number", "amount", "how", "many", "much", "combined"))
    if operation == "difference":
        spent |= _named(words, ("between", "than"))
    asked = _asked(words, free, spent)
    return Form(
        operation, words, asked, _phrase(words, found.end()), frozenset(spent), "", bounds, either
    )


def _bounds(text: str, words: tuple[Word, ...]) -> tuple[Bound, ...]:
    found = []
    for match in _BOUND.finditer(text):
        value = _value(match.group("number"))
        if value is None:
            continue
        word = match.group("word")
        relation = _RELATIONS.get(word) or _RELATIONS[word.split()[0]]
        found.append(
            Bound(relation, value, frozenset(_positions(words, match.start(), match.end())))
        )
    for match in _OR_MORE.finditer(text):
        value = _value(match.group("number"))
        if value is not None and not any(
            _positions(words, match.start(), match.end()) & b.words for b in found
        ):
            side: Relation = ">=" if match.group("side") in ("more", "higher", "above") else "<="
            found.append(
                Bound(side, value, frozenset(_positions(words, match.start(), match.end())))
            )
    return tuple(found)


def _value(text: str) -> int | None:
    known = NUMBER_WORDS.get(text)
    if known is not None:
        return known
    plain = text.replace(",", "")
    return int(plain) if plain.isdigit() else None
