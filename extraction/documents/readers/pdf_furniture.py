"""Running headers, running footers and page numbers of PDF pages.

A line at the edge of a page is one of these only where it says the same on at least three pages
(on both of two) at the same height, but for one count that goes up with the pages. Nothing is
dropped for it: such lines are stored as blocks of kind ``header``.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from statistics import median

from extraction.documents.readers.pdf_page import Line, Page

_MARGIN = 0.13  # of the page height: where running headers and footers stand
_PAGES = 3  # that a line must recur on
_LEVEL = 6.0  # points by which the height of a recurring line may differ
_NUMBER = re.compile(r"\d+")
_ROMAN = re.compile(r"[\W_]*([ivxlc]{1,8})[\W_]*\Z", re.IGNORECASE)
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_SENTENCE = re.compile(r"(?:\w[\w'’-]*+\W++){4,}[\w'’)-]+[.!?;]\Z")
_ROW_GAP = 1.2  # line heights: cells nearer than this to a line of cells are rows of one table


def running_lines(pages: Sequence[Page]) -> dict[int, str]:
    """``top`` or ``bottom`` for each line of the pages that is page furniture, by identity."""
    found: dict[int, str] = {}
    for edge in ("top", "bottom"):
        lines = [line for page in pages for line in _at_edge(page, edge)]
        for line in (*_same(lines, len(pages)), *_counting(lines)):
            found[id(line)] = edge
    return found


def _at_edge(page: Page, edge: str) -> list[Line]:
    limit = _MARGIN * page.height
    if edge == "top":
        lines = [line for line in page.lines if line.box.bottom < limit]
    else:
        lines = [line for line in page.lines if line.box.top > page.height - limit]
    return [line for line in lines if not _in_table(line, page)]


def _in_table(line: Line, page: Page) -> bool:
    """Whether a line of cells stands directly above or below another one in its columns."""
    if len(line.pieces) < 2:
        return False
    lefts = [piece.box.left for piece in line.pieces]
    return any(
        other is not line
        and len(other.pieces) > 1
        and max(other.box.top - line.box.bottom, line.box.top - other.box.bottom)
        < _ROW_GAP * line.size
        and sum(any(abs(p.box.left - left) < line.size for left in lefts) for p in other.pieces) > 1
        for other in page.lines
    )


def _same(lines: Iterable[Line], pages: int) -> Iterable[Line]:
    """Lines with the same words on three pages, on both where there are two."""
    groups: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        groups[" ".join(line.text.split())].append(line)
    for text, group in groups.items():
        level = _on_one_level(group)
        needed = 2 if pages == 2 and not _SENTENCE.match(text) else _PAGES
        if len({line.page for line in level}) >= needed:
            yield from level


def _counting(lines: Iterable[Line]) -> Iterable[Line]:
    """Lines with the same words but for one number that counts the pages."""
    groups: dict[str, list[tuple[Line, tuple[int, ...]]]] = defaultdict(list)
    for line in lines:
        text = " ".join(line.text.split())
        roman = _ROMAN.match(text)
        if roman:
            groups["roman"].append((line, (_roman(roman.group(1)),)))
        elif _NUMBER.search(text) and not _SENTENCE.match(text):
            values = tuple(int(digits[:9]) for digits in _NUMBER.findall(text))
            groups[_NUMBER.sub("#", text)].append((line, values))
    for group in groups.values():
        yield from _counted(group)


def _counted(group: Sequence[tuple[Line, tuple[int, ...]]]) -> Iterable[Line]:
    for place in range(len(group[0][1])):
        runs: dict[tuple[int, tuple[int, ...]], list[Line]] = defaultdict(list)
        for line, values in group:
            others = values[:place] + values[place + 1 :]
            runs[values[place] - line.page, others].append(line)
        for run in runs.values():
            level = _on_one_level(run)
            if len({line.page for line in level}) >= _PAGES:
                yield from level


def _on_one_level(lines: Sequence[Line]) -> list[Line]:
    """Those that stand at the usual height of all."""
    usual = median(line.box.top for line in lines)
    near = [line for line in lines if abs(line.box.top - usual) < _LEVEL]
    if near:
        return near
    most = Counter(round(line.box.top) for line in lines).most_common(1)[0][0]
    return [line for line in lines if abs(line.box.top - most) < _LEVEL]


def _roman(digits: str) -> int:
    values = [_VALUES[letter] for letter in digits.lower()]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < after else value for value, after in pairs)
