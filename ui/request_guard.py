"""What the explorer's server lets in: requests for a host that it serves, from its own pages.

A page on another site can send a browser's requests here. Three things keep it out: a foreign
``Host`` (a name that its owner pointed at this machine) is refused; so is every request that can
change or open something and whose ``Origin`` is not the host it was sent to, port included; and no
page may show ours inside a frame.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Awaitable, Callable, Collection, MutableMapping
from typing import Any
from urllib.parse import urlsplit

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

_HEADERS = {
    "content-security-policy": "frame-ancestors 'none'",
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
}
_HARMLESS = frozenset({"GET", "HEAD"})
_REFUSED = (
    "This explorer does not answer requests for {host}. Open the address that `groundgraph ui` "
    "printed, or start it with --host {name} if that name is meant to reach it."
)
_FOREIGN = "This request came from a page of another site ({origin}) and was refused."


def served_hosts(named: Collection[str] = ()) -> frozenset[str]:
    """The host names, without port, that lead to this server: loopback, this machine's own names,
    and those that were `named` on the command line."""
    own = {"localhost", socket.gethostname(), socket.getfqdn()}
    return frozenset(name.lower().rstrip(".") for name in own | set(named))


class RequestGuard:
    """ASGI middleware around `application`; `hosts` are the names that it is reached by."""

    def __init__(self, application: Application, hosts: Collection[str]) -> None:
        self._application = application
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._application(scope, receive, send)
            return
        refusal = self.refusal(scope)
        if refusal:
            await _refuse(scope, receive, send, refusal)
            return
        await self._application(scope, receive, _with_headers(send))

    def refusal(self, scope: Scope) -> str:
        """Why the request is not answered; empty where it is."""
        host = _header(scope, b"host")
        name = _name(host)
        if not self._serves(name):
            return _REFUSED.format(host=host or "no host", name=name or "NAME")
        origin = _header(scope, b"origin")
        harmless = scope["type"] == "http" and scope["method"] in _HARMLESS
        if origin and not harmless and not self._own(origin, host):
            return _FOREIGN.format(origin=origin)
        return ""

    def _serves(self, name: str) -> bool:
        """A literal address is nobody's to point elsewhere; a name has to be one of ours."""
        return name in self._hosts or _is_address(name)

    def _own(self, origin: str, host: str) -> bool:
        """Whether `origin` is where this request was sent. A proxy may change the host on the way:
        then the name that was given on the command line must be the origin's."""
        parts = urlsplit(origin)
        if parts.scheme not in ("http", "https"):
            return False
        return parts.netloc.lower() == host.lower() or self._by_proxy(parts.hostname or "", host)

    def _by_proxy(self, origin: str, host: str) -> bool:
        return origin in self._hosts and origin not in served_hosts() and origin != _name(host)


def _header(scope: Scope, name: bytes) -> str:
    found = [value for key, value in scope["headers"] if key.lower() == name]
    return found[0].decode("latin-1") if len(found) == 1 else ""


def _name(host: str) -> str:
    """The name in a ``Host`` header, without its port; empty where there is none."""
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _with_headers(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            kept = [pair for pair in message["headers"] if pair[0].lower().decode() not in _HEADERS]
            added = [(name.encode(), value.encode()) for name, value in _HEADERS.items()]
            message = {**message, "headers": [*kept, *added]}
        await send(message)

    return sent


async def _refuse(scope: Scope, receive: Receive, send: Send, why: str) -> None:
    if scope["type"] == "websocket":
        await receive()  # websocket.connect
        await send({"type": "websocket.close", "code": 1008, "reason": why[:100]})
        return
    body = why.encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    headers.append((b"content-length", str(len(body)).encode()))
    await _with_headers(send)({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": body})
