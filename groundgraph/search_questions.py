"""What an embedder can learn from a base: its passages, judged questions with gold spans, answers
that people found helpful or wrong, and questions that the base makes of itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from evaluation.answering.question_files import AnswerQuestion
from graph.errors import NotFound
from groundgraph.answer_evaluation import GoldPlaces
from learning.search_rows import Passage, SearchQuestion, SearchRows

if TYPE_CHECKING:
    from graph.protocols import TextRow
    from groundgraph.knowledge_base import KnowledgeBase
    from learning.search_scores import Kept

Place = tuple[str, int, int]
JUDGED, SAID, MADE = "judged", "feedback", "made from the base"
_ALL = 10_000_000
_MADE = 300  # questions that a base makes of itself, at most


@dataclass(frozen=True, slots=True)
class Feedback:
    """What people said of the answers to one question: the places that a helpful one began with,
    and those that a wrong one did."""

    right: tuple[Place, ...]
    wrong: tuple[Place, ...]


class BasePassages:
    """The passages of a base, and where they and their sentences stand."""

    def __init__(self, kb: KnowledgeBase) -> None:
        found = kb.cypher("MATCH (c:Chunk) RETURN c.id AS id ORDER BY id", limit=_ALL)
        ids = [str(row["id"]) for row in found]
        sentences: dict[str, list[TextRow]] = {}
        for one in kb.store.texts(ids, kind="sentence"):
            sentences.setdefault(one.chunk, []).append(one)
        self._rows = [
            (row, sentences.get(row.chunk, [])) for row in kb.store.texts(ids, kind="chunk")
        ]
        self._of: dict[str, list[int]] = {}
        for at, (row, _) in enumerate(self._rows):
            self._of.setdefault(row.document, []).append(at)
        self.passages = [
            Passage(row.document, row.text, tuple(one.text for one in parts))
            for row, parts in self._rows
        ]

    def holding(self, places: Iterable[Place]) -> tuple[int, ...]:
        """The passages that share words with any of `places`."""
        found = (
            at
            for document, start, end in places
            for at in self._of.get(document, ())
            if _shared(self._rows[at][0], start, end) > 0
        )
        return tuple(dict.fromkeys(found))

    def sentences_at(self, places: Iterable[Place]) -> tuple[str, ...]:
        """The sentences that share half of themselves or half of a place with it."""
        found: list[str] = []
        for document, start, end in places:
            for at in self._of.get(document, ()):
                for one in self._rows[at][1]:
                    size = min(one.end - one.start, end - start)
                    if 2 * _shared(one, start, end) >= size > 0:
                        found.append(one.text)
        return tuple(dict.fromkeys(found))


def _shared(row: TextRow, start: int, end: int) -> int:
    return min(row.end, end) - max(row.start, start)


def judged_searches(kb: KnowledgeBase, questions: Sequence[AnswerQuestion]) -> SearchRows:
    """The passages of `kb` with the `questions` whose gold stands in it, and those that helpful
    answers were given to; what people called wrong is wrong for the same question. Raises
    `NotFound` where the base is empty, `SettingsError` where it holds no document that the
    questions rest on."""
    kb.opened.require_store()
    base, said = BasePassages(kb), feedback_of(kb)
    rows = SearchRows(list(base.passages))
    asked = {_plain(one.text) for one in questions}
    for question, places in _placed(kb, questions):
        wrong = said[_plain(question.text)].wrong if _plain(question.text) in said else ()
        _add(rows, base, JUDGED, question.text, places, wrong, within=bool(question.scope))
    for text, found in said.items():
        if text not in asked:
            _add(rows, base, SAID, text, found.right, found.wrong)
    return rows


def made_searches(kb: KnowledgeBase, seed: str) -> SearchRows:
    """The passages of `kb` with questions that it makes of itself; none where it shows no facts."""
    from groundgraph.quick_evaluation import quick_questions

    base = BasePassages(kb)
    rows = SearchRows(list(base.passages))
    try:
        questions = quick_questions(kb, _MADE, seed)
    except NotFound:
        return rows
    for question, places in _placed(kb, questions):
        _add(rows, base, MADE, question.text, places, ())
    return rows


def kept_vectors(kb: KnowledgeBase) -> Kept:
    """The vectors that the record of `kb` keeps."""
    from graph.identity import text_hash

    def found(fingerprint: str, texts: Sequence[str]) -> dict[str, npt.NDArray[np.float32]]:
        keys = {text_hash(text): text for text in texts}
        held = kb.record.vectors(list(keys), fingerprint)
        return {keys[key]: vector for key, vector in held.items()}

    return found


def _placed(
    kb: KnowledgeBase, questions: Sequence[AnswerQuestion]
) -> Iterator[tuple[AnswerQuestion, list[Place]]]:
    gold = GoldPlaces(kb)
    gold.require_some(questions)
    for question in questions:
        yield question, [place for place in map(gold.place, question.spans) if place is not None]


def _add(
    rows: SearchRows,
    base: BasePassages,
    name: str,
    text: str,
    right: Sequence[Place],
    wrong: Sequence[Place],
    *,
    within: bool = False,
) -> None:
    gold = base.holding(right)
    if gold:
        bad = tuple(at for at in base.holding(wrong) if at not in gold)
        told = base.sentences_at(right)
        document = rows.passages[gold[0]].document
        rows.questions.append(SearchQuestion(name, document, text, gold, told, bad, within))


def feedback_of(kb: KnowledgeBase) -> dict[str, Feedback]:
    """Question (in lower case) -> what people said last of each of its answers."""
    last = {event.answer: event.kind for event in kb.record.events()}
    right: dict[str, list[Place]] = {}
    wrong: dict[str, list[Place]] = {}
    for answer, kind in last.items():
        stored = kb.record.answer(answer)
        into = right if kind == "helpful" else wrong
        into.setdefault(_plain(stored.question), []).extend(
            _first_places(json.loads(stored.payload))
        )
    return {
        text: Feedback(tuple(right.get(text, ())), tuple(wrong.get(text, ())))
        for text in sorted({*right, *wrong})
    }


def _first_places(card: dict[str, Any]) -> list[Place]:
    """Where the sentence that a card begins with stands: the others may be there for company."""
    first = card.get("headline") or next(iter(card.get("sentences") or ()), None)
    cited = [] if first is None else first["citations"]
    return [(str(one["document"]), int(one["start"]), int(one["end"])) for one in cited]


def _plain(text: str) -> str:
    return " ".join(text.split()).lower()
