"""Explore: names and what is said between them, as graph and table; every line opens its words.

The address of the page is its state, so a reload or a copied link restores the view.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import Any

import streamlit as st

from groundgraph import KnowledgeBase
from groundgraph.as_json import as_json
from groundgraph.views.document_list import document_names
from groundgraph.views.entity_cards import find_entities
from groundgraph.views.exploring import (
    MODALITIES,
    MOST_NODES,
    EntityGraph,
    Filters,
    Neighbourhoods,
    entity_names,
    kinds,
)
from groundgraph.visible_text import visible_data
from ui.assets_folder import script, style
from ui.bases import go_to, per_generation, serve
from ui.explore_details import card_of, fact_with_source, facts_of_edge, steps_of
from ui.graph_layout import along, place
from ui.page_address import acted, get, get_list, heard, named, parts, put
from ui.row_list import look_up, offered_documents

_COMPONENT = st.components.v2.component(
    "groundgraph_explore",
    css=style("common", "facts", "finder", "explore"),
    js=script(
        "common",
        "facts",
        "page",
        "viewport",
        "drawing",
        "combobox",
        "finder",
        "document_filter",
        "filters",
        "explore_side",
        "explore",
    ),
)
_KEY = "explore"
_COLUMNS = ("source", "labels", "target", "facts")
_KEEP_PICTURE = ("select", "edge", "fact", "back", "find", "documents", "look", "again")


def _filters() -> Filters:
    return Filters(
        kinds=frozenset(get_list("kinds")),
        modalities=frozenset(get_list("modalities")),
        polarity=get("polarity"),
        predicate=get("verb"),
        document=get("document"),
        weak=get("weak") == "1",
    )


def _act() -> None:
    """What was done in the component, as changes of the address."""
    for act in acted(_KEY):
        chosen = act["filters"]
        put(
            kinds=chosen["kinds"],
            modalities=chosen["modalities"],
            polarity=chosen["polarity"],
            verb=chosen["predicate"],
            document=chosen["document"],
            weak="1" if chosen["weak"] else "",
            view="table" if chosen["table"] else "",
            panel="1" if chosen["panel"] else "",
            sort=_sort(chosen["sort"], chosen["down"]),
            at=chosen["at"],
            text="1" if chosen["text"] else "",
            more=chosen["more"],
            **{"from": chosen["from"]},
        )
        _done(act)


def _sort(column: str, down: bool) -> str:
    """The order of the table, where it is not the first one: by facts, most first."""
    return "" if (column, down) == ("facts", True) else f"{'-' if down else ''}{column}"


def _look() -> dict[str, Any]:
    """How the page is looked at, which changes nothing of what is in it."""
    sort = get("sort") or "-facts"
    known = sort.lstrip("-") in _COLUMNS
    return {
        "table": get("view") == "table",
        "panel": get("panel") == "1",
        "sort": sort.lstrip("-") if known else "facts",
        "down": sort.startswith("-") if known else True,
        "at": get("at"),
        "text": get("text") == "1",
        "more": get_list("more"),
        "from": get("from"),
    }


def _done(act: dict[str, Any]) -> None:
    opened, selected = get_list("opened"), get("selected")
    match act["kind"]:
        case "find":
            st.session_state["explore-found"] = act["text"]
        case "documents":
            look_up(_KEY, act["text"])
        case "open":
            put(opened=[act["id"]], selected=act["id"], edge="", fact="", place="", path="")
        case "select":
            put(selected=act["id"], edge="", fact="", place="")
        case "expand":
            put(opened=[*opened, act["id"]], selected=act["id"])
            put(edge="", fact="", place="", path="")
        case "collapse":
            kept = [entity for entity in opened if entity != act["id"]]
            put(opened=kept, selected=act["id"] if kept else "", edge="", fact="", place="")
        case "choose":
            _done({"kind": _next_step(act["id"], opened), "id": act["id"]})
        case "edge":
            put(edge=[act["source"], act["target"]], fact="", place="")
        case "fact":
            put(fact=act["id"], place=str(act["place"]) if act["place"] else "")
        case "back":
            put(fact="", place="", edge="")
        case "path":
            put(path=[act["one"], act["other"]], selected="", edge="", fact="", place="")
        case "home":
            put(opened="", selected="", edge="", fact="", place="", path="")
    if act["kind"] not in _KEEP_PICTURE:
        put(at="")
    if get("selected") != selected:
        put(more="")


def _next_step(entity: str, opened: list[str]) -> str:
    """The first choice of a name shows its card, the next one its neighbours, and one more hides
    them."""
    if not opened and not get("path"):
        return "open"
    if get("selected") != entity:
        return "select"
    if entity not in opened:
        return "expand"
    return "collapse" if opened[0] != entity else "select"


def show(base: KnowledgeBase) -> None:
    filters = _filters()
    ends = get_list("path")
    opened = get_list("opened")
    graph = _drawn(base, filters, opened, ends)
    names = _names(base)
    data: dict[str, Any] = {
        "heard": heard(_KEY),
        "filters": {key: _plain(value) for key, value in asdict(filters).items()} | _look(),
        "modalities": MODALITIES,
        "kinds": _kinds(base),
        "documents": offered_documents(_KEY, names),
        "document": named(names, filters.document),
        "found": _found(base, st.session_state.get("explore-found", "")),
        "from": named(_known(base, [get("from")]), get("from")),
        "opened": opened,
        "selected": get("selected"),
        "edge": get_list("edge") or None,
        "parts": parts(_KEY, graph=graph),
        "message": _message(graph, opened),
        **_details(base, filters, ends),
    }
    result = _COMPONENT(
        data=visible_data(data), key=_KEY, on_act_change=_act, on_open_change=lambda: None
    )
    if result.open:
        go_to("documents", **result.open)


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset) else value


_kinds = per_generation(kinds)
_names = per_generation(document_names)
_known = per_generation(entity_names)


@per_generation
def _found(base: KnowledgeBase, text: str) -> dict[str, Any]:
    return {"text": text, "items": find_entities(base, text), "more": 0}


@per_generation
def _drawn(
    base: KnowledgeBase, filters: Filters, opened: list[str], ends: list[str]
) -> dict[str, Any]:
    """The nodes and edges to draw, with positions; ``key`` differs whenever they do."""
    near = Neighbourhoods(base, filters)
    path = None
    if len(ends) == 2:
        paths = near.paths(*ends)
        graph = near.along(paths or [[end] for end in ends])
        places = along(graph.nodes)
        path = {"one": ends[0], "paths": paths, "text": _about(graph, ends, paths)}
    else:
        graph = near.around(opened) if opened else near.overview()
        places = place(graph.nodes, graph.edges)
    start = "/".join(ends) or (opened[0] if opened else "")
    drawn = {"path": path, **as_json(graph), "start": start}
    for node in drawn["nodes"]:
        node["x"], node["y"], node["side"] = places[node["id"]]
    key = hashlib.sha256(json.dumps(drawn, sort_keys=True).encode()).hexdigest()[:16]
    return {**drawn, "key": key}


def _about(graph: EntityGraph, ends: list[str], paths: list[list[str]]) -> str:
    names = {node.id: node.name for node in graph.nodes}
    pair = " and ".join(names.get(end, "a name that is gone") for end in ends)
    if not paths:
        return f"No path of at most five facts joins {pair}. Weak facts or fewer filters may."
    steps = len(paths[0]) - 1
    facts = f"{steps} {'fact' if steps == 1 else 'facts'}"
    if len(paths) == 1:
        return f"A shortest path between {pair}: {facts}."
    return f"{len(paths)} shortest paths between {pair}: {facts} each."


def _message(graph: dict[str, Any], opened: list[str]) -> str:
    if graph["full"]:
        return (
            f"{MOST_NODES} names are as many as can be read, so the last ones were left out. Hide "
            "the neighbours of a name, or filter."
        )
    if opened and not graph["nodes"]:
        return (
            "The present state of the base has no such name. Find another one, or go back to "
            "the overview."
        )
    return ""


def _details(base: KnowledgeBase, filters: Filters, ends: list[str]) -> dict[str, Any]:
    """The card, the facts of an edge, the steps of a path, or one fact with its source."""
    details: dict[str, Any] = {
        "card": None,
        "line": None,
        "steps": [],
        "fact": None,
        "source": None,
    }
    edge, fact = get_list("edge"), get("fact")
    if selected := get("selected"):
        details["card"] = card_of(base, selected, filters.weak, get_list("more"))
    if len(ends) == 2:
        details["steps"] = steps_of(base, filters, ends)
    if len(edge) == 2:
        details["line"] = facts_of_edge(base, filters, edge, get_list("more"))
        facts = details["line"]["items"]
        fact = fact or (facts[0].id if facts else "")
    if fact:
        number = int(get("place")) if get("place").isdigit() else 0
        details.update(fact_with_source(base, fact, number))
    return details


st.fragment(lambda: serve(show))()
