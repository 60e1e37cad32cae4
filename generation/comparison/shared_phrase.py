"""What the parts of "the duties of the operator and of the inspector" share, given to each of them:
words in front ("the duties of"), words behind ("civil and criminal penalties"), and what "that of"
stands for."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.tokens import words

if TYPE_CHECKING:
    from spacy.tokens import Doc

Parse = Callable[[str], "Doc"]

PREPOSITIONS = frozenset("of for in to on by under with within at from during before after".split())
_DETERMINERS = frozenset("a an the".split())
_POINTING = frozenset("that those one ones".split())
_DESIGNATOR = re.compile(r"[A-Z]|[IVX]+|\d+(?:[.-]\d+)*[a-z]?|§+")
_COMPOUND = re.compile(r"[a-z]+(?:-[a-z]+)+")  # "full-time"
_SHORT = 4  # letters; a shorter word has no plural ending
ASPECTS = frozenset(
    words(
        "retention duty duties responsibility responsibilities obligation obligations right rights "
        "requirement requirements rule rules condition conditions deadline deadlines limit limits "
        "period periods fee fees cost costs penalty penalties purpose role roles definition "
        "definitions meaning content contents price terms coverage benefit benefits criteria "
        "process procedure procedures treatment storage handling approval frequency scope"
    )
)
"""What is asked of things; behind one, "of A and B" means of A, and of B."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A side as a whole phrase; `plural`: its first noun is one of several."""

    text: str
    plural: bool

    @property
    def name(self) -> str:
        """Without an article in front."""
        said = self.text.split()
        return " ".join(said[1:] if said[0].casefold() in _DETERMINERS and said[1:] else said)

    @property
    def words(self) -> tuple[str, ...]:
        """Its words in the singular, but for everyday ones; one too short to count with the word in
        front ("class a"), and a compound of them as a whole ("off duty")."""
        found: dict[str, None] = {}
        before = ""
        for token in self.text.split():
            parts = re.findall(r"\w+", token)
            if len(parts) > 1 and not all(words(part) for part in parts[:1]):
                found[" ".join(map(singular, parts))] = None
                before = singular(parts[-1])
                continue
            for word in parts:
                if _DESIGNATOR.fullmatch(word) and before not in {"", *_DETERMINERS, *PREPOSITIONS}:
                    found[f"{before} {word.casefold()}"] = None
                elif words(word):
                    found[singular(word)] = None
                before = singular(word)
        return tuple(found)

    @property
    def thing(self) -> tuple[str, ...]:
        """Its words behind the last preposition, in order: what it is about in the end."""
        said = self.text.split()
        ends = (i + 1 for i in reversed(range(len(said))) if said[i].casefold() in PREPOSITIONS)
        return tuple(map(singular, re.findall(r"\w+", " ".join(said[next(ends, 0) :]))))


def singular(word: str) -> str:
    """`word` in small letters without a plural ending: "policies" and "policy" are one word,
    "parents" and "parental" are two."""
    folded = word.casefold().replace("’", "'").removesuffix("'s")
    if len(folded) > _SHORT and folded.endswith("ies"):
        return f"{folded[:-3]}y"
    if len(folded) > _SHORT and folded.endswith(("sses", "xes", "ches", "shes")):
        return folded[:-2]
    plural = folded.endswith("s") and not folded.endswith(("ss", "us", "is"))
    return folded[:-1] if plural and len(folded) >= _SHORT else folded


def phrases(parts: Sequence[str], whole: str, parse: Parse, *, joined: bool = True) -> list[Phrase]:
    """`parts` of the question `whole`, each with the words that it shares with the others; fewer
    than two where one of them says nothing by itself. Words at the end are shared only by what is
    `joined` ("A and B", not "A differs from B")."""
    if len(parts) < 2:
        return []
    tags = _Tags(whole, parse)
    split = [part.split() for part in parts]
    if not all(split):
        return []
    first = split[0]
    headed = [first, *(_with_head(first, part, joined=joined) for part in split[1:])]
    last = headed[-1]
    firsts = [_with_tail(part, last, tags) if joined else part for part in headed[:-1]]
    tailed = [*firsts, last]
    found = [Phrase(" ".join(_one_of(part)), tags.plural(part)) for part in tailed]
    return found if all(phrase.words for phrase in found) else []


def _one_of(part: list[str]) -> list[str]:
    """ "Sections 4" is one section."""
    many = len(part) == 2 and part[0].endswith("s") and _DESIGNATOR.fullmatch(part[1])
    return [part[0].removesuffix("s"), part[1]] if many else part


class _Tags:
    """The tags of the words of a question, by the word."""

    def __init__(self, whole: str, parse: Parse) -> None:
        self._tags = {token.text.casefold(): token.tag_ for token in parse(f"{whole}?")}

    def of(self, word: str) -> str:
        return self._tags.get(word.casefold().strip(",;"), "")

    def plural(self, part: Sequence[str]) -> bool:
        """Whether the last word before the first preposition is a plural."""
        if _DESIGNATOR.fullmatch(part[-1]):
            return False
        end = next((i for i, w in enumerate(part) if i and w.casefold() in PREPOSITIONS), len(part))
        return self.of(part[end - 1]) in ("NNS", "NNPS")


def _with_head(first: list[str], other: list[str], *, joined: bool) -> list[str]:
    """`other` with what it leaves out of the beginning of `first`."""
    bare = other
    pointed = False
    if other[0].casefold() in _POINTING and len(other) > 1:
        bare, pointed = other[1:], True
    elif other[:1] == ["the"] and other[1:2] and other[1].casefold() in ("one", "ones"):
        bare, pointed = other[2:], True
    if not bare:
        return other
    folded = [word.casefold() for word in first]
    lead = bare[0].casefold()
    if lead in PREPOSITIONS:
        at = _last_index(folded, lead)
        if at is None:
            ends = (i for i in reversed(range(1, len(folded))) if folded[i] in PREPOSITIONS)
            at = next(ends, len(first) if pointed else None)
        return [*first[:at], *bare] if at is not None else other
    if _DESIGNATOR.fullmatch(bare[0]):
        at = next((i for i, word in enumerate(first) if i and _DESIGNATOR.fullmatch(word)), None)
        return [*first[:at], *bare] if at is not None else other
    at = next((i for i in reversed(range(1, len(folded))) if folded[i] in PREPOSITIONS), None)
    if at is None or any(word.casefold() in PREPOSITIONS for word in other):
        return other
    return [*first[: at + 1], *other] if joined and _is_distributed(first, at, other) else other


def _is_distributed(first: list[str], at: int, other: list[str]) -> bool:
    """Whether "H of A and B" means H of B too, and not H of A on one side and B on the other."""

    def article(part: Sequence[str]) -> str:
        return part[0].casefold() if part and part[0].casefold() in _DETERMINERS else ""

    if article(first) in ("a", "an") and article(other) in ("a", "an"):
        return False
    if article(other) == article(first[at + 1 :]) != article(first):
        return True
    return bool(set(words(first[at - 1])) & ASPECTS)


def _with_tail(part: list[str], last: list[str], tags: _Tags) -> list[str]:
    """`part` with what it leaves for the end of `last`; "Sections 4" becomes "Section 4"."""
    own = part[1:] if part[0].casefold() in _DETERMINERS else part
    other = last[1:] if last[0].casefold() in _DETERMINERS else last
    if not own:
        return part
    if _DESIGNATOR.fullmatch(own[-1]):
        same = own[0].casefold() == other[0].casefold()
        return [*part, *other[len(own) :]] if same and len(other) > len(own) else part
    quality = _COMPOUND.fullmatch(own[-1]) or tags.of(own[-1]) in ("JJ", "JJR", "VBN")
    if quality and len(other) > len(own):
        return [*part, *other[len(own) :]]
    return part


def _last_index(found: Sequence[str], wanted: str) -> int | None:
    return next((i for i in reversed(range(len(found))) if found[i] == wanted and i), None)
