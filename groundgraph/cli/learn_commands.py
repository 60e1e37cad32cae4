"""``learn checker``, ``use``, ``list`` and ``rollback``: rows from a folder or from judged
questions, progress, the gate's figures."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import SettingsError
from groundgraph.cli.console import data, err, progress_bars
from learning.training_rows import TrainingRows, judged_group, read_rows
from learning.training_run import LearningSettings

if TYPE_CHECKING:
    from groundgraph.learned_models import BuiltInKind, Change
    from learning.model_card import Found

_TELL = 20  # steps between lines of progress


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a command was given."""

    rows: Path | None
    into: Path
    kb: Path | None
    limit: int | None
    keep_anyway: bool


def run_learn_checker(wanted: Wanted, settings: LearningSettings) -> None:
    from learning.learn_checker import learn_checker

    assert wanted.rows is not None  # the command asks for them
    if wanted.kb is None:
        rows = read_rows(wanted.rows, limit=wanted.limit)
    else:
        rows = judged_rows(wanted.rows, wanted.kb)
    err.print(f"{len(rows)} rows", markup=False)
    learned = learn_checker(rows, wanted.into, settings, tell, keep_anyway=wanted.keep_anyway)
    say_learned(wanted, learned.gate)


def say_learned(wanted: Wanted, found: Found) -> None:
    """The figures of the gate, and how the model is used."""
    for line in found.lines():
        err.print(line, markup=False)
    err.print(f"use it: groundgraph learn use {wanted.into} --kb {wanted.kb or 'KB'}", markup=False)
    data(str(wanted.into))


def run_use(kb: Path, model: str, anyway: bool, of: BuiltInKind) -> None:
    from groundgraph.acting_user import user_name
    from groundgraph.learned_models import use_model

    _follow(kb, use_model(kb, model, user_name(), anyway=anyway, of=of))


def run_rollback(kb: Path) -> None:
    from groundgraph.acting_user import user_name
    from groundgraph.learned_models import roll_back

    _follow(kb, roll_back(kb, user_name()))


def _follow(kb: Path, change: Change) -> None:
    """Say what is used now; for an embedder the base is embedded by it first."""
    if change.kind == "embedder":
        from groundgraph import KnowledgeBase

        err.print(
            "the base is embedded again; until then questions are refused. Stopped, it goes on "
            f"with: groundgraph build --kb {kb}",
            markup=False,
        )
        with KnowledgeBase(kb) as base, progress_bars() as progress:
            base.build(progress=progress)
        err.print("passages are found by this one from now on:", markup=False)
    elif change.kind == "fact_reader":
        err.print(
            "facts are decided on by this one from the next build on, which reads all documents "
            f"anew: groundgraph build --kb {kb}",
            markup=False,
        )
    else:
        err.print("answers are checked by this one from now on:", markup=False)
    data(f"{change.model} (before: {change.before})")


def run_list(kb: Path, as_json: bool) -> None:
    from groundgraph.learned_models import changes, learned_models

    models, made = learned_models(kb), list(changes(kb))
    if as_json:
        rows = {
            "models": [{**asdict(one), "gate": one.gate} for one in models],
            "changes": [asdict(one) for one in made],
        }
        data(json.dumps(rows, indent=1))
        return
    for one in models:
        used = "  in use" if one.in_use else ""
        data(f"{one.name}  {one.kind}{used}  gate: {one.gate}")
        for line in (*one.report.get("held out", ()), f"fingerprint {one.fingerprint}"):
            data(f"  {line}")
    for change in made:
        data(f"{change.at}  {change.by}: {change.action} {change.model}, before {change.before}")
    if not models:
        data("no trained model: groundgraph learn makes one, learn use takes it in")


def tell(done: int, steps: int, losses: Mapping[str, float]) -> None:
    if done % _TELL == 0 or done in (1, steps):
        told = ", ".join(f"{name} {value:.3f}" for name, value in losses.items())
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
