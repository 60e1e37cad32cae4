"""Asking a base every question of a set, and judging the cards by the gold spans."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from evaluation.answering.answer_report import FORMAT, AnswerReport
from evaluation.answering.answer_scores import AnswerRun, run_of_rows
from evaluation.answering.card_values import Card, JudgedCard, Place, judged
from evaluation.answering.question_files import AnswerQuestion, GoldSpan, locate
from evaluation.judging.sheets import drawn
from graph.errors import GroundgraphError, NotFound, SettingsError
from graph.model import Scope
from groundgraph.answer_arms import PRODUCT, Arm, answer_arms

if TYPE_CHECKING:
    from groundgraph.knowledge_base import KnowledgeBase

_Arm = TypeVar("_Arm")

Told = Callable[[str, int, int], None]
"""Is told the arm, and how many of how many questions are done."""


class GoldPlaces:
    """Where the gold of a question set stands in a base."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb
        self._keys: dict[str, str] = {}
        self._texts: dict[str, str] = {}
        self._own = frozenset(kb.record.current())
        for key in sorted(self._own):
            names = (key, key.partition("/")[2], Path(key).name, Path(key).stem, _row(key))
            for name in reversed(names):
                if name:
                    self._keys.setdefault(name, key)

    def document(self, name: str) -> str | None:
        """The key of the document that a set calls `name`: its row, key, path or file name."""
        return self._keys.get(name)

    def key_of(self, name: str) -> str:
        """As `document`; a name of its own where the base does not have it."""
        return self.document(name) or f"not in the base: {name}"

    def require_some(self, questions: Sequence[AnswerQuestion]) -> None:
        """Raises `SettingsError` where the base holds no document that the questions rest on."""
        wanted = [span.document for question in questions for span in question.spans]
        if wanted and not any(self.document(name) for name in wanted):
            raise SettingsError(
                f"the base in {self._kb.folder} holds none of the documents that these questions "
                f"rest on ({wanted[0]} …). Build it from the corpus of the questions: "
                f"groundgraph build corpus.jsonl --kb {self._kb.folder}"
            )

    def place(self, gold: GoldSpan) -> Place | None:
        """Where a gold span stands; None where document or words are not in the base."""
        key = self.document(gold.document)
        if key is None:
            return None
        if key not in self._texts:
            self._texts[key] = self._kb.document(key).text
        found = locate(self._texts[key], gold)
        return None if found is None else (key, *found)

    def scope(self, question: AnswerQuestion) -> Scope:
        """The scope that a question is asked in. Raises `NotFound`."""
        if question.without:
            left_out = {self.document(name) for name in question.without}
            return Scope(documents=[key for key in sorted(self._own) if key not in left_out])
        if not question.scope:
            return Scope()
        key = self.document(question.scope)
        if key is None:
            raise NotFound(
                f"the base has no document {question.scope}, which the question is about."
            )
        return Scope(documents=[key])


def _row(key: str) -> str:
    return key.rsplit("#", 1)[-1] if "#" in key else ""


def sampled(questions: Sequence[AnswerQuestion], limit: int | None) -> list[AnswerQuestion]:
    """`limit` of the questions, by chance and always the same, in the order of the file."""
    if limit is None or limit >= len(questions):
        return list(questions)
    kept = {one.id for one in drawn(questions, lambda question: question.id, "1", limit)}
    return [question for question in questions if question.id in kept]


def chosen_arms(kb: KnowledgeBase, names: Sequence[str]) -> dict[str, Arm]:
    """The arms of these names, the product where there is none. Raises `SettingsError`."""
    return named_arms(answer_arms(kb), names or [PRODUCT])


def named_arms(known: Mapping[str, _Arm], names: Sequence[str]) -> dict[str, _Arm]:
    """Those of `known` with these names, in their order. Raises `SettingsError`."""
    unknown = [name for name in names if name not in known]
    if unknown:
        raise SettingsError(f"no arm is called {unknown[0]}. There are: {'; '.join(known)}.")
    return {name: known[name] for name in names}


def run_arm(
    name: str, arm: Arm, questions: Sequence[AnswerQuestion], gold: GoldPlaces, told: Told
) -> AnswerRun:
    """The cards of one arm. A question that fails has none, and counts as a miss."""
    cards = []
    for number, question in enumerate(questions, 1):
        cards.append(_asked(arm, question, gold))
        told(name, number, len(questions))
    return AnswerRun(name, cards)


def _asked(arm: Arm, question: AnswerQuestion, gold: GoldPlaces) -> JudgedCard:
    started = time.perf_counter()
    try:
        card = arm(question.text, gold.scope(question))
    except GroundgraphError as error:
        card = Card("failed", error=str(error))
    card = replace(card, milliseconds=(time.perf_counter() - started) * 1000)
    places = [gold.place(span) for span in question.spans]
    return judged(question, card, places, [span.quote for span in question.spans])


def measure_answers(
    kb: KnowledgeBase,
    questions: Sequence[AnswerQuestion],
    arms: Mapping[str, Arm],
    told: Told,
    about: Mapping[str, str] | None = None,
    earlier: Sequence[AnswerRun] = (),
) -> AnswerReport:
    """Ask every question of each arm. Raises `NotFound` where the base is empty, `SettingsError`
    where it holds no document that the questions rest on."""
    kb.opened.require_store()
    gold = GoldPlaces(kb)
    gold.require_some(questions)
    runs = [run_arm(name, arm, questions, gold, told) for name, arm in arms.items()]
    return AnswerReport({**(about or {}), **about_base(kb)}, runs, earlier)


def about_base(kb: KnowledgeBase) -> dict[str, str]:
    """Which base was asked."""
    from importlib.metadata import version

    return {
        "base": str(kb.store.generation["content_hash"])[:12],
        "documents": str(len(kb.record.current())),
        "version": version("groundgraph"),
        "answer words": str(kb.settings.answer_words),
    }


def about_questions(path: Path, asked: int, of: int) -> dict[str, str]:
    """Which questions were asked, with the hash of their file."""
    file = path / "queries.jsonl" if path.is_dir() else path
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    return {"questions": f"{asked} of {of} of {path.name} ({digest[:12]})"}


def earlier_runs(paths: Sequence[Path]) -> Iterator[AnswerRun]:
    """The arms of earlier reports, each called after its file. Raises `SettingsError`."""
    for path in paths:
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            if data["report"] != FORMAT:
                raise ValueError("another format")
            for arm, found in data["arms"].items():
                yield run_of_rows(f"{arm} ({path.name})", found["rows"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise SettingsError(
                f"{path} is no report on answers ({error}). Name one that groundgraph eval answers "
                "--json wrote."
            ) from error
