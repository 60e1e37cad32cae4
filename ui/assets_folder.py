"""The text of the components' scripts and style sheets, which ship beside the pages."""

from __future__ import annotations

from pathlib import Path

ASSETS = Path(__file__).parent / "assets"


def script(*names: str) -> str:
    """The named scripts as one module; the last one holds the component."""
    return "\n".join((ASSETS / f"{name}.js").read_text(encoding="utf-8") for name in names)


def style(*names: str) -> str:
    return "\n".join((ASSETS / f"{name}.css").read_text(encoding="utf-8") for name in names)
