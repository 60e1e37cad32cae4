"""From rows to a checker that may be used: parts, training, packing, the gate."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.errors import SettingsError
from learning.checker_folder import calibration, write_checker
from learning.checker_gate import Gate, gate
from learning.made_rows import made_rows
from learning.model_card import CARD, REPORT, ModelCard, NotBetter, require_better, write_card
from learning.train_checker import train
from learning.training_rows import PARTS, Part, TrainingRows, data_hash, parted
from learning.training_run import LearningSettings, Told
from retrieval.checker_weights import CONFIG, WEIGHTS
from retrieval.trained_checker import TRAINED, TrainedChecker

_CANDIDATE = "candidate"
_THAN = "the one that ships"
_WHAT = (
    "A checker trained with `groundgraph learn checker` (docs/learning.md). It says what stands "
    "together, never what is true."
)


@dataclass(frozen=True, slots=True)
class Learned:
    """The folder of the new checker, and how it did at the gate."""

    folder: Path
    gate: Gate


def learn_checker(
    rows: TrainingRows,
    folder: Path,
    settings: LearningSettings,
    told: Told = lambda done, steps, losses: None,
    *,
    keep_anyway: bool = False,
    every: int = 200,
) -> Learned:
    """Train on six tenths of the documents of `rows`, calibrate on two and compare with the checker
    that ships on two. Raises `SettingsError` where a part has no rows, and `NotBetter` where the
    gate refuses; the checkpoint stays in both cases."""
    parts = parted(rows)
    require_parts(parts)
    folder.mkdir(parents=True, exist_ok=True)
    tensors = train(parts["train"], folder, settings, told, every=every)
    assert tensors is not None  # it was not told to stop before its end
    candidate = folder / _CANDIDATE
    write_checker(tensors, candidate)
    slope, offset = calibration(TrainedChecker(candidate), parts["tune"])
    config = write_checker(tensors, candidate, slope, offset)
    held_out = TrainingRows()
    held_out.extend(parts["test"])
    held_out.extend(made_rows(parts["test"], settings.seed))
    found = gate(TrainedChecker(candidate), TrainedChecker(TRAINED), held_out)
    try:
        require_better(found, "checker", _THAN, keep_anyway=keep_anyway)
    except NotBetter:
        shutil.rmtree(candidate)
        raise
    made = (f"calibration: slope {config.slope}, offset {config.offset}",)
    about = about_rows(parts)
    card = ModelCard(config.name, _WHAT, about, settings, made, _THAN, config.sha256)
    write_card(candidate, card, found)
    for name in (WEIGHTS, CONFIG, CARD, REPORT):
        (candidate / name).replace(folder / name)
    candidate.rmdir()
    return Learned(folder, found)


def about_rows(parts: Mapping[Part, TrainingRows]) -> dict[str, Any]:
    """What the card says of the rows: their sets, how many in which part, and hashes."""
    sets = sorted({row.set for rows in parts.values() for row in rows.all()})
    about: dict[str, Any] = {"sets": ", ".join(sets)}
    for part, rows in parts.items():
        documents = len({row.document for row in rows.all()})
        about[part] = f"{len(rows)} rows of {documents} documents, SHA-256 {data_hash(rows)}"
    return about


def require_parts(parts: Mapping[Part, TrainingRows]) -> None:
    """Raises `SettingsError` where a part has no rows."""
    for part in PARTS:
        if not len(parts[part]):
            raise SettingsError(
                f"no document falls into the part that is to {part} (six of ten train, two tune, "
                "two test, by a hash of their names). Give rows of more documents."
            )
