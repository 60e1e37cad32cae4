"""Whether a card meets each part of a question that asks more than one thing."""

from __future__ import annotations

from collections.abc import Sequence

from generation.evidence.answer_spans import answer_spans
from generation.evidence.unit_scores import Evidence
from generation.evidence.units import Unit
from generation.question.answer_types import TYPED, expected_answer
from generation.question.demands import Demand, demands
from generation.question.parts import asked_parts

MOST = 0.75  # of the demands of a part; a part has few words, and each says what is asked


def parts_met(evidence: Evidence, lead: Unit, beside: Sequence[Unit]) -> tuple[bool, ...]:
    """For each part of the question, whether `lead` or another unit of its document among `beside`
    meets it. Of a question that asks one thing: True."""
    question = evidence.question
    asked = question.open_ or (question.asked,)
    parts = [part for one in asked for part in asked_parts(one)]
    if len(parts) < 2:
        return (True,)
    near = [unit for unit in beside if unit.sentence.version == lead.sentence.version]
    wanted = [demands(part, question.names) for part in parts]
    return tuple(
        _is_met(part, own, _others(wanted, own), evidence, (lead, *near))
        for part, own in zip(parts, wanted, strict=True)
    )


def _others(wanted: Sequence[tuple[Demand, ...]], own: tuple[Demand, ...]) -> frozenset[str]:
    return frozenset(d.surface for part in wanted if part is not own for d in part)


def _is_met(
    part: str,
    own: Sequence[Demand],
    others: frozenset[str],
    evidence: Evidence,
    units: Sequence[Unit],
) -> bool:
    """Whether one unit holds what `part` alone asks, in the form that it asks for."""
    form = expected_answer(part)
    told = [u for u in units if form not in TYPED or answer_spans(form, u.text)]
    alone = [demand for demand in own if demand.surface not in others]
    if not alone:
        return form in TYPED and bool(told)
    return any(
        sum(d.met_by(evidence.reach(unit)) for d in alone) >= MOST * len(alone) for unit in told
    )
