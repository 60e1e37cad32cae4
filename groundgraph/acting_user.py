"""Who does what is done here."""

from __future__ import annotations


def user_name() -> str:
    """Who runs this process."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
