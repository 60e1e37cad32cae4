"""Near the words of its source, a sentence is held to them one by one: a word in the place of
another, two that have changed places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import combinations

from generation.question.numbers import value_of
from generation.written.clause_reading import EMPTY, read
from generation.written.denying_words import denies, negations
from generation.written.direction_checks import opposite_fault
from generation.written.mutual_relations import is_mutual
from generation.written.name_checks import is_short_for
from generation.written.near_synonyms import alike
from generation.written.operator_checks import Fault
from generation.written.quantities import equal, quantities, with_figures
from graph.number_words import NUMBER_WORDS
from graph.tokens import STOP_WORDS, stem

NEAR = 0.6  # share of the words of a sentence that stand in its source in the same order
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_UNSAID = frozenset("a an the this that these those its their his her our your my".split())
_JOINING = frozenset("and or as well nor both either".split())
_SOFT = frozenset(
    "percent example instance minimum maximum approximately also furthermore moreover however "
    "additionally respectively along together particular general both "
    "whenever".split()
)
_MODAL = frozenset("must shall may might can could should will would need have has had".split())


@dataclass(frozen=True, slots=True)
class Change:
    """Words of a source (`said`) in whose place a sentence has others (`text`); `at` is where the
    words stand in the source, in words."""

    said: tuple[str, ...]
    text: tuple[str, ...]
    at: int
    end: int


@lru_cache(maxsize=4096)
def spoken(text: str) -> tuple[str, ...]:
    """The words of `text`, lower case, without articles and possessives."""
    found = (
        match.group().casefold().replace("’", "'") for match in _WORD.finditer(with_figures(text))
    )
    bare = (word.removesuffix("'s") for word in found)
    return tuple(word for word in bare if word not in _UNSAID)


def changes(text: str, said: str) -> list[Change] | None:
    """Where `text` has other words than `said`; None where it is not near its words."""
    own, source = spoken(text), spoken(said)
    matcher = SequenceMatcher(None, source, own, autojunk=False)
    blocks = matcher.get_opcodes()
    same = sum(end - start for tag, start, end, _, _ in blocks if tag == "equal")
    if not own or same < NEAR * len(own):
        return None
    return [Change(source[i:j], own[k:m], i, j) for tag, i, j, k, m in blocks if tag != "equal"]


_EXCHANGED = frozenset(
    pair
    for one, other in (("by", "to"), ("from", "to"), ("from", "by"), ("or", "and"), ("of", "by"))
    for pair in ((one, other), (other, one))
)
_CONTRAST = re.compile(r"\bbut (?:not|no|never)\b", re.IGNORECASE)


def substitution_fault(text: str, said: str, asked: frozenset[str]) -> Fault | None:
    """A word that stands in the place of another one of `said` and has no relative there or in the
    question."""
    found = changes(text, said)
    if found is None:
        return None
    known = frozenset(map(stem, spoken(said))) | asked
    known |= themselves(said)
    known |= {stem(word) for o in read(text).operators for word in spoken(o.words)}
    own_words = frozenset(map(stem, spoken(text)))
    for change in found:
        if not change.said or _is_same_amount(change):
            continue
        text_part, said_part = " ".join(change.text), " ".join(change.said)
        if (said_part, text_part) in _EXCHANGED:
            return f"“{text_part}” where the source says “{said_part}”", True
        opposite = opposite_fault(text_part, said_part)
        if opposite is not None:
            return opposite
        own, source = _values(change.text), _values(change.said)
        if own and source and not own <= source:
            return f"“{text_part}” where the source says “{said_part}”", True
        strange = [
            word
            for word in change.text
            if _says(word) and not _known(word, known) and not is_short_for(word.upper(), said)
        ]
        if strange and any(_says(word) and not _known(word, own_words) for word in change.said):
            former = " ".join(change.said[:6])
            return f"“{strange[0]}” stands in the place of “{former}”", False
    return None


_LIMIT = re.compile(
    r"^(?:but )?(?:if|unless|except|where|when|whenever|without|until|provided|only|subject to|"
    r"to extent|other than|excluding|as long as|in case|in event|during|while)\b"
)


def left_out_fault(text: str, said: str) -> Fault | None:
    """Words of `said` that begin as a condition or an exception and that a sentence near its words
    leaves out."""
    for change in changes(text, said) or ():
        words = " ".join(change.said)
        if _is_moved(words, text):
            continue
        if not change.text and _LIMIT.match(words) and not _is_repeated(change.said, text):
            return f"it leaves out “{' '.join(change.said[:8])}”", False
    return None


_OPENERS = (
    frozenset("if where when whenever provided case event during while".split()),
    frozenset("unless except without until excluding other".split()),
    frozenset("only".split()),
)


def _is_moved(words: str, text: str) -> bool:
    """Whether a condition, an exception or an "only" stands in `text` at another place."""
    own = spoken(text)
    listed = words.split()
    kinds = [kind for kind in _OPENERS if kind & set(listed[:3])]
    known = frozenset(map(stem, own))
    return any(kind & set(own) for kind in kinds) and all(
        _known(word, known) for word in listed if _says(word)
    )


def _is_repeated(words: Sequence[str], text: str) -> bool:
    """ "When selecting a warden", where the warden is spoken of all the same."""
    return len(words) > 2 and words[1].endswith("ing") and set(words[2:]) <= set(spoken(text))


_HELPS = frozenset("do does did is are was were be been has have had".split())


def added_negation_fault(text: str, said: str) -> Fault | None:
    """Near the words of `said`, a negation more or less than there: "are not recognised" beside
    another "not"."""
    found = changes(text, said) or ()
    if _CONTRAST.search(text) and negations(said) and not re.search(r"\bbut\b", said):
        return "it denies only part of what the source denies", True
    own = " ; ".join(" ".join(change.text) for change in found)
    source = " ; ".join(" ".join(change.said) for change in found)
    if negations(own) > negations(source) and not denies(source):
        return "it denies what the source does not deny", True
    if negations(source) > negations(own) and not denies(own):
        alone = [c for c in found if negations(" ".join(c.said)) and not c.text]
        if any(len(_without(_HELPS, change.said)) == 1 for change in alone):
            return "the source denies what it affirms", True
    return None


_WE = re.compile(r"\b(?:we|our|us)\b", re.IGNORECASE)
_THEY = frozenset(map(stem, ("company", "firm", "organisation", "organization", "corporation")))


def themselves(said: str) -> frozenset[str]:
    """Index words for those who say "we" in `said`."""
    return _THEY if _WE.search(said) else frozenset()


def _is_same_amount(change: Change) -> bool:
    """ "14 days" in the place of "2 weeks"."""
    own, there = quantities(" ".join(change.text)), quantities(" ".join(change.said))
    return bool(own) and all(q.unit and any(equal(q, o) for o in there) for q in own)


def _values(words: Sequence[str]) -> frozenset[float]:
    return frozenset(value_of(w) for w in words if w.isdecimal() or w in NUMBER_WORDS)


def _says(word: str) -> bool:
    plain = word not in STOP_WORDS and word not in _MODAL and word not in _SOFT | EMPTY
    return plain and word not in NUMBER_WORDS and not word[0].isdigit()


def _known(word: str, known: frozenset[str]) -> bool:
    index = stem(word)
    return index in known or any(alike(index, other) for other in known)


def exchange_fault(text: str, said: str) -> Fault | None:
    """Two words or groups of words of `said` that have changed places around what stands between
    them."""
    found = changes(text, said) or []
    source = spoken(said)
    for one, other in combinations(found, 2):
        between = source[one.end : other.at]
        if all(word in _JOINING for word in between) or is_mutual(" ".join(between), said):
            continue
        if _crossed(one.text, other.said, one.said) and _crossed(other.text, one.said, other.said):
            return "the source has two of its parts the other way round", True
        if _turned(one, other, said) or _turned(other, one, said):
            return "the source has two of its parts the other way round", True
    return None


def _turned(added: Change, left_out: Change, said: str) -> bool:
    """ "B of A" for "A of B": the words around A are the same, in another order."""
    if added.said or left_out.text or len(added.text) < 2:
        return False
    own, source = _without(_AUXILIARY, added.text), _without(_AUXILIARY, left_out.said)
    if own == source or _is_flipped(added.text, left_out.said, said):
        return False
    return sorted(own) == sorted(source)


_AUXILIARY = _MODAL | frozenset("is are was were be been do does did not".split())
_TWO_FIGURES = re.compile(r"\d\S*\s+(?:and|or|versus|vs)\s+\S*\d|\brespectively\b", re.IGNORECASE)


def _is_flipped(text: Sequence[str], said: Sequence[str], whole: str) -> bool:
    """ "B and A" for "A and B", where no two figures belong to them in that order."""
    joined = said[-1] in _JOINING or said[0] in _JOINING
    same = _without(_JOINING, text) == _without(_JOINING, said)
    return joined and same and not _TWO_FIGURES.search(whole)


def _without(words: frozenset[str], listed: Sequence[str]) -> list[str]:
    return [word for word in listed if word not in words]


def _crossed(text: Sequence[str], elsewhere: Sequence[str], here: Sequence[str]) -> bool:
    """Whether `text` says what the source says `elsewhere` and not `here`."""
    moved = {word for word in text if _says(word) or len(word) == 1} - set(here)
    return bool(moved) and moved <= set(elsewhere)
