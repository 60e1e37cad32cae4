"""Write the .docx and .pdf examples from the Markdown in ``sources/`` (for maintainers only).

The files this makes are committed: nobody needs to run it to use the examples.

    python examples/make_documents.py [NAME …]

needs markdown-it-py and python-docx, and Chromium for the PDFs. A source starts with a few
``key: value`` lines (target, header, footer, date). Beyond plain Markdown it may hold footnotes
(``[^1]``, explained at its end) and tracked changes (``{--old--}{++new++}``); both become real
Word footnotes and revisions.
"""

from __future__ import annotations

import html
import io
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from datetime import datetime
from pathlib import Path

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from markdown_it import MarkdownIt
from markdown_it.token import Token

HERE = Path(__file__).resolve().parent
SOURCES = HERE / "sources"
DOCUMENTS = HERE / "documents"
EDITOR = "Farah Linden"  # whose tracked changes they are
MARKUP = re.compile(r"\[\^(?P<note>\d+)\]|\{--(?P<old>.+?)--\}|\{\+\+(?P<new>.+?)\+\+\}")
NOTE = re.compile(r"^\[\^(\d+)\]: (.+)$", re.MULTILINE)
FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


def read_source(path: Path) -> tuple[dict[str, str], str, dict[str, str]]:
    """Return the header fields, the Markdown body and the footnotes by number."""
    _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    fields = dict(line.split(": ", 1) for line in head.strip().splitlines())
    notes = dict(NOTE.findall(body))
    return fields, NOTE.sub("", body).strip() + "\n", notes


# --- Word -------------------------------------------------------------------------------------


def add_text(paragraph: Paragraph, text: str, date: str) -> None:
    """Add text to a paragraph, its footnote marks and tracked changes made real."""
    end = 0
    for found in MARKUP.finditer(text):
        if found.start() > end:
            paragraph.add_run(text[end : found.start()])
        end = found.end()
        if found["note"]:
            run = paragraph.add_run()
            run.font.superscript = True
            reference = OxmlElement("w:footnoteReference")
            reference.set(qn("w:id"), found["note"])
            run._r.append(reference)
            continue
        kind, words, leaf = (
            ("w:del", found["old"], "w:delText") if found["old"] else ("w:ins", found["new"], "w:t")
        )
        change = OxmlElement(kind)
        change.set(qn("w:id"), str(900 + found.start()))
        change.set(qn("w:author"), EDITOR)
        change.set(qn("w:date"), f"{date}T09:00:00Z")
        run_element, text_element = OxmlElement("w:r"), OxmlElement(leaf)
        text_element.text = words
        text_element.set(qn("xml:space"), "preserve")
        run_element.append(text_element)
        change.append(run_element)
        paragraph._p.append(change)
    if end < len(text):
        paragraph.add_run(text[end:])


def add_table(document: docx.document.Document, rows: list[list[str]], date: str) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for number, row in enumerate(rows):
        cells = table.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            add_text(cell.paragraphs[0], text, date)
            for run in cell.paragraphs[0].runs:
                run.bold = number == 0
    header = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(header)
    document.add_paragraph()


def add_footnotes(document: docx.document.Document, notes: dict[str, str]) -> None:
    """Attach a footnotes part: python-docx has no call for it."""
    separators = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}">'
        f"<w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>"
        for kind, number in (("separator", -1), ("continuationSeparator", 0))
    )
    body = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
        f'<w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> {html.escape(text)}</w:t></w:r>'
        "</w:p></w:footnote>"
        for number, text in notes.items()
    )
    xml = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f"<w:footnotes {nsdecls('w')}>{separators}{body}</w:footnotes>"
    )
    package = document.part.package
    part = Part(PackURI("/word/footnotes.xml"), FOOTNOTES_TYPE, xml.encode(), package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def words_of(inline: Token) -> str:
    """The text of an inline token, with the curly quotation marks that Word would have set."""
    return "".join(child.content or "\n" for child in inline.children or [])


def table_rows(tokens: list[Token]) -> list[list[str]]:
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(words_of(token))
    return rows


def write_docx(path: Path, fields: dict[str, str], body: str, notes: dict[str, str]) -> None:
    document = docx.Document()
    document.styles["Normal"].font.name = "Liberation Serif"
    document.styles["Normal"].font.size = Pt(11)
    section = document.sections[0]
    section.header.paragraphs[0].text = fields["header"]
    section.footer.paragraphs[0].text = fields["footer"]
    section.footer.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    date = fields["date"]

    parser = MarkdownIt("commonmark", {"typographer": True}).enable(["table", "smartquotes"])
    tokens = parser.parse(body)
    style = "Normal"
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.type == "table_open":
            stop = next(i for i in range(index, len(tokens)) if tokens[i].type == "table_close")
            add_table(document, table_rows(tokens[index:stop]), date)
            index = stop
        elif token.type == "bullet_list_open":
            style = "List Bullet"
        elif token.type == "ordered_list_open":
            style = "List Number"
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            style = "Normal"
        elif token.type == "heading_open":
            heading = document.add_heading(level=int(token.tag[1]))
            add_text(heading, words_of(tokens[index + 1]), date)
            index += 1
        elif token.type == "inline":
            add_text(document.add_paragraph(style=style), words_of(token), date)
        index += 1

    if notes:
        add_footnotes(document, notes)
    stamp = datetime.fromisoformat(date)
    properties = document.core_properties
    properties.title = body.splitlines()[0].lstrip("# ")
    properties.author = properties.last_modified_by = "Meridian Devices Limited"
    properties.created = properties.modified = stamp
    properties.comments = ""
    properties.language = "en-GB"
    buffer = io.BytesIO()
    document.save(buffer)
    # the same bytes each time: entries in order, with the document's own date
    with (
        zipfile.ZipFile(buffer) as old,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name == "docProps/thumbnail.jpeg":
                continue
            entry = zipfile.ZipInfo(name, (stamp.year, stamp.month, stamp.day, 9, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            data = old.read(name)
            if name == "_rels/.rels":
                data = re.sub(rb"<Relationship [^>]*thumbnail[^>]*/>", b"", data)
            new.writestr(entry, data)


# --- PDF --------------------------------------------------------------------------------------

STYLE = """
@page { size: A4; margin: 26mm 24mm 24mm;
  @top-left { content: "%(header)s"; font: 8.5pt "Liberation Sans"; color: #555; }
  @bottom-left { content: "%(footer)s"; font: 8.5pt "Liberation Sans"; color: #555; }
  @bottom-right { content: "Page " counter(page) " of " counter(pages);
                  font: 8.5pt "Liberation Sans"; color: #555; } }
body { font: 11pt/1.45 "Liberation Serif"; font-variant-ligatures: none; }
h1 { font: bold 19pt "Liberation Sans"; }
h2 { font: bold 13pt "Liberation Sans"; margin-top: 1.6em; }
h3 { font: bold 11pt "Liberation Sans"; } h1, h2, h3 { break-after: avoid; }
table { border-collapse: collapse; width: 100%%; break-inside: avoid; }
th, td { border: 0.6pt solid #999; padding: 3pt 6pt; text-align: left; vertical-align: top; }
"""


def write_pdf(path: Path, fields: dict[str, str], body: str) -> None:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("writing PDFs needs Chromium on the PATH")
    rendered = MarkdownIt().enable("table").render(body)
    title = html.escape(body.splitlines()[0].lstrip("# "))
    page = (
        f'<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{STYLE % fields}</style></head><body>{rendered}</body></html>"
    )
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "page.html")
        source.write_text(page, encoding="utf-8")
        subprocess.run(
            [
                chromium,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--no-pdf-header-footer",
                f"--user-data-dir={folder}/profile",
                f"--print-to-pdf={path}",
                source.as_uri(),
            ],
            check=True,
            capture_output=True,
        )


def main(names: list[str]) -> None:
    for source in sorted(SOURCES.glob("*.md")):
        fields, body, notes = read_source(source)
        target = DOCUMENTS / fields["target"]
        if names and target.name not in names:
            continue
        if target.suffix == ".docx":
            write_docx(target, fields, body, notes)
        else:
            write_pdf(target, fields, body)
        print(f"{target.relative_to(HERE)}  {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
