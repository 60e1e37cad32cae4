"""Which lines of plain text run on in the next one: decided for each pair of lines by itself.

A text is hard-wrapped where most of its lines end where the next word would no longer fit; that
width is sought in the run of lines around a pair, else in the whole text. One long line, one table
or one address therefore changes nothing for the lines around it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

_LINE = re.compile(r"[^\r\n\f]*(?:\r\n?|\n|\f|\Z)")
_QUOTE = re.compile(r"[ \t]*>(?:[ \t]?>)*[ \t]?")
_ENDS = re.compile(r"[.!?…:;。！？][\"'”’»)\]]{0,3}\Z")
_COLUMNS = re.compile(r"\S(?:[ ]{3,}|[ ]*\t[ \t]*)\S")
_GOES_ON = frozenset(",;)]%<>=≥≤±×°")
_NUMBER = re.compile(r"[-–(]?[$€£]?\d[\d.,]*[)%]?\Z|[-–—$€£%]\Z")
# "earned EUR | 38.4 million from": a currency and the words behind its figure
_CURRENCY = re.compile(r"\w (?<!\bin )(?<!\bper )(?:USD|EUR|GBP|CHF|JPY|US\$|[$€£¥])\Z")
_FIGURE_IN_WORDS = re.compile(r"\d[\d.,]*(?: [a-z]{2,}){2}")
_LIMITS = (25, 200)  # columns between which a text may be wrapped
_MIN_PAIRS = 3
_MIN_SHARE = 0.5  # of the pairs must fit the width
_RAGGED = 0.04  # of the width: a proportional font breaks a little earlier or later
_FULL = 0.92
_OVERLONG = 1.1
_LIKELY = range(45, 141)  # columns of a line without its end that is wrapped rather than short


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its end and without quote marks (``> ``) in front, whose number is `quoted`.

    `start` is where `text` begins in the whole text; `width` counts the marks, too.
    """

    start: int
    text: str
    width: int
    quoted: int = 0
    page_end: bool = False

    @property
    def blank(self) -> bool:
        return not self.text.strip()

    @property
    def indent(self) -> int:
        return len(self.text) - len(self.text.lstrip(" \t"))


def lines_of(text: str) -> list[Line]:
    """The lines of `text`; they end with CR, LF, both, or a form feed. Of many empty ones on end
    two are kept."""
    found: list[Line] = []
    for match in _LINE.finditer(text):
        line = _line(match.start(), match.group())
        if len(found) > 1 and line.blank and found[-1].blank and found[-2].blank:
            before = found.pop()
            line = replace(line, page_end=line.page_end or before.page_end)
        found.append(line)
    return [
        _unquoted(line) if line.quoted and not _is_quote(found, index) else line
        for index, line in enumerate(found)
    ]


def _line(start: int, raw: str) -> Line:
    text = raw.rstrip("\r\n\f")
    marks = _QUOTE.match(text)
    begin = marks.end() if marks else 0
    count = text[:begin].count(">")
    return Line(start + begin, text[begin:], len(text), count, raw.endswith("\f"))


def _unquoted(line: Line) -> Line:
    """The line with its ``>`` as part of its words."""
    begin = line.start - (line.width - len(line.text))
    marks = ">" * line.quoted + " "
    return Line(begin, marks[: line.width - len(line.text)] + line.text, line.width)


def _is_quote(lines: Sequence[Line], index: int) -> bool:
    """Whether ``>`` quotes; "> 5 mg" alone means more than 5 mg."""
    beside = [*lines[max(0, index - 1) : index], *lines[index + 1 : index + 2]]
    return any(line.quoted for line in beside) or not lines[index].text[:1].isdigit()


class Joins:
    """Says of two neighbouring lines whether the first runs on in the second."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._widths: list[int | None] = [None] * len(lines)
        everywhere = _wrap_width(_pairs(lines, 0, len(lines)))
        begin = 0
        for index in range(len(lines) + 1):
            if index < len(lines) and _alike(lines, begin, index):
                continue
            own = _wrap_width(_pairs(lines, begin, index))
            for place in range(begin, index):
                self._widths[place] = own or everywhere
            begin = index

    def runs_on(self, index: int) -> bool:
        """Whether line `index` runs on in the line after it."""
        line, after = self._lines[index], self._lines[index + 1]
        if _columned(line) or _columned(after) or (_figures(line) and _figures(after)):
            return False
        lower = _begins_lower(after)
        ends = bool(_ENDS.search(line.text.rstrip()))
        if line.text.rstrip().endswith(":") and not lower:
            return False
        if _divides_amount(line, after):
            return True
        width = self._widths[index]
        if width is None:
            return self._likely(line, after, lower, ends)
        if _is_full(line, after, width) or _open(line):
            return True
        half = line.width >= width / 2 or (index > 0 and self._is_continued(index, width))
        return lower and not ends and half

    def _is_continued(self, index: int, width: int) -> bool:
        """Whether line `index` goes on with a full one before it: "… no fewer than", "15 clear",
        "days before"."""
        before, line = self._lines[index - 1], self._lines[index]
        return not before.blank and _is_full(before, line, width) and not _columned(before)

    @staticmethod
    def _likely(line: Line, after: Line, lower: bool, ends: bool) -> bool:
        """Where no width is known."""
        if lower:
            few = max(len(line.text.split()), len(after.text.split())) <= 2
            listed = few and _begins_lower(line) and not line.text.rstrip().endswith(",")
            return not listed and (not ends or line.width in _LIKELY)
        return not ends and (line.width in _LIKELY or _open(line))


def _alike(lines: Sequence[Line], begin: int, index: int) -> bool:
    """Whether line `index` belongs to the run of lines that begins at `begin`."""
    return lines[begin].blank == lines[index].blank and lines[begin].quoted == lines[index].quoted


def _pairs(lines: Sequence[Line], begin: int, end: int) -> list[tuple[int, int]]:
    """(length of a line, length with the first word of the next) of the pairs that may be one
    wrapped text."""
    found = []
    for index in range(begin, end - 1):
        line, after = lines[index], lines[index + 1]
        if line.blank or after.blank or _columned(line) or _columned(after):
            continue
        if line.quoted == after.quoted and line.width <= _LIMITS[1]:
            found.append((line.width, line.width + 1 + _first_word(after)))
    return found


def _wrap_width(pairs: list[tuple[int, int]]) -> int | None:
    """The width at which most pairs are broken as a wrapping editor does; None where there is no
    such width."""
    if len(pairs) < _MIN_PAIRS:
        return None
    steps: Counter[int] = Counter()
    for length, with_word in pairs:
        steps[max(length, _LIMITS[0])] += 1
        steps[max(with_word + int(_RAGGED * length), _LIMITS[0])] -= 1
    best, width, fitting = 0, None, 0
    for column in sorted(steps):
        fitting += steps[column]
        if fitting > best:
            best, width = fitting, column
    return width if best >= _MIN_SHARE * len(pairs) else None


def _is_full(line: Line, after: Line, width: int) -> bool:
    if line.width > _OVERLONG * width + 2:
        return False
    return line.width + 1 + _first_word(after) > _FULL * width


def _first_word(line: Line) -> int:
    """Length of the first piece of the line that a wrapping editor keeps whole."""
    words = line.text.split(None, 1)
    if not words:
        return 0
    return 1 if words[0][0] >= "\u2e80" else len(words[0])


def _open(line: Line) -> bool:
    """A long line that plainly ends in the middle: inside brackets, or after a small word."""
    words = line.text.split()
    if len(line.text) < _LIKELY.start or len(words) < 2:
        return False
    last = words[-1]
    small = len(last) <= 3 and last.isalpha() and last.islower()
    return (small and not words[-2][-1:].isdigit()) or line.text.count("(") > line.text.count(")")


def _divides_amount(line: Line, after: Line) -> bool:
    """Whether the line ends between a currency and its figure, which goes on in words."""
    ends = _CURRENCY.search(line.text.rstrip()) is not None
    return ends and _FIGURE_IN_WORDS.match(after.text.lstrip()) is not None


def _begins_lower(line: Line) -> bool:
    first = line.text.lstrip()[:1]
    return first.islower() or first in _GOES_ON


def _columned(line: Line) -> bool:
    return bool(_COLUMNS.search(line.text.strip()))


def _figures(line: Line) -> bool:
    """A row of figures: two or more numbers, and they are a third of its words."""
    words = line.text.split()
    numbers = sum(1 for word in words if _NUMBER.match(word))
    return numbers >= 2 and 3 * numbers >= len(words)
