"""PDF: text and structure of files written by hand, and positions against Poppler's."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

import pytest

from extraction.documents.readers import rectangles
from extraction.documents.readers.pdf import PdfReader
from graph.errors import ReadError
from graph.model import Reading, Rectangle, Span

ROOT = Path(__file__).resolve().parents[2]
Text = tuple[float, float, float, str]  # left, distance from the top, size, words; *words* is bold
HEIGHT = 800


def pdf(
    pages: Sequence[Sequence[Text] | None], *, rotate: int = 0, crop: str = "", trailer: str = ""
) -> bytes:
    """A PDF of these lines of text; None is a page with a drawing and no text."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
    ]
    kids = []
    for page in pages:
        drawn = ["0 0 m 100 100 l S"] if page is None else []
        for left, top, size, words in page or ():
            font = "F2" if words.startswith("*") else "F1"
            shown = words.strip("*").replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
            drawn.append(f"BT /{font} {size} Tf {left} {HEIGHT - top} Td ({shown}) Tj ET")
        stream = "\n".join(drawn)
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        kids.append(len(objects) + 1)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 {HEIGHT}] {crop} /Rotate {rotate} "
            f"/Contents {len(objects)} 0 R /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>"
        )
    refs = " ".join(f"{kid} 0 R" for kid in kids)
    objects[1] = f"<< /Type /Pages /Kids [{refs}] /Count {len(kids)} >>"
    out = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010} 00000 n \n".encode() for offset in offsets)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\n".encode()
    return out + f"startxref\n{start}\n%%EOF\n".encode()


def lines(left: float, top: float, *words: str, size: float = 11, pitch: float = 14) -> list[Text]:
    return [(left, top + number * pitch, size, text) for number, text in enumerate(words)]


def parsed(data: bytes) -> Reading:
    return PdfReader().read(data, "a.pdf")


def shape(data: bytes) -> list[tuple[str, int, int | None, str]]:
    reading = parsed(data)
    return [
        (b.kind, b.level, b.page, reading.text[b.span.start : b.span.end]) for b in reading.blocks
    ]


BODY = lines(
    70,
    200,
    "The operator must report every leak to the authority within two",
    "days, and every spill of more than ten litres at once, by tele-",
    "phone. A report that is late must give the reason.",
)


def test_headings_paragraphs_lists_and_hyphens() -> None:
    page = [
        *lines(70, 130, "*SOP-1 Leaks*", size=20),
        *lines(70, 170, "*1 Reports*", size=13),
        *BODY,
        *lines(70, 260, "The report must contain:"),
        *lines(90, 280, "(a) the date;", "(b) the place, and how it was", "found."),
        *lines(70, 340, "Last words of the page stand alone here."),
    ]
    assert shape(pdf([page])) == [
        ("heading", 1, 1, "SOP-1 Leaks"),
        ("heading", 2, 1, "1 Reports"),
        ("paragraph", 0, 1, "\n".join(words for _, _, _, words in BODY).replace("tele-\n", "tele")),
        ("paragraph", 0, 1, "The report must contain:"),
        ("list_item", 1, 1, "(a) the date;"),
        ("list_item", 1, 1, "(b) the place, and how it was\nfound."),
        ("paragraph", 0, 1, "Last words of the page stand alone here."),
    ]
    assert parsed(pdf([page])).name == "SOP-1 Leaks"


def test_running_heads_are_set_apart_and_sentences_cross_pages() -> None:
    def page(number: int, *words: str) -> list[Text]:
        return [
            *lines(70, 40, "SOP-1 Version 3"),
            *lines(70, 770, f"Page {number} of 3", size=8),
            *lines(70, 200, *words),
        ]

    data = pdf(
        [
            page(1, "The operator must report every leak to the authority within two", "days,"),
            page(2, "and every spill of more than ten litres at once by telephone."),
            page(3, "Another paragraph of the same document stands on this page."),
        ]
    )
    assert shape(data) == [
        ("header", 0, 1, "SOP-1 Version 3"),
        (
            "paragraph",
            0,
            1,
            "The operator must report every leak to the authority within two\ndays,\n"
            "and every spill of more than ten litres at once by telephone.",
        ),
        ("paragraph", 0, 3, "Another paragraph of the same document stands on this page."),
        ("header", 0, 1, "Page 1 of 3"),
        ("header", 0, 2, "SOP-1 Version 3"),
        ("header", 0, 2, "Page 2 of 3"),
        ("header", 0, 3, "SOP-1 Version 3"),
        ("header", 0, 3, "Page 3 of 3"),
    ]
    reading = parsed(data)
    span = Span(reading.text.index("days"), reading.text.index(" once"))
    assert [box.page for box in rectangles(".pdf", data, span)] == [1, 2]


def test_table_rows_carry_their_heads() -> None:
    rows = [("*Record*", "*Kept for*", "*Owner*"), ("Incident file", "15 years", "Safety Officer")]
    rows += [("Complaint", "7 years", "Coordinator"), ("Audit report", "8 years", "Buyer")]
    page = [*BODY]
    for number, row in enumerate(rows):
        for left, words in zip((80, 250, 400), row, strict=True):
            page.append((left, 300 + 22 * number, 11, words))
    page += lines(70, 420, "After the table comes a paragraph that is wide enough to cross it.")
    reading = parsed(pdf([page]))
    assert [block.kind for block in reading.blocks] == [
        "paragraph",
        "table_head",
        "table_row",
        "table_row",
        "table_row",
        "paragraph",
    ]
    cells = [
        (
            reading.text[c.span.start : c.span.end],
            c.head and reading.text[c.head.start : c.head.end],
        )
        for c in reading.blocks[2].cells
    ]
    assert cells == [
        ("Incident file", "Record"),
        ("15 years", "Kept for"),
        ("Safety Officer", "Owner"),
    ]


def test_two_columns_are_read_one_after_the_other() -> None:
    left = lines(60, 200, "The first column begins here and", "goes on for two lines.")
    right = lines(330, 200, "The second column begins here", "and ends here.")
    assert [words for _, _, _, words in shape(pdf([[*left, *right]]))] == [
        "The first column begins here and\ngoes on for two lines.",
        "The second column begins here\nand ends here.",
    ]


def test_pages_without_text_are_named() -> None:
    reading = parsed(pdf([BODY, None, [], None]))
    assert [note.code for note in reading.notes] == ["needs-ocr", "needs-ocr"]
    assert [re.findall(r"\d+", note.detail)[0] for note in reading.notes] == ["2", "4"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 this is not a document", "no readable PDF"),
        (pdf([BODY])[:200], "no readable PDF"),
        (pdf([None, None]), "no text layer.*OCR"),
        (
            pdf(
                [BODY],
                trailer="/ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 "
                f"/O <{'11' * 32}> /U <{'22' * 32}> >>",
            ),
            "encrypted",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_remedy(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        parsed(data)


# --- positions -------------------------------------------------------------------------------


def poppler(pdftotext: str, file: Path) -> list[tuple[int, str, tuple[float, ...]]]:
    """(page, word, box) of every word as ``pdftotext -bbox`` sees it."""
    done = subprocess.run(
        [pdftotext, "-bbox", str(file), "-"], capture_output=True, text=True, check=True
    )
    root = ElementTree.fromstring(done.stdout[done.stdout.index("<html") :])
    space = "{http://www.w3.org/1999/xhtml}"
    return [
        (
            number,
            word.text or "",
            tuple(float(word.get(side, "0")) for side in ("xMin", "yMin", "xMax", "yMax")),
        )
        for number, page in enumerate(root.iter(space + "page"), start=1)
        for word in page.iter(space + "word")
    ]


def places_of(
    words: list[str], seen: list[tuple[int, str, tuple[float, ...]]]
) -> list[list[tuple[int, tuple[float, ...]]]]:
    """Boxes of every run of `words` in another tool's reading."""
    found = [
        [(page, box) for page, _, box in seen[at : at + len(words)]]
        for at in range(len(seen) - len(words) + 1)
        if [word for _, word, _ in seen[at : at + len(words)]] == words
    ]
    assert found, f"pdftotext does not see {' '.join(words)!r}"
    return found


def stands_at(found: Sequence[Rectangle], words: list[tuple[int, tuple[float, ...]]]) -> bool:
    """Each word's centre lies in one rectangle, and each rectangle reaches as far as its words do
    (3 points are allowed across, 4 down: fonts are measured differently)."""
    held: dict[Rectangle, list[tuple[float, ...]]] = {box: [] for box in found}
    for page, word in words:
        x, y = (word[0] + word[2]) / 2, (word[1] + word[3]) / 2
        around = [
            r for r in found if r.page == page and r.left <= x <= r.right and r.top <= y <= r.bottom
        ]
        if len(around) != 1:
            return False
        held[around[0]].append(word)
    return all(
        inside
        and abs(min(word[0] for word in inside) - box.left) < 3
        and abs(max(word[2] for word in inside) - box.right) < 3
        and abs(min(word[1] for word in inside) - box.top) < 4
        and abs(max(word[3] for word in inside) - box.bottom) < 4
        for box, inside in held.items()
    )


SENTENCES = {
    "aster-3-device-manual.pdf": [
        "Where the bag contains lipids, the set must\nbe changed every 24 hours.",
        "connect the charger, restart the therapy",
        "The low-battery alarm sounds about 30 minutes before the battery is empty.",
    ],
    "home-service-handbook.pdf": [
        "follow the procedure and tell the Head of Quality, as section\n2.1 of the Quality Manual",
        "ask the physician about oral fluids",
    ],
}


@pytest.mark.parametrize("name", sorted(SENTENCES))
def test_planted_sentences_stand_where_poppler_sees_them(name: str, pdftotext: str) -> None:
    file = ROOT / "examples" / "documents" / name
    data = file.read_bytes()
    text = PdfReader().read(data, name).text
    seen = poppler(pdftotext, file)
    for sentence in SENTENCES[name]:
        start = text.index(sentence)
        found = rectangles(".pdf", data, Span(start, start + len(sentence)))
        assert len(found) == 1 + sentence.count("\n")
        assert any(stands_at(found, place) for place in places_of(sentence.split(), seen))


@pytest.mark.parametrize("name", sorted(SENTENCES))
def test_every_line_of_the_examples_stands_where_poppler_sees_it(name: str, pdftotext: str) -> None:
    file = ROOT / "examples" / "documents" / name
    data = file.read_bytes()
    reading = PdfReader().read(data, name)
    seen = poppler(pdftotext, file)
    checked = 0
    for block in reading.blocks:
        at = block.span.start
        if block.cells or block.kind == "header":
            continue
        for line in reading.text[block.span.start : block.span.end].split("\n"):
            found = rectangles(".pdf", data, Span(at, at + len(line)))
            assert any(stands_at(found, place) for place in places_of(line.split(), seen)), line
            at += len(line) + 1
            checked += 1
    assert checked > 60


@pytest.mark.parametrize("name", sorted(SENTENCES))
def test_the_words_are_those_that_poppler_sees(name: str, pdftotext: str) -> None:
    file = ROOT / "examples" / "documents" / name
    ours = PdfReader().read(file.read_bytes(), name).text.replace(" | ", " ").split()
    theirs = [word for _, word, _ in poppler(pdftotext, file)]
    assert set(ours) <= set(theirs)
    assert [word for word in set(theirs) - set(ours) if any(c.isalnum() for c in word)] == []


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_rotated_and_cropped_pages(rotate: int, pdftotext: str, tmp_path: Path) -> None:
    data = pdf([BODY], rotate=rotate, crop="/CropBox [40 100 580 760]")
    file = tmp_path / "a.pdf"
    file.write_bytes(data)
    text = parsed(data).text
    [box] = rectangles(".pdf", data, Span(text.index("operator"), text.index("operator") + 8))
    done = subprocess.run(
        [pdftotext, "-bbox", "-cropbox", str(file), "-"], capture_output=True, text=True, check=True
    )
    found = re.search(r'xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">operator', done.stdout)
    assert found
    theirs = [float(side) for side in found.groups()]
    for mine, other in zip((box.left, box.top, box.right, box.bottom), theirs, strict=True):
        assert abs(mine - other) < 4


def test_positions_do_not_depend_on_what_was_read_before() -> None:
    data = pdf([BODY])
    span = Span(4, 12)
    fresh = PdfReader().rectangles(data, span)
    reader = PdfReader()
    for number in range(6):
        reader.read(pdf([lines(70, 100 + number, "Other words")]), "b.pdf")
    assert reader.rectangles(data, span) == fresh != ()
    assert reader.rectangles(data, Span(100_000, 100_010)) == ()
