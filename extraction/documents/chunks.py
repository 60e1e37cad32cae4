"""Chunks: the passages that are indexed, embedded and cited.

A chunk is a run of consecutive blocks that fits the embedder's token budget together with its
prefix (document name and heading path). Chunks follow the structure: a heading stays with what
follows it, a list item with its lead-in where both fit, a table with its head row; sections are
joined only while they are small and under the same top-level section. A block over the budget is
cut after sentences, else at white space. Every non-space character of the document lies in exactly
one chunk.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from extraction.documents.boundaries import sentences, words
from graph.identity import chunk_id
from graph.model import Block, Chunk, Document, Span
from graph.outline import Outline

FINGERPRINT = "chunks-1"

CountTokens = Callable[[Sequence[str]], list[int]]

_JOIN = "\n"  # what the prefix is joined to the text with when it is embedded
_PATH = " > "
_LONGEST_WORD = 200
_BLANK_LINE = re.compile(r"(?:\r\n?|\n)[ \t]*(?:\r\n?|\n)")


def chunk(
    document: Document,
    count_tokens: CountTokens,
    *,
    max_tokens: int = 256,
    target_tokens: int | None = None,
) -> list[Chunk]:
    """The chunks of `document` in text order.

    `max_tokens` bounds ``count_tokens([embedded_text(chunk)])``, special tokens included.
    `target_tokens` (default: half of it) is the size from which a new section begins a new chunk.
    `count_tokens` is called a few times, each with all texts of one kind.
    """
    return _Chunker(document, count_tokens, max_tokens, target_tokens or max_tokens // 2).run()


def embedded_text(chunk: Chunk) -> str:
    """What is embedded for a chunk: prefix and text. Its tokens are within the budget."""
    return f"{chunk.prefix}{_JOIN}{chunk.text}" if chunk.prefix else chunk.text


@dataclass(slots=True)
class _Unit:
    """A piece of the text that is not cut further: a block or part of one, with the markup around
    it. Units lie side by side and cover the whole text."""

    span: Span
    block: int  # index of its block, -1 where the document has none
    tokens: int = 0
    whole: bool = True  # False for a further piece of a block that was cut


class _Chunker:
    def __init__(self, document: Document, count: CountTokens, limit: int, target: int) -> None:
        self.document = document
        self.text = document.text
        self.blocks: Sequence[Block] = document.blocks
        self.outline = Outline(document.text, document.blocks)
        self.count = count
        self.limit = limit
        self.target = target
        self.special = count([""])[0]
        self.prefix_limit = max(8, limit // 4)
        self.prefixes: dict[str, tuple[str, int]] = {}  # wanted -> (as used, tokens)
        headings = [block.level for block in self.blocks if block.kind == "heading"]
        self.titled = headings[:1] == [1] and headings.count(1) == 1
        self.paths = [self._path(index) for index in range(len(self.blocks))]

    def run(self) -> list[Chunk]:
        units = self._units()
        if not units:
            return []
        self._count_prefixes({self._wanted(unit.block) for unit in units})
        self._count_units(units)
        units = self._small_enough(units)
        groups = self._groups(units)
        while True:
            groups = [group for group in groups if self._has_text(group)]
            chunks = [self._chunk(group, ordinal) for ordinal, group in enumerate(groups)]
            counts = self.count([embedded_text(made) for made in chunks])
            if all(tokens <= self.limit for tokens in counts):
                return chunks
            # Tokens of parts need not add up to those of the whole; then a group is halved.
            groups = [
                part
                for group, tokens in zip(groups, counts, strict=True)
                for part in ([group] if tokens <= self.limit else self._halve(group))
            ]

    # --- units -------------------------------------------------------------------------------

    def _units(self) -> list[_Unit]:
        text = self.text
        if not text.strip():
            return []
        if not self.blocks:
            return [_Unit(Span(0, len(text)), -1)]
        units = []
        begin = 0
        for index, block in enumerate(self.blocks):
            last = index + 1 == len(self.blocks)
            end = len(text) if last else self._between(block, self.blocks[index + 1])
            units.append(_Unit(Span(begin, end), index))
            begin = end
        return units

    def _between(self, block: Block, following: Block) -> int:
        """Where to cut the gap between two blocks: its markup belongs to the block that stands in
        the same line or paragraph."""
        left, right = block.span.end, following.span.start
        gap = self.text[left:right]
        if not gap.strip():
            return right
        blank = _BLANK_LINE.search(gap)
        if blank:
            return left + blank.end()
        return left + max(gap.rfind("\n"), gap.rfind("\r")) + 1

    def _count_units(self, units: list[_Unit]) -> None:
        counts = self.count([self._quote(unit.span) for unit in units])
        for unit, tokens in zip(units, counts, strict=True):
            unit.tokens = tokens - self.special

    def _small_enough(self, units: list[_Unit]) -> list[_Unit]:
        """The units, those over the budget cut into sentences, and those sentences that are still
        over it into words."""
        for cut in (self._sentences, self._words):
            if all(unit.tokens <= self._budget(unit) for unit in units):
                break
            made: list[_Unit] = []
            for unit in units:
                made.extend(cut(unit) if unit.tokens > self._budget(unit) else [unit])
            fresh = [unit for unit in made if unit.tokens == 0]
            self._count_units(fresh)
            units = self._pack_parts(made)
        return units

    def _sentences(self, unit: _Unit) -> list[_Unit]:
        spans = sentences(self.text, unit.span.start, unit.span.end)
        return [_Unit(span, unit.block, whole=False) for span in spans]

    def _words(self, unit: _Unit) -> list[_Unit]:
        spans = words(self.text, unit.span.start, unit.span.end, _LONGEST_WORD)
        return [_Unit(span, unit.block, whole=False) for span in spans]

    def _pack_parts(self, units: list[_Unit]) -> list[_Unit]:
        """Joins the parts of each cut block into pieces of about equal size within the budget."""
        packed: list[_Unit] = []
        index = 0
        while index < len(units):
            end = index + 1
            if not units[index].whole:
                while end < len(units) and units[end].block == units[index].block:
                    end += 1
            packed.extend(self._even(units[index:end]))
            index = end
        return packed

    def _even(self, parts: list[_Unit]) -> list[_Unit]:
        budget = self._budget(parts[0])
        total = sum(part.tokens for part in parts)
        aim = total / max(1, -(-total // budget))
        pieces: list[_Unit] = []
        done = 0
        for part in parts:
            last = pieces[-1] if pieces else None
            if (
                last is not None
                and last.tokens + part.tokens <= budget
                and done + part.tokens / 2 < aim * len(pieces)
            ):
                last.span = Span(last.span.start, part.span.end)
                last.tokens += part.tokens
            else:
                pieces.append(_Unit(part.span, part.block, part.tokens, part.whole))
            done += part.tokens
        return pieces

    # --- groups ------------------------------------------------------------------------------

    def _groups(self, units: list[_Unit]) -> list[list[_Unit]]:
        if sum(unit.tokens for unit in units) <= self._budget(units[0]):
            return [units]
        groups: list[list[_Unit]] = []
        current: list[_Unit] = []
        size = 0
        for atom in self._atoms(units):
            tokens = sum(unit.tokens for unit in atom)
            if current and self._begins(atom, tokens, current, size):
                groups.append(current)
                current, size = [], 0
            current = current + atom
            size += tokens
        groups.append(current)
        return groups

    def _atoms(self, units: list[_Unit]) -> list[list[_Unit]]:
        """Runs of units that stay together: headings with what follows, a list or table with its
        lead-in, each only while it fits the budget."""
        atoms: list[list[_Unit]] = []
        current: list[_Unit] = []
        size = 0
        ends = self._ends(units)
        index = 0
        while index < len(units):
            unit = units[index]
            if current and not all(self._is_heading(u) for u in current):
                atoms.append(current)
                current, size = [], 0
            run = units[index : ends[index]]
            tokens = sum(u.tokens for u in run)
            if tokens + size > self._budget((current or run)[0]):
                run = [unit]
                tokens = unit.tokens
                if current and tokens + size > self._budget(current[0]):
                    atoms.append(current)
                    current, size = [], 0
            current = current + run
            size += tokens
            index += len(run)
        if current:
            atoms.append(current)
        return atoms

    def _ends(self, units: list[_Unit]) -> list[int]:
        """For each unit the index after the last one below it: the items of a lead-in, the rows of
        a table head. A run over the budget is not needed, so the search stops there."""
        ends = []
        for index, unit in enumerate(units):
            end = index + 1
            tokens = unit.tokens
            while end < len(units) and tokens <= self.limit and self._below(unit, units[end]):
                tokens += units[end].tokens
                end += 1
            ends.append(end)
        return ends

    def _below(self, unit: _Unit, later: _Unit) -> bool:
        if unit.block < 0:
            return False
        block, other = self.blocks[unit.block], self.blocks[later.block]
        if later.block == unit.block:
            return True
        if block.kind == "table_head":
            return other.kind in ("table_head", "table_row")
        if block.kind == "paragraph" and block.level == 0 and other.kind.startswith("table"):
            return later.block == unit.block + 1
        return block.kind in ("paragraph", "list_item") and (
            other.level > block.level and other.kind != "heading"
        )

    def _begins(self, atom: list[_Unit], tokens: int, current: list[_Unit], size: int) -> bool:
        """Whether `atom` begins a new chunk."""
        if size + tokens > self._budget(current[0]):
            return True
        if not self._is_heading(atom[0]):
            return False
        if all(self.blocks[unit.block].kind in ("heading", "header") for unit in current):
            return False
        first, second = self._top(current[0]), self._top(atom[0])
        return first != second or size >= self.target

    def _top(self, unit: _Unit) -> tuple[int, ...]:
        """The top-level section of a unit: its two outermost headings where the document has one
        title above all, else the outermost."""
        return self.paths[unit.block][: 2 if self.titled else 1]

    def _has_text(self, group: list[_Unit]) -> bool:
        return not self.text[group[0].span.start : group[-1].span.end].isspace()

    def _halve(self, group: list[_Unit]) -> list[list[_Unit]]:
        if len(group) > 1:
            middle = len(group) // 2
            return [group[:middle], group[middle:]]
        span = group[0].span
        if len(span) < 2:
            raise ValueError("one character exceeds the embedder's token budget")
        middle = (span.start + span.end) // 2
        parts = (Span(span.start, middle), Span(middle, span.end))
        return [[_Unit(part, group[0].block, whole=False)] for part in parts]

    # --- prefixes and chunks -----------------------------------------------------------------

    def _is_heading(self, unit: _Unit) -> bool:
        return unit.block >= 0 and self.blocks[unit.block].kind == "heading"

    def _path(self, index: int) -> tuple[int, ...]:
        """Indices of the headings above a block, a heading's own included."""
        own = (index,) if self.blocks[index].kind == "heading" else ()
        return self.outline.headings(index) + own

    def _words_of(self, path: Sequence[int]) -> list[str]:
        return [" ".join(self._quote(self.blocks[index].span).split()) for index in path]

    def _wanted(self, block: int) -> str:
        path = self.paths[block] if block >= 0 else ()
        return self._join(self._words_of(path))

    def _join(self, headings: list[str]) -> str:
        name = " ".join(self.document.name.split())
        return _PATH.join(part for part in (name, *(h for h in headings if h != name)) if part)

    def _count_prefixes(self, wanted: set[str]) -> None:
        """Fills `prefixes`; one that is too long keeps its beginning (the name) and its end."""
        pending = {prefix: prefix for prefix in sorted(wanted)}
        while pending:
            used = list(pending.values())
            counts = [c - self.special for c in self.count([text + _JOIN for text in used])]
            again: dict[str, str] = {}
            for (prefix, text), tokens in zip(pending.items(), counts, strict=True):
                if tokens <= self.prefix_limit or len(text) < 4:
                    self.prefixes[prefix] = (text, tokens)
                else:
                    keep = max(2, int(len(text) * self.prefix_limit / tokens) - 2)
                    again[prefix] = _shorten(text, keep)
            pending = again

    def _budget(self, unit: _Unit) -> int:
        """Tokens for the text of a chunk that begins with `unit`."""
        return self.limit - self.special - self.prefixes[self._wanted(unit.block)][1]

    def _chunk(self, group: list[_Unit], ordinal: int) -> Chunk:
        span = _strip(self.text, group[0].span.start, group[-1].span.end)
        first = group[0].block
        inside = {unit.block for unit in group if self._is_heading(unit) and unit.whole}
        body = [
            unit.block
            for unit in group
            if unit.block >= 0 and self.blocks[unit.block].kind not in ("heading", "header")
        ]
        paths = [self.paths[index] for index in body] or [self.paths[i] for i in sorted(inside)]
        common = _common(paths)
        return Chunk(
            id=chunk_id(self.document.version, span.start, span.end),
            document=self.document.id,
            version=self.document.version,
            ordinal=ordinal,
            start=span.start,
            end=span.end,
            text=self._quote(span),
            heading=tuple(self._words_of(common)),
            page=self.blocks[first].page if first >= 0 else None,
            prefix=self._prefix(common, inside),
        )

    def _prefix(self, common: tuple[int, ...], inside: set[int]) -> str:
        wanted = self._join(self._words_of([index for index in common if index not in inside]))
        if wanted not in self.prefixes:
            self._count_prefixes({wanted})
        return self.prefixes[wanted][0]

    def _quote(self, span: Span) -> str:
        return self.text[span.start : span.end]


def _common(paths: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    """The longest path that all `paths` begin with."""
    if not paths:
        return ()
    low, high = min(paths), max(paths)
    length = 0
    while length < min(len(low), len(high)) and low[length] == high[length]:
        length += 1
    return low[:length]


def _shorten(text: str, keep: int) -> str:
    head = keep // 2
    return f"{text[:head].rstrip()} … {text[len(text) - (keep - head) :].lstrip()}"


def _strip(text: str, start: int, end: int) -> Span:
    part = text[start:end]
    return Span(start + len(part) - len(part.lstrip()), start + len(part.rstrip()))
