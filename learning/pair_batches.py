"""What each step trains on: chosen by seed and number of the step alone, so that a run that was
interrupted goes on with the same batches."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from random import Random
from typing import Any

import numpy as np
import numpy.typing as npt

from learning.training_rows import Group, Sentence, TrainingRows
from retrieval.checker_input import PairTokenizer, TokenLimits
from retrieval.model_folder import packaged_folder

SHARE = {
    "fever_eraser": 0.35,
    "medquad": 0.5,
    "squad_sentences": 0.8,
    "squad_mrqa_part": 0.8,
    "2wiki_dev_more": 0.6,
}
"""The share of a large set's groups that is drawn in one pass; of others, all."""

NO_HEADING = 0.12  # so often a group is shown without what stands above its sentences
OTHERS = 14  # sentences of a group that are no gold, at most
GOLD = 4
JUDGED = 1.0  # what a pair of a complete group weighs for "answers"
UNSURE = 0.15  # and one of another group, where sentences that answer may not be marked
LIMITS = TokenLimits(question=64, above=40, text=128)
BARE = 0.2  # so often a support pair is shown without what stands above its quote

Ids = npt.NDArray[np.int32]


@dataclass(slots=True)
class Batch:
    """Pairs of one step: first those of groups, then question and quote, then statement and quote.
    `gold` (pairs of groups), `sizes` (of each group), `answers` and their `weights` (pairs of
    groups and of answers), `allowed` (support pairs, 3)."""

    pairs: list[tuple[Ids, int]] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    gold: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    allowed: list[list[float]] = field(default_factory=list)


class PairEncoder:
    """Token ids of pairs, as the checker reads them; each text is taken apart once."""

    def __init__(self, base: str, limits: TokenLimits = LIMITS) -> None:
        self._tokenizer = PairTokenizer(packaged_folder(base), limits)
        self._known: dict[str, list[int]] = {}

    def pair(self, asked: str, sentence: Sentence, *, heading: bool = True) -> tuple[Ids, int]:
        """The ids of a pair and how many of them are of its first part."""
        above = self._ids(sentence.above) if heading else []
        ids, first = self._tokenizer.pair(self._ids(asked), above, self._ids(sentence.text))
        return np.array(ids, dtype=np.int32), first

    def _ids(self, text: str) -> list[int]:
        if text not in self._known:
            [self._known[text]] = self._tokenizer.ids([text])
        return self._known[text]


class Schedule:
    """The batches of a run over `rows`."""

    def __init__(
        self,
        rows: TrainingRows,
        encoder: PairEncoder,
        seed: int,
        groups: int,
        others: int = OTHERS,
        bare: float = BARE,
    ) -> None:
        self._bare = bare
        self._others = others
        self._rows = rows
        self._encoder = encoder
        self._seed = seed
        self._groups = groups
        self._order: tuple[int, TrainingRows] | None = None

    @cached_property
    def steps_a_pass(self) -> int:
        """Steps in which every group (or pair, where there are no groups) comes once."""
        drawn = sum(SHARE.get(group.set, 1.0) for group in self._rows.groups)
        return max(1, round((drawn or len(self._rows)) / self._groups))

    def batch(self, step: int) -> Batch:
        """What step `step`, counted from 0, trains on."""
        number, at = divmod(step, self.steps_a_pass)
        drawn = self._drawn(number)
        rng = Random(f"{self._seed}-{step}")
        batch = Batch()
        for group in self._slice(drawn.groups, at):
            self._add_group(batch, group, rng)
        for pair in self._slice(drawn.answers, at):
            batch.pairs.append(self._encoder.pair(pair.question, pair.quote))
            batch.answers.append(float(pair.answers))
            batch.weights.append(1.0)
        for one in self._slice(drawn.support, at):
            shown = rng.random() >= self._bare
            batch.pairs.append(self._encoder.pair(one.statement, one.quote, heading=shown))
            batch.allowed.append([float(label in one.allowed) for label in range(3)])
        return batch

    def _drawn(self, number: int) -> TrainingRows:
        """The rows of one pass, in its order."""
        if self._order is None or self._order[0] != number:
            rng = Random(f"{self._seed}:pass {number}")
            groups = [g for g in self._rows.groups if rng.random() < SHARE.get(g.set, 1.0)]
            drawn = TrainingRows(groups, list(self._rows.support), list(self._rows.answers))
            for rows in (drawn.groups, drawn.support, drawn.answers):
                rng.shuffle(rows)
            self._order = number, drawn
        return self._order[1]

    def _slice(self, rows: Sequence[Any], at: int) -> Sequence[Any]:
        bounds = [len(rows) * edge // self.steps_a_pass for edge in (at, at + 1)]
        return rows[bounds[0] : bounds[1]]

    def _add_group(self, batch: Batch, group: Group, rng: Random) -> None:
        gold = rng.sample(group.gold, min(GOLD, len(group.gold)))
        others = self._others_of(group, rng)
        shown = rng.random() >= NO_HEADING
        for at in (*gold, *others):
            batch.pairs.append(
                self._encoder.pair(group.question, group.sentences[at], heading=shown)
            )
        labels = [1.0] * len(gold) + [0.0] * len(others)
        batch.sizes.append(len(labels))
        batch.gold += labels
        batch.answers += labels
        batch.weights += [JUDGED if group.complete else UNSURE] * len(labels)

    def _others_of(self, group: Group, rng: Random) -> list[int]:
        """Those that tempt, and a chance few of the hardest of the rest."""
        tempting = [at for at in group.tempting if at not in group.gold][: self._others]
        rest = [at for at in hard_first(group) if at not in tempting]
        return tempting + rng.sample(rest, min(self._others - len(tempting), len(rest)))


def hard_first(group: Group) -> list[int]:
    """Sentences of `group` that are no gold, at most twice `OTHERS`: those that share the most, and
    the rarest, words with the question."""
    words = [frozenset(_words(one.text + " " + one.above)) for one in group.sentences]
    many = Counter(word for found in words for word in found)
    asked = frozenset(_words(group.question))

    def shared(at: int) -> float:
        return sum(
            math.log(1 + len(words) / (1 + many[word])) for word in sorted(asked & words[at])
        )

    others = [at for at in range(len(words)) if at not in group.gold]
    return sorted(others, key=lambda at: (-shared(at), at))[: 2 * OTHERS]


def _words(text: str) -> list[str]:
    return [word[:6] for word in text.lower().split() if len(word) > 3]


def padded(pairs: Sequence[tuple[Ids, int]]) -> tuple[Ids, Ids, Ids]:
    """Ids, token types and mask of `pairs`, each (pairs, longest)."""
    shape = len(pairs), max(len(ids) for ids, _ in pairs)
    tokens, types, mask = (np.zeros(shape, dtype=np.int32) for _ in range(3))
    for row, (ids, first) in enumerate(pairs):
        tokens[row, : len(ids)] = ids
        types[row, first : len(ids)] = 1
        mask[row, : len(ids)] = 1
    return tokens, types, mask
