"""What pages with a list of rows have in common: rows that open, more of them, a filter that looks
documents up by name, and where a row leads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from groundgraph.views.document_list import DocumentName, FoundDocuments, found_documents
from ui.bases import go_to
from ui.page_address import pages, put

PAGE = 60
"""Rows that are shown at first, and with each "more"."""


def take_up(key: str, act: Mapping[str, Any]) -> None:
    """What was done in the list of the component `key`, as a change of the address."""
    match act["kind"]:
        case "filter":
            put(row="", pages="")
        case "row":
            put(row=act["key"])
        case "more":
            put(pages=str(pages() + 1))
        case "documents":
            look_up(key, act["text"])


def look_up(key: str, text: str) -> None:
    """Documents that are called like `text` are to be offered."""
    st.session_state[f"{key}-documents"] = text


def offered_documents(key: str, names: Sequence[DocumentName]) -> FoundDocuments:
    """Those of `names` that were last looked up in the component `key`."""
    return found_documents(names, st.session_state.get(f"{key}-documents", ""))


def leave(where: dict[str, Any] | None) -> None:
    """Go where a row leads: to an entity with one of its facts, or to a place in a document."""
    if not where:
        return
    if "entity" in where:
        go_to("explore", opened=where["entity"], selected=where["entity"], fact=where["fact"])
    go_to("documents", **where)
