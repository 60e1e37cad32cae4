"""The network of a checker: MiniLM's encoder and five outputs over it (order, answers, and
supports / contradicts / not stated)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from graph.errors import SettingsError
from learning.encoder_network import EncoderNetwork, Tensors, as_torch
from retrieval.checker_weights import CONFIG, layer_of, layers_of
from retrieval.model_folder import packaged_folder
from retrieval.trained_checker import TRAINED

BASE = "minilm"
OUTPUTS = 5
POSITIONS = 256
HEAD = "head."


def start_tensors(start: str) -> dict[str, npt.NDArray[np.float32]]:
    """The tensors that training starts from, named as in a checker's file, word vectors with
    them: ``minilm`` (without a head), ``trained``, or a folder of a checker. Raises
    `SettingsError`, `ModelError`."""
    from retrieval.checker_weights import read_config, read_weights

    if start != "minilm":
        folder = TRAINED if start == "trained" else Path(start)
        if not (folder / CONFIG).is_file():
            raise SettingsError(
                f"nothing to start from is called {start!r}: give minilm, trained or the folder "
                "of a checker"
            )
        return read_weights(folder, read_config(folder))
    return encoder_tensors(packaged_folder(BASE))


def encoder_tensors(folder: Path) -> dict[str, npt.NDArray[np.float32]]:
    """The tensors of a BERT model's folder that its encoder has, float32."""
    from safetensors.numpy import load_file

    return {
        name.removeprefix("bert."): tensor.astype(np.float32)
        for name, tensor in load_file(folder / "model.safetensors").items()
        if "pooler" not in name and not name.endswith("position_ids")
    }


def first_layers(tensors: Tensors, layers: int) -> dict[str, npt.NDArray[Any]]:
    """`tensors` without those of layers from number `layers` on; for 0 all of them. Raises
    `SettingsError` where there are fewer."""
    if layers > layers_of(tensors):
        raise SettingsError(
            f"what training starts from has {layers_of(tensors)} layers and not {layers}: give a "
            "smaller number"
        )
    return {
        name: tensor
        for name, tensor in tensors.items()
        if not layers or layer_of(name) is None or (layer_of(name) or 0) < layers
    }


class ReaderNetwork(EncoderNetwork):
    """The encoder and its head on one device; the head is always trained. Of what it starts from
    it has the first `layers`, all of them for 0."""

    def __init__(self, start: str, depth: str, device: str, rank: int = 8, layers: int = 0) -> None:
        import torch

        settings = json.loads((packaged_folder(BASE) / "config.json").read_text("utf-8"))
        found = start_tensors(start)
        head = {name: found.pop(name) for name in list(found) if name.startswith(HEAD)}
        for name in found:
            if "position_embeddings" in name:
                found[name] = found[name][:POSITIONS]
        found = first_layers(found, layers)
        config = settings | {
            "max_position_embeddings": POSITIONS, "num_hidden_layers": layers_of(found),
        }  # fmt: skip
        super().__init__(config, found, depth, rank, device)
        self.head: Any = torch.nn.Linear(2 * settings["hidden_size"], OUTPUTS)
        torch.nn.init.normal_(self.head.weight, std=0.02)
        torch.nn.init.zeros_(self.head.bias)
        if head:
            given = as_torch(head)
            self.head.load_state_dict({name[len(HEAD) :]: one for name, one in given.items()})
        self.head.train()
        self.head.to(device)

    def named(self) -> Iterator[tuple[str, Any]]:
        yield from super().named()
        for name, parameter in self.head.named_parameters():
            yield HEAD + name, parameter

    def __call__(
        self, ids: npt.NDArray[Any], types: npt.NDArray[Any], mask: npt.NDArray[Any]
    ) -> Any:
        """Raw outputs (rows, 5) of padded token ids, types and masks, each (rows, tokens)."""
        import torch

        states, mean = self.states(ids, types, mask)
        return self.head(torch.cat([states[:, 0], mean], dim=1)).float()
