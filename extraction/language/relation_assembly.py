"""One relation out of its parts: spans, value, polarity, qualifiers, and whether it is good
enough to be shown."""

from __future__ import annotations

from extraction.language import quality
from extraction.language.arguments import Phrase
from extraction.language.modality import VerbGroup
from extraction.language.parse import Parse
from extraction.language.predicates import Reading
from extraction.language.qualifiers import Qualifiers, balanced
from extraction.language.speakers import WAITING
from graph.model import LiteralValue, Relation, Span


def assemble(
    parse: Parse, group: VerbGroup, subject: Phrase, subject_parse: Parse, reading: Reading,
    statement: Span, qualifying: Qualifiers, why: str, text: str, *, hedged: bool,
) -> Relation:  # fmt: skip
    """The relation of `reading`. The subject may stand in another block than the verb (a lead-in),
    hence in another parse."""
    obj = reading.object
    subject_span = balanced(text, subject_parse.span(subject.first, subject.last))
    negative = group.negative ^ subject.negative
    value: LiteralValue | None = None
    object_span: Span | None = None
    added: dict[Span, str] = {span: kind for kind, span in qualifying}
    for kind, first, last in reading.roles:
        added.setdefault(parse.span(first, last), kind)
    if subject.restriction is not None:
        added.setdefault(balanced(text, subject_parse.span(*subject.restriction)), "restriction")
    named = text[subject_span.start : subject_span.end]
    fault = quality.subject_weakness(subject_parse, subject, named)
    unnamed = fault in WAITING
    why = why or ("" if unnamed else fault)
    if subject_parse is parse and ":" in parse.words[subject.last + 1 : group.outer]:
        why = why or "a colon stands between"
    if obj is not None:
        object_span = balanced(text, parse.span(obj.first, obj.last))
        surface = text[object_span.start : object_span.end]
        negative ^= obj.negative
        if not reading.inverted:
            value = quality.as_value(surface, 99 if reading.words else obj.last - obj.first + 1)
        if obj.restriction is not None:
            added.setdefault(balanced(text, parse.span(*obj.restriction)), "restriction")
        if value is not None and value.kind == "number" and reading.rule in _NO_BARE_FIGURE:
            why = why or "bare figure"
        why = why or quality.object_weakness(parse, obj, surface, value, words=reading.words)
        if subject_span.overlaps(object_span):
            why = why or "subject and object overlap"
        between = parse.words[reading.last + 1 : obj.first]
        if (
            reading.predicate in ("range from", "vary from")
            and "to" not in parse.lower[obj.first : obj.last]
        ):
            why = why or "range is cut"
        if ":" in parse.words[group.outer : obj.first] or len(between) > 10 or "(" in between:
            why = why or "the object stands far off"
        if reading.inverted:
            why = why or quality.subject_weakness(parse, obj, surface)
            subject_span, object_span = object_span, subject_span
    elif text[statement.start : statement.end].rstrip().endswith((":", "--", "—")):
        why = why or "continues in a list"
    modality = group.modality
    if modality == "may" and subject.negative and not group.negative:
        modality = "must"  # "no one may" forbids
    if modality == "must" and obj is not None and _states(parse, group, subject, obj, reading):
        modality = "none"
    ending = text[statement.start : statement.end].rstrip()
    if ending.endswith((":", "--", "—")) and (
        modality != "must"
        or negative
        or reading.rule != "active"
        or ending.rstrip(" :—-").endswith(_UNFINISHED)
    ):
        why = why or "continues in a list"
    parts = [span for span in (subject_span, object_span) if span is not None]
    return Relation(
        statement=statement,
        subject=subject_span,
        predicate=reading.predicate,
        predicate_span=_predicate_span(parse, group, reading),
        object=object_span,
        value=value,
        modality=modality,
        polarity="negative" if negative else "positive",
        rule=reading.rule,
        hedged=hedged,
        qualifiers=tuple(
            (added[span], span)
            for span in sorted(added)
            if not any(part.overlaps(span) for part in parts)
            or (subject.borrowed and span.contains(subject_span))
        ),
        why_weak=why or (fault if unnamed else ""),
    )


# what someone has or owes by law: to have none of it is a state, and no rule can be broken by it
_OF_LAW = frozenset(
    """liability liabilities obligation obligations duty duties responsibility
    responsibilities right rights claim claims power powers authority entitlement recourse remedy
    remedies jurisdiction title vote votes effect standing""".split()
)


def _states(parse: Parse, group: VerbGroup, subject: Phrase, obj: Phrase, reading: Reading) -> bool:
    """Whether "no" makes the clause a statement: "shall be under no liability"."""
    denied = obj.negative and not group.negative and not subject.negative
    plain = reading.predicate in ("be under", "have", "be")
    return denied and plain and parse.lower[obj.head] in _OF_LAW


_UNFINISHED = (" if", " if it", " that", " when", " where", " to", " unless", " provided", " by")
_NO_BARE_FIGURE = ("preposition", "passive")


def _predicate_span(parse: Parse, group: VerbGroup, reading: Reading) -> Span:
    """The verb with its auxiliaries as far as they stand before it without a gap."""
    first = group.inner if reading.inverted else group.outer
    if not reading.inverted:
        helpers = parse.with_dep(first, "aux", "auxpass", "neg")
        while first - 1 in helpers:
            first -= 1
    return parse.span(min(first, reading.last), reading.last)
