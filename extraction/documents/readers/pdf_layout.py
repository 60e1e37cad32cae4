"""From the lines of PDF pages to blocks: running headers, tables, paragraphs, list items, headings.

Rules over geometry, in the order in which the file draws its text; nothing is learned. What stands
in no table is cut into paragraphs by gaps, size, weight, indentation, list marks and line ends that
are meant.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from extraction.documents.readers.pdf_columns import in_columns
from extraction.documents.readers.pdf_furniture import running_lines
from extraction.documents.readers.pdf_hyphens import HYPHENS
from extraction.documents.readers.pdf_page import Line, Page
from extraction.documents.readers.pdf_rows import Table
from extraction.documents.readers.pdf_tables import tables_of
from graph.model import BlockKind

_DIGITS = re.compile(r"\d+")
_BULLET = re.compile(r"[•◦▪●‣∙○■□➢\uf0b7\uf0a7\uf0d8·–-][ \t\u00a0]+(?=\S)")
_LABEL = re.compile(
    r"(?:\((?:\d{1,3}|[A-Za-z]|[ivxlc]{1,6})\)|(?:\d{1,3}|[A-Za-z]|[ivxlc]{1,6})[.)])\s+(?=\S)"
)
_NUMBERED = re.compile(r"\d{1,3}(?:\.\d{1,3})+\.?\s+\S")
_ENDED = (".", "!", "?", ":", ";", "”", '"')
_LOOSE = 2.5  # line heights: lines of a paragraph are nearer to each other
_EDGE = 0.13  # of the page height
_COUNT = 4  # words of a page number: "Page 3 of 9"
_BETWEEN = 60  # blocks between the two parts of a sentence that goes on


@dataclass(slots=True)
class Found:
    """A block in the making: lines of text, or a table."""

    kind: BlockKind
    lines: list[Line] = field(default_factory=list)
    grid: Table | None = None
    skip: int = 0  # code points at its beginning that are a bullet
    level: int = 0
    page: int = 0


def layout(pages: Sequence[Page]) -> list[Found]:
    """Blocks in reading order. Running headers come first where they first stand; all other page
    furniture comes last, page by page."""
    running = running_lines(pages)
    heights = {page.number: page.height for page in pages}
    lines: list[Line] = []
    tables: dict[int, Table] = {}
    for page in pages:
        own = in_columns([line for line in page.lines if id(line) not in running])
        lines += own
        for table, inside in tables_of(own, page.drawing):
            table.page = page.number
            tables.update((id(line), table) for line in inside)
    above: list[Found] = []
    below: list[Found] = []
    seen: set[str] = set()
    for line in (line for page in pages for line in page.lines if id(line) in running):
        shape = _DIGITS.sub("#", line.text)
        first = running[id(line)] == "top" and shape not in seen
        (above if first else below).append(Found("header", [line], page=line.page))
        seen.add(shape)
    return [*above, *_Body(lines, heights, tables).blocks(), *below]


class _Body:
    def __init__(
        self, lines: list[Line], heights: dict[int, float], tables: dict[int, Table]
    ) -> None:
        self.all_lines = lines
        self.tables = tables
        lines = [line for line in lines if id(line) not in tables] or lines
        self.lines = lines
        self.heights = heights
        weights: Counter[float] = Counter()
        for line in lines:
            weights[line.size] += len(line.text)
        self.size = weights.most_common(1)[0][0] if weights else 1.0
        self.by_page: dict[int, list[Line]] = defaultdict(list)
        for line in lines:
            self.by_page[line.page].append(line)
        self.edges = self._edges()
        self.pitch = self._pitch()
        self.indents: list[float] = []

    def blocks(self) -> list[Found]:
        found: list[Found] = []
        last: Found | None = None
        before: Line | None = None
        written: set[int] = set()
        for line in self.all_lines:
            table = self.tables.get(id(line))
            if table is not None:
                if id(table) not in written:
                    written.add(id(table))
                    self._add_table(table, found)
                last = None
                self.indents.clear()
                continue
            if (cut := self._cut_by_page(line, before, found)) is not None:
                cut.lines.append(line)
                last = cut
            elif last is not None and not self._begins(line, last):
                last.lines.append(line)
            else:
                last = self._open(line, found[-1] if found else None)
                found.append(last)
            before = line
        self._headings(found)
        return found

    def _add_table(self, table: Table, found: list[Found]) -> None:
        """A new table, or further rows of the one that the page before ends with (but for its
        number)."""
        last = next((block for block in reversed(found) if not self._at_foot(block, table)), None)
        above = last.grid if last else None
        if above is not None and above.goes_on_in(table):
            above.rows += table.rows
            above.pages += [table.page] * len(table.rows)
            return
        table.pages = [table.page] * len(table.rows)
        found.append(Found("table_row", page=table.page, grid=table))

    def _at_foot(self, block: Found, table: Table) -> bool:
        """Whether a block is a page number at the foot of the page before `table`."""
        if len(block.lines) != 1 or block.page != table.page - 1:
            return False
        line = block.lines[0]
        low = line.box.top > (1 - _EDGE) * self.heights[line.page]
        return low and bool(_DIGITS.search(line.text)) and len(line.text.split()) <= _COUNT

    def _pitch(self) -> float:
        """Usual distance of lines in a paragraph, in line heights: the smallest common one."""
        ratios: Counter[float] = Counter()
        for above, below in zip(self.lines, self.lines[1:], strict=False):
            distance = below.box.bottom - above.box.bottom
            alike = above.page == below.page and above.size == below.size == self.size
            if alike and 0 < distance < _LOOSE * self.size:
                ratios[round(distance / self.size, 1)] += 1
        if not ratios:
            return 1.2
        most = max(ratios.values())
        return min(ratio for ratio, count in ratios.items() if count * 5 >= most)

    # --- paragraphs --------------------------------------------------------------------------

    def _begins(self, line: Line, block: Found) -> bool:
        """Whether `line` begins a new block after `block`."""
        above = block.lines[-1]
        text = above.text.rstrip()
        if not (line.upright and above.upright):
            return True
        if abs(line.size - above.size) > 0.08 * above.size or line.bold != above.bold:
            return True
        ended = text.endswith(_ENDED)
        if self._marked(line, above) or (ended and _NUMBERED.match(line.text)):
            return True
        if self._jumps(line, above):
            return not self._goes_on(line, block)
        if line.box.bottom - above.box.bottom > (self.pitch * 1.2 + 0.05) * line.size:
            return True
        if not ended:
            return self._ends_early(above, line)
        if block.kind == "list_item" and not _mark(block.lines[0]):
            return True
        indented = line.box.left > above.box.left + line.size
        if indented and len(block.lines) > 1:
            return True
        widest = max(other.box.right for other in block.lines)
        short = above.box.right < widest - 0.15 * (widest - above.box.left)
        return short and line.text[:1].isupper()

    @staticmethod
    def _jumps(line: Line, above: Line) -> bool:
        """Whether `line` stands on another page or in another column."""
        return line.page != above.page or line.box.bottom < above.box.bottom - line.size

    def _goes_on(self, line: Line, block: Found) -> bool:
        """Whether `line`, on another page or in another column, is in the middle of `block`."""
        above = block.lines[-1]
        if above.text.rstrip().endswith(_ENDED):
            return False
        if abs(line.size - above.size) > 0.08 * above.size or line.bold != above.bold:
            return False
        if line.text[:1].islower():
            return True
        return len(block.lines) > 1 and not self._room(above, line)

    def _ends_early(self, above: Line, line: Line) -> bool:
        """Whether the end of `above` is meant (a heading in plain type, a line of an address): the
        first word of `line` is no small one and would have had room."""
        plain = not line.bold and above.size < 1.08 * self.size
        if above.text.rstrip().endswith(tuple(HYPHENS)):
            return False
        return plain and not line.text[:1].islower() and self._room(above, line)

    def _room(self, above: Line, line: Line) -> bool:
        """Whether the first word of `line` would have had room behind `above`."""
        word = len(line.text.split(maxsplit=1)[0]) + 1
        across = line.box.width * word / max(1, len(line.text))
        margin = max(
            other.box.right
            for other in self.by_page[above.page]
            if abs(other.box.left - above.box.left) < 4 * above.size
        )
        return above.box.right + 1.2 * across < margin

    def _cut_by_page(self, line: Line, before: Line | None, found: list[Found]) -> Found | None:
        """The block that `line` goes on with although footnotes, tables or lines at the edges of
        the pages stand between them in the file."""
        if before is None or not (
            self._jumps(line, before) or (id(before) in self.edges and id(line) not in self.edges)
        ):
            return None
        if not line.text[:1].islower() or self._marked(line, before):
            return None
        ended = False  # text of the same type has come to its end: only a divided word goes on
        for block in reversed(found[-_BETWEEN:]):
            if not block.lines or id(block.lines[-1]) in self.edges:
                continue
            above = block.lines[-1]
            if above.page < line.page - 1:
                break
            divided = above.text.rstrip().endswith(tuple(HYPHENS))
            if self._jumps(line, above) and self._goes_on(line, block) and (divided or not ended):
                return block
            ended = ended or abs(line.size - above.size) <= 0.08 * above.size
        return None

    def _edges(self) -> set[int]:
        """The lines that stand apart at the top or the bottom of their page, by identity."""
        found: set[int] = set()
        for page, lines in self.by_page.items():
            height = self.heights[page]
            down = sorted(lines, key=lambda line: line.box.top)
            top = [line for line in down if line.box.bottom < _EDGE * height]
            foot = [line for line in reversed(down) if line.box.top > (1 - _EDGE) * height]
            for group, inward in ((top, down), (foot, down[::-1])):
                for count, (a, b) in enumerate(pairwise(inward[: len(group) + 1]), start=1):
                    if max(b.box.top - a.box.bottom, a.box.top - b.box.bottom) > a.size:
                        found.update(map(id, inward[:count]))
                        break
        return found

    def _marked(self, line: Line, above: Line) -> bool:
        if _BULLET.match(line.text) and line.text[0] not in "-–·":
            return True
        if not (_LABEL.match(line.text) or _BULLET.match(line.text)):
            return False
        ended = above.text.rstrip().endswith((*_ENDED, ",", "and", "or"))
        return ended or line.box.left > above.box.left + line.size / 2

    def _open(self, line: Line, before: Found | None) -> Found:
        bullet = _BULLET.match(line.text)
        left = line.box.left
        if not _mark(line) and not self._unmarked_item(line, before):
            self.indents.clear()
            return Found("paragraph", [line], page=line.page)
        while self.indents and self.indents[-1] > left - line.size / 2:
            self.indents.pop()
        self.indents.append(left)
        skip = bullet.end() if bullet else 0
        return Found("list_item", [line], skip=skip, level=len(self.indents), page=line.page)

    @staticmethod
    def _unmarked_item(line: Line, before: Found | None) -> bool:
        """Whether a line is a list item whose bullet is drawn and not written: indented below a
        lead-in, or in line with such an item."""
        if before is None or not before.lines or line.bold or line.page != before.lines[-1].page:
            return False
        first = before.lines[0]
        if before.kind == "list_item" and not _mark(first):
            return abs(line.box.left - first.box.left) < line.size / 4
        leads = before.kind == "paragraph" and before.lines[-1].text.rstrip().endswith(":")
        return leads and line.box.left > first.box.left + 0.8 * line.size

    # --- headings ----------------------------------------------------------------------------

    def _headings(self, found: list[Found]) -> None:
        """Turns short paragraphs in larger or bold type into headings, larger ones above smaller
        ones, and small type at the foot of a page into footnotes."""
        mostly_bold = median([line.bold for line in self.lines] or [False]) > 0.5
        marked = [block for block in found if self._is_heading(block, mostly_bold)]
        sizes = sorted({self._style(block) for block in marked}, reverse=True)
        for block in marked:
            block.kind = "heading"
            block.skip = 0
            block.level = min(6, 1 + sizes.index(self._style(block)))
        for block in found:
            if block.kind == "paragraph" and self._is_footnote(block):
                block.kind = "footnote"
                block.level = 1

    def _is_heading(self, block: Found, mostly_bold: bool) -> bool:
        if block.kind not in ("paragraph", "list_item") or not 0 < len(block.lines) <= 3:
            return False
        text = " ".join(line.text for line in block.lines).strip()
        if len(text) > 160 or text.endswith((".", ";", ":", ",")) or block.skip:
            return False
        if not any(character.isalpha() for character in text):
            return False
        first = block.lines[0]
        return first.size > 1.08 * self.size or (
            first.bold and not mostly_bold and first.size > 0.92 * self.size
        )

    @staticmethod
    def _style(block: Found) -> tuple[float, bool]:
        return round(block.lines[0].size), block.lines[0].bold

    def _is_footnote(self, block: Found) -> bool:
        first = block.lines[0]
        low = first.box.top > 0.6 * self.heights[first.page]
        return low and first.size < 0.9 * self.size and first.text[:1] in "0123456789*†‡"


def _mark(line: Line) -> bool:
    return bool(_BULLET.match(line.text) or _LABEL.match(line.text))
