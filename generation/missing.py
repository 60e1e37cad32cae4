"""What is missing, in sentences for people."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generation.checks.qualifier_checks import Fit
from generation.evidence.answer_spans import answer_spans
from generation.evidence.place_lookup import SEVERAL_PLACES
from generation.evidence.unit_scores import Evidence
from generation.evidence.units import Unit
from generation.evidence.whole_lists import LeftOut
from generation.open_parts import is_spelled_out, open_parts, phrases, strangers, telling
from generation.question.analysis import Question
from generation.question.answer_types import AnswerType
from generation.question.demands import Demand
from graph.model import AnswerState, Context

LIKELY = 0.5  # a checker's probability; from it, a phrase that is not met may be said otherwise
MOST = 2 / 3  # of what is asked; a line that holds less is none to point to
NOTES = 2  # more help nobody
UNSURE = "No line was found that surely answers this; the nearest ones are shown."
# Forms that are told by their signs; that a sentence names nobody and no place is never sure.
_WANTED: dict[AnswerType, str] = {
    "duration": "states a length of time",
    "deadline": "states a time or a date",
    "date": "states a date",
    "number": "states a number",
    "amount": "states an amount of money",
    "percent": "states a percentage",
}

_MONEY = re.compile(
    r"\bhow much\b|\b(?:fee|fine|price|cost|charge|amount|penalt|salar|wage|bonus|allowance|rent)",
    re.IGNORECASE,
)


def missing(
    context: Context,
    evidence: Evidence,
    chosen: tuple[Unit, ...],
    state: AnswerState,
    found: Fit,
    several: tuple[Unit, ...] = (),
    cut: Sequence[LeftOut] = (),
) -> tuple[str, ...]:
    """Sentences that say what was searched and which link is missing; none for an answered
    question. `several`: units that each state another value in force; `cut`: lists of which items
    are left out."""
    if state == "answered":
        return ()
    if several and state == "partly_answered":
        return (
            f"{len(several)} values are in force, each for a case of its own: the question does "
            "not say which case is meant.",
            _searched(context),
        )
    question = evidence.question
    lines, notes = [], _names(context, evidence)
    if not question.words and not question.names:
        lines.append("The question holds no words to search for: ask in a full sentence.")
    for code in question.identifiers:
        if code not in question.names and not any(code in unit.codes for unit in evidence.units):
            lines.append(f"“{code}” does not occur in the passages that were found.")
    if state == "disagree":
        lines.append("The documents disagree: the statements stand side by side.")
    elif state != "partly_answered" and chosen and evidence.answerable:
        lines.append(UNSURE)
    wanted = _wanted(question)
    if wanted and chosen and not any(_has_form(unit, question.expected) for unit in chosen):
        notes.append(f"None of the nearest sentences {wanted}, which the question asks for.")
    notes += _narrowed(evidence, chosen, found, state)
    return (*lines, *notes[:NOTES], *_left_out(cut, evidence), _searched(context))


def _left_out(lists: Sequence[LeftOut], evidence: Evidence) -> list[str]:
    """A line for each list that had no room as a whole: how many of its items are not shown, and
    where they stand."""
    lines = []
    for cut in lists:
        unit = cut.unit
        outline = evidence.outlines[unit.sentence.version]
        path = outline.heading_path(unit.block) if unit.block is not None else ()
        place = " › ".join(" ".join(p.split()) for p in (unit.passage.document.name, *path[-1:]))
        said = unit.text.split()
        begins = " ".join(said[:6]) + (" …" if len(said) > 6 else "")
        items = "1 more item" if cut.count == 1 else f"{cut.count} more items"
        lines.append(f"{items} of the list with “{begins}” in {place}: not shown for want of room.")
    return lines


def _wanted(question: Question) -> str | None:
    """The form of answer that the question asks for beyond doubt."""
    if question.expected == "amount" and not _MONEY.search(question.asked):
        return None  # "What must a meal be like for us to pay?"
    return _WANTED.get(question.expected)


def _has_form(unit: Unit, form: AnswerType) -> bool:
    return bool(unit.found) or bool(answer_spans(form, unit.text))


def _names(context: Context, evidence: Evidence) -> list[str]:
    """Names of the question that stand nowhere."""
    unlinked = {link.surface for link in context.links if link.entity is None}
    shown = "\n".join(
        f"{unit.passage.document.name}\n{unit.above}\n{unit.text}" for unit in evidence.units
    )
    lines = []
    for name in evidence.question.names:
        if name in evidence.names or is_spelled_out(name, shown):
            continue
        for part in strangers(name, shown):
            place = "these documents" if part in unlinked else "the passages that were found"
            lines.append(f"“{part}” does not occur in {place}.")
    return lines


def _narrowed(
    evidence: Evidence, chosen: Sequence[Unit], found: Fit, state: AnswerState
) -> list[str]:
    """What narrows the question and no line speaks of: the part that is left open, the other case,
    the phrase for whom or where. A verb or an everyday word that a line says otherwise is none."""
    question = evidence.question
    if SEVERAL_PLACES in found.unmet:
        return ["Several documents have such a place: name the document that you mean."]
    other = [surface for surface in found.contradicted if surface not in question.names]
    lines = []
    if other:
        lines.append(
            f"{_listed(phrases(question.asked, other) or other)}: not stated here; the nearest "
            "sentence speaks of another case."
        )
    open_ = open_parts(evidence, chosen) if state == "partly_answered" else ()
    lines += [f"No line was found that surely answers the part “{part}”." for part in open_]
    absent = [
        phrase
        for phrase in telling(question.asked, question.demands, evidence.units)
        if not any(phrase in said for said in (*open_, *lines))
    ]
    if absent and chosen:
        said = "no line here speaks of it"
        if _may_say(chosen[0], question.demands):
            said = "not in these words; see whether the first line means the same"
        lines.append(f"{_listed(absent)}: {said}.")
    return lines


def _may_say(first: Unit, demands: Sequence[Demand]) -> bool:
    """Whether the first line may mean the phrase that it does not hold: a checker takes it for an
    answer, and it holds most of what is asked."""
    held = sum(demand.met_by(first.inner) for demand in demands)
    return first.answers is not None and first.answers >= LIKELY and held >= MOST * len(demands)


def _listed(surfaces: Sequence[str]) -> str:
    return ", ".join(f"“{surface}”" for surface in surfaces[:4])


def _searched(context: Context) -> str:
    count = context.documents_searched
    documents = "1 document was" if count == 1 else f"{count:,} documents were"
    line = f"{documents} searched"
    if context.superseded:
        line += f", current versions only ({context.superseded:,} superseded left out)"
    return line + "."
