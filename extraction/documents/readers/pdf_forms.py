"""What was filled into the pages of a PDF: values of form fields and free text.

Appearances of fields and annotations are drawn into the page before its text is read, so that their
words have places like all others. A value that is not to be seen there (no appearance, a ticked
box) is a `Mark`: text that stands in the box of its field.
"""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from extraction.documents.readers.pdf_geometry import Box, character_boxes, viewer

TICKED, EMPTY = "☒", "☐"
_HIDDEN = 1 << 1
_PASSWORD = 1 << 13
_MULTIPLE = 1 << 21
_SQUARE = 50.0  # points: fields are looked up by squares of this size
_SQUARES = 10_000  # that a field may cover
_MARKS = 20_000  # annotations of one page that are looked at


@dataclass(frozen=True, slots=True)
class Mark:
    """What was filled into a box of a page: `text`, for which `index` (below -1) stands for
    pdfium's, or nothing where the characters that are drawn for it (`drawn`) say it. Both where
    they say something else; where the drawn ones are spoilt (cells for single letters, text that
    its box cuts off), `replaces` is True."""

    text: str
    index: int
    box: Box
    drawn: frozenset[int] = frozenset()
    replaces: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """An open page with what was filled in drawn into it."""

    page: Any
    text_page: Any
    marks: tuple[Mark, ...]
    box_of: Callable[[int], Box]
    unread: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Value:
    text: str
    box: Box
    drawn: bool  # whether its appearance may show it


@dataclass(frozen=True, slots=True)
class _Filled:
    """The values of a page, what was not read of it, and how many characters stood on it before
    anything was drawn into it (None where nothing was)."""

    values: list[_Value]
    unread: tuple[str, ...]
    characters: int | None


class Sheets:
    """The pages of an open pdfium document."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self._filled: dict[int, _Filled] = {}
        self._form = _form_of(document)

    @contextmanager
    def opened(self, index: int) -> Iterator[Sheet]:
        """Page `index` (from 0)."""
        page = self.document[index]
        if index not in self._filled:
            self._filled[index] = self._fill_in(page)
            if self._filled[index].characters is not None:
                page.close()
                page = self.document[index]
        filled = self._filled[index]
        text_page = page.get_textpage()
        try:
            box_of = character_boxes(page, text_page)
            marks = tuple(_marks(filled, text_page, box_of)) if filled.values else ()
            yield Sheet(page, text_page, marks, _with_marks(box_of, marks), filled.unread)
        finally:
            text_page.close()
            page.close()

    def _fill_in(self, page: Any) -> _Filled:
        """Draw the annotations of a page into it."""
        import pypdfium2.raw as pdfium

        count = pdfium.FPDFPage_GetAnnotCount(page)
        if not count:
            return _Filled([], (), None)
        shown = viewer(page)
        values: list[_Value] = []
        unread: list[str] = []
        drawn = False
        for number in range(min(count, _MARKS)):
            annotation = pdfium.FPDFPage_GetAnnot(page, number)
            if annotation:
                try:
                    drawn |= self._annotation(annotation, shown, values, unread)
                finally:
                    pdfium.FPDFPage_CloseAnnot(annotation)
        if count > _MARKS:
            unread.append(f"{count - _MARKS:,} annotations over {_MARKS:,}")
        characters = None
        if drawn:
            text_page = page.get_textpage()
            characters = pdfium.FPDFText_CountChars(text_page)
            text_page.close()
            pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
        return _Filled(values, tuple(unread), characters)

    def _annotation(
        self,
        annotation: Any,
        shown: Callable[[float, float, float, float], Box],
        values: list[_Value],
        unread: list[str],
    ) -> bool:
        """Take up the value of one annotation; whether it has something to draw."""
        import pypdfium2.raw as pdfium

        subtype = pdfium.FPDFAnnot_GetSubtype(annotation)
        if subtype in (pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP):
            return False
        hidden = bool(pdfium.FPDFAnnot_GetFlags(annotation) & _HIDDEN)
        rectangle = pdfium.FS_RECTF()
        pdfium.FPDFAnnot_GetRect(annotation, ctypes.byref(rectangle))
        box = shown(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
        if subtype == pdfium.FPDF_ANNOT_WIDGET:
            return self._field(annotation, box, hidden, values, unread)
        contents = _string(pdfium.FPDFAnnot_GetStringValue, annotation, b"Contents")
        if subtype == pdfium.FPDF_ANNOT_FREETEXT:
            if contents.strip() and not hidden:
                values.append(_Value(contents, box, True))
        else:
            unread.extend(["a comment"] if contents.strip() else [])
            if not hidden:
                values.append(_Value("", box, True))
        return not hidden

    def _field(
        self, annotation: Any, box: Box, hidden: bool, values: list[_Value], unread: list[str]
    ) -> bool:
        import pypdfium2.raw as pdfium

        form = self._form
        if form is None:
            return not hidden
        kind = pdfium.FPDFAnnot_GetFormFieldType(form, annotation)
        name = _string(pdfium.FPDFAnnot_GetFormFieldName, form, annotation).strip()
        if kind in (pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON):
            ticked = pdfium.FPDFAnnot_IsChecked(form, annotation)
            if hidden:
                unread.extend([f"the hidden field {name or '(no name)'}"] if ticked else [])
                return False
            values.append(_Value(TICKED if ticked else EMPTY, box, False))
            pdfium.FPDFAnnot_SetFlags(annotation, _HIDDEN)  # its sign is no letter of the text
            return False
        value = self._value(annotation, kind)
        secret = pdfium.FPDFAnnot_GetFormFieldFlags(form, annotation) & _PASSWORD
        if value.strip() and (hidden or (secret and kind == pdfium.FPDF_FORMFIELD_TEXTFIELD)):
            unread.append(f"the hidden field {name or '(no name)'}")
            pdfium.FPDFAnnot_SetFlags(annotation, _HIDDEN)
            return False
        if not hidden:
            values.append(_Value(value, box, True))
        return not hidden

    def _value(self, annotation: Any, kind: int) -> str:
        import pypdfium2.raw as pdfium

        if kind in (pdfium.FPDF_FORMFIELD_PUSHBUTTON, pdfium.FPDF_FORMFIELD_SIGNATURE):
            return ""
        chosen = []
        if kind in (pdfium.FPDF_FORMFIELD_LISTBOX, pdfium.FPDF_FORMFIELD_COMBOBOX):
            for number in range(max(0, pdfium.FPDFAnnot_GetOptionCount(self._form, annotation))):
                if pdfium.FPDFAnnot_IsOptionSelected(self._form, annotation, number):
                    get = pdfium.FPDFAnnot_GetOptionLabel
                    chosen.append(_string(get, self._form, annotation, number))
        return "\n".join(chosen) or _string(
            pdfium.FPDFAnnot_GetFormFieldValue, self._form, annotation
        )


def _form_of(document: Any) -> Any:
    """The handle that fields are read with; None for a document without a form."""
    import pypdfium2 as pdfium
    import pypdfium2.raw as raw

    if document.formenv is None and document.get_formtype() != raw.FORMTYPE_NONE:
        config = raw.FPDF_FORMFILLINFO(version=2)
        handle = raw.FPDFDOC_InitFormFillEnvironment(document, config)
        document.formenv = pdfium.PdfFormEnv(handle, config) if handle else None
    return document.formenv


def _string(get: Callable[..., int], *arguments: Any) -> str:
    """A string that pdfium writes into a buffer of UTF-16."""
    import pypdfium2.raw as pdfium

    size = get(*arguments, None, 0)
    if size <= 2:
        return ""
    buffer = (pdfium.FPDF_WCHAR * (size // 2 + 1))()
    get(*arguments, buffer, size)
    text = bytes(buffer)[: size - 2].decode("utf-16-le", "replace")
    return text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")


# --- values that are not drawn -------------------------------------------------------------------


def _marks(filled: _Filled, text_page: Any, box_of: Callable[[int], Box]) -> Iterator[Mark]:
    """What was filled in, line by line where it is not drawn."""
    drawn = _drawn(filled, text_page, box_of)
    index = -2
    for value, (seen, indices) in zip(filled.values, drawn, strict=True):
        wanted, found = _letters(value.text), _letters(seen)
        whole = " ".join(value.text.split()) in " ".join(seen.split())
        if whole or (found and wanted != found and wanted in found):
            yield Mark("", index, value.box, indices)
            index -= 1
            continue
        lines = [" ".join(line.split()) for line in value.text.split("\n") if line.strip()]
        tall = value.box.height / max(1, len(lines))
        for number, line in enumerate(lines):
            top = value.box.top + number * tall
            box = Box(value.box.left, top, value.box.right, top + tall)
            first = indices if number == 0 else frozenset()
            yield Mark(line, index, box, first, replaces=found in wanted)
            index -= 1


def _drawn(
    filled: _Filled, text_page: Any, box_of: Callable[[int], Box]
) -> list[tuple[str, frozenset[int]]]:
    """The characters that were drawn for each value, and their indices: those in its box, and what
    runs out of it after them."""
    import pypdfium2.raw as pdfium

    count = pdfium.FPDFText_CountChars(text_page)
    texts: list[list[str]] = [[] for _ in filled.values]
    indices: list[list[int]] = [[] for _ in filled.values]
    fields = _Fields([value.box for value in filled.values])
    current: int | None = None
    for at in range(count if filled.characters is None else filled.characters, count):
        code = pdfium.FPDFText_GetUnicode(text_page, at)
        if code in (10, 13):
            if current is not None:
                texts[current].append(" ")
            continue
        box = box_of(at)
        holder = fields.holding(box, current)
        if holder is not None:
            current = holder
            texts[holder].append(chr(code) if 0 < code < 0xD800 else "")
            indices[holder].append(at)
    return [
        ("".join(t) if value.drawn else "", frozenset(i) if value.drawn else frozenset())
        for value, t, i in zip(filled.values, texts, indices, strict=True)
    ]


class _Fields:
    """The boxes of fields by their places on the page."""

    def __init__(self, boxes: Sequence[Box]) -> None:
        self._boxes = boxes
        self._near: dict[tuple[int, int], list[int]] = defaultdict(list)
        for number, box in enumerate(boxes):
            across = range(int(box.left // _SQUARE), int(box.right // _SQUARE) + 1)
            down = range(int(box.top // _SQUARE), int(box.bottom // _SQUARE) + 1)
            if len(across) * len(down) <= _SQUARES:
                for place in ((x, y) for x in across for y in down):
                    self._near[place].append(number)

    def holding(self, box: Box, current: int | None) -> int | None:
        """The first field that holds the middle of a box; `current` where it does, or none."""
        if current is not None and self._boxes[current].holds(box):
            return current
        place = (
            int((box.left + box.right) / 2 // _SQUARE), int((box.top + box.bottom) / 2 // _SQUARE)
        )  # fmt: skip
        return next((n for n in self._near[place] if self._boxes[n].holds(box)), current)


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _with_marks(box_of: Callable[[int], Box], marks: tuple[Mark, ...]) -> Callable[[int], Box]:
    boxes = {mark.index: mark.box for mark in marks if mark.text}
    return (lambda index: boxes[index] if index < -1 else box_of(index)) if marks else box_of
