"""What stands beside the graph: the card of a name, the facts of an edge or a path, and one fact
with its source. Each is read once for a generation and state."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from groundgraph import KnowledgeBase
from groundgraph.cited_sources import place_sources
from groundgraph.entity_cards import entity_card
from groundgraph.exploring import Filters, Neighbourhoods
from groundgraph.fact_lines import fact_lines
from ui.bases import per_generation

_PATHS = 3  # whose steps are told in words; the others are drawn only


@per_generation
def card_of(base: KnowledgeBase, entity: str, weak: bool) -> dict[str, Any] | None:
    return entity_card(base, entity, weak=weak)


@per_generation
def facts_of_edge(base: KnowledgeBase, filters: Filters, edge: list[str]) -> dict[str, Any]:
    near = Neighbourhoods(base, filters)
    names = {node["id"]: node["name"] for node in near.along([edge])["nodes"]}
    facts = fact_lines(base, near.between(*edge))
    facts.sort(key=lambda fact: (fact["subject"] != edge[0], fact["name"]))
    return {
        "title": " and ".join(names.get(end, "a name that is gone") for end in edge),
        "facts": facts,
    }


@per_generation
def steps_of(base: KnowledgeBase, filters: Filters, ends: list[str]) -> list[list[dict[str, Any]]]:
    """For each path between `ends` the first fact of every step."""
    near = Neighbourhoods(base, filters)
    paths = [
        [near.between(*pair)[0] for pair in pairwise(path)] for path in near.paths(*ends)[:_PATHS]
    ]
    return [fact_lines(base, path) for path in paths]


@per_generation
def fact_with_source(base: KnowledgeBase, fact: str, number: int) -> dict[str, Any]:
    """The fact with the number of the place that is shown, and the source there; nothing where the
    present generation has no such fact."""
    lines = fact_lines(base, [fact])
    if not lines:
        return {}
    places = lines[0]["places"]
    number = min(number, len(places) - 1)
    at = places[number]
    where = (at["document"], at["version"], at["start"], at["end"])
    return {
        "fact": {**lines[0], "place": number},
        "source": place_sources(base, [where])[0],
    }
