"""Shares of what was counted, with Wilson's 95 % interval: right at 0 and at 1, and for small n."""

from __future__ import annotations

import math
from dataclasses import dataclass

_Z = 1.959964


@dataclass(frozen=True, slots=True)
class Share:
    """`count` of `total`; `low` and `high` are the bounds of Wilson's interval."""

    count: int
    total: int

    def __post_init__(self) -> None:
        if not 0 <= self.count <= self.total:
            raise ValueError(f"{self.count} of {self.total} is no share")

    @property
    def value(self) -> float | None:
        """None where nothing was counted."""
        return self.count / self.total if self.total else None

    @property
    def low(self) -> float:
        return self._bounds()[0]

    @property
    def high(self) -> float:
        return self._bounds()[1]

    def _bounds(self) -> tuple[float, float]:
        if not self.total:
            return 0.0, 1.0
        n, share = self.total, self.count / self.total
        middle = (share + _Z * _Z / (2 * n)) / (1 + _Z * _Z / n)
        spread = math.sqrt(share * (1 - share) / n + _Z * _Z / (4 * n * n))
        half = _Z / (1 + _Z * _Z / n) * spread
        # The bounds of 0 and 1 are exact, whatever the floats say.
        low = 0.0 if self.count == 0 else max(0.0, middle - half)
        high = 1.0 if self.count == n else min(1.0, middle + half)
        return low, high

    def __str__(self) -> str:
        """``.93 [.88, .96] of 100``."""
        if self.value is None:
            return "none judged"
        return f"{decimal(self.value)} [{decimal(self.low)}, {decimal(self.high)}] of {self.total}"

    def to_dict(self) -> dict[str, float | int | None]:
        value = None if self.value is None else round(self.value, 4)
        return {
            "count": self.count,
            "total": self.total,
            "share": value,
            "low": round(self.low, 4),
            "high": round(self.high, 4),
        }


def share_of(flags: list[bool]) -> Share:
    """The share of `flags` that hold."""
    return Share(sum(flags), len(flags))


def decimal(value: float) -> str:
    """Two decimals without the leading zero: ``.93``, ``1.00``, ``-.20``."""
    return f"{value:.2f}".replace("0.", ".", 1) if abs(value) < 0.995 else f"{value:.2f}"
