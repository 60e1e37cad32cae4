"""Enumerators: "(a)", "(ii)", "(B)", "3.", "5.2", "a)". What style they have, what comes next, and
how a short one in a list ("paragraphs (a)(1) and (3)") is completed from the one before it."""

from __future__ import annotations

import re
from functools import lru_cache

# One bracketed enumerator, and a path of them. Words such as "(see)" are not enumerators.
_BRACKET = r"\((?:\d{1,3}|[ivxl]{1,7}|[a-z]{1,2}|[IVXL]{1,6}|[A-Z]{1,2})\)"
PATH = rf"(?:{_BRACKET})+"
_LABEL = re.compile(_BRACKET)

_ROMAN = re.compile(r"(?=.)(?:l|xl)?x{0,3}(?:ix|iv|v?i{0,3})", re.IGNORECASE)
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50}


def split(path: str) -> list[str]:
    """The enumerators of a path, without brackets: "(b)(2)(ii)" -> ["b", "2", "ii"]."""
    return [label[1:-1] for label in _LABEL.findall(path)]


def join(labels: list[str] | tuple[str, ...]) -> str:
    """The path of `labels`: ["b", "2"] -> "(b)(2)"."""
    return "".join(f"({label})" for label in labels)


@lru_cache(maxsize=10_000)
def readings(label: str) -> tuple[tuple[str, int], ...]:
    """(style, position) for each way of reading `label`; styles are "1", "a", "i", "A", "I".

    "i" reads as the ninth letter and as the first Roman numeral; "ii" only as a Roman numeral,
    "aa" as the 27th letter. Empty for what is no enumerator ("see").
    """
    if label.isdigit():
        return (("1", int(label)),)
    found: list[tuple[str, int]] = []
    lower = label.lower()
    letter, roman = ("a", "i") if label == lower else ("A", "I")
    if label not in (lower, label.upper()):
        return ()
    if len(label) == 1 and "a" <= lower <= "z":
        found.append((letter, ord(lower) - 96))
    elif len(label) == 2 and label[0] == label[1] and lower not in ("ii", "xx"):
        found.append((letter, 26 + ord(lower[0]) - 96))
    if _ROMAN.fullmatch(label) and label not in ("l", "L"):
        found.append((roman, _roman(lower)))
    return tuple(found)


def _roman(label: str) -> int:
    total = 0
    for here, following in zip(label, [*label[1:], ""], strict=True):
        value = _VALUES[here]
        total += -value if following and _VALUES[following] > value else value
    return total


def follows(label: str, previous: str) -> bool:
    """Whether `label` is the enumerator right after `previous` in some common style."""
    before = readings(previous)
    return any((style, place - 1) in before for style, place in readings(label))


def complete(item: str, previous: str) -> str:
    """The full path of `item` in a list after `previous`: "(3)" after "(a)(1)" is "(a)(3)".

    The item replaces the innermost enumerator of `previous` that has its style; where none has,
    the item stands for itself.
    """
    labels, before = split(item), split(previous)
    first = readings(labels[0])
    fitting = []
    for position in range(len(before) - 1, -1, -1):
        here = _reading_at(before[position], position)
        for style, place in first:
            if style == here[0]:
                if place > here[1] or (place == here[1] and len(labels) > 1):
                    return join(before[:position]) + item
                fitting.append(position)
    return join(before[: fitting[0]]) + item if fitting else item


def _reading_at(label: str, position: int) -> tuple[str, int]:
    """The reading of `label` at that depth of a path: "(i)" is a letter only at the outermost."""
    found = readings(label) or (("", 0),)
    return found[0] if position == 0 else found[-1]


def between(first: str, last: str) -> list[str]:
    """The paths strictly between `first` and `last`, which differ in their last enumerator only
    ("(a)(2)" to "(a)(4)" -> ["(a)(3)"]); empty where they cannot be counted."""
    head, tail = split(first), split(last)
    if not head or len(head) != len(tail) or head[:-1] != tail[:-1]:
        return []  # "3-3" has no path to count in
    ends = dict(readings(tail[-1]))
    for style, start in readings(head[-1]):
        stop = ends.get(style)
        if stop is not None and 0 < stop - start < 30:
            return [join([*head[:-1], _written(style, n)]) for n in range(start + 1, stop)]
    return []


def _written(style: str, number: int) -> str:
    if style == "1":
        return str(number)
    if style in "aA":
        letter = chr(96 + number) if number <= 26 else chr(70 + number) * 2
        return letter if style == "a" else letter.upper()
    text = ""
    for value, numeral in ((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv")):
        while number >= value:
            text, number = text + numeral, number - value
    text += "i" * number
    return text if style == "i" else text.upper()
