"""The value of a line whose label is what the question asks for: "Who is the cashier?" and
"Cashier: Ada Holm"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generation.evidence.label_lines import is_named, label_line
from generation.evidence.unit_scores import Evidence
from generation.evidence.units import Unit
from generation.question.answer_types import AnswerType
from graph.model import Span

_FORMLESS: frozenset[AnswerType] = frozenset(("person", "place", "condition", "other"))
_FIGURE = re.compile(r"\d")  # "1,450 POUNDS" has no form of its own
_HOW_MUCH = re.compile(r"how much\b", re.IGNORECASE)
_NO_VALUE: frozenset[AnswerType] = frozenset(("yes_no", "list", "definition", "reason", "manner"))


def labelled_value(evidence: Evidence, chosen: Sequence[Unit]) -> tuple[Unit, Span] | None:
    """The first of `chosen` whose label is asked for and its value, of the form asked for; None
    where there is none, or another line with that label has another value."""
    question = evidence.question
    if question.expected in _NO_VALUE and not _HOW_MUCH.match(question.asked):
        return None
    found: tuple[Unit, Span] | None = None
    said = set()
    for unit in (*chosen, *evidence.units):
        line = label_line(unit.text)
        if line is None or not is_named(question, line, unit.outer):
            continue
        if len(unit.names) < len(question.names):
            continue
        said.add(" ".join(unit.text[line.value.start : line.value.end].casefold().split()))
        value = line.value.shift(unit.span.start)
        formed = question.expected in _FORMLESS or any(
            value.overlaps(item.span) for item in unit.found
        )
        figure = _FIGURE.search(unit.text[line.value.start :]) is not None
        formed = formed or (not unit.found and figure)
        if found is None and formed and any(unit is one for one in chosen):
            found = unit, value
    return found if len(said) == 1 else None
