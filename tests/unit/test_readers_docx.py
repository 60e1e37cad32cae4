"""DOCX, against files made by python-docx and by hand, and against their own XML."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from extraction.documents.readers.docx import DocxReader
from graph.errors import ReadError
from graph.model import Reading

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ROOT = Path(__file__).resolve().parents[2]


def parsed(document: Any) -> Reading:
    file = io.BytesIO()
    document.save(file)
    return DocxReader().read(file.getvalue(), "a.docx")


def shape(reading: Reading) -> list[tuple[str, int, str]]:
    return [(b.kind, b.level, reading.text[b.span.start : b.span.end]) for b in reading.blocks]


def xml(paragraph: Any, content: str) -> None:
    """Append WordprocessingML to a paragraph."""
    extra = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    for child in parse_xml(f"<w:p {nsdecls('w')} {extra}>{content}</w:p>"):
        paragraph._p.append(child)


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_body_order_with_headings_lists_and_tables() -> None:
    document = docx.Document()
    document.add_heading("The policy", 0)
    document.add_heading("1 Scope", 1)
    document.add_paragraph("It applies to:")
    document.add_paragraph("pumps", style="List Bullet")
    document.add_paragraph("sets", style="List Bullet 2")
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ["Record", "Kept", "File\nA", "7 years"], strict=True):
        cell.text = text
    document.add_paragraph("After.")
    document.sections[0].header.paragraphs[0].text = "Top"
    document.sections[0].footer.paragraphs[0].text = "Bottom"
    reading = parsed(document)
    assert shape(reading) == [
        ("header", 0, "Top"),
        ("heading", 1, "The policy"),
        ("heading", 2, "1 Scope"),
        ("paragraph", 0, "It applies to:"),
        ("list_item", 1, "pumps"),
        ("list_item", 1, "sets"),
        ("table_head", 0, "Record | Kept"),
        ("table_row", 0, "File A | 7 years"),
        ("paragraph", 0, "After."),
        ("header", 0, "Bottom"),
    ]
    assert reading.name == "The policy"
    head = reading.blocks[7].cells[1].head
    assert head is not None and reading.text[head.start : head.end] == "Kept"


def test_automatic_numbers_are_in_the_text() -> None:
    document = docx.Document()
    root = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for level, format, text in [
            (0, "decimal", "%1."),
            (1, "decimal", "%1.%2"),
            (2, "lowerLetter", "(%3)"),
            (3, "lowerRoman", "(%4)"),
        ]
    )
    root.insert(
        0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="99">{levels}</w:abstractNum>')
    )
    root.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="99"><w:abstractNumId w:val="99"/></w:num>')
    )
    for level, text in [
        (0, "A"),
        (1, "B"),
        (2, "C"),
        (2, "D"),
        (3, "E"),
        (1, "F"),
        (2, "G"),
        (0, "H"),
    ]:
        paragraph = document.add_paragraph(text)
        paragraph._p.get_or_add_pPr().append(
            parse_xml(
                f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="99"/></w:numPr>'
            )
        )
    assert shape(parsed(document)) == [
        ("list_item", 1, "1. A"),
        ("list_item", 2, "1.1 B"),
        ("list_item", 3, "(a) C"),
        ("list_item", 3, "(b) D"),
        ("list_item", 4, "(i) E"),
        ("list_item", 2, "1.2 F"),
        ("list_item", 3, "(a) G"),
        ("list_item", 1, "2. H"),
    ]


def test_tracked_changes_are_read_as_accepted_and_reported() -> None:
    document = docx.Document()
    revision = 'w:id="1" w:author="A" w:date="2025-01-01T00:00:00Z"'
    first = document.add_paragraph()
    xml(
        first,
        run("within ") + f"<w:del {revision}><w:r><w:delText>five</w:delText></w:r></w:del>"
        f"<w:ins {revision}>{run('three')}</w:ins>" + run(" days"),
    )
    joined = document.add_paragraph("First half")
    joined._p.get_or_add_pPr().append(
        parse_xml(f"<w:rPr {nsdecls('w')}><w:del {revision}/></w:rPr>")
    )
    document.add_paragraph(" second half")
    reading = parsed(document)
    assert [words for _, _, words in shape(reading)] == [
        "within three days",
        "First half second half",
    ]
    [note] = reading.notes
    assert note.code == "tracked-changes" and "1 insertions" in note.detail


def test_text_boxes_fields_breaks_and_hidden_text() -> None:
    document = docx.Document()
    box = "<w:txbxContent><w:p>" + run("In the box.") + "</w:p></w:txbxContent>"
    paragraph = document.add_paragraph()
    xml(
        paragraph,
        run("Before")
        + "<w:r><mc:AlternateContent><mc:Choice Requires='wps'>"
        + box
        + "</mc:Choice>"
        "<mc:Fallback><w:pict>" + box + "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        "<w:r><w:instrText>PAGEREF _x</w:instrText></w:r><w:r><w:tab/></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>"
        "<w:sdt><w:sdtContent>" + run("control") + "</w:sdtContent></w:sdt>"
        "<w:hyperlink>" + run(" link") + "</w:hyperlink><w:r><w:br/></w:r>" + run("line"),
    )
    assert shape(parsed(document)) == [
        ("paragraph", 0, "Before control link\nline"),
        ("paragraph", 0, "In the box."),
    ]


def test_the_example_documents_hold_all_visible_text_of_their_xml() -> None:
    files = sorted((ROOT / "examples" / "documents").glob("*.docx"))
    assert files
    for file in files:
        text = "".join(DocxReader().read(file.read_bytes(), file.name).text.split())
        with zipfile.ZipFile(file) as package:
            for part in ("document", "footnotes", "header1", "footer1"):
                root = etree.fromstring(package.read(f"word/{part}.xml"))
                for paragraph in root.iter(W + "p"):
                    words = "".join(t.text or "" for t in paragraph.iter(W + "t"))
                    assert "".join(words.split()) in text, (file.name, words)
                for deleted in root.iter(W + "delText"):
                    assert "".join(str(deleted.text).split()) not in text or len(deleted.text) < 8


def test_footnotes_follow_the_paragraph_that_refers() -> None:
    file = next((ROOT / "examples" / "documents").glob("sop-007*.docx"))
    reading = DocxReader().read(file.read_bytes(), file.name)
    [index] = [i for i, block in enumerate(reading.blocks) if block.kind == "footnote"]
    assert reading.blocks[index - 1].kind == "paragraph" and reading.blocks[index].level == 1


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 not a zip", "no readable Word file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "encrypted or an old"),
        (b"plain words", "no readable Word file"),
    ],
)
def test_what_is_no_word_file_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        DocxReader().read(data, "a.docx")


def test_damaged_packages_are_refused() -> None:
    file = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("words " * 2000)
    document.save(file)
    data = file.getvalue()
    for cut in (100, len(data) // 2, len(data) - 30):
        with pytest.raises(ReadError, match="no readable Word file"):
            DocxReader().read(data[:cut], "a.docx")
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as package:
        package.writestr("word/document.xml", "<not-word/>")
    with pytest.raises(ReadError, match="no readable Word file"):
        DocxReader().read(other.getvalue(), "a.docx")


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("do not read me")
    body = (
        f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
        f"<w:document {nsdecls('w')}><w:body><w:p><w:r><w:t>words &e;</w:t></w:r></w:p>"
        "</w:body></w:document>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("word/document.xml", body)
    assert "do not" not in DocxReader().read(file.getvalue(), "a.docx").text


LEGAL = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
WORDS = st.text(st.one_of(LEGAL, st.sampled_from("\n\t \u00a0\u200b\u200f\u202e\u0301💊漢字עבר|")))


@given(st.lists(WORDS.filter(lambda text: bool(text.strip())), min_size=1, max_size=8))
def test_every_character_of_hostile_words_is_kept(parts: list[str]) -> None:
    document = docx.Document()
    for part in parts:
        document.add_paragraph(part)
    reading = parsed(document)
    assert "".join(reading.text.split()) == "".join("".join(part.split()) for part in parts)
    for block in reading.blocks:
        quote = reading.text[block.span.start : block.span.end]
        assert quote == quote.strip() and not re.search(r"[ \t]{2}", quote)
