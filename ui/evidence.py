"""The evidence card and the source beside it, as one component: choosing a sentence moves the
mark without a round trip to the server. All document text is set as text, never as HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from groundgraph.as_json import as_json
from groundgraph.views.card_form import CardForm
from groundgraph.views.cited_sources import CitedSource
from groundgraph.visible_text import visible_data
from ui.assets_folder import script, style

_COMPONENT = st.components.v2.component(
    "groundgraph_evidence",
    css=style("common", "evidence", "parts", "follow_up", "written", "path"),
    js=script("common", "citation", "path", "follow_up", "written", "parts", "evidence"),
)


def _nothing() -> None:
    return None


def evidence(
    answer: Mapping[str, Any],
    sources: Sequence[CitedSource],
    *,
    key: str,
    opinions: Sequence[Mapping[str, str]],
    markdown: str,
    card: CardForm,
    only: Sequence[str],
    kept: bool,
    failed: bool = True,
) -> Any:
    """Lay out `answer` (as `groundgraph ask --json` prints it) and its cited `sources`. `key` tells
    it from other answers; `only` names the documents that were searched, where not all were;
    opinions can be given where the answer is `kept`; sentences of a language model that `failed`
    are shown, or left out. The result has `opinion` ({kind, comment}) when one was given, `open`
    ({entity}, {fact} or {document, start}) when another page was asked for, `again` when the
    question is to be asked again, and `alone` when a follow-up is to be asked without what it
    carried over.
    """
    return _COMPONENT(
        data=visible_data(
            {
                **as_json(card),
                "answer": answer,
                "sources": sources,
                "opinions": opinions,
                "markdown": markdown,
                "key": key,
                "only": only,
                "kept": kept,
                "failed": failed,
            }
        ),
        key=f"evidence-{key}",
        on_opinion_change=_nothing,
        on_open_change=_nothing,
        on_again_change=_nothing,
        on_alone_change=_nothing,
    )
