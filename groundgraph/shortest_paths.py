"""Shortest paths between two entities, looked for from both ends, a step at a time: the links of
one frontier are read at once, the smaller frontier first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

Links = Callable[[Sequence[str]], Iterable[tuple[str, str]]]
"""Entity ids -> the pairs that links join, in which one of them stands."""
_MOST = 2_000
"""Paths of one length that are looked at; between two hubs there may be many more."""


def shortest_paths(one: str, other: str, links: Links, longest: int) -> list[list[str]]:
    """Shortest paths between two different entities, both ends included, in a fixed order; none
    where more than `longest` links are needed."""
    sides = (_Side(one), _Side(other))
    while sides[0].depth + sides[1].depth < longest:
        nearer, further = sorted(sides, key=lambda side: len(side.front))
        if not nearer.front:
            return []
        nearer.widen(links(sorted(nearer.front)))
        if met := sorted(nearer.front & further.front):
            return list(islice(_joined(met, *sides), _MOST))
    return []


def _joined(met: Sequence[str], first: _Side, last: _Side) -> Iterator[list[str]]:
    for middle in met:
        for before in first.ways(middle):
            for after in last.ways(middle):
                yield [*reversed(before), middle, *after]


class _Side:
    """What is known from one end: the newest entities, and the ways back to the end."""

    def __init__(self, end: str) -> None:
        self.front = {end}
        self.depth = 0
        self._back: dict[str, set[str]] = {end: set()}

    def widen(self, links: Iterable[tuple[str, str]]) -> None:
        found: dict[str, set[str]] = {}
        for pair in links:
            for near, far in (pair, pair[::-1]):
                if near in self.front and far not in self._back:
                    found.setdefault(far, set()).add(near)
        self._back.update(found)
        self.front = set(found)
        self.depth += 1

    def ways(self, entity: str) -> Iterator[list[str]]:
        """Every way from `entity`, which is left out, to the end."""
        nearer = sorted(self._back[entity])
        if not nearer:
            yield []
        for near in nearer:
            for rest in self.ways(near):
                yield [near, *rest]
