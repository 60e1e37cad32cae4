"""The files of a trained checker: layers as 8-bit whole numbers with one scale a row, and what its
scores mean in probabilities. The word vectors are those of the packaged MiniLM, which training
leaves as they are, so they are not stored a second time."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from graph.errors import ModelError
from retrieval.model_folder import PACKAGED, file_sha256, packaged_folder

Tensors = dict[str, npt.NDArray[Any]]

WEIGHTS = "checker.safetensors"
CONFIG = "checker.json"
WORDS = "embeddings.word_embeddings.weight"
_SCALE = ".scale"
_LAYER = re.compile(r"encoder\.layer\.(\d+)\.")


@dataclass(frozen=True, slots=True)
class CheckerConfig:
    """What stands in ``checker.json``. Logistic calibration of the raw score "answers":
    probability = 1 / (1 + exp(-(slope * score + offset))). `sha256` is that of the weights."""

    name: str
    base: str
    slope: float
    offset: float
    sha256: str
    question_tokens: int
    above_tokens: int
    text_tokens: int


def read_config(folder: Path) -> CheckerConfig:
    """The settings of the checker in `folder`. Raises `ModelError`."""
    path = folder / CONFIG
    try:
        found = json.loads(path.read_text("utf-8"))
        return CheckerConfig(**{key: found[key] for key in CheckerConfig.__slots__})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"{folder} holds no checker that can be read ({error!r}); give a folder with "
            f"{CONFIG} and {WEIGHTS}, or leave the setting out"
        ) from error


def read_weights(folder: Path, config: CheckerConfig) -> dict[str, npt.NDArray[np.float32]]:
    """The tensors of the checker in `folder`, float32, word vectors included. Raises `ModelError`
    where they are not the expected ones."""
    from safetensors import safe_open
    from safetensors.numpy import load_file

    path = folder / WEIGHTS
    if not path.is_file() or file_sha256(path) != config.sha256:
        raise ModelError(
            f"{path} is not the file that {CONFIG} beside it describes; install or train it again"
        )
    base = packaged_folder(config.base) / "model.safetensors"
    if file_sha256(base) != PACKAGED[config.base][1]:
        raise ModelError(f"{base} is not the expected model; reinstall its package")
    tensors = unpacked(load_file(path))
    with safe_open(base, framework="numpy") as file:
        tensors[WORDS] = file.get_tensor(WORDS)
    return tensors


def layers_of(tensors: Mapping[str, npt.NDArray[Any]]) -> int:
    """How many layers an encoder with these tensors has."""
    return max((layer_of(name) or 0) for name in tensors) + 1


def layer_of(name: str) -> int | None:
    """The number of the layer that the tensor `name` belongs to; None outside the layers."""
    found = _LAYER.search(name)
    return int(found[1]) if found else None


def packed(tensors: Mapping[str, npt.NDArray[Any]]) -> Tensors:
    """`tensors` as they are stored: matrices of the layers as int8, one scale for each row."""
    out: Tensors = {}
    for name, tensor in sorted(tensors.items()):
        values = tensor.astype(np.float32)
        if values.ndim == 2 and "layer." in name:
            scale = np.maximum(np.abs(values).max(axis=1), np.float32(1e-12)) / np.float32(127)
            out[name] = np.round(values / scale[:, None]).astype(np.int8)
            out[name + _SCALE] = scale.astype(np.float32)
        else:
            out[name] = values if values.ndim == 1 or "head" in name else values.astype(np.float16)
    return out


def unpacked(stored: Mapping[str, npt.NDArray[Any]]) -> dict[str, npt.NDArray[np.float32]]:
    """What `packed` gave, as float32."""
    out: dict[str, npt.NDArray[np.float32]] = {}
    for name, tensor in stored.items():
        if not name.endswith(_SCALE):
            values = tensor.astype(np.float32)
            scale = stored.get(name + _SCALE)
            out[name] = values if scale is None else values * scale[:, None]
    return out
