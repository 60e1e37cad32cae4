"""Searching a base with every question of a set, and comparing what was found with the gold."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from evaluation.answering.question_files import AnswerQuestion, load_answer_questions
from evaluation.beir import load_beir
from evaluation.ranking_scores import Place, RankedQuestion, RankedRun, RankingReport
from evaluation.retrieval_arms import WHOLE, Search, retrieval_arms
from graph.errors import GroundgraphError, SettingsError
from groundgraph.answer_evaluation import GoldPlaces, Told, about_base, named_arms

if TYPE_CHECKING:
    from groundgraph.knowledge_base import KnowledgeBase


def retrieval_questions(path: Path) -> list[AnswerQuestion]:
    """The questions of a JSONL file, or of a folder in BEIR's layout, that have gold."""
    found = load_beir(path) if path.is_dir() else load_answer_questions(path)
    return [question for question in found if question.spans]


def named_searches(kb: KnowledgeBase, names: Sequence[str]) -> dict[str, Search]:
    """The arms of these names; without any, BM25, dense passages and the product's recipe. Raises
    `SettingsError`."""
    known = retrieval_arms(kb.store, kb.embedder, kb.record)
    return named_arms(known, names or ("BM25", "dense passages", WHOLE))


def measure_retrieval(
    kb: KnowledgeBase,
    questions: Sequence[AnswerQuestion],
    arms: Mapping[str, Search],
    told: Told,
    about: Mapping[str, str] | None = None,
) -> RankingReport:
    """Search with every question in each arm. Raises `SettingsError` where no question has gold, or
    the base holds none of it."""
    if not questions:
        raise SettingsError(
            "none of these questions has gold documents or spans. Name a set that has."
        )
    gold = GoldPlaces(kb)
    gold.require_some(questions)
    runs = []
    for name, search in arms.items():
        ranked = []
        for number, question in enumerate(questions, 1):
            ranked.append(_ranked(search, question, gold))
            told(name, number, len(questions))
        runs.append(RankedRun(name, ranked))
    lost = sum(
        place is None for one in runs[0].questions for place in one.spans
    )  # they count as not found
    notes = [f"{lost} gold spans do not stand in the base: no passage holds them"] if lost else []
    return RankingReport({**(about or {}), **about_base(kb)}, runs, notes)


def _ranked(search: Search, question: AnswerQuestion, gold: GoldPlaces) -> RankedQuestion:
    started = time.perf_counter()
    places: list[Place] = []
    error = ""
    try:
        context = search(question.text, gold.scope(question))
        places = [(p.chunk.document, p.chunk.start, p.chunk.end) for p in context.passages]
    except GroundgraphError as failed:
        error = str(failed)
    named = [span.document for span in question.spans]
    return RankedQuestion(
        id=question.id,
        type=question.type,
        places=places,
        documents=frozenset() if question.scope else frozenset(gold.key_of(n) for n in named),
        spans=[gold.place(span) for span in question.spans if span.quote],
        milliseconds=(time.perf_counter() - started) * 1000,
        error=error,
        text=question.text,
    )
