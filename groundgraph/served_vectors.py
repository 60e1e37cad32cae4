"""Whether an embedder at a server still stands for the model that a base was made with: a server
may put another one behind the same name, and their vectors must never be compared."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np

from graph.errors import ModelError

if TYPE_CHECKING:
    from graph.protocols import Embedder
    from graph.record import Record
    from retrieval.served_embedder import ServedEmbedder

SAME_FROM = 0.99
"""Cosine of the same text's two vectors; the same model on another machine, or with other rounding,
lies above."""
_PROBE = "probe of "  # a fingerprint follows


def keep_probe(record: Record, embedder: Embedder) -> None:
    """Keep what the embedder of a server gives for one fixed text, the first time."""
    served = _served(embedder)
    if served is not None and record.get_meta(_PROBE + served.fingerprint) is None:
        numbers = [round(float(number), 6) for number in served.probe]
        record.set_meta(_PROBE + served.fingerprint, json.dumps(numbers))


def require_same_model(record: Record, embedder: Embedder) -> None:
    """Raises `ModelError` where the embedder of a server gives another vector for that text than
    when it was kept."""
    served = _served(embedder)
    kept = None if served is None else record.get_meta(_PROBE + served.fingerprint)
    if served is None or kept is None:
        return
    former = np.asarray(json.loads(kept), dtype=np.float64)
    likeness = float(former @ served.probe / np.linalg.norm(former))
    if likeness < SAME_FROM:
        raise ModelError(
            f"{served.place.model} at {served.where} gives other vectors than when this base was "
            f"made (cosine {likeness:.2f}): another model stands behind the name. Serve the one of "
            "then, or give the new one a revision in the setting (NAME#2) and build again."
        )


def _served(embedder: Embedder) -> ServedEmbedder | None:
    from retrieval.served_embedder import ServedEmbedder

    return embedder if isinstance(embedder, ServedEmbedder) else None
