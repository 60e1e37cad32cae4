"""From rows to a checker that may be used: parts, training, packing, the gate."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.errors import GroundgraphError, SettingsError
from learning.checker_folder import CARD, REPORT, calibration, write_card, write_checker
from learning.checker_gate import Gate, gate
from learning.made_rows import made_rows
from learning.train_checker import train
from learning.training_rows import PARTS, Part, TrainingRows, data_hash, parted
from learning.training_run import LearningSettings, Told
from retrieval.checker_weights import CONFIG, WEIGHTS
from retrieval.trained_checker import TRAINED, TrainedChecker

_CANDIDATE = "candidate"


class NotBetter(GroundgraphError):
    """The gate refused a checker."""

    exit_code = 1


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
    _require(parts)
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
    if not found.passed and not keep_anyway:
        shutil.rmtree(candidate)
        raise NotBetter(
            "the new checker is not better than the one that ships on the documents kept aside ("
            + "; ".join(found.lines())
            + "). Train on more documents, or repeat the command with --keep-anyway."
        )
    write_card(candidate, config, settings, about_rows(parts), found)
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


def _require(parts: Mapping[Part, TrainingRows]) -> None:
    for part in PARTS:
        if not len(parts[part]):
            raise SettingsError(
                f"no document falls into the part that is to {part} (six of ten train, two tune, "
                "two test, by a hash of their names). Give rows of more documents."
            )
