"""Reports of `groundgraph eval answers` and `eval retrieval`, opened question by question: what an
arm showed, which gold span it missed, and at which step."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
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

Row = dict[str, Any]


def kept_reports(folder: Path) -> list[str]:
    """Names of the reports kept below the base in `folder`, newest first."""
    found = (folder / FOLDER).glob("*.json")
    return [path.stem for path in sorted(found, key=lambda p: (-p.stat().st_mtime, p.name))]


def read_report(path: Path) -> Row:
    """The report in a file, as `opened_report` gives it. Raises `SettingsError`."""
    try:
        return opened_report(path.read_bytes())
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}. Choose another.") from error


def opened_report(content: bytes) -> Row:
    """A report for display: ``kind`` (answers, retrieval), ``about``, ``notes``, ``arms`` (arm,
    questions, failed, figures, steps) and ``questions``, each with one entry an arm. Raises
    `SettingsError` for what is no report of this version."""
    try:
        data = json.loads(content)
        kind = {ANSWERS: "answers", RETRIEVAL: "retrieval"}[data["report"]]
        arms = data["arms"]
        opened = _answers if kind == "answers" else _rankings
        return {
            "kind": kind,
            "about": list(data["about"].items()),
            "notes": [data["caveats"]] if kind == "answers" else data["notes"],
            "arms": [{"arm": arm, **_figures(kind, found)} for arm, found in arms.items()],
            "questions": opened(arms),
        }
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise SettingsError(
            f"this is no report that this version can open ({error!r}). Make one: groundgraph eval "
            "answers QUESTIONS --json FILE (or eval retrieval)."
        ) from error


def _figures(kind: str, found: Mapping[str, Any]) -> Row:
    by_level = [found["figures"]] if kind == "answers" else [found["documents"], found["passages"]]
    figures = [
        {"measure": _named(name, level if kind == "retrieval" else ""),
         "what": MEASURES.get(name, ""), "main": name in _MAIN, **one}
        for level, measured in zip(("documents", "passages"), by_level, strict=False)
        for name, one in measured.get("all", {}).items()
    ]  # fmt: skip
    return {
        "questions": len(found["rows"]),
        "failed": found["failed"],
        "figures": figures,
    }


def _named(measure: str, level: str) -> str:
    return f"{measure} of {level}" if level else measure


def _by_question(arms: Mapping[str, Any]) -> list[tuple[Row, list[tuple[str, Row]]]]:
    """Each question as its first row, with the row of every arm that was asked it."""
    asked: dict[str, list[tuple[str, Row]]] = {}
    for arm, found in arms.items():
        for row in found["rows"]:
            asked.setdefault(str(row["id"]), []).append((arm, row))
    return [(rows[0][1], rows) for rows in asked.values()]


def _answers(arms: Mapping[str, Any]) -> list[Row]:
    return [
        {
            "id": first["id"],
            "text": first["question"],
            "type": first["type"],
            "arms": [_card(arm, row) for arm, row in rows],
        }
        for first, rows in _by_question(arms)
    ]


def _card(arm: str, row: Row) -> Row:
    return {
        "arm": arm,
        "state": row["state"],
        "headline": row["headline"],
        "text": row["text"],
        "error": row["error"],
        "places": row["places"],
        "missed": row["missed"],
        "steps": lost_at(row),
    }


def lost_at(row: Mapping[str, Any]) -> list[str]:
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


def _rankings(arms: Mapping[str, Any]) -> list[Row]:
    return [
        {
            "id": first["id"],
            "text": first.get("question") or first["id"],
            "type": first["type"],
            "arms": [_ranking(arm, row) for arm, row in rows],
        }
        for first, rows in _by_question(arms)
    ]


def _ranking(arm: str, row: Row) -> Row:
    ranks: Sequence[int | None] = row["ranks of the gold spans"]
    lost = [document for document in row["documents"] if document not in row["found"]]
    missed = bool(lost) or any(rank is None for rank in ranks)
    return {
        "arm": arm,
        "error": row["error"],
        "ranks": [None if rank is None else rank + 1 for rank in ranks],
        "found": row["found"],
        "lost": lost,
        "steps": [FAILED] if row["error"] else ["not found"] if missed else [],
    }
