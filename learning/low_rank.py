"""Low-rank training (LoRA): thin matrices beside the linear layers of an encoder are trained, and
added to the weights when these are packed, so that nothing is new when a question is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

MARK = ".low_rank."
SCALE = 2.0  # what up @ down is multiplied by, whatever the rank
_OF_A_LAYER = re.compile(r"encoder\.layer\.\d+\.")


class LowRank:
    """One pair of matrices for each linear layer of `bert`: down (rank, in) and up (out, rank),
    whose product is added to what the layer gives. `up` begins as zeros: nothing differs then."""

    def __init__(self, bert: Any, rank: int) -> None:
        import torch

        self._pairs: dict[str, tuple[Any, Any]] = {}
        for name, module in bert.named_modules():
            if isinstance(module, torch.nn.Linear) and _OF_A_LAYER.match(name):
                down = torch.nn.Parameter(torch.empty(rank, module.in_features))
                torch.nn.init.normal_(down, std=module.in_features**-0.5)
                up = torch.nn.Parameter(torch.zeros(module.out_features, rank))
                self._pairs[name] = down, up
                module.register_forward_hook(self._added(name))

    def to(self, device: str) -> None:
        for pair in self._pairs.values():
            for parameter in pair:
                parameter.data = parameter.data.to(device)

    def named(self) -> Iterator[tuple[str, Any]]:
        """The trained matrices by name: that of the layer, `MARK`, and down or up."""
        for name, (down, up) in self._pairs.items():
            yield f"{name}{MARK}down", down
            yield f"{name}{MARK}up", up

    def _added(self, name: str) -> Any:
        from torch.nn.functional import linear

        def hook(module: Any, given: tuple[Any, ...], found: Any) -> Any:
            down, up = self._pairs[name]
            return found + SCALE * linear(linear(given[0], down), up)

        return hook


def merged(values: Mapping[str, Any]) -> dict[str, Any]:
    """`values` (tensors by name) with every pair of thin matrices added to the weights that they
    stand beside, and without the pairs."""
    out = {name: tensor for name, tensor in values.items() if MARK not in name}
    for name in values:
        layer, mark, part = name.partition(MARK)
        if mark and part == "down":
            weight = f"{layer}.weight"
            out[weight] = out[weight] + SCALE * values[f"{layer}{MARK}up"] @ values[name]
    return out
