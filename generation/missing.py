"""What is missing, in sentences for people."""

from __future__ import annotations

from generation.checks.qualifier_checks import Fit
from generation.evidence.place_lookup import SEVERAL_PLACES
from generation.evidence.unit_scores import Evidence
from generation.evidence.units import Unit
from generation.question.answer_types import AnswerType
from graph.model import AnswerState, Context
from graph.tokens import words

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
) -> tuple[str, ...]:
    """Sentences that say what was searched and which link is missing; none for an answered
    question. `several`: units that each state another value in force."""
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
    candidate = next((unit for unit in chosen if unit.found), chosen[0] if chosen else None)
    unlinked = {link.surface for link in context.links if link.entity is None}
    for name in question.names:
        if not _stands(name, evidence):
            place = "these documents" if name in unlinked else "the passages that were found"
            lines.append(f"“{name}” does not occur in {place}.")
        elif candidate is not None and name not in candidate.names and wanted:
            lines.append(f"“{name}” occurs, but no sentence was found that {wanted} for it.")
    if wanted and not lines and not any(unit.found for unit in chosen):
        lines.append(f"None of the nearest sentences {wanted}, which the question asks for.")
    lines += _narrowed(found, question.names)
    if chosen and not lines:
        held = frozenset().union(*(unit.inner | unit.outer for unit in chosen))
        absent = _surfaces(question.text, {word for word in question.words if word not in held})
        if absent:
            listed = ", ".join(f"“{surface}”" for surface in absent[:4])
            lines.append(f"None of the nearest sentences mentions {listed}.")
        elif wanted:
            lines.append(
                f"No sentence that {wanted} is near enough to the question to be the answer."
            )
    lines.append(_searched(context))
    return tuple(lines)


def _narrowed(found: Fit, names: tuple[str, ...]) -> list[str]:
    """What the question narrows itself to and the nearest sentence does not state."""
    other = [surface for surface in found.contradicted if surface not in names]
    if SEVERAL_PLACES in found.unmet:
        return ["Several documents have such a place: name the document that you mean."]
    unmet = [s for s in found.unmet if s not in (*found.contradicted, *names)]
    lines = [f"{_listed(other)}: not stated here; the nearest sentence speaks of another case."]
    lines += [f"{_listed(unmet)}: not stated in the nearest sentence."]
    return [line for line, named in zip(lines, (other, unmet), strict=True) if named]


def _listed(surfaces: list[str]) -> str:
    return ", ".join(f"“{surface}”" for surface in surfaces[:4])


def _stands(name: str, evidence: Evidence) -> bool:
    return any(name in unit.names for unit in evidence.units)


def _surfaces(text: str, stems: set[str]) -> list[str]:
    found: dict[str, None] = {}
    for surface in text.split():
        bare = surface.strip(".,;:?!()\"'“”")
        if bare and set(words(bare)) & stems:
            found[bare] = None
    return list(found)


def _searched(context: Context) -> str:
    count = context.documents_searched
    documents = "1 document was" if count == 1 else f"{count:,} documents were"
    line = f"{documents} searched"
    if context.superseded:
        line += f", current versions only ({context.superseded:,} superseded left out)"
    return line + "."
