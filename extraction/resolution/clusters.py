"""Union-find that keeps forbidden pairs apart, through any number of merges."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable


class Clusters:
    """Clusters of Name ids. The outcome depends on the order of `join` calls only."""

    def __init__(self, names: Iterable[str], forbidden: Iterable[tuple[str, str]]) -> None:
        self._parent = {name: name for name in names}
        self._members: dict[str, list[str]] = {}  # only of roots with more than one
        self._enemies: dict[str, set[str]] = defaultdict(set)  # root -> Names it must not hold
        for first, second in forbidden:
            if first in self._parent and second in self._parent:
                self._enemies[first].add(second)
                self._enemies[second].add(first)

    def __contains__(self, name: str) -> bool:
        return name in self._parent

    def root(self, name: str) -> str:
        parent = self._parent
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    def members(self, name: str) -> list[str]:
        root = self.root(name)
        return self._members.get(root, [root])

    def conflict(self, first: str, second: str) -> tuple[str, str] | None:
        """A forbidden pair that joining the two clusters would bring together."""
        a, b = self.root(first), self.root(second)
        if a == b or not (a in self._enemies and b in self._enemies):
            return None
        shared = self._enemies[a].intersection(self.members(b))
        if not shared:
            return None
        enemy = min(shared)
        against = self._enemies[b].intersection(self.members(a))
        return (min(against), enemy) if against else (first, enemy)

    def join(self, first: str, second: str) -> bool:
        """One cluster of two; False where they were one. Ask `conflict` before."""
        a, b = self.root(first), self.root(second)
        if a == b:
            return False
        left, right = self._members.get(a, [a]), self._members.get(b, [b])
        if len(left) < len(right):
            a, b, left, right = b, a, right, left
        self._parent[b] = a
        self._members[a] = left
        left.extend(right)
        self._members.pop(b, None)
        if b in self._enemies:
            self._enemies[a] |= self._enemies.pop(b)
        return True
