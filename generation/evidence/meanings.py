"""Where a sentence says what a term means, in the ways in which laws, contracts, handbooks and
glossaries do: "By X the club understands …", "X – a …", "X, that is, …", "the term X covers …",
"we call … X", "X shall be construed as …"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from generation.question.demands import VERBS
from graph.model import Span
from graph.outline import without_enumerator
from graph.tokens import words

_LONGEST = 1_000  # characters of a sentence that is read for a meaning
_LETTERED = re.compile(r"[A-Z](?:\.\d+)+\.?\s+")  # "A.3"
_PREAMBLE = (
    r"(?:(?:for\s++the\s++purposes?\s++of|in|within|under|as\s++used\s++in|throughout)\s++[^,;:]{2,80},"
    r"\s++|here,?\s++)?"
)
_NOUN = r"(?:the\s++)?(?:terms?|words?|expressions?|phrases?|notion|concept)\s++"
_TERM = r"[\"“”'‘*_]{0,4}(?P<term>[^,;:()\"“”]{2,60}?)[\"”'’*_]{0,4}(?:\s*+\([^()]{1,20}\))?"
_READ = r"(?:understood|construed|read|taken|interpreted)"
_VERB = (
    rf"(?:means?|denotes?|signif(?:y|ies)|(?:is|are)\s++defined\s++as|(?:is|are|shall\s++be|must\s++be|"
    rf"(?:is|are)\s++to\s++be)\s++{_READ}\s++(?:as(?:\s++(?:meaning|including))?|to\s++(?:be|mean|include)))"
)
_OF_WORDS = r"(?:refers?\s++to|covers?|comprises?|includes?|designates?|describes?|stands?\s++for)"
_WHO = r"(?:we|the|this|these|our)\b[\w\s]{0,40}?"
_WHAT = r"(?P<what>(?:[^.;]|(?<=\w)\.(?=\w))+)"

_WAYS = tuple(
    re.compile(way, re.IGNORECASE)
    for way in (
        rf"{_PREAMBLE}(?:{_NOUN})?{_TERM}\s++{_VERB}[:,]?\s++{_WHAT}",
        rf"{_PREAMBLE}{_NOUN}{_TERM}\s++{_OF_WORDS}\s++{_WHAT}",
        rf"{_PREAMBLE}by\s++{_TERM}\s++(?:{_WHO}(?:understands?|means?)|(?:is|are)\s++(?:meant|"
        rf"understood))\s++{_WHAT}",
        rf"{_PREAMBLE}(?:{_NOUN})?{_TERM},\s++(?:that\s++is(?:\s++to\s++say)?|i\.\s?e\.|meaning)(?:\s*+,)?\s++"
        r"(?P<what>[^,;.]+)",
    )
)
# `lead`: what must stand in front of the term, or of its meaning.
_NAMED_BY = tuple(
    re.compile(way, re.IGNORECASE)
    for way in (
        rf"(?P<lead>{_PREAMBLE}{_WHO}calls?\s++)(?P<what>.+)",
        r"(?P<lead>(?P<what>.+?)\s++(?:is|are)\s++(?:(?:herein)?after\s++)?(?:called|termed|known\s++as|"
        r"referred\s++to\s++as)\s++)",
    )
)
_UNENDED = re.compile(
    r"\b(?:to|for|in|on|at|of|by|with|from|and|or|as|a|an|the|into|under|over|before|after)\Z",
    re.IGNORECASE,
)
# What a mark alone sets apart defines only where it is no sentence.
_MARKED = tuple(
    re.compile(way, re.IGNORECASE)
    for way in (
        rf"{_TERM}(?:[*_]{{0,3}}:[*_]{{0,3}}|[*_]{{0,3}}\s[–—-])\s++{_WHAT}",
        rf"{_TERM}\s++\((?P<what>(?:(?:an?|any|each|every)\s|[^()]*\b(?:that|who|which|whose|where)\b)"
        r"[^()]{10,160})\)",
    )
)
_NO_MEANING = re.compile(
    r"(?:not|no|none|see|refer|if|when|where|only|including|such|for|in|at|on|from|up|max|min|as|"
    r"other|except|subject|section|article|page|\d)\b",
    re.IGNORECASE,
)
# "Unoccupied – not lived in for a month": such a word says what a thing is not.
_DENYING = re.compile(
    r"(?:un(?!i|der|an)[a-z]{3,}|non-?[a-z]{4,}|i[nmrl][a-z]+(?:able|ible|ive|ent|al))\Z",
    re.IGNORECASE,
)
_IS_NOT = re.compile(r"not\s+(?:\w+\s+){2,}\w", re.IGNORECASE)
_ARTICLE = re.compile(
    r"(?:\b(?:an?|the)\s{1,3}[\"“'‘]{0,2}|[\"“'‘]{1,2}|(?<=\bcalled)\s{1,3}|(?<=\btermed)\s{1,3}|"
    r"(?<=\bas)\s{1,3})\Z",
    re.IGNORECASE,
)
_RELATIVE = frozenset(
    "who whom whose which that where when of for in on at by to from with without under between "
    "through during within used made".split()
)
_FINITE = frozenset(
    "is are was were be has have had does do did must may shall can could will would should "
    "cannot applies".split()
)
_BEFORE_NOUN = frozenset("the a an any each every all its their his her this that".split())


def meaning_of(term: Sequence[str], text: str) -> Span | None:
    """Where `text` says what the thing of the index words `term` is; None where it does not."""
    if len(text) > _LONGEST:
        return None
    bare = _LETTERED.sub("", without_enumerator(text), count=1)
    lead = len(text) - len(bare)
    span = next(_meanings(list(term), bare), None)
    return None if span is None else span.shift(lead)


def _meanings(term: list[str], text: str) -> Iterator[Span]:
    for way in _WAYS:
        found = way.match(text)
        if found is not None and words(found["term"]) == term and _says_what(found["what"]):
            yield Span(*found.span("what"))
    for way in _NAMED_BY:
        found = way.match(text)
        at = _tail(term, text)
        if found is None or at is None or at < found.end("lead"):
            continue
        start, end = found.span("what")
        said = text[start : min(end, at)].rstrip()
        if words(said) and not _UNENDED.search(said) and at <= max(end, found.end("lead")):
            yield Span(start, start + len(said))
    for way in _MARKED:
        found = way.match(text)
        if found is None or words(found["term"]) != term:
            continue
        said = found["what"]
        denied = _DENYING.match(found["term"]) is not None and _IS_NOT.match(said) is not None
        if denied or (_says_what(said) and not is_clause(said)):
            yield Span(*found.span("what"))


def _says_what(what: str) -> bool:
    return _NO_MEANING.match(what) is None and len(words(what)) > 1


def _tail(term: list[str], text: str) -> int | None:
    """Where the words of `term`, with an article, begin at the end of `text`."""
    starts = [match.start() for match in re.finditer(r"[^\W_]+(?:['’-][^\W_]+)*", text)]
    for start in reversed(starts[1:]):
        said = words(text[start:])
        if said == term:
            before = _ARTICLE.search(text[:start])
            return before.start() if before is not None else None
        if len(said) > len(term):
            return None
    return None


def is_clause(what: str) -> bool:
    """Whether `what` has a verb of its own before anything that hangs on its noun: "the insurer
    pays the bill", not "damage whose repair costs more"."""
    before = ""
    tokens = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", what.casefold())
    for said, behind in zip_longest(tokens, tokens[1:], fillvalue=""):
        if said in _FINITE:
            return True
        if said in _RELATIVE:
            return False
        verb = behind in _BEFORE_NOUN or any(stem in VERBS for stem in words(said))
        if said.endswith("s") and verb and before and before not in _BEFORE_NOUN:
            return True
        before = said
    return False
