"""From judged facts to a reader that may be the last gate of facts: parts, training, bounds, the
comparison with the one that ships."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.protocols import FactReader
from learning.checker_folder import write_checker
from learning.fact_bounds import LEAST, LEAST_SHOWN, bounds_of, chances, write_bounds
from learning.fact_reader_gate import ReaderGate, reader_gate
from learning.fact_rows import BY_RULES, is_right
from learning.learn_checker import about_rows, require_parts
from learning.model_card import CARD, REPORT, ModelCard, NotBetter, require_better, write_card
from learning.train_fact_reader import FactLesson, start_of
from learning.training_rows import Part, TrainingRows, data_hash, parted
from learning.training_run import LearningSettings, Told, run_lesson, torch_threads
from retrieval.checker_weights import CONFIG, WEIGHTS
from retrieval.fact_reader import BOUNDS, TrainedFactReader

RIGHT = 0.92
"""The share of what is shown that is to be right."""

_CANDIDATE = "candidate"
_THAN = "the one that ships"
_WHAT = (
    "A reader of facts trained with `groundgraph learn facts` (docs/learning.md): the last gate of "
    "the facts that a base shows."
)


@dataclass(frozen=True, slots=True)
class LearnedReader:
    """The folder of the new reader, from which probability it shows a fact, and how it did beside
    the one before."""

    folder: Path
    bounds: Mapping[str, float]
    gate: ReaderGate


def learn_fact_reader(
    rows: TrainingRows,
    folder: Path,
    settings: LearningSettings,
    told: Told = lambda done, steps, losses: None,
    *,
    against: FactReader,
    right: float = RIGHT,
    keep_anyway: bool = False,
    threads: int = 1,
    every: int = 50,
) -> LearnedReader:
    """Train on six tenths of the documents of `rows` (see `fact_rows`), choose bounds on two and
    compare with the reader `against` on two. Raises `SettingsError` where a part has no rows, and
    `NotBetter` where it is refused; the checkpoint stays in both cases."""
    parts = parted(rows)
    require_parts(parts)
    folder.mkdir(parents=True, exist_ok=True)
    key = settings.key(data_hash(parts["train"]))
    with torch_threads(threads):
        lesson = FactLesson(parts["train"], settings)
        tensors = run_lesson(lesson, folder, settings, key, told, every=every)
    assert tensors is not None  # it was not told to stop before its end
    candidate = folder / _CANDIDATE
    config = write_checker(tensors, candidate, limits=start_of(settings).limits)
    try:
        bounds = _choose_bounds(candidate, rows, parts, right)
        found = reader_gate(TrainedFactReader(candidate), against, parts["test"].support)
        require_better(found, "reader of facts", _THAN, keep_anyway=keep_anyway)
    except NotBetter:
        shutil.rmtree(candidate)
        raise
    made = [f"from what probability it shows a fact, so that {right} of the shown are right:"]
    made += [f"{reason or 'shown by the rules'}: {bound}" for reason, bound in bounds.items()]
    about = about_rows(parts) | _about_reasons(rows)
    card = ModelCard(config.name, _WHAT, about, settings, tuple(made), _THAN, config.sha256)
    write_card(candidate, card, found)
    for name in (WEIGHTS, CONFIG, BOUNDS, CARD, REPORT):
        (candidate / name).replace(folder / name)
    candidate.rmdir()
    return LearnedReader(folder, bounds, found)


def _choose_bounds(
    folder: Path, rows: TrainingRows, parts: Mapping[Part, TrainingRows], right: float
) -> dict[str, float]:
    """Write the bounds beside the weights in `folder`. Raises `NotBetter` where the facts that the
    rules show have none."""
    write_bounds(folder, {})
    read = chances(TrainedFactReader(folder), parts["tune"].support)
    bounds = bounds_of(read, rows.support, right)
    if BY_RULES not in bounds:
        raise NotBetter(
            f"no probability lets {LEAST_SHOWN} facts or more through of which {right} are right, "
            "of those that the rules show in the documents to tune with. Judge more facts, or "
            "repeat the command with a lower --right; the training itself is kept."
        )
    write_bounds(folder, bounds)
    return bounds


def _about_reasons(rows: TrainingRows) -> dict[str, Any]:
    """How many facts of which reason were judged, and how many were right."""
    judged = Counter(row.kind for row in rows.support)
    good = Counter(row.kind for row in rows.support if is_right(row))
    told = {
        reason or "shown by the rules": f"{number} judged, {good[reason]} right"
        + (
            f"; fewer than {LEAST}, the rules have the last word"
            if 0 < number < LEAST and reason
            else ""
        )
        for reason, number in sorted(judged.items())
    }
    return told
