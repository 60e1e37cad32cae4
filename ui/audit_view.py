"""Audit: what an auditor asks of the graph, as named queries or in Cypher; every id in the rows
leads to its evidence.

The address of the page is its state, so a reload or a copied link fills it in again. It never runs
a query: anybody may have written it, so only what was run in this session runs again by itself.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from groundgraph import KnowledgeBase
from groundgraph.as_json import as_json
from groundgraph.views.auditing import (
    QueryResult,
    Refusal,
    Suggestions,
    asked,
    named_queries,
    picture_of,
    place_of,
    suggestions,
    values_of,
)
from groundgraph.visible_text import visible_data
from ui.assets_folder import script, style
from ui.bases import go_to, serve
from ui.graph_layout import place
from ui.page_address import get, put

_COMPONENT = st.components.v2.component(
    "groundgraph_audit",
    css=style("common", "facts", "explore", "audit"),
    js=script("common", "facts", "viewport", "drawing", "audit"),
)
_KEY = "audit"
_VALUE = "v."


def _given() -> dict[str, str]:
    return {
        name.removeprefix(_VALUE): str(value)
        for name, value in st.query_params.items()
        if name.startswith(_VALUE)
    }


def _act() -> None:
    act: dict[str, Any] = st.session_state[_KEY].get("act") or {}
    former = {f"{_VALUE}{name}": "" for name in _given()}
    match act.get("kind"):
        case "choose":
            put(**former, q=act["name"], cypher="", view="")
            _allow()
        case "run":
            values = {f"{_VALUE}{name}": value for name, value in act["values"].items()}
            put(**{**former, **values}, cypher="")
            _allow()
        case "cypher":
            put(**former, q="", cypher=act["text"])
            _allow()
        case "home":
            put(**former, q="", cypher="", view="")
        case "view":
            put(view=act["view"])


def _wanted() -> tuple[Any, ...]:
    """What the address asks of the graph."""
    return get("q"), get("cypher"), tuple(sorted(_given().items()))


def _allow() -> None:
    """What the address now asks was asked by the person in front of it."""
    st.session_state.setdefault("audit-run", set()).add(_wanted())


def show(base: KnowledgeBase) -> None:
    listed = named_queries()
    by_name = {query.name: query for query in listed}
    chosen = by_name.get(get("q"))
    text = get("cypher")
    data: dict[str, Any] = {
        "queries": listed,
        "suggestions": _suggested(str(base.folder), _state(base), base),
        "chosen": chosen.name if chosen else "",
        "given": _given(),
        "cypher": text,
        "view": get("view"),
        "missing": [],
        "waiting": bool(chosen or text) and _wanted() not in st.session_state.get("audit-run", ()),
        "refused": None,
        "result": None,
        "graph": None,
    }
    if get("q") and chosen is None:
        text = f"There is no query named {get('q')}; choose one from the list."
        data["refused"] = Refusal("No such query", text)
    elif chosen:
        values, data["missing"] = values_of(chosen.name, _given())
        if not data["missing"] and not data["waiting"]:
            data.update(_run(base, chosen.cypher, values))
    elif text and not data["waiting"]:
        data.update(_run(base, text, {}))
    result = _COMPONENT(
        data=visible_data(data), key=_KEY, on_act_change=_act, on_open_change=lambda: None
    )
    if result.open:
        where = place_of(base, result.open["kind"], result.open["id"], result.open.get("start"))
        if where is None:
            st.toast("The present state of the base no longer holds this.")
        else:
            go_to(where.page, **where.address)


def _state(base: KnowledgeBase) -> str:
    return f"{base.store.generation['content_hash']} {base.record.position}"


@st.cache_data(show_spinner=False, max_entries=4)
def _suggested(folder: str, state: str, _base: KnowledgeBase) -> Suggestions:
    return suggestions(_base)


def _run(base: KnowledgeBase, cypher: str, values: dict[str, object]) -> dict[str, Any]:
    """The result and, where it is wanted, its picture; or why there is none."""
    with st.spinner("Asking the graph"):
        found = _asked(str(base.folder), _state(base), cypher, values, base)
    if isinstance(found, Refusal):
        return {"refused": found}
    if get("view") != "graph" or not found.links:
        return {"result": found}
    picture = picture_of(base, found.links)
    places = place(picture.nodes, picture.edges)
    graph = as_json(picture)
    for node in graph["nodes"]:
        node["x"], node["y"], node["side"] = places[node["id"]]
    return {"result": found, "graph": graph}


@st.cache_data(show_spinner=False, max_entries=16)
def _asked(
    folder: str, state: str, cypher: str, values: dict[str, object], _base: KnowledgeBase
) -> QueryResult | Refusal:
    return asked(_base, cypher, values)


st.fragment(lambda: serve(show))()
