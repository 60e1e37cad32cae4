"""Clusters as themes: named by what their documents have and others have not, in their own words,
with facts that hold those words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from generation.summary.whole_sentences import is_whole_sentence
from generation.themes.document_clusters import FEW, Node, clusters, depths_of, node_at
from graph.theme_material import StatedPlace, ThemeMaterial
from graph.tokens import words

NAMES = 3  # words or phrases that name a theme
EXAMPLES = 3
MOST = 8  # themes on a card
_SHORTEST, _LONGEST = 6, 40  # words of an example
_PER_MILLE = 1000
_NO_NAME = re.compile(
    r"[\W\d_]+|(?:part|item|page|section|chapter|annex|tel|fax|no)\b.*|.{1,2}", re.I
)


@dataclass(frozen=True, slots=True)
class Theme:
    """`names` as the documents write them, the most telling first; `documents` keys of those that
    belong to it, `headings` of the sections that do where sections are put together; `facts`: how
    many they state; `examples` of them, each from another document where there are several."""

    names: tuple[str, ...]
    documents: tuple[str, ...]
    headings: tuple[str, ...]
    facts: int
    examples: tuple[StatedPlace, ...]


def themes(material: ThemeMaterial) -> list[Theme]:
    """The themes of `material`: groups that state facts with their names; those of most documents
    first, then of most facts."""
    depths = depths_of(material)
    groups = clusters(material)
    if sum(map(len, groups)) > FEW:  # of many, single ones are no themes
        groups = [group for group in groups if len(group) > 1]
    reader = _Names(material, depths)
    stated: dict[Node, list[StatedPlace]] = defaultdict(list)
    for one in material.stated:
        stated[node_at(one.document, one.heading, depths)].append(one)
    found = []
    for group in groups:
        facts = [place for node in group for place in stated[node]]
        able = [place for place in facts if _is_example(place)]
        names = reader.of(group, [place.quote for place in able])
        examples = _examples(able, names)
        if names and examples:
            documents = tuple(dict.fromkeys(node.document for node in group))
            headings = tuple(dict.fromkeys(node.heading for node in group if node.heading))
            count = len({place.fact for place in facts})
            found.append(Theme(names, documents, headings, count, examples))
    return sorted(found, key=lambda t: (-len(t.documents), -t.facts, t.names))


class _Names:
    """Which nodes use which names, and how they write them."""

    def __init__(self, material: ThemeMaterial, depths: Mapping[str, int] | None) -> None:
        self._holders: dict[str, Counter[Node]] = defaultdict(Counter)
        self._written: dict[str, Counter[str]] = defaultdict(Counter)
        for use in material.uses:
            key = " ".join(words(use.surface))
            if key and not _NO_NAME.fullmatch(use.surface):
                self._holders[key][node_at(use.document, use.heading, depths)] += 1
                self._written[key][use.surface] += 1

    def of(self, group: Collection[Node], quotes: Sequence[str]) -> tuple[str, ...]:
        """What most of `group` and few others use, as mostly written, and one of `quotes` holds; of
        one that stands in another, the better one alone."""
        said = " \n ".join(f" {' '.join(words(quote))} " for quote in quotes)
        inside = frozenset(group)
        fewest = 1 if len(inside) == 1 else 2
        ranked = []
        for key, holders in self._holders.items():
            own = sum(node in inside for node in holders)
            if own >= fewest and 3 * own >= len(inside) and f" {key} " in said:
                times = sum(count for node, count in holders.items() if node in inside)
                ranked.append((-(own * own * _PER_MILLE // len(holders)), -times, key))
        kept: list[str] = []
        for _, _, key in sorted(ranked):
            if not any(set(key.split()) & set(other.split()) for other in kept):
                kept.append(key)
            if len(kept) == NAMES:
                break
        return tuple(self._surface(key) for key in kept)

    def _surface(self, key: str) -> str:
        written = self._written[key]
        return min(written, key=lambda surface: (-written[surface], surface))


def _is_example(place: StatedPlace) -> bool:
    length = len(place.quote.split())
    return _SHORTEST <= length <= _LONGEST and is_whole_sentence(place.quote, stated=True)


def _examples(able: Sequence[StatedPlace], names: Sequence[str]) -> tuple[StatedPlace, ...]:
    """Facts whose sentences hold the names, those with most of them first; each sentence once, and
    one of a document before a second one."""
    keys = [" ".join(words(name)) for name in names]
    ranked = []
    seen: set[str] = set()
    for place in able:
        said = f" {' '.join(words(place.quote))} "
        held = [at for at, key in enumerate(keys) if f" {key} " in said]
        if held and place.quote not in seen:
            seen.add(place.quote)
            ranked.append((-len(held), held[0], place.document, place.start, place))
    ranked.sort(key=lambda item: item[:4])
    return _spread([item[-1] for item in ranked])


def _spread(ranked: Sequence[StatedPlace]) -> tuple[StatedPlace, ...]:
    """The first of them, of each document one before a second."""
    kept: list[StatedPlace] = []
    for fresh in (True, False):
        for place in ranked:
            used = {one.document for one in kept}
            if place not in kept and (place.document not in used) == fresh:
                kept.append(place)
            if len(kept) == EXAMPLES:
                return tuple(kept)
    return tuple(kept)
