"""Question sets with gold documents, as JSON lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation.measures import Gold


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its gold document ids, and how many documents have to be joined (`hops`, the
    number of gold documents) and the set's own `type`."""

    id: str
    text: str
    gold: frozenset[str]
    type: str = ""

    @property
    def hops(self) -> int:
        return len(self.gold)


def load_questions(path: Path) -> list[Question]:
    """The questions of a ``.jsonl`` file with ``id``, ``question`` and ``gold_ids`` on each line.
    Raises `ValueError` for an id that comes twice."""
    questions: list[Question] = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                row = json.loads(line)
                questions.append(
                    Question(
                        id=str(row["id"]),
                        text=str(row["question"]),
                        gold=frozenset(map(str, row.get("gold_ids", ()))),
                        type=str(row.get("type") or ""),
                    )
                )
    if len({question.id for question in questions}) != len(questions):
        raise ValueError(f"{path} holds a question id twice; make the ids unique")
    return questions


def gold_of(questions: Iterable[Question]) -> Gold:
    """Question id -> gold ids, for the questions that have some."""
    return {question.id: question.gold for question in questions if question.gold}


def by_hops(questions: Sequence[Question]) -> dict[int, list[Question]]:
    """The questions by number of gold documents, fewest first."""
    counts = sorted({question.hops for question in questions if question.gold})
    return {n: [question for question in questions if question.hops == n] for n in counts}
