"""Training the checker: steps, averaged weights, checkpoints. A run that was interrupted goes on
where its last checkpoint stands and ends with the same weights."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from graph.errors import SettingsError
from learning.made_rows import made_rows
from learning.pair_batches import OTHERS, Batch, PairEncoder, Schedule, padded
from learning.reader_network import BASE, ReaderNetwork
from learning.training_rows import TrainingRows, data_hash

CHECKPOINT = "checkpoint.pt"
AT_ONCE = 64  # pairs that pass through the network together
Told = Callable[[int, int, tuple[float, float, float]], None]
"""Is told how many of how many steps are done, and the losses of order, answers and support."""


@dataclass(frozen=True, slots=True)
class LearningSettings:
    """What a run depends on beside its rows. `steps` 0: as many as `passes` take; `rate`: of the
    encoder (that of the head is `head_rate` times as high); `others`: sentences beside the gold
    ones of a question; `half`: pairs pass in bfloat16, always so on CUDA."""

    depth: str = "full"
    start: str = "minilm"
    passes: float = 3.0
    steps: int = 0
    groups: int = 40
    rate: float = 1e-4
    head_rate: float = 8.0
    warm_up: float = 0.06
    averaging: float = 0.998
    seed: int = 11
    others: int = OTHERS
    half: bool = False

    def key(self, rows: TrainingRows) -> str:
        """What has to be the same for a run to go on."""
        told = json.dumps([asdict(self), data_hash(rows)], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()


def train(
    rows: TrainingRows,
    folder: Path,
    settings: LearningSettings,
    told: Told = lambda done, steps, losses: None,
    *,
    every: int = 200,
    until: int | None = None,
) -> dict[str, Any] | None:
    """Train on `rows` and what is made from them; the averaged tensors, float32, by the names of a
    checker's file. A checkpoint is written into `folder` after `every` steps; with `until` the run
    stops there, and None is given. Raises `SettingsError` where `folder` holds another run."""
    run = _Run(rows, folder, settings)
    while run.step < run.steps:
        if until is not None and run.step >= until:
            run.keep()
            return None
        losses = run.advance()
        told(run.step, run.steps, losses)
        if run.step % every == 0:
            run.keep()
    run.keep()
    return {name: tensor.cpu().numpy() for name, tensor in run.average.items()}


class _Run:
    def __init__(self, rows: TrainingRows, folder: Path, settings: LearningSettings) -> None:
        import torch

        self._settings = settings
        self._path = folder / CHECKPOINT
        self._key = settings.key(rows)
        torch.manual_seed(settings.seed)
        everything = TrainingRows()
        everything.extend(rows)
        everything.extend(made_rows(rows, settings.seed))
        self._schedule = Schedule(
            everything, PairEncoder(BASE), settings.seed, settings.groups, settings.others
        )
        self.steps = settings.steps or max(1, round(settings.passes * self._schedule.steps_a_pass))
        self._device = "cuda" if torch.cuda.is_available() else "cpu"
        self._network = ReaderNetwork(settings.start, settings.depth, self._device)
        self._optimizer = self._made_optimizer()
        self.average = {n: p.detach().clone() for n, p in self._network.named()}
        self.step = 0
        self._go_on()

    def advance(self) -> tuple[float, float, float]:
        """One step. Its dropout hangs on seed and step, as its batch does."""
        import torch

        torch.manual_seed(self._settings.seed * 1_000_003 + self.step)
        batch = self._schedule.batch(self.step)
        for group in self._optimizer.param_groups:
            group["lr"] = group["full"] * self._rate()
        half = self._settings.half or self._device == "cuda"
        with torch.autocast(self._device, torch.bfloat16, enabled=half):
            raw = self._outputs(batch)
        parts = losses_of(raw, batch)
        self._optimizer.zero_grad(set_to_none=True)
        (parts[0] + 0.8 * parts[1] + 0.8 * parts[2]).backward()
        trained = [p for _, p in self._network.named() if p.requires_grad]
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        self._optimizer.step()
        self.step += 1
        self._averaged()
        order, answers, support = (float(part.detach()) for part in parts)
        return order, answers, support

    def _outputs(self, batch: Batch) -> Any:
        """Raw outputs of the pairs in their order; pairs of like length pass together."""
        import torch

        order = sorted(range(len(batch.pairs)), key=lambda at: (len(batch.pairs[at][0]), at))
        parts = [order[at : at + AT_ONCE] for at in range(0, len(order), AT_ONCE)]
        found = [self._network(*padded([batch.pairs[at] for at in part])) for part in parts]
        back = torch.from_numpy(np.argsort(np.array(order))).to(self._device)
        return torch.cat(found)[back]

    def _rate(self) -> float:
        """Share of the full rate: a linear warm-up, then linear down to a fiftieth."""
        steps, warm = self.steps, max(1.0, self._settings.warm_up * self.steps)
        down = (steps - self.step) / (steps * 0.9)
        return min(1.0, (self.step + 1) / warm) * max(0.02, min(1.0, down))

    def _averaged(self) -> None:
        import torch

        kept = min(self._settings.averaging, (self.step + 1) / (self.step + 10))
        with torch.no_grad():
            for name, parameter in self._network.named():
                self.average[name].mul_(kept).add_(parameter, alpha=1 - kept)

    def _made_optimizer(self) -> Any:
        import torch

        rate, high = self._settings.rate, self._settings.rate * self._settings.head_rate
        matrices: list[Any] = []
        vectors: list[Any] = []
        head: list[Any] = []
        for name, parameter in self._network.named():
            if parameter.requires_grad:
                into = (
                    head
                    if name.startswith("head")
                    else matrices
                    if parameter.dim() > 1
                    else vectors
                )
                into.append(parameter)
        groups = [
            {"params": matrices, "lr": rate, "full": rate, "weight_decay": 0.01},
            {"params": vectors, "lr": rate, "full": rate, "weight_decay": 0.0},
            {"params": head, "lr": high, "full": high, "weight_decay": 0.0},
        ]
        return torch.optim.AdamW([group for group in groups if group["params"]], betas=(0.9, 0.98))

    def keep(self) -> None:
        """Write the checkpoint; an older one stays until the new one is whole."""
        import torch

        new = self._path.with_suffix(".new")
        torch.save(
            {
                "key": self._key,
                "step": self.step,
                "weights": dict(self._network.named()),
                "average": self.average,
                "optimizer": self._optimizer.state_dict(),
            },
            new,
        )
        os.replace(new, self._path)

    def _go_on(self) -> None:
        import torch

        if not self._path.is_file():
            return
        found = torch.load(self._path, map_location=self._device, weights_only=True)
        if found["key"] != self._key:
            raise SettingsError(
                f"{self._path} is of a run with other rows or settings. Repeat its settings to go "
                "on with it, name another folder, or remove the file."
            )
        self._network.load(found["weights"])
        self.average = found["average"]
        self._optimizer.load_state_dict(found["optimizer"])
        self.step = int(found["step"])


def losses_of(raw: Any, batch: Batch) -> tuple[Any, Any, Any]:
    """Losses of raw outputs (pairs, 5): each gold sentence against the others of its group;
    logistic, whether a quote answers; and the probability of the classes that are allowed."""
    many, answered = len(batch.gold), len(batch.answers)
    order = _order_loss(raw[:many, 0], batch) if many else raw.sum() * 0
    answers = _answer_loss(raw[:answered, 1], batch) if answered else raw.sum() * 0
    support = _support_loss(raw[answered:, 2:], batch) if batch.allowed else raw.sum() * 0
    return order, answers, support


def _order_loss(ranks: Any, batch: Batch) -> Any:
    import torch

    losses, at = [], 0
    for size in batch.sizes:
        scores, gold = ranks[at : at + size], batch.gold[at : at + size]
        at += size
        right = [i for i, label in enumerate(gold) if label]
        wrong = [i for i, label in enumerate(gold) if not label]
        if right and wrong:
            against = torch.logsumexp(scores[wrong], 0)
            losses.append(torch.nn.functional.softplus(against - scores[right]).mean())
    return torch.stack(losses).mean() if losses else ranks.sum() * 0


def _answer_loss(scores: Any, batch: Batch) -> Any:
    """Gold of groups weighs four times as much as the rest of its group."""
    import torch

    labels, weights = (
        torch.tensor(one, device=scores.device) for one in (batch.answers, batch.weights)
    )
    each = torch.nn.functional.binary_cross_entropy_with_logits(scores, labels, reduction="none")
    more = torch.where((labels > 0) & (weights < 1), 4.0, 1.0)
    return (each * weights * more).sum() / weights.sum()


def _support_loss(scores: Any, batch: Batch) -> Any:
    import torch

    allowed = torch.tensor(batch.allowed, device=scores.device)
    logs = torch.log_softmax(scores, dim=1).masked_fill(allowed == 0, -1e4)
    weights = torch.where(allowed[:, 0] > 0, 1.4, 1.0)
    return -(torch.logsumexp(logs, 1) * weights).sum() / weights.sum()
