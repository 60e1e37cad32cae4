"""The structure of a document, read off its blocks: which block holds an offset, what stands
above it (headings, lead-in) and below it (items)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from graph.model import Block, Span

NO_AMOUNT = (
    r"(?!(?:[%‰°€£$]|(?:[mcdkµμn]?[mgl]|kt|t|[mch]l|ha|km²|[mc]m[²³]|bar|[kh]?Pa|[km]?[VW]|[kM]?Hz|"
    r"ft|lbs?|oz|percent(?:age)?|per cent|hundred|thousand|million|billion|seconds?|minutes?|"
    r"hours?|days?|weeks?|months?|years?|times|euros?|dollars?|pounds?|francs?|cents?|"
    r"(?:kilo|centi|milli)?(?:met(?:re|er)|gram|lit(?:re|er))s?|miles?|feet|foot|inch(?:es)?|yards?|tonnes?|tons?|"
    r"degrees?|volts?|watts?|amperes?|EUR|USD|GBP|CHF|CAD|AUD)\b))"
)
"""Behind "1.20 ": no unit follows, so that it may be an enumerator and is no amount."""
_ENUMERATOR = re.compile(
    rf"^\s*(?:-?\(\w{{1,5}}\)[\s-]*|\d+\.\d+\s++{NO_AMOUNT}|\d+(?:\.\d+){{2,}}\s+|\d+[.)]\s+)+"
)


def without_enumerator(text: str) -> str:
    """`text` without "(a)", "(1)(ii)", "2.1" or "3." at its beginning."""
    return _ENUMERATOR.sub("", text)


def is_enumerator(text: str) -> bool:
    """Whether nothing but an enumerator, or nothing at all, stands there."""
    return not re.search(r"[^\W_]{2,}", without_enumerator(text.strip() + " "))


class Outline:
    """Parents and children of the blocks of one document; building it is O(number of blocks).

    A list item's parent is the nearest earlier block of smaller depth in the same section (the
    paragraph that introduces the list, or the enclosing item). Headings have no parent here; see
    `headings`.
    """

    def __init__(self, text: str, blocks: Sequence[Block]) -> None:
        self.text = text
        self.blocks = tuple(blocks)
        self._starts = [block.span.start for block in self.blocks]
        self.parent: list[int | None] = [None] * len(self.blocks)
        self.children: list[list[int]] = [[] for _ in self.blocks]
        self._headings: list[tuple[int, ...]] = []
        open_items: list[int] = []
        open_headings: list[int] = []
        for index, block in enumerate(self.blocks):
            if block.kind == "heading":
                while open_headings and self.blocks[open_headings[-1]].level >= block.level:
                    open_headings.pop()
                self._headings.append(tuple(open_headings))
                open_headings.append(index)
                open_items.clear()
                continue
            self._headings.append(tuple(open_headings))
            while open_items and self.blocks[open_items[-1]].level >= block.level:
                open_items.pop()
            if block.level > 0 and open_items:
                self.parent[index] = open_items[-1]
                self.children[open_items[-1]].append(index)
            if block.kind in ("paragraph", "list_item"):
                open_items.append(index)

    def block_at(self, offset: int) -> int | None:
        """Index of the block that holds `offset`, or None between blocks."""
        index = bisect_right(self._starts, offset) - 1
        if index >= 0 and offset < self.blocks[index].span.end:
            return index
        return None

    def headings(self, index: int) -> tuple[int, ...]:
        """Indices of the headings above block `index`, outermost first (itself left out)."""
        return self._headings[index]

    def heading_path(self, index: int) -> tuple[str, ...]:
        """Texts of the headings above block `index`, outermost first."""
        return tuple(self.quote(self.blocks[i].span) for i in self._headings[index])

    def ancestors(self, index: int) -> tuple[int, ...]:
        """Enclosing items and lead-ins of block `index`, nearest first."""
        found: list[int] = []
        parent = self.parent[index]
        while parent is not None:
            found.append(parent)
            parent = self.parent[parent]
        return tuple(found)

    def descendants(self, index: int) -> tuple[int, ...]:
        """All items below block `index`, in text order."""
        found: list[int] = []
        for child in self.children[index]:
            found.append(child)
            found.extend(self.descendants(child))
        return tuple(found)

    def lead_in(self, span: Span) -> Span | None:
        """What introduces the sentence `span`: where it is the first of a list item (behind its
        enumerator), the last sentence of the block above that item."""
        index = self.block_at(span.start)
        if index is None or self.parent[index] is None:
            return None
        before = self.text[self.blocks[index].span.start : span.start]
        if not is_enumerator(before):
            return None
        above = self.blocks[self.parent[index] or 0].span
        words = self.quote(above).rstrip()
        cut = max(words.rfind(". "), words.rfind("; "))
        return Span(above.start + cut + 2 if cut >= 0 else above.start, above.start + len(words))

    def introduced(self, span: Span) -> tuple[Span, ...]:
        """The items that the sentence `span` introduces: where it is the last of its block, the
        blocks right below that."""
        index = self.block_at(span.start)
        if index is None:
            return ()
        block = self.blocks[index].span
        if span.end < block.start + len(self.quote(block).rstrip()):
            return ()
        return tuple(self.blocks[child].span for child in self.children[index])

    def quote(self, span: Span) -> str:
        return self.text[span.start : span.end]
