"""The characters of PDF pages and the lines they stand in, as pdfium extracts them.

Coordinates are points with the origin at the top left of the page as it is shown (rotation and crop
box applied). Characters are kept as extracted, with these exceptions, each one for one: a hyphen
that pdfium marks as one at a line end is ``-``, a glyph without a known character, a control
character and a lone surrogate are U+FFFD, and raised digits are superscripts (``10⁶``).
"""

from __future__ import annotations

import ctypes
import re
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from extraction.documents.readers.pdf_drawing import Drawing, drawing
from extraction.documents.readers.pdf_field_places import close, with_marks
from extraction.documents.readers.pdf_forms import Sheets
from extraction.documents.readers.pdf_geometry import Box, Glyph, around, viewer

_LINE_HYPHENS = frozenset({0x02, 0xFFFE})
_FORCE_BOLD = 1 << 18
_BOLD_NAME = re.compile(rb"bold|black|heavy|semibold|demi", re.IGNORECASE)
_CELL_GAP = 0.9  # of the line height: a wider gap separates cells, a narrower one words
_WORD_GAP = 0.15  # of the line height: a wider gap separates words
_DOTS = frozenset(".·…")
_LEADER = 5  # dots in a row that lead from one column to the next
_PICTURE = 0.5  # of the page: a larger picture is mostly what the page shows
_FEW = 200  # characters: fewer are a stamp or a header on such a page
_WHITE = 250  # of 255
_SMALL = 0.85  # of the line height: superscripts and subscripts are lower
_RAISED = 0.2  # of the line height
_RAISED_SIGNS = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_RAISED_LETTERS = str.maketrans("abcdefghijklmoprstuvwxyz", "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters of one line without a wide gap: a cell, or all of the line.
    `indices` are pdfium's character indices and `lefts` where they begin, one for each code point
    of `text`."""

    text: str
    indices: array[int]
    lefts: array[float]
    box: Box

    def cut(self, at: float) -> tuple[Piece, Piece] | None:
        """The parts left and right of a height of the page; None where one would be blank."""
        place = bisect_left(self.lefts, at)
        first, second = self._part(0, place), self._part(place, len(self.text))
        return (first, second) if first is not None and second is not None else None

    def _part(self, start: int, end: int) -> Piece | None:
        text = self.text[start:end]
        inner = text.strip()
        if not inner:
            return None
        start += len(text) - len(text.lstrip())
        end = start + len(inner)
        right = self.lefts[end] if end < len(self.lefts) else self.box.right
        box = Box(self.lefts[start], self.box.top, right, self.box.bottom)
        return Piece(inner, self.indices[start:end], self.lefts[start:end], box)


@dataclass(frozen=True, slots=True)
class Line:
    """One line as pdfium sees it. `size` is its most common character height, `bold` whether its
    letters are, `page` counts from 1."""

    page: int
    pieces: tuple[Piece, ...]
    text: str
    indices: array[int]  # -1 for a character that stands for none on the page
    box: Box
    size: float
    bold: bool

    @property
    def upright(self) -> bool:
        """Whether it does not run up or down the page."""
        return self.box.height < 2.5 * self.size or self.box.height < self.box.width


@dataclass(frozen=True, slots=True)
class Page:
    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    has_content: bool  # pictures, paths or text
    unknown: int  # characters without a known meaning
    characters: int  # that are not blank
    drawing: Drawing
    scanned: bool  # mostly a picture whose words were not read
    unmapped: int  # characters of fonts that do not say which these are
    unseen: int  # lines that are not to be seen on the page
    unread: tuple[str, ...] = ()  # what of its fields and annotations was not read


def side_by_side(lines: Sequence[Line]) -> bool:
    """Whether some text stands beside other text, as the cells of a table do."""
    if any(len(line.pieces) > 1 for line in lines):
        return True
    boxes = sorted((line.box for line in lines), key=lambda box: box.top + box.bottom)
    return any(
        (below.top + below.bottom) / 2 < above.bottom
        and (below.left >= above.right or below.right <= above.left)
        for above, below in pairwise(boxes)
    )


def read_page(sheets: Sheets, index: int) -> Page:
    """Page `index` (from 0) of an open pdfium document."""
    import pypdfium2.raw as pdfium

    with sheets.opened(index) as sheet:
        width, height = sheet.page.get_size()
        drawn = _glyph_lines(sheet.text_page, sheet.box_of)
        shown, marks = viewer(sheet.page), sheet.marks
        turn = _turn(drawn, width, height)
        if turn is not None:
            width, height = height, width
            drawn = [[(c, i, turn(box)) for c, i, box in line] for line in drawn]
            marks = tuple(replace(mark, box=turn(mark.box)) for mark in marks)
        runs = with_marks(_put_together(drawn), marks)
        lines = [
            line for run in runs if (line := _line(run, index + 1, sheet.text_page)) is not None
        ]
        seen = [c for run in runs for c, _, _ in run if not c.isspace()]
        has_content = bool(seen) or pdfium.FPDFPage_CountObjects(sheet.page) > 0
        signs = [_signs(line, sheet.text_page) for line in lines]
        wanted = side_by_side(lines) or any(sign.white for sign in signs)
        drawn_there = drawing(sheet.page, shown, turn, width, height, paths=wanted)
        share = drawn_there.picture_share(width, height)
        beneath = any(sign.invisible for sign in signs)  # what a program read in the picture
        return Page(
            number=index + 1,
            width=width,
            height=height,
            lines=tuple(lines),
            has_content=has_content,
            unknown=seen.count("\ufffd"),
            characters=len(seen),
            drawing=drawn_there,
            scanned=share > _PICTURE and len(seen) < _FEW and not beneath,
            unmapped=sum(s.unmapped for s in signs),
            unseen=sum(
                (sign.white and drawn_there.is_light(line.box))
                or (sign.invisible and share < _PICTURE)
                for line, sign in zip(lines, signs, strict=True)
            ),
            unread=sheet.unread,
        )


def _turn(
    lines: Sequence[Sequence[Glyph]], width: float, height: float
) -> Callable[[Box], Box] | None:
    """How to turn a page most of whose text runs up or down it, so that it can be laid out."""
    up = down = other = 0
    for line in lines:
        for (_, _, a), (_, _, b) in pairwise(line[::3]):
            across, along = b.left - a.left, b.top - a.top
            if abs(across) >= abs(along):
                other += 1
            elif along < 0:
                up += 1
            else:
                down += 1
    if up > 2 * (down + other):
        return lambda b: Box(height - b.bottom, b.left, height - b.top, b.right)
    if down > 2 * (up + other):
        return lambda b: Box(b.top, width - b.right, b.bottom, width - b.left)
    return None


@dataclass(frozen=True, slots=True)
class _Signs:
    """What speaks against the text of a line."""

    unmapped: int
    invisible: bool
    white: bool


def _signs(line: Line, text_page: Any) -> _Signs:
    import pypdfium2.raw as pdfium

    indices = [index for index in line.indices if index >= 0]
    if not indices:
        return _Signs(0, False, False)
    middle = indices[len(indices) // 2]
    unknown = [
        pdfium.FPDFText_HasUnicodeMapError(text_page, at) == 1 for at in (indices[0], middle)
    ]
    private = sum("\ue000" <= c < "\uf900" for c in line.text)
    item = pdfium.FPDFText_GetTextObject(text_page, middle)
    mode = pdfium.FPDFTextObj_GetTextRenderMode(item) if item else 0
    return _Signs(
        len(indices) if unknown[1] else max(private if private > 1 else 0, unknown[0]),
        mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE,
        mode == 0 and _is_white(text_page, middle),
    )


def _is_white(text_page: Any, index: int) -> bool:
    import pypdfium2.raw as pdfium

    colours = [ctypes.c_uint() for _ in range(4)]
    found = pdfium.FPDFText_GetFillColor(text_page, index, *map(ctypes.byref, colours))
    return bool(found) and min(colour.value for colour in colours[:3]) >= _WHITE


def _glyph_lines(text_page: Any, box_of: Callable[[int], Box]) -> list[list[Glyph]]:
    """The characters of each line that pdfium ends, blanks at its ends left out."""
    import pypdfium2.raw as pdfium

    count = pdfium.FPDFText_CountChars(text_page)
    lines: list[list[Glyph]] = []
    current: list[Glyph] = []
    divided: Box | None = None  # of a hyphen after which pdfium gives no line end
    at = 0
    unicode_of = pdfium.FPDFText_GetUnicode
    while at < count:
        code = unicode_of(text_page, at)
        if code == 13 or code == 10:
            close(lines, current)
            current, divided = [], None
            at += 1
            continue
        box = box_of(at)
        if divided is not None:
            if not divided.top < (box.top + box.bottom) / 2 < divided.bottom:
                close(lines, current)
                current = []
            divided = None
        if code in _LINE_HYPHENS:
            code, divided = 0x2D, box
        if 31 < code < 0xD800:
            current.append((chr(code), at, box))
            at += 1
        else:
            character, used = _rare(text_page, code, at, count)
            current.append((character, at, box))
            at += used
    close(lines, current)
    return lines


def _rare(text_page: Any, code: int, at: int, count: int) -> tuple[str, int]:
    """The character of a code that may be none, and how many indices it takes."""
    import pypdfium2.raw as pdfium

    if 0xD800 <= code < 0xDC00 and at + 1 < count:
        low = pdfium.FPDFText_GetUnicode(text_page, at + 1)
        if 0xDC00 <= low < 0xE000:
            return chr(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)), 2
    if (code < 32 and code != 9) or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return "\ufffd", 1
    return chr(code), 1


# --- lines ---------------------------------------------------------------------------------------


def _put_together(lines: Sequence[list[Glyph]]) -> list[list[Glyph]]:
    """Lines that pdfium ends at a raised or lowered character, joined again."""
    joined: list[list[Glyph]] = []
    for line in lines:
        if joined and _goes_on(joined[-1], line):
            last = joined[-1]
            size = max(last[-1][2].height, line[0][2].height)
            if line[0][2].left - last[-1][2].right > _WORD_GAP * size:
                last.append((" ", -1, last[-1][2]))
            last.extend(line)
        else:
            joined.append(line)
    return joined


def _goes_on(above: Sequence[Glyph], below: Sequence[Glyph]) -> bool:
    """Whether `below` stands right behind `above`, raised, lowered or back from it."""
    last, first = above[-1][2], below[0][2]
    lower, higher = sorted((last.height, first.height))
    if lower <= 0 or (lower > _SMALL * higher and abs(last.bottom - first.bottom) < 0.05 * higher):
        return False
    shared = min(last.bottom, first.bottom) - max(last.top, first.top)
    gap = first.left - last.right
    return shared > 0.4 * lower and -0.3 * higher <= gap <= 0.5 * higher


def _line(glyphs: Sequence[Glyph], page: int, text_page: Any) -> Line | None:
    """The line of `glyphs`; None where it is blank."""
    seen = [glyph for glyph in glyphs if not glyph[0].isspace()]
    if not seen:
        return None
    size = Counter(round(box.height, 1) for _, _, box in seen).most_common(1)[0][0]
    glyphs = _raised(glyphs, seen, size)
    pieces: list[Piece] = []
    run: list[Glyph] = []
    wide = _CELL_GAP * max(size, 1.0)
    right: float | None = None
    dots = 0
    for glyph in glyphs:
        if not glyph[0].isspace():
            led = dots >= _LEADER and glyph[0] not in _DOTS
            if right is not None and (led or glyph[2].left - right > wide):
                pieces.append(_piece(run))
                run, right = [], None
            dots = dots + 1 if glyph[0] in _DOTS else 0
            right = glyph[2].right if right is None else max(right, glyph[2].right)
        run.append(glyph)
    pieces.append(_piece(run))
    return Line(
        page,
        tuple(pieces),
        "".join(c for c, _, _ in glyphs),
        array("i", [i for _, i, _ in glyphs]),
        around(piece.box for piece in pieces),
        size,
        _is_bold(text_page, [i for c, i, _ in seen if i >= 0 and c.isalpha()]),
    )


def _piece(glyphs: Sequence[Glyph]) -> Piece:
    first, last = 0, len(glyphs)
    while glyphs[first][0].isspace():
        first += 1
    while glyphs[last - 1][0].isspace():
        last -= 1
    inner = glyphs[first:last]
    seen = [glyph for glyph in inner if not glyph[0].isspace()]
    words = len(seen)
    while words and seen[words - 1][0] in _DOTS:
        words -= 1
    if words and len(seen) - words >= _LEADER:
        seen = seen[:words]  # dots that lead to the next piece take no room
    return Piece(
        "".join(c for c, _, _ in inner),
        array("i", [i for _, i, _ in inner]),
        array("f", [b.left for _, _, b in inner]),
        around(b for _, _, b in seen),
    )


def _raised(glyphs: Sequence[Glyph], seen: Sequence[Glyph], size: float) -> Sequence[Glyph]:
    """`glyphs` with raised digits and signs as superscripts: no digit of the number before them."""
    if all(box.height > _SMALL * size for _, _, box in seen):
        return glyphs
    level = Counter(
        round(box.bottom, 1) for _, _, box in seen if box.height > _SMALL * size
    ).most_common(1)[0][0]
    made = list(glyphs)
    for place, (character, index, box) in enumerate(glyphs):
        if box.height > _SMALL * size or index < 0:
            continue
        before = made[place - 1][0] if place else ""
        if level - box.bottom > _RAISED * size:
            character = _superscript(character, before, glyphs[place + 1 : place + 2])
        elif before.isdigit() and glyphs[place - 1][2].height > _SMALL * size:
            lowered = box.top > glyphs[place - 1][2].top + _RAISED * size
            character = character.translate(_LOWERED) if lowered else character
        made[place] = (character, index, box)
    return made


def _superscript(character: str, before: str, after: Sequence[Glyph]) -> str:
    """A raised character as one; of letters only one that stands alone behind a digit (``30ᵃ``)."""
    if len(character.translate(_RAISED_SIGNS)) == 1 and character != "n":
        character = character.translate(_RAISED_SIGNS)
    alone = not (after and after[0][0].isalpha())
    if alone and before.isdigit() and character.isascii() and character.isalpha():
        return character.translate(_RAISED_LETTERS)
    return character


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
