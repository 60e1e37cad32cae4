"""Where a condition ends: "and if …" behind it goes on with it; a clause behind ", and" may belong
to it or be said by itself, and one that stops before its verb is cut."""

from __future__ import annotations

import re
from bisect import bisect_left

from extraction.language.modality import VerbGroup
from extraction.language.parse import FINITE, Parse
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
_SUBJECTS = ("nsubj", "nsubjpass", "expl")


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


def end_doubt(
    parse: Parse, group: VerbGroup, sentence: Span, qualifying: Qualifiers, text: str
) -> str:
    """Why the end of a condition of the fact is not certain, or ``""``."""
    if _may_be_second_half(parse, group):
        return GOES_ON
    for kind, span in qualifying:
        if not _is_conditional(kind, text[span.start : span.end]):
            continue
        after = bisect_left(parse.begin, span.end)
        stop = bisect_left(parse.begin, sentence.end)
        if after < stop and _is_verb_of_another(parse, group, after):
            return GOES_ON
        rest = text[span.end : sentence.end]
        if _AND_IF.match(rest) and not _OWN_DUTY.search(rest):
            return GOES_ON
        end = end_of_run(span, qualifying, text)
        behind = span.start > parse.begin[group.inner] and _AND.match(text[end : sentence.end])
        if behind and _may_go_on(parse, range(bisect_left(parse.begin, end), stop)):
            return GOES_ON
    return ""


def _may_be_second_half(parse: Parse, group: VerbGroup) -> bool:
    """Whether the clause of `group` may itself belong to the condition before it."""
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
    return any(parse.dep[t] in _SUBJECTS for t in tokens if t < finite)
