"""What is missing, in sentences for people."""

from __future__ import annotations

from generation.evidence import Evidence, Unit
from generation.question import AnswerType
from graph.model import AnswerState, Context
from graph.tokens import words

_WANTED: dict[AnswerType, str] = {
    "duration": "a length of time",
    "date": "a date",
    "number": "a number",
    "amount": "an amount of money",
    "percent": "a percentage",
    "person": "a person, role or organisation",
    "place": "a place",
}


def missing(
    context: Context, evidence: Evidence, chosen: tuple[Unit, ...], state: AnswerState
) -> tuple[str, ...]:
    """Sentences that say what was searched and which link is missing; none for an answered
    question."""
    if state == "answered":
        return ()
    lines = []
    question = evidence.question
    if not question.words and not question.names:
        lines.append("The question holds no words to search for: ask in a full sentence.")
    absent = [name for name in question.names if not _stands(name, evidence)]
    for name in absent:
        lines.append(f"“{name}” does not occur in the passages that were found.")
    wanted = _WANTED.get(question.expected)
    if wanted and not any(unit.found for unit in chosen):
        lines.append(f"The question asks for {wanted}, and the nearest sentences state none.")
    elif chosen and not absent:
        held = frozenset().union(*(unit.inner | unit.outer for unit in chosen))
        rare = [w for w in question.words if w not in held]
        if rare:
            surfaces = _surfaces(question.text, set(rare))
            if surfaces:
                listed = ", ".join(f"“{s}”" for s in surfaces[:4])
                lines.append(f"No sentence that was found connects the rest with {listed}.")
    lines.append(_searched(context))
    return tuple(lines)


def _stands(name: str, evidence: Evidence) -> bool:
    wanted = set(words(name))
    return any(wanted <= unit.inner | unit.outer for unit in evidence.units)


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
    if context.generation:
        line += f", state {context.generation[:12]} of the knowledge base"
    return line + "."
