"""Word files. The text is made from the body in its order: paragraphs, lists with their visible
numbers, tables, footnotes after the paragraph that refers to them, text boxes after the one they
are anchored in; page headers first, page footers last.

Tracked changes are read as accepted (insertions kept, deletions dropped) and reported. Hidden text
and comments are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

from extraction.documents.readers.docx_package import (
    Numbering,
    Package,
    Styles,
    numbering_of,
    outline_level,
    value,
)
from extraction.documents.readers.encoding import whole_characters
from extraction.documents.readers.text_builder import TextBuilder, one_line, some_lines
from graph.errors import ReadError
from graph.model import Note, Reading, Rectangle, Scalar, Span

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_CORE = "docProps/core.xml"
_DROPPED = frozenset(_W + tag for tag in ("del", "moveFrom", "instrText", "delText", "rPr", "pPr"))
_ON = frozenset({"", "1", "true", "on"})
_FIRST_ROW = 0x0020


class DocxReader:
    """Reads ``.docx``.

    Headings come from outline levels and the built-in heading styles; a Title stands above them.
    List depth is the numbering level; a footnote stands one level below its paragraph. The first
    row of a table is its head where the table says so (repeated header row, or "header row" in its
    style options).
    """

    suffixes: tuple[str, ...] = (".docx",)

    def __init__(self) -> None:
        self.fingerprint = f"docx-1/lxml-{version('lxml')}"

    def read(self, data: bytes, name: str) -> Reading:
        if not data:
            raise ReadError(f"{name} is empty: put text into it or remove it.")
        package = Package(data, name)
        body = _Body(package)
        body.run()
        metadata = _metadata(package)
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
    def __init__(self, package: Package) -> None:
        self.package = package
        self.root = package.body
        self.styles = Styles(package.related("styles"))
        self.numbering = Numbering.read(package.related("numbering"))
        self.notes_by_id = {
            kind: _by_id(package.related(f"{kind}s"), kind) for kind in ("footnote", "endnote")
        }
        self.out = TextBuilder()
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

    def _margins(self) -> Iterator[tuple[str, str]]:
        """(``header`` or ``footer``, text) of every page header and footer."""
        for reference in self.root.iter(_W + "headerReference", _W + "footerReference"):
            part = self.package.by_id(reference.get(_R_ID))
            if part is not None:
                kind = reference.tag.removeprefix(_W).removesuffix("Reference")
                lines = (some_lines(self._text(p)) for p in part.iter(_W + "p"))
                yield kind, "\n".join(line for line in lines if line)

    def _container(self, container: Any, level: int = 0) -> None:
        """All block elements of a body, cell, text box or footnote."""
        for element in _unwrapped(container):
            if element.tag == _W + "p":
                self._paragraph(element, level)
            elif element.tag == _W + "tbl":
                self._table(element, level)

    def _paragraph(self, paragraph: Any, level: int) -> None:
        properties = paragraph.find(_W + "pPr")
        text = self.carried + self._text(paragraph)
        self.carried = ""
        mark = properties.find(_W + "rPr") if properties is not None else None
        if mark is not None and mark.find(_W + "del") is not None:
            self.carried = text
            return
        text = whole_characters(some_lines(text))
        style = value(properties, "pStyle") or None
        if text:
            self._add(text, properties, style, level)
        before = self.out.blocks[-1] if self.out.blocks and text else None
        under = before.level if before and before.kind in ("paragraph", "list_item") else level
        for note in self._footnotes(paragraph):
            self.out.add("footnote", note, under + 1)
        for box in _text_boxes(paragraph):
            self._container(box, level)

    def _add(self, text: str, properties: Any, style: str | None, level: int) -> None:
        name = self.styles.name(style)
        own = outline_level(properties)
        heading = own if own is not None and own <= 9 else self.styles.outline(style)
        listed = numbering_of(properties) or self.styles.numbering(style)
        label = None
        if listed and listed[0] != "0":
            label = self.numbering.label(*listed)
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
            depth = name[-1]
            self.out.add("list_item", shown, level + (int(depth) if depth.isdigit() else 1))
        else:
            self.out.add("paragraph", shown, level)

    def _text(self, element: Any) -> str:
        return "".join(_runs(element))

    def _footnotes(self, paragraph: Any) -> Iterator[str]:
        for kind in ("footnote", "endnote"):
            for reference in paragraph.iter(f"{_W}{kind}Reference"):
                if any(above.tag in _DROPPED for above in reference.iterancestors()):
                    continue
                note = self.notes_by_id[kind].get(reference.get(_W + "id", ""))
                if note is not None:
                    lines = (one_line(self._text(p)) for p in note.iter(_W + "p"))
                    yield whole_characters("\n".join(line for line in lines if line))

    def _table(self, table: Any, level: int) -> None:
        rows = [row for row in _unwrapped(table) if row.tag == _W + "tr" and not _deleted(row)]
        cells = [[c for c in _unwrapped(row) if c.tag == _W + "tc"] for row in rows]
        nested = any(cell.find(".//" + _W + "tbl") is not None for row in cells for cell in row)
        if nested or all(len(row) < 2 for row in cells):
            for row in cells:
                for cell in row:
                    self._container(cell, level)
            return
        with_head = _has_head(table) and len(rows) > 1
        heads: list[Span | None] = []
        for number, (row, in_row) in enumerate(zip(rows, cells, strict=True)):
            properties = row.find(_W + "trPr")
            repeated = properties is not None and _on(properties.find(_W + "tblHeader"))
            head = repeated or (number == 0 and with_head)
            columns = _columns(in_row)
            texts = [self._cell(cell) for cell in in_row]
            above = [heads[c] if c < len(heads) else None for c, _ in columns]
            spans = self.out.add_row(texts, above, head=head, level=level)
            if head:
                for (column, wide), span in zip(columns, spans, strict=True):
                    heads.extend([None] * (column + wide - len(heads)))
                    for covered in range(column, column + wide):
                        heads[covered] = span or heads[covered]
            for cell in in_row:
                for note in self._footnotes(cell):
                    self.out.add("footnote", note, level + 1)
                for box in _text_boxes(cell):
                    self._container(box, level)

    def _cell(self, cell: Any) -> str:
        lines = []
        for paragraph in cell.iter(_W + "p"):
            if any(above.tag == _W + "txbxContent" for above in paragraph.iterancestors()):
                continue
            listed = numbering_of(paragraph.find(_W + "pPr"))
            label = self.numbering.label(*listed) if listed and listed[0] != "0" else None
            text = self._text(paragraph)
            lines.append(f"{label} {text}" if label else text)
        return whole_characters(one_line(" ".join(lines)))


def _runs(element: Any) -> Iterator[str]:
    """The visible characters below `element`, text boxes and revisions taken out."""
    for child in element:
        tag = child.tag
        if tag in _DROPPED:
            continue
        if tag == _W + "t" or tag == _M_TEXT:
            yield child.text or ""
        elif tag in (_W + "tab", _W + "ptab"):
            yield "\t"
        elif tag in (_W + "br", _W + "cr"):
            yield "\n"
        elif tag == _W + "noBreakHyphen":
            yield "-"
        elif tag == _W + "r":
            properties = child.find(_W + "rPr")
            if properties is None or not _on(properties.find(_W + "vanish")):
                yield from _runs(child)
        elif tag == _MC + "AlternateContent":
            choice = child.find(_MC + "Choice")
            yield from _runs(choice if choice is not None else child)
        elif tag == _W + "ruby":
            base = child.find(_W + "rubyBase")
            if base is not None:
                yield from _runs(base)
        elif tag not in (_W + "txbxContent", _W + "p", _MC + "Fallback") and isinstance(tag, str):
            yield from _runs(child)


def _unwrapped(container: Any) -> Iterator[Any]:
    """Child elements, those inside content controls, custom XML and insertions included."""
    for child in container:
        if child.tag in (_W + "sdt", _W + "sdtContent", _W + "customXml", _W + "ins"):
            yield from _unwrapped(child)
        elif child.tag == _MC + "AlternateContent":
            choice = child.find(_MC + "Choice")
            if choice is not None:
                yield from _unwrapped(choice)
        else:
            yield child


def _text_boxes(element: Any) -> Iterator[Any]:
    """The outermost text boxes anchored in `element`; of two renderings of one, the first."""
    for box in element.iter(_W + "txbxContent"):
        above = list(box.iterancestors())
        inner = above[: above.index(element)]
        if any(a.tag == _W + "txbxContent" for a in inner):
            continue
        if any(a.tag == _MC + "Fallback" and a.getprevious() is not None for a in inner):
            continue
        if any(a.tag in _DROPPED for a in inner):
            continue
        yield box


def _columns(cells: list[Any]) -> list[tuple[int, int]]:
    """(first column, how many) of each cell of a row."""
    found = []
    column = 0
    for cell in cells:
        text = value(cell.find(_W + "tcPr"), "gridSpan")
        wide = min(int(text), 1000) if text.isdigit() and int(text) else 1
        found.append((column, wide))
        column += wide
    return found


def _has_head(table: Any) -> bool:
    properties = table.find(_W + "tblPr")
    look = properties.find(_W + "tblLook") if properties is not None else None
    if look is None:
        return False
    first = look.get(_W + "firstRow")
    if first is not None:
        return first in ("1", "true", "on")
    try:
        return bool(int(look.get(_W + "val", "0"), 16) & _FIRST_ROW)
    except ValueError:
        return False


def _deleted(row: Any) -> bool:
    properties = row.find(_W + "trPr")
    return properties is not None and properties.find(_W + "del") is not None


def _on(switch: Any) -> bool:
    return switch is not None and switch.get(_W + "val", "") in _ON


def _by_id(root: Any, kind: str) -> dict[str, Any]:
    if root is None:
        return {}
    return {
        note.get(_W + "id", ""): note
        for note in root.iter(_W + kind)
        if note.get(_W + "type") in (None, "normal")
    }


def _metadata(package: Package) -> dict[str, Scalar]:
    """Title, author and dates of the core properties, where filled."""
    root = package.part(_CORE)
    wanted = {"title": "title", "creator": "author", "created": "created", "modified": "modified"}
    found: dict[str, Scalar] = {}
    for element in root if root is not None else ():
        name = wanted.get(str(element.tag).rsplit("}", 1)[-1])
        text = one_line(element.text or "")
        if name and text:
            found[name] = text
    return found
