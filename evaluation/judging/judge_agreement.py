"""How far two judges agree: their raw agreement, and Cohen's kappa, which takes off what chance
alone would give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evaluation.proportions import Share, share_of

_SAMPLES = 2000


@dataclass(frozen=True, slots=True)
class Agreement:
    """`kappa` with its 95 % percentile-bootstrap interval over the items; None where both judges
    gave one and the same verdict throughout, or judged nothing together."""

    raw: Share
    kappa: float | None
    low: float | None
    high: float | None

    def to_dict(self) -> dict[str, object]:
        kappa = {"kappa": self.kappa, "low": self.low, "high": self.high}
        rounded = {k: None if v is None else round(v, 4) for k, v in kappa.items()}
        return {"raw": self.raw.to_dict(), **rounded}


def cohen_kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Kappa of the verdicts of two judges, item by item."""
    if not pairs:
        return None
    n = len(pairs)
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(first[word] * second[word] for word in first) / (n * n)
    if chance == 1:
        return None
    return (sum(a == b for a, b in pairs) / n - chance) / (1 - chance)


def agreement(pairs: Sequence[tuple[str, str]], seed: int = 0) -> Agreement:
    """`pairs` holds what each of two judges said of one item."""
    raw = share_of([a == b for a, b in pairs])
    kappa = cohen_kappa(pairs)
    if kappa is None:
        return Agreement(raw, None, None, None)
    picks = np.random.default_rng(seed).integers(0, len(pairs), size=(_SAMPLES, len(pairs)))
    samples = [cohen_kappa([pairs[at] for at in pick]) for pick in picks.tolist()]
    low, high = np.percentile([k for k in samples if k is not None], (2.5, 97.5))
    return Agreement(raw, kappa, float(low), float(high))
