"""Where the values of form fields and annotations go among the lines of a PDF page."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate

from extraction.documents.readers.pdf_forms import Mark
from extraction.documents.readers.pdf_geometry import Box, Glyph

Run = list[Glyph]
_BAND = 16.0  # points: lines are looked up by bands of this height


def with_marks(lines: list[Run], marks: Sequence[Mark]) -> list[Run]:
    """The lines with what was filled into fields where it stands on the page: in the line that it
    shares a height with, else behind the last line above it."""
    if not marks:
        return lines
    rest, drawn = _taken_out(lines, marks)
    places = _Places(rest)
    for number, mark in enumerate(marks):
        values = [] if mark.replaces else drawn[number]
        if mark.text:
            values.append([(character, mark.index, mark.box) for character in mark.text])
        for value in values:
            places.put_in(value)
    return places.lines()


def close(lines: list[Run], glyphs: Run) -> None:
    """Add a line, blanks at its ends left out; nothing where it is blank."""
    while glyphs and glyphs[-1][0].isspace():
        glyphs.pop()
    first = next((n for n, glyph in enumerate(glyphs) if not glyph[0].isspace()), len(glyphs))
    if first < len(glyphs):
        lines.append(glyphs[first:])


def _taken_out(
    lines: Sequence[Run], marks: Sequence[Mark]
) -> tuple[list[Run], dict[int, list[Run]]]:
    """The lines without the characters that are drawn for values, and those of each value."""
    owners = {index: number for number, mark in enumerate(marks) for index in mark.drawn}
    rest: list[Run] = []
    drawn: dict[int, list[Run]] = defaultdict(list)
    for line in lines:
        if not any(glyph[1] in owners for glyph in line):
            rest.append(line)
            continue
        parts: dict[int, Run] = defaultdict(list)
        for glyph in line:
            parts[owners.get(glyph[1], -1)].append(glyph)
        for owner, part in parts.items():
            close(rest if owner < 0 else drawn[owner], part)
    return rest, drawn


class _Places:
    """The lines of a page by their height, and what is put in behind each of them."""

    def __init__(self, lines: Sequence[Run]) -> None:
        self._lines = list(lines)
        self._behind: dict[int, list[Run]] = defaultdict(list)  # -1: before the first
        self._bands: dict[int, list[Run]] = defaultdict(list)
        for line in self._lines:
            self._add(line)
        levels = sorted((_middle(line[0][2]), n) for n, line in enumerate(self._lines))
        self._levels = [level for level, _ in levels]
        self._last = list(accumulate((n for _, n in levels), max))  # of the lines down to a level

    def put_in(self, value: Run) -> None:
        box = value[0][2].join(value[-1][2])
        bands = range(int(box.top // _BAND), int(box.bottom // _BAND) + 1)
        beside = min(
            (line for band in bands for line in self._bands[band] if _on_line(box, line)),
            key=lambda line: _across(box, line),
            default=None,
        )
        if beside is None:
            above = bisect_left(self._levels, _middle(box))
            self._behind[self._last[above - 1] if above else -1].append(value)
            self._add(value)
            return
        centre = (box.left + box.right) / 2
        at = sum((glyph[2].left + glyph[2].right) / 2 < centre for glyph in beside)
        behind = [(" ", -1, box)] if at < len(beside) else []
        beside[at:at] = [*([(" ", -1, box)] if at else []), *value, *behind]

    def lines(self) -> list[Run]:
        made = sorted(self._behind[-1], key=lambda value: _middle(value[0][2]))
        for number, line in enumerate(self._lines):
            made.append(line)
            made += sorted(self._behind[number], key=lambda value: _middle(value[0][2]))
        return made

    def _add(self, line: Run) -> None:
        self._bands[int(_middle(line[0][2]) // _BAND)].append(line)


def _middle(box: Box) -> float:
    return (box.top + box.bottom) / 2


def _on_line(box: Box, line: Run) -> bool:
    own = line[0][2]
    return box.top <= _middle(own) <= box.bottom and (
        own.top <= _middle(box) <= own.bottom or box.height < 2 * own.height
    )


def _across(box: Box, line: Run) -> float:
    left, right = line[0][2].left, line[-1][2].right
    return max(left - box.right, box.left - right, 0.0)
