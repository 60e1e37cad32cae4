"""The network that is trained: MiniLM's encoder and five outputs over it (order, answers, and
supports / contradicts / not stated). Torch is imported when it is made."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from graph.errors import SettingsError
from retrieval.checker_weights import CONFIG, WORDS
from retrieval.embedders import packaged_folder
from retrieval.trained_checker import TRAINED

BASE = "minilm"
OUTPUTS = 5
POSITIONS = 256
_LAST = re.compile(r"last-([1-9]\d*)")
_LAYER = re.compile(r"encoder\.layer\.(\d+)\.")


def trained_layers(depth: str, layers: int) -> int:
    """How many of the last layers `depth` trains; -1 for all and what lies below them. Raises
    `SettingsError`."""
    if depth in ("head", "full"):
        return 0 if depth == "head" else -1
    found = _LAST.fullmatch(depth)
    if not found or int(found[1]) > layers:
        raise SettingsError(
            f"no depth is called {depth!r}: give head, last-1 to last-{layers}, or full"
        )
    return int(found[1])


def start_tensors(start: str) -> dict[str, npt.NDArray[np.float32]]:
    """The tensors that training starts from, named as in a checker's file, word vectors with
    them: ``minilm`` (without a head), ``trained``, or a folder of a checker. Raises
    `SettingsError`, `ModelError`."""
    from safetensors.numpy import load_file

    from retrieval.checker_weights import read_config, read_weights

    if start != "minilm":
        folder = TRAINED if start == "trained" else Path(start)
        if not (folder / CONFIG).is_file():
            raise SettingsError(
                f"nothing to start from is called {start!r}: give minilm, trained or the folder "
                "of a checker"
            )
        return read_weights(folder, read_config(folder))
    found = load_file(packaged_folder(BASE) / "model.safetensors")
    return {
        name: tensor.astype(np.float32)
        for name, tensor in found.items()
        if not name.startswith("pooler") and not name.endswith("position_ids")
    }


class ReaderNetwork:
    """The encoder and its head on one device. `state` is what a checker's file holds: every tensor
    but the word vectors, which stay as they are."""

    def __init__(self, start: str, depth: str, device: str) -> None:
        import torch
        from transformers import BertConfig, BertModel

        settings = json.loads((packaged_folder(BASE) / "config.json").read_text("utf-8"))
        settings |= {"max_position_embeddings": POSITIONS}
        config = BertConfig(**settings)
        self.device = device
        made: Any = BertModel
        self.bert = made(config, add_pooling_layer=False)
        self.head: Any = torch.nn.Linear(2 * config.hidden_size, OUTPUTS)
        torch.nn.init.normal_(self.head.weight, std=0.02)
        torch.nn.init.zeros_(self.head.bias)
        self._load(start_tensors(start))
        self._freeze(trained_layers(depth, config.num_hidden_layers))
        for part in (self.bert, self.head):
            part.train()
            part.to(device)

    def _load(self, tensors: dict[str, npt.NDArray[np.float32]]) -> None:
        import torch

        given = {name: torch.from_numpy(np.array(tensor)) for name, tensor in tensors.items()}
        for name, tensor in given.items():
            if "position_embeddings" in name:
                given[name] = tensor[:POSITIONS]
        head = {
            name.removeprefix("head."): given.pop(name) for name in list(given) if "head." in name
        }
        self.bert.load_state_dict(given)
        if head:
            self.head.load_state_dict(head)

    def _freeze(self, last: int) -> None:
        layers = self.bert.config.num_hidden_layers
        for name, parameter in self.bert.named_parameters():
            layer = _LAYER.match(name)
            upper = layer is not None and int(layer[1]) >= layers - last
            parameter.requires_grad_(name != WORDS and (last < 0 or upper))

    def named(self) -> Iterator[tuple[str, Any]]:
        """Every parameter but the word vectors, named as in a checker's file."""
        for name, parameter in self.bert.named_parameters():
            if name != WORDS:
                yield name, parameter
        for name, parameter in self.head.named_parameters():
            yield f"head.{name}", parameter

    def load(self, state: dict[str, Any]) -> None:
        """Take the values of `state`, which has the names of `named`."""
        import torch

        with torch.no_grad():
            for name, parameter in self.named():
                parameter.copy_(state[name])

    def __call__(
        self, ids: npt.NDArray[Any], types: npt.NDArray[Any], mask: npt.NDArray[Any]
    ) -> Any:
        """Raw outputs (rows, 5) of padded token ids, types and masks, each (rows, tokens)."""
        import torch

        tokens, kinds, given = (
            torch.from_numpy(one.astype(np.int64)).to(self.device) for one in (ids, types, mask)
        )
        states = self.bert(
            input_ids=tokens, token_type_ids=kinds, attention_mask=given
        ).last_hidden_state
        seen = given[..., None].to(states.dtype)
        mean = (states * seen).sum(1) / seen.sum(1)
        return self.head(torch.cat([states[:, 0], mean], dim=1)).float()
