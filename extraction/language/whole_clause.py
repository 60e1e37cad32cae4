"""A relation with all of its clause: what hangs on the verb beside subject and object stands in its
role, and the relation is weak where a word of the clause stands nowhere."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from extraction.language.arguments import Phrase
from extraction.language.condition_ends import with_second_conditions
from extraction.language.modality import VerbGroup
from extraction.language.operators import LEFT_OUT, bounds_a_phrase, unheld_operators
from extraction.language.parse import FINITE, Parse
from extraction.language.qualifiers import Qualifiers, adjoined, balanced
from extraction.language.residue import NOT_WHOLE, label_of, left_out
from extraction.language.roles import UNREAD, parts_of_clause
from extraction.language.second_pairs import without_second_pairs
from extraction.language.slot_checks import set_off_bounds, with_alternatives
from extraction.language.speakers import sure_fault
from graph.model import Relation, Span

_MEASURES = ("deadline", "frequency", "limit")  # whole by themselves
_OF_PHRASES = ("place", "source", "recipient", "purpose", "amount")
OF_SUBJECT = "what stands before the verb may belong to the subject"


def with_roles(
    parse: Parse, sentence: tuple[int, int], group: VerbGroup, relation: Relation,
    phrases: Sequence[Phrase], text: str, *, inner: bool,
) -> Relation:  # fmt: skip
    """`relation` with the roles of its clause. `phrases` are those of its subject and object that
    stand in `parse`; `inner`: the clause stands inside another one."""
    named = [relation.subject, *([relation.object] if relation.object else [])]
    qualifying = roles_beside(parse, group, named, relation.qualifiers, text)
    read = [parse.span(token, token) for token in group.held]
    covered = [*named, *read, relation.predicate_span, *(span for _, span in qualifying)]
    unread = unheld_operators(parse, sentence, group, phrases, covered)
    bounds = [one for one in unread if bounds_a_phrase(parse, phrases, one)]
    only = [parse.span(one.first, one.last) for one in bounds]
    set_off = set_off_bounds(parse, group, phrases, text)
    only += [span for span in set_off if not _overlaps(span, [*covered, *only])]
    covered += only
    rest = left_out(parse, sentence, group, phrases, covered, text, inner=inner)
    verb = relation.predicate_span.end
    cut = any(_is_cut(parse, span) or _lacks_verb(parse, span, verb) for _, span in qualifying)
    why = sure_fault(relation) or (NOT_WHOLE if rest or cut else "")
    if any(_before_verb(parse, group, relation, kind, span) for kind, span in qualifying):
        why = why or OF_SUBJECT
    why = why or (LEFT_OUT if len(unread) > len(bounds) else "")
    qualifying = adjoined(text, (*qualifying, *(("restriction", span) for span in only)))
    qualifying = without_second_pairs(relation.object, qualifying, text)
    qualifying = with_second_conditions(
        relation.statement, with_alternatives(text, qualifying), text
    )
    return replace(relation, qualifiers=qualifying, why_weak=why or relation.why_weak)


def _is_cut(parse: Parse, span: Span) -> bool:
    """Whether `span` ends at a preposition whose noun stands elsewhere, or at a conjunction."""
    last = bisect_left(parse.end, span.end)
    if last >= len(parse.end) or parse.end[last] != span.end:
        return False
    return parse.dep[last] in ("cc", "det", "poss") or (
        parse.dep[last] == "prep" and parse.tag[last] in ("IN", "TO")
    )


def _before_verb(parse: Parse, group: VerbGroup, relation: Relation, kind: str, span: Span) -> bool:
    """Whether a part stands between subject and verb without a comma behind it ("a person that
    keeps records, as required, in a foreign language shall …")."""
    if kind not in _OF_PHRASES or not relation.subject.end <= span.start:
        return False
    last = bisect_left(parse.end, span.end)
    verbs = {group.outer, *parse.with_dep(group.outer, "aux", "auxpass")}
    return parse.end[last : last + 1] == [span.end] and last + 1 in verbs


def _lacks_verb(parse: Parse, span: Span, verb: int) -> bool:
    """Whether a finite verb follows `span`, which stands behind the clause's own `verb`: it is that
    of a clause inside ("to ensure that the study | poses no risk")."""
    last = bisect_left(parse.end, span.end)
    after = parse.tag[last + 1 : last + 2]
    return span.start >= verb and bool(after) and after[0] in FINITE


def roles_beside(
    parse: Parse, group: VerbGroup, named: Sequence[Span], qualifiers: Qualifiers, text: str
) -> Qualifiers:
    """`qualifiers` with the roles of the clause that overlap neither them nor `named`, in text
    order."""
    found = list(qualifiers)
    label = label_of(parse, parse.sentence_of(group.outer)[0])
    for part in parts_of_clause(parse, group):
        span = balanced(text, parse.span(part.first, part.last))
        if part.kind in ("", UNREAD) or part.first in label or _overlaps(span, named):
            continue
        if group.held.issuperset(range(part.first, part.last + 1)):
            continue
        free = _free(parse, span, [other for _, other in found])
        if free is None:
            continue
        last = found[-1] if found else None
        joins = part.kind == "restriction" and last is not None and last[0] not in _MEASURES
        if joins and last is not None and _goes_on(text, last[1], free):
            found[-1] = (last[0], Span(last[1].start, free.end))
        else:
            found.append((part.kind, free))
    return tuple(sorted(found, key=lambda entry: entry[1]))


def _overlaps(span: Span, others: Sequence[Span]) -> bool:
    return any(span.overlaps(other) for other in others)


def _goes_on(text: str, before: Span, span: Span) -> bool:
    """Whether `span` goes on with the part before it ("under part 5" "of this section")."""
    return text[before.end : span.start].isspace() and text[span.start : span.end].startswith("of ")


def _free(parse: Parse, span: Span, taken: Sequence[Span]) -> Span | None:
    """What of `span` is not taken, where that is one run from its beginning: "by filing a notice
    within 30 days" with the 30 days taken is "by filing a notice"."""
    end = min((other.start for other in taken if other.overlaps(span)), default=span.end)
    if end == span.end:
        return span
    words = [t for t, at in enumerate(parse.begin) if span.start <= at < end]
    rest = any(
        at >= end and not any(o.start <= at < o.end for o in taken)
        for at in parse.begin
        if span.start <= at < span.end
    )
    while words and parse.dep[words[-1]] in ("punct", "cc", "prep"):
        words.pop()
    if len(words) < 2 or rest:
        return None
    return Span(span.start, parse.end[words[-1]])
