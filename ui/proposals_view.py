"""Proposals: what a reading model proposed; what entered the base, with its quotes, and what was
refused, by reason.

The address of the page is its state, so a reload or a copied link restores the view.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from groundgraph import KnowledgeBase
from groundgraph.reading_by_model import reads_with_a_model
from groundgraph.views.cited_sources import Place, place_sources
from groundgraph.views.document_list import document_names
from groundgraph.views.proposed_rows import (
    ADMITTED,
    REFUSED,
    REVIEW,
    ProposedRow,
    ProposedRows,
    chosen_rows,
    proposed_rows,
    reasons_of,
)
from groundgraph.visible_text import visible_data
from ui.assets_folder import script, style
from ui.bases import notice, per_generation, serve
from ui.page_address import acted, get, heard, named, pages, parts, put
from ui.row_list import PAGE, leave, offered_documents, take_up

_COMPONENT = st.components.v2.component(
    "groundgraph_proposals",
    css=style("common", "facts", "finder", "proposals"),
    js=script("common", "facts", "page", "combobox", "document_filter", "proposals"),
)
_KEY = "proposals"


def _act() -> None:
    for act in acted(_KEY):
        chosen = act["filters"]
        put(
            show=chosen["show"] if chosen["show"] != ADMITTED else "",
            find=chosen["find"],
            reason=chosen["reason"],
            document=chosen["document"],
            text="1" if chosen["text"] else "",
        )
        take_up(_KEY, act)


_rows = per_generation(proposed_rows)
_names = per_generation(document_names)


def show(base: KnowledgeBase) -> None:
    if not reads_with_a_model(base.settings):
        notice(
            "No language model reads these documents",
            "Their facts were read by rules alone. A model can read beside them: what it proposes "
            "is held to the words of its sentence, and what does not hold is refused. Then this "
            "page shows both. To let one read, type:",
            f"groundgraph build --extractor llm --llm ollama:NAME --kb {base.folder}",
        )
        return
    with st.spinner("Looking through what it proposed"):
        found = _rows(base)
    if not (found.admitted or found.refused):
        _nothing(base, found)
        return
    _show(base, found)


def _nothing(base: KnowledgeBase, found: ProposedRows) -> None:
    if found.waiting:
        text = f"{found.model} has not read these documents yet. Let it go on:"
    else:
        text = f"{found.model} has read these documents and proposed nothing. To read again:"
    notice("No proposals yet", text, f"groundgraph build --kb {base.folder}")


def _show(base: KnowledgeBase, found: ProposedRows) -> None:
    wanted = get("show") if get("show") in (REFUSED, REVIEW) else ADMITTED
    find, document = get("find"), get("document")
    of_kind = chosen_rows(found.kind(wanted), find, document)
    reasons = reasons_of(of_kind) if wanted == REFUSED else []
    reason = get("reason") if wanted == REFUSED else ""
    # Of what was refused nothing is listed until a reason is opened, or words are looked for.
    listed = chosen_rows(of_kind, "", "", reason) if wanted != REFUSED or reason else []
    rows = listed[: PAGE * pages()]
    key = get("row")
    chosen = next((row for row in listed if row.key == key), None)
    names = _names(base)
    data = {
        "heard": heard(_KEY),
        "filters": {
            "show": wanted,
            "find": find,
            "reason": reason,
            "document": document,
            "text": get("text") == "1",
        },
        "model": found.model,
        "names": found.names,
        "waiting": list(found.waiting),
        "counts": {kind: len(found.kind(kind)) for kind in (ADMITTED, REFUSED, REVIEW)},
        "reasons": reasons,
        "parts": parts(_KEY, rows=rows),
        "total": len(of_kind),
        "listed": len(listed),
        "documents": offered_documents(_KEY, names),
        "document": named(names, document),
        "chosen": key,
        "chosen_row": chosen,
        "source": _source(base, chosen),
    }
    result = _COMPONENT(
        data=visible_data(data), key=_KEY, on_act_change=_act, on_open_change=lambda: None
    )
    leave(result.open)


def _source(base: KnowledgeBase, row: ProposedRow | None) -> Any:
    """The words beside the list; None where a proposal points at none."""
    if row is None or row.version is None or row.start is None or row.end is None:
        return None
    place = Place(row.document, row.version, row.start, row.end)
    return place_sources(base, [place])[0]


st.fragment(lambda: serve(show))()
