"""The key of a language model's server: from the environment or the keyring, never from a file."""

from __future__ import annotations

import os
from importlib.util import find_spec
from typing import Literal

from graph.model_server.address import LANGUAGE_MODEL_KEY

KEY = LANGUAGE_MODEL_KEY
KeyPlace = Literal["environment", "keyring", "none", "no keyring"]
"""Where a key comes from; ``no keyring``: there is none, and the package is not installed."""


def key_of(host: str, variable: str = KEY) -> str:
    """The key for the server `host`, from the `variable` of the environment or the keyring; empty
    where none is kept."""
    return os.environ.get(variable, "").strip() or _in_keyring(host)


def key_place(host: str) -> KeyPlace:
    """Where the key for the server `host` would come from, never the key itself."""
    if os.environ.get(KEY, "").strip():
        return "environment"
    if find_spec("keyring") is None:
        return "no keyring"
    return "keyring" if _in_keyring(host) else "none"


def _in_keyring(host: str) -> str:
    try:
        import keyring
    except ImportError:
        return ""
    try:
        return keyring.get_password("groundgraph", host) or ""
    except Exception:  # a machine without a keyring that can be opened has no key in it
        return ""
