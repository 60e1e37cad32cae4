"""What is missing, in sentences for people."""

from __future__ import annotations

from collections.abc import Sequence

from generation.checks.qualifier_checks import Fit
from generation.evidence.place_lookup import SEVERAL_PLACES
from generation.evidence.unit_scores import Evidence
from generation.evidence.units import Unit
from generation.evidence.whole_lists import LeftOut
from generation.open_parts import is_spelled_out, open_parts, phrases, unspoken
from generation.question.answer_types import AnswerType
from graph.model import AnswerState, Context

LIKELY = 0.5  # a checker's probability; from it, words that are not met may be said otherwise
_WANTED: dict[AnswerType, str] = {
    "duration": "states a length of time",
    "deadline": "states a time or a date",
    "date": "states a date",
    "number": "states a number",
    "amount": "states an amount of money",
    "percent": "states a percentage",
    "person": "names a person, role or organisation",
    "place": "names a place",
}


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
    lines = []
    question = evidence.question
    if not question.words and not question.names:
        lines.append("The question holds no words to search for: ask in a full sentence.")
    for code in question.identifiers:
        if code not in question.names and not any(code in unit.codes for unit in evidence.units):
            lines.append(f"“{code}” does not occur in the passages that were found.")
    if state == "disagree":
        lines.append("The documents disagree: the statements stand side by side.")
    wanted = _WANTED.get(question.expected)
    lines += _names(context, evidence, chosen, wanted)
    if wanted and not lines and not any(unit.found for unit in chosen):
        lines.append(f"None of the nearest sentences {wanted}, which the question asks for.")
    lines += _narrowed(evidence, chosen, found)
    if chosen and not lines and wanted:
        lines.append(f"No sentence that {wanted} is near enough to the question to be the answer.")
    left_out = _left_out(cut, evidence)
    if chosen and not lines and not (left_out and state == "partly_answered"):
        lines.append("All that is asked about is named here; no line was recognised as the answer.")
    return (*lines, *left_out, _searched(context))


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


def _names(
    context: Context, evidence: Evidence, chosen: Sequence[Unit], wanted: str | None
) -> list[str]:
    """Names of the question that stand nowhere, or of which nothing of the form asked is said."""
    candidate = next((unit for unit in chosen if unit.found), chosen[0] if chosen else None)
    unlinked = {link.surface for link in context.links if link.entity is None}
    lines, idle = [], []
    shown = "\n".join(unit.text for unit in evidence.units)
    for name in evidence.question.names:
        if not _stands(name, evidence):
            if not is_spelled_out(name, shown):
                place = "these documents" if name in unlinked else "the passages that were found"
                lines.append(f"“{name}” does not occur in {place}.")
        elif candidate is not None and name not in candidate.names and wanted:
            idle.append(name)
    if idle:
        verb, them = ("occurs", "it") if len(idle) == 1 else ("occur", "them")
        lines.append(f"{_listed(idle)} {verb}, but no sentence was found that {wanted} for {them}.")
    return lines


def _narrowed(evidence: Evidence, chosen: Sequence[Unit], found: Fit) -> list[str]:
    """The parts of the question that no line speaks of: whole ones, else phrases of it."""
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
    open_ = open_parts(evidence, chosen)
    lines += [f"No line here answers the part “{part}”." for part in open_]
    demanded = [
        demand
        for demand in question.demands
        if demand.surface not in (*found.contradicted, *question.names)
        and not any(demand.surface in part for part in open_)
    ]
    absent = unspoken(demanded, chosen)
    if absent and chosen:
        listed = _listed(phrases(question.asked, absent) or absent)
        answers = chosen[0].answers
        if answers is not None and answers >= LIKELY:
            lines.append(
                f"{listed}: not in these words; see whether the first line means the same."
            )
        else:
            lines.append(f"{listed}: no line here speaks of it.")
    return lines


def _listed(surfaces: Sequence[str]) -> str:
    return ", ".join(f"“{surface}”" for surface in surfaces[:4])


def _stands(name: str, evidence: Evidence) -> bool:
    return any(name in unit.names for unit in evidence.units)


def _searched(context: Context) -> str:
    count = context.documents_searched
    documents = "1 document was" if count == 1 else f"{count:,} documents were"
    line = f"{documents} searched"
    if context.superseded:
        line += f", current versions only ({context.superseded:,} superseded left out)"
    return line + "."
