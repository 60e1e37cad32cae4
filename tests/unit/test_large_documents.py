"""Large tables, lists and lines are read and cut in linear work: counted in calls, not timed."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Sequence

import pytest

from extraction.documents.chunks import chunk
from extraction.documents.readers import read
from extraction.documents.segments import segments
from graph.identity import version_id
from graph.model import Document, Source


def markdown_table(rows: int) -> tuple[str, str]:
    lines = [f"| Item {n} | {n * 7} days | The operator reports {n}. |" for n in range(rows)]
    return ".md", "# Times\n\n| A | B | C |\n|---|---|---|\n" + "\n".join(lines)


def html_table(rows: int) -> tuple[str, str]:
    lines = [f"<tr><td>Item {n}</td><td>{n * 7} days</td></tr>" for n in range(rows)]
    return ".html", f"<table><tr><th>A</th><th>B</th></tr>{''.join(lines)}</table>"


def markdown_list(rows: int) -> tuple[str, str]:
    return ".md", "The operator must:\n\n" + "\n".join(f"- report leak {n};" for n in range(rows))


def sections(rows: int) -> tuple[str, str]:
    return ".md", "\n\n".join(f"## Part {n}\n\nThe operator reports {n}." for n in range(rows))


def one_line(rows: int) -> tuple[str, str]:
    return ".txt", "The operator must report each leak at once. " * rows


def words_without_end(rows: int) -> tuple[str, str]:
    return ".html", "word and " * 4 * rows


def count_tokens(texts: Sequence[str]) -> list[int]:
    return [2 + len(text.split()) for text in texts]


def calls(suffix: str, content: str) -> int:
    """Function calls, Python's and C's, from the bytes to the chunks."""
    made = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal made
        made += event in ("call", "c_call")

    data = content.encode()
    digest = hashlib.sha256(data).hexdigest()
    sys.setprofile(count)
    try:
        reading = read(Source("d", data, suffix, "d"), max_document_chars=5_000_000)
        parts = segments(reading.text, reading.blocks)
        document = Document(
            id="d",
            version=version_id("d", digest),
            sha256=digest,
            name="d",
            uri="d",
            suffix=suffix,
            text=reading.text,
            blocks=tuple(reading.blocks),
        )
        chunks = chunk(document, count_tokens)
    finally:
        sys.setprofile(None)
    assert len(parts) > 1 and len(chunks) > 1
    return made


@pytest.mark.parametrize(
    "make", [markdown_table, html_table, markdown_list, sections, one_line, words_without_end]
)
def test_twice_the_rows_are_at_most_about_twice_the_work(
    make: Callable[[int], tuple[str, str]],
) -> None:
    calls(*make(1000))  # what is imported or compiled once
    assert calls(*make(2000)) < 2.2 * calls(*make(1000))
