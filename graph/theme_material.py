"""What themes are found from: where documents use names, and where they state facts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NameUse:
    """One use of a name: `surface` is how it is written there, `heading` the headings above it."""

    document: str
    heading: tuple[str, ...]
    surface: str


@dataclass(frozen=True, slots=True)
class StatedPlace:
    """Where a fact is stated: document offsets `start` to `end` in the passage `chunk`."""

    fact: str
    document: str
    heading: tuple[str, ...]
    chunk: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class ThemeMaterial:
    """All of a scope: `titles` by document key, uses of names, facts, each in a fixed order."""

    titles: dict[str, str]
    uses: tuple[NameUse, ...]
    stated: tuple[StatedPlace, ...]
