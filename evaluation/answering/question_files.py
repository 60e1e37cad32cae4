"""Questions with gold spans, as JSON lines.

A line has ``id``, ``question`` and, as far as there are any: ``evidence`` (the gold spans: a list
of ``doc_id``, ``start``, ``end``, ``quote``; instead of offsets a ``quote`` alone, with ``after``,
words that come before it; instead of ``doc_id`` a file name as ``document`` or ``id``), ``answers``
(short ones) or ``yes_no`` (true or false), ``facts`` (a list of wordings for each fact that a right
card has to hold), ``answer_type`` or ``type``, ``scope_doc`` (the one document that it is about).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.errors import SettingsError

UNANSWERABLE = frozenset({"unanswerable", "absent"})
_SHORT = 10  # words; a longer answer is not compared word for word


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """Words of a document that a right answer rests on. `document` is the id of the set;
    `start` is -1 where only the words are known."""

    document: str
    quote: str
    start: int = -1
    end: int = -1
    after: str = ""


@dataclass(frozen=True, slots=True)
class AnswerQuestion:
    """`scope`: the id of the one document it is about; empty for all. `facts`: what has to stand on
    a right card, each in any one of its wordings. `without`: ids of documents that it is asked
    without."""

    id: str
    text: str
    type: str
    spans: tuple[GoldSpan, ...]
    answers: tuple[str, ...] = ()
    scope: str = ""
    facts: tuple[tuple[str, ...], ...] = ()
    without: tuple[str, ...] = ()

    @property
    def answerable(self) -> bool:
        return self.type not in UNANSWERABLE

    @property
    def yes_or_no(self) -> str:
        """``yes`` or ``no`` where that is the whole right answer, else empty."""
        if self.type in ("yes", "no"):
            return self.type
        said = {_bare(answer) for answer in self.answers}
        return said.pop() if len(said) == 1 and said <= {"yes", "no"} else ""

    @property
    def short_answers(self) -> tuple[str, ...]:
        """Answers that a headline can be compared with."""
        if self.yes_or_no or not self.answerable:
            return ()
        return tuple(one for one in self.answers if 0 < len(one.split()) <= _SHORT)


def _bare(text: str) -> str:
    return text.strip().rstrip(".").lower()


def load_answer_questions(path: Path) -> list[AnswerQuestion]:
    """The questions of a file. Raises `SettingsError`, naming the line."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no UTF-8 text"
        raise SettingsError(
            f"{path} cannot be read: {reason}. Name a JSONL file of questions with gold spans."
        ) from error
    found: dict[str, AnswerQuestion] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            question = _question(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise SettingsError(
                f"{path}, line {number}: no question with gold spans ({error!r}). It needs id, "
                "question and evidence: a list of doc_id, start, end, quote."
            ) from error
        if question.id in found:
            raise SettingsError(
                f"{path}, line {number}: the id {question.id} comes twice. Make the ids unique."
            )
        found[question.id] = question
    if not found:
        raise SettingsError(f"{path} holds no questions. Name a JSONL file with some.")
    return list(found.values())


def _question(row: dict[str, Any]) -> AnswerQuestion:
    answers = row.get("answers") or ()
    if isinstance(row.get("yes_no"), bool):
        answers = ["yes" if row["yes_no"] else "no"]
    flat = [one for answer in answers for one in (answer if isinstance(answer, list) else [answer])]
    spans = tuple(_span(one) for one in row.get("evidence") or ())
    if not spans:  # a set for retrieval names documents only
        spans = tuple(GoldSpan(str(one), "") for one in row.get("gold_ids") or ())
    kind = str(row.get("answer_type") or row.get("type") or "")
    if not kind and not spans and not flat:
        kind = "unanswerable"
    return AnswerQuestion(
        id=str(row["id"]),
        text=str(row["question"]),
        type=kind or "question",
        spans=() if kind in UNANSWERABLE else spans,
        answers=tuple(map(str, flat)),
        scope=str(row.get("scope_doc") or ""),
        facts=tuple(tuple(map(str, fact)) for fact in row.get("facts") or ()),
        without=tuple(map(str, row.get("without_docs") or ())),
    )


def _span(row: dict[str, Any]) -> GoldSpan:
    document = row.get("doc_id") or row.get("document") or row["id"]
    start, end = row.get("start", -1), row.get("end", -1)
    return GoldSpan(str(document), str(row["quote"]), int(start), int(end), row.get("after") or "")


def locate(text: str, gold: GoldSpan) -> tuple[int, int] | None:
    """Where the gold words stand in the stored text of their document: at their offsets, or else
    the nearest place with the same words (runs of white space being equal). None where they do not
    stand there."""
    wanted = " ".join(gold.quote.split())
    if not wanted:
        return None
    if gold.start >= 0 and " ".join(text[gold.start : gold.end].split()) == wanted:
        return gold.start, gold.end
    low = 0
    if gold.after:
        before = _places(text, gold.after)
        if not before:
            return None
        low = before[0][1]
    places = [place for place in _places(text, wanted) if place[0] >= low]
    return min(places, key=lambda place: abs(place[0] - max(gold.start, low)), default=None)


def _places(text: str, words: str) -> list[tuple[int, int]]:
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    return [match.span() for match in re.finditer(pattern, text)]
