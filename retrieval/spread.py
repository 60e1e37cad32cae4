"""One hop over the references between passages: a good passage lifts what it refers to and what
refers to it, the more the better that fits the question itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.model import Scope
from graph.protocols import StoreReader
from retrieval.candidates import Candidates
from retrieval.parameters import RetrievalSettings

_REFERENCES = ("REFERS_TO",)
_LEAST = 1e-6


@dataclass(frozen=True, slots=True)
class Lift:
    """What a passage gets from a seed that a reference joins it to."""

    seed: str
    score: float


def spread(
    store: StoreReader,
    vector: npt.NDArray[np.float32],
    candidates: Candidates,
    *,
    scope: Scope,
    settings: RetrievalSettings,
) -> dict[str, Lift]:
    """The best lift of each passage that the seeds are joined to; scores what is new among them.

    ``lift(v) = score(u) · w · (f + (1 - f) · max(cos(q, v), cos(q, best sentence of v)))`` for a
    seed ``u``. The first `kept` ranks stay as they are: no lift reaches the last of them. Seeds
    are few, and one hop is taken, because more of either buries the right passages (DESIGN,
    section 4).
    """
    ranked = candidates.ranked()
    seeds = ranked[: settings.seeds]
    if not seeds or settings.spread <= 0:
        return {}
    joined = _joined(store, seeds, candidates, vector, scope, settings)
    candidates.add({chunk for reached in joined.values() for chunk in reached})
    kept = ranked[: settings.kept]
    ceiling = candidates.totals[kept[-1]] - _LEAST if kept else float("inf")
    lifts: dict[str, Lift] = {}
    for seed in seeds:
        for chunk in joined.get(seed, ()):
            parts = candidates.parts.get(chunk)
            if parts is None or chunk in kept:
                continue
            share = settings.floor + (1 - settings.floor) * parts.similarity
            score = round(min(candidates.totals[seed] * settings.spread * share, ceiling), 6)
            if chunk not in lifts or score > lifts[chunk].score:
                lifts[chunk] = Lift(seed, score)
    return lifts


def _joined(
    store: StoreReader,
    seeds: Sequence[str],
    candidates: Candidates,
    vector: npt.NDArray[np.float32],
    scope: Scope,
    settings: RetrievalSettings,
) -> dict[str, list[str]]:
    """Seed -> the passages it refers to or is referred to by, sorted. A reference to a whole
    document counts for its best passage, one from elsewhere to the seed's document for the seed."""
    document_of = {seed: candidates.documents[seed] for seed in seeds}
    limit = settings.fan_out
    edges = store.neighbours("Chunk", seeds, types=_REFERENCES, limit=limit, scope=scope)
    documents = sorted(set(document_of.values()))
    incoming = store.neighbours("Document", documents, types=_REFERENCES, limit=limit, scope=scope)
    targets = {other for _, _, label, other in edges if label == "Document"}
    best = _best_passages(store, vector, targets, settings)
    reached: dict[str, set[str]] = {seed: set() for seed in seeds}
    for seed, _, label, other in edges:
        if label == "Chunk":
            reached[seed].add(other)
        elif label == "Document" and other in best:
            reached[seed].add(best[other])
    for document, _, label, other in incoming:
        if label == "Chunk":
            for seed in seeds:
                if document_of[seed] == document:
                    reached[seed].add(other)
    return {seed: sorted(chunks - {seed}) for seed, chunks in reached.items()}


def _best_passages(
    store: StoreReader,
    vector: npt.NDArray[np.float32],
    documents: set[str],
    settings: RetrievalSettings,
) -> Mapping[str, str]:
    """Document -> its passage that is, or holds the sentence that is, most like the question."""
    if not documents:
        return {}
    within = Scope(documents=frozenset(documents))
    found: dict[str, tuple[float, str]] = {}
    for kind in ("chunk", "sentence"):
        hits = store.search_vectors(vector, k=settings.candidates, kind=kind, scope=within)
        for hit in hits:
            mine = (-round(hit.score, 4), hit.chunk)
            found[hit.document] = min(found.get(hit.document, mine), mine)
    return {document: chunk for document, (_, chunk) in found.items()}
