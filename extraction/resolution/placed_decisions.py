"""Decisions on the name of a person that documents tell more about than when they were made."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from extraction.resolution.found_names import Decision, ShortForm


@dataclass(frozen=True, slots=True)
class Placed:
    """A decision on the names that bear now what it was made on."""

    id: str
    kind: str
    payload: Mapping[str, object]


def placed(made: Decision, names: Collection[str], people: Mapping[str, ShortForm]) -> Decision:
    """A decision on a person's full name, where documents say since who bears it."""
    listed = made.payload.get("names", ())
    bearers: dict[str, str] = {}
    for form in people.values():
        bearers[form.long] = min(bearers.get(form.long, form.short), form.short)
    if not isinstance(listed, list | tuple) or not bearers:
        return made
    placed = [n if n in names else bearers.get(str(n), n) for n in listed]
    return Placed(made.id, made.kind, {**made.payload, "names": placed})
