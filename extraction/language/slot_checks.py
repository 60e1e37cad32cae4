"""Slots of a fact as the text binds them: alternatives stand in one slot, a participle that commas
set off bounds a duty or permission, and a slot that belongs to a noun in brackets or points back
makes the fact weak."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from extraction.language.arguments import Phrase
from extraction.language.fact_view import Doubt, FactView, VerbView
from extraction.language.modality import VerbGroup
from extraction.language.parse import Parse
from extraction.language.qualifiers import Qualifiers, balanced
from extraction.language.roles import joint_verbs
from graph.model import Span

BRACKETED = "a slot stands in brackets of a noun"
POINTS_BACK = "a slot points back"
MISREAD = "the verb may belong to a noun"
ALTERNATIVE = "one of several alternatives"
MAY_HOLD_OBJECT = "a slot may hold the object"
_OR = re.compile(r",?\s+(?:or|and/or)\s+")
_BEHIND_OR = re.compile(r"\b(?:or|nor)\s+$")
_OF_A_CLAUSE = ("condition", "exception", "deadline", "override")
_MEASURES = ("deadline", "frequency", "limit", "amount")
# "to them", "with it"; "you" and "us" are known
_PRONOUN = re.compile(
    r"(?:[a-z]+ ){0,2}(?:it|them|him|her|this|that|these|those)(?: (?:all|both))?", re.IGNORECASE
)
# "in such cases"; "under these Terms" names the text itself
_DEMONSTRATIVE = re.compile(
    r"(?:[Oo]nly )?[A-Za-z]+ (?:such|these|those|(?:th(?:is|at)"
    r"(?= (?:case|event|instance|situation|circumstance|reason|purpose)\b)))(?: [a-z]+){1,2}"
)
_PLACED = re.compile(
    r"(?:described|mentioned|listed|set (?:out|forth)|noted|discussed|outlined|identified|named"
    r"|specified|referred to|stated|given) (?:above|below|earlier|previously|herein)\b"
    r"|above[- ](?:mentioned|described|named|listed)\b",
    re.IGNORECASE,
)
_ENDING = re.compile(r"\s*(?:\)\s*)?(?:[.;:]|,\s|$)")
_LISTING = frozenset({"including", "excluding", "following", "regarding", "concerning"})


def with_alternatives(text: str, qualifying: Qualifiers) -> Qualifiers:
    """Slots that "or" joins in the text made one, in text order: each of them alone would say that
    it must hold ("as the law requires, or with consent")."""
    found: list[tuple[str, Span]] = []
    for kind, span in sorted(qualifying, key=lambda entry: entry[1]):
        joined = bool(found) and _OR.fullmatch(text[found[-1][1].end : span.start]) is not None
        if not joined or not _may_join(found[-1][0], kind):
            found.append((kind, span))
            continue
        before, first = found[-1]
        found[-1] = ("condition" if kind == "condition" else before, Span(first.start, span.end))
    return tuple(found)


def _may_join(one: str, other: str) -> bool:
    return one == other or not {one, other} & set(_MEASURES)


def _has_participle_as_verb(fact: VerbView) -> bool:
    return participle_as_verb(fact.parse, fact.group.outer)


def _slot_may_hold_object(fact: VerbView) -> bool:
    group = fact.group
    lacks = not group.passive and fact.parse.child(group.inner, "dobj") is None
    return any(_may_hold_object(fact.parse, kind, span, lacks=lacks) for kind, span in fact.slots)


def _outer_slots(fact: FactView) -> list[tuple[str, Span]]:
    """The slots that stand in no other."""
    return [
        (kind, span)
        for kind, span in fact.slots
        if not any(other != span and other.contains(span) for _, other in fact.slots)
    ]


def _has_bracketed_slot(fact: VerbView) -> bool:
    return any(_is_bracketed(fact, kind, span) for kind, span in _outer_slots(fact))


def _is_bracketed(fact: VerbView, kind: str, span: Span) -> bool:
    before, after = fact.before(span), fact.after(span)
    return before.count("(") > before.count(")") and not _of_the_clause(
        fact.parse, fact.group, fact.statement.start + before.rindex("("), kind, fact.words(span),
        after,
    )  # fmt: skip


def _has_alternative(fact: FactView) -> bool:
    return any(_BEHIND_OR.search(fact.before(span)) for _, span in _outer_slots(fact))


def _has_slot_that_points_back(fact: FactView) -> bool:
    return any(_slot_points_back(fact, kind, span) for kind, span in _outer_slots(fact))


def _slot_points_back(fact: FactView, kind: str, span: Span) -> bool:
    words, after = fact.words(span), fact.after(span).lstrip()
    if _PRONOUN.fullmatch(words):
        return True
    if _DEMONSTRATIVE.fullmatch(words) and not after.startswith(("as ", "that ")):
        return True
    return kind == "restriction" and _PLACED.search(words) is not None


def _may_hold_object(parse: Parse, kind: str, span: Span, *, lacks: bool) -> bool:
    """Whether a phrase that a comma opens goes on behind a comma with a noun that may be the
    verb's: "may show, during the hearing, papers or charts". `lacks`: the verb has no object."""
    first, stop = bisect_left(parse.begin, span.start), bisect_left(parse.begin, span.end)
    if kind in _OF_A_CLAUSE or first == 0 or parse.words[first - 1] != ",":
        return False
    if parse.tag[first] != "IN":
        return False
    return any(
        parse.dep[token] in (("appos", "conj", "dobj") if lacks else ("appos",))
        and parse.tag[token][:2] == "NN"
        and parse.words[parse.left[token] - 1] == ","
        and parse.child(parse.head[token], "cc") is None
        and parse.left[token] > first
        for token in range(first, stop)
    )


def _of_the_clause(
    parse: Parse, group: VerbGroup, opened: int, kind: str, words: str, after: str
) -> bool:
    """Whether the brackets that open at offset `opened` belong to the verb: they stand right
    behind it ("may be copied (upon payment of a fee) by"), or hold a clause and end the
    statement."""
    verbs = (group.inner, *joint_verbs(parse, group), *parse.with_dep(group.inner, "conj"))
    if any(parse.end[verb] < opened <= parse.end[verb] + 2 for verb in verbs):
        return True
    return kind in _OF_A_CLAUSE and words.count(" ") > 1 and bool(_ENDING.match(after))


def set_off_bounds(
    parse: Parse, group: VerbGroup, phrases: Sequence[Phrase], text: str
) -> list[Span]:
    """Participles that commas set off from the nouns of a duty, permission or denial: it is said
    only of what they describe ("A dealer, holding a licence, may …")."""
    if group.modality == "none" and not group.negative:
        return []
    participles = [
        child
        for phrase in phrases
        for noun in range(phrase.first, phrase.last + 1)
        for child in parse.with_dep(noun, "acl")
        if _set_off_participle(parse, child) and parse.left[child] > phrase.last
    ]
    conjoined = parse.with_dep(group.inner, "conj")
    participles += [verb for verb in conjoined if participle_as_verb(parse, verb)]
    return [balanced(text, parse.span(*_without_comma(parse, token))) for token in participles]


def participle_as_verb(parse: Parse, verb: int) -> bool:
    """Whether the parse joined a participle to the verb under a modal: "may offer a box, termed a
    locker"."""
    first = parse.left[verb]
    return (
        parse.dep[verb] == "conj"
        and parse.tag[verb] in ("VBN", "VBD")
        and parse.tag[parse.head[verb]] == "VB"
        and first > 0
        and parse.words[first - 1] == ","
        and parse.child(verb, "aux", "auxpass", "nsubj", "nsubjpass") is None
    )


def _without_comma(parse: Parse, token: int) -> tuple[int, int]:
    first, last = parse.left[token], parse.right[token]
    while last > first and parse.words[last] in (",", ";", "."):
        last -= 1
    return first, last


def _set_off_participle(parse: Parse, token: int) -> bool:
    first = parse.left[token]
    return (
        first > 0
        and parse.words[first - 1] == ","
        and parse.tag[token] in ("VBG", "VBN")
        and parse.lower[token] not in _LISTING
        and not any(parse.dep[t] in ("nsubj", "nsubjpass") for t in parse.children[token])
    )


SLOT_DOUBTS: tuple[Doubt[VerbView], ...] = (
    (MISREAD, _has_participle_as_verb),
    (MAY_HOLD_OBJECT, _slot_may_hold_object),
    (BRACKETED, _has_bracketed_slot),
    (ALTERNATIVE, _has_alternative),
    (POINTS_BACK, _has_slot_that_points_back),
)
