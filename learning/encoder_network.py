"""A BERT encoder that is trained: which of its layers, and under which names its tensors are kept.
Torch is imported when it is made."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from graph.errors import SettingsError
from learning.low_rank import LowRank, merged
from retrieval.checker_weights import WORDS

Item = TypeVar("Item")
Tensors = Mapping[str, npt.NDArray[Any]]
_LAST = re.compile(r"last-([1-9]\d*)")
_LAYER = re.compile(r"encoder\.layer\.(\d+)\.")


@dataclass(frozen=True, slots=True)
class Depth:
    """How many of the last layers are trained whole (-1: all, and what lies below them), and
    whether low-rank matrices are trained beside all of them."""

    layers: int
    low_rank: bool = False


def depth_of(name: str, layers: int) -> Depth:
    """What ``head``, ``last-N``, ``lora`` or ``full`` means for an encoder of so many `layers`.
    Raises `SettingsError`."""
    if name in ("head", "lora", "full"):
        return Depth(-1 if name == "full" else 0, name == "lora")
    found = _LAST.fullmatch(name)
    if not found or int(found[1]) > layers:
        raise SettingsError(
            f"no depth is called {name!r}: give head, last-1 to last-{layers}, lora or full"
        )
    return Depth(int(found[1]))


class EncoderNetwork:
    """The encoder on one device, without its word vectors' gradients: they stay as they are.
    `config`: the object of a model's ``config.json``; `tensors`: named as in its file."""

    def __init__(
        self, config: Mapping[str, Any], tensors: Tensors, depth: str, rank: int, device: str
    ) -> None:
        from transformers import BertConfig, BertModel

        made: Any = BertModel
        self.device = device
        self.bert = made(BertConfig(**config), add_pooling_layer=False)
        self.bert.load_state_dict(as_torch(tensors))
        self.depth = depth_of(depth, int(config["num_hidden_layers"]))
        self._freeze()
        self.bert.train()
        self.bert.to(device)
        self._low_rank = LowRank(self.bert, rank) if self.depth.low_rank else None
        if self._low_rank is not None:
            self._low_rank.to(device)

    def _freeze(self) -> None:
        last, layers = self.depth.layers, self.bert.config.num_hidden_layers
        for name, parameter in self.bert.named_parameters():
            layer = _LAYER.match(name)
            upper = layer is not None and int(layer[1]) >= layers - last
            parameter.requires_grad_(name != WORDS and (last < 0 or upper))

    def named(self) -> Iterator[tuple[str, Any]]:
        """Every parameter but the word vectors, by the name that its file has for it."""
        for name, parameter in self.bert.named_parameters():
            if name != WORDS:
                yield name, parameter
        if self._low_rank is not None:
            yield from self._low_rank.named()

    def trained(self) -> dict[str, Any]:
        """The parameters that a step changes, by name."""
        return {name: one for name, one in self.named() if one.requires_grad}

    def load(self, values: Mapping[str, Any]) -> None:
        """Take `values`, by name, for the parameters that are trained."""
        import torch

        with torch.no_grad():
            for name, parameter in self.trained().items():
                parameter.copy_(values[name])

    def packed(self, values: Mapping[str, Any]) -> dict[str, npt.NDArray[np.float32]]:
        """All tensors but the word vectors as a file holds them, with `values` in the place of the
        parameters of these names; low-rank matrices are added to their weights."""
        everything = {name: values.get(name, one.detach()) for name, one in self.named()}
        plain = {name: tensor.float().cpu() for name, tensor in everything.items()}
        return {name: tensor.numpy() for name, tensor in merged(plain).items()}

    def states(
        self, ids: npt.NDArray[Any], types: npt.NDArray[Any], mask: npt.NDArray[Any]
    ) -> tuple[Any, Any]:
        """The last layer's vectors (rows, tokens, dimension) of padded token ids, and their mean
        over each row's tokens (rows, dimension)."""
        import torch

        tokens, kinds, given = (
            torch.from_numpy(one.astype(np.int64)).to(self.device) for one in (ids, types, mask)
        )
        states = self.bert(
            input_ids=tokens, token_type_ids=kinds, attention_mask=given
        ).last_hidden_state
        seen = given[..., None].to(states.dtype)
        return states, (states * seen).sum(1) / seen.sum(1)


AT_ONCE = 32  # texts that pass through a network together: of like length, so that few are padded


def passed_by_length(
    run: Callable[[Sequence[Item]], Any],
    items: Sequence[Item],
    length: Callable[[Item], int],
    at_once: int = AT_ONCE,
) -> Any:
    """What `run` gives for `items`, a row each, in their order; those of like length pass
    together."""
    import torch

    order = sorted(range(len(items)), key=lambda at: (length(items[at]), at))
    parts = [order[at : at + at_once] for at in range(0, len(order), at_once)]
    found = torch.cat([run([items[at] for at in part]) for part in parts])
    return found[torch.from_numpy(np.argsort(np.array(order))).to(found.device)]


def as_torch(tensors: Tensors) -> dict[str, Any]:
    import torch

    return {name: torch.from_numpy(np.array(tensor)) for name, tensor in tensors.items()}
