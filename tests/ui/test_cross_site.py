"""A page of another site, in a real browser, against a running explorer: it cannot frame it, speak
to it, or make it ask, record or run anything by sending somebody there."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from groundgraph import KnowledgeBase

HOSTILE = """<!doctype html><meta charset="utf-8"><title>hostile</title>
<iframe id="frame" src="ADDRESS/?q=QUESTION"></iframe>
<script>
window.said = {};
const socket = new WebSocket("WS/_stcore/stream", ["streamlit"]);
socket.onopen = () => { window.said.socket = "open"; };
socket.onerror = () => { window.said.socket = "refused"; };
const note = (name) => (what) => { window.said[name] = what; };
fetch("ADDRESS/", {}).then((r) => r.text()).then(note("read"), () => note("read")("refused"));
fetch("ADDRESS/_stcore/upload_file/x/y", { method: "PUT", mode: "no-cors", body: "z" })
  .then((r) => note("put")(r.type), () => note("put")("refused"));
fetch("ADDRESS/_stcore/upload_file/x/y", { method: "POST", mode: "no-cors", body: "z" })
  .then((r) => note("post")(r.type), () => note("post")("refused"));
</script>"""
QUESTION = "How soon must a Class B event be reported?"
CYPHER = "MATCH (d:Document) RETURN d.id AS id"


@contextmanager
def site(html: str) -> Iterator[str]:
    """Another site on this machine: the same host, another port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, *what: Any) -> None:
            return None

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def position(own_base: Path) -> Iterator[None]:
    """Nothing is recorded meanwhile."""
    with KnowledgeBase(own_base) as base:
        before = base.record.position
    yield
    with KnowledgeBase(own_base) as base:
        assert base.record.position == before


def test_a_page_of_another_site_neither_frames_nor_reads_nor_sends(
    address: str, open_page: Any, position: None
) -> None:
    html = HOSTILE.replace("ADDRESS", address).replace("WS", address.replace("http", "ws"))
    with site(html.replace("QUESTION", quote(QUESTION))) as other:
        page: Page = open_page(other)
        page.wait_for_function("Object.keys(window.said).length === 4")
        said = page.evaluate("window.said")
        # An opaque response says only that something came back: the guard's refusal.
        assert said["socket"] == "refused" and said["read"] == "refused"
        assert {said["put"], said["post"]} <= {"refused", "opaque"}
        frame = page.frames[1]
        assert frame.url.startswith("chrome-error:")


@pytest.mark.parametrize(
    ("path", "sign"),
    [
        (f"?q={quote(QUESTION)}", "Not asked yet"),
        ("audit?q=deadlines", "Not run yet"),
        (f"audit?cypher={quote(CYPHER)}", "Not run yet"),
    ],
)
def test_an_address_that_another_site_leads_to_only_fills_in(
    address: str, open_page: Any, position: None, path: str, sign: str
) -> None:
    with site(f'<!doctype html><a href="{address}/{path}">go</a>') as other:
        page: Page = open_page(other)
        page.get_by_role("link", name="go").click()
        expect(page.get_by_text(sign)).to_be_visible()
        assert page.locator(".sentences, tbody tr").count() == 0
