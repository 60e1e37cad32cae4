"""``eval answers`` and ``eval retrieval``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.disk import private_opener
from groundgraph.cli.console import data, out, progress_bars


@dataclass(frozen=True, slots=True)
class AnswerWanted:
    """What the command was given; `against`: earlier reports, `list_arms`: only name the arms."""

    questions: Path
    arms: Sequence[str]
    limit: int | None
    against: Sequence[Path]
    as_json: str | None
    html: Path | None
    list_arms: bool


def run_answers(kb: Path, wanted: AnswerWanted) -> None:
    from evaluation.answering.answer_page import answer_html
    from evaluation.answering.answer_report import report_data, report_lines
    from evaluation.answering.question_files import load_answer_questions
    from groundgraph import KnowledgeBase
    from groundgraph.answer_arms import answer_arms
    from groundgraph.answer_evaluation import (
        about_questions,
        chosen_arms,
        earlier_runs,
        measure_answers,
        sampled,
    )

    with KnowledgeBase(kb, read_only=True) as base, progress_bars() as told:
        if wanted.list_arms:
            for name in answer_arms(base):
                data(name)
            return
        everything = load_answer_questions(wanted.questions)
        asked = sampled(everything, wanted.limit)
        earlier = list(earlier_runs(wanted.against))
        arms = chosen_arms(base, wanted.arms)
        about = about_questions(wanted.questions, len(asked), len(everything))
        report = measure_answers(base, asked, arms, told, about, earlier)
    _tell(report_data(report), report_lines(report), wanted.as_json)
    if wanted.html:
        _write(wanted.html, answer_html(report))


@dataclass(frozen=True, slots=True)
class QuickWanted:
    """What the command was given; `keep`: where the questions are to be written."""

    questions: int
    seed: str
    arms: Sequence[str]
    keep: Path | None
    as_json: str | None
    html: Path | None


def run_quick(kb: Path, wanted: QuickWanted) -> None:
    from evaluation.answering.answer_page import answer_html
    from evaluation.answering.answer_report import report_data, report_lines
    from evaluation.answering.made_questions import CAVEAT, question_row
    from groundgraph import KnowledgeBase
    from groundgraph.answer_evaluation import chosen_arms, measure_answers
    from groundgraph.quick_evaluation import quick_questions

    with KnowledgeBase(kb, read_only=True) as base, progress_bars() as told:
        arms = chosen_arms(base, wanted.arms)
        asked = quick_questions(base, wanted.questions, wanted.seed)
        if wanted.keep:
            rows = (json.dumps(question_row(one), ensure_ascii=False) + "\n" for one in asked)
            _write(wanted.keep, "".join(rows))
        about = {"questions": f"{len(asked)} made from the base, seed {wanted.seed}"}
        report = measure_answers(base, asked, arms, told, {**about, "caveat": CAVEAT})
    _tell(report_data(report), report_lines(report), wanted.as_json)
    if wanted.html:
        _write(wanted.html, answer_html(report))


@dataclass(frozen=True, slots=True)
class RetrievalWanted:
    """What the command was given; `list_arms`: only name the arms."""

    questions: Path
    arms: Sequence[str]
    limit: int | None
    as_json: str | None
    html: Path | None
    list_arms: bool


def run_retrieval(kb: Path, wanted: RetrievalWanted) -> None:
    from evaluation.ranking_scores import ranking_data, ranking_html, ranking_lines
    from evaluation.retrieval_arms import retrieval_arms
    from groundgraph import KnowledgeBase
    from groundgraph.answer_evaluation import about_questions, sampled
    from groundgraph.retrieval_evaluation import (
        measure_retrieval,
        named_searches,
        retrieval_questions,
    )

    with KnowledgeBase(kb, read_only=True) as base, progress_bars() as told:
        base.opened.require_store()
        if wanted.list_arms:
            for name in retrieval_arms(base.store, base.embedder, base.record):
                data(name)
            return
        everything = retrieval_questions(wanted.questions)
        asked = sampled(everything, wanted.limit)
        about = about_questions(wanted.questions, len(asked), len(everything))
        arms = named_searches(base, wanted.arms)
        report = measure_retrieval(base, asked, arms, told, about)
    _tell(ranking_data(report), ranking_lines(report), wanted.as_json)
    if wanted.html:
        _write(wanted.html, ranking_html(report))


def _tell(found: Mapping[str, Any], lines: Iterable[str], as_json: str | None) -> None:
    """JSON into its file, or to stdout in place of the lines."""
    if as_json == "-":
        data(json.dumps(found))
        return
    if as_json:
        _write(Path(as_json), json.dumps(found, indent=1) + "\n")
    for line in lines:
        out.print(line, markup=False)


def _write(path: Path, text: str) -> None:
    with open(path, "w", encoding="utf-8", opener=private_opener) as file:
        file.write(text)
