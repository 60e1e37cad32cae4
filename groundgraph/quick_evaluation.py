"""A first look at a base without questions of people: they are made from what it shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from evaluation.answering.made_questions import Statement, made_questions
from evaluation.answering.question_files import AnswerQuestion
from graph.errors import NotFound
from graph.model import QUALIFIERS, ROLES
from groundgraph.judging_candidates import Candidate, ShownGraph

if TYPE_CHECKING:
    from graph.model import Document
    from groundgraph.knowledge_base import KnowledgeBase


def quick_questions(kb: KnowledgeBase, size: int, seed: str) -> tuple[AnswerQuestion, ...]:
    """At most `size` questions made from the shown facts of `kb`. Raises `NotFound` where no fact
    can be asked for."""
    kb.opened.require_store()
    questions = made_questions(_statements(kb), size, seed)
    if not questions:
        raise NotFound(
            f"the base in {kb.folder} shows no fact that a question can be made from. Build it "
            "with documents that hold rules or tables, or write questions yourself: groundgraph "
            "eval answers questions.jsonl"
        )
    return questions


def _statements(kb: KnowledgeBase) -> Iterator[Statement]:
    documents = {one.id: one for one in kb.record.documents()}
    graph = ShownGraph(kb.store.export(), documents)
    for candidate in graph.facts():
        yield _statement(candidate, documents[candidate.document], graph)


def _statement(candidate: Candidate, document: Document, graph: ShownGraph) -> Statement:
    shown, span = candidate.shown, candidate.span
    return Statement(
        identity=candidate.identity,
        sentence=str(shown["fact"]),
        subject=str(shown["who"]),
        modality=str(shown["duty"]),
        predicate=str(shown["does"]),
        document=candidate.document,
        start=span.start,
        end=span.end,
        quote=document.text[span.start : span.end],
        slots={kind: shown[kind] for kind in (*QUALIFIERS, *ROLES) if kind in shown},
        said_in=graph.said_in(candidate.identity),
    )
