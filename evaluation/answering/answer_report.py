"""A report on answers: as data, as lines for a terminal."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from evaluation.answering.answer_scores import (
    ALL_TYPES,
    AnswerRun,
    PairedFigure,
    card_row,
    figures,
    paired,
    states,
    steps,
)
from evaluation.answering.card_values import (
    BRIEF,
    FEWER_IS_BETTER,
    MEASURES,
    NEITHER_IS_BETTER,
    WORDS,
)
from evaluation.proportions import decimal
from evaluation.significance import Interval

FORMAT = "groundgraph answers report 2"
CAVEATS = (
    "A gold span is held where the card cites some of its words or repeats all of them; whether "
    "the card is right is for people to say. Questions that failed count as misses."
)


@dataclass(frozen=True)
class AnswerReport:
    """`about`: what was measured (questions, base, version …) as name -> value. `lost`: gold spans
    that do not stand in the base; each is one that no card can hold."""

    about: Mapping[str, str]
    runs: Sequence[AnswerRun]
    earlier: Sequence[AnswerRun] = ()

    @property
    def lost(self) -> int:
        return sum(card.lost for card in self.runs[0].cards)

    @cached_property
    def comparisons(self) -> list[PairedFigure]:
        return paired([*self.earlier, *self.runs])


def report_data(report: AnswerReport) -> dict[str, Any]:
    """The whole report as JSON; its rows are enough to compare a later one with."""
    return {
        "report": FORMAT,
        "about": dict(report.about),
        "measures": dict(MEASURES),
        "caveats": CAVEATS,
        "gold spans not in the base": report.lost,
        "arms": {
            run.arm: {
                "failed": run.failed,
                "states": states(run),
                "steps": steps(run),
                "figures": {
                    name: {measure: _rounded(asdict(one)) for measure, one in found.items()}
                    for name, found in figures(run).items()
                },
                "rows": [card_row(card) for card in run.cards],
            }
            for run in report.runs
        },
        "comparisons": [
            {
                "measure": one.measure,
                "first": one.first,
                "second": one.second,
                **_rounded(asdict(one.found)),
                "p (Holm)": round(one.adjusted, 5),
            }
            for one in report.comparisons
        ],
    }


def _rounded(values: Mapping[str, Any]) -> dict[str, Any]:
    return {k: round(v, 5) if isinstance(v, float) else v for k, v in values.items()}


def report_lines(report: AnswerReport) -> Iterator[str]:
    """The figures of every arm, then by type, then what differs."""
    yield "; ".join(f"{name}: {value}" for name, value in report.about.items())
    yield f"{CAVEATS} Intervals are bootstrap, 95 %."
    if report.lost:
        yield f"{report.lost} gold spans do not stand in the base: no card can hold them"
    for run in report.runs:
        found = figures(run)
        yield ""
        spent = statistics.median(card.card.milliseconds for card in run.cards)
        yield (
            f"{run.arm}: {len(run.cards)} questions, {run.failed} failed, "
            f"{spent:.0f} ms each (median)"
        )
        for measure, one in found[ALL_TYPES].items():
            yield f"  {measure:<32} {shown(measure, one)}"
        lost = ", ".join(f"{step} {count}" for step, count in steps(run).items())
        yield f"  where gold was lost: {lost}"
        types = [name for name in found if name != ALL_TYPES]
        for name in types:
            own = found[name]
            cells = [
                f"{measure} {short(measure, own[measure])}" for measure in BRIEF if measure in own
            ]
            yield f"  {name}: {'; '.join(cells)}"
    yield from _differences(report.comparisons)


def _differences(found: Sequence[PairedFigure]) -> Iterator[str]:
    for pair in dict.fromkeys((one.first, one.second) for one in found):
        yield ""
        yield f"{pair[1]} against {pair[0]} (the same questions; p after Holm)"
        for one in found:
            if (one.first, one.second) == pair:
                yield f"  {one.measure:<32} {difference(one)}"


def difference(one: PairedFigure) -> str:
    """``+.12 [+.05, +.19], p = .003, 14 up, 2 down, better``."""
    found = one.found
    words = ", ".join(
        (
            f"{_signed(found.difference)} [{_signed(found.low)}, {_signed(found.high)}]",
            f"p = {one.adjusted:.3f}".replace("0.", ".", 1),
            f"{found.better} up",
            f"{found.worse} down",
        )
    )
    if one.adjusted >= 0.05 or one.measure in NEITHER_IS_BETTER:
        return words
    better = (found.difference > 0) != (one.measure in FEWER_IS_BETTER)
    return f"{words}, {'better' if better else 'worse'}"


def _signed(value: float) -> str:
    return ("+" if value >= 0 else "") + decimal(value)


def shown(measure: str, one: Interval) -> str:
    if measure == WORDS:
        return f"{one.mean:.0f} [{one.low:.0f}, {one.high:.0f}] on {one.questions}"
    return f"{decimal(one.mean)} [{decimal(one.low)}, {decimal(one.high)}] of {one.questions}"


def short(measure: str, one: Interval) -> str:
    value = f"{one.mean:.0f}" if measure == WORDS else decimal(one.mean)
    return f"{value} ({one.questions})"
