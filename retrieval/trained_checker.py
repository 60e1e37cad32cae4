"""A checker trained from MiniLM: one encoder that reads a question or statement together with the
words of a document, and three heads (order, answers, support). NumPy only; no torch.

Each pair passes through the encoder by itself, on one BLAS thread, so its scores are the same in
any batch and with any number of threads; several pairs run side by side.
"""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from graph.checking import Quote, Relevance, Support
from graph.errors import ModelError
from graph.protocols import Checker
from retrieval.bert import BertConfig, BertEncoder, one_blas_thread
from retrieval.checker_input import PairTokenizer, TokenLimits
from retrieval.checker_weights import CONFIG, layers_of, read_config, read_weights
from retrieval.model_folder import file_sha256, packaged_folder, read_json

TRAINED = Path(__file__).parent / "checker_model"
"""The checker that travels with the package; its card.md says what it was trained on."""

KEPT_PAIRS = 8192
"""Pairs whose scores are kept, the ones used last."""

DECIMALS = 4
_LONGEST = 4000  # characters of a text that are looked at; its tokens are cut much earlier

Raw = tuple[float, ...]


def load_checker(name: str = "trained", *, threads: int = 1) -> Checker | None:
    """The checker called `name`: ``trained`` (the packaged one), ``none``, or a folder of the
    same form. Raises `ModelError` where there is none."""
    if name == "none":
        return None
    folder = TRAINED if name == "trained" else Path(name).expanduser().resolve()
    if not (folder / CONFIG).is_file():
        raise ModelError(
            f"no checker {name!r}: there is no such folder with a {CONFIG} in it; give one, or "
            "one of: trained, none"
        )
    return _opened(folder, (folder / CONFIG).read_bytes(), threads)


@lru_cache(maxsize=2)
def _opened(folder: Path, _config: bytes, threads: int) -> TrainedChecker:
    """One a process: its weights are loaded once and its scores serve all bases."""
    return TrainedChecker(folder, threads=threads)


class TrainedChecker:
    """See the module. Weights are loaded, and their SHA-256 checked, at the first pair."""

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        self.folder = folder
        self.threads = threads
        self._config = read_config(folder)
        self._kept: OrderedDict[tuple[str, str, str], Raw] = OrderedDict()
        self._lock = threading.Lock()

    @cached_property
    def fingerprint(self) -> str:
        """Name and hash of the weights and of what their scores mean."""
        settings = file_sha256(self.folder / CONFIG)[:8]
        return f"{self._config.name}:{self._config.sha256[:16]}:{settings}"

    def relevance(self, question: str, quotes: Sequence[Quote]) -> list[Relevance]:
        slope, offset = self._config.slope, self._config.offset
        return [
            Relevance(round(raw[0], DECIMALS), round(_sigmoid(slope * raw[1] + offset), DECIMALS))
            for raw in self._read([(question, quote.above, quote.text) for quote in quotes])
        ]

    def support(self, statement: str, quotes: Sequence[Quote]) -> list[Support]:
        return self.supports([(statement, quote) for quote in quotes])

    def supports(self, pairs: Sequence[tuple[str, Quote]]) -> list[Support]:
        """Whether the quote of each pair supports its statement."""
        found = []
        for raw in self._read([(said, quote.above, quote.text) for said, quote in pairs]):
            powers = [math.exp(value - max(raw[2:5])) for value in raw[2:5]]
            found.append(Support(*(round(power / sum(powers), DECIMALS) for power in powers)))
        return found

    # --- pairs ---------------------------------------------------------------------------------

    def _read(self, keys: Sequence[tuple[str, str, str]]) -> list[Raw]:
        """The outputs for each question or statement with what stands above a quote, and it."""
        with self._lock:
            known = {key: self._kept[key] for key in keys if key in self._kept}
        new = [key for key in dict.fromkeys(keys) if key not in known]
        known.update(zip(new, self._score(new), strict=True))
        with self._lock:
            for key in keys:
                self._kept[key] = known[key]
                self._kept.move_to_end(key)
            while len(self._kept) > KEPT_PAIRS:
                self._kept.popitem(last=False)
        return [known[key] for key in keys]

    def _score(self, pairs: Sequence[tuple[str, str, str]]) -> list[Raw]:
        if not pairs:
            return []
        texts = list(dict.fromkeys(text for pair in pairs for text in pair))
        tokens = self._tokenizer.ids([text[:_LONGEST] for text in texts])
        ids = dict(zip(texts, tokens, strict=True))
        inputs = [self._tokenizer.pair(ids[a], ids[b], ids[c]) for a, b, c in pairs]
        _ = self._encoder, self._head  # loaded before threads ask for them
        with one_blas_thread():
            if self.threads <= 1 or len(inputs) == 1:
                return [self._forward(item) for item in inputs]
            with ThreadPoolExecutor(self.threads) as pool:
                return list(pool.map(self._forward, inputs))

    def _forward(self, item: tuple[list[int], int]) -> Raw:
        ids, first = item
        states = self._encoder.tokens(ids, first)
        pooled = np.concatenate([states[0], states.mean(axis=0)])
        weight, bias = self._head
        return tuple(float(value) for value in weight @ pooled + bias)

    # --- files ---------------------------------------------------------------------------------

    @cached_property
    def _model(self) -> tuple[BertEncoder, tuple[Any, Any]]:
        tensors = read_weights(self.folder, self._config)
        base = read_json(packaged_folder(self._config.base) / "config.json")
        encoder = BertEncoder(
            tensors,
            BertConfig(
                layers=layers_of(tensors),
                heads=int(base["num_attention_heads"]),
                epsilon=float(base["layer_norm_eps"]),
            ),
        )
        return encoder, (tensors["head.weight"], tensors["head.bias"])

    @property
    def _encoder(self) -> BertEncoder:
        return self._model[0]

    @property
    def _head(self) -> tuple[Any, Any]:
        return self._model[1]

    @cached_property
    def _tokenizer(self) -> PairTokenizer:
        config = self._config
        limits = TokenLimits(config.question_tokens, config.above_tokens, config.text_tokens)
        return PairTokenizer(packaged_folder(config.base), limits)


def _sigmoid(value: float) -> float:
    return 1 / (1 + math.exp(-value)) if value >= 0 else math.exp(value) / (1 + math.exp(value))
