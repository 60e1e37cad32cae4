"""What a checker reads and what it says of it (`graph.protocols.Checker`)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a document: a sentence, list item or row, and what stands above it (title, headings,
    lead-ins, outermost first)."""

    text: str
    above: str = ""


@dataclass(frozen=True, slots=True)
class Relevance:
    """How a quote speaks to a question. `rank` orders the quotes of one question, higher first;
    `answers` is the probability, 0 to 1, that it answers the question with all its qualifiers."""

    rank: float
    answers: float


@dataclass(frozen=True, slots=True)
class Support:
    """Whether a quote supports a statement, contradicts it, or states neither: probabilities that
    sum to 1 up to rounding."""

    supports: float
    contradicts: float
    not_stated: float
