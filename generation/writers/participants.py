"""Who: the words of a sentence that take the place of "who" in the question, read off its order of
words. "Who stops shipments?" is answered by what stands before "stops", "to whom" by what stands
behind "to", and "who is appointed" by what follows the verb."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from generation.question.analysis import analyse
from generation.question.word_families import related
from generation.writers.coordinated_values import own_value
from graph.model import Span
from graph.tokens import words

_AUXILIARY = (
    r"(?:may|must|shall|can|could|will|would|should|does|do|did|has|have|had|is|are|was|were)"
)
_WHO = re.compile(
    rf"\b(?:(?P<prep>to|from|by|with|for|under)\s+whom|(?:who|whom))\b\s*(?P<aux>{_AUXILIARY}\b)?\s*"
    r"(?P<rest>[^?]*)",
    re.IGNORECASE,
)
_SUBJECT_FIRST = re.compile(
    r"(?:(?i:the|an?|our|we|i|you|they|each|every|any|he|she|it)|[A-Z]\w+)\b"
)
_HAS_VERB = re.compile(rf"\b{_AUXILIARY}\b", re.IGNORECASE)
_TOKEN = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_BE = frozenset("is are was were be been being".split())
_BETWEEN = re.compile(
    r"(?:\s*\b(?:may|must|shall|can|could|will|would|should|does|do|did|has|have|had|is|are|was|"
    r"were|be|been|not|also|only|then|to|always|\w+ly)\b)+\s*$",
    re.IGNORECASE,
)
_PHRASE = re.compile(
    r"(?:(?:the|an?|each|every|any|its|their|our|his|her|one|two)\s+)?[^\W\d_][\w'’-]*"
    r"(?:\s+(?:of(?:\s+the)?\s+)?(?!(?:and|or|who|whom|which|that|for|to|in|at|on|by|with|from|within|"
    r"before|after|when|if|unless|as|is|are|was|were|must|may|shall|will|during|without|no|not|"
    r"than|about|under|over)\b)[\w'’-]+){0,5}",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"(?P<who>(?:the|an?|each|every)\s+(?:[\w'’-]+\s+){0,3}?[\w'’-]+),?\s+who\s*$", re.IGNORECASE
)
_JOINT = re.compile(
    r"(?:^|[,;:]\s+)(?P<both>(?:the|an?|each|every)\s+[^\W\d_]+\s+(?:and|or)\s+)$", re.IGNORECASE
)
_OPENING = re.compile(r"^(?:\(\w{1,4}\)|\d+(?:\.\d+)*\.?|[-•*])\s+")
_PRONOUNS = frozenset("it he she they this that these those which who whom there one".split())
_BY = re.compile(r"\s+by\s+(?:the|an?|[A-Z])", re.IGNORECASE)
_AND = re.compile(r"\s+(?:and|or|together with|jointly with)\s+(?=the\b|an?\b|[A-Z])")
_EXCEPTED = re.compile(r"\b(?:unless|except|save|provided|if|where|when)\b", re.IGNORECASE)
_DETERMINER = re.compile(r"(?<!\bof)\s(?:the|an?|its|their|his|her|our|no)\s", re.IGNORECASE)
_ENDS = re.compile(
    r"\s*(?:[.,;:)]|\Z|\s(?:within|before|after|at|in|on|for|under|if|unless|as|each|every)\b)"
)
_SUBJECTS = re.compile(r"(?:[,;]|\band|\bbut|\bwhile)\s+(?=the\b|an?\b|[A-Z])")
_PREPOSITION = re.compile(r"\s+(?:on|for|about|over|to|in|at|with|of)\s")
_SEVERAL = 2
_LONGEST = 8  # words of a participant; more is a clause


@dataclass(frozen=True, slots=True)
class _Asked:
    """`verb`: the index word of the question's verb; `preposition`: in front of "whom"; `object`:
    whether the question names the subject itself."""

    verb: str
    preposition: str
    object: bool


def participant(question: str, text: str) -> Span | None:
    """The participant of `text` that `question` asks for, offsets into `text`; None where the
    sentence is not built as the question is."""
    asked = _asked(question)
    found = _participants(asked, question, text) if asked is not None else []
    if asked is None or len(found) < _SEVERAL:
        return found[0] if found else None
    own = own_value(analyse(question), text, found, shared=asked.verb)
    if own is not None:
        return found[own]
    between = "".join(text[a.end : b.start] for a, b in pairwise(found))
    return None if words(between) else Span(found[0].start, found[-1].end)


def _participants(asked: _Asked, question: str, text: str) -> list[Span]:
    """Those who may be meant, left to right: one at each place where the verb of the question
    stands, and those who share it with them ("approved by the clerk and … by the mayor", "The
    clerk decides on … and the mayor on …")."""
    found: set[Span] = set()
    for match in _TOKEN.finditer(text):
        stems = words(match.group())
        if not stems or not related(stems[-1], asked.verb):
            continue
        one = _around(asked, text, match)
        if one is not None and _is_participant(text[one.start : one.end], question):
            others = _SUBJECTS if one.start < match.start() else _behind(asked.preposition or "by")
            if one.start > match.start():
                one = _with_second(text, one)
            found |= {one, *_sharing(others, text, max(one.end, match.end()), question)}
    return sorted(_apart(found))


def _sharing(others: re.Pattern[str], text: str, start: int, question: str) -> Iterator[Span]:
    """The phrases behind `start` that stand as `others` says and share no word with `question`."""
    asked = set(words(question))
    for match in others.finditer(text, start):
        span = _phrase(text, match.end())
        said = text[span.start : span.end] if span is not None else ""
        if span is None or not _is_participant(said, question) or asked & set(words(said)):
            continue
        if _EXCEPTED.search(text, start, match.start()):
            break
        if others is not _SUBJECTS or _PREPOSITION.match(text, span.end):
            yield span


@lru_cache(maxsize=32)
def _behind(preposition: str) -> re.Pattern[str]:
    return re.compile(rf"\b{preposition}\s+(?=the\b|an?\b|[A-Z])")


def _apart(spans: Iterable[Span]) -> list[Span]:
    """`spans` without those that overlap an earlier one."""
    kept: list[Span] = []
    for span in sorted(spans):
        if not kept or not kept[-1].overlaps(span):
            kept.append(span)
    return kept


def alike(one: str, other: str) -> bool:
    """Whether two participants share their words, articles aside."""
    return bool(set(words(one)) & set(words(other)))


def _asked(question: str) -> _Asked | None:
    match = _WHO.search(question)
    if match is None:
        return None
    rest, names_subject = match.group("rest"), False
    if match.group("aux") and match.group("aux").casefold() not in ("is", "are", "was", "were"):
        names_subject = bool(_SUBJECT_FIRST.match(rest))
    preposition = (match.group("prep") or "").casefold()
    stems = words(rest)
    if not stems:
        return None
    if preposition or names_subject:
        # AUXILIARY SUBJECT VERB: of the words behind the subject's determiner, any may be the verb
        tail = words(rest)[1:] or stems
        return _Asked(tail[_verb_place(rest)] if _verb_place(rest) < len(tail) else tail[0],
                      preposition, True)  # fmt: skip
    return _Asked(stems[0], "", False)


def _verb_place(rest: str) -> int:
    """Which index word behind the first one the verb is: the first that no noun can follow, which
    is the one in front of a determiner or preposition, else the first."""
    tokens = _TOKEN.findall(rest)
    indexed = [(at, token) for at, token in enumerate(tokens) if words(token)]
    for place, (at, _) in enumerate(indexed[1:]):
        following = tokens[at + 1].casefold() if at + 1 < len(tokens) else "the"
        if following in (
            "the",
            "a",
            "an",
            "to",
            "about",
            "of",
            "any",
            "each",
            "every",
            "for",
            "his",
        ):
            return place
    return 0


def _around(asked: _Asked, text: str, verb: re.Match[str]) -> Span | None:
    before = _BETWEEN.search(text[: verb.start()])
    helpers = set(before.group().casefold().split()) if before else set()
    if asked.preposition or asked.object:
        link = rf"\b{asked.preposition}\s+" if asked.preposition else r"\s*"
        behind = re.compile(link).search(text, verb.end())
        return _phrase(text, behind.end()) if behind else None
    if helpers & _BE or (not helpers and _BY.match(text, verb.end())):
        agent = re.compile(r"^[^.;]{0,60}?\bby\s+").match(text[verb.end() :])
        return _phrase(text, verb.end() + agent.end()) if agent else None
    return _subject(text, before.start() if before else verb.start())


def _phrase(text: str, start: int) -> Span | None:
    match = _PHRASE.match(text, start)
    return Span(*match.span()) if match else None


def _with_second(text: str, agent: Span) -> Span:
    """`agent`, who stands behind the verb, with the second one that is joined to it: "by the clerk
    and the mayor", unless that begins a clause of its own."""
    joined = _AND.match(text, agent.end)
    second = _phrase(text, joined.end()) if joined is not None else None
    if second is None or not _ENDS.match(text, second.end):
        return agent
    alone = _DETERMINER.search(text[second.start : second.end]) is None
    return Span(agent.start, second.end) if alone else agent


def _subject(text: str, end: int) -> Span | None:
    """The noun phrase that ends at `end` and begins its clause, or what "who" there stands for."""
    relative = _RELATIVE.search(text[:end])
    if relative is not None:
        return Span(*relative.span("who"))
    cut = max((m.end() for m in re.finditer(r"[,;:]\s+|\b(?:and|but|or)\s+(?=the\b)", text[:end])),
              default=0)  # fmt: skip
    joint = _JOINT.search(text[:cut])
    cut = joint.start("both") if joint else cut
    opening = _OPENING.match(text[cut:end])
    start = cut + (opening.end() if opening else 0)
    words_ = text[start:end].rstrip()
    return Span(start, start + len(words_)) if words_ else None


def _is_participant(found: str, question: str) -> bool:
    tokens = [token.casefold() for token in _TOKEN.findall(found)]
    if not tokens or len(tokens) > _LONGEST or tokens[-1] in _PRONOUNS or tokens[0] in _PRONOUNS:
        return False
    if _HAS_VERB.search(found):  # a clause whose noun is the word of the question ("the cost")
        return False
    if tokens[0] in (
        "if",
        "when",
        "where",
        "unless",
        "no",
        "nobody",
        "in",
        "on",
        "at",
        "for",
        "by",
    ):
        return False
    return not set(words(found)) <= set(words(question))
