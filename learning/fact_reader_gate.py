"""Whether a new reader of facts is better than another on documents that it was not trained on."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluation.proportions import Share, share_of
from evaluation.significance import Comparison, compare
from extraction.fact_gate import bound_of
from graph.protocols import FactReader
from learning.fact_bounds import Chances, chances
from learning.fact_rows import is_right
from learning.training_rows import SupportPair

LEAST_DOCUMENTS = 5  # over fewer an interval says nothing
_NEVER = -math.inf


@dataclass(frozen=True, slots=True)
class ReaderGate:
    """Two readers that each show as many of the held-out facts, their surest: `shown` of each,
    `right` (old, new) of these, and the paired difference of the shares over `documents`. `own`
    (old, new): what each shows by its own bounds, of `judged`."""

    judged: int
    documents: int
    shown: int
    right: tuple[int, int]
    whole: Comparison
    own: tuple[Share, Share]

    @property
    def passed(self) -> bool:
        return self.documents >= LEAST_DOCUMENTS and self.whole.low > 0

    def lines(self) -> list[str]:
        """For people."""
        whole, (old, new), own = self.whole, self.right, self.own
        told = [
            f"right of the {self.shown} surest of {self.judged} facts: {old} → {new}, difference "
            f"of the share {whole.difference:+.3f} [{whole.low:+.3f}, {whole.high:+.3f}] over "
            f"{self.documents} documents, {whole.better} better, {whole.worse} worse",
            f"by its own bounds it shows {own[1].total}, right {own[1]}; before {own[0].total}, "
            f"right {own[0]}",
        ]
        if self.documents < LEAST_DOCUMENTS:
            told.append(f"{LEAST_DOCUMENTS} documents are needed to tell")
        return told


def reader_gate(new: FactReader, old: FactReader, rows: Sequence[SupportPair]) -> ReaderGate:
    """Compare on `rows`: as many facts as that reader shows by its bounds which shows fewer. Raises
    `ValueError` where `rows` is empty."""
    sure = [_sureness(chances(one, rows), one.bounds) for one in (old, new)]
    count = min(sum(far >= 0 for far in one) for one in sure)
    shown = [_surest(one, count) for one in sure]
    right = [sum(is_right(rows[at]) for at in found) for found in shown]
    middle = sum(right) / (2 * count) if count else 0.0
    values = [_by_document(rows, found, middle) for found in shown]
    own = [share_of([is_right(row) for row, far in zip(rows, one, strict=True) if far >= 0])
           for one in sure]  # fmt: skip
    return ReaderGate(
        len(rows), len(values[0]), count, (right[0], right[1]),
        compare(values[0], values[1]), (own[0], own[1]),
    )  # fmt: skip


def _sureness(read: Chances, bounds: Mapping[str, float]) -> list[float]:
    """How far each fact lies above the bound of its reason, in log odds; `_NEVER` where it has none
    and the rules have the last word."""
    return [
        _odds(chance) - _odds(bound_of(bounds, row.kind, row.statement))
        if row.kind in bounds
        else _NEVER
        for row, chance in read
    ]


def _odds(chance: float) -> float:
    held = min(max(chance, 1e-5), 1 - 1e-5)
    return math.log(held / (1 - held))


def _surest(sure: Sequence[float], count: int) -> list[int]:
    return sorted(range(len(sure)), key=lambda at: (-sure[at], at))[:count]


def _by_document(
    rows: Sequence[SupportPair], shown: Sequence[int], middle: float
) -> dict[str, float]:
    """What each document adds to the share of right ones: its shown facts, each right one counted
    as 1 - `middle` and each other as -`middle`, so that to show more is no merit by itself. The
    mean over documents of two readers that show as many differs by the difference of their
    shares."""
    values = dict.fromkeys(sorted({row.document for row in rows}), 0.0)
    for at in shown:
        values[rows[at].document] += is_right(rows[at]) - middle
    scale = len(values) / len(shown) if shown else 0.0
    return {document: value * scale for document, value in values.items()}
