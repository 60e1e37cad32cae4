"""A few sentences of a document or a section, section by section, each as it stands: the first that
says something, and more where words are left. What is left out is counted."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from generation.summary.whole_sentences import is_whole_sentence
from graph.model import Sentence, Span
from graph.outline import Outline

_SECTIONS = 3  # from so many sections on, one level of headings is enough
_FIRST = 5  # sentences of a section among which the one with a fact is looked for
_PROSE = frozenset({"paragraph", "list_item"})
_LEADERS = re.compile(r"[\s.·…]{4,}\d*$")


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document: its `heading` (empty: none), its sentences in text order, and those
    `kept`, by their places among them."""

    heading: str
    sentences: tuple[Sentence, ...]
    kept: tuple[int, ...] = ()

    @property
    def left(self) -> int:
        """How many of its sentences are left out."""
        return len(self.sentences) - len(self.kept)


def extract(
    outline: Outline,
    blocks: Sequence[int],
    sentences: Sequence[Sentence],
    stated: Collection[Span],
    *,
    budget: int,
) -> tuple[Section, ...]:
    """The sections of `blocks` (indices), in text order, with what is kept of each: about `budget`
    words in all, and all of it where that is enough. `stated` are the spans that state facts."""
    sections = _sections(outline, blocks, sentences)
    if sum(_length(one) for section in sections for one in section.sentences) <= budget:
        return tuple(_with(section, range(len(section.sentences))) for section in sections)
    offers = [_offers(section, outline, stated) for section in sections]
    kept = _chosen(sections, offers, budget)
    return tuple(_with(section, kept[at]) for at, section in enumerate(sections))


def _with(section: Section, kept: Collection[int]) -> Section:
    return Section(section.heading, section.sentences, tuple(sorted(kept)))


def _length(sentence: Sentence) -> int:
    return len(sentence.text.split())


def _sections(
    outline: Outline, blocks: Sequence[int], sentences: Sequence[Sentence]
) -> list[Section]:
    """The sentences of `blocks` by the heading over them, at the first depth that parts them."""
    wanted = frozenset(blocks) - _front_matter(outline)
    placed: list[tuple[tuple[int, ...], Sentence]] = []
    for sentence in sorted(sentences, key=lambda one: one.span):
        index = outline.block_at(sentence.span.start)
        if index in wanted and index is not None and outline.blocks[index].kind != "heading":
            placed.append((outline.headings(index), sentence))
    depth = _depth([path for path, _ in placed]) or _shared([path for path, _ in placed])
    found: dict[tuple[int, ...], list[Sentence]] = {}
    for path, sentence in placed:
        found.setdefault(path[:depth], []).append(sentence)
    return [Section(_title(outline, path), tuple(held)) for path, held in found.items()]


def _front_matter(outline: Outline) -> frozenset[int]:
    """The block of fields before a text, which says nothing in it."""
    first = outline.blocks[0] if outline.blocks else None
    if first is None or first.kind != "code" or first.span.start != 0:
        return frozenset()
    return frozenset({0} if outline.quote(first.span).startswith("---") else ())


def _depth(paths: Sequence[tuple[int, ...]]) -> int:
    """The first depth of headings that makes several sections; else the deepest that parts them."""
    counts = [len({path[:d] for path in paths}) for d in range(max(map(len, paths), default=0) + 1)]
    for depth, count in enumerate(counts):
        if count >= _SECTIONS:
            return depth
    return counts.index(max(counts)) if counts else 0


def _shared(paths: Sequence[tuple[int, ...]]) -> int:
    """How many headings stand above all of `paths`."""
    first = paths[0] if paths else ()
    return next((d for d in range(len(first), 0, -1) if all(p[:d] == first[:d] for p in paths)), 0)


def _title(outline: Outline, path: tuple[int, ...]) -> str:
    title = " ".join(outline.quote(outline.blocks[path[-1]].span).split()) if path else ""
    return _LEADERS.sub("", title)


def _offers(section: Section, outline: Outline, stated: Collection[Span]) -> list[int]:
    """Places of the sentences that say something by themselves, the best first: the first that
    states a fact among the leading ones, then the others in text order."""
    able: list[int] = []
    said: set[str] = set()
    for at, one in enumerate(section.sentences):
        if one.text not in said and _speaks(one, outline, stated):
            able.append(at)
        said.add(one.text)
    facts = [at for at in able[:_FIRST] if _states(section.sentences[at].span, stated)]
    return [*facts[:1], *(at for at in able if at not in facts[:1])]


def _states(span: Span, stated: Collection[Span]) -> bool:
    return any(span.overlaps(one) for one in stated)


def _speaks(sentence: Sentence, outline: Outline, stated: Collection[Span]) -> bool:
    """Whether it is a whole sentence that means nothing in other ones; an item of a list is one
    where it states a fact."""
    index = outline.block_at(sentence.span.start)
    kind = outline.blocks[index].kind if index is not None else ""
    if kind not in _PROSE or sentence.lead_in is not None or sentence.children:
        return False
    states = _states(sentence.span, stated)
    if kind == "list_item" and not states:
        return False
    return is_whole_sentence(sentence.text, stated=states)


def _chosen(
    sections: Sequence[Section], offers: Sequence[list[int]], budget: int
) -> dict[int, list[int]]:
    """Section -> places that are kept: one of each, the longest sections first, then in turn."""
    kept: dict[int, list[int]] = {at: [] for at in range(len(sections))}
    order = sorted(kept, key=lambda at: (-sum(map(_length, sections[at].sentences)), at))
    left = budget
    for turn in range(max(map(len, offers), default=0)):
        for at in order:
            if turn >= len(offers[at]):
                continue
            cost = _length(sections[at].sentences[offers[at][turn]])
            if cost <= left:
                kept[at].append(offers[at][turn])
                left -= cost
    return kept
