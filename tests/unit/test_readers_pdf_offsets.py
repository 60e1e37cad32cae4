"""PDF: every character of a page is in the text once, and stands where the text says it does."""

from __future__ import annotations

import unicodedata
from collections import Counter

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from hypothesis import given, settings
from hypothesis import strategies as st
from written_pdf import WrittenPdf, paragraph, rows, rules, text, widget

from extraction.documents.readers.pdf import PdfReader
from graph.model import Span

WORDS = st.sampled_from(
    "The owner must pay 12 10.5 bear- re-entry town, road. (a) · keeper A".split()
)
LINE = st.lists(WORDS, min_size=1, max_size=9).map(" ".join)
LINES = st.lists(LINE, min_size=1, max_size=5)


@st.composite
def parts(draw: st.DrawFn) -> str:
    """A page of paragraphs, tables with and without rules, and lines at its edges."""
    top = 20.0
    drawn = []
    for _ in range(draw(st.integers(1, 5))):
        kind = draw(st.sampled_from(["prose", "table", "ruled", "raised", "columns"]))
        lines = draw(LINES)
        left = draw(st.sampled_from([40.0, 60.0, 310.0]))
        size = draw(st.sampled_from([8.0, 11.0, 16.0]))
        if kind == "prose":
            drawn.append(paragraph(left, top, *lines, size=size, pitch=1.3 * size))
        elif kind == "columns":
            drawn.append(rows((40, 310), top, *[(line[:40], line[::-1][:40]) for line in lines]))
        elif kind == "raised":
            drawn.append(f"BT /F1 11 Tf 60 {800 - top} Td (10) Tj 5 Ts /F1 7 Tf (6) Tj ET")
        else:
            cells = [(line[:14], line[-9:], str(len(line))) for line in lines]
            drawn.append(rows((40, 200, 330), top, *cells, by_column=draw(st.booleans())))
            if kind == "ruled":
                levels = [top - 14 + 20 * n for n in range(len(lines) + 1)]
                drawn.append(rules((36, 196, 326, 500), levels))
        top += 24 * len(lines) + draw(st.sampled_from([4.0, 20.0, 120.0]))
    return "\n".join(drawn)


def characters(data: bytes) -> dict[tuple[int, int], str]:
    """What pdfium finds at each index of each page (from 1), blanks left out."""
    found = {}
    document = pdfium.PdfDocument(data)
    for number, page in enumerate(document, start=1):
        text_page = page.get_textpage()
        for at in range(raw.FPDFText_CountChars(text_page)):
            code = raw.FPDFText_GetUnicode(text_page, at)
            if code > 32 or code == 2:
                found[number, at] = "-" if code == 2 else chr(code)
    document.close()
    return found


@settings(max_examples=60, deadline=None)
@given(st.lists(parts(), min_size=1, max_size=4))
def test_every_character_stands_in_the_text_once(pages: list[str]) -> None:
    data = WrittenPdf(pages).bytes()
    reader = PdfReader()
    found = reader.read(data, "a.pdf")
    located = list(zip(*reader._located(data), strict=True))
    assert len(located) == len(found.text)
    seen = characters(data)
    places: Counter[tuple[int, int]] = Counter()
    for character, place in zip(found.text, located, strict=True):
        if place in seen:
            places[place] += 1
            assert unicodedata.normalize("NFKC", character) == unicodedata.normalize(
                "NFKC", seen[place]
            )
        else:
            assert character.isspace() or character == "|"
    assert not places or max(places.values()) == 1
    lost = {seen[place] for place in seen.keys() - places.keys()}
    assert lost <= {"-"}  # hyphens of divided words
    assert all(
        block.span.end <= after.span.start
        for block, after in zip(found.blocks, found.blocks[1:], strict=False)
    )
    for block in found.blocks:
        assert all(block.span.contains(cell.span) for cell in block.cells)


@settings(max_examples=25, deadline=None)
@given(LINES, st.integers(0, 4), st.booleans())
def test_values_of_fields_have_their_places(lines: list[str], at: int, drawn: bool) -> None:
    """A value beside, below or in the middle of text: found with one rectangle in its field."""
    top = 100.0 + 30 * at
    page = paragraph(60, 100, *lines, pitch=30) + text(60, 400, 11, "Signed:")
    more = "/FT /Tx /V (Zebra Quagga)" + ("" if drawn else " /F 4 /MK << >>")
    written = WrittenPdf(
        [page], annotations={0: [widget("name", (400, top - 12, 560, top + 4), more)]}, fields=True
    )
    data = written.bytes()
    reader = PdfReader()
    found = reader.read(data, "a.pdf").text
    start = found.index("Zebra Quagga")
    [box] = reader.rectangles(data, Span(start, start + 12))
    assert box.page == 1 and box.left >= 398 and top - 14 <= box.top < box.bottom <= top + 6
