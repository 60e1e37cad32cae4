"""A real HTTP server on this machine that embeds, well and badly: the model is MiniLM, and the name
of the model that is asked for says how the server behaves. Every answer differs from the last in
its last digits, as on a machine that batches."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np

from graph.protocols import Embedder, Vectors
from retrieval.embedders import load_embedder

KEY = "sk-of-the-embedder-51b0"
DIGEST = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
NOISE = 1e-7


@dataclass
class Embedding:
    """The server's address and what it was sent. `limit`: requests that it answers, None for
    all; `digest`: of its models, as Ollama states it; `turned`: it serves another model."""

    url: str = ""
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    limit: int | None = None
    digest: str = DIGEST
    turned: bool = False

    @property
    def texts(self) -> list[str]:
        return [text for request in self.requests for text in request["input"]]

    def asked(self, model: str) -> int:
        return sum(request["model"] == model for request in self.requests)


@cache
def minilm() -> Embedder:
    return load_embedder("minilm", threads=1)


@contextmanager
def serving_embedder(port: int = 0) -> Iterator[Embedding]:
    """The server, until the block ends."""
    state = Embedding()

    class Handler(_Handler):
        serving = state

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    state.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    serving: Embedding
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        return None

    def do_GET(self) -> None:
        if self.path == "/api/tags" and self.serving.digest:
            self.send({"models": [{"name": "minilm:latest", "digest": self.serving.digest}]})
        else:
            self.refuse(404, "not here")

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.serving.requests.append(body)
        self.serving.headers.append({k.casefold(): v for k, v in self.headers.items()})
        limit = self.serving.limit
        if limit is not None and len(self.serving.requests) > limit:
            self.refuse(503, "out of order")
            return
        if any(not text for text in body["input"]):
            self.refuse(400, "'$.input' is invalid: an empty text")
            return
        play = getattr(self, f"play_{body['model'].replace('-', '_')}", self.play_well)
        play(body)

    def vectors(self, body: dict[str, Any]) -> Vectors:
        found = minilm().embed(body["input"], query=False)
        if self.serving.turned:
            found = found[:, ::-1]
        noise = np.random.default_rng(len(self.serving.requests)).normal(size=found.shape)
        return np.asarray(3 * (found + NOISE * noise), dtype=np.float32)  # not of length 1

    def say(self, vectors: Any, *, backwards: bool = False) -> None:
        data = [
            {"object": "embedding", "index": number, "embedding": [float(x) for x in row]}
            for number, row in enumerate(vectors)
        ]
        usage = {"prompt_tokens": 1, "total_tokens": 1}
        listed = data[::-1] if backwards else data
        self.send({"object": "list", "data": listed, "model": "m", "usage": usage})

    def send(self, value: object, status: int = 200, **headers: str) -> None:
        data = json.dumps(value).encode()
        self.send_response(status)
        for name, said in headers.items():
            self.send_header(name.replace("_", "-"), said)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def refuse(self, status: int, message: str, **headers: str) -> None:
        self.send({"error": {"message": message, "type": "error"}}, status, **headers)

    # --- ways to answer ------------------------------------------------------------------------

    def play_well(self, body: dict[str, Any]) -> None:
        self.say(self.vectors(body))

    def play_backwards(self, body: dict[str, Any]) -> None:
        self.say(self.vectors(body), backwards=True)

    def play_mixing(self, body: dict[str, Any]) -> None:
        found = self.vectors(body)
        if len(found) > 1:
            found[1] += found[0]
        self.say(found)

    def play_one_short(self, body: dict[str, Any]) -> None:
        found = self.vectors(body)
        self.say(found if len(found) == 1 else found[:-1])

    def play_growing(self, body: dict[str, Any]) -> None:
        found = self.vectors(body)
        self.say(found if len(found) == 1 else np.hstack([found, found]))

    def play_empty(self, body: dict[str, Any]) -> None:
        self.say(0 * self.vectors(body))

    def play_strange(self, body: dict[str, Any]) -> None:
        self.send({"object": "list", "data": [{"index": 0, "embedding": "no numbers"}]})

    def play_locked(self, body: dict[str, Any]) -> None:
        if self.headers.get("authorization", "") == f"Bearer {KEY}":
            self.play_well(body)
        else:
            self.refuse(401, f"wrong key: {self.headers.get('authorization', '')}")

    def play_busy(self, body: dict[str, Any]) -> None:
        if self.serving.asked("busy") < 3:
            self.refuse(429, "slow down", retry_after="0")
        else:
            self.play_well(body)

    def play_short(self, body: dict[str, Any]) -> None:
        if max(minilm().count_tokens(body["input"])) > 64:
            self.refuse(500, "input is too large to process. increase the physical batch size")
        else:
            self.play_well(body)

    def play_elsewhere(self, _: dict[str, Any]) -> None:
        self.refuse(307, "over there", location=f"{self.serving.url}/other")

    def play_silent(self, _: dict[str, Any]) -> None:
        time.sleep(2)
        self.close_connection = True
