"""Training the checker: its batches, and what a step on them costs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from learning.encoder_network import passed_by_length
from learning.made_rows import made_rows
from learning.pair_batches import Batch, Ids, PairEncoder, Schedule, padded
from learning.reader_network import BASE, ReaderNetwork
from learning.training_rows import TrainingRows, data_hash
from learning.training_run import LearningSettings, Told, device_here, run_lesson

AT_ONCE = 64  # pairs that pass through the network together


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
    checker's file. See `run_lesson`."""
    lesson = CheckerLesson(rows, settings)
    key = settings.key(data_hash(rows))
    return run_lesson(lesson, folder, settings, key, told, every=every, until=until)


class CheckerLesson:
    """Pairs that a checker learns from; see `learning.training_run.Lesson`."""

    def __init__(self, rows: TrainingRows, settings: LearningSettings) -> None:
        import torch

        torch.manual_seed(settings.seed)
        everything = TrainingRows()
        everything.extend(rows)
        everything.extend(made_rows(rows, settings.seed))
        self._schedule = Schedule(
            everything, PairEncoder(BASE), settings.seed, settings.groups, settings.others
        )
        self.steps_a_pass = self._schedule.steps_a_pass
        self.network = ReaderNetwork(settings.start, settings.depth, device_here(), settings.rank)

    def loss(self, step: int) -> tuple[Any, dict[str, float]]:
        batch = self._schedule.batch(step)
        order, answers, support = losses_of(outputs_of(self.network, batch.pairs), batch)
        parts = {"order": order, "answers": answers, "support": support}
        told = {name: float(one.detach()) for name, one in parts.items()}
        return order + 0.8 * answers + 0.8 * support, told


def outputs_of(network: ReaderNetwork, pairs: Sequence[tuple[Ids, int]]) -> Any:
    """Raw outputs of the pairs in their order."""
    return passed_by_length(
        lambda part: network(*padded(part)), pairs, lambda pair: len(pair[0]), AT_ONCE
    )


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
