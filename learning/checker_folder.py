"""A trained checker as files: packed weights, and what its scores mean in probabilities."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from graph.protocols import Checker
from learning.checker_gate import quote_of, shown
from learning.reader_network import BASE
from learning.training_rows import TrainingRows
from retrieval.checker_input import TokenLimits
from retrieval.checker_weights import CONFIG, WEIGHTS, CheckerConfig, packed
from retrieval.model_folder import file_sha256

ASKED = TokenLimits(question=64, above=20, text=96)
"""What a checker reads of a pair when it is asked."""


def write_checker(
    tensors: Mapping[str, npt.NDArray[Any]],
    folder: Path,
    slope: float = 1.0,
    offset: float = 0.0,
    limits: TokenLimits = ASKED,
) -> CheckerConfig:
    """Write what the setting `checker` accepts as a folder; `limits`: what is read of a pair."""
    from safetensors.numpy import save_file

    folder.mkdir(parents=True, exist_ok=True)
    save_file(packed(tensors), folder / WEIGHTS)
    sha256 = file_sha256(folder / WEIGHTS)
    read = limits.question, limits.above, limits.text
    config = CheckerConfig(f"learned-{sha256[:8]}", BASE, slope, offset, sha256, *read)
    (folder / CONFIG).write_text(json.dumps(asdict(config), indent=1) + "\n", "utf-8")
    return config


def calibration(checker: Checker, tune: TrainingRows) -> tuple[float, float]:
    """Slope and offset of "answers": a logistic fit of the raw score of the sentence that comes
    first to whether it is gold. `checker` must have slope 1 and offset 0. (1, 0) where `tune` has
    no groups of both kinds."""
    raw, gold = [], []
    for group in tune.groups:
        ats = shown(group)
        found = checker.relevance(group.question, [quote_of(group.sentences[at]) for at in ats])
        first, at = max(zip(found, ats, strict=True), key=lambda item: item[0].rank)
        chance = min(max(first.answers, 1e-4), 1 - 1e-4)
        raw.append(np.log(chance / (1 - chance)))
        gold.append(float(at in group.gold))
    if len(set(gold)) < 2:
        return 1.0, 0.0
    return _logistic(np.array(raw), np.array(gold))


def _logistic(x: npt.NDArray[Any], y: npt.NDArray[Any]) -> tuple[float, float]:
    """Newton's steps, held near (1, 0) as if by one more observation."""
    at, start = np.array([1.0, 0.0]), np.array([1.0, 0.0])
    inputs = np.stack([x, np.ones_like(x)], axis=1)
    for _ in range(50):
        chance = 1 / (1 + np.exp(-np.clip(inputs @ at, -30, 30)))
        slope = inputs.T @ (chance - y) + (at - start)
        bend = (inputs * (chance * (1 - chance))[:, None]).T @ inputs + np.eye(2)
        at = at - np.linalg.solve(bend, slope)
    return round(float(at[0]), 3), round(float(at[1]), 3)
