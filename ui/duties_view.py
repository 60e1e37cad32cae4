"""Duties: who must, may or must not do what, by when, unless what; every row opens its words.

The address of the page is its state, so a reload or a copied link restores the view.
"""

from __future__ import annotations

import streamlit as st

from groundgraph import KnowledgeBase
from groundgraph.views.cited_sources import Place, place_sources
from groundgraph.views.document_list import document_names
from groundgraph.views.duties import (
    Duty,
    DutyFilters,
    actors,
    all_duties,
    chosen_duties,
    duties_csv,
)
from groundgraph.views.unread_duties import UnreadDuty, chosen_unread, unread_duties
from groundgraph.visible_text import visible_data
from ui.assets_folder import script, style
from ui.bases import per_generation, serve
from ui.page_address import acted, get, get_list, heard, named, pages, parts, put
from ui.row_list import PAGE, leave, offered_documents, take_up

_COMPONENT = st.components.v2.component(
    "groundgraph_duties",
    css=style("common", "facts", "finder", "duties"),
    js=script("common", "facts", "page", "combobox", "document_filter", "duties"),
)
_KEY = "duties"


def _filters() -> DutyFilters:
    return DutyFilters(
        who=get("who"),
        what=get("what"),
        modalities=frozenset(get_list("kind")),
        document=get("document"),
        actors_only=get("people") == "1",
        deadline_only=get("limit") == "1",
    )


def _act() -> None:
    for act in acted(_KEY):
        chosen = act["filters"]
        put(
            who=chosen["who"],
            what=chosen["what"],
            kind=chosen["modalities"],
            document=chosen["document"],
            people="1" if chosen["actors_only"] else "",
            limit="1" if chosen["deadline_only"] else "",
            text="1" if chosen["text"] else "",
            unread="1" if chosen["unread"] else "",
        )
        take_up(_KEY, act)
        if act["kind"] == "csv":
            st.session_state["duties-csv"] = act["number"]


_all = per_generation(all_duties)
_unread = per_generation(unread_duties)
_names = per_generation(document_names)


def show(base: KnowledgeBase) -> None:
    filters = _filters()
    everything = _all(base)
    rows = chosen_duties(everything, filters)
    lacking = chosen_unread(_unread(base), filters.what, filters.document)
    beside = [] if filters.of_read_only else lacking
    listed = lacking if get("unread") == "1" else rows
    shown = listed[: PAGE * pages()]
    wide = chosen_duties(everything, _without_actors(filters))
    key = get("row")
    both: list[Duty | UnreadDuty] = [*everything, *lacking]
    chosen = next((row for row in both if key in _keys(row)), None)
    source = None
    if chosen is not None:
        place = Place(chosen.document, chosen.version, chosen.start, chosen.end)
        source = place_sources(base, [place])[0]
    token = st.session_state.pop("duties-csv", 0)
    names = _names(base)
    people = chosen_duties(everything, DutyFilters(actors_only=filters.actors_only))
    data = {
        "heard": heard(_KEY),
        "filters": {
            "who": filters.who,
            "what": filters.what,
            "modalities": sorted(filters.modalities),
            "document": filters.document,
            "actors_only": filters.actors_only,
            "deadline_only": filters.deadline_only,
            "text": get("text") == "1",
            "unread": get("unread") == "1",
        },
        "parts": parts(_KEY, rows=shown),
        "total": len(listed),
        "hidden": 0 if listed is lacking else len(wide) - len(rows),
        "unread": len(lacking),
        "actors": actors(people),
        "documents": offered_documents(_KEY, names),
        "document": named(names, filters.document),
        "chosen": _keys(chosen)[0] if chosen else key,
        "chosen_row": chosen,
        "source": source,
        "csv": {"token": token, "text": duties_csv(rows, beside)} if token else None,
    }
    result = _COMPONENT(
        data=visible_data(data),
        key=_KEY,
        on_act_change=_act,
        on_open_change=lambda: None,
    )
    leave(result.open)


def _keys(row: Duty | UnreadDuty) -> list[str]:
    """What a row is called in addresses; that of a fact also by the id it had formerly."""
    owners = (row.fact, row.former) if isinstance(row, Duty) else (row.document,)
    return [f"{owner}.{row.start}" for owner in owners if owner]


def _without_actors(filters: DutyFilters) -> DutyFilters:
    return DutyFilters(
        filters.who,
        filters.what,
        filters.modalities,
        filters.document,
        actors_only=False,
        deadline_only=filters.deadline_only,
    )


st.fragment(lambda: serve(show))()
