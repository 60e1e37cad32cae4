"""From relations as read in one place to facts of the whole base.

A relation's subject and object attach to Names (through the mention that has exactly their span)
and, through the resolution, to entities. Two relations with the same subject, predicate, object,
modality and polarity are one fact with two pieces of evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from graph.identity import claim_id, fact_id
from graph.model import (
    Document,
    Entity,
    Evidence,
    Extraction,
    Fact,
    LiteralValue,
    Mention,
    Relation,
    Span,
)

_PREPOSITIONS = frozenset(
    "about across after against among around as at before behind beneath beside between beyond by "
    "during for from in inside into of off on onto out outside over through to toward under until "
    "up upon with within without".split()
)
_MODAL = {"must": "must", "may": "may", "should": "should", "can": "can", "will": "will"}


def shift_relation(relation: Relation, by: int) -> Relation:
    """The relation with every span moved by `by` code points."""
    return replace(
        relation,
        statement=relation.statement.shift(by),
        subject=relation.subject.shift(by),
        predicate_span=relation.predicate_span.shift(by),
        object=relation.object.shift(by) if relation.object else None,
        qualifiers=tuple((kind, span.shift(by)) for kind, span in relation.qualifiers),
    )


def participants(
    relations: Iterable[Relation], mentions: Sequence[Mention], text: str
) -> list[Mention]:
    """Mentions for subjects that no mention covers exactly, so that every subject has a Name.

    Objects that nothing names stay words (`LiteralValue` of kind ``text``).
    """
    known = {mention.span for mention in mentions}
    added: list[Mention] = []
    for relation in relations:
        span = relation.subject
        if span not in known:
            known.add(span)
            surface = text[span.start : span.end]
            added.append(Mention(span, surface, "Term", "subject"))
    return added


def build_facts(
    document: Document,
    relations: Iterable[Relation],
    name_at: Mapping[Span, str],
    entity_of: Mapping[str, str],
    *,
    extractor: str,
    run: str,
) -> list[Fact]:
    """Facts of one document, each with one piece of evidence, names not yet written.

    `name_at` maps the span of each mention to its Name id; `entity_of` Name ids to entities.
    """
    facts: list[Fact] = []
    for relation in relations:
        subject = entity_of.get(name_at.get(relation.subject, ""))
        if subject is None:
            continue
        obj: str | None = None
        value = relation.value
        if value is None and relation.object is not None:
            obj = entity_of.get(name_at.get(relation.object, ""))
            if obj is None:
                words = " ".join(document.text[relation.object.start : relation.object.end].split())
                value = LiteralValue("text", words)
        literal = f"{value.kind}:{value.value}" if value else None
        status = "weak" if relation.why_weak else "shown"
        quote = document.text[relation.statement.start : relation.statement.end]
        evidence = Evidence(
            document=document.id,
            version=document.version,
            statement=relation.statement,
            quote=quote,
            subject=relation.subject,
            predicate=relation.predicate_span,
            object=relation.object,
            qualifiers=relation.qualifiers,
            rule=relation.rule,
            extractor=extractor,
            run=run,
            status=status,  # type: ignore[arg-type]
            why_weak=relation.why_weak,
        )
        facts.append(
            Fact(
                id=fact_id(
                    subject, relation.predicate, obj, literal, relation.modality, relation.polarity
                ),
                claim_id=claim_id(subject, relation.predicate, obj, literal, relation.modality),
                name="",
                subject=subject,
                predicate=relation.predicate,
                object=obj,
                value=value,
                modality=relation.modality,
                polarity=relation.polarity,
                status=status,  # type: ignore[arg-type]
                evidence=(evidence,),
            )
        )
    return facts


def merge_facts(
    facts: Iterable[Fact], entities: Mapping[str, Entity], texts: Mapping[str, str]
) -> list[Fact]:
    """One fact for each id, with all its evidence in a fixed order, sorted by id.

    `texts` maps versions to their text: qualifiers and the readable name are read off it.
    """
    grouped: dict[str, list[Fact]] = {}
    for fact in facts:
        grouped.setdefault(fact.id, []).append(fact)
    merged: list[Fact] = []
    for key in sorted(grouped):
        group = grouped[key]
        evidence = tuple(
            sorted(
                {_place(e): e for fact in reversed(group) for e in fact.evidence}.values(),
                key=_place,
            )
        )
        shown = any(e.status == "shown" for e in evidence)
        first = group[0]
        merged.append(
            replace(
                first,
                name=readable(first, entities, evidence, texts),
                condition=_qualifier("condition", evidence, texts),
                exception=_qualifier("exception", evidence, texts),
                deadline=_qualifier("deadline", evidence, texts),
                status="shown" if shown else "weak",
                evidence=evidence,
            )
        )
    return merged


def _place(evidence: Evidence) -> tuple[str, Span, Span, Span, tuple[Span, ...], str]:
    """Where and by which rule something was read; two readings of one place are one evidence."""
    objects = () if evidence.object is None else (evidence.object,)
    return (
        evidence.document,
        evidence.statement,
        evidence.subject,
        evidence.predicate,
        objects,
        evidence.rule,
    )


def readable(
    fact: Fact,
    entities: Mapping[str, Entity],
    evidence: Sequence[Evidence],
    texts: Mapping[str, str],
) -> str:
    """The fact as a short sentence in the words of its best evidence."""
    best = next((e for e in evidence if e.status == "shown"), evidence[0])
    text = texts[best.version]
    if best.rule.startswith("table"):
        return _row_name(fact, entities, best, text)
    verb = fact.predicate
    modal = _MODAL.get(fact.modality, "")
    if not modal and fact.polarity == "positive":
        surface = " ".join(text[best.predicate.start : best.predicate.end].split())
        last = verb.rsplit(" ", 1)[-1]
        verb = surface or verb
        if last in _PREPOSITIONS and verb.split()[-1].lower() != last:
            verb = f"{verb} {last}"
    negation = "not" if fact.polarity == "negative" else ""
    if negation and not modal:
        modal = "is" if verb.split()[0] == "be" else "does"
        verb = verb.removeprefix("be").lstrip()
    if best.object is not None:
        tail = " ".join(text[best.object.start : best.object.end].split())
    elif fact.object:
        tail = entities[fact.object].name
    else:
        tail = fact.value.value if fact.value else ""
    subject = entities[fact.subject].name
    return " ".join(part for part in (subject, modal, negation, verb, tail) if part)


def _row_name(fact: Fact, entities: Mapping[str, Entity], best: Evidence, text: str) -> str:
    """A table row under a column head: "Complaint file · Retention period: 7 years"."""
    head = " ".join(text[best.predicate.start : best.predicate.end].split())
    cell = best.object
    value = " ".join(text[cell.start : cell.end].split()) if cell is not None else ""
    return f"{entities[fact.subject].name} · {head}: {value}"


def _qualifier(kind: str, evidence: Sequence[Evidence], texts: Mapping[str, str]) -> str:
    found = {
        " ".join(texts[e.version][span.start : span.end].split())
        for e in evidence
        for name, span in e.qualifiers
        if name == kind
    }
    return "; ".join(sorted(found))


def relations_of(start: int, extraction: Extraction) -> list[Relation]:
    """The relations of a segment that begins at `start`, in document offsets."""
    return [shift_relation(relation, start) for relation in extraction.relations]
