"""What holds in the exception that a sentence makes, where the next sentence says so: "Except in an
emergency, the line shall not be used. In an emergency the registrar may permit it."."""

from __future__ import annotations

import re

from generation.evidence.units import Unit
from graph.model import Span
from graph.outline import Outline
from graph.tokens import words

_BEGINNING = 10  # words of a sentence in which it says for which case it speaks
_CASE = re.compile(
    r"\b(?:except(?:ing)?|with\s+the\s+exception\s+of|unless|save|(?:other|otherwise)\s+than|"
    r"apart\s+from|outside)\b(?P<case>[^,;.:]+)",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"\W*(?:(?:in|on|during|for|at)\s+)?(?:such|that|this|these|those)\s+(?:an?\s+)?"
    r"(?:case|event|situation|exception)s?\b|\W*otherwise\b",
    re.IGNORECASE,
)


def speaks_for_exception(other: Unit, unit: Unit, outline: Outline) -> bool:
    """Whether `other` stands right behind `unit`, in the document of `outline`, and says what holds
    in its exception."""
    if other.sentence.version != unit.sentence.version or other.span.start < unit.span.end:
        return False
    between = outline.quote(Span(unit.span.end, other.span.start))
    if re.search(r"[^\W\d_]{3}", between):
        return False
    cases = [frozenset(words(match["case"])) for match in _CASE.finditer(unit.text)]
    if cases and _BACK.match(other.text):
        return True
    begins = frozenset(words(" ".join(other.text.split()[:_BEGINNING])))
    return any(case and 2 * len(case & begins) >= len(case) for case in cases)
