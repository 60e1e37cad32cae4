"""Embedders: `load_embedder` makes one from a short name or the folder of a sentence-transformers
model. Models are read from local files only; nothing is ever downloaded.

Two engines behind one protocol. A mean-pooled BERT (MiniLM and what is fine-tuned from it) runs in
NumPy (`retrieval.bert`); any other architecture runs in sentence-transformers, which loads torch.
Weights are loaded, and their SHA-256 checked, at the first `embed`; counting tokens needs neither.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from graph.errors import ModelError, SettingsError
from graph.protocols import Embedder, Vectors
from retrieval.bert import BertConfig, BertEncoder
from retrieval.model_folder import PACKAGED, encodable, file_sha256, packaged_folder, read_json

ARGUMENTS = ("threads",)
VERSION = ""
"""Part of every embedder's fingerprint. Change it (``/2``) together with code that gives other
vectors for the same texts; all bases are embedded again then, and readers refuse older stores.
"""


def load_embedder(name: str = "minilm", **arguments: object) -> Embedder:
    """The embedder called `name`: a short name (``minilm``), the folder of a
    sentence-transformers model, or a model at a server (``openai:NAME@URL``, ``ollama:NAME``; see
    `retrieval.served_embedder`, also for its arguments). `threads` (default: the processors this
    process may use) bounds the encoder's threads. Raises `ModelError` where the model is missing or
    not the expected one, `SettingsError` for an unknown argument."""
    if is_served(name):
        from retrieval.served_embedder import served_embedder

        return served_embedder(name, **arguments)
    for key in arguments:
        if key not in ARGUMENTS:
            raise SettingsError(
                f"the embedder knows no setting {key!r}; use one of: {', '.join(ARGUMENTS)}"
            )
    threads = arguments.get("threads")
    if threads is None:
        threads = _processors()
    if not isinstance(threads, int) or isinstance(threads, bool) or threads < 1:
        raise SettingsError(
            f"embedder.threads is {threads!r}; give a whole number, 1 or more, or leave it out"
        )
    if name in PACKAGED:
        return open_folder(packaged_folder(name), name, PACKAGED[name][1], threads)
    folder = Path(name).expanduser()
    if not (folder / "config.json").is_file():
        raise ModelError(
            f"no embedder {name!r}: there is no such model folder (with a config.json in it); "
            f"give the folder of a sentence-transformers model, or one of: {', '.join(PACKAGED)}, "
            "or a model at a server: openai:NAME@URL, ollama:NAME"
        )
    return open_folder(folder, folder.resolve().name, None, threads)


def is_served(name: str) -> bool:
    """Whether `name` is that of a model at a server."""
    return name.startswith(("openai:", "ollama:"))


def open_folder(folder: Path, name: str, digest: str | None, threads: int) -> Embedder:
    """The embedder in `folder`; `digest` is the expected SHA-256 of its weights, if known."""
    for needed in ("tokenizer.json", "model.safetensors"):
        if not (folder / needed).is_file():
            raise ModelError(
                f"the model folder {folder} has no {needed}; "
                "save the model with sentence-transformers (safetensors) and try again"
            )
    return _opened(folder, name, digest, threads, _state(folder))


@lru_cache(maxsize=2)
def _opened(
    folder: Path, name: str, digest: str | None, threads: int, _of_files: tuple[object, ...]
) -> Embedder:
    """One a process, as long as its files stay what they are: its weights are loaded and checked
    once and serve all bases."""
    kind = BertEmbedder if _is_mean_pooled_bert(folder) else SentenceTransformersEmbedder
    return kind(folder, name, digest, threads)


def _state(folder: Path) -> tuple[object, ...]:
    """The files of a model folder as the file system tells them apart."""
    found = ((path, path.stat()) for path in sorted(folder.rglob("*")) if path.is_file())
    return tuple((path, s.st_ino, s.st_size, s.st_mtime_ns, s.st_ctime_ns) for path, s in found)


class _FolderEmbedder:
    """What both engines share: tokenizer, prompts, fingerprint, check of the weights."""

    def __init__(self, folder: Path, name: str, digest: str | None, threads: int) -> None:
        self.folder = folder
        self.threads = threads
        config = read_json(folder / "config.json")
        limits = [
            config.get("max_position_embeddings"),
            read_json(folder / "sentence_bert_config.json").get("max_seq_length"),
        ]
        self.max_tokens = min(int(limit) for limit in limits if limit)
        self.dimension = int(config["hidden_size"])
        self._expected = digest or file_sha256(folder / "model.safetensors")
        self._checked = digest is None
        self.fingerprint = f"{name}:{self._expected[:16]}{VERSION}"
        prompts = read_json(folder / "config_sentence_transformers.json").get("prompts") or {}
        self._query_prompt = str(prompts.get("query") or "")
        self._text_prompt = str(prompts.get("document") or prompts.get("passage") or "")

    @cached_property
    def _tokenizer(self) -> Any:
        # The tokenizer's own threads are of no use here, and it warns on stderr after a fork.
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self.folder / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return tokenizer

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(found.ids) for found in self._tokenizer.encode_batch_fast(encodable(texts))]

    def first_tokens(self, text: str, count: int) -> str:
        """`text` as far as its first `count` tokens go, special tokens included."""
        offsets = self._tokenizer.encode(text).offsets
        return text if len(offsets) <= count else text[: offsets[count - 2][1]]

    def _prompted(self, texts: Sequence[str], query: bool) -> list[str]:
        prompt = self._query_prompt if query else self._text_prompt
        return [prompt + text for text in encodable(texts)]

    def _weights(self) -> Path:
        path = self.folder / "model.safetensors"
        if not self._checked:
            found = file_sha256(path)
            if found != self._expected:
                raise ModelError(
                    f"{path} is not the expected model (SHA-256 {found[:16]}…, expected "
                    f"{self._expected[:16]}…); reinstall its package, or set the embedder to the "
                    "folder of a model that you trust"
                )
            self._checked = True
        return path


class BertEmbedder(_FolderEmbedder):
    """A mean-pooled BERT, encoded with NumPy."""

    @cached_property
    def _encoder(self) -> BertEncoder:
        from safetensors.numpy import load_file

        config = read_json(self.folder / "config.json")
        return BertEncoder(
            load_file(self._weights()),
            BertConfig(
                layers=int(config["num_hidden_layers"]),
                heads=int(config["num_attention_heads"]),
                epsilon=float(config["layer_norm_eps"]),
            ),
        )

    def embed(self, texts: Sequence[str], *, query: bool) -> Vectors:
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        return self._encoder.encode(self.token_ids(texts, query=query), threads=self.threads)

    def token_ids(self, texts: Sequence[str], *, query: bool) -> list[list[int]]:
        """What is read of each of `texts`: token ids, special ones included, none of them empty."""
        found = self._tokenizer.encode_batch_fast(self._prompted(texts, query))
        return [_truncate(text.ids, self.max_tokens) for text in found]


class SentenceTransformersEmbedder(_FolderEmbedder):
    """Any sentence-transformers model, encoded with torch on the processor."""

    @cached_property
    def _model(self) -> Any:
        try:
            import transformers
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            if "static TLS" not in str(error):
                raise
            raise ModelError(
                "sentence-transformers cannot be loaded beside kglite in this process (a limit of "
                "glibc); start again with "
                "GLIBC_TUNABLES=glibc.rtld.optional_static_tls=4096 in the environment"
            ) from error

        transformers.utils.logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        transformers.utils.logging.set_verbosity_error()  # type: ignore[no-untyped-call]
        self._weights()
        model = SentenceTransformer(str(self.folder), device="cpu", local_files_only=True)
        model.eval()
        return model

    def embed(self, texts: Sequence[str], *, query: bool) -> Vectors:
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        import torch

        before = torch.get_num_threads()
        torch.set_num_threads(self.threads)
        try:
            vectors = self._model.encode(
                self._prompted(texts, query),
                prompt="",
                batch_size=16,
                show_progress_bar=False,
                normalize_embeddings=True,
            )
        finally:
            torch.set_num_threads(before)
        return np.asarray(vectors, dtype=np.float32)


def _is_mean_pooled_bert(folder: Path) -> bool:
    config = read_json(folder / "config.json")
    pooling = read_json(folder / "1_Pooling" / "config.json")
    modes = {key for key, on in pooling.items() if key.startswith("pooling_mode_") and on is True}
    modules = [str(module["type"]).rsplit(".", 1)[-1] for module in _modules(folder)]
    return (
        config.get("model_type") == "bert"
        and config.get("hidden_act") == "gelu"
        and config.get("position_embedding_type", "absolute") == "absolute"
        and (modes == {"pooling_mode_mean_tokens"} or pooling.get("pooling_mode") == "mean")
        and modules[:2] == ["Transformer", "Pooling"]
        and set(modules[2:]) <= {"Normalize"}
    )


def _modules(folder: Path) -> list[dict[str, Any]]:
    path = folder / "modules.json"
    return json.loads(path.read_text("utf-8")) if path.is_file() else []


def _truncate(ids: list[int], limit: int) -> list[int]:
    """As the tokenizer truncates: the last token is the separator and stays."""
    return ids if len(ids) <= limit else [*ids[: limit - 1], ids[-1]]


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
