"""Boxes on PDF pages, in points from the top left of the page as it is shown."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple


class Box(NamedTuple):
    """A tuple, because there is one for every character."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def width(self) -> float:
        return self.right - self.left

    def join(self, other: Box) -> Box:
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def holds(self, other: Box) -> bool:
        """Whether the middle of `other` lies inside."""
        across, down = (other.left + other.right) / 2, (other.top + other.bottom) / 2
        return self.left <= across <= self.right and self.top <= down <= self.bottom


Glyph = tuple[str, int, Box]  # a character, pdfium's index of it (negative: none), and its box


def viewer(page: Any) -> Callable[[float, float, float, float], Box]:
    """A function from left, bottom, right, top in the page's own space to its box as shown."""
    left, bottom, right, top = page.get_cropbox()
    rotation = page.get_rotation()

    def box(a: float, b: float, c: float, d: float) -> Box:
        x0, x1 = (a, c) if a <= c else (c, a)
        y0, y1 = (b, d) if b <= d else (d, b)
        if rotation == 0:
            return Box(x0 - left, top - y1, x1 - left, top - y0)
        if rotation == 90:
            return Box(y0 - bottom, x0 - left, y1 - bottom, x1 - left)
        if rotation == 180:
            return Box(right - x1, y0 - bottom, right - x0, y1 - bottom)
        return Box(top - y1, right - x1, top - y0, right - x0)

    return box


def around(boxes: Iterable[Box]) -> Box:
    """The box that holds all of `boxes` (one at least)."""
    left, top, right, bottom = zip(*boxes, strict=True)
    return Box(min(left), min(top), max(right), max(bottom))


def character_boxes(page: Any, text_page: Any) -> Callable[[int], Box]:
    """A function from a character index to its box: as wide as the character moves on, as high as
    its font."""
    import pypdfium2.raw as pdfium

    shown = viewer(page)
    rectangle = pdfium.FS_RECTF()
    reference = ctypes.byref(rectangle)
    measure = pdfium.FPDFText_GetLooseCharBox

    def box(index: int) -> Box:
        measure(text_page, index, reference)
        return shown(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)

    def upright_box(index: int) -> Box:
        measure(text_page, index, reference)
        a, b, c, d = rectangle.left, rectangle.bottom, rectangle.right, rectangle.top
        if a > c or b > d:
            return shown(a, b, c, d)
        return Box(a - left, top - d, c - left, top - b)

    left, _, _, top = page.get_cropbox()
    return box if page.get_rotation() else upright_box
