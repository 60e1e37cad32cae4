"""Real files: words of another tool's reading that ours lacks, and the reverse; tables against
public ground truth.

    python bench/real_files.py [--suffix .html ...] [--words] [--tables] [--fields] [--lacking]

The files lie in `../shared/data/real_files`, or where REAL_FILES says.

Words: for each file of `../shared/data/real_files` whose suffix is in `REFERENCE`, recall is the
share of the other tool's words (with their counts) that our text holds, precision the reverse.
Case, superscripts and characters that are no letters or digits are evened out. A file below .97
recall has its reason in `REASONS`, or is marked with ``!``.

Fields: for each PDF with a form, the filled text fields and lists whose value our text holds.

Tables: for each file of `docling_truth`, the rows of its Markdown tables that are a row of ours
with the same cells in the same order (a value repeated beside itself counts once), and the cells in
body rows that stand under the same head. What docling renders is not always what a file says.
"""

from __future__ import annotations

import argparse
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

FILES = Path(os.environ.get("REAL_FILES", ROOT.parent / "shared" / "data" / "real_files"))
LEAST_RECALL = 0.97
_WORD = re.compile(r"\w+")


def html_words(data: bytes) -> str:
    """All text of the visible elements, by lxml alone."""
    from lxml import etree, html

    root = html.document_fromstring(data, parser=html.HTMLParser(huge_tree=True))
    hidden = "//script|//style|//template|//head|//noscript|//*[@hidden]|//comment()|//svg"
    for element in root.xpath(hidden):
        if element.getparent() is not None:
            element.drop_tree()
    inline = {"a", "abbr", "b", "code", "em", "font", "i", "small", "span", "strong", "u", "wbr"}
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag not in inline:
            element.tail = " " + (element.tail or "")
            element.text = " " + (element.text or "")
    return str(etree.tostring(root, method="text", encoding="unicode"))


def markdown_words(data: bytes) -> str:
    """What a browser shows of the rendered file, front matter left out."""
    from markdown_it import MarkdownIt

    text = re.sub(r"\A---\n.*?\n---\n", "", data.decode("utf-8", "replace"), flags=re.S)
    made = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text)
    return html_words(f"<html><meta charset=utf-8><body>{made}</body></html>".encode())


def docx_words(data: bytes) -> str:
    """Every text element of the body, page headers and notes, deletions and second renderings left
    out: the XML as it stands. Chart and diagram text, too."""
    import io
    import zipfile

    from lxml import etree

    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    wanted = re.compile(
        r"word/(document|header\d*|footer\d*|footnotes|endnotes|charts/chart\d*)\.xml"
    )
    parts: list[str] = []
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if not wanted.fullmatch(name):
                continue
            for element in etree.fromstring(package.read(name)).iter():
                tag = str(element.tag).rsplit("}", 1)[-1]
                above = {str(a.tag).rsplit("}", 1)[-1] for a in element.iterancestors()}
                if tag in ("t", "v") and not above & {"del", "moveFrom", "Fallback"}:
                    inside = " " if "oMath" in above else ""  # a power is no letter of its base
                    parts.append(f"{inside}{element.text or ''}{inside}")
                elif tag in ("p", "tab", "br", "cr", "pt", "tc") or element.tag == word + "sym":
                    parts.append(" ")
    return "".join(parts)


def text_words(data: bytes) -> str:
    """As charset-normalizer decodes it."""
    from charset_normalizer import from_bytes

    return str(from_bytes(data).best())


def pdf_words(data: bytes) -> str:
    """As Poppler's pdftotext reads it, words divided at line ends whole."""
    import subprocess

    done = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True)
    return re.sub(r"(\w)-\n(?=[a-z])", r"\1", done.stdout.decode("utf-8", "replace"))


REFERENCE: dict[str, Callable[[bytes], str]] = {
    ".html": html_words,
    ".md": markdown_words,
    ".docx": docx_words,
    ".pdf": pdf_words,
    ".txt": text_words,
}
"""What another tool reads of a file, by suffix."""

REASONS: dict[str, str] = {
    "tika__test-documents_test_ignore_IBM420.html": "quoted-printable cut off in a tag; the other "
    "tool reads its foreign bytes as another encoding",
    "docling__vis_making_more_difficult5_new.pdf": "a turned label without blanks",
    "mupdf__test_2548.pdf": "the other tool takes turned labels of figures apart",
    "pdfjs__annotation-text-widget.pdf": "cells for single letters are one word with us",
    "pdfjs__issue6387.pdf": "vertical Japanese writing: our lines are its columns' letters",
    "plumber__pdffill-demo.pdf": "the other tool takes a circle of letters apart",
    "unstr__pdf_fake-bold-sample.pdf": "the other tool takes doubled letters apart",
    "docling__sources_drawingml.docx": "the XML repeats the categories of a chart in each series",
    "docling__sources_equations.docx": "words of equations are cut elsewhere, none is lost",
    "docling__sources_table_with_equations.docx": "words of equations are cut elsewhere",
    "markitdown__equations.docx": "words of equations are cut elsewhere",
    "tika__test-documents_testWORD_phonetic.docx": "a phonetic guide over the word, noted",
    "tika__casing_protected_normal_case.docx": "encrypted, refused by name",
    "pydocx__tbl-2x2-table.docx": "an empty table, refused: no text",
}
"""Why a file is below `LEAST_RECALL`, by its name."""


@dataclass(frozen=True, slots=True)
class Words:
    recall: float
    precision: float
    lacking: Counter[str]
    added: Counter[str]


def words(text: str) -> Counter[str]:
    text = unicodedata.normalize("NFKC", text.replace("\u00ad", "")).casefold()
    return Counter(_WORD.findall(text.replace("_", " ")))


def compare(other: str, ours: str) -> Words:
    theirs, own = words(other), words(ours)
    common = (theirs & own).total()
    return Words(
        common / theirs.total() if theirs else 1.0,
        common / own.total() if own else 1.0,
        theirs - own,
        own - theirs,
    )


def read_ours(path: Path) -> tuple[str, tuple, tuple]:  # type: ignore[type-arg]
    """Text, blocks and notes as groundgraph reads the file."""
    from graph.model import Source

    try:
        from extraction.documents.readers import read
    except ImportError:  # the tree at e1e00ad
        from extraction.readers import read  # type: ignore[import-not-found, no-redef]
    source = Source(path.name, path.read_bytes(), path.suffix.lower(), str(path))
    reading = read(source, max_document_chars=100_000_000)
    return reading.text, reading.blocks, reading.notes


def files(suffixes: list[str]) -> Iterator[Path]:
    for path in sorted(FILES.glob("*/*")):
        if path.suffix.lower() in suffixes and path.parent.name != "docling_truth":
            yield path


def words_table(suffixes: list[str], lacking: bool) -> None:
    print("| file | words | recall | precision | why |\n| --- | --- | --- | --- | --- |")
    for path in files([s for s in suffixes if s in REFERENCE]):
        try:
            other = REFERENCE[path.suffix.lower()](path.read_bytes())
        except Exception as error:
            print(f"| {path.name} | | | | the other tool: {type(error).__name__} |")
            continue
        try:
            ours, _, notes = read_ours(path)
        except Exception as error:
            mark = "!" if words(other) else ""
            print(f"| {path.name} | {words(other).total()} | {mark} | | {error} |")
            continue
        found = compare(other, ours)
        why = REASONS.get(path.name, "" if found.recall >= LEAST_RECALL else "!")
        said = "; ".join(sorted({note.code for note in notes}))
        print(
            f"| {path.name} | {words(other).total()} | {found.recall:.3f} "
            f"| {found.precision:.3f} | {why} {f'({said})' if said else ''} |"
        )
        if lacking:
            print("   lacking:", dict(found.lacking.most_common(30)))
            print("   added:", dict(found.added.most_common(30)))


# --- fields of forms -------------------------------------------------------------------------


def field_values(data: bytes) -> list[str]:
    """What was filled into text fields and chosen in lists of a PDF, as pdfium says it."""
    import ctypes

    import pypdfium2 as pdfium
    import pypdfium2.raw as raw

    document = pdfium.PdfDocument(data)
    document.init_forms()
    found = []
    for page in document if document.formenv else ():
        for number in range(raw.FPDFPage_GetAnnotCount(page)):
            annotation = raw.FPDFPage_GetAnnot(page, number)
            kind = raw.FPDFAnnot_GetFormFieldType(document.formenv, annotation)
            if kind in (
                raw.FPDF_FORMFIELD_TEXTFIELD,
                raw.FPDF_FORMFIELD_COMBOBOX,
                raw.FPDF_FORMFIELD_LISTBOX,
            ):
                buffer = (ctypes.c_ushort * 4000)()
                raw.FPDFAnnot_GetFormFieldValue(document.formenv, annotation, buffer, 8000)
                text = bytes(buffer).decode("utf-16-le").split("\x00")[0]
                found += [text] if text.strip() else []
            raw.FPDFPage_CloseAnnot(annotation)
    return found


def fields_table() -> None:
    print("| form | filled fields | read |\n| --- | --- | --- |")
    for path in sorted(FILES.glob("*/*.pdf")):
        try:
            values = field_values(path.read_bytes())
            ours = even(read_ours(path)[0]).replace(" ", "") if values else ""
        except Exception:
            continue  # encrypted or broken: in the table of words
        if values:
            read = [value for value in values if even(value).replace(" ", "") in ours]
            print(f"| {path.name} | {len(values)} | {len(read)} |")


# --- tables ----------------------------------------------------------------------------------

Row = tuple[str, ...]


@dataclass(slots=True)
class TableCount:
    rows: int = 0
    whole: int = 0
    cells: int = 0
    under: int = 0

    def add(self, other: TableCount) -> None:
        self.rows += other.rows
        self.whole += other.whole
        self.cells += other.cells
        self.under += other.under

    def line(self, name: str) -> str:
        return f"| {name} | {self.whole} of {self.rows} | {self.under} of {self.cells} |"


def even(text: str) -> str:
    """A cell's words, evened out; emphasis and escapes of Markdown are not compared."""
    text = re.sub(r"\\(.)|!?\[([^]]*)\]\([^)]*\)|<!--.*?-->", r"\1\2", text)
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold().replace("_", " ")))


def once(cells: list[str]) -> Row:
    """Filled cells, a value beside itself once."""
    return tuple(value for value, _ in groupby(cell for cell in cells if cell))


def truth_tables(markdown: str) -> Iterator[list[list[str]]]:
    """Head row and body rows of each pipe table."""
    table: list[list[str]] = []
    for line in [*markdown.splitlines(), ""]:
        if line.lstrip().startswith("|"):
            cells = re.split(r"(?<!\\)\|", line.strip().strip("|"))
            if not all(re.fullmatch(r"\s*:?-+:?\s*", cell) for cell in cells):
                table.append([even(cell) for cell in cells])
        elif table:
            yield table
            table = []


def table_count(path: Path) -> TableCount:
    """How much of the ground truth of one file our tables hold."""
    count = TableCount()
    text, blocks, _ = read_ours(path)
    ours: dict[Row, set[tuple[str, str]]] = {}
    for block in blocks:
        if not block.cells:
            continue
        quotes = [even(text[c.span.start : c.span.end]) for c in block.cells]
        under = ours.setdefault(once(quotes), set())
        for cell, quote in zip(block.cells, quotes, strict=True):
            heads = getattr(cell, "heads", None) or ([cell.head] if cell.head else [])
            under.update((even(text[head.start : head.end]), quote) for head in heads)
    for table in truth_tables(path.with_name(path.name + ".md").read_text("utf-8")):
        for row in table:
            key = once(row)
            if len(key) < 2:
                continue
            count.rows += 1
            count.whole += key in ours
            if row is table[0]:
                continue
            for head, cell in zip(table[0], row, strict=False):
                if head and cell:
                    count.cells += 1
                    count.under += any(
                        quote == cell and head in (said, *said.split(" | "))
                        for said, quote in ours.get(key, ())
                    )
    return count


def tables_table(suffixes: list[str]) -> None:
    print("| file | rows found whole | cells under their head |\n| --- | --- | --- |")
    total: dict[str, TableCount] = {}
    for path in sorted((FILES / "docling_truth").iterdir()):
        if path.suffix not in suffixes or not path.with_name(path.name + ".md").exists():
            continue
        try:
            count = table_count(path)
        except Exception as error:
            print(f"| {path.name} | {type(error).__name__}: {error} | |")
            continue
        total.setdefault(path.suffix, TableCount()).add(count)
        if count.rows:
            print(count.line(path.name))
    for suffix, count in sorted(total.items()):
        print(count.line(f"**{suffix}**"))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--suffix", nargs="*", default=[".html", ".md", ".docx", ".pdf"])
    parser.add_argument("--words", action="store_true")
    parser.add_argument("--tables", action="store_true")
    parser.add_argument("--fields", action="store_true")
    parser.add_argument("--lacking", action="store_true", help="show the words, both ways")
    options = parser.parse_args()
    everything = not (options.words or options.tables or options.fields)
    if everything or options.words:
        words_table(options.suffix, options.lacking)
    if everything or options.tables:
        tables_table(options.suffix)
    if everything or options.fields:
        fields_table()


if __name__ == "__main__":
    main()
