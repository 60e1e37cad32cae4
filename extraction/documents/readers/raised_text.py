"""Raised text, as plain text can hold it: "10" and a raised "6" are "10⁶", never "106"."""

from __future__ import annotations

_RAISED = dict(zip("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ", strict=True))


def raised(before: str, text: str) -> str:
    """What is appended to `before` for the raised `text`."""
    bare = text.strip()
    if not bare:
        return text
    if all(character in _RAISED for character in bare):
        return "".join(_RAISED.get(character, character) for character in text)
    if before[-1:].isdigit() and bare.isalpha():
        return text
    return f"^({bare})" if bare[-1:].isdigit() else text
