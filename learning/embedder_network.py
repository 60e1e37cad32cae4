"""The network of an embedder: a mean-pooled BERT, and what its vectors cost beside the passages of
other questions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from learning.encoder_network import EncoderNetwork
from learning.reader_network import encoder_tensors

TEMPERATURE = 0.05


class EmbedderNetwork(EncoderNetwork):
    """The encoder of the model in `folder`. Depth ``head`` trains the gains and offsets of the last
    normalisation, which every number of a vector passes."""

    def __init__(self, folder: Path, depth: str, rank: int, device: str) -> None:
        config = json.loads((folder / "config.json").read_text("utf-8"))
        super().__init__(config, encoder_tensors(folder), depth, rank, device)
        if depth == "head":
            last = f"encoder.layer.{config['num_hidden_layers'] - 1}.output.LayerNorm."
            for name, parameter in self.named():
                parameter.requires_grad_(name.startswith(last))

    def vectors(self, ids: Sequence[Sequence[int]]) -> Any:
        """Unit vectors (texts, dimension), float32, of the token ids of texts."""
        from torch.nn.functional import normalize

        tokens, mask = _padded(ids)
        _, mean = self.states(tokens, np.zeros_like(tokens), mask)
        return normalize(mean.float(), dim=1)


def _padded(
    ids: Sequence[Sequence[int]],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    shape = len(ids), max(map(len, ids))
    tokens, mask = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    for row, found in enumerate(ids):
        tokens[row, : len(found)] = found
        mask[row, : len(found)] = 1
    return tokens, mask


def contrast_loss(asked: Any, shown: Any, right: Sequence[int], allowed: Any) -> Any:
    """How far each question (questions, dimension) is from its own text among all that are `shown`
    (texts, dimension): cross-entropy of the cosines over `TEMPERATURE`. `right`: the own text of
    each; `allowed` (questions, texts), booleans: those that it is compared with, its own among
    them."""
    import torch

    scores = (asked @ shown.T / TEMPERATURE).masked_fill(~allowed, -1e4)
    wanted = torch.tensor(list(right), device=scores.device)
    return torch.nn.functional.cross_entropy(scores, wanted)


def anchor_loss(now: Any, before: Any) -> Any:
    """How far vectors have moved from those of the start: mean of 1 - cosine. It keeps cosines on
    the scale that the rules of answers know."""
    return (1 - (now * before).sum(dim=1)).mean()
