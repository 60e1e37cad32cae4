"""Training an embedder: its batches, and what a step on them costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import numpy.typing as npt

from graph.protocols import Vectors
from learning.embedder_network import EmbedderNetwork, anchor_loss, contrast_loss
from learning.encoder_network import passed_by_length
from learning.search_rows import SearchQuestion, SearchRows
from learning.search_scores import Kept, RememberedVectors
from learning.training_run import LearningSettings, Told, device_here, run_lesson
from retrieval.embedders import BertEmbedder

NEAR = 20  # passages nearest to a question that its wrong ones are drawn from
SURELY_WRONG = 0.95
"""A passage counts as wrong below this share of the cosine of the best gold passage: what is nearer
may be an answer that nobody marked."""
ANCHOR = 1.0  # what `anchor_loss` weighs
TOKENS = 128  # of a text, when it is trained on


@dataclass(frozen=True, slots=True)
class Shown:
    """A text of a batch. `passage`: where it stands; -1 for a question."""

    text: str
    passage: int


def train_embedder(
    rows: SearchRows,
    start: BertEmbedder,
    folder: Path,
    settings: LearningSettings,
    told: Told = lambda done, steps, losses: None,
    *,
    kept: Kept | None = None,
    every: int = 50,
    until: int | None = None,
) -> dict[str, npt.NDArray[np.float32]] | None:
    """Train on `rows` from the weights of `start`, whose vectors may be `kept`; all tensors but the
    word vectors, which stay. See `run_lesson`."""
    lesson = EmbedderLesson(rows, start, settings, kept)
    key = settings.key(f"{rows.hash} from {start.fingerprint}")
    return run_lesson(lesson, folder, settings, key, told, every=every, until=until)


class EmbedderLesson:
    """Questions beside their own passages, those of the batch's other questions and wrong ones that
    lie near; see `learning.training_run.Lesson`. Batches hang on seed and step alone."""

    def __init__(
        self,
        rows: SearchRows,
        start: BertEmbedder,
        settings: LearningSettings,
        kept: Kept | None = None,
    ) -> None:
        import torch

        torch.manual_seed(settings.seed)
        self._rows = rows
        self._start = start
        self._before = RememberedVectors(start, kept)
        self._settings = settings
        self._wrong = wrong_passages(rows, self._before)
        self.steps_a_pass = max(1, round(len(rows) / settings.groups))
        self.network = EmbedderNetwork(start.folder, settings.depth, settings.rank, device_here())

    def loss(self, step: int) -> tuple[Any, dict[str, float]]:
        import torch

        asked, shown = self.batch(step)
        allowed = torch.from_numpy(comparable(self._rows, asked, shown)).to(self.network.device)
        questions = [self._rows.questions[number].text for number in asked]
        texts = [one.text for one in shown]
        now = self._vectors(questions, query=True), self._vectors(texts, query=False)
        before = self._before.of(questions, query=True), self._before.of(texts)
        contrast = contrast_loss(*now, range(len(asked)), allowed)
        kept = torch.from_numpy(np.concatenate(before)).to(self.network.device)
        anchor = anchor_loss(torch.cat(now), kept)
        told = {"contrast": float(contrast.detach()), "moved": float(anchor.detach())}
        return contrast + ANCHOR * anchor, told

    def batch(self, step: int) -> tuple[list[int], list[Shown]]:
        """The questions of a step, and its texts: first the own one of each question, then wrong
        ones. A step shows whole passages or single sentences."""
        number, at = divmod(step, self.steps_a_pass)
        order = list(range(len(self._rows)))
        Random(f"{self._settings.seed}:pass {number}").shuffle(order)
        bounds = [len(order) * edge // self.steps_a_pass for edge in (at, at + 1)]
        asked = order[bounds[0] : bounds[1]]
        rng = Random(f"{self._settings.seed}-{step}")
        whole = rng.random() < 0.5
        own = [self._own(self._rows.questions[one], whole, rng) for one in asked]
        wrong = [
            Shown(self._text(place, one, whole), place)
            for one in asked
            for place in self._drawn(one, rng)
        ]
        return asked, [*own, *wrong]

    def _own(self, question: SearchQuestion, whole: bool, rng: Random) -> Shown:
        place = rng.choice(question.gold)
        passage = self._rows.passages[place]
        told = [one for one in question.told if one in passage.sentences]
        return Shown(passage.text if whole or not told else rng.choice(told), place)

    def _drawn(self, number: int, rng: Random) -> list[int]:
        """Those that people said are wrong, then a chance few of those that lie near."""
        said = list(self._rows.questions[number].wrong)[: self._settings.others]
        near = [at for at in self._wrong[number] if at not in said]
        return said + rng.sample(near, min(self._settings.others - len(said), len(near)))

    def _text(self, place: int, number: int, whole: bool) -> str:
        """A wrong passage, or the sentence of it that is most like the question."""
        passage = self._rows.passages[place]
        if whole or not passage.sentences:
            return passage.text
        [asked] = self._before.of([self._rows.questions[number].text], query=True)
        likeness = self._before.of(passage.sentences) @ asked
        return passage.sentences[int(np.argmax(np.round(likeness, 4)))]

    def _vectors(self, texts: Sequence[str], *, query: bool) -> Any:
        ids = self._start.token_ids(texts, query=query)
        cut = [[*one[: TOKENS - 1], one[-1]][: len(one)] for one in ids]
        return passed_by_length(self.network.vectors, cut, len)


def wrong_passages(rows: SearchRows, vectors: RememberedVectors) -> list[list[int]]:
    """For each question those of the `NEAR` passages nearest to it that are surely no answer."""
    passages = vectors.of([one.text for one in rows.passages])
    asked = vectors.of([one.text for one in rows.questions], query=True)
    documents = np.array([one.document for one in rows.passages])
    return [
        _surely_wrong(question, passages @ vector, documents)
        for question, vector in zip(rows.questions, asked, strict=True)
    ]


def _surely_wrong(
    question: SearchQuestion, likeness: Vectors, documents: npt.NDArray[Any]
) -> list[int]:
    rounded = np.round(likeness, 4)
    bound = SURELY_WRONG * max(float(rounded[at]) for at in question.gold)
    near = np.argsort(-rounded, kind="stable").tolist()
    if question.within:
        near = [at for at in near if documents[at] == question.document]
    return [at for at in near[:NEAR] if at not in question.gold and float(rounded[at]) < bound]


def comparable(
    rows: SearchRows, asked: Sequence[int], shown: Sequence[Shown]
) -> npt.NDArray[np.bool_]:
    """(questions, texts): whether a text counts as wrong for a question, or is its own. Other gold
    of it, the same words, and the own texts of the same question elsewhere do not."""
    allowed = np.ones((len(asked), len(shown)), dtype=np.bool_)
    for row, number in enumerate(asked):
        question = rows.questions[number]
        same = [at for at, other in enumerate(asked) if rows.questions[other].text == question.text]
        for at, one in enumerate(shown):
            right = one.passage in question.gold or one.text == shown[row].text or at in same
            allowed[row, at] = at == row or not right
    return allowed
