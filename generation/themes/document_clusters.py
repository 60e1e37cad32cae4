"""Which documents belong together: those that share names and words of headings that few others
have. The same in any order and on any number of threads: whole numbers decide, and ties go by key.

For few documents their sections are what is put together.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from graph.theme_material import ThemeMaterial
from graph.tokens import words

FEW = 6  # documents; of fewer, sections are put together
_SHARED = 3  # names or words that two must share
_OFTEN = 4  # what more than one in so many has, binds nothing
_FEW_HOLDERS = 5  # that many may always have it, where they are not most of all
_MOST_HOLDERS = 60
_UNIT = 720  # divided by how many hold it: the weight of what two share
_NEIGHBOURS = 6  # of each, the nearest
_LONG = 3  # letters; shorter words of headings bind nothing
_MOST_NODES = 5000


@dataclass(frozen=True, slots=True, order=True)
class Node:
    """A document, or a section of one."""

    document: str
    heading: str = ""


def clusters(material: ThemeMaterial) -> list[tuple[Node, ...]]:
    """Groups of documents or sections that belong together, each in order, the largest first;
    single ones last."""
    from networkx import Graph  # type: ignore[import-untyped]
    from networkx.algorithms.community import (  # type: ignore[import-untyped]
        louvain_communities,
    )

    nodes = nodes_of(material)
    held = _held(material, nodes)
    graph = Graph()
    graph.add_nodes_from(range(len(nodes)))
    for one, other, weight in _links(held, len(nodes)):
        graph.add_edge(one, other, weight=weight)
    found = louvain_communities(graph, weight="weight", seed=0)  # over whole numbers, so the same
    groups = [tuple(nodes[place] for place in sorted(group)) for group in found]
    return sorted(groups, key=lambda group: (-len(group), group))


def nodes_of(material: ThemeMaterial) -> list[Node]:
    """The documents, or their sections where they are few; in order."""
    if len(material.titles) >= FEW:
        return [Node(key) for key in sorted(material.titles)][:_MOST_NODES]
    depths = _depths(material)
    places = _places(material)
    found = {node_at(document, heading, depths) for document, heading in places}
    found |= {Node(key) for key in material.titles if not any(n.document == key for n in found)}
    return sorted(found)[:_MOST_NODES]


def node_at(document: str, heading: tuple[str, ...], depths: Mapping[str, int] | None) -> Node:
    """The node that a place belongs to; without `depths` its document."""
    if depths is None:
        return Node(document)
    depth = depths.get(document, 0)
    return Node(document, heading[min(depth, len(heading) - 1)] if heading else "")


def depths_of(material: ThemeMaterial) -> dict[str, int] | None:
    """Document -> the depth of headings that parts it; None where documents are the nodes."""
    return None if len(material.titles) >= FEW else _depths(material)


def _places(material: ThemeMaterial) -> list[tuple[str, tuple[str, ...]]]:
    """Document and headings of all that is used or stated."""
    used = [(use.document, use.heading) for use in material.uses]
    return used + [(place.document, place.heading) for place in material.stated]


def _depths(material: ThemeMaterial) -> dict[str, int]:
    """The first depth at which a document has several headings."""
    paths: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for document, heading in _places(material):
        paths[document].add(heading)
    found = {}
    for document, held in paths.items():
        longest = max(map(len, held))
        several = (d for d in range(longest) if len({path[: d + 1] for path in held}) > 2)
        found[document] = next(several, 0)
    return found


def _held(material: ThemeMaterial, nodes: Collection[Node]) -> dict[str, set[int]]:
    """Name, or word of a heading or title -> the nodes that have it."""
    depths = depths_of(material)
    index = {node: place for place, node in enumerate(nodes)}
    held: dict[str, set[int]] = defaultdict(set)
    for use in material.uses:
        place = index.get(node_at(use.document, use.heading, depths))
        key = " ".join(words(use.surface))
        if place is not None and key:
            held[key].add(place)
    for node, text in _titles(material, depths):
        for word in words(text) if node in index else ():
            if len(word) > _LONG and not word.isdecimal():
                held[f"#{word}"].add(index[node])
    return held


def _titles(
    material: ThemeMaterial, depths: Mapping[str, int] | None
) -> Iterable[tuple[Node, str]]:
    for document, heading in _places(material):
        node = node_at(document, heading, depths)
        yield from ((node, title) for title in heading)
    if depths is None:
        yield from ((Node(key), title) for key, title in material.titles.items())


def _links(held: Mapping[str, set[int]], count: int) -> list[tuple[int, int, int]]:
    """Pairs with the weight of what they share, those alone that share enough; of each node the
    nearest."""
    most = min(_MOST_HOLDERS, max(min(_FEW_HOLDERS, 2 * count // 3), count // _OFTEN))
    weights: Counter[tuple[int, int]] = Counter()
    shared: Counter[tuple[int, int]] = Counter()
    for key in sorted(held):
        if 2 <= len(held[key]) <= most:
            for pair in combinations(sorted(held[key]), 2):
                weights[pair] += _UNIT // len(held[key])
                shared[pair] += 1
    near: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for (one, other), weight in weights.items():
        if shared[one, other] >= _SHARED:
            near[one].append((-weight, other))
            near[other].append((-weight, one))
    kept = {
        (min(one, other), max(one, other))
        for one, others in near.items()
        for _, other in sorted(others)[:_NEIGHBOURS]
    }
    return [(one, other, weights[one, other]) for one, other in sorted(kept)]
