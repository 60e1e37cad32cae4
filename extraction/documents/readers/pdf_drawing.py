"""Lines and pictures that are drawn on a PDF page: the rules of tables, and what may be a scan."""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from extraction.documents.readers.pdf_geometry import Box

OBJECTS = 40_000  # of one page, those inside form objects among them, that are looked at
_DEPTH = 8  # of form objects in form objects
_SEGMENTS = 400  # of a path: a longer one is a drawing
_RULES = 3_000
_THIN = 3.0  # points: a filled box thinner than this is a rule
_SHORT = 4.0  # points: a shorter line is no rule
_TOUCH = 3.0  # points between rules that meet
_WHITE = 250  # of 255
_PLACES = 20  # in a row and in a column of the page where it is asked whether a picture is there
_PICTURES = 5_000

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line: across the page at height `at` from `start` to `end`, or down it at `at`."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn on a page beside its text; `counted` objects were looked at."""

    across: tuple[Rule, ...]
    down: tuple[Rule, ...]
    pictures: tuple[Box, ...]
    grounds: tuple[Box, ...]  # filled in a colour that is not white
    counted: int

    def picture_share(self, width: float, height: float) -> float:
        """How much of the page its pictures cover."""
        if not self.pictures:
            return 0.0
        places = [(n + 0.5) / _PLACES for n in range(_PLACES)]
        covered: set[tuple[float, float]] = set()
        for box in self.pictures[:_PICTURES]:
            across = [x for x in places if box.left <= x * width <= box.right]
            down = [y for y in places if box.top <= y * height <= box.bottom]
            covered.update((x, y) for x in across for y in down)
        return len(covered) / _PLACES**2

    def is_light(self, box: Box) -> bool:
        """Whether nothing is drawn behind a box but the white page."""
        return not any(ground.holds(box) for ground in (*self.grounds, *self.pictures))


def drawing(
    page: Any,
    shown: Callable[[float, float, float, float], Box],
    turn: Callable[[Box], Box] | None,
    width: float,
    height: float,
    *,
    paths: bool,
) -> Drawing:
    """The rules (where `paths` are wanted) and pictures of a page, in the order of their places,
    turned as its text is."""

    def turned(a: float, b: float, c: float, d: float) -> Box:
        box = shown(a, b, c, d)
        return turn(box) if turn is not None else box

    collector = _Collector(turned, width, height, paths)
    collector.walk(page)
    return Drawing(
        tuple(_merged(collector.across)),
        tuple(_merged(collector.down)),
        tuple(collector.pictures),
        tuple(collector.grounds),
        collector.counted,
    )


class _Collector:
    def __init__(
        self,
        shown: Callable[[float, float, float, float], Box],
        width: float,
        height: float,
        paths: bool,
    ) -> None:
        self.shown = shown
        self.paths = paths
        self.width, self.height = width, height
        self.across: list[Rule] = []
        self.down: list[Rule] = []
        self.pictures: list[Box] = []
        self.grounds: list[Box] = []
        self.counted = 0

    def walk(self, page: Any) -> None:
        import pypdfium2.raw as pdfium

        stack = [
            (pdfium.FPDFPage_GetObject, page, pdfium.FPDFPage_CountObjects(page), _IDENTITY, 0)
        ]
        text, path = pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH
        kind_of = pdfium.FPDFPageObj_GetType
        while stack:
            get, holder, count, matrix, depth = stack.pop()
            count = min(count, OBJECTS - self.counted)
            self.counted += count
            for number in range(count):
                item = get(holder, number)
                kind = kind_of(item)
                if kind == text:
                    continue
                if kind == path:
                    if self.paths:
                        self._path(item, matrix)
                elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                    self.pictures.append(self._box(_matrix_of(item), matrix))
                elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEPTH:
                    inner = _times(_matrix_of(item), matrix)
                    inside = pdfium.FPDFFormObj_CountObjects(item)
                    stack.append((pdfium.FPDFFormObj_GetObject, item, inside, inner, depth + 1))

    def _box(self, own: Matrix, outer: Matrix) -> Box:
        """Where the unit square that a picture fills is shown."""
        whole = _times(own, outer)
        corners = [_moved(whole, x, y) for x in (0, 1) for y in (0, 1)]
        across, down = [x for x, _ in corners], [y for _, y in corners]
        box = self.shown(min(across), min(down), max(across), max(down))
        return Box(
            max(0.0, box.left), max(0.0, box.top),
            min(self.width, box.right), min(self.height, box.bottom),
        )  # fmt: skip

    def _path(self, item: Any, outer: Matrix) -> None:
        import pypdfium2.raw as pdfium

        count = pdfium.FPDFPath_CountSegments(item)
        if not 2 <= count <= _SEGMENTS or len(self.across) + len(self.down) > _RULES:
            return
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(item, ctypes.byref(fill), ctypes.byref(stroke))
        if not stroke.value and (not fill.value or _is_white(item)):
            return
        matrix = _times(_matrix_of(item), outer)
        for part in _parts(item, count, matrix):
            box = self.shown(
                min(x for x, _ in part), min(y for _, y in part),
                max(x for x, _ in part), max(y for _, y in part),
            )  # fmt: skip
            if fill.value and min(box.width, box.height) > _THIN and not _is_white(item):
                self.grounds.append(box)
            if box.width > 0.95 * self.width and box.height > 0.95 * self.height:
                continue  # the ground of the page
            if not stroke.value or min(box.width, box.height) < _THIN:
                self._edges(box)
                continue
            for (a, b), (c, d) in pairwise(part):
                if abs(a - c) < 1 or abs(b - d) < 1:
                    self._edges(self.shown(a, b, c, d))

    def _edges(self, box: Box) -> None:
        """The sides of a box as rules; its middle where it is thin."""
        if box.height < _THIN:
            if box.width >= _SHORT:
                self.across.append(Rule((box.top + box.bottom) / 2, box.left, box.right))
        elif box.width < _THIN:
            if box.height >= _SHORT:
                self.down.append(Rule((box.left + box.right) / 2, box.top, box.bottom))
        else:
            self.across += [Rule(at, box.left, box.right) for at in (box.top, box.bottom)]
            self.down += [Rule(at, box.top, box.bottom) for at in (box.left, box.right)]


def _parts(item: Any, count: int, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """The straight runs of a path, closed where the path closes them."""
    import pypdfium2.raw as pdfium

    x, y = ctypes.c_float(), ctypes.c_float()
    part: list[tuple[float, float]] = []
    for number in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(item, number)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            return  # a drawing
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        if kind != pdfium.FPDF_SEGMENT_LINETO:
            if len(part) > 1:
                yield part
            part = []
        part.append(_moved(matrix, x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment) and len(part) > 1:
            yield [*part, part[0]]
            part = []
    if len(part) > 1:
        yield part


def _is_white(item: Any) -> bool:
    import pypdfium2.raw as pdfium

    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    pdfium.FPDFPageObj_GetFillColor(
        item, ctypes.byref(red), ctypes.byref(green), ctypes.byref(blue), ctypes.byref(alpha)
    )
    return min(red.value, green.value, blue.value) >= _WHITE or not alpha.value


def _matrix_of(item: Any) -> Matrix:
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix)):
        return _IDENTITY
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    if outer is _IDENTITY:
        return inner
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (
        a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s,
        e * p + f * r + t, e * q + f * s + u,
    )  # fmt: skip


def _moved(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _merged(rules: Sequence[Rule]) -> Iterator[Rule]:
    """Rules of one line that meet or overlap as one."""
    levels: dict[int, list[Rule]] = defaultdict(list)
    last: float | None = None
    level = 0
    for rule in sorted(rules, key=lambda rule: rule.at):
        if last is None or rule.at - last > 1.5:
            level += 1
            last = rule.at
        levels[level].append(rule)
    for group in levels.values():
        at = group[0].at
        current: Rule | None = None
        for rule in sorted(group, key=lambda rule: rule.start):
            if current is not None and rule.start <= current.end + _TOUCH:
                current = Rule(at, current.start, max(current.end, rule.end))
            else:
                if current is not None:
                    yield current
                current = Rule(at, rule.start, rule.end)
        if current is not None:
            yield current
