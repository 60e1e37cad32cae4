"""From questions and passages to an embedder that may be used: parts, training, how much of it is
taken, the gate."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evaluation.measures import mean
from graph.errors import SettingsError
from graph.protocols import Embedder
from learning.embedder_folder import write_embedder
from learning.embedder_gate import MAIN, EmbedderGate, embedder_gate
from learning.model_card import ModelCard, require_better, write_card
from learning.search_rows import SearchRows
from learning.search_scores import Kept, PassageSearch, RememberedVectors
from learning.train_embedder import train_embedder
from learning.training_rows import PARTS, Part
from learning.training_run import LearningSettings, Told
from retrieval.embedders import BertEmbedder, load_embedder

SHARES = (1.0, 0.6, 0.3)
"""How much of what was learned may be taken: a share of the way from the weights of the start."""
_CANDIDATE = "candidate"
WHAT = (
    "An embedder trained with `groundgraph learn embedder` (docs/learning.md). Vectors of it and "
    "of any other are never compared."
)


@dataclass(frozen=True, slots=True)
class LearnedEmbedder:
    """The folder of the new embedder, and how it did at the gate."""

    folder: Path
    gate: EmbedderGate


@dataclass(frozen=True, slots=True)
class EmbedderRows:
    """`own`: what is trained on and compared, by document; `old`: questions that must not be found
    less well, of which those count that rest on no document that is trained on."""

    own: SearchRows
    old: SearchRows = field(default_factory=SearchRows)


def start_embedder(start: str, threads: int | None = None) -> BertEmbedder:
    """The embedder that training starts from, with so many `threads` (default: all). Raises
    `ModelError`, and `SettingsError` for one that is no mean-pooled BERT."""
    found = load_embedder(start, threads=threads)
    if not isinstance(found, BertEmbedder):
        raise SettingsError(
            f"{start} is no mean-pooled BERT, which alone can be trained here. Start from minilm, "
            "or from the folder of an embedder that was trained from it."
        )
    return found


def learn_embedder(
    rows: EmbedderRows,
    folder: Path,
    settings: LearningSettings,
    told: Told = lambda done, steps, losses: None,
    *,
    against: Embedder | None = None,
    kept: Kept | None = None,
    keep_anyway: bool = False,
    threads: int | None = None,
    every: int = 50,
) -> LearnedEmbedder:
    """Train on six tenths of the documents, choose on two how much of it is taken, and compare on
    two with `against` (default: the start). Vectors of texts that are `kept` are not made again.
    Raises `SettingsError` where a part has no questions, and `NotBetter` where the gate refuses;
    the checkpoint stays in both cases."""
    parts = {part: rows.own.part(part) for part in PARTS}
    _require(parts)
    start = start_embedder(settings.start, threads)
    folder.mkdir(parents=True, exist_ok=True)
    train = parts["train"]
    tensors = train_embedder(train, start, folder, settings, told, kept=kept, every=every)
    assert tensors is not None  # it was not told to stop before its end
    candidate = folder / _CANDIDATE
    share = _best_share(parts["tune"], start, tensors, candidate)
    sha256 = write_embedder(start.folder, tensors, candidate, share)
    new = load_embedder(str(candidate), threads=threads)
    before = start if against is None else against
    found = embedder_gate(
        RememberedVectors(new),
        RememberedVectors(before, kept),
        parts["test"],
        rows.old.part("test"),
    )
    than = before.fingerprint
    try:
        require_better(found, "embedder", than, keep_anyway=keep_anyway)
        about = about_searches(parts, rows.old)
        made = (f"share of the way from the start, chosen on documents to tune: {share}",)
        name = f"learned-{sha256[:8]}"
        write_card(candidate, ModelCard(name, WHAT, about, settings, made, than, sha256), found)
        shutil.copytree(candidate, folder, dirs_exist_ok=True)
    finally:
        shutil.rmtree(candidate)
    return LearnedEmbedder(folder, found)


def _best_share(
    tune: SearchRows, start: BertEmbedder, tensors: Mapping[str, Any], folder: Path
) -> float:
    """The share with the highest `MAIN` on `tune`; of equals the smallest."""
    search, found = PassageSearch(tune), []
    for share in SHARES:
        write_embedder(start.folder, tensors, folder, share)
        made = RememberedVectors(load_embedder(str(folder), threads=start.threads))
        found.append((round(mean(search.values(made)[MAIN]), 4), -share))
    return -max(found)[1]


def about_searches(parts: Mapping[Part, SearchRows], old: SearchRows) -> dict[str, Any]:
    """What the card says of the rows: their sets, how many in which part, and hashes."""
    sets = sorted({one.set for rows in parts.values() for one in rows.questions})
    about: dict[str, Any] = {"sets": ", ".join(sets)}
    for part, rows in parts.items():
        about[part] = (
            f"{len(rows)} questions over {len(rows.documents)} documents, {len(rows.passages)} "
            f"passages, SHA-256 {rows.hash}"
        )
    about["older questions"] = f"{len(old.part('test'))} over the documents of the test part"
    return about


def _require(parts: Mapping[Part, SearchRows]) -> None:
    for part in PARTS:
        if not len(parts[part]):
            raise SettingsError(
                f"no question falls into the part that is to {part} (documents: six of ten train, "
                "two tune, two test, by a hash of their names). Judge questions on more documents."
            )
