"""Rankings of passages against gold: which documents, and which gold spans, the first k hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import combinations
from typing import Any, Literal

from evaluation.measures import measure
from evaluation.report_page import bar, page, table
from evaluation.significance import Comparison, Interval, compare, holm, interval

Place = tuple[str, int, int]
Level = Literal["documents", "passages"]
DOCUMENT_MEASURES = ("R@1", "R@2", "R@5", "R@10", "all@5", "all@10", "nDCG@10")
PASSAGE_MEASURES = ("R@1", "R@5", "R@10", "R@20", "all@5", "all@10")
MAIN = "R@5"
FORMAT = "groundgraph retrieval report 1"
ALL_TYPES = "all"


@dataclass(frozen=True, slots=True)
class RankedQuestion:
    """A question with what an arm found: `places` of the chunks, best first. `documents` are the
    keys of its gold documents (empty where it is asked within one), `spans` its gold spans. `error`
    says why nothing was found; such a question counts with 0."""

    id: str
    type: str
    places: Sequence[Place]
    documents: frozenset[str] = frozenset()
    spans: Sequence[Place | None] = ()
    milliseconds: float = 0.0
    error: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class RankedRun:
    arm: str
    questions: Sequence[RankedQuestion]

    @property
    def failed(self) -> int:
        return sum(bool(question.error) for question in self.questions)

    def values(self, level: Level, kind: str = ALL_TYPES) -> dict[str, dict[str, float]]:
        """Measure -> question -> value, over the questions of a type that have gold of `level`."""
        asked = [one for one in self.questions if kind in (ALL_TYPES, one.type)]
        return _documents(asked) if level == "documents" else _passages(asked)


@dataclass(frozen=True, slots=True)
class PairedRanking:
    level: Level
    measure: str
    first: str
    second: str
    found: Comparison
    adjusted: float


@dataclass(frozen=True, slots=True)
class RankingReport:
    about: Mapping[str, str]
    runs: Sequence[RankedRun]
    notes: Sequence[str] = field(default=())


def _documents(asked: Sequence[RankedQuestion]) -> dict[str, dict[str, float]]:
    gold = {one.id: one.documents for one in asked if one.documents}
    if not gold:
        return {}
    ranking = {
        one.id: list(dict.fromkeys(document for document, *_ in one.places))
        for one in asked
        if one.documents
    }
    return {name: measure(gold, ranking, name) for name in DOCUMENT_MEASURES}


def _passages(asked: Sequence[RankedQuestion]) -> dict[str, dict[str, float]]:
    ranks = {one.id: span_ranks(one.places, one.spans) for one in asked if one.spans}
    if not ranks:
        return {}
    return {name: {q: _within(name, found) for q, found in ranks.items()}
            for name in PASSAGE_MEASURES}  # fmt: skip


def span_ranks(places: Sequence[Place], spans: Sequence[Place | None]) -> list[int | None]:
    """For each gold span the rank (from 0) of the first place that overlaps it; None where no place
    does, or the span is not in the base."""
    return [
        None if span is None else next(
            (rank for rank, place in enumerate(places)
             if place[0] == span[0] and place[1] < span[2] and span[1] < place[2]),
            None,
        )
        for span in spans
    ]  # fmt: skip


def _within(name: str, ranks: Sequence[int | None]) -> float:
    kind, cut = name.split("@")
    held = [rank is not None and rank < int(cut) for rank in ranks]
    return float(all(held)) if kind == "all" else sum(held) / len(held)


def types(run: RankedRun) -> list[str]:
    found = list(dict.fromkeys(question.type for question in run.questions))
    return [ALL_TYPES, *found] if len(found) > 1 else [ALL_TYPES]


def figures(run: RankedRun, level: Level) -> dict[str, dict[str, Interval]]:
    """Type -> measure -> mean with a 95 % bootstrap interval; without types that have no gold."""
    found = {}
    for kind in types(run):
        samples = 10_000 if kind == ALL_TYPES else 2000
        values = run.values(level, kind)
        if values:
            found[kind] = {name: interval(one, samples=samples) for name, one in values.items()}
    return found


def paired(runs: Sequence[RankedRun]) -> list[PairedRanking]:
    """Every two arms at both levels by `MAIN` and all@10, with Holm's correction over all."""
    found: list[tuple[Level, str, str, str, Comparison]] = []
    levels: tuple[Level, ...] = ("documents", "passages")
    for first, second in combinations(runs, 2):
        for level in levels:
            one, other = first.values(level), second.values(level)
            for name in (MAIN, "all@10") if one and other else ():
                compared = compare(one[name], other[name])
                found.append((level, name, first.arm, second.arm, compared))
    adjusted = holm([comparison.p for *_, comparison in found])
    return [PairedRanking(*one, p) for one, p in zip(found, adjusted, strict=True)]


# --- forms --------------------------------------------------------------------------------------


def ranking_data(report: RankingReport) -> dict[str, Any]:
    levels: tuple[Level, ...] = ("documents", "passages")
    return {
        "report": FORMAT,
        "about": dict(report.about),
        "notes": list(report.notes),
        "arms": {
            run.arm: {
                "failed": run.failed,
                **{
                    level: {
                        kind: {name: asdict(one) for name, one in found.items()}
                        for kind, found in figures(run, level).items()
                    }
                    for level in levels
                },
                "rows": [_row(question) for question in run.questions],
            }
            for run in report.runs
        },
        "comparisons": [
            {"level": one.level, "measure": one.measure, "first": one.first, "second": one.second,
             **asdict(one.found), "p (Holm)": one.adjusted}
            for one in paired(report.runs)
        ],
    }  # fmt: skip


def _row(question: RankedQuestion) -> dict[str, Any]:
    return {
        "id": question.id,
        "type": question.type,
        "question": question.text,
        "documents": sorted(question.documents),
        "ranks of the gold spans": span_ranks(question.places, question.spans),
        "found": list(dict.fromkeys(document for document, *_ in question.places))[:20],
        "milliseconds": round(question.milliseconds, 1),
        "error": question.error,
    }


def ranking_lines(report: RankingReport) -> Iterator[str]:
    yield "; ".join(f"{name}: {value}" for name, value in report.about.items())
    yield "Questions that failed count with 0. Intervals are bootstrap, 95 %."
    yield from report.notes
    levels: tuple[Level, ...] = ("documents", "passages")
    for level in levels:
        for run in report.runs:
            found = figures(run, level)
            if found:
                yield ""
                yield f"{run.arm}, {level}: {_cells(found[ALL_TYPES], whole=True)}"
                for kind in list(found)[1:]:
                    yield f"  {kind}: {_cells(found[kind], whole=False)}"
    for one in paired(report.runs):
        yield (
            f"{one.level}, {one.measure}: {one.second} against {one.first} "
            f"{one.found.difference:+.3f} [{one.found.low:+.3f}, {one.found.high:+.3f}], "
            f"p = {one.adjusted:.4f} (Holm), {one.found.better} up, {one.found.worse} down"
        )


def _cells(found: Mapping[str, Interval], *, whole: bool) -> str:
    cells = [
        f"{name} {one.mean:.3f}" + (f" [{one.low:.3f}, {one.high:.3f}]" if name == MAIN else "")
        for name, one in found.items()
        if whole or name in (MAIN, "R@10", "all@10")
    ]
    return f"{', '.join(cells)} of {next(iter(found.values())).questions}"


def ranking_html(report: RankingReport) -> str:
    return page("Retrieval measured", "".join(_body(report)))


def _body(report: RankingReport) -> Iterator[str]:
    yield "<h1>Retrieval, measured</h1>"
    yield table(("what", "value"), report.about.items())
    levels: tuple[Level, ...] = ("documents", "passages")
    for level in levels:
        for run in report.runs:
            found = figures(run, level).get(ALL_TYPES, {})
            if found:
                lines = (
                    f"<span>{name}</span>{bar(one.mean, one.low, one.high)}"
                    f"<span>{one.mean:.3f} <small>{one.low:.3f}–{one.high:.3f}</small></span>"
                    for name, one in found.items()
                )
                head = table(("arm", "found", "failed"), [(run.arm, level, str(run.failed))])
                yield f'<h2></h2>{head}<div class="bars">{"".join(lines)}</div>'
    rows = [
        (one.level, one.measure, one.first, one.second, f"{one.found.difference:+.3f}",
         f"{one.found.low:+.3f} to {one.found.high:+.3f}", f"{one.adjusted:.4f}")
        for one in paired(report.runs)
    ]  # fmt: skip
    if rows:
        titles = ("found", "measure", "first", "second", "difference", "interval", "p (Holm)")
        yield f"<h2>What differs</h2>{table(titles, rows)}"
