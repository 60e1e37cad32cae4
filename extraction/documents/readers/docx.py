"""Word files. The text is made from the body in its order: paragraphs, lists with their visible
numbers, tables, footnotes after the paragraph that refers to them, text boxes, charts and diagrams
after the one they are anchored in; page headers first, page footers last.

Tracked changes are read as accepted (insertions kept, deletions dropped). What is struck through or
hidden is left out, what cannot be read is named: each kind is a note with its count.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

from extraction.documents.readers.docx_drawings import (
    Anchored,
    anchored,
    chart_table,
    diagram_items,
)
from extraction.documents.readers.docx_numbering import Numbering
from extraction.documents.readers.docx_omissions import Omissions
from extraction.documents.readers.docx_package import (
    Package,
    core_properties,
    value,
    whole_number,
)
from extraction.documents.readers.docx_runs import DROPPED, Runs, note_labels
from extraction.documents.readers.docx_styles import Styles, numbering_of, outline_level
from extraction.documents.readers.docx_tables import (
    grid_of,
    is_hidden,
    is_layout,
    own_paragraphs,
    rows_of,
    unwrapped,
)
from extraction.documents.readers.encoding import whole_characters
from extraction.documents.readers.html import HtmlReader
from extraction.documents.readers.table_grid import TableGrid
from extraction.documents.readers.text import TextReader
from extraction.documents.readers.text_builder import TextBuilder, one_line, some_lines
from graph.errors import ReadError
from graph.model import Note, Reading, Rectangle, Span
from graph.protocols import Reader

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MAX_INSERTED = 3  # documents inside documents


class DocxReader:
    """Reads ``.docx``.

    Headings come from outline levels and the built-in heading styles; a Title stands above them.
    List depth is the numbering level; a footnote stands one level below its paragraph. Head rows of
    a table are those that it repeats on each page, wholly bold first rows, else the first row where
    its style options say "header row".
    """

    suffixes: tuple[str, ...] = (".docx",)

    def __init__(self, inside: int = 0) -> None:
        self._inside = inside  # documents around this one
        self.fingerprint = f"docx-2/lxml-{version('lxml')}"

    def read(self, data: bytes, name: str) -> Reading:
        if not data:
            raise ReadError(f"{name} is empty: put text into it or remove it.")
        package = Package(data, name)
        body = _Body(package, self._inside)
        body.run()
        metadata = core_properties(package)
        title = body.title or metadata.pop("title", None)
        metadata.pop("title", None)
        return Reading(
            body.out.text,
            tuple(body.out.blocks),
            name=str(title) if title else None,
            metadata=metadata,
            notes=tuple(body.notes()),
        )

    def rectangles(self, data: bytes, span: Span) -> tuple[Rectangle, ...]:
        return ()


class _Body:
    def __init__(self, package: Package, inside: int) -> None:
        self.package = package
        self.inside = inside
        self.root = package.body
        self.styles = Styles(package.related("styles"), package.related("theme"))
        self.numbering = Numbering.read(package.related("numbering"))
        self.notes_by_id = {
            kind: _by_id(package.related(f"{kind}s"), kind) for kind in ("footnote", "endnote")
        }
        self.omissions = Omissions()
        self.runs = Runs(self.styles, self.omissions, note_labels(self.root))
        self.out = TextBuilder()
        self.more_notes: list[Note] = []  # of documents inside this one
        self.title: str | None = None
        self.below_title = 0  # 1 where a Title stands above all headings
        self.carried = ""  # text of a paragraph whose end was deleted: it runs on in the next

    def run(self) -> None:
        margins = list(self._margins())
        for text in dict.fromkeys(text for kind, text in margins if kind == "header"):
            self.out.add("header", text)
        self._container(self.root.find(_W + "body"))
        if self.carried:
            self.out.add("paragraph", self.carried)
        for text in dict.fromkeys(text for kind, text in margins if kind == "footer"):
            self.out.add("header", text)
        if self.title is None:
            first = next((b for b in self.out.blocks if b.kind == "heading"), None)
            if first is not None and first.level == 1:
                text = self.out.text[first.span.start : first.span.end]
                self.title = one_line(text)

    def notes(self) -> Iterator[Note]:
        inserted = sum(1 for _ in self.root.iter(_W + "ins", _W + "moveTo"))
        deleted = sum(1 for _ in self.root.iter(_W + "del", _W + "moveFrom"))
        if inserted or deleted:
            yield Note(
                "tracked-changes",
                f"Tracked changes were read as accepted: {inserted} insertions kept, {deleted} "
                "deletions left out. Accept or reject them in Word if that is not meant.",
            )
        comments = sum(1 for _ in self.root.iter(_W + "commentReference"))
        if comments:
            yield Note("comments", f"{comments} comments were not read; they are no document text.")
        for part in self.package.damaged:
            self.omissions.add("damaged-parts", part)
        yield from self.omissions.notes()
        yield from self.more_notes

    def _margins(self) -> Iterator[tuple[str, str]]:
        """(``header`` or ``footer``, text) of every page header and footer."""
        for reference in self.root.iter(_W + "headerReference", _W + "footerReference"):
            part = self.package.by_id(reference.get(_R_ID))
            if part is not None:
                kind = reference.tag.removeprefix(_W).removesuffix("Reference")
                yield kind, "\n".join(self._lines(part))

    def _lines(self, element: Any) -> Iterator[str]:
        """The paragraphs of a page header or note as lines, those of its text boxes after each."""
        for paragraph in own_paragraphs(element, in_tables=True):
            line = whole_characters(some_lines(self.runs.text(paragraph)))
            if line:
                yield line
            for found in anchored(paragraph):
                if found.kind == "box":
                    yield from self._lines(found.element)
                elif found.kind == "words" and found.name.strip():
                    yield one_line(found.name)
                elif found.kind not in ("words", "chart", "diagram"):
                    self.omissions.add(found.kind, found.name)

    def _container(self, container: Any, level: int = 0) -> None:
        """All block elements of a body, cell, text box or footnote."""
        for element in unwrapped(container):
            if element.tag == _W + "p":
                self._paragraph(element, level)
            elif element.tag == _W + "tbl":
                self._table(element, level)
            elif element.tag in (_W + "altChunk", _W + "subDoc"):
                self._inserted(element, level)

    def _paragraph(self, paragraph: Any, level: int) -> None:
        if len(paragraph) == 0 and not self.carried:
            return
        properties = paragraph.find(_W + "pPr")
        text = self.carried + self.runs.text(paragraph)
        self.carried = ""
        mark = properties.find(_W + "rPr") if properties is not None else None
        if mark is not None and mark.find(_W + "del") is not None:
            self.carried = text
            return
        text = whole_characters(some_lines(text))
        style = value(properties, "pStyle") or None
        if text or not self.styles.is_on("vanish", mark, style):
            self._add(text, properties, style, level)
        before = self.out.blocks[-1] if self.out.blocks and text else None
        under = before.level if before and before.kind in ("paragraph", "list_item") else level
        self._beside(paragraph, level, under)

    def _beside(self, paragraph: Any, level: int, under: int) -> None:
        """The footnotes of a paragraph, and what is anchored in it."""
        for note in self._footnotes(paragraph):
            self.out.add("footnote", note, under + 1)
        for found in anchored(paragraph):
            self._anchored(found, level)

    def _anchored(self, found: Anchored, level: int) -> None:
        if found.kind == "box":
            self._container(found.element, level)
        elif found.kind == "words":
            self.out.add("paragraph", whole_characters(one_line(found.name)), level)
        elif found.kind == "chart":
            self._chart(found.name, level)
        elif found.kind == "diagram":
            self._diagram(found.name, level)
        else:
            self.omissions.add(found.kind, found.name)

    def _chart(self, identity: str, level: int) -> None:
        root = self.package.by_id(identity)
        if root is None:
            self.omissions.add("charts", self.package.target(identity) or "its part is missing")
            return
        chart = chart_table(root)
        self.out.add("paragraph", whole_characters(chart.title), level)
        grid = TableGrid(self.out, chart.rows, [True, *[False] * len(chart.rows)])
        for _ in chart.rows:
            grid.write_row(level)

    def _diagram(self, identity: str, level: int) -> None:
        root = self.package.by_id(identity)
        if root is None:
            self.omissions.add("diagrams", self.package.target(identity) or "its part is missing")
            return
        for depth, text in diagram_items(root):
            self.out.add("list_item", whole_characters(text), level + max(1, depth))

    def _inserted(self, element: Any, level: int) -> None:
        """A document inside this one (``altChunk``): read as its own format, or named."""
        path = self.package.target(element.get(_R_ID)) or "its part is missing"
        name = posixpath.basename(path)
        reader = self._reader(posixpath.splitext(name)[1].lower())
        data = self.package.raw(path) if reader else None
        try:
            reading = reader.read(data, name) if reader and data else None
        except ReadError:
            reading = None
        if reading is None:
            self.omissions.add("inserted-files", name)
        else:
            self.out.add_reading(reading, level)
            self.more_notes.extend(reading.notes)

    def _reader(self, suffix: str) -> Reader | None:
        """What reads an inserted document; Word files only so deep inside each other."""
        if suffix in DocxReader.suffixes and self.inside < _MAX_INSERTED:
            return DocxReader(self.inside + 1)
        others: tuple[Reader, ...] = (HtmlReader(), TextReader())
        return next((reader for reader in others if suffix in reader.suffixes), None)

    def _add(self, text: str, properties: Any, style: str | None, level: int) -> None:
        """One paragraph. An empty one counts in its list all the same."""
        name = self.styles.name(style)
        own = outline_level(properties)
        heading = own if own is not None and own <= 9 else self.styles.outline(style)
        listed = numbering_of(properties) or self.styles.numbering(style)
        label = None
        if listed and listed[0] != "0":
            label = self.numbering.label(*listed)
        if not text:
            return
        shown = f"{label} {text}" if label else text
        if name == "title" and self.title is None:
            self.title = one_line(text)
            self.below_title = 1
            self.out.add("heading", shown, 1)
        elif heading:
            self.out.add("heading", shown, min(6, heading + self.below_title))
        elif name.startswith("toc ") or name == "table of figures":
            self.out.add("header", shown)
        elif label is not None and listed:
            self.out.add("list_item", shown, level + listed[1] + 1)
        elif name.startswith("list bullet") or name.startswith("list number"):
            self.out.add("list_item", shown, level + (whole_number(name[-1]) or 1))
        else:
            self.out.add("paragraph", shown, level)

    def _footnotes(self, paragraph: Any) -> Iterator[str]:
        for kind in ("footnote", "endnote"):
            for reference in paragraph.iter(f"{_W}{kind}Reference"):
                if _is_apart(reference, paragraph):
                    continue
                note = self.notes_by_id[kind].get(reference.get(_W + "id", ""))
                if note is not None:
                    yield "\n".join(self._lines(note))

    def _table(self, table: Any, level: int) -> None:
        rows = rows_of(table)
        for row, cells in rows:
            if is_hidden(row):
                for cell in cells:
                    self.omissions.add_text("hidden-text", self._cell(cell) + " ")
        rows = [(row, cells) for row, cells in rows if not is_hidden(row)]
        if is_layout(rows):
            for _, cells in rows:
                for cell in cells:
                    self._container(cell, level)
            return
        made = grid_of(table, rows, self.styles, self._cell, self._is_bold)
        grid = TableGrid(self.out, made.grid, made.heads)
        for cells in made.rows:
            grid.write_row(level)
            for cell in cells:
                self._beside_cell(cell, level)

    def _beside_cell(self, cell: Any, level: int) -> None:
        """What a cell holds beside its words: notes, text boxes, tables of its own."""
        for paragraph in own_paragraphs(cell, in_tables=False):
            self._beside(paragraph, level, level)
        for element in unwrapped(cell):
            if element.tag == _W + "tbl":
                self._table(element, level)

    def _cell(self, cell: Any) -> str:
        lines = []
        for paragraph in own_paragraphs(cell, in_tables=False):
            listed = numbering_of(paragraph.find(_W + "pPr"))
            label = self.numbering.label(*listed) if listed and listed[0] != "0" else None
            text = self.runs.text(paragraph)
            lines.append(f"{label} {text}" if label else text)
        return whole_characters(one_line(" ".join(lines)))

    def _is_bold(self, cell: Any) -> bool:
        found = [self.runs.is_bold(p) for p in own_paragraphs(cell, in_tables=False)]
        return True in found and False not in found


def _is_apart(element: Any, paragraph: Any) -> bool:
    """Whether something inside a paragraph is dropped from it, or stands in one of its boxes."""
    for above in element.iterancestors():
        if above is paragraph:
            return False
        if above.tag in DROPPED:
            return True
    return False


def _by_id(root: Any, kind: str) -> dict[str, Any]:
    if root is None:
        return {}
    return {
        note.get(_W + "id", ""): note
        for note in root.iter(_W + kind)
        if note.get(_W + "type") in (None, "normal")
    }
