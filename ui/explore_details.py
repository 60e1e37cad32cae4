"""What stands beside the graph: the card of a name, the facts of an edge or a path, and one fact
with its source. Each is read once for a generation and state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from groundgraph import KnowledgeBase
from groundgraph.as_json import as_json
from groundgraph.former_facts import current_fact
from groundgraph.views.cited_sources import Place, place_sources
from groundgraph.views.entity_cards import entity_card
from groundgraph.views.exploring import Filters, Neighbourhoods
from groundgraph.views.fact_lines import FactLine, fact_lines
from ui.bases import per_generation

_PATHS = 3  # whose steps are told in words; the others are drawn only
_FACTS, _DOCUMENTS = 40, 30  # told at once in each part of a card

_card = per_generation(entity_card)


def card_of(base: KnowledgeBase, entity: str, weak: bool, more: list[str]) -> dict[str, Any] | None:
    """The card, each of its lists cut (``items``, ``total``); `more` names a list once for every
    further page of it."""
    card = _card(base, entity, weak=weak)
    if card is None:
        return None
    documents = card.documents
    return {
        **as_json(replace(card, does=(), values=(), others=(), documents=())),
        "does": _cut(card.does, "does", more),
        "values": _cut(card.values, "values", more),
        "others": _cut(card.others, "others", more),
        "documents": {
            "items": documents[: _DOCUMENTS * max(1, more.count("documents"))],
            "total": len(documents),
            "mentions": sum(one.mentions for one in documents),
        },
    }


def _cut(facts: Sequence[FactLine], name: str, more: list[str]) -> dict[str, Any]:
    shown = facts[: _FACTS * (1 + more.count(name))]
    return {"items": [fact.brief() for fact in shown], "total": len(facts)}


def facts_of_edge(
    base: KnowledgeBase, filters: Filters, edge: list[str], more: list[str]
) -> dict[str, Any]:
    """The facts between two names, cut as those of a card are."""
    line = _edge(base, filters, edge)
    return {"title": line["title"], **_cut(line["facts"], "line", more)}


@per_generation
def _edge(base: KnowledgeBase, filters: Filters, edge: list[str]) -> dict[str, Any]:
    near = Neighbourhoods(base, filters)
    names = {node.id: node.name for node in near.along([edge]).nodes}
    facts = fact_lines(base, near.between(*edge))
    facts.sort(key=lambda fact: (fact.subject != edge[0], fact.name))
    return {
        "title": " and ".join(names.get(end, "a name that is gone") for end in edge),
        "facts": facts,
    }


@per_generation
def steps_of(base: KnowledgeBase, filters: Filters, ends: list[str]) -> list[list[FactLine]]:
    """For each path between `ends` the first fact of every step."""
    near = Neighbourhoods(base, filters)
    paths = [
        [near.between(*pair)[0] for pair in pairwise(path)] for path in near.paths(*ends)[:_PATHS]
    ]
    return [[fact.brief() for fact in fact_lines(base, path)] for path in paths]


@per_generation
def fact_with_source(base: KnowledgeBase, fact: str, number: int) -> dict[str, Any]:
    """The fact with the number of the place that is shown, and the source there; nothing where the
    present generation has no such fact."""
    lines = fact_lines(base, [current_fact(base, fact)])
    if not lines:
        return {}
    places = lines[0].places
    number = min(number, len(places) - 1)
    at = places[number]
    where = Place(at.document, at.version, at.start, at.end)
    return {"fact": lines[0].at(at, number), "source": place_sources(base, [where])[0]}
