"""Run-in headings: the words in front of a paragraph that say what it is about ("**Dogs.** They …",
"5.1 Notices. Each notice …"), and marks in brackets that say how binding it is."""

from __future__ import annotations

import re

from generation.evidence.meanings import is_clause
from graph.outline import without_enumerator

_BOLD = re.compile(r"\s*+(?P<mark>\*\*|__)(?P<what>[^*_\n]{2,80})(?P=mark)\s*+\S")
_PLAIN = re.compile(r"\s*+(?P<what>[A-Z][^.:;?!\n]{1,60})\.\s++[\"“(]?[A-Z]")
_MOST_WORDS = 5
_SAYS = re.compile(
    r"\b(?:is|are|was|were|be|shall|must|may|not|do|does|will|has|have|had|can|cannot|should)\b",
    re.IGNORECASE,
)
_BINDING = (
    r"(?:mandatory|compulsory|obligatory|optional|voluntary|advisory|recommended|required|"
    r"included|excluded|informative|normative)"
)
_ASKS_BINDING = re.compile(rf"\b{_BINDING}\b", re.IGNORECASE)
_MARK = re.compile(rf"[(\[]{_BINDING}\b[^()\[\]]{{0,60}}[)\]]", re.IGNORECASE)


def caption(block: str) -> str:
    """The run-in heading of the paragraph `block`, in bold type or behind a number; empty where it
    has none."""
    bare = without_enumerator(block)
    bold = _BOLD.match(bare)
    if bold is not None:
        return bold["what"]
    plain = _PLAIN.match(bare) if len(bare) < len(block) else None
    if plain is None or len(plain["what"].split()) > _MOST_WORDS:
        return ""
    said = plain["what"]
    return "" if _SAYS.search(said) or is_clause(said) else said


def tells_mark(asked: str, text: str) -> bool:
    """Whether `asked` asks how binding something is, and `text` has a mark that says so."""
    return _ASKS_BINDING.search(asked) is not None and _MARK.search(text) is not None
