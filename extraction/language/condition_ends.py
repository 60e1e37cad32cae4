"""Where a condition ends: "and if …" behind it goes on with it; a clause behind ", and" may belong
to it or be said by itself, and one that stops before its verb is cut."""

from __future__ import annotations

import re
from bisect import bisect_left

from extraction.language.fact_view import Doubt, FactView, VerbView
from extraction.language.modality import VerbGroup
from extraction.language.parse import FINITE, SUBJECTS, Parse
from extraction.language.qualifiers import Qualifiers
from extraction.language.residue import predicate_tokens
from graph.model import Span

GOES_ON = "the condition may go on"
_OPENS = re.compile(r"(?:only )?(?:if|when|where|whenever|unless|provided that)\b", re.IGNORECASE)
_AND_IF = re.compile(r",?\s+and\s+(?:only )?(?:if|when|where|unless)\b", re.IGNORECASE)
_OWN_DUTY = re.compile(r"\b(?:must|shall|may)\b", re.IGNORECASE)
_AND = re.compile(r",?\s+and\s+(?=\w)", re.IGNORECASE)
_PARTS = re.compile(r"[;:()]|, (?!and\b|or\b)")
_OF_A_MAIN_CLAUSE = frozenset({"must", "shall", "may", "should", "will", "'ll"})


def with_second_conditions(sentence: Span, qualifying: Qualifiers, text: str) -> Qualifiers:
    """`qualifying` with "and if …" at the end of the sentence joined to the condition before it,
    in text order."""
    end = sentence.start + len(text[sentence.start : sentence.end].rstrip(" .;\n"))
    found: list[tuple[str, Span]] = []
    for kind, span in sorted(qualifying, key=lambda entry: entry[1]):
        if (
            found
            and found[-1][1] != span
            and found[-1][1].contains(span)
            and _is_conditional(found[-1][0], text[found[-1][1].start : found[-1][1].end])
        ):
            continue  # the second condition stood by itself
        rest = text[span.end : end]
        if _is_conditional(kind, text[span.start : span.end]) and _AND_IF.match(rest):
            simple = not (_OWN_DUTY.search(rest) or _PARTS.search(rest[1:]))
            span = Span(span.start, end) if simple else span
        found.append((kind, span))
    return tuple(found)


def _conditions(fact: FactView) -> list[Span]:
    return [span for kind, span in fact.slots if _is_conditional(kind, fact.words(span))]


def _lacks_its_verb(fact: VerbView) -> bool:
    """Whether a verb that is not the fact's stands right behind a condition."""
    stop = bisect_left(fact.parse.begin, fact.statement.end)
    after = (bisect_left(fact.parse.begin, span.end) for span in _conditions(fact))
    return any(at < stop and _is_verb_of_another(fact.parse, fact.group, at) for at in after)


def _has_second_condition(fact: FactView) -> bool:
    """Whether "and if …" goes on behind a condition."""
    rests = (fact.after(span) for span in _conditions(fact))
    return any(_AND_IF.match(rest) and not _OWN_DUTY.search(rest) for rest in rests)


def _has_open_condition(fact: VerbView) -> bool:
    """Whether a clause behind ", and" may belong to a condition behind the verb."""
    parse, end = fact.parse, fact.statement.end
    ends = (
        end_of_run(span, fact.slots, fact.text)
        for span in _conditions(fact)
        if span.start > parse.begin[fact.group.inner]
    )
    return any(
        _AND.match(fact.text[at:end])
        and _may_go_on(parse, range(bisect_left(parse.begin, at), bisect_left(parse.begin, end)))
        for at in ends
    )


def _may_be_second_half(fact: VerbView) -> bool:
    """Whether the clause itself may belong to the condition before it."""
    parse, group = fact.parse, fact.group
    verb, leader = group.outer, parse.head[group.outer]
    if parse.dep[verb] != "conj" or group.modality in ("must", "may"):
        return False
    if parse.child(verb, "nsubj", "nsubjpass") is None or parse.lower[verb] in _OF_A_MAIN_CLAUSE:
        return False
    return any(
        leader < child < verb and _OPENS.match(parse.text(parse.left[child], child))
        for child in parse.with_dep(leader, "advcl")
    )


def end_of_run(span: Span, qualifying: Qualifiers, text: str) -> int:
    """The end of the last slot that follows `span` with only a blank between."""
    end = span.end
    for _, other in sorted(qualifying, key=lambda entry: entry[1]):
        if other.start > end and text[end : other.start].isspace():
            end = other.end
    return end


def _is_conditional(kind: str, words: str) -> bool:
    return kind in ("condition", "restriction") and _OPENS.match(words) is not None


def _is_verb_of_another(parse: Parse, group: VerbGroup, token: int) -> bool:
    return parse.tag[token] in FINITE and token not in predicate_tokens(parse, group)


def _may_go_on(parse: Parse, tokens: range) -> bool:
    """Whether the clause in `tokens` may be a second half of a condition: it has a subject, and no
    modal says that it is a duty or permission of its own."""
    finite = next((t for t in tokens if parse.tag[t] in FINITE), None)
    if finite is None or parse.lower[finite] in _OF_A_MAIN_CLAUSE:
        return False
    return any(parse.dep[t] in SUBJECTS for t in tokens if t < finite)


CONDITION_ENDS: tuple[Doubt[VerbView], ...] = (
    (GOES_ON, _may_be_second_half),
    (GOES_ON, _lacks_its_verb),
    (GOES_ON, _has_second_condition),
    (GOES_ON, _has_open_condition),
)
