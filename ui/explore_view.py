"""Explore: names and what is said between them, as graph and table; every line opens its words.

The address of the page is its state, so a reload or a copied link restores the view.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from groundgraph import KnowledgeBase
from groundgraph.cited_sources import place_sources
from groundgraph.exploring import (
    Filters,
    Neighbourhoods,
    choices,
    entity_card,
    fact_lines,
    find_entities,
    path_between,
)
from ui.assets_folder import script, style
from ui.bases import go_to, serve
from ui.graph_layout import place
from ui.page_address import get, get_list, put

_COMPONENT = st.components.v2.component(
    "groundgraph_explore",
    css=style("common", "facts", "explore"),
    js=script("common", "facts", "drawing", "explore"),
)
_KEY = "explore"


def _filters() -> Filters:
    return Filters(
        kinds=frozenset(get_list("kinds")),
        modalities=frozenset(get_list("modalities")),
        predicate=get("verb"),
        document=get("document"),
        weak=get("weak") == "1",
    )


def _act() -> None:
    """What was done in the component, as a change of the address."""
    act: dict[str, Any] = st.session_state[_KEY].get("act") or {}
    opened = get_list("opened")
    match act.get("kind"):
        case "find":
            st.session_state["explore-found"] = act["text"]
        case "open":
            put(opened=[act["id"]], selected=act["id"], edge="", fact="", path="")
        case "node" if not opened and not get_list("path"):
            put(opened=[act["id"]], selected=act["id"], edge="", fact="")
        case "node":
            put(selected=act["id"], edge="", fact="")
        case "expand":
            put(opened=[*opened, act["id"]], path="")
        case "collapse":
            kept = [entity for entity in opened if entity != act["id"]]
            put(opened=kept, selected=kept[0] if kept else "")
        case "edge":
            put(edge=[act["source"], act["target"]], fact="")
        case "fact":
            put(fact=act["id"], place=str(act["place"]) if act["place"] else "")
        case "back":
            put(fact="", place="")
        case "path":
            put(path=[act["one"], act["other"]], selected=act["one"], edge="", fact="")
        case "home":
            put(opened="", selected="", edge="", fact="", path="")
        case "filter":
            chosen = act["filters"]
            put(
                kinds=chosen["kinds"],
                modalities=chosen["modalities"],
                verb=chosen["predicate"],
                document=chosen["document"],
                weak="1" if chosen["weak"] else "",
            )


def show(base: KnowledgeBase) -> None:
    filters = _filters()
    found = st.session_state.get("explore-found", "")
    data: dict[str, Any] = {
        "filters": {
            "kinds": sorted(filters.kinds),
            "modalities": sorted(filters.modalities),
            "predicate": filters.predicate,
            "document": filters.document,
            "weak": filters.weak,
        },
        "choices": choices(base),
        "found": {"text": found, "entities": find_entities(base, found)},
        "opened": get_list("opened"),
        "selected": get("selected"),
        "edge": get_list("edge") or None,
        **_graph(base, filters),
        **_details(base, filters),
    }
    result = _COMPONENT(data=data, key=_KEY, on_act_change=_act, on_open_change=lambda: None)
    if result.open:
        go_to("documents", **result.open)


def _graph(base: KnowledgeBase, filters: Filters) -> dict[str, Any]:
    """The nodes and edges to draw, with positions; the path where one was asked for."""
    near = Neighbourhoods(base, filters)
    ends = get_list("path")
    path = None
    message = ""
    if len(ends) == 2:
        along = path_between(base, *ends)
        names = {row["id"]: row["name"] for row in near.along(ends)["nodes"]}
        pair = " and ".join(names.get(end, "a name that is gone") for end in ends)
        steps = len(along) - 1
        text = (
            f"A shortest path between {pair}: {steps} {'fact' if steps == 1 else 'facts'}."
            if along
            else f"No path of at most five facts joins {pair}."
        )
        path = {"one": ends[0], "text": text}
        graph = near.along(along or ends)
    elif opened := get_list("opened"):
        graph = near.around(opened)
        if not graph["nodes"]:
            message = "The present state of the base has no such name."
    else:
        graph = near.overview()
    places = place(graph["nodes"], graph["edges"])
    for node in graph["nodes"]:
        node["x"], node["y"] = places[node["id"]]
    return {"graph": graph, "path": path, "message": message}


def _details(base: KnowledgeBase, filters: Filters) -> dict[str, Any]:
    """The card, the facts of an edge, or one fact with its source."""
    details: dict[str, Any] = {"card": None, "line": None, "fact": None, "source": None}
    selected, edge, fact = get("selected"), get_list("edge"), get("fact")
    if selected:
        details["card"] = entity_card(base, selected, weak=filters.weak)
    if len(edge) == 2:
        near = Neighbourhoods(base, filters)
        facts = fact_lines(base, near.between(*edge))
        names = {node["id"]: node["name"] for node in near.along(edge)["nodes"]}
        title = " and ".join(names.get(end, "?") for end in edge)
        details["line"] = {"title": title, "facts": facts}
    if fact and (lines := fact_lines(base, [fact])):
        chosen = lines[0]
        number = min(int(get("place") or 0), len(chosen["places"]) - 1)
        at = chosen["places"][number]
        details["fact"] = {**chosen, "place": number}
        details["source"] = place_sources(
            base, [(at["document"], at["version"], at["start"], at["end"])]
        )[0]
    return details


st.fragment(lambda: serve(show))()
