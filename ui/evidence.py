"""The evidence card and the source beside it, as one component: choosing a sentence moves the
mark without a round trip to the server. All document text is set as text, never as HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from ui.assets_folder import script, style

_COMPONENT = st.components.v2.component(
    "groundgraph_evidence",
    css=style("common", "evidence"),
    js=script("common", "evidence"),
)


def _nothing() -> None:
    return None


def evidence(
    answer: Mapping[str, Any],
    sources: Sequence[Mapping[str, Any]],
    opinions: Sequence[Mapping[str, str]],
    markdown: str,
) -> Any:
    """Lay out `answer` (as `groundgraph ask --json` prints it) and its cited `sources`. The result
    has `opinion` ({kind, comment}) when one was given and `open` ({entity} or {document, start})
    when another page was asked for."""
    return _COMPONENT(
        data={
            "answer": dict(answer),
            "sources": list(sources),
            "opinions": list(opinions),
            "markdown": markdown,
        },
        key=f"evidence-{answer['id']}",
        on_opinion_change=_nothing,
        on_open_change=_nothing,
    )
