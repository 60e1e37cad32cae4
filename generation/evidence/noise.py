"""Units that state nothing by themselves."""

from __future__ import annotations

import re

from generation.evidence.label_lines import label_line
from graph.outline import is_enumerator, without_enumerator

_REGISTER = re.compile(r"\b\d+ (?:FR|Fed\. ?Reg\.) \d+|\[Reserved\]", re.IGNORECASE)
_RUN_IN = re.compile(
    r"^(?:Standards?|Implementation specifications?)\s*(?:[:.]|--|—)[^.;]{0,80}\.?$"
)
_MARKED = re.compile(r"^[^.;]{2,80}\([A-Z][a-z]{3,}\)\.?$")
_LABELLED = re.compile(r"^[^:]{2,40}:[*_]{0,3}\s+\S")  # "Cashier: Ada Holm"
_CAPITALS = re.compile(r"\b[A-Z]{3,}\b")
_SAYS = re.compile(
    r"\b(?:is|are|was|were|be|shall|must|may|not|do|does|will|has|have|had|can|cannot|should|no)\b",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.;:!?][”\"’')]*$")
_FEWEST = 4  # words that say something, where no number is among them


def is_noise(text: str) -> bool:
    """Whether `text` states nothing by itself: an enumerator, a run-in heading, a citation of the
    register, "[Reserved]"."""
    bare = without_enumerator(text)
    if _REGISTER.search(bare) or is_run_in(text) or is_capital_heading(text):
        return True
    said = re.findall(r"[^\W\d_]{2,}", bare)
    if not said:
        return not re.search(r"\d", bare)
    return len(said) < _FEWEST and not _LABELLED.match(bare) and not re.search(r"\d|\|", bare)


def is_capital_heading(text: str) -> bool:
    """Whether `text` is a heading set in capitals, for the most part: "5) DUTIES - Notices".
    A warning or disclaimer in capitals says something and is none, as is a label with its value
    ("MANUFACTURER: HOLM LTD")."""
    line = label_line(text)
    if line is not None and line.colon:
        return False
    bare = without_enumerator(text).strip()
    letters = sum(map(str.isalpha, bare))
    capitals = sum(len(word) for word in _CAPITALS.findall(bare))
    return 2 * capitals > letters > 8 and not _ENDS.search(bare) and not _SAYS.search(bare)


def is_headline_case(text: str) -> bool:
    """Whether `text` is a title: each word of it that is no particle begins with a capital, and no
    mark ends it."""
    bare = without_enumerator(text).strip()
    said = re.findall(r"[^\W\d_]{4,}", bare)
    title = len(said) > 1 and all(word[0].isupper() for word in said)
    return title and not _ENDS.search(bare) and not re.search(r"[\d|:]", bare)


def is_run_in(text: str) -> bool:
    """Whether `text` is an enumerator or a run-in heading, which introduces nothing."""
    bare = without_enumerator(text).strip()
    return is_enumerator(text) or bool(_RUN_IN.match(bare)) or is_marked(text)


def is_marked(text: str) -> bool:
    """Whether `text` is a run-in heading with a mark that counts: ``Locks (Required).``"""
    return _MARKED.match(without_enumerator(text).strip()) is not None
