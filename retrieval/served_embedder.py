"""An embedder at a server: OpenAI-compatible ``/embeddings``, or Ollama.

    openai:NAME@http://127.0.0.1:8080/v1     ollama:NAME     ollama:NAME@http://gpu.example.com:11434/v1

What such a server gives for a text may differ in its last digits from batch to batch, and nothing
here rests on those: a text is embedded once and kept, in the record (documents) or in memory
(questions), and the content hash knows texts and fingerprints only. The fingerprint is the model's
name, its dimension and its revision, wherever it runs: Ollama's digest, or what the name says
behind ``#`` (``openai:NAME#2@URL``). Tokens are counted with the tokenizer of MiniLM, so that
passages are cut alike whatever embeds them; the server's own tokenizer is not known.
"""

from __future__ import annotations

import hashlib
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast
from urllib.parse import urlsplit

import numpy as np

from graph.errors import ModelError, SettingsError
from graph.model_server.address import (
    ALLOWED,
    EMBEDDER_KEY,
    OLLAMA,
    host_of,
    is_local,
    is_named_in_environment,
    place_of,
)
from graph.model_server.official_client import ModelServer, is_overflow, library
from graph.protocols import Vectors
from retrieval.embedders import BertEmbedder, load_embedder
from retrieval.model_folder import encodable

VERSION = ""
"""Part of every fingerprint here, as `retrieval.embedders.VERSION`."""
PROBE = "Records of inspections are kept for two years."
"""Embedded to learn the dimension, and to see whether a name still stands for the same model."""
_BATCH = 32  # texts of a request; some servers take no more
_TRIED = (PROBE, "Two.", "The pump of hall 4 may be stopped, if nobody works there at the time.")
_ALIKE = 0.999  # cosine of a text's vectors alone and beside others
_KEPT = 2048  # texts whose vectors stay in memory
_NAME = re.compile(
    r"(?P<kind>openai|ollama):(?P<model>[^#\s]+?)(?:#(?P<revision>[\w.-]+))?(?:@(?P<url>https?://\S+))?"
)
_PROMPTS: tuple[tuple[str, str, str], ...] = (
    ("nomic-embed-text", "search_query: ", "search_document: "),
    ("embeddinggemma", "task: search result | query: ", "title: none | text: "),
    ("mxbai-embed", "Represent this sentence for searching relevant passages: ", ""),
    ("e5-", "query: ", "passage: "),
)
"""What models want before a question and before a text, by a part of their names; the cards of the
models say so, and no server adds it."""


@dataclass(frozen=True, slots=True)
class EmbeddingPlace:
    """A model that embeds at a server. `revision`: as the setting names it; `query_prompt` and
    `text_prompt` stand before what is embedded; `dimensions`: asked of models that can shorten
    their vectors. Raises `SettingsError` for any host but this machine that was not allowed."""

    model: str
    base_url: str
    is_ollama: bool = False
    revision: str = ""
    key: str = field(default="", repr=False)
    allow_remote: bool = False
    timeout_s: float = 60.0
    retries: int = 4
    query_prompt: str = ""
    text_prompt: str = ""
    dimensions: int | None = None
    max_tokens: int = 512

    def __post_init__(self) -> None:
        host = host_of(self.base_url)
        if not (self.allow_remote or is_local(host) or is_named_in_environment(host)):
            raise SettingsError(
                f"the embedder {self.model!r} is at {host}, which is not this machine: texts of "
                f"your documents and your questions would be sent there. Allow it with {ALLOWED}="
                f"{host} in the environment, with --allow-remote, or allow_remote=True."
            )

    @property
    def server(self) -> ModelServer:
        """How it is asked."""
        return ModelServer(
            self.model,
            self.base_url,
            "embedding model",
            EMBEDDER_KEY,
            key=self.key,
            timeout_s=self.timeout_s,
            retries=self.retries,
        )


def served_embedder(name: str, **arguments: Any) -> ServedEmbedder:
    """The embedder called `name`, as the module says. `arguments` are fields of `EmbeddingPlace`:
    ``key``, ``allow_remote``, ``timeout_s``, ``retries``, ``query_prompt``, ``text_prompt``,
    ``dimensions``, ``max_tokens``. Nothing is asked yet. Raises `SettingsError`, and `ModelError`
    where the client is not installed."""
    arguments.pop("threads", None)
    found = _NAME.fullmatch(name.strip())
    url = found["url"] if found else None
    if found is None or (url is None and found["kind"] == "openai"):
        raise SettingsError(
            f"{name!r} is no embedder at a server; write openai:NAME@http://HOST:PORT/v1 or "
            "ollama:NAME."
        )
    known = ("key allow_remote timeout_s retries query_prompt text_prompt dimensions "
             "max_tokens").split()  # fmt: skip
    for key in arguments:
        if key not in known:
            raise SettingsError(
                f"the embedder {name!r} knows no setting {key!r}; use one of: {', '.join(known)}"
            )
    query_prompt, text_prompt = _prompts(found["model"])
    given = {"query_prompt": query_prompt, "text_prompt": text_prompt, **arguments}
    is_ollama = found["kind"] == "ollama"
    place = EmbeddingPlace(
        found["model"], url or OLLAMA, is_ollama, found["revision"] or "", **given
    )
    return ServedEmbedder(place)


def served_host(name: str) -> str | None:
    """The host at which the embedder called `name` runs; None where it is at no server. Raises
    `SettingsError`."""
    found = _NAME.fullmatch(name.strip())
    return None if found is None else host_of(found["url"] or OLLAMA)


def _prompts(model: str) -> tuple[str, str]:
    name = model.casefold()
    if "instruct" in name:
        return "", ""
    return next(((query, text) for part, query, text in _PROMPTS if part in name), ("", ""))


class ServedEmbedder:
    """Vectors from a server. `dimension` and `fingerprint` ask it, once."""

    def __init__(self, place: EmbeddingPlace) -> None:
        library()
        self.place = place
        self.where = place_of(place.base_url)
        self.max_tokens = place.max_tokens
        self._server = place.server
        self._counter = cast(BertEmbedder, load_embedder("minilm", threads=1))
        self._kept: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = threading.Lock()

    @cached_property
    def probe(self) -> Vectors:
        """The vector of `PROBE` as the server gives it now, without any prompt. Raises
        `ModelError`."""
        probe: Vectors = self._asked([PROBE], None)[0]
        return probe

    @property
    def dimension(self) -> int:
        return int(self.probe.shape[0])

    @cached_property
    def fingerprint(self) -> str:
        place = self.place
        name = place.model.removesuffix(":latest") if place.is_ollama else place.model
        revision = place.revision or (self._digest() if place.is_ollama else "")
        prompts = f"{place.query_prompt}\0{place.text_prompt}"
        worded = hashlib.sha256(prompts.encode()).hexdigest()[:8] if prompts != "\0" else ""
        parts = [f"served/{name}/{self.dimension}{VERSION}", worded, revision[:16]]
        return ":".join(part for part in parts if part)

    @cached_property
    def _batch(self) -> int:
        """How many texts a request may hold: one, where a server gives a text another vector
        beside others than alone (llama.cpp with several slots did)."""
        alone = np.concatenate([self._asked([text], self.dimension) for text in _TRIED])
        together = self._asked(_TRIED, self.dimension)
        return _BATCH if float((alone * together).sum(axis=1).min()) >= _ALIKE else 1

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return self._counter.count_tokens(texts)

    def embed(self, texts: Sequence[str], *, query: bool) -> Vectors:
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        prompt = self.place.query_prompt if query else self.place.text_prompt
        sent = [prompt + self._sendable(text) for text in texts]
        with self._lock:
            found = {text: self._kept[text] for text in sent if text in self._kept}
        missing = [text for text in dict.fromkeys(sent) if text not in found]
        size = self._batch if len(missing) > 1 else 1
        for start in range(0, len(missing), size):
            batch = missing[start : start + size]
            found.update(zip(batch, self._asked(batch, self.dimension), strict=True))
        self._keep(found)
        return np.stack([found[text] for text in sent])

    def _sendable(self, text: str) -> str:
        """As much of `text` as is read, and never nothing: some servers refuse an empty text."""
        (plain,) = encodable([text.replace("\0", " ")])
        cut = self._counter.first_tokens(plain, self.max_tokens).strip()
        return cut or "."

    def _keep(self, found: Mapping[str, Vectors]) -> None:
        with self._lock:
            for text, vector in found.items():
                self._kept[text] = vector
                self._kept.move_to_end(text)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)

    # --- the server ----------------------------------------------------------------------------

    def _asked(self, texts: Sequence[str], dimension: int | None) -> Vectors:
        """Unit vectors of `texts`, in their order, from one request; failures that may pass are
        tried again. Raises `ModelError`."""
        request: dict[str, Any] = {
            "model": self.place.model,
            "input": list(texts),
            "encoding_format": "float",
        }
        if self.place.dimensions is not None:
            request["dimensions"] = self.place.dimensions
        attempt = 0
        with self._server.client() as client:
            while True:
                try:
                    data = client.embeddings.create(**request).data
                    break
                except Exception as error:
                    if is_overflow(error):
                        raise self._too_long() from None
                    wait = self._server.wait(error, attempt)
                    if wait is None:
                        raise self._server.failure(error, attempt) from None
                    attempt += 1
                    time.sleep(wait)
        return self._checked(data, len(texts), dimension)

    def _checked(self, data: Any, count: int, dimension: int | None) -> Vectors:
        """What came, in the order of what was asked. Raises `ModelError` where it is not what a
        model that embeds gives."""
        try:
            rows = {int(one.index): np.asarray(one.embedding, dtype=np.float64) for one in data}
            found = np.stack([rows[number] for number in range(count)])
        except (AttributeError, KeyError, TypeError, ValueError):
            raise self._no_vectors(f"not one vector for each of {count} texts") from None
        if len(rows) != count or found.ndim != 2 or not found.shape[1]:
            raise self._no_vectors(f"not one vector for each of {count} texts")
        if dimension is not None and found.shape[1] != dimension:
            raise self._no_vectors(
                f"vectors of {found.shape[1]} numbers where it gave {dimension} before"
            )
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        if not np.isfinite(found).all() or not (lengths > 0).all():
            raise self._no_vectors("a vector without length or with numbers that are none")
        return np.asarray(found / lengths, dtype=np.float32)

    def _no_vectors(self, what: str) -> ModelError:
        return ModelError(
            f"{self.place.model} at {self.where} gave {what}. Check that it is a model that "
            "embeds, and look at the server's log."
        )

    def _too_long(self) -> ModelError:
        return ModelError(
            f"{self.place.model} at {self.where} reads no text of {self.max_tokens} tokens. Build "
            "with shorter passages (chunk_tokens, docs/settings.md), or let the server read more."
        )

    def _digest(self) -> str:
        """Ollama's digest of the model; empty where the server has none."""
        openai, httpx = library()
        place = urlsplit(self.place.base_url)
        wanted = {self.place.model, f"{self.place.model}:latest"}
        with self._server.client() as client:
            try:
                tags = client.get(
                    f"{place.scheme}://{place.netloc}/api/tags", cast_to=httpx.Response
                )
                listed = tags.json()["models"]
                return next((str(one["digest"]) for one in listed if one["name"] in wanted), "")
            except (openai.NotFoundError, KeyError, TypeError, ValueError):
                return ""  # a server that stands where an Ollama does, and is none
            except Exception as error:
                raise self._server.failure(error, 0) from None
