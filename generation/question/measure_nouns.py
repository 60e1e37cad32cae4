"""Nouns that ask for a measure ("at what temperature"), and the units in which a sentence gives it
without the noun ("between 2 °C and 8 °C")."""

from __future__ import annotations

import re

from graph.tokens import words

_LENGTHS = (
    r"(?:[mck]?m|(?:centi|milli|kilo)?met(?:re|er)s?|feet|foot|ft|inch(?:es)?|miles?|yards?)\b"
)
_WEIGHTS = r"(?:[kmµ]?g|t|tonnes?|tons?|kilos?|(?:kilo|milli)?gram(?:me)?s?|lbs?)\b"
_UNITS = {
    "temperature": r"(?:°|degrees?\b|[CFK]\b)",
    "pressure": r"(?:m?bar|[kMh]?Pa|psi|mm\s?Hg)\b",
    "speed": r"(?:km/h|mph|kph|m/s|knots?\b|rpm\b|(?:kilomet\w+|met\w+|miles)\s+(?:per|an?)\s)",
    "voltage": r"(?:[mk]?V|volts?)\b",
    "humidity": r"(?:%|per\s?cent\b)",
    **dict.fromkeys(("weight", "mass", "load"), _WEIGHTS),
    **dict.fromkeys(("height", "depth", "width", "length", "distance", "thickness"), _LENGTHS),
}
_GIVEN = {words(noun)[0]: re.compile(rf"\d(?:\s|-)?{unit}") for noun, unit in _UNITS.items()}
_ASKED = re.compile(
    r"\bhow much\b|\b(?:what|which)\s+(?:(?:is|was|are|were)\s+the\s+)?(?:\w+\s+){0,2}?"
    r"(?:amount|sum|price|cost|fee|rate|share|percentage|concentration|dose|capacity|volume|angle|"
    rf"diameter|frequency|power|age|{'|'.join(_UNITS)})\b",
    re.IGNORECASE,
)


def is_given(stem: str, text: str) -> bool:
    """Whether `text` gives the measure that the noun of index word `stem` asks for, by its unit."""
    unit = _GIVEN.get(stem)
    return unit is not None and unit.search(text) is not None


def unit_asked(asked: str) -> re.Pattern[str] | None:
    """What a number with the unit that `asked` asks for looks like; None where any will do."""
    found = _ASKED.search(asked)
    return _GIVEN.get(words(found.group())[-1]) if found and words(found.group()) else None


def asks_measure(asked: str) -> bool:
    """Whether `asked` asks how much of something, or for a measure that it names."""
    return _ASKED.search(asked) is not None
