"""``eval answers``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

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
    if wanted.html:
        _write(wanted.html, answer_html(report))
    if wanted.as_json and wanted.as_json != "-":
        _write(Path(wanted.as_json), json.dumps(report_data(report), indent=1) + "\n")
    if wanted.as_json == "-":
        data(json.dumps(report_data(report)))
    else:
        for line in report_lines(report):
            out.print(line, markup=False)


def _write(path: Path, text: str) -> None:
    with open(path, "w", encoding="utf-8", opener=private_opener) as file:
        file.write(text)
