"""Whether a new embedder finds the passages of questions better than another, in documents that it
was not trained on, and no worse those of older questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from evaluation.measures import mean
from evaluation.significance import Comparison, compare
from learning.search_rows import SearchRows
from learning.search_scores import MEASURES, PassageSearch, RememberedVectors, Values

LEAST = 5  # documents: over fewer an interval says nothing
MAIN = "nDCG@10"
LOSS = -0.02  # of recall, and of the older questions: so much may be chance


@dataclass(frozen=True, slots=True)
class Differences:
    """New against old over the same questions: the mean of each measure, before and after, and the
    paired difference over documents."""

    questions: int
    documents: int
    means: Mapping[str, tuple[float, float]]
    found: Mapping[str, Comparison]

    def lines(self, name: str) -> Iterator[str]:
        """For people."""
        for measure, one in self.found.items():
            old, new = self.means[measure]
            yield (
                f"{name}, {measure}: {old:.3f} → {new:.3f} of {self.questions} questions; "
                f"over {self.documents} documents {one.difference:+.3f} "
                f"[{one.low:+.3f}, {one.high:+.3f}], {one.better} better, {one.worse} worse"
            )


@dataclass(frozen=True, slots=True)
class EmbedderGate:
    """`own`: the user's questions; `old`: older ones, where there are any."""

    own: Differences
    old: Differences | None

    @property
    def passed(self) -> bool:
        return not self.reasons()

    def reasons(self) -> list[str]:
        """Why it is refused; empty where it is not."""
        own, found = self.own, []
        if own.documents < LEAST:
            found.append(f"{own.documents} documents are too few to tell, {LEAST} are needed")
        if own.found[MAIN].low <= 0:
            found.append(f"{MAIN} is not surely higher")
        if own.found["R@10"].difference < LOSS:
            found.append("recall is lower")
        if self.old is not None:
            told = self.old.found[MAIN]
            if told.difference < LOSS or told.high < 0:
                found.append("the older questions are found less well")
        return found

    def lines(self) -> list[str]:
        """For people: the figures, and why it is refused."""
        older = [] if self.old is None else list(self.old.lines("older questions"))
        return [*self.own.lines("own questions"), *older, *self.reasons()]


def embedder_gate(
    new: RememberedVectors, before: RememberedVectors, own: SearchRows, old: SearchRows
) -> EmbedderGate:
    """Compare over the passages of `own` and `old`. Raises `ValueError` where `own` has no
    questions."""
    return EmbedderGate(
        differences(new, before, own), differences(new, before, old) if len(old) else None
    )


def differences(new: RememberedVectors, before: RememberedVectors, rows: SearchRows) -> Differences:
    search = PassageSearch(rows)
    first, second = search.values(before), search.values(new)
    return Differences(
        len(rows),
        len(rows.documents),
        {name: (mean(first[name]), mean(second[name])) for name in MEASURES},
        {name: compare(_by_document(rows, first, name), _by_document(rows, second, name))
         for name in MEASURES},
    )  # fmt: skip


def _by_document(rows: SearchRows, values: Values, name: str) -> dict[str, float]:
    """The mean over each document's questions: they are not independent of one another."""
    found: dict[str, list[float]] = {}
    for number, question in enumerate(rows.questions):
        found.setdefault(question.document, []).append(values[name][str(number)])
    return {document: sum(one) / len(one) for document, one in found.items()}
