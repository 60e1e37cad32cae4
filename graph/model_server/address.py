"""The address of a server that runs a model, and whether anything may be sent there."""

from __future__ import annotations

import ipaddress
import os
from urllib.parse import urlsplit

from graph.errors import SettingsError

OLLAMA = "http://127.0.0.1:11434/v1"
"""The OpenAI-compatible address of Ollama on this machine."""
LANGUAGE_MODEL_KEY = "GROUNDGRAPH_LLM_KEY"
"""The variable of the environment that holds the key of the language model's server."""
EMBEDDER_KEY = "GROUNDGRAPH_EMBEDDER_KEY"
"""That of the embedder's server."""
ALLOWED = "GROUNDGRAPH_ALLOW_REMOTE"
"""The variable of the environment that names hosts, with commas between them, to which texts may be
sent to be embedded."""


def host_of(base_url: str) -> str:
    """The host in `base_url`. Raises `SettingsError` for what is no plain address of a server."""
    try:
        parts = urlsplit(base_url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        host, parts = "", urlsplit("")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise SettingsError(
            "the address of a model's server holds no user, password or query: give the key in the "
            "environment or in the keyring."
        )
    if parts.scheme not in ("http", "https") or not host:
        raise SettingsError(
            f"{base_url!r} is no address of a server; write it as http://127.0.0.1:8000/v1."
        )
    return host


def place_of(base_url: str) -> str:
    """Where a server is, for people."""
    place = urlsplit(base_url).netloc
    return f"{place} (this machine)" if is_local(host_of(base_url)) else place


def is_local(host: str) -> bool:
    """Whether `host` is this machine: localhost or a loopback address."""
    if host.casefold().rstrip(".") == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_named_in_environment(host: str) -> bool:
    """Whether the environment allows that texts are sent to `host`."""
    named = (part.strip().casefold() for part in os.environ.get(ALLOWED, "").split(","))
    return host.casefold() in {part for part in named if part}
