"""PDF files, read with pdfium. The text is put together from the lines that pdfium extracts:
one line end between the lines of a block, none where a word goes on in the next line, `` | ``
between cells, an empty line between blocks. Running headers come first where they first stand;
their repetitions, running footers and page numbers come last, so that a sentence is whole where it
crosses a page.

Every character of the text but these separators stands for one on a page; `rectangles` finds it.
"""

from __future__ import annotations

import hashlib
import threading
from array import array
from collections import Counter, OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from extraction.documents.readers.pdf_forms import Sheets
from extraction.documents.readers.pdf_geometry import Box
from extraction.documents.readers.pdf_hyphens import LineEnds
from extraction.documents.readers.pdf_layout import Found, layout
from extraction.documents.readers.pdf_nesting import DRAWINGS, most_drawings
from extraction.documents.readers.pdf_page import Line, Page, Piece, read_page
from extraction.documents.readers.pdf_rows import Table
from extraction.documents.readers.table_grid import GridCell, placed_rows
from extraction.documents.readers.text_builder import CELL_SEPARATOR, one_line
from graph.errors import ReadError
from graph.model import Block, Cell, Note, Reading, Rectangle, Span

_PDFIUM = threading.Lock()  # pdfium may be used by one thread at a time
_KEPT = 4  # documents whose character positions are kept
_FLAT = 0.01  # points
_WIDE = 3  # line heights: a wider gap begins another rectangle
_SOME = 9  # characters of unknown meaning that are worth a word
_PARTLY = 0.02  # share of them
_MOSTLY = 0.3  # share of unknown characters from which a page is called unreadable


@dataclass(slots=True)
class _Text:
    """The text of a document, and for each code point its page (from 1) and pdfium index (below -1:
    that of a `Mark`); 0 and -1 for a separator."""

    parts: list[str]
    pages: array[int]
    indices: array[int]

    def __len__(self) -> int:
        return len(self.indices)

    def add(self, text: str, page: int, indices: Sequence[int]) -> Span:
        start = len(self)
        self.parts.append(text)
        self.pages.extend([page] * len(text))
        self.indices.extend(indices)
        return Span(start, len(self))

    def separate(self, text: str) -> None:
        self.add(text, 0, [-1] * len(text))


class PdfReader:
    """Reads ``.pdf``.

    Blocks carry the page they begin on. A page that shows something and has no text is noted as
    ``needs-ocr``; a document of such pages only is a `ReadError`, as are encrypted and broken ones.
    """

    suffixes: tuple[str, ...] = (".pdf",)

    def __init__(self) -> None:
        self.fingerprint = f"pdf-3/pypdfium2-{version('pypdfium2')}"
        self._positions: OrderedDict[str, tuple[array[int], array[int]]] = OrderedDict()

    def read(self, data: bytes, name: str) -> Reading:
        if not data:
            raise ReadError(f"{name} is empty: put text into it or remove it.")
        drawings = most_drawings(data)
        if drawings > DRAWINGS:
            raise ReadError(
                f"{name} draws {drawings:,} form objects on one page, more than {DRAWINGS:,}: "
                "print it to PDF and add that."
            )
        with _opened(data, name) as document:
            sheets = Sheets(document)
            pages = [_page(sheets, index, name) for index in range(len(document))]
            notes = (*_form_notes(document), *_notes(pages))
            metadata = {
                key.lower(): one_line(text)
                for key, text in document.get_metadata_dict(skip_empty=True).items()
                if key in ("Title", "Author", "Subject", "CreationDate", "ModDate")
                and one_line(text)
            }
        if not any(page.characters for page in pages):
            raise ReadError(
                f"{name} has no text layer (a scan?): run OCR over it, for example with "
                "ocrmypdf, and add it again."
            )
        text, blocks = _assemble(pages)
        self._keep(data, text)
        whole = "".join(text.parts)
        title = metadata.pop("title", None)
        first = next((b for b in blocks if b.kind == "heading"), None)
        if first is not None and first.level == 1 and first.page == 1:
            title = one_line(whole[first.span.start : first.span.end])
        return Reading(whole, tuple(blocks), name=title, metadata=metadata, notes=notes)

    def rectangles(self, data: bytes, span: Span) -> tuple[Rectangle, ...]:
        """One rectangle for each line that `span` touches, in text order, in points from the top
        left of the page as it is shown."""
        pages, indices = self._located(data)
        found: list[Rectangle] = []
        with _opened(data, "the document") as document:
            sheets = Sheets(document)
            at = span.start
            while at < min(span.end, len(pages)):
                page = pages[at]
                end = at
                while end < min(span.end, len(pages)) and pages[end] in (page, 0):
                    end += 1
                if page:
                    lines = _lines(sheets, page - 1, indices[at:end])
                    found.extend(
                        Rectangle(page, *(round(v, 2) for v in (b.left, b.top, b.right, b.bottom)))
                        for b in lines
                    )
                at = max(end, at + 1)
        return tuple(found)

    def _located(self, data: bytes) -> tuple[array[int], array[int]]:
        """Pages and indices of all code points, from the last documents read or read again."""
        key = hashlib.sha256(data).hexdigest()
        kept = self._positions.get(key)
        if kept is None:
            self.read(data, "the document")
            kept = self._positions[key]
        return kept

    def _keep(self, data: bytes, text: _Text) -> None:
        self._positions[hashlib.sha256(data).hexdigest()] = (text.pages, text.indices)
        while len(self._positions) > _KEPT:
            self._positions.popitem(last=False)


@contextmanager
def _opened(data: bytes, name: str) -> Iterator[Any]:
    import pypdfium2 as pdfium

    with _PDFIUM:
        try:
            document = pdfium.PdfDocument(data)
            count = len(document)
        except pdfium.PdfiumError as error:
            if "password" in str(error).lower():
                raise ReadError(
                    f"{name} is encrypted: save a copy without a password and add that."
                ) from None
            raise _broken(name) from None
        try:
            if count == 0:
                raise _broken(name)
            yield document
        finally:
            document.close()


def _page(sheets: Sheets, index: int, name: str) -> Page:
    import pypdfium2 as pdfium

    try:
        return read_page(sheets, index)
    except pdfium.PdfiumError:
        raise ReadError(
            f"page {index + 1} of {name} is broken: open it and save it again as PDF."
        ) from None


def _broken(name: str) -> ReadError:
    return ReadError(f"{name} is no readable PDF: open it and save it again as PDF.")


def _notes(pages: Sequence[Page]) -> Iterator[Note]:
    for page in pages:
        if not page.characters and page.has_content:
            yield Note(
                "needs-ocr",
                f"Page {page.number} has no text layer and needs OCR; its text is not in here.",
            )
        elif page.scanned:
            yield Note(
                "needs-ocr",
                f"Page {page.number} is mostly a picture and needs OCR; of its words only those "
                "around the picture are in here.",
            )
        elif page.unknown > _MOSTLY * max(1, page.characters):
            yield Note(
                "needs-ocr",
                f"Most characters of page {page.number} have no known meaning (a font without a "
                "character map); run OCR over it.",
            )
        elif page.unmapped > max(_SOME, _PARTLY * page.characters):
            yield Note(
                "unmapped-font",
                f"{page.unmapped:,} characters of page {page.number} are in a font without a "
                "character map and may be others than on the page; run OCR over it.",
            )
        if page.unseen:
            yield Note(
                "invisible-text",
                f"{page.unseen:,} lines of page {page.number} are not to be seen on it (white or "
                "without colour); they are in here.",
            )
        if page.unread:
            counted = Counter(page.unread)
            what = ", ".join(
                f"{name} ({n} times)" if n > 1 else name for name, n in counted.items()
            )
            yield Note("not-read", f"On page {page.number} was not read: {what}.")


def _form_notes(document: Any) -> Iterator[Note]:
    import pypdfium2.raw as pdfium

    if document.get_formtype() in (pdfium.FORMTYPE_XFA_FULL, pdfium.FORMTYPE_XFA_FOREGROUND):
        yield Note(
            "xfa-form",
            "The form is made with XFA, of which only the pages were read: print it to PDF and add "
            "that if words are missing.",
        )


def _assemble(pages: Sequence[Page]) -> tuple[_Text, list[Block]]:
    text = _Text([], array("i"), array("i"))
    ends = LineEnds(line.text for page in pages for line in page.lines)
    blocks: list[Block] = []
    before: Found | None = None
    for block in layout(pages):
        if before is not None:
            items = block.kind == before.kind == "list_item"
            text.separate("\n" if items else "\n\n")
        before = block
        if block.grid is not None:
            blocks += _table(text, block.grid, ends)
            continue
        start = len(text)
        _add(text, block.lines, [line.page for line in block.lines], "\n", ends)
        span = Span(start + block.skip, len(text))
        blocks.append(Block(block.kind, span, block.level, block.page))
    return text, blocks


def _add(
    text: _Text, lines: Sequence[Line | Piece], pages: Sequence[int], between: str, ends: LineEnds
) -> None:
    """Add lines with `between` between them, but none inside a word."""
    for number, (line, page) in enumerate(zip(lines, pages, strict=True)):
        below = lines[number + 1].text if number + 1 < len(lines) else ""
        joint = ends.join(line.text, below) if below else ""
        kept = -1 if joint == "drop" else None
        text.add(line.text[:kept], page, line.indices[:kept])
        if below and not joint:
            text.separate(between)


def _table(text: _Text, table: Table, ends: LineEnds) -> Iterator[Block]:
    """The rows of a table, each cell under its heads."""
    rows = [
        [GridCell(cell.text, cell.rows, cell.columns, cell.bold) for cell in row]
        for row in table.rows
    ]
    heads = [number < table.heads for number in range(len(rows))]
    written: dict[tuple[int, int], Span] = {}
    begun = False
    for row, page in zip(placed_rows(rows, heads), table.pages, strict=True):
        cells: list[Cell] = []
        for placed in row.cells:
            number, position = placed.source
            pieces = table.rows[number][position].pieces
            if begun:
                text.separate(CELL_SEPARATOR if cells else "\n")
            begun = True
            start = len(text)
            _add(text, pieces, [table.pages[number]] * len(pieces), " ", ends)
            span = Span(start, len(text))
            first = written.setdefault(placed.source, span)
            above = tuple(written[place] for place in placed.heads if place in written)
            cells.append(Cell(span, above, first if placed.spans else None))
        if cells:
            span = Span(cells[0].span.start, cells[-1].span.end)
            yield Block("table_head" if row.head else "table_row", span, 0, page, tuple(cells))


def _lines(sheets: Sheets, page_index: int, indices: Sequence[int]) -> Iterator[Box]:
    """Boxes of characters of one page, joined where they stand side by side in a line."""
    with sheets.opened(page_index) as sheet:
        current: Box | None = None
        before: Box | None = None
        for index in indices:
            if index == -1:
                continue
            own = sheet.box_of(index)
            if own.bottom - own.top < _FLAT:
                continue  # a blank that pdfium puts between words has no height
            if current is not None and before is not None and _beside(before, own):
                current = current.join(own)
            else:
                if current is not None:
                    yield current
                current = own
            before = own
        if current is not None:
            yield current


def _beside(a: Box, b: Box) -> bool:
    """Whether two characters follow each other in a line, whichever way the line runs."""
    high = max(a.bottom - a.top, b.bottom - b.top)
    wide = max(a.right - a.left, b.right - b.left)
    across = max(a.left, b.left) - min(a.right, b.right)
    down = max(a.top, b.top) - min(a.bottom, b.bottom)
    return (down < -high / 2 and across < _WIDE * high) or (
        across < -wide / 2 and down < wide / 2 and high < wide
    )
