"""PDF: what cannot be read or seen is noted, and hostile files are counted and refused."""

from __future__ import annotations

import zlib

import pytest
from written_pdf import WrittenPdf, form, paragraph, picture, rules, text

from extraction.documents.readers.pdf import PdfReader
from extraction.documents.readers.pdf_nesting import DRAWINGS, most_drawings
from graph.errors import ReadError
from graph.model import Reading

BODY = paragraph(
    70, 200, "The owner of a mill must grease the wheel every month", "and keep the keys."
)
LONG = paragraph(
    70, 100, *["The owner of a mill must grease the wheel every month and keep the keys."] * 5
)
SCAN = picture(0, 40, 600, 740)


def read(*pages: str, **more: object) -> Reading:
    return PdfReader().read(WrittenPdf(list(pages), **more).bytes(), "a.pdf")  # type: ignore[arg-type]


def codes(reading: Reading) -> list[str]:
    return [note.code for note in reading.notes]


# --- scans ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "stamp",
    [text(70, 30, 9, "Received 3 May"), text(400, 790, 9, "Page 7"), text(200, 400, 20, "COPY")],
)
def test_a_scan_with_a_stamp_needs_ocr(stamp: str) -> None:
    reading = read(BODY, SCAN + "\n" + stamp)
    assert [note.detail.split(" is")[0] for note in reading.notes] == ["Page 2"]
    assert codes(reading) == ["needs-ocr"]


def test_strips_of_a_scan_are_one_picture() -> None:
    strips = "\n".join(picture(0, 40 + 74 * n, 600, 74) for n in range(10))
    assert codes(read(BODY, strips + "\n" + text(70, 30, 9, "Received 3 May"))) == ["needs-ocr"]


@pytest.mark.parametrize(
    "page",
    [
        SCAN + "\n3 Tr\n" + BODY,  # words that a program has read in the picture
        SCAN + "\n" + LONG,  # text upon a picture
        picture(70, 300, 300, 200) + "\n" + BODY,  # a figure
        BODY,
    ],
)
def test_pages_with_their_words_need_no_ocr(page: str) -> None:
    assert codes(read(page)) == []


# --- characters that are not known or not seen ---------------------------------------------------


def test_a_font_without_a_usable_map_is_noted() -> None:
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def "
        "1 begincodespacerange <00> <FF> endcodespacerange "
        "1 beginbfrange <20> <7E> <E020> endbfrange endcmap end end"
    )
    objects = [
        f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 5 0 R >>",
    ]
    page = BODY + "\n" + text(70, 300, 11, "Nobody knows these words").replace("/F1", "/F3")
    reading = read(page, BODY, objects=objects, fonts="/F3 6 0 R")
    assert codes(reading) == ["unmapped-font"]
    assert "24 characters of page 1 " in reading.notes[0].detail


@pytest.mark.parametrize(
    ("page", "noted"),
    [
        ("1 g " + BODY + " 0 g", True),
        ("3 Tr " + BODY + " 0 Tr", True),
        ("0 0 0.5 rg 60 560 400 80 re f 1 g " + BODY + " 0 g", False),
        (BODY, False),
    ],
)
def test_text_that_is_not_to_be_seen_is_noted(page: str, noted: bool) -> None:
    reading = read(page)
    assert codes(reading) == (["invisible-text"] if noted else [])
    assert "grease the wheel" in reading.text


def test_a_form_made_with_xfa_is_noted() -> None:
    packet = "<xdp:xdp></xdp:xdp>"
    objects = [f"<< /Length {len(packet)} >>\nstream\n{packet}\nendstream"]
    catalog = "/AcroForm << /Fields [] /XFA 5 0 R >>"
    assert codes(read(BODY, objects=objects, catalog=catalog)) == ["xfa-form"]


# --- hostile files -------------------------------------------------------------------------------


def nested(depth: int, times: int, *, packed: bool = False) -> bytes:
    """A page that draws a form that draws a form … each `times` times."""
    objects = []
    for number in range(depth):
        last = number + 1 == depth
        content = text(70, 300, 11, "x") if last else " ".join(["/A Do"] * times)
        made = form(content, "" if last else f"/XObject << /A {number + 6} 0 R >>")
        if packed:
            stored = zlib.compress(content.encode()).decode("latin-1")
            head = made[: made.index("/Length")]
            made = (
                f"{head}/Filter /FlateDecode /Length {len(stored)} >>\nstream\n{stored}\nendstream"
            )
        objects.append(made)
    page = "/A Do\n" + BODY
    return WrittenPdf([page], objects=objects, resources="/XObject << /A 5 0 R >>").bytes()


@pytest.mark.parametrize(("depth", "times"), [(30, 2), (6, 20), (3, 1000), (200, 3)])
def test_forms_that_multiply_are_refused_before_they_are_drawn(depth: int, times: int) -> None:
    with pytest.raises(ReadError, match=r"form objects on one page.*print it to PDF"):
        PdfReader().read(nested(depth, times), "a.pdf")


def test_drawings_are_counted() -> None:
    assert most_drawings(nested(10, 2, packed=True)) == 2**10 - 1
    assert most_drawings(nested(10, 2)) == 2**10 - 1
    assert most_drawings(nested(3, 100)) == 1 + 100 + 100**2
    assert most_drawings(nested(60, 1)) == 60
    assert most_drawings(WrittenPdf([BODY]).bytes()) == 0
    assert most_drawings(nested(8, 3)) < DRAWINGS


def test_a_form_that_draws_itself_is_read() -> None:
    objects = [form("/A Do", "/XObject << /A 6 0 R >>"), form("/A Do", "/XObject << /A 5 0 R >>")]
    page = "/A Do\n" + BODY
    assert "grease" in read(page, objects=objects, resources="/XObject << /A 5 0 R >>").text


def test_deep_nesting_is_read() -> None:
    assert "grease" in PdfReader().read(nested(60, 1), "a.pdf").text


def test_a_hatched_drawing_is_no_table() -> None:
    grid = rules([float(n) for n in range(10, 590)], [float(n) for n in range(10, 790)])
    reading = read(grid + "\n" + BODY)
    assert "grease" in reading.text
    assert not any(block.cells for block in reading.blocks)
