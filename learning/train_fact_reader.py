"""Training the reader of facts: what it starts from, and what a step on judged facts costs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.errors import SettingsError
from learning.pair_batches import PairEncoder, Schedule
from learning.reader_network import BASE, ReaderNetwork
from learning.train_checker import outputs_of
from learning.training_rows import TrainingRows
from learning.training_run import LearningSettings, device_here
from retrieval.checker_input import TokenLimits
from retrieval.checker_weights import CONFIG, read_config
from retrieval.fact_reader import TRAINED

CHECKER = "checker"
"""Names the checker that ships as a start."""

LIMITS = TokenLimits(question=72, above=64, text=100)
LAYERS = 3  # of a checker: a reader reads every fact of a build
_SURE = 0.97  # who judges errs too: so sure is a verdict


@dataclass(frozen=True, slots=True)
class Start:
    """What training starts from: its name for `ReaderNetwork`, how many layers of it (0: all), and
    what is read of a pair."""

    name: str
    layers: int
    limits: TokenLimits


def start_of(settings: LearningSettings) -> Start:
    """What `settings.start` means: ``trained`` (the reader that ships), ``checker`` (the one that
    ships), or the folder of a reader. Raises `SettingsError`, `ModelError`."""
    if settings.start == CHECKER:
        return Start("trained", settings.layers or LAYERS, LIMITS)
    folder = TRAINED if settings.start == "trained" else Path(settings.start)
    if not (folder / CONFIG).is_file():
        raise SettingsError(
            f"nothing to start from is called {settings.start!r}: give trained, checker or the "
            "folder of a reader of facts"
        )
    config = read_config(folder)
    limits = TokenLimits(config.question_tokens, config.above_tokens, config.text_tokens)
    return Start(str(folder), settings.layers, limits)


class FactLesson:
    """Judged facts (see `fact_rows`) that a reader learns from; see
    `learning.training_run.Lesson`."""

    def __init__(self, rows: TrainingRows, settings: LearningSettings) -> None:
        import torch

        torch.manual_seed(settings.seed)
        start = start_of(settings)
        encoder = PairEncoder(BASE, start.limits)
        self._schedule = Schedule(rows, encoder, settings.seed, settings.groups, bare=0.0)
        self.steps_a_pass = self._schedule.steps_a_pass
        self.network = ReaderNetwork(
            start.name, settings.depth, device_here(), settings.rank, start.layers
        )

    def loss(self, step: int) -> tuple[Any, dict[str, float]]:
        """Cross-entropy of "supports" against the two other outputs together."""
        import torch

        batch = self._schedule.batch(step)
        raw = outputs_of(self.network, batch.pairs)
        odds = raw[:, 2] - torch.logsumexp(raw[:, 3:5], 1)
        right = torch.tensor([allowed[0] for allowed in batch.allowed], device=odds.device)
        wanted = right * (2 * _SURE - 1) + (1 - _SURE)
        loss = torch.nn.functional.binary_cross_entropy_with_logits(odds, wanted)
        return loss, {"right": float(loss.detach())}
