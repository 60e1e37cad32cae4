"""The parts of a question that asks more than one thing: "Who played her, and is she still alive?"
Each is a question of its own, and one that is met says nothing of the others."""

from __future__ import annotations

import re

_WH = r"(?:what|which|who|whom|whose|when|where|why|how)\b"
_SUBJECT = (
    r"(?:it|they|he|she|you|i|we|there|the|an?|this|that|these|those|my|your|our|their|its)\b"
)
_AUXILIARY = (
    r"(?:is|are|was|were|does|do|did|can|could|may|must|shall|should|will|would|has|have|had)\b"
)
_NEXT = re.compile(
    r"\s*[,;:]?\s+(?:and|or|but)\s+(?:if so,?\s+)?"
    rf"(?=(?:\w+\s+){{0,2}}?{_WH}|{_AUXILIARY}\s+{_SUBJECT})"
    rf"|(?<=\w)\s+(?=(?:what|how|when|where|who|why)\s+{_AUXILIARY}\s+(?:it|they|he|she|this|that)\b)"
    r"|\?\s+(?=[A-Za-z])",
    re.IGNORECASE,
)
_ASKS = re.compile(rf"\b{_WH}|^(?:\W*){_AUXILIARY}", re.IGNORECASE)


def asked_parts(asked: str) -> tuple[str, ...]:
    """The parts of the question `asked`, left to right; itself where it asks one thing."""
    parts = [part.strip() for part in _NEXT.split(asked)]
    kept: list[str] = []
    for part in parts:
        if kept and not (_ASKS.search(part) and _ASKS.search(kept[-1])):
            kept[-1] += " and " + part
        else:
            kept.append(part)
    return tuple(kept)
