"""``learn checker``: rows from a folder or from judged questions, progress, the gate's figures."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from graph.errors import SettingsError
from groundgraph.cli.console import data, err
from learning.train_checker import LearningSettings
from learning.training_rows import TrainingRows, judged_group, read_rows

_TELL = 20  # steps between lines of progress


@dataclass(frozen=True, slots=True)
class CheckerWanted:
    """What the command was given."""

    rows: Path
    into: Path
    kb: Path | None
    limit: int | None
    keep_anyway: bool


def run_learn_checker(wanted: CheckerWanted, settings: LearningSettings) -> None:
    from learning.learn_checker import learn_checker

    if wanted.kb is None:
        rows = read_rows(wanted.rows, limit=wanted.limit)
    else:
        rows = judged_rows(wanted.rows, wanted.kb)
    err.print(f"{len(rows)} rows", markup=False)
    learned = learn_checker(rows, wanted.into, settings, _tell, keep_anyway=wanted.keep_anyway)
    for line in learned.gate.lines():
        err.print(line, markup=False)
    err.print(f'use it: checker = "{wanted.into.resolve()}" in the settings', markup=False)
    data(str(wanted.into))


def _tell(done: int, steps: int, losses: tuple[float, float, float]) -> None:
    if done % _TELL == 0 or done in (1, steps):
        order, answers, support = losses
        told = f"order {order:.3f}, answers {answers:.3f}, support {support:.3f}"
        err.print(f"step {done} of {steps}; loss: {told}", markup=False)


def judged_rows(questions: Path, kb: Path) -> TrainingRows:
    """Questions with gold spans as groups of the sentences of their documents. Raises
    `SettingsError` where none stands in the base."""
    from evaluation.answering.question_files import load_answer_questions
    from groundgraph import KnowledgeBase
    from groundgraph.answer_evaluation import GoldPlaces

    rows = TrainingRows()
    asked = load_answer_questions(questions)
    with KnowledgeBase(kb, read_only=True) as base:
        gold = GoldPlaces(base)
        gold.require_some(asked)
        for question in asked:
            spans: dict[str, list[tuple[int, int]]] = {}
            for place in filter(None, map(gold.place, question.spans)):
                spans.setdefault(place[0], []).append((place[1], place[2]))
            for key, found in spans.items():
                document = base.document(key)
                group = judged_group(document.name, key, question.text, document.text, found)
                if group:
                    rows.add(group)
    if not len(rows):
        raise SettingsError(
            f"no gold span of {questions} stands in the base in {kb}. Build it from the corpus of "
            "the questions, or give the spans' words as they stand there."
        )
    return rows
