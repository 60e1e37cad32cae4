"""A report on a base and a file of questions, whoever asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from groundgraph.answer_evaluation import Told

if TYPE_CHECKING:
    from groundgraph.knowledge_base import KnowledgeBase


def report_on(
    kind: str, folder: Path, path: Path, arms: Sequence[str], limit: int, progress: Told
) -> dict[str, Any]:
    """What ``groundgraph eval answers`` (or ``retrieval``, by `kind`) writes as JSON for the
    questions in `path`, `limit` of them (0: all). Nothing is recorded. Raises `SettingsError`,
    `NotFound`."""
    from groundgraph.knowledge_base import KnowledgeBase

    with KnowledgeBase(folder, read_only=True) as base:
        made = _answers if kind == "answers" else _retrieval
        return made(base, path, arms, limit or None, progress)


def _answers(
    base: KnowledgeBase, path: Path, arms: Sequence[str], limit: int | None, progress: Told
) -> dict[str, Any]:
    from evaluation.answering.answer_report import report_data
    from evaluation.answering.question_files import load_answer_questions
    from groundgraph.answer_evaluation import (
        about_questions,
        chosen_arms,
        measure_answers,
        sampled,
    )

    everything = load_answer_questions(path)
    asked = sampled(everything, limit)
    about = about_questions(path, len(asked), len(everything))
    return report_data(measure_answers(base, asked, chosen_arms(base, arms), progress, about))


def _retrieval(
    base: KnowledgeBase, path: Path, arms: Sequence[str], limit: int | None, progress: Told
) -> dict[str, Any]:
    from evaluation.ranking_scores import ranking_data
    from groundgraph.answer_evaluation import about_questions, sampled
    from groundgraph.retrieval_evaluation import (
        measure_retrieval,
        named_searches,
        retrieval_questions,
    )

    base.opened.require_store()
    everything = retrieval_questions(path)
    asked = sampled(everything, limit)
    about = about_questions(path, len(asked), len(everything))
    return ranking_data(measure_retrieval(base, asked, named_searches(base, arms), progress, about))
