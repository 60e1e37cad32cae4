"""Lines that ask, where a document asks and answers: "Q: Who may apply?" over "A: Any resident."
Such a line states nothing; like a heading it says what the lines below it are about."""

from __future__ import annotations

import re

from graph.model import Span
from graph.outline import Outline, without_enumerator

LONGEST = 30  # words of a line that asks
FARTHEST = 5  # blocks below a question that may still belong to its answer
_MARKS = re.compile(r"\*+|__|`")
_OPENS_ASKING = re.compile(r"\W*(?P<asks>[^.!?\n]{4,200}\?)")
FEW = 4  # words of a reply that may be too short to stand alone
_ANSWER = re.compile(r"^\W*(?:a(?:nswer)?)\s*[:.)]\s*", re.IGNORECASE)
_POINTS_BACK = re.compile(r"(?:yes|no|it|they|this|these|those|that)\b", re.IGNORECASE)
_LABEL = re.compile(r"^\W*(?:q(?:uestion)?\s*\d*|faq)\s*[:.)]\s*", re.IGNORECASE)


def asks(text: str) -> bool:
    """Whether `text` is a line that asks, with or without a label ("Q:")."""
    bare = _MARKS.sub("", text).strip()
    return bare.endswith("?") and len(bare.split()) <= LONGEST


def asked_above(outline: Outline, index: int, start: int) -> Span | None:
    """The question that the words at offset `start` in block `index` answer: the one that opens
    their block, or else the nearest line above them that asks, in their section."""
    block = outline.blocks[index]
    before = outline.text[block.span.start : start]
    opening = _OPENS_ASKING.match(before)
    if opening is not None:
        at = block.span.start
        return Span(at + opening.start("asks"), at + opening.end("asks"))
    if block.kind in ("heading", "table_row"):
        return None
    section = outline.headings(index)
    for above in range(index - 1, max(-1, index - 1 - FARTHEST), -1):
        other = outline.blocks[above]
        if other.kind == "heading" or outline.headings(above) != section:
            return None
        if asks(outline.quote(other.span)):
            return other.span
    return None


def question_over(outline: Outline, index: int, start: int) -> str:
    """The bare question of `asked_above`; empty where there is none."""
    asked = asked_above(outline, index, start)
    return "" if asked is None else bare_question(outline.quote(asked))


def points_at_question(text: str) -> bool:
    """Whether `text` says little without the question that it answers: "A: Yes." """
    bare = _ANSWER.sub("", _MARKS.sub("", text).strip())
    return len(bare.split()) < FEW or _POINTS_BACK.match(bare) is not None


def bare_question(text: str) -> str:
    """The question in a line that asks, without enumerator, label and marks."""
    return _LABEL.sub("", without_enumerator(_MARKS.sub("", text).strip()))
