"""Whether a line at the edge of a PDF page stands apart from the text of the page.

Page furniture does; a line of a paragraph, however often it recurs, stands at the distance of lines
from another one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from extraction.documents.readers.pdf_page import Line, Page

_APART = 1.4  # distances of lines: what is nearer to a line of text belongs to it
_WELL_APART = 2.4  # distances of lines: further away than a paragraph is from the next
_ALIKE = 0.08  # share by which sizes of the same type may differ
_LOOSE = 2.5  # line heights: lines of a paragraph are nearer to each other
_USUAL = 1.2
_STOP = re.compile(r"[.!?;:]\Z")
_WORDS = 4  # a line with fewer is no sentence


class BodyType:
    """The usual size, weight and line distance (in points) of the text of all pages."""

    def __init__(self, pages: Sequence[Page]) -> None:
        sizes: Counter[float] = Counter()
        bold: Counter[bool] = Counter()
        for line in (line for page in pages for line in page.lines):
            sizes[line.size] += len(line.text)
            bold[line.bold] += len(line.text)
        self.size = sizes.most_common(1)[0][0] if sizes else 1.0
        self.bold = bold[True] > bold[False]
        self.pitch = self.size * self._pitch(pages)

    def _pitch(self, pages: Sequence[Page]) -> float:
        """The smallest common distance of lines, in line heights."""
        ratios: Counter[float] = Counter()
        for page in pages:
            for above, below in zip(page.lines, page.lines[1:], strict=False):
                distance = below.box.bottom - above.box.bottom
                if above.size == below.size == self.size and 0 < distance < _LOOSE * self.size:
                    ratios[round(distance / self.size, 1)] += 1
        most = max(ratios.values(), default=0)
        return min((r for r, count in ratios.items() if count * 5 >= most), default=_USUAL)

    def is_display(self, line: Line) -> bool:
        """Whether a line is in the type of headings: larger than the text, or bold."""
        larger = line.size > (1 + _ALIKE) * self.size
        return larger or (line.bold and not self.bold and line.size > (1 - _ALIKE) * self.size)

    def is_small(self, line: Line) -> bool:
        return line.size < (1 - _ALIKE) * self.size


def stands_apart(
    line: Line, page: Page, edge: str, running: Collection[int], body: BodyType
) -> bool:
    """Whether no line of text of the page stands between `line` and the `edge` of the page, or
    nearer to it than paragraphs are to each other. `running`: lines that are no text, by identity.
    """
    others = [
        other
        for other in page.lines
        if other is not line and id(other) not in running and other.upright
    ]
    inward = 1 if edge == "top" else -1
    for other in others:
        distance = inward * (other.box.bottom - line.box.bottom)
        if distance < -line.size / 2 and not body.is_small(other):
            return False  # text stands further out
        if distance > line.size / 2 and _is_tied(line, other, distance, body):
            return False
    return True


def _is_tied(line: Line, other: Line, distance: float, body: BodyType) -> bool:
    """Whether `line` belongs to the line of text `distance` points further in."""
    if line.box.left > other.box.right or other.box.left > line.box.right:
        return False
    alike = abs(line.size - other.size) <= _ALIKE * max(line.size, other.size)
    if not alike and not body.is_display(line):
        return False
    text = line.text.strip()
    sentence = bool(_STOP.search(text)) and len(text.split()) >= _WORDS
    apart = _WELL_APART if sentence and alike else _APART
    return distance < apart * max(body.pitch, line.size * body.pitch / body.size)
