"""From which probability a fact is shown: chosen so that of what is shown enough is right."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from graph.protocols import FactReader
from learning.checker_gate import quote_of
from learning.fact_rows import BY_RULES, is_right
from learning.training_rows import SupportPair
from retrieval.fact_reader import BOUNDS

LEAST = 40  # judged facts of a weak reason: of fewer the rules have the last word
LEAST_SHOWN = 8  # facts to tune with that a bound lets through: fewer say nothing

Chances = Sequence[tuple[SupportPair, float]]
"""Judged facts, and how likely a reader finds each right."""


def chances(reader: FactReader, rows: Sequence[SupportPair]) -> list[tuple[SupportPair, float]]:
    found = reader.right([(row.statement, quote_of(row.quote)) for row in rows])
    return list(zip(rows, found, strict=True))


def bounds_of(read: Chances, judged: Iterable[SupportPair], wanted: float) -> dict[str, float]:
    """The bound of each reason for which one can be chosen on the facts `read`: the smallest
    probability of a right one from which a share of at least `wanted` is right. `judged`: all that
    were, in whichever part; a weak reason has a bound only with `LEAST` of them."""
    counts = Counter(row.kind for row in judged)
    found = {}
    for reason in sorted(counts):
        if reason == BY_RULES or counts[reason] >= LEAST:
            bound = _bound([pair for pair in read if pair[0].kind == reason], wanted)
            if bound is not None:
                found[reason] = bound
    return found


def _bound(read: Chances, wanted: float) -> float | None:
    """None where no probability will do. That of a right fact is taken: below the last one there
    may be any number of wrong ones just beside each other, of which a share would let some in."""
    good = {chance for row, chance in read if is_right(row)}
    ordered = sorted(read, key=lambda pair: -pair[1])
    below = [chance for _, chance in ordered[1:]] + [-1.0]
    found, right = None, 0
    for shown, ((row, chance), after) in enumerate(zip(ordered, below, strict=True), 1):
        right += is_right(row)
        enough = shown >= LEAST_SHOWN and right >= wanted * shown
        if after < chance and chance in good and enough:
            found = chance
    return found


def write_bounds(folder: Path, bounds: Mapping[str, float]) -> None:
    """Beside the weights in `folder`, as `retrieval.fact_reader` reads them."""
    text = json.dumps(dict(bounds), indent=1, ensure_ascii=False, sort_keys=True)
    (folder / BOUNDS).write_text(text + "\n", "utf-8")
