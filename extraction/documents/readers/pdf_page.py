"""The characters of PDF pages and the lines they stand in, as pdfium extracts them.

Coordinates are points with the origin at the top left of the page as it is shown (rotation and crop
box applied). Characters are kept as extracted, with three exceptions, each one for one: a hyphen
that pdfium marks as one at a line end is ``-``, a glyph without a known character and a lone
surrogate are U+FFFD.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

_LINE_HYPHENS = frozenset({0x02, 0xFFFE})
_FORCE_BOLD = 1 << 18
_BOLD_NAME = re.compile(rb"bold|black|heavy|semibold|demi", re.IGNORECASE)
_CELL_GAP = 0.9  # of the line height: a wider gap separates cells, a narrower one words


@dataclass(frozen=True, slots=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def join(self, other: Box) -> Box:
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters of one line without a wide gap: a cell, or all of the line.
    `indices` are pdfium's character indices, one for each code point of `text`."""

    text: str
    indices: tuple[int, ...]
    box: Box


@dataclass(frozen=True, slots=True)
class Line:
    """One line as pdfium sees it. `size` is its most common character height, `bold` whether its
    letters are, `page` counts from 1."""

    page: int
    pieces: tuple[Piece, ...]
    text: str
    indices: tuple[int, ...]  # -1 for a character that stands for none on the page
    box: Box
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class Page:
    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    has_content: bool  # pictures, paths or text
    unknown: int  # characters without a known meaning
    characters: int  # that are not blank


def read_page(document: Any, index: int) -> Page:
    """Page `index` (from 0) of an open pdfium document."""
    import pypdfium2.raw as pdfium

    page = document[index]
    text_page = page.get_textpage()
    try:
        width, height = page.get_size()
        box_of = boxes(page, text_page)
        count = pdfium.FPDFText_CountChars(text_page)
        lines: list[Line] = []
        current: list[tuple[str, int]] = []
        unknown = known = 0
        at = 0
        while at < count:
            character, used = _character(text_page, at, count)
            if character in "\r\n":
                _close(lines, current, index + 1, box_of, text_page)
                current = []
            elif character:
                current.append((character, at))
                unknown += character == "\ufffd"
                known += not character.isspace()
                if character == "-" and _ends_line(text_page, at, count, box_of):
                    _close(lines, current, index + 1, box_of, text_page)
                    current = []
            at += used
        _close(lines, current, index + 1, box_of, text_page)
        has_content = count > 0 or pdfium.FPDFPage_CountObjects(page) > 0
        return Page(index + 1, width, height, tuple(lines), has_content, unknown, known)
    finally:
        text_page.close()
        page.close()


def boxes(page: Any, text_page: Any) -> Callable[[int], Box]:
    """A function from a character index to its box: as wide as the character moves on, as high as
    its font."""
    import pypdfium2.raw as pdfium

    left, bottom, right, top = page.get_cropbox()
    rotation = page.get_rotation()
    rectangle = pdfium.FS_RECTF()

    def box(index: int) -> Box:
        pdfium.FPDFText_GetLooseCharBox(text_page, index, ctypes.byref(rectangle))
        x0, x1 = sorted((rectangle.left, rectangle.right))
        y0, y1 = sorted((rectangle.bottom, rectangle.top))
        if rotation == 90:
            return Box(y0 - bottom, x0 - left, y1 - bottom, x1 - left)
        if rotation == 180:
            return Box(right - x1, y0 - bottom, right - x0, y1 - bottom)
        if rotation == 270:
            return Box(top - y1, right - x1, top - y0, right - x0)
        return Box(x0 - left, top - y1, x1 - left, top - y0)

    return box


def _character(text_page: Any, at: int, count: int) -> tuple[str, int]:
    """The code point at index `at` and how many indices it takes."""
    import pypdfium2.raw as pdfium

    code = pdfium.FPDFText_GetUnicode(text_page, at)
    if code in _LINE_HYPHENS:
        return "-", 1
    if 0xD800 <= code < 0xDC00 and at + 1 < count:
        low = pdfium.FPDFText_GetUnicode(text_page, at + 1)
        if 0xDC00 <= low < 0xE000:
            return chr(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)), 2
    if code == 0 or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return "\ufffd", 1
    return chr(code), 1


def _ends_line(text_page: Any, at: int, count: int, box_of: Callable[[int], Box]) -> bool:
    """Whether the hyphen at `at` ends its line: pdfium gives no line end after one that divides a
    word."""
    import pypdfium2.raw as pdfium

    if at + 1 >= count or pdfium.FPDFText_GetUnicode(text_page, at) not in _LINE_HYPHENS:
        return False
    own, following = box_of(at), box_of(at + 1)
    middle = (following.top + following.bottom) / 2
    return not own.top < middle < own.bottom


def _close(
    lines: list[Line],
    characters: list[tuple[str, int]],
    page: int,
    box_of: Callable[[int], Box],
    text_page: Any,
) -> None:
    """Make a line of `characters`, blanks at its ends left out; none where it is blank."""
    while characters and characters[-1][0].isspace():
        characters.pop()
    while characters and characters[0][0].isspace():
        characters.pop(0)
    if not characters:
        return
    seen = [(c, i, box_of(i)) for c, i in characters if not c.isspace()]
    size = Counter(round(b.bottom - b.top, 1) for _, _, b in seen).most_common(1)[0][0]
    pieces: list[Piece] = []
    text: list[str] = []
    indices: list[int] = []
    box: Box | None = None
    for character, index in characters:
        if character.isspace():
            text.append(character)
            indices.append(index)
            continue
        own = box_of(index)
        if box is not None and own.left - box.right > _CELL_GAP * max(size, 1.0):
            pieces.append(_piece(text, indices, box))
            text, indices, box = [], [], None
        box = own if box is None else box.join(own)
        text.append(character)
        indices.append(index)
    if box is not None:
        pieces.append(_piece(text, indices, box))
    whole = pieces[0].box
    for piece in pieces[1:]:
        whole = whole.join(piece.box)
    lines.append(
        Line(
            page,
            tuple(pieces),
            "".join(c for c, _ in characters),
            tuple(i for _, i in characters),
            whole,
            size,
            _is_bold(text_page, [i for c, i, _ in seen if c.isalpha()]),
        )
    )


def _piece(text: list[str], indices: list[int], box: Box) -> Piece:
    first = next(i for i, c in enumerate(text) if not c.isspace())
    last = len(text) - next(i for i, c in enumerate(reversed(text)) if not c.isspace())
    return Piece("".join(text[first:last]), tuple(indices[first:last]), box)


def _is_bold(text_page: Any, letters: list[int]) -> bool:
    """Whether the first, middle and last letter are in a bold font."""
    import pypdfium2.raw as pdfium

    if not letters:
        return False
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    for index in {letters[0], letters[len(letters) // 2], letters[-1]}:
        pdfium.FPDFText_GetFontInfo(text_page, index, name, 128, ctypes.byref(flags))
        weight = pdfium.FPDFText_GetFontWeight(text_page, index)
        if not (_BOLD_NAME.search(name.value) or flags.value & _FORCE_BOLD or weight >= 600):
            return False
    return True
