"""A real HTTP server on this machine that plays a language model, well and badly: the name of the
model that is asked for says how it behaves."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "sk-of-the-test-9f27c1"
COUNTED = {"prompt_tokens": 900, "completion_tokens": 100, "total_tokens": 1000}
SHORT_CONTEXT = 700  # characters of a prompt that the model "overflow" reads


@dataclass
class Played:
    """The server's address, what it was sent, and what it says: text by model name."""

    url: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    reader: Callable[[str], str] | None = None
    """What the model "reader" says of a passage."""
    released: threading.Event = field(default_factory=threading.Event)

    def asked(self, model: str) -> int:
        return sum(request["model"] == model for request in self.requests)


@contextmanager
def playing_model() -> Iterator[Played]:
    """The server, until the block ends."""
    played = Played()

    class Handler(_Handler):
        state = played

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    played.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield played
    finally:
        played.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    state: Played
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        return None

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.state.requests.append(body)
        self.state.headers.append({k.casefold(): v for k, v in self.headers.items()})
        model = body["model"]
        if model == "reader" and self.state.reader is not None:
            self.say(self.state.reader(body["messages"][-1]["content"]), usage=COUNTED)
            return
        play = getattr(self, f"play_{model.replace('-', '_')}", None)
        if play is not None:
            play(body)
        else:
            self.say(self.state.texts[model])

    def do_GET(self) -> None:
        models = [{"id": name, "object": "model", "created": 0, "owned_by": "test"}
                  for name in self.state.texts]  # fmt: skip
        data = json.dumps({"object": "list", "data": models}).encode()
        self.send_response(200 if self.path == "/v1/models" else 404)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    # --- ways to answer ------------------------------------------------------------------------

    def say(self, text: str, *, usage: dict[str, int] | None = None, end: bool = True) -> None:
        """`text` as a stream, some characters a piece."""
        self.start_stream()
        for at in range(0, len(text), 7):
            self.piece(text[at : at + 7])
        if end:
            self.event({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
            if usage is not None:
                self.event({"choices": [], "usage": usage})
            self.send_chunk(b"data: [DONE]\n\n")
            self.send_chunk(b"")

    def start_stream(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()

    def piece(self, text: str) -> None:
        self.event({"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": None}]})

    def event(self, value: dict[str, Any]) -> None:
        whole = {"id": "c", "object": "chat.completion.chunk", "created": 0, "model": "m", **value}
        self.send_chunk(b"data: " + json.dumps(whole).encode() + b"\n\n")

    def send_chunk(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def refuse(self, status: int, message: str, **headers: str) -> None:
        data = json.dumps({"error": {"message": message, "type": "error"}}).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    # --- misbehaviours -------------------------------------------------------------------------

    def play_locked(self, _: dict[str, Any]) -> None:
        sent = self.headers.get("authorization", "")
        if sent == f"Bearer {KEY}":
            self.say(self.state.texts["good"])
        else:
            self.refuse(401, f"wrong key: {sent}")

    def play_busy(self, body: dict[str, Any]) -> None:
        if self.state.asked("busy") < 3:
            self.refuse(429, "slow down", retry_after="0")
        else:
            self.say(self.state.texts["good"])

    def play_busy_for_long(self, _: dict[str, Any]) -> None:
        self.refuse(429, "slow down", retry_after="3600")

    def play_failing_once(self, _: dict[str, Any]) -> None:
        if self.state.asked("failing-once") < 2:
            self.refuse(500, "something broke")
        else:
            self.say(self.state.texts["good"])

    def play_failing(self, _: dict[str, Any]) -> None:
        self.refuse(500, "something broke")

    def play_missing(self, _: dict[str, Any]) -> None:
        self.refuse(404, "no such model")

    def play_elsewhere(self, _: dict[str, Any]) -> None:
        self.refuse(307, "over there", location=self.state.url + "/other")

    def play_broken(self, _: dict[str, Any]) -> None:
        self.say(self.state.texts["good"] + " And then it was about to s", end=False)
        self.close_connection = True
        self.connection.close()

    def play_stalled(self, _: dict[str, Any]) -> None:
        self.start_stream()
        self.piece(self.state.texts["good"] + " And")
        self.state.released.wait(20)

    def play_silent(self, _: dict[str, Any]) -> None:
        self.state.released.wait(20)

    def play_endless(self, _: dict[str, Any]) -> None:
        self.start_stream()
        try:
            while not self.state.released.is_set():
                self.piece("and so on " * 200)
        except OSError:
            pass

    def play_slow(self, _: dict[str, Any]) -> None:
        self.start_stream()
        try:
            for word in (self.state.texts["good"] + " " + "More of it. " * 400).split():
                self.piece(word + " ")
                time.sleep(0.002)
        except OSError:
            self.state.released.set()

    def play_overflow(self, body: dict[str, Any]) -> None:
        if sum(len(message["content"]) for message in body["messages"][1:]) > SHORT_CONTEXT:
            self.refuse(400, "This model's maximum context length is 200 tokens.")
        else:
            self.say(self.state.texts["good"])

    def play_tiny(self, _: dict[str, Any]) -> None:
        self.refuse(400, "the request exceeds the available context size")

    def play_cutting(self, _: dict[str, Any]) -> None:
        usage = {"prompt_tokens": 12, "completion_tokens": 9, "total_tokens": 21}
        self.say(self.state.texts["good"], usage=usage)

    def play_counting(self, _: dict[str, Any]) -> None:
        usage = {"prompt_tokens": 500, "completion_tokens": 20, "total_tokens": 520}
        self.say(self.state.texts["good"], usage=usage)

    def play_particular(self, body: dict[str, Any]) -> None:
        for name in ("max_tokens", "stream_options"):
            if name in body:
                self.refuse(400, f"Unsupported parameter: '{name}'")
                return
        self.say(self.state.texts["good"])

    def play_no_stream(self, _: dict[str, Any]) -> None:
        data = b"<html>It works!</html>"
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
