"""Running headers, running footers and page numbers of PDF pages.

A line at the edge of a page is one of these only where it says the same on at least three pages
(on both of two) at the same height, but for one count that goes up with the pages, and stands
apart from the text. A line in doubt is text and stays in its place. Nothing is dropped for it:
such lines are stored as blocks of kind ``header``.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from statistics import median

from extraction.documents.readers.pdf_apart import BodyType, stands_apart
from extraction.documents.readers.pdf_page import Line, Page

_MARGIN = 0.13  # of the page height: where running headers and footers stand
_PAGES = 3  # that a line must recur on
_LEVEL = 6.0  # points by which the height of a recurring line may differ
_NUMBER = re.compile(r"\d+")
_ROMAN = re.compile(r"[\W_]*([ivxlc]{1,8})[\W_]*\Z", re.IGNORECASE)
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_SENTENCE = re.compile(r"(?:\w[\w'’-]*+\W++){4,}[\w'’)-]+[.!?;]\Z")
_PAGE_OF = re.compile(r"\d\s*(?:of|/|von|sur|de|di|van)\s*\d|\b(?:page|seite|p[aá]gina)\b", re.I)
_TITLE = 10  # words: a longer line may be a part of a sentence
_ROW_GAP = 1.2  # line heights: cells nearer than this to a line of cells are rows of one table


def running_lines(pages: Sequence[Page]) -> dict[int, str]:
    """``top`` or ``bottom`` for each line of the pages that is page furniture, by identity."""
    found: dict[int, str] = {}
    body = BodyType(pages)
    for edge in ("top", "bottom"):
        lines = [line for page in pages for line in _at_edge(page, edge)]
        alike = list(_same(lines, len(pages)))
        counting = [
            [line for line in run if edge == "bottom" or not _may_head(line, body)]
            for run in _counting(lines)
        ]
        standing = _standing_apart([*alike, *counting], pages, edge, body)
        found.update((line, edge) for line in standing)
    return found


def _may_head(line: Line, body: BodyType) -> bool:
    """Whether a line with a count may be the heading of what stands below it ("Schedule 4")."""
    return body.is_display(line) and not _PAGE_OF.search(line.text)


def _standing_apart(
    groups: list[list[Line]], pages: Sequence[Page], edge: str, body: BodyType
) -> set[int]:
    """Those lines of the groups that stand apart from the text of their page, where enough of
    their group do. A line that is text after all ties the ones beside it to the text."""
    needed = min(_PAGES, len(pages))
    while True:
        kept = [group for group in groups if len({line.page for line in group}) >= needed]
        ids = {id(line) for group in kept for line in group}
        apart = {
            id(line)
            for page in pages
            for line in page.lines
            if id(line) in ids and stands_apart(line, page, edge, ids, body)
        }
        groups = [[line for line in group if id(line) in apart] for group in kept]
        if apart == ids:
            return ids


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


def _same(lines: Iterable[Line], pages: int) -> Iterable[list[Line]]:
    """Lines with the same words on three pages, on both where there are two."""
    groups: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        groups[" ".join(line.text.split())].append(line)
    for text, group in groups.items():
        level = _on_one_level(group)
        needed = 2 if pages == 2 and not _may_be_sentence(text) else _PAGES
        if len({line.page for line in level}) >= needed:
            yield level


def _may_be_sentence(text: str) -> bool:
    """Whether a line may be a sentence or a part of one."""
    return bool(_SENTENCE.match(text)) or text[:1].islower() or len(text.split()) > _TITLE


def _counting(lines: Iterable[Line]) -> Iterable[list[Line]]:
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


def _counted(group: Sequence[tuple[Line, tuple[int, ...]]]) -> Iterable[list[Line]]:
    for place in range(len(group[0][1])):
        runs: dict[tuple[int, tuple[int, ...]], list[Line]] = defaultdict(list)
        for line, values in group:
            others = values[:place] + values[place + 1 :]
            runs[values[place] - line.page, others].append(line)
        for run in runs.values():
            level = _on_one_level(run)
            if len({line.page for line in level}) >= _PAGES:
                yield level


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
