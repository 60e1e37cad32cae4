"""Words of a clause that our rules give no part, where a proposal gives them one: the fact is
completed, and the doubt that something of it is left out is lifted. Only in a sentence that is then
held to its last word, so that nothing can be lost beside them."""

from __future__ import annotations

from dataclasses import replace

from extraction.language.fact_view import ClauseView
from extraction.language.parse import FINITE, Parse
from extraction.language.residue import NOT_WHOLE, predicate_tokens
from extraction.proposals.agreement import Parts, carries, core
from graph.model import Relation, Span

_LIFTED = frozenset({"", NOT_WHOLE, "no object"})
_CLAUSES = frozenset(
    {"condition", "exception", "override", "time", "deadline", "purpose", "source"}
)
_JOINING = frozenset({"and", "or", "but", "nor"})


def predicate_words(view: ClauseView) -> frozenset[int]:
    """The verb of a clause with all that its predicate, modality and polarity hold."""
    own = predicate_tokens(view.parse, view.group)
    return frozenset(own) | core(view.parse, view.relation.predicate_span)


def with_given_parts(view: ClauseView, parts: Parts, verb: frozenset[int]) -> Relation | None:
    """The relation of `view` with the qualifiers of a proposal that it lacks, none of its doubts
    looked at yet; None where it lacks none, or the sentence would not be whole with them."""
    own, parse = view.relation, view.parse
    if own.why_weak not in _LIFTED:
        return None
    spans = [own.subject, *([own.object] if own.object else []), *(s for _, s in own.qualifiers)]
    held = frozenset().union(*(core(parse, span) for span in spans)) | verb
    added = [(kind, tokens) for kind, tokens in parts.qualifiers if not tokens & held]
    if not all(_may_be_added(view, kind, tokens) for kind, tokens in added):
        return None
    whole = held.union(*(tokens for _, tokens in added))
    rest = {t for t in range(*view.sentence) if carries(parse, t)} - whole
    if rest or not (added or own.why_weak):
        return None
    given = tuple((kind, whole_part(parse, view.sentence, tokens)) for kind, tokens in added)
    qualifiers = tuple(sorted((*own.qualifiers, *given), key=lambda entry: entry[1]))
    return replace(own, qualifiers=qualifiers, why_weak="")


def _may_be_added(view: ClauseView, kind: str, tokens: frozenset[int]) -> bool:
    """Whether `tokens` are one run that no conjunction joins to something else, and hold a finite
    verb only where their kind is that of a clause."""
    parse = view.parse
    first, last = min(tokens), max(tokens)
    if parse.lower[first] in _JOINING or parse.lower[first - 1 : first] in (["and"], ["or"]):
        return False
    finite = any(parse.tag[t] in FINITE for t in range(first, last + 1))
    return kind in _CLAUSES or not finite


def whole_part(parse: Parse, sentence: tuple[int, int], tokens: frozenset[int]) -> Span:
    """The run of `tokens` with the prepositions and articles in front of it."""
    first = min(tokens)
    while first > sentence[0] and parse.tag[first - 1] in ("IN", "TO", "DT", "PDT"):
        first -= 1
    return parse.span(first, max(tokens))
