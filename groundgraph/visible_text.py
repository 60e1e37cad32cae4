"""Control characters for the direction of text are shown, not obeyed.

A document may hold them, and where they act the words that a person reads are not the words that
are stored: ``pay ⇄00 001⇄ euro`` can look like ``pay 100 00 euro``. Pages, terminal and CSV show
each one as `MARK`, one character for one, so that offsets still fit. The stored text, quotes in the
graph and JSON keep the character itself.
"""

from __future__ import annotations

from typing import Any

from groundgraph.as_json import as_json

MARK = "⇄"
CODES = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_MARKS = dict.fromkeys(CODES, MARK)
_ESCAPES = {code: f"\\u{code:04x}" for code in CODES}


def visible_direction(text: str) -> str:
    """`text` with a mark in the place of every character that would turn its direction."""
    return text.translate(_MARKS)


def visible_data(value: Any) -> Any:
    """`value` as JSON, the same done for every string in it; keys stay as they are."""
    return _visible(as_json(value))


def _visible(value: Any) -> Any:
    if isinstance(value, str):
        return visible_direction(value)
    if isinstance(value, dict):
        return {key: _visible(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_visible(item) for item in value]
    return value


def escaped_in_json(line: str) -> str:
    """A line of JSON that says the same and holds no such character."""
    return line.translate(_ESCAPES)
