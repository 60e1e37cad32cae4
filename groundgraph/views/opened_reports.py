"""Reports of `groundgraph eval answers` and `eval retrieval`, opened question by question: what an
arm showed, which gold span it missed, and at which step."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.answering.answer_report import FORMAT as ANSWERS
from evaluation.answering.card_values import (
    ANSWERED,
    ANY,
    BRIEF,
    MEASURES,
    UNANSWERABLE_ANSWERED,
    WORDS,
    WRONG,
)
from evaluation.ranking_scores import FORMAT as RETRIEVAL
from evaluation.ranking_scores import MAIN
from graph.errors import SettingsError

FOLDER = "evaluations"
"""Below a base: the reports that its *Evaluate* page lists."""

HELD_UNSAID = "on the card, not marked answered"
WRONG_TICK = "answered without the gold"
ANSWERED_NOTHING = "answered an unanswerable question"
FAILED = "failed"

_MAIN = frozenset({*BRIEF, WORDS, MAIN, "R@1", "all@10", "nDCG@10"})


@dataclass(frozen=True, slots=True)
class OpenedFigure:
    """A measure of an arm with its interval; `what` it is, and whether it is a `main` one."""

    measure: str
    what: str
    main: bool
    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class OpenedArm:
    """An arm: how many questions it was asked, how many `failed`, and its figures."""

    arm: str
    questions: int
    failed: int
    figures: tuple[OpenedFigure, ...]


@dataclass(frozen=True, slots=True)
class LostSpan:
    """A gold span that a card lacks, and the `step` at which it was lost."""

    quote: str
    step: str


@dataclass(frozen=True, slots=True)
class OpenedCard:
    """What an arm showed for a question. `places` are (document, start, end)."""

    arm: str
    state: str
    headline: str
    text: str
    error: str
    places: tuple[tuple[Any, ...], ...]
    missed: tuple[LostSpan, ...]
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenedRanking:
    """What an arm found for a question: the rank of each gold span, from 1, the documents that it
    `found`, best first, and those that it `lost`."""

    arm: str
    error: str
    ranks: tuple[int | None, ...]
    found: tuple[str, ...]
    lost: tuple[str, ...]
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenedQuestion:
    """A question with what each arm made of it."""

    id: str
    text: str
    type: str
    arms: tuple[OpenedCard | OpenedRanking, ...]


@dataclass(frozen=True, slots=True)
class OpenedReport:
    """A report for display; `kind` is ``answers`` or ``retrieval``."""

    kind: str
    about: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    arms: tuple[OpenedArm, ...]
    questions: tuple[OpenedQuestion, ...]


Row = Mapping[str, Any]
"""Of a report's file."""


def kept_reports(folder: Path) -> list[str]:
    """Names of the reports kept below the base in `folder`, newest first."""
    found = (folder / FOLDER).glob("*.json")
    return [path.stem for path in sorted(found, key=lambda p: (-p.stat().st_mtime, p.name))]


def read_report(path: Path) -> OpenedReport:
    """The report in a file, as `opened_report` gives it. Raises `SettingsError`."""
    try:
        return opened_report(path.read_bytes())
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}. Choose another.") from error


def opened_report(content: bytes) -> OpenedReport:
    """A report for display. Raises `SettingsError` for what is no report of this version."""
    try:
        data = json.loads(content)
        kind = {ANSWERS: "answers", RETRIEVAL: "retrieval"}[data["report"]]
        arms = data["arms"]
        part = _card if kind == "answers" else _ranking
        return OpenedReport(
            kind=kind,
            about=tuple(data["about"].items()),
            notes=(data["caveats"],) if kind == "answers" else tuple(data["notes"]),
            arms=tuple(_arm(kind, arm, found) for arm, found in arms.items()),
            questions=tuple(_question(first, rows, part) for first, rows in _by_question(arms)),
        )
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise SettingsError(
            f"this is no report that this version can open ({error!r}). Make one: groundgraph eval "
            "answers QUESTIONS --json FILE (or eval retrieval)."
        ) from error


def _arm(kind: str, arm: str, found: Row) -> OpenedArm:
    by_level = [found["figures"]] if kind == "answers" else [found["documents"], found["passages"]]
    figures = tuple(
        OpenedFigure(
            measure=_named(name, level if kind == "retrieval" else ""),
            what=MEASURES.get(name, ""),
            main=name in _MAIN,
            mean=one["mean"],
            low=one["low"],
            high=one["high"],
        )
        for level, measured in zip(("documents", "passages"), by_level, strict=False)
        for name, one in measured.get("all", {}).items()
    )
    return OpenedArm(arm, len(found["rows"]), found["failed"], figures)


def _named(measure: str, level: str) -> str:
    return f"{measure} of {level}" if level else measure


def _by_question(arms: Mapping[str, Any]) -> list[tuple[Row, list[tuple[str, Row]]]]:
    """Each question as its first row, with the row of every arm that was asked it."""
    asked: dict[str, list[tuple[str, Row]]] = {}
    for arm, found in arms.items():
        for row in found["rows"]:
            asked.setdefault(str(row["id"]), []).append((arm, row))
    return [(rows[0][1], rows) for rows in asked.values()]


def _question(
    first: Row,
    rows: Sequence[tuple[str, Row]],
    part: Callable[[str, Row], OpenedCard | OpenedRanking],
) -> OpenedQuestion:
    return OpenedQuestion(
        id=first["id"],
        text=first.get("question") or first["id"],
        type=first["type"],
        arms=tuple(part(arm, row) for arm, row in rows),
    )


def _card(arm: str, row: Row) -> OpenedCard:
    return OpenedCard(
        arm=arm,
        state=row["state"],
        headline=row["headline"],
        text=row["text"],
        error=row["error"],
        places=tuple(tuple(place) for place in row["places"]),
        missed=tuple(LostSpan(one["quote"], one["step"]) for one in row["missed"]),
        steps=tuple(lost_at(row)),
    )


def lost_at(row: Row) -> list[str]:
    """At which steps a card went wrong: where gold spans were lost, then what its state lacks;
    empty where all gold is held and said."""
    if row["error"]:
        return [FAILED]
    steps = list(dict.fromkeys(str(lost["step"]) for lost in row["missed"]))
    values = row["values"]
    if values.get(ANY) == 1.0 and values.get(ANSWERED) == 0.0:
        steps.append(HELD_UNSAID)
    if values.get(WRONG) == 1.0:
        steps.append(WRONG_TICK)
    if values.get(UNANSWERABLE_ANSWERED) == 1.0:
        steps.append(ANSWERED_NOTHING)
    return steps


def _ranking(arm: str, row: Row) -> OpenedRanking:
    ranks: Sequence[int | None] = row["ranks of the gold spans"]
    lost = tuple(document for document in row["documents"] if document not in row["found"])
    missed = bool(lost) or any(rank is None for rank in ranks)
    return OpenedRanking(
        arm=arm,
        error=row["error"],
        ranks=tuple(None if rank is None else rank + 1 for rank in ranks),
        found=tuple(row["found"]),
        lost=lost,
        steps=(FAILED,) if row["error"] else ("not found",) if missed else (),
    )
