"""What a profile makes of one sentence, in lines for people."""

from __future__ import annotations

from extraction.language.extractor import SpacyExtractor
from extraction.profile import Profile
from graph.model import Block, Relation, Segment, Span


def explain(profile: Profile, sentence: str) -> list[str]:
    """Names with kind and rule, literal values, relations with why they are not shown."""
    segment = Segment(sentence, 0, (Block("paragraph", Span(0, len(sentence))),))
    found = next(SpacyExtractor(profile).extract([segment]))
    lines = [f"name      {m.surface!r} is a {m.kind} ({m.rule})" for m in found.mentions]
    for span, value in found.literals:
        lines.append(f"value     {sentence[span.start : span.end]!r} is {value.kind} {value.value}")
    for term, _ in found.terms:
        lines.append(f"term      {sentence[term.start : term.end]!r} is defined here")
    known = {verb for verbs in profile.predicates.values() for verb in verbs}
    for relation in found.relations:
        lines.append(f"relation  {relation_line(relation, sentence)}")
        if relation.predicate in profile.predicates:
            lines.append(f"          the profile names this predicate (verbs: {sorted(known)})")
        for kind, span in relation.qualifiers:
            lines.append(f"          {kind}: {sentence[span.start : span.end]}")
        status = f"weak: {relation.why_weak}" if relation.why_weak else "shown"
        lines.append(f"          {status} (rule {relation.rule})")
    return lines or ["nothing: no name, value or relation was found in this sentence"]


def relation_line(relation: Relation, text: str) -> str:
    """``subject | modality not predicate | object``."""
    subject = text[relation.subject.start : relation.subject.end]
    words = [
        "" if relation.modality == "none" else relation.modality,
        "not" if relation.polarity == "negative" else "",
        "(hedged)" if relation.hedged else "",
        relation.predicate,
    ]
    tail = text[relation.object.start : relation.object.end] if relation.object else ""
    if relation.value is not None and relation.value.kind != "text":
        tail = f"{tail} = {relation.value.kind} {relation.value.value}"
    return f"{subject} | {' '.join(word for word in words if word)} | {tail}"
