"""A model hub on this machine: one model under one name, as the hub's own client asks for it."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

COMMIT = "5" * 40


@contextmanager
def serving_hub(name: str, folder: Path) -> Iterator[tuple[str, list[str]]]:
    """The hub's address and the paths that it was asked for, until the block ends."""
    asked: list[str] = []

    class Handler(_Handler):
        model, files, seen = name, folder, asked

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    model: ClassVar[str]
    files: ClassVar[Path]
    seen: ClassVar[list[str]]
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        return None

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        path = self.path.partition("?")[0]
        self.seen.append(path)
        names = sorted(file.name for file in self.files.iterdir())
        resolve = f"/{self.model}/resolve/"
        if path == f"/api/models/{self.model}/revision/main":
            listed = [{"rfilename": name} for name in names]
            self._send(json.dumps({"id": self.model, "sha": COMMIT, "siblings": listed}).encode())
        elif path.startswith(f"/api/models/{self.model}/tree/"):
            self._send(json.dumps([self._entry(name) for name in names]).encode())
        elif path.startswith(resolve) and path.rpartition("/")[2] in names:
            self._send((self.files / path.rpartition("/")[2]).read_bytes())
        else:
            self._send(b"{}", 404)

    def _entry(self, name: str) -> dict[str, object]:
        data = (self.files / name).read_bytes()
        return {"type": "file", "path": name, "size": len(data), "oid": _etag(data)}

    def _send(self, data: bytes, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("content-length", str(len(data)))
        self.send_header("etag", f'"{_etag(data)}"')
        self.send_header("x-repo-commit", COMMIT)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(data)


def _etag(data: bytes) -> str:
    return hashlib.sha1(data).hexdigest()
