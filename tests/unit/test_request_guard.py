"""The explorer's server answers its own pages and nobody else's."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from ui.request_guard import RequestGuard, served_hosts


async def _application(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        return
    frame = (b"X-Frame-Options", b"SAMEORIGIN")
    await send({"type": "http.response.start", "status": 200, "headers": [frame]})
    await send({"type": "http.response.body", "body": b"page"})


def answered(
    host: str, *, origin: str = "", method: str = "", hosts: tuple[str, ...] = ()
) -> list[dict[str, Any]]:
    """What the guard sends back; a socket is asked for where there is no `method`."""
    headers = [(b"Host", host.encode())] if host else []
    headers += [(b"Origin", origin.encode())] if origin else []
    scope = {"type": "http", "method": method} if method else {"type": "websocket"}
    sent: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        sent.append(dict(message))

    async def receive() -> Any:
        return {"type": "websocket.connect"}

    guard = RequestGuard(_application, served_hosts(hosts))
    with ThreadPoolExecutor(1) as pool:  # a browser of other tests may hold this thread's loop
        pool.submit(asyncio.run, guard({**scope, "headers": headers}, receive, send)).result()
    return sent


@pytest.mark.parametrize(
    "host", ["localhost:8501", "127.0.0.1:8501", "[::1]:8501", "192.168.3.7", "LOCALHOST."]
)
def test_its_own_hosts_are_served_and_no_page_may_be_framed(host: str) -> None:
    start = answered(host, method="GET")[0]
    assert start["status"] == 200
    headers = dict(start["headers"])
    assert headers[b"content-security-policy"] == b"frame-ancestors 'none'"
    assert headers[b"x-frame-options"] == b"DENY" and b"X-Frame-Options" not in headers


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost.evil.example:8501", "127.0.0.1.evil.example", "", "evil.example:x"],
)
@pytest.mark.parametrize("method", ["GET", "POST", ""])
def test_a_foreign_host_is_refused(host: str, method: str) -> None:
    sent = answered(host, method=method)
    if method:
        assert sent[0]["status"] == 403 and b"--host" in sent[1]["body"]
    else:
        assert sent == [{"type": "websocket.close", "code": 1008, "reason": sent[0]["reason"]}]


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "http://localhost:9999", "http://localhost", "null", "file://",
     "http://127.0.0.1:8501"],
)  # fmt: skip
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", ""])
def test_what_a_page_of_another_origin_sends_is_refused(origin: str, method: str) -> None:
    first = answered("localhost:8501", origin=origin, method=method)[0]
    assert first.get("status") == 403 or first["type"] == "websocket.close"


@pytest.mark.parametrize("method", ["POST", ""])
def test_its_own_page_may_send(method: str) -> None:
    first = answered("localhost:8501", origin="http://localhost:8501", method=method)[0]
    assert first.get("status") == 200 or first["type"] == "websocket.accept"


def test_a_program_sends_no_origin_and_is_served() -> None:
    assert answered("localhost:8501", method="POST")[0]["status"] == 200


def test_a_proxy_is_served_by_the_name_given_for_it() -> None:
    named = ("graph.example",)
    assert answered("graph.example", method="GET", hosts=named)[0]["status"] == 200
    own = answered("10.0.0.5:8501", origin="https://graph.example", hosts=named)
    assert own[0]["type"] == "websocket.accept"
    other = answered("10.0.0.5:8501", origin="https://evil.example", hosts=named)
    assert other[0]["type"] == "websocket.close"
