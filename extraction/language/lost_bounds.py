"""Bounds that stand beside the subject or behind another verb: an exception between commas
("Members, other than juniors, …"), a participle that narrows the subject, what the second of two
verbs was given."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extraction.language.fact_view import Doubt, FactView, VerbView
from extraction.language.parse import SUBJECTS, Parse
from extraction.language.roles import verb_chain
from graph.model import Span

EXCEPTION_LEFT = "an exception is left out"
NARROWING_LEFT = "what narrows the subject is left out"
OF_NEXT_VERB = "what stands behind the second verb may be its own"
_EXCEPT = re.compile(
    r"\b(?:other than|except(?:ing)?|apart from|with the exception of|excluding|but not(?! limited)"
    r"|save(?: for| as| that| in| where)?)\b",
    re.IGNORECASE,
)
_RELATIVE = frozenset({"that", "which", "who", "whom", "whose"})


def _loses_exception(fact: VerbView) -> bool:
    """Whether an exception between subject and verb stands in no part."""
    return any(
        not _is_held(Span(*match.span()), fact.parts())
        for between in [_between(fact)]
        if between is not None
        for match in _EXCEPT.finditer(fact.text, between.start, between.end)
    )


def _between(fact: FactView) -> Span | None:
    """What stands between subject and verb."""
    subject, verb = fact.relation.subject, fact.relation.predicate_span
    if not fact.statement.contains(subject) or not subject.end < verb.start:
        return None
    return Span(subject.end, verb.start)


def _is_held(span: Span, parts: Iterable[Span]) -> bool:
    return any(span.overlaps(part) for part in parts)


def _loses_narrowing(fact: VerbView) -> bool:
    """Whether a participle or "who …" right behind the subject, no comma between, stands in no part
    ("Stock found without a brand, may be impounded")."""
    parse, between = fact.parse, _between(fact)
    if between is None:
        return False
    token = fact.first_token(between)
    while token < fact.sentence[1] and parse.tag[token] == "RB":
        token += 1
    if token >= fact.sentence[1] or parse.begin[token] >= between.end:
        return False
    narrows = parse.tag[token] in ("VBN", "VBG", "VBD") or parse.lower[token] in _RELATIVE
    if not narrows or _is_held(parse.span(token, token), fact.parts()):
        return False
    helpers = parse.child(token, "aux", "auxpass") is not None
    states = parse.dep[token] in ("ROOT", "conj", "ccomp", "advcl") and parse.child(token, "cc")
    return not helpers and not states and token not in verb_chain(parse, fact.group)


def _has_end_of_next(fact: VerbView) -> bool:
    """Whether a slot stands behind a second verb that has a modal of its own ("will watch the mill
    and will call the guild when it stops")."""
    parse = fact.parse
    own = [
        verb
        for verb in parse.with_dep(fact.group.inner, "conj")
        if any(parse.tag[c] == "MD" for c in parse.with_dep(verb, "aux"))
        and parse.child(verb, *SUBJECTS) is None
    ]
    return any(
        span.start > parse.begin[verb] and _is_behind_object(parse, verb, span)
        for verb in own
        for _, span in fact.slots
        if fact.statement.contains(span)
    )


def _is_behind_object(parse: Parse, verb: int, span: Span) -> bool:
    thing = parse.child(verb, "dobj")
    return thing is not None and span.start > parse.begin[thing]


FIRST_LOST_BOUNDS: tuple[Doubt[VerbView], ...] = (
    (EXCEPTION_LEFT, _loses_exception),
    (NARROWING_LEFT, _loses_narrowing),
    (OF_NEXT_VERB, _has_end_of_next),
)
