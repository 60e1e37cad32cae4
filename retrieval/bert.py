"""A BERT encoder in NumPy: the forward pass of sentence-transformers models such as MiniLM.

Why not torch: measured on two cores, importing torch, transformers and sentence-transformers and
loading the model takes 5 to 10 s, this 0.5 s, and it encodes as fast (docs/decisions.md). The
vectors are those of sentence-transformers to within 1e-6.

Texts are sorted by length and packed without padding: the linear layers see one flat array of
tokens, attention runs over groups of equally long texts. So a text's vector does not depend on
what it is batched with, beyond the rounding of the matrix product (about 1e-7).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]

# Tokens that pass through the layers together: the widest array (tokens x 1,536 floats) then stays
# within a processor's cache. Measured best among 256 to 8,192.
BATCH_TOKENS = 1024


@dataclass(frozen=True, slots=True)
class BertConfig:
    """The part of ``config.json`` that the forward pass needs."""

    layers: int
    heads: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class _Linear:
    weight: Array  # (in, out)
    bias: Array

    def __call__(self, x: Array) -> Array:
        out: Array = x @ self.weight
        out += self.bias
        return out


@dataclass(frozen=True, slots=True)
class _Norm:
    weight: Array
    bias: Array
    epsilon: float

    def __call__(self, x: Array) -> Array:
        """Layer normalisation of the rows of `x`, in place."""
        x -= x.mean(axis=1, keepdims=True)
        variance = np.einsum("ij,ij->i", x, x) / np.float32(x.shape[1])
        x *= (1.0 / np.sqrt(variance + np.float32(self.epsilon)))[:, None]
        x *= self.weight
        x += self.bias
        return x


@dataclass(frozen=True, slots=True)
class _Layer:
    query_key_value: _Linear
    attended: _Linear
    attended_norm: _Norm
    wide: _Linear
    narrow: _Linear
    narrow_norm: _Norm


class BertEncoder:
    """Mean-pooled, normalised BERT vectors from the tensors of a ``model.safetensors``."""

    def __init__(self, tensors: Mapping[str, Array], config: BertConfig) -> None:
        def tensor(name: str) -> Array:
            found = tensors.get(name)
            if found is None:
                found = tensors[f"bert.{name}"]
            return found

        def linear(*names: str) -> _Linear:
            weight = np.concatenate([tensor(f"{name}.weight") for name in names])
            bias = np.concatenate([tensor(f"{name}.bias") for name in names])
            return _Linear(np.ascontiguousarray(weight.T), bias)

        def norm(name: str) -> _Norm:
            return _Norm(tensor(f"{name}.weight"), tensor(f"{name}.bias"), config.epsilon)

        self._heads = config.heads
        self._words = tensor("embeddings.word_embeddings.weight")
        self._positions = tensor("embeddings.position_embeddings.weight")
        self._types = tensor("embeddings.token_type_embeddings.weight")
        # Texts that are read one by one are of token type 0: added to the positions once.
        self._typed = self._positions + self._types[0]
        self._norm = norm("embeddings.LayerNorm")
        self._layers = [
            _Layer(
                linear(*(f"{at}.attention.self.{part}" for part in ("query", "key", "value"))),
                linear(f"{at}.attention.output.dense"),
                norm(f"{at}.attention.output.LayerNorm"),
                linear(f"{at}.intermediate.dense"),
                linear(f"{at}.output.dense"),
                norm(f"{at}.output.LayerNorm"),
            )
            for at in (f"encoder.layer.{number}" for number in range(config.layers))
        ]
        self.dimension = int(self._words.shape[1])

    def encode(self, ids: Sequence[Sequence[int]], *, threads: int = 1) -> Array:
        """Unit vectors, float32 (len(ids), dimension); `ids` are token ids, special ones
        included, none of them empty. `threads` batches run side by side."""
        out = np.empty((len(ids), self.dimension), dtype=np.float32)
        batches = _batches(ids)

        def run(batch: list[int]) -> None:
            out[batch] = self._forward([ids[index] for index in batch])

        # One BLAS thread for each of ours: whole batches side by side use the cores better than
        # one batch on all of them (measured 4 x), and a single question does not pay for waking
        # threads (10 ms against 60 to 280 on a busy machine).
        with one_blas_thread():
            if len(batches) <= 1 or threads <= 1:
                for batch in batches:
                    run(batch)
            else:
                with ThreadPoolExecutor(threads) as pool:
                    list(pool.map(run, batches))
        return out

    def tokens(self, ids: Sequence[int], first: int) -> Array:
        """The vectors of one text's tokens, float32 (len(ids), dimension), read by itself; the
        `first` tokens are of type 0, the others of type 1."""
        types = np.repeat(self._types[:2], (first, len(ids) - first), axis=0)
        flat = np.asarray(ids, dtype=np.int64)
        x = self._words[flat] + self._positions[: len(ids)] + types
        return self._layers_over(self._norm(x), [(len(ids), 1)])

    def _forward(self, batch: list[Sequence[int]]) -> Array:
        """`batch` is sorted by length, longest first."""
        groups = [(length, len(list(same))) for length, same in groupby(batch, key=len)]
        positions = np.concatenate([np.tile(np.arange(length), many) for length, many in groups])
        flat = np.fromiter((token for text in batch for token in text), dtype=np.int64)
        x = self._words[flat] + self._typed[positions]
        x = self._layers_over(self._norm(x), groups)
        pooled = np.empty((len(batch), self.dimension), dtype=np.float32)
        row = token = 0
        for length, many in groups:
            block = x[token : token + length * many].reshape(many, length, self.dimension)
            pooled[row : row + many] = block.mean(axis=1)
            row, token = row + many, token + length * many
        pooled /= np.maximum(np.linalg.norm(pooled, axis=1, keepdims=True), np.float32(1e-12))
        return pooled

    def _layers_over(self, x: Array, groups: list[tuple[int, int]]) -> Array:
        for layer in self._layers:
            x += layer.attended(self._attend(layer.query_key_value(x), groups))
            x = layer.attended_norm(x)
            wide = layer.wide(x)
            _gelu(wide)
            x += layer.narrow(wide)
            x = layer.narrow_norm(x)
        return x

    def _attend(self, qkv: Array, groups: list[tuple[int, int]]) -> Array:
        """Self-attention within each text; `qkv` is (tokens, 3 x dimension)."""
        size = self.dimension // self._heads
        out = np.empty((len(qkv), self.dimension), dtype=np.float32)
        token = 0
        for length, many in groups:
            rows = slice(token, token + length * many)
            parts = qkv[rows].reshape(many, length, 3, self._heads, size)
            query, key, value = parts.transpose(2, 0, 3, 1, 4)
            weights = query @ key.swapaxes(-1, -2)
            weights *= np.float32(size**-0.5)
            weights -= weights.max(axis=-1, keepdims=True)
            np.exp(weights, out=weights)
            weights /= weights.sum(axis=-1, keepdims=True)
            attended = (weights @ value).transpose(0, 2, 1, 3)
            out[rows] = attended.reshape(length * many, self.dimension)
            token += length * many
        return out


def one_blas_thread() -> Any:
    """A context in which matrix products run on one thread each."""
    return _blas().limit(limits=1, user_api="blas")


@cache
def _blas() -> Any:
    """The controller of the BLAS that NumPy loaded; looking it up takes milliseconds."""
    from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

    return ThreadpoolController()


def _gelu(x: Array) -> None:
    """x * (1 + erf(x / sqrt 2)) / 2, in place. The error function after Abramowitz and Stegun,
    7.1.26 (absolute error below 1.5e-7): its steps are vectorised in NumPy, scipy's erf is not
    and took a third of the whole forward pass."""
    for start in range(0, len(x), 64):  # 64 rows stay within the processor's second cache
        rows = x[start : start + 64]
        size = np.abs(rows)
        size *= np.float32(0.5**0.5)
        t = size * np.float32(0.3275911)
        t += np.float32(1.0)
        np.reciprocal(t, out=t)
        tail = t * np.float32(1.061405429)
        for coefficient in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
            tail += np.float32(coefficient)
            tail *= t
        np.square(size, out=size)
        np.negative(size, out=size)
        np.exp(size, out=size)
        tail *= size  # 1 - erf(|x| / sqrt 2)
        np.subtract(np.float32(1.0), tail, out=tail)
        np.copysign(tail, rows, out=tail)
        tail += np.float32(1.0)
        tail *= np.float32(0.5)
        rows *= tail


def _batches(ids: Sequence[Sequence[int]]) -> list[list[int]]:
    """Indices of `ids`, longest text first, cut at `BATCH_TOKENS`."""
    batches: list[list[int]] = []
    tokens = 0
    for index in sorted(range(len(ids)), key=lambda at: (-len(ids[at]), at)):
        if not batches or tokens + len(ids[index]) > BATCH_TOKENS:
            batches.append([])
            tokens = 0
        batches[-1].append(index)
        tokens += len(ids[index])
    return batches
