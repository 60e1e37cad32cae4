"""Words of people and documents inside Streamlit's own labels, which read Markdown."""

from __future__ import annotations

import re

from groundgraph.visible_text import visible_direction

_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:])")


def plain(text: str) -> str:
    """`text` so that Markdown shows it as it is."""
    return _SPECIAL.sub(r"\\\1", visible_direction(" ".join(text.split())))
