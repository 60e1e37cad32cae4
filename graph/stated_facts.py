"""Facts as the documents of a scope state them, for a question that counts or compares them."""

from __future__ import annotations

from dataclasses import dataclass

from graph.model import Passage, Span


@dataclass(frozen=True, slots=True)
class StatedFact:
    """One place that states a fact. `subject` and `object` are entity ids (empty without one), the
    spans those of their words in the document; `figures` its numbers in one form ("time P60M");
    `qualifiers` as (kind, words); `shown`: it is above the quality bar; `within`: its names are of
    the kinds of the scope."""

    fact: str
    predicate: str
    modality: str
    polarity: str
    figures: str
    subject: str
    subject_kind: str
    object: str
    object_kind: str
    document: str
    version: str
    chunk: str
    statement: Span
    quote: str
    subject_span: Span
    predicate_span: Span
    object_span: Span | None
    qualifiers: tuple[tuple[str, Span, str], ...]
    shown: bool
    within: bool

    def words(self, span: Span | None) -> str:
        """The words of `span`, white space single; empty where it lies outside of the statement."""
        if span is None or not self.statement.contains(span):
            return ""
        start = self.statement.start
        return " ".join(self.quote[span.start - start : span.end - start].split())


@dataclass(frozen=True, slots=True)
class NearSentence:
    """A sentence that holds what is asked for beside another word of the question."""

    document: str
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class StatedFacts:
    """Every statement with one of the predicates that a question may mean, in order of document and
    place, and every sentence that may state another (`all_near`: none was left out). `passages`
    hold the statements."""

    facts: tuple[StatedFact, ...]
    near: tuple[NearSentence, ...]
    all_near: bool
    passages: tuple[Passage, ...]
