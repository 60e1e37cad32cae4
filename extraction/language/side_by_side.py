"""What the heads of a table's columns say of it: columns that stand side by side, none of which
names the rows ("Mild | Moderate | Severe", "Do | Don't"), and what bare figures over columns count
("Day | 1 | 2 | 3")."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extraction.language.spacy_model import load_word_classes

# "Option A", "Column 2": one of several of a kind
_ONE_OF_KIND = re.compile(r"(.{2,60}?) ?(?:[a-z]|\d{1,2}|i{1,3}|iv|v)")
_NUMBERED = re.compile(r"([^\W\d_].{0,59}?) ?[(#]?\d{1,2}\)?")
_CASE_BEFORE = re.compile(r":\s|\s[-–—]\s")
_DAY = re.compile(r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?s?\.?")
_DENYING = ("not ", "no ", "non-", "non", "un", "in", "im", "il", "ir", "dis")
_OPPOSITES = frozenset(
    frozenset(pair.split("/"))
    for pair in """pros/cons before/after strengths/weaknesses opportunities/threats yes/no do/don't
    do/don’t dos/don'ts dos/don’ts do's/don'ts do’s/don’ts then/now right/wrong""".split()
)  # fmt: skip
BARE_FIGURE = re.compile(r"[<>≤≥]?\s?\d{1,3}(?:[.,]\d{1,2})?(?:\s?[-–]\s?\d{1,3})?\+?")
"""A head that says nothing without what it counts; a year does."""
# what figures over columns count, in time or by rank
_COUNTED = re.compile(
    r"\b(?:seconds?|minutes?|hours?|days?|nights?|weeks?|months?|quarters?|years?|terms?|trimesters?"
    r"|ages?|grades?|levels?|stages?|phases?|steps?|classes|class|sizes?|visits?|doses?|cycles?"
    r"|sessions?|rounds?|number|no\.)(?![\w-])",
    re.IGNORECASE,
)


def stand_side_by_side(heads: Sequence[str]) -> bool:
    """Whether the `heads` of all columns of a table, that of the first included, are of one sort,
    so that the first column names no row."""
    said = [head.lower().rstrip(":") for head in heads]
    if len(said) < 2 or not all(said):
        return False
    pairs = [(one, other) for one in said for other in said if one != other]
    if any(_are_opposite(one, other) for one, other in pairs):
        return True
    kinds = {found[1] if (found := _ONE_OF_KIND.fullmatch(head)) else head for head in said}
    if len(kinds) == 1 and len(set(said)) > 1:
        return True
    classes = load_word_classes()
    return all(map(_DAY.fullmatch, said)) or all(map(classes.is_adjective, said))


def is_said_again(head: str, other: str) -> bool:
    """Whether two heads name the same sort of thing: one has the words of the other, or those
    behind its case ("Summer: Crop", "Winter: Crop") or before its number ("Crop 1", "Crop 2")."""
    one, another = map(_sort_of, (head, other))
    return bool(one) and one == another


def _sort_of(head: str) -> str:
    words = _CASE_BEFORE.split(head.lower().strip("*_ :"))[-1].strip("*_ :")
    numbered = _NUMBERED.fullmatch(words)
    return numbered[1] if numbered else words


def _are_opposite(one: str, other: str) -> bool:
    denied = len(one) > 2 and any(other == f"{denial}{one}" for denial in _DENYING)
    return denied or frozenset({one, other}) in _OPPOSITES


def what_is_counted(corner: str, row: str) -> str:
    """The words of the `corner` head where the figures over the columns count it, else ``""``: it
    may be what the names of the rows are ("Size" over "Size 5")."""
    counted = _COUNTED.search(corner)
    if counted is None or _DAY.fullmatch(row.lower()):
        return ""
    return "" if counted.group().lower().rstrip("s") in row.lower() else corner
