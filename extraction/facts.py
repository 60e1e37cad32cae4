"""From relations as read in one place to facts of the whole base.

A relation's subject and object attach to Names (through the mention that has exactly their span)
and, through the resolution, to entities. Two relations with the same subject, predicate, object,
modality, polarity and bounds (`fact_identity`) are one fact with two pieces of evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from extraction.document_title import title_of
from extraction.fact_identity import identity_of
from extraction.fact_sentence import FactSentence, fact_sentence, sentence_name
from extraction.stated_under import StatedUnder, told_under
from graph.model import (
    Document,
    Entity,
    Evidence,
    Extraction,
    Fact,
    LiteralValue,
    Mention,
    Modality,
    Polarity,
    Relation,
    Span,
)


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
    mention_at: Mapping[Span, Mention],
    extractor: str,
    run: str,
) -> list[Fact]:
    """Facts of one document, each with one piece of evidence, names not yet written.

    `name_at` maps the span of each of the mentions `mention_at` to its Name id; `entity_of` Name
    ids to entities.
    """
    title = title_of(document)
    stated_under = StatedUnder(document.text, document.blocks, mention_at, title)
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
        under = stated_under.of(relation)
        identity = identity_of(relation, subject, obj, value, document.text, under)
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
            extractor=relation.extractor or extractor,
            run=run,
            status=status,  # type: ignore[arg-type]
            why_weak=relation.why_weak,
        )
        facts.append(
            Fact(
                id=identity.id,
                claim_id=identity.claim_id,
                name="",
                subject=subject,
                predicate=relation.predicate,
                object=obj,
                value=value,
                modality=relation.modality,
                polarity=relation.polarity,
                status=status,  # type: ignore[arg-type]
                evidence=(evidence,),
                figures=identity.figures,
                former_id=identity.former_id,
                under=under,
            )
        )
    return facts


@dataclass(frozen=True, slots=True)
class Statement:
    """What one document says of a fact: everything but the evidence can be kept without the
    document. `sentence` is in the words of the best evidence; `qualifiers` are kinds with their
    words."""

    document: str
    id: str
    claim_id: str
    subject: str
    predicate: str
    object: str | None
    value: LiteralValue | None
    modality: Modality
    polarity: Polarity
    shown: bool
    sentence: FactSentence
    qualifiers: tuple[tuple[str, tuple[str, ...]], ...]
    figures: str = ""
    former_id: str | None = None
    under: str = ""
    evidence: tuple[Evidence, ...] = ()


def statements(facts: Iterable[Fact], text: str) -> list[Statement]:
    """The facts of one document with the text `text` as statements, sorted by id, each with all its
    evidence in a fixed order."""
    grouped: dict[str, list[Fact]] = {}
    for fact in facts:
        grouped.setdefault(fact.id, []).append(fact)
    made: list[Statement] = []
    for id, group in sorted(grouped.items()):
        evidence = tuple(
            sorted(
                {_place(e): e for fact in reversed(group) for e in fact.evidence}.values(),
                key=_place,
            )
        )
        first = group[0]
        made.append(
            Statement(
                document=evidence[0].document,
                id=id,
                claim_id=first.claim_id,
                subject=first.subject,
                predicate=first.predicate,
                object=first.object,
                value=first.value,
                modality=first.modality,
                polarity=first.polarity,
                shown=any(e.status == "shown" for e in evidence),
                sentence=fact_sentence(first, evidence, text),
                qualifiers=_qualifiers(evidence, text),
                figures=first.figures,
                former_id=first.former_id,
                under=first.under,
                evidence=evidence,
            )
        )
    return made


def merged(stated: Iterable[Statement], subject: str) -> Fact:
    """The fact that one or more documents state; `subject` is the name of its subject."""
    ordered = sorted(stated, key=lambda one: one.document)
    best = next((one for one in ordered if one.shown), ordered[0])
    return Fact(
        id=best.id,
        claim_id=best.claim_id,
        name=sentence_name(subject, best.sentence) + told_under(best.under),
        subject=best.subject,
        predicate=best.predicate,
        object=best.object,
        value=best.value,
        modality=best.modality,
        polarity=best.polarity,
        qualifiers=_joined(one.qualifiers for one in ordered),
        status="shown" if best.shown else "weak",
        evidence=tuple(evidence for one in ordered for evidence in one.evidence),
        figures=best.figures,
        former_id=best.former_id,
        under=best.under,
    )


def merge_facts(stated: Iterable[Statement], entities: Mapping[str, Entity]) -> list[Fact]:
    """One fact for each id, sorted by id, from the statements of any number of documents."""
    grouped: dict[str, list[Statement]] = {}
    for one in stated:
        grouped.setdefault(one.id, []).append(one)
    return [merged(group, entities[group[0].subject].name) for _, group in sorted(grouped.items())]


def _place(evidence: Evidence) -> tuple[str, Span, Span, Span, tuple[Span, ...], str, str]:
    """Where, by which rule and by which extractor something was read; two readings of one place by
    the same are one evidence."""
    objects = () if evidence.object is None else (evidence.object,)
    return (
        evidence.document,
        evidence.statement,
        evidence.subject,
        evidence.predicate,
        objects,
        evidence.rule,
        evidence.extractor,
    )


def _qualifiers(evidence: Sequence[Evidence], text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each kind of qualifier with its different wordings, both sorted."""
    found: dict[str, set[str]] = {}
    for one in evidence:
        for kind, span in one.qualifiers:
            found.setdefault(kind, set()).add(" ".join(text[span.start : span.end].split()))
    return tuple((kind, tuple(sorted(found[kind]))) for kind in sorted(found))


def _joined(
    stated: Iterable[tuple[tuple[str, tuple[str, ...]], ...]],
) -> tuple[tuple[str, str], ...]:
    found: dict[str, set[str]] = {}
    for qualifiers in stated:
        for kind, wordings in qualifiers:
            found.setdefault(kind, set()).update(wordings)
    return tuple((kind, "; ".join(sorted(found[kind]))) for kind in sorted(found))


def relations_of(start: int, extraction: Extraction) -> list[Relation]:
    """The relations of a segment that begins at `start`, in document offsets."""
    return [shift_relation(relation, start) for relation in extraction.relations]
