"""The line that introduces another one, where a document has both as paragraphs and not as a list:
"Tap Sound for the following options:" over "Volume: Set how loud the radio is"."""

from __future__ import annotations

import re

from generation.evidence.units import Unit
from graph.model import Span
from graph.outline import Outline

FARTHEST = 30  # blocks between a line and the one that introduces it
_INTRODUCES = re.compile(r"\b(?:follow(?:ing|s)|below|these)\b[^:.;]*:\s*$", re.IGNORECASE)
_LABELLED = re.compile(r"^\W{0,4}[^.:;?!]{2,60}:\s+\S")


def introducing(unit: Unit, outline: Outline) -> Span | None:
    """The line of its section that introduces the labelled line `unit`, if any."""
    index = unit.block
    if index is None or outline.parent[index] is not None or unit.kind == "table_row":
        return None
    if not _LABELLED.match(unit.text) or _INTRODUCES.search(unit.text):
        return None
    section = outline.headings(index)
    for above in range(index - 1, max(-1, index - 1 - FARTHEST), -1):
        block = outline.blocks[above]
        if block.kind == "heading" or outline.headings(above) != section:
            return None
        if _INTRODUCES.search(outline.quote(block.span)):
            return _last_sentence(block.span, outline)
    return None


def _last_sentence(block: Span, outline: Outline) -> Span:
    words = outline.quote(block).rstrip()
    cut = max(words.rfind(". "), words.rfind("! "), words.rfind("? "))
    return Span(block.start + cut + 2 if cut >= 0 else block.start, block.start + len(words))
