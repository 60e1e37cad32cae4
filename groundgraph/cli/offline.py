"""The command asks no model hub: `HF_HUB_OFFLINE` is set, unless its user has said something."""

from __future__ import annotations

import os

_OFFLINE = "HF_HUB_OFFLINE"
_ours = False


def stay_offline() -> None:
    """No library asks a hub from now on. Called before any of them is imported."""
    global _ours
    _ours = _OFFLINE not in os.environ
    os.environ.setdefault(_OFFLINE, "1")


def allow_downloads() -> None:
    """The user allows the download of one model; what the environment forbids stays forbidden.
    The libraries read the variable when they are imported, which is later."""
    if _ours:
        os.environ.pop(_OFFLINE, None)
