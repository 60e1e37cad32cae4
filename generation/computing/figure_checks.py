"""Whether a computed figure follows from the quotes that it cites: anyone can count again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from generation.computing.cell_quantities import quantity
from generation.computing.written_quantities import written

STATED = "that these documents state"
"""Said behind a figure over facts: there may be others."""

_NOTE = re.compile(rf" (?:\((?:the [a-z]+ of )?(?P<number>\d+) {STATED}\)|{STATED})\Z")


def check_figure(text: str, quotes: Sequence[str]) -> str:
    """Why `text` is no figure of `quotes` (whole rows or cells), or an empty string: it must be
    their number, how many of them differ, their sum, average or difference, or the first of them
    as they stand."""
    note = _NOTE.search(text)
    if note is not None and note.group("number") not in (None, str(len(quotes))):
        return f"{note.group('number')} are stated, and {len(quotes)} are cited"
    text = _NOTE.sub("", text)
    said = [" ".join(quote.split()) for quote in quotes]
    different = list(dict.fromkeys(said))
    if text in (str(len(said)), str(len({quote.casefold() for quote in said}))):
        return ""
    if any(text == ", ".join(different[:count]) for count in range(1, len(different) + 1)):
        return ""
    values = [quantity(quote) for quote in said]
    held = [value for value in values if value is not None and value.kind == "number"]
    if len(held) == len(said) and text in _figures(held[0].unit, [v.value for v in held]):
        return ""
    return f"the figure {text} does not follow from the rows cited"


def _figures(unit: str, values: Sequence[Decimal]) -> list[str]:
    total = sum(values, Decimal(0))
    found = [total, total / len(values)]
    if len(values) == 2:
        found.append(abs(values[0] - values[1]))
    return [written(value, unit) for value in found]
