"""What every training here shares: steps, rates, averaged weights, checkpoints. A run that was
interrupted goes on where its last checkpoint stands and ends with the same weights."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from graph.errors import SettingsError
from learning.encoder_network import EncoderNetwork
from learning.low_rank import MARK
from learning.pair_batches import OTHERS

CHECKPOINT = "checkpoint.pt"
Told = Callable[[int, int, Mapping[str, float]], None]
"""Is told how many of how many steps are done, and the losses by name."""


@dataclass(frozen=True, slots=True)
class LearningSettings:
    """What a run depends on beside its rows. `rank`: of the matrices that depth ``lora`` trains;
    `layers`: so many of the first ones of the start are kept, 0: all;
    `steps` 0: as many as `passes` take; `rate`: of the encoder (that of a head and of low-rank
    matrices is `head_rate` times as high); `others`: wrong texts beside the gold ones of a
    question; `half`: texts pass in bfloat16, always so on CUDA."""

    depth: str = "full"
    rank: int = 8
    start: str = "minilm"
    layers: int = 0
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

    def key(self, data: str) -> str:
        """What has to be the same for a run to go on; `data`: the hash of its rows."""
        told = json.dumps([asdict(self), data], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()


class Lesson(Protocol):
    """A network, and what each step on it costs."""

    @property
    def network(self) -> EncoderNetwork: ...

    @property
    def steps_a_pass(self) -> int:
        """Steps in which every question comes once."""
        ...

    def loss(self, step: int) -> tuple[Any, dict[str, float]]:
        """What step `step` makes smaller, and its parts by name, for people."""
        ...


@contextmanager
def torch_threads(count: int) -> Iterator[None]:
    """Torch computes on so many threads; afterwards on as many as before."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(count)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def device_here() -> str:
    """``cuda`` where torch finds it, else ``cpu``."""
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"


def run_lesson(
    lesson: Lesson,
    folder: Path,
    settings: LearningSettings,
    key: str,
    told: Told,
    *,
    every: int = 200,
    until: int | None = None,
) -> dict[str, npt.NDArray[np.float32]] | None:
    """Train; the averaged tensors by the names of a file. A checkpoint is written into `folder`
    after `every` steps; with `until` the run stops there, and None is given. Raises
    `SettingsError` where `folder` holds the run of another `key`."""
    run = _Run(lesson, folder, settings, key)
    while run.step < run.steps:
        if until is not None and run.step >= until:
            run.keep()
            return None
        losses = run.advance()
        told(run.step, run.steps, losses)
        if run.step % every == 0:
            run.keep()
    run.keep()
    return lesson.network.packed(run.average)


class _Run:
    def __init__(self, lesson: Lesson, folder: Path, settings: LearningSettings, key: str) -> None:
        self._lesson = lesson
        self._network = lesson.network
        self._settings = settings
        self._path = folder / CHECKPOINT
        self._key = key
        self.steps = settings.steps or max(1, round(settings.passes * lesson.steps_a_pass))
        self._trained = self._network.trained()
        self._optimizer = self._made_optimizer()
        self.average = {name: one.detach().clone() for name, one in self._trained.items()}
        self.step = 0
        self._go_on()

    def advance(self) -> dict[str, float]:
        """One step. Its dropout hangs on seed and step, as its batch does."""
        import torch

        torch.manual_seed(self._settings.seed * 1_000_003 + self.step)
        for group in self._optimizer.param_groups:
            group["lr"] = group["full"] * self._rate()
        device = self._network.device
        half = self._settings.half or device == "cuda"
        with torch.autocast(device, torch.bfloat16, enabled=half):
            loss, parts = self._lesson.loss(self.step)
        self._optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(list(self._trained.values()), 1.0)
        self._optimizer.step()
        self.step += 1
        self._averaged()
        return parts

    def _rate(self) -> float:
        """Share of the full rate: a linear warm-up, then linear down to a fiftieth."""
        steps, warm = self.steps, max(1.0, self._settings.warm_up * self.steps)
        down = (steps - self.step) / (steps * 0.9)
        return min(1.0, (self.step + 1) / warm) * max(0.02, min(1.0, down))

    def _averaged(self) -> None:
        import torch

        kept = min(self._settings.averaging, (self.step + 1) / (self.step + 10))
        with torch.no_grad():
            for name, parameter in self._trained.items():
                self.average[name].mul_(kept).add_(parameter, alpha=1 - kept)

    def _made_optimizer(self) -> Any:
        import torch

        rate, high = self._settings.rate, self._settings.rate * self._settings.head_rate
        added: list[Any] = []
        matrices: list[Any] = []
        vectors: list[Any] = []
        for name, parameter in self._trained.items():
            if name.startswith("head") or MARK in name:
                added.append(parameter)
            else:
                (matrices if parameter.dim() > 1 else vectors).append(parameter)
        groups = [
            {"params": matrices, "lr": rate, "full": rate, "weight_decay": 0.01},
            {"params": vectors, "lr": rate, "full": rate, "weight_decay": 0.0},
            {"params": added, "lr": high, "full": high, "weight_decay": 0.0},
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
                "weights": self._trained,
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
        found = torch.load(self._path, map_location=self._network.device, weights_only=True)
        if found["key"] != self._key:
            raise SettingsError(
                f"{self._path} is of a run with other rows or settings. Repeat its settings to go "
                "on with it, name another folder, or remove the file."
            )
        self._network.load(found["weights"])
        self.average = found["average"]
        self._optimizer.load_state_dict(found["optimizer"])
        self.step = int(found["step"])
