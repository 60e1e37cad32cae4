"""The evidence card and the source beside it, as one component: choosing a sentence moves the
mark without a round trip to the server. All document text is set as text, never as HTML."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

_ASSETS = Path(__file__).parent / "assets"


def evidence(answer: dict[str, Any], sources: list[dict[str, Any]]) -> None:
    """Lay out `answer` (as `groundgraph ask --json` prints it) and its cited `sources`."""
    component = st.components.v2.component(
        "groundgraph_evidence",
        css=(_ASSETS / "evidence.css").read_text(encoding="utf-8"),
        js=(_ASSETS / "evidence.js").read_text(encoding="utf-8"),
    )
    component(data={"answer": answer, "sources": sources}, key=f"evidence-{answer['id']}")
