"""Yes or no. A wrong one is the worst answer there is, so one is given only where a fact of the
documents and the question are the same clause: subject, verb and what follows it, word for word."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generation.evidence.unit_scores import Evidence
from generation.evidence.units import Unit
from generation.question.analysis import Question
from generation.writers.stated_verdicts import (
    DETERMINERS,
    QUANTIFIERS,
    WORD,
    Verdict,
    stated_verdict,
    stems,
)
from graph.model import Evidence as Place
from graph.model import Fact, Span
from graph.tokens import stem

_BOUNDS = re.compile(
    r"\b(?:if|unless|except|only|some|most|until|without|when|where|while|before|during|provided|"
    r"subject to|as long as|in (?:the|any) case|other than|notwithstanding|to the extent|whose|who|"
    r"which)\b",
    re.IGNORECASE,
)
_NEGATION = re.compile(r"\b(?:not|no|never|cannot|nor|neither|prohibited|forbidden)\b|n't\b", re.I)
_FREE = re.compile(r"\b(?:need not|not (?:be )?(?:required|obliged)|(?:not|n't) (?:have|need))\b")
_LEAVE = re.compile(r"^(?:may|can|could|might)\b|\b(?:allowed|permitted)\b", re.IGNORECASE)
_DUTY = re.compile(
    r"^(?:must|shall|need)\b|\b(?:required|obliged|have to|has to|need to)\b", re.IGNORECASE
)
_OPENING = frozenset("may can could might must shall need do does is are".split())
_BETWEEN = frozenset("be required allowed permitted obliged to have has need".split())
_LONGEST = 25  # words of a headline before it is cut behind the words that were asked


def polarity(evidence: Evidence, units: Sequence[Unit]) -> tuple[Unit, Span, str] | None:
    """The unit, the words behind its subject and ``Yes`` or ``No``; None unless all statements of
    what is asked, anywhere in the context, agree and none depends on a condition."""
    question = evidence.question
    if _NEGATION.search(question.text):
        return None
    found = [
        (unit, *one)
        for unit in evidence.units
        if unit.sentence.version not in evidence.retired
        for one in _verdicts(question, unit)
    ]
    if len({verdict for _, verdict, _ in found}) != 1 or found[0][1] == "depends":
        return None
    chosen = {unit.key for unit in units}
    for unit, verdict, span in found:
        if unit.key in chosen:
            return unit, span, verdict
    return None


def _verdicts(question: Question, unit: Unit) -> list[tuple[Verdict, Span]]:
    found = []
    for fact in unit.passage.facts:
        for place in fact.evidence:
            if place.version == unit.sentence.version and unit.span.contains(place.statement):
                asked = _asks(question, place, fact, unit)
                if asked is not None:
                    found.append((_verdict(question, unit, fact, place, asked), asked))
    stated = stated_verdict(question.asked, unit.text)
    if stated is None or unit.sentence.children:
        return found
    verdict, start, end = stated
    return [(verdict, Span(start, end).shift(unit.span.start))]


def _asks(question: Question, place: Place, fact: Fact, unit: Unit) -> Span | None:
    """The words of `unit` behind the subject, up to the last word asked, where the question is
    AUXILIARY SUBJECT VERB REST and the statement is SUBJECT … VERB REST."""
    text = unit.passage.document.text
    asked = stems(question.asked)
    subject = stems(text[place.subject.start : place.subject.end])
    start = _find(asked, subject, 0)
    if not subject or start is None or any(w not in _OPENING for w in asked[:start]):
        return None
    verb = stems(text[place.predicate.start : place.predicate.end])
    main = next((w for w in verb if w not in _LINKING and w in asked[start + len(subject) :]), None)
    if main is None or main not in stems(fact.predicate):
        return None
    at = asked.index(main, start + len(subject))
    if any(w not in _BETWEEN_STEMS for w in asked[start + len(subject) : at]):
        return None
    rest = asked[at + 1 :]
    after = [
        (stem(m.group().casefold()), unit.span.start + m.end())
        for m in WORD.finditer(unit.text)
        if unit.span.start + m.start() >= place.subject.end
        and m.group().casefold() not in DETERMINERS
    ]
    said = [word for word, _ in after]
    if main not in said:
        return None
    here = said.index(main)
    if said[here + 1 : here + 1 + len(rest)] != rest:
        return None
    if place.object is not None:
        head = stems(text[place.object.start : place.object.end])[:1]
        if not set(head) <= set(rest):
            return None
    return Span(place.subject.end, after[here + len(rest)][1])


def _verdict(question: Question, unit: Unit, fact: Fact, place: Place, asked: Span) -> Verdict:
    bounds = {m.group().casefold() for m in _BOUNDS.finditer(unit.text)}
    held = question.text.casefold()
    if (
        any(bound not in held for bound in bounds)
        or unit.sentence.lead_in
        or unit.sentence.children
    ):
        return "depends"
    if fact.condition or fact.exception:
        return "depends"
    if any(kind in ("condition", "exception") for kind, _ in place.qualifiers):
        return "depends"
    asked_words = {m.group().casefold() for m in WORD.finditer(question.asked)}
    stated = {m.group().casefold() for m in WORD.finditer(unit.text)}
    if not asked_words & (QUANTIFIERS | {"without"}) <= stated:
        return "depends"
    leave, duty = _LEAVE.search(question.asked), _DUTY.search(question.asked)
    words = unit.passage.document.text[asked.start : asked.end]
    if fact.polarity == "negative" or _NEGATION.search(words):
        if not _NEGATION.search(words):
            return "depends"
        free = _FREE.search(words) is not None
        return "No" if (leave and not free) or (duty and fact.modality != "may") else "depends"
    if (leave and fact.modality in ("may", "can")) or (duty and fact.modality == "must"):
        return "Yes"
    return "depends"


def shown(unit: Unit, span: Span, verdict: str) -> Span:
    """`span` up to the end of its sentence, where that is short and does not negate a yes."""
    text = unit.passage.document.text
    start = (
        span.start + len(text[span.start : span.end]) - len(text[span.start : span.end].lstrip())
    )
    end = unit.span.start + len(unit.text.rstrip(" .;:,\n"))
    whole = text[start:end]
    if len(whole.split()) > _LONGEST or (verdict == "Yes" and _NEGATION.search(whole)):
        return Span(start, span.end)
    return Span(start, max(end, span.end))


def _find(words: list[str], part: list[str], start: int) -> int | None:
    for at in range(start, len(words) - len(part) + 1):
        if words[at : at + len(part)] == part:
            return at
    return None


_BETWEEN_STEMS = frozenset(map(stem, _BETWEEN))
_LINKING = _BETWEEN_STEMS | frozenset(map(stem, "must may can shall will should not".split()))
