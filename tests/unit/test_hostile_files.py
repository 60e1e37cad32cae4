"""A folder of hostile files: each is named or read in little time and memory, and the documents
beside it are in the graph."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from extraction.documents import reading_pool
from extraction.documents.reading_pool import ReadingStopped, close_readers
from graph.errors import ReadError
from graph.model import Reading, Source
from groundgraph import KnowledgeBase

LIMIT = 5_000_000
SECONDS = 10  # of processor time
MEGABYTES = 1_000
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(body: str, blanks: int = 0) -> bytes:
    """A Word file with this body, and as many million blanks behind it."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        package.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
            'relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/'
            'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        )
        package.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
            'relationships/officeDocument" Target="word/document.xml"/></Relationships>',
        )
        with package.open("word/document.xml", "w", force_zip64=True) as part:
            part.write(body.encode())
            for _ in range(blanks):
                part.write(b" " * 1_000_000)
    return made.getvalue()


def word(body: str) -> bytes:
    """A Word file with these paragraphs and tables."""
    return docx(f"<w:document {_W}><w:body>{body}</w:body></w:document>")


def pdf_of_nested_forms(depth: int) -> bytes:
    """A page that draws a form twice, which draws another twice, and so on."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R "
        b"/Resources << /XObject << /F 5 0 R >> >> >>",
        b"<< /Length 10 >>\nstream\n/F Do /F Do\nendstream",
    ]
    for number in range(depth):
        below = f"/XObject << /F {6 + number} 0 R >>" if number + 1 < depth else ""
        content = b"/F Do /F Do" if below else b"0 0 m"
        objects.append(
            f"<< /Type /XObject /Subtype /Form /BBox [0 0 300 300] /Resources << {below} >> "
            f"/Length {len(content)} >>\nstream\n".encode()
            + content
            + b"\nendstream"
        )
    made, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n".encode() + one + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    tail = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(made)}\n%%EOF\n"
    return made + (head + tail).encode()


_LAUGHS = '<!ENTITY l0 "lol">' + "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)
)
_PIPES = b"|a" * 2_000 + b"\n" + b"|-" * 2_000 + b"\n" + (b"|b" * 2_000 + b"\n") * 300
SHORT = ("start.html", "span.html", "charset.html", "laughs.docx", "empty.docx", "forms.pdf",
         "merge.md", "pipes.md")  # fmt: skip
_YAML = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{c}: &{c} [{','.join([f'*{p}'] * 9)}]\n" for p, c in zip("abcdefgh", "bcdefghi", strict=True)
)
_MERGES = "a0: &a0 {k: v}\n" + "".join(
    f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}], k{n}: v}}\n" for n in range(1, 60)
)

HOSTILE: dict[str, Callable[[], bytes]] = {
    "start.html": lambda: b"<ol start=999999000 type=a><li>one<li>two</ol>" * 50,
    "roman.html": lambda: b"<ol start=999999000 type=i><li>one<li>two</ol>" * 50,
    "span.html": lambda: b"<table>" + b"<tr><td colspan=1000 rowspan=65534>x</td></tr>" * 3000,
    "paragraphs.html": lambda: b"<p></p>" * 7_500_000,
    "fewer-paragraphs.html": lambda: b"<p>x</p>" * 499_000,
    "cells.html": lambda: b"<table><tr>" + b"<td>x" * 900_000,
    "fewer-cells.html": lambda: b"<table>" + (b"<tr>" + b"<td>x" * 100) * 1_990,
    "one-row.html": lambda: b"<table><tr>" + b"<td>x" * 199_000,
    "deep.html": lambda: b"<div>" * 200_000 + b"x",
    "charset.html": lambda: b'<meta charset="undefined"><p>A rule.</p>',
    "charset2.html": lambda: b'<meta http-equiv=Content-Type content="text/html; charset=idna">A',
    "attributes.html": lambda: b"<p " + b"a=b " * 500_000 + b">x",
    "comment.html": lambda: b"<!--" * 300_000,
    "empty.docx": lambda: word("<w:p/>" * 3_000_000),
    "nested.docx": lambda: word("<w:tbl><w:tr><w:tc>" * 20_000 + "<w:p/>" * 2),
    "laughs.docx": lambda: docx(
        f"<!DOCTYPE w:document [{_LAUGHS}]><w:document {_W}><w:body><w:p><w:r><w:t>&l9;</w:t></w:r>"
        "</w:p></w:body></w:document>"
    ),
    "bomb.docx": lambda: docx("", blanks=900),
    "gridspan.docx": lambda: word(
        '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p><w:r><w:t>x</w:t>'
        "</w:r></w:p></w:tc></w:tr></w:tbl>"
    ),
    "cut.docx": lambda: word("<w:p/>")[:300],
    "forms.pdf": lambda: pdf_of_nested_forms(28),
    "no.pdf": lambda: b"%PDF-1.7\n" + b"1 0 obj\n<< >>\nendobj\n" * 50_000,
    "alias.md": lambda: f"---\n{_YAML}---\nThe rule.\n".encode(),
    "merge.md": lambda: f"---\n{_MERGES}---\nThe rule.\n".encode(),
    "object.md": lambda: b"---\na: !!python/object/apply:os.system [id]\n---\nThe rule.\n",
    "quotes.md": lambda: b">" * 200_000 + b"x",
    "links.md": lambda: b"[" * 200_000 + b"](x)" * 200_000,
    "pipes.md": lambda: _PIPES,
    "fewer-pipes.md": lambda: _PIPES[:380_000],
    "spaces.txt": lambda: b"( " + b" " * 4_000_000 + b"x",
    "lines.txt": lambda: b"\n" * 4_900_000 + b"x",
    "zero.txt": lambda: b"The rule.\n" + b"\0" * 1_000_000,
}
WHOLE = ("paragraphs.html", "bomb.docx", "empty.docx")
GOOD = {
    "a-rules.md": b"# Rules\n\nThe Records Office must keep each file for 5 years.\n",
    "z-rules.html": b"<h1>More</h1><p>The Auditor signs each report within 30 days.</p>",
}


def read(name: str, data: bytes) -> Reading:
    source = Source(f"docs/{name}", data, Path(name).suffix, name)
    return reading_pool.read(source, max_document_chars=LIMIT)


def used(pid: int) -> tuple[float, float]:
    """(processor seconds, most megabytes) of a process so far."""
    import os

    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    ticks = os.sysconf("SC_CLK_TCK")
    status = Path(f"/proc/{pid}/status").read_text()
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return (int(fields[11]) + int(fields[12])) / ticks, int(peak.split()[1]) / 1024


@pytest.fixture
def own_child() -> Iterator[None]:
    close_readers()
    yield
    close_readers()


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=() if name in SHORT else pytest.mark.soak) for name in HOSTILE],
)
def test_it_is_read_or_named_by_a_count_and_not_by_the_clock(name: str, own_child: None) -> None:
    try:
        found = read(name, HOSTILE[name]())
        assert len(found.text) <= LIMIT
    except ReadingStopped as stopped:
        pytest.fail(f"decided by {stopped.reason}: {stopped}")
    except ReadError as error:
        assert f"docs/{name}" in str(error)
    (child,) = reading_pool.idle_readers()
    seconds, megabytes = used(child)
    assert seconds <= SECONDS and megabytes <= MEGABYTES


@pytest.mark.parametrize(
    "most", [8_000, *(pytest.param(n, marks=pytest.mark.soak) for n in (40_000, 400_000))]
)
def test_the_other_documents_of_the_folder_are_in_the_graph(tmp_path: Path, most: int) -> None:
    """What is refused at the longer cut is refused at the shorter one; the rest is ten times
    the text to extract. Those that only their size makes hostile stand there whole."""
    folder = tmp_path / "docs"
    folder.mkdir()
    for name, made in HOSTILE.items():
        (folder / name).write_bytes(made() if name in WHOLE else made()[:most])
    for name, data in GOOD.items():
        (folder / name).write_bytes(data)
    with KnowledgeBase(tmp_path / "kb") as base:
        report = base.build(folder)
        held = {str(row["id"]) for row in base.cypher("MATCH (d:Document) RETURN d.id AS id")}
        assert {f"docs/{name}" for name in GOOD} <= held
        named = {problem.document for problem in report.problems}
        assert held | named == {f"docs/{name}" for name in (*HOSTILE, *GOOD)}
        assert {f"docs/{name}" for name in WHOLE} <= named
        assert base.record.reading_failures() == {}  # none was decided by the clock
        assert base.verify() == []
