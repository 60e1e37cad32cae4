"""Values in table cells whose unit stands in the head: "6" under "Days" is a length of time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generation.evidence.answer_spans import AnswerSpan
from generation.question.analysis import Question
from generation.question.answer_types import AnswerType
from graph.model import Block, Cell, Document
from graph.tokens import words

_NUMBER = re.compile(r"(?:[<>≤≥~]|up to|at (?:least|most))?\s*\d+(?:[.,]\d+)*\Z", re.IGNORECASE)
_UNITS: dict[AnswerType, re.Pattern[str]] = {
    "duration": re.compile(
        r"\b(second|minute|hour|day|week|month|quarter|year|decade)s?\b", re.IGNORECASE
    ),
    "percent": re.compile(r"%|\bper\s?cent\b|\bpercentage\b", re.IGNORECASE),
    "amount": re.compile(
        r"[$€£¥]|\b(?:USD|EUR|GBP|CHF)\b|\b(?:dollars|euros?|pounds|cents)\b", re.IGNORECASE
    ),
}


def cell_values(question: Question, text: str, block: Block) -> Iterator[AnswerSpan]:
    """The cells of a row (`text` is the document's) that hold a bare number of the kind asked for,
    as one of their heads says. Only of a row whose other cells hold a word of the question: the
    heads are the same for all rows and say nothing of this one."""
    unit_of = _UNITS.get(question.expected)
    if unit_of is None or block.kind != "table_row":
        return
    for cell in block.cells:
        quote = text[cell.span.start : cell.span.end]
        if not _NUMBER.match(quote):
            continue
        found = unit_of.search(", ".join(text[head.start : head.end] for head in cell.heads))
        if found and _is_about(question, text, block, cell):
            unit = found.group(1).casefold() if found.groups() else ""
            yield AnswerSpan(question.expected, cell.span, quote, unit)


def under_heads(
    question: Question, found: Sequence[AnswerSpan], document: Document, block: int | None
) -> AnswerSpan | None:
    """Of several values in one row, the one whose heads hold most words of the question; None
    where that does not single out one, and for a plain number whose heads hold none."""
    cells = document.blocks[block].cells if block is not None else ()
    asked = set(words(question.text))

    def held(item: AnswerSpan) -> int:
        heads = (head for cell in cells if cell.span.contains(item.span) for head in cell.heads)
        said = " ".join(document.text[head.start : head.end] for head in heads)
        return len(asked & set(words(said)))

    counts = [held(item) for item in found]
    best = max(counts)
    if not best and found[0].kind == "number":
        return None
    return found[counts.index(best)] if counts.count(best) == 1 else None


def _is_about(question: Question, text: str, block: Block, value: Cell) -> bool:
    others = (text[c.span.start : c.span.end] for c in block.cells if c is not value)
    return bool(set(words(" ".join(others))) & set(question.words))
