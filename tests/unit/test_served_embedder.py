"""An embedder at a server on this machine that behaves well and badly: order, batches, retries,
what is sent where, and what its vectors are known by."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from embedding_server import DIGEST, KEY, Embedding, minilm, serving_embedder

from graph.errors import ModelError, SettingsError
from retrieval.embedders import load_embedder
from retrieval.served_embedder import ServedEmbedder, served_embedder

TEXTS = [f"Records of kind {number} are kept for {number} years." for number in range(70)]


@pytest.fixture
def server() -> Iterator[Embedding]:
    with serving_embedder() as found:
        yield found


def made(server: Embedding, model: str = "minilm", **arguments: Any) -> ServedEmbedder:
    return served_embedder(f"openai:{model}@{server.url}", **arguments)


# --- vectors --------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", ["minilm", "backwards", "busy"])
def test_vectors_are_those_of_the_texts_in_their_order(server: Embedding, model: str) -> None:
    found = made(server, model).embed(TEXTS, query=False)
    assert np.abs(found - minilm().embed(TEXTS, query=False)).max() < 1e-5
    sizes = [len(request["input"]) for request in server.requests if model != "busy"]
    assert max(sizes, default=0) <= 32


def test_a_text_is_sent_once_and_its_vector_stays_what_it_was(server: Embedding) -> None:
    embedder = made(server)
    first = embedder.embed([*TEXTS, *TEXTS], query=False)
    assert first[:70].tobytes() == first[70:].tobytes()
    sent = len(server.requests)
    assert embedder.embed(TEXTS[::-1], query=False)[::-1].tobytes() == first[:70].tobytes()
    assert len(server.requests) == sent
    assert not [text for text in TEXTS if server.texts.count(text) != 1]


def test_a_server_that_mixes_the_texts_of_a_request_gets_one_at_a_time(server: Embedding) -> None:
    found = made(server, "mixing").embed(TEXTS[:5], query=False)
    assert np.abs(found - minilm().embed(TEXTS[:5], query=False)).max() < 1e-5
    assert [len(request["input"]) for request in server.requests[-5:]] == [1] * 5


def test_what_cannot_be_embedded_as_it_is_is_never_sent_so(server: Embedding) -> None:
    found = made(server).embed(["", "  ", "a\0b", "half \ud800"], query=False)
    assert found.shape == (4, 384) and np.isfinite(found).all()
    assert server.texts[-3:] == [".", "a b", "half ?"]


def test_only_as_much_is_sent_as_is_read(server: Embedding) -> None:
    embedder = made(server, max_tokens=64)
    embedder.embed(["word " * 500], query=True)
    assert server.texts[-1] == " ".join(["word"] * 62)
    assert embedder.count_tokens(["word " * 500]) == [502]


def test_models_that_want_words_before_a_text_get_them(server: Embedding) -> None:
    embedder = made(server, "nomic-embed-text")
    embedder.embed(["x"], query=True)
    embedder.embed(["x"], query=False)
    assert server.texts[-2:] == ["search_query: x", "search_document: x"]
    own = made(server, query_prompt="Q: ")
    own.embed(["x"], query=True)
    assert server.texts[-1] == "Q: x"
    assert len({made(server).fingerprint, own.fingerprint, embedder.fingerprint}) == 3


# --- what its vectors are known by ----------------------------------------------------------------


def test_the_fingerprint_is_the_models_and_not_the_hosts(server: Embedding) -> None:
    with serving_embedder() as other:
        names = [
            load_embedder(f"{kind}@{one.url}").fingerprint
            for one in (server, other)
            for kind in ("openai:minilm", "openai:minilm#2", "ollama:minilm")
        ]
    assert names[:3] == names[3:]
    assert names[:3] == [
        "served/minilm/384",
        "served/minilm/384:2",
        f"served/minilm/384:{DIGEST[:16]}",
    ]


def test_another_digest_is_another_model(server: Embedding) -> None:
    before = load_embedder(f"ollama:minilm@{server.url}").fingerprint
    server.digest = "0" * 64
    assert load_embedder(f"ollama:minilm:latest@{server.url}").fingerprint != before
    server.digest = ""
    assert load_embedder(f"ollama:minilm@{server.url}").fingerprint == "served/minilm/384"


# --- how it fails ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "said"),
    [
        ("one-short", "not one vector for each"),
        ("growing", "vectors of 768 numbers where it gave 384 before"),
        ("empty", "a vector without length"),
        ("strange", "not one vector for each"),
        ("locked", "GROUNDGRAPH_EMBEDDER_KEY"),
        ("elsewhere", "redirects are not followed"),
    ],
)
def test_what_is_no_answer_is_told(server: Embedding, model: str, said: str) -> None:
    with pytest.raises(ModelError) as raised:
        made(server, model).embed(["one", "two", "three"], query=False)
    assert said in str(raised.value)
    assert not any("/other" in str(request) for request in server.requests)


def test_a_text_that_the_model_cannot_read_names_the_setting(server: Embedding) -> None:
    with pytest.raises(ModelError, match="chunk_tokens"):
        made(server, "short").embed(["word " * 200], query=False)
    assert server.asked("short") == 2  # the probe and the text: it is not tried again


def test_a_server_that_says_nothing_is_left(server: Embedding) -> None:
    with pytest.raises(ModelError, match=r"said nothing for 0\.3 s"):
        made(server, "silent", timeout_s=0.3).embed(["x"], query=True)
    assert server.asked("silent") == 1


def test_a_server_that_is_out_of_order_is_tried_again_and_then_told(server: Embedding) -> None:
    server.limit = 0
    with pytest.raises(ModelError, match=r"status 503 \(tried 2 times\)"):
        made(server, retries=1).embed(["x"], query=True)
    assert len(server.requests) == 2


def test_no_server_at_all() -> None:
    with serving_embedder() as gone:
        url = gone.url
    with pytest.raises(ModelError, match=r"no embedding model answers at 127\.0\.0\.1"):
        served_embedder(f"openai:m@{url}", retries=0).embed(["x"], query=True)


# --- hosts, keys, environment ---------------------------------------------------------------------


def test_another_host_must_be_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    name = "openai:m@https://models.example.com/v1"
    with pytest.raises(SettingsError, match="GROUNDGRAPH_ALLOW_REMOTE=models"):
        load_embedder(name)
    assert load_embedder(name, allow_remote=True)
    monkeypatch.setenv("GROUNDGRAPH_ALLOW_REMOTE", "example.com, 10.0.0.7")
    with pytest.raises(SettingsError):
        load_embedder(name)
    monkeypatch.setenv("GROUNDGRAPH_ALLOW_REMOTE", "10.0.0.7, Models.Example.com")
    assert load_embedder(name)


@pytest.mark.parametrize(
    "name",
    ["openai:m", "openai:", "ollama:", "openai:m@ftp://127.0.0.1", "openai:m@http://u:word@[::1]/v1",
     "openai:m@http://127.0.0.1/v1?key=word", "ollama:m@http://127.0.0.1:port/v1"],
)  # fmt: skip
def test_what_is_no_embedder_at_a_server_is_named(name: str) -> None:
    with pytest.raises(SettingsError) as raised:
        load_embedder(name)
    assert "word@" not in str(raised.value)


def test_an_unknown_argument_is_named() -> None:
    with pytest.raises(SettingsError, match="use one of: key"):
        served_embedder("ollama:m", temperature=1)


def test_the_key_is_sent_and_shown_nowhere(
    server: Embedding, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        right = made(server, "locked", key=KEY)
        assert right.embed(["x"], query=True).shape == (1, 384)
        with pytest.raises(ModelError) as raised:
            made(server, "locked", key=f"{KEY}-wrong").embed(["x"], query=True)
    assert KEY not in f"{raised.value} {right.place} {right.fingerprint} {caplog.text}"


def test_the_environment_changes_nothing(
    server: Embedding, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "ALL_PROXY", "http_proxy", "OPENAI_BASE_URL"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/v1")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-environment")
    monkeypatch.setenv("OPENAI_ORG_ID", "org-of-the-environment")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "x-of: the-environment")
    assert made(server).embed(["x"], query=True).shape == (1, 384)
    assert "environment" not in str(server.headers)
    assert "authorization" not in server.headers[-1]
