"""How a computed figure is shown beside its rows: the way it came about, and its query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ROWS = 10  # rows of a figure that stand there before the others are unfolded


@dataclass(frozen=True, slots=True)
class FigureForm:
    """`how`: a sentence; `query`: in Cypher, empty where none returns the same; `rows`: how many
    rows come before the fold."""

    how: str
    query: str
    rows: int


def figure_form(answer: Mapping[str, Any]) -> FigureForm | None:
    """The form of the figure of `answer` (as `KnowledgeBase.answer` gives it); None where none was
    computed."""
    computed = answer["manifest"].get("computed")
    if not computed or not computed["figure"]:
        return None
    said = str(computed["said"])
    how = f"{said[:1].upper()}{said[1:]}."
    return FigureForm(how, str(computed["cypher"]), ROWS)
