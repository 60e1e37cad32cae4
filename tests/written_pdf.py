"""PDF files written by hand for tests: text at places, lines, pictures, fields and annotations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

WIDTH, HEIGHT = 600, 800
Text = tuple[float, float, float, str]  # left, distance from the top, size, words; *words* is bold


def shown(words: str) -> str:
    """`words` as a PDF string."""
    escaped = words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"({escaped})"


def text(left: float, top: float, size: float, words: str) -> str:
    """The operators that draw `words`, in bold where they stand between asterisks."""
    font = "F2" if words.startswith("*") else "F1"
    plain = words.strip("*") if font == "F2" else words
    return f"BT /{font} {size} Tf {left} {HEIGHT - top} Td {shown(plain)} Tj ET"


def paragraph(left: float, top: float, *words: str, size: float = 11, pitch: float = 14) -> str:
    """Lines of text one below the other."""
    return "\n".join(text(left, top + n * pitch, size, line) for n, line in enumerate(words))


def rows(
    lefts: Sequence[float],
    top: float,
    *cells: Sequence[str],
    pitch: float = 20,
    by_column: bool = False,
) -> str:
    """A table without lines; empty cells are left out. Drawn row by row, or column by column."""
    placed = [
        (n, column, text(lefts[column], top + n * pitch, 11, words))
        for n, row in enumerate(cells)
        for column, words in enumerate(row)
        if words
    ]
    if by_column:
        placed.sort(key=lambda cell: (cell[1], cell[0]))
    return "\n".join(drawn for _, _, drawn in placed)


def rules(lefts: Sequence[float], tops: Sequence[float]) -> str:
    """The lines of a grid."""
    across = [f"{lefts[0]} {HEIGHT - top} m {lefts[-1]} {HEIGHT - top} l S" for top in tops]
    down = [f"{left} {HEIGHT - tops[0]} m {left} {HEIGHT - tops[-1]} l S" for left in lefts]
    return "\n".join(across + down)


def picture(left: float, top: float, width: float, height: float) -> str:
    """A grey picture of these measures."""
    place = f"{width} 0 0 {height} {left} {HEIGHT - top - height} cm"
    return f"q {place} BI /W 1 /H 1 /BPC 8 /CS /G ID \x80 EI Q"


def form(content: str, more: str = "") -> str:
    """A form object with these drawing operators."""
    return (
        f"<< /Type /XObject /Subtype /Form /BBox [0 0 {WIDTH} {HEIGHT}] /Resources << /Font "
        f"<< /F1 3 0 R >> {more} >> /Length {len(content)} >>\nstream\n{content}\nendstream"
    )


@dataclass
class WrittenPdf:
    """A document of pages of drawing operators, with objects of its own beside them."""

    pages: list[str]
    annotations: dict[int, list[str]] = field(default_factory=dict)  # page (from 0) -> dictionaries
    objects: list[str] = field(default_factory=list)  # the first of them is object 5
    catalog: str = ""
    resources: str = ""
    fonts: str = ""
    page: str = ""
    fields: bool = False  # the widgets among the annotations are fields of a form

    def bytes(self) -> bytes:
        base = "/Encoding /WinAnsiEncoding >>"
        made = [
            "",
            "",
            f"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica {base}",
            f"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold {base}",
            *self.objects,
        ]
        kids, widgets = [], []
        for number, content in enumerate(self.pages):
            made.append(
                f"<< /Length {len(content.encode('latin-1'))} >>\nstream\n{content}\nendstream"
            )
            stream = len(made)
            refs = []
            for annotation in self.annotations.get(number, []):
                made.append(f"<< /Type /Annot /F 4 {annotation} >>")
                refs.append(f"{len(made)} 0 R")
                if "/Widget" in annotation:
                    widgets.append(refs[-1])
            made.append(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] {self.page} "
                f"/Contents {stream} 0 R /Annots [{' '.join(refs)}] "
                f"/Resources << /Font << /F1 3 0 R /F2 4 0 R {self.fonts} >> {self.resources} >> >>"
            )
            kids.append(f"{len(made)} 0 R")
        form = (
            f"/AcroForm << /Fields [{' '.join(widgets)}] /DA (/F1 11 Tf 0 g) "
            "/DR << /Font << /F1 3 0 R >> >> >>"
            if self.fields
            else ""
        )
        made[0] = f"<< /Type /Catalog /Pages 2 0 R {form} {self.catalog} >>"
        made[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
        return file_of(made)


def file_of(objects: Sequence[str]) -> bytes:
    """The file of these objects, the first of which is its catalog."""
    out = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010} 00000 n \n".encode() for offset in offsets)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\n".encode()
    return out + f"startxref\n{start}\n%%EOF\n".encode()


def widget(name: str, rectangle: Sequence[float], more: str) -> str:
    """A field of a form at left, top, right, bottom (from the top of the page)."""
    left, top, right, bottom = rectangle
    box = f"[{left} {HEIGHT - bottom} {right} {HEIGHT - top}]"
    return f"/Subtype /Widget /T ({name}) /Rect {box} {more}"
