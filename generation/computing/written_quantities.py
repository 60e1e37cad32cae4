"""Figures as people write them."""

from __future__ import annotations

from decimal import Decimal

_BEFORE = "$£¥€"
_CODES = frozenset(("usd", "eur", "gbp", "chf", "jpy", "us$"))
_CLOSE = "%‰°"


def written(value: Decimal, unit: str) -> str:
    """`value` with thousands parted and at most two decimals, and its unit where it is written:
    "1,204", "$3.50", "12 EUR", "5 %", "41 kg"."""
    text = f"{value.quantize(Decimal('0.01')):,}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    if not unit:
        return text
    if unit in _BEFORE:
        return f"{unit}{text}"
    if unit in _CODES:
        return f"{text} {unit.upper()}"
    return f"{text}{unit}" if unit in _CLOSE else f"{text} {unit}"
