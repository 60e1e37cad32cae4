"""A card in parts, for people: the line over a part, and what such a card does not claim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_CAPTIONS = {
    "comparison": "Each side was looked up by itself. What differs is for you to see: no "
    "difference is claimed that is not quoted.",
    "summary": "Sentences of the document as they stand, by section and in its order; an extract, "
    "not a judgement of what matters.",
    "themes": "Documents that share names and words of headings, named by what they share, with "
    "facts as they are stated.",
}


def caption(form: str | None) -> str:
    """What a reader of a card of that form should know; empty where it has none."""
    return _CAPTIONS.get(form or "", "")


def states_of_parts(form: str | None) -> bool:
    """Whether each part of such a card is an answer of its own, with a state that is shown."""
    return form == "comparison"


def part_line(name: str, figure: str = "") -> str:
    """The line over a part: its name, and what answers it by itself."""
    title = f"{name[:1].upper()}{name[1:]}"
    return f"{title}: {figure}" if figure else title


@dataclass(frozen=True, slots=True)
class PartForm:
    """A part as a page shows it: `name`, `figure` and `state` (each empty where none is shown),
    `sentences` (places among the card's) and `notes`."""

    name: str
    figure: str
    state: str
    sentences: tuple[int, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartsForm:
    """`form` and `parts` of a card, and the `caption` below them."""

    form: str
    caption: str
    parts: tuple[PartForm, ...]


def parts_form(answer: Mapping[str, Any]) -> PartsForm | None:
    """The parts of `answer` (as `KnowledgeBase.answer` gives it); None for a card without any."""
    form = answer.get("form")
    if not form or not answer["parts"]:
        return None
    own = states_of_parts(form)
    parts = tuple(
        PartForm(
            name=part_line(part["name"]),
            figure=part["figure"],
            state=part["state"] if own else "",
            sentences=tuple(part["sentences"]),
            notes=tuple(part["notes"]),
        )
        for part in answer["parts"]
    )
    return PartsForm(form, caption(form), parts)
