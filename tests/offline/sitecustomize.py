"""Forbids connections to other hosts, in the test process and in every Python child process.

``tests/conftest.py`` loads it and puts this folder first on ``PYTHONPATH``, so that the
interpreter imports it on start-up of whatever a test launches. Unix sockets and loopback stay.
"""

from __future__ import annotations

import ipaddress
import socket
import sys
from typing import Any


def _local(host: Any) -> bool:
    if host is None or host in ("", "localhost", b"localhost"):
        return True
    try:
        address = ipaddress.ip_address(host.decode() if isinstance(host, bytes) else host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        handle, address = arguments
        inet = handle.family in (socket.AF_INET, socket.AF_INET6)
        if not inet or not isinstance(address, tuple) or _local(address[0]):
            return
        host = address[0]
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0]
        if _local(host):
            return
    else:
        return
    raise PermissionError(f"the tests forbid connections to other hosts; {event} to {host!r}")


sys.addaudithook(_refuse)
