"""A trained embedder as files: the folder of a sentence-transformers model, as the one that ships
has it, with other weights."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from retrieval.model_folder import file_sha256

WEIGHTS = "model.safetensors"
BESIDE = (
    "config.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "vocab.txt",
    "modules.json",
    "sentence_bert_config.json",
    "config_sentence_transformers.json",
    "1_Pooling/config.json",
)
"""Files that a model may have beside its weights; of others nothing is read."""


def write_embedder(
    start: Path, tensors: Mapping[str, npt.NDArray[Any]], folder: Path, share: float = 1.0
) -> str:
    """Write into `folder` the model of `start` with `tensors` (all but the word vectors) in their
    place, or so far on the way to them as `share` says; the SHA-256 of its weights. What it holds
    of a former call is replaced."""
    from safetensors.numpy import load_file, save_file

    folder.mkdir(parents=True, exist_ok=True)
    for name in BESIDE:
        if (start / name).is_file():
            (folder / name).parent.mkdir(exist_ok=True)
            shutil.copyfile(start / name, folder / name)
    held = load_file(start / WEIGHTS)
    made = {name: _mixed(one, tensors.get(_plain(name)), share) for name, one in held.items()}
    save_file(made, folder / WEIGHTS, metadata={"format": "pt"})
    return file_sha256(folder / WEIGHTS)


def _plain(name: str) -> str:
    return name.removeprefix("bert.")


def _mixed(
    before: npt.NDArray[Any], after: npt.NDArray[Any] | None, share: float
) -> npt.NDArray[Any]:
    if after is None:
        return before
    old, new = before.astype(np.float32), after.astype(np.float32)
    return new if share == 1.0 else old + np.float32(share) * (new - old)
