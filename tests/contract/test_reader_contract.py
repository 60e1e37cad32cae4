"""What every reader promises, run over every reader and the example documents."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from extraction.documents.readers import READERS, read, rectangles
from extraction.documents.readers.enumerated_items import with_enumerated_items
from extraction.documents.sources import collect
from graph.errors import ReadError
from graph.model import Source, Span
from graph.protocols import Reader

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 5_000_000
EXAMPLES = [
    item
    for item in collect([ROOT / "examples" / "documents"], max_document_chars=LIMIT)
    if isinstance(item, Source)
]
ROW = Source(
    "c.jsonl#1",
    json.dumps({"id": "1", "text": "One passage.\n\nTwo.", "title": "T", "year": 3}).encode(),
    ".jsonl",
    "c.jsonl",
    row="1",
)
SOURCES = [*EXAMPLES, ROW]
BY_KEY = pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.document)
BY_SUFFIX = pytest.mark.parametrize("suffix", sorted(READERS))


def test_the_examples_cover_every_format() -> None:
    read_by = {READERS[source.suffix].suffixes for source in SOURCES}
    assert read_by == {reader.suffixes for reader in READERS.values()}


@BY_SUFFIX
def test_suffixes_and_fingerprint(suffix: str) -> None:
    reader: Reader = READERS[suffix]
    assert suffix in reader.suffixes and suffix == suffix.lower() and suffix[0] == "."
    assert reader.fingerprint == type(reader)().fingerprint
    others = {other.fingerprint for other in READERS.values() if other is not reader}
    assert reader.fingerprint not in others


@BY_SUFFIX
@pytest.mark.parametrize("data", [b"", b"\x00" * 5000, b"\x7fELF\x02\x01\x01" + bytes(99)])
def test_what_cannot_be_read_is_named_with_a_remedy(suffix: str, data: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        read(Source("docs/a", data, suffix, "a"), max_document_chars=LIMIT)
    message = str(caught.value)
    assert message.endswith(".") and ":" in message and len(message) < 250


@BY_KEY
def test_blocks_lie_in_order_inside_the_text(source: Source) -> None:
    reading = read(source, max_document_chars=LIMIT)
    reading.text.encode("utf-8")
    end = 0
    for block in reading.blocks:
        quote = reading.text[block.span.start : block.span.end]
        assert end <= block.span.start < block.span.end <= len(reading.text)
        assert quote == quote.strip()
        end = block.span.end
        assert (1 <= block.level <= 6) if block.kind == "heading" else block.level >= 0
        assert bool(block.cells) == (block.kind in ("table_row", "table_head"))
        at = block.span.start
        for cell in block.cells:
            assert at <= cell.span.start < cell.span.end <= block.span.end
            at = cell.span.end
            if block.kind == "table_head":
                assert cell.head is None
            elif cell.head is not None:
                assert cell.head.end <= block.span.start and len(cell.head)


@BY_KEY
def test_between_blocks_lies_only_markup(source: Source) -> None:
    """Letters outside every block would be text that nobody extracts."""
    reading = read(source, max_document_chars=LIMIT)
    ends = [0, *(block.span.end for block in reading.blocks)]
    starts = [*(block.span.start for block in reading.blocks), len(reading.text)]
    for left, right in zip(ends, starts, strict=True):
        assert not any(character.isalpha() for character in reading.text[left:right])


@BY_KEY
def test_reading_is_deterministic_and_bounded(source: Source) -> None:
    first = read(source, max_document_chars=LIMIT)
    assert read(source, max_document_chars=LIMIT) == first
    again = type(READERS[source.suffix])().read(source.data, source.document)
    assert replace(again, blocks=with_enumerated_items(again.text, again.blocks)) == first
    with pytest.raises(ReadError, match="max_document_chars"):
        read(source, max_document_chars=len(first.text) - 1)


@BY_KEY
def test_names_metadata_and_notes_are_plain_values(source: Source) -> None:
    reading = read(source, max_document_chars=LIMIT)
    assert reading.name is None or reading.name == " ".join(reading.name.split()) != ""
    assert all(
        isinstance(key, str) and isinstance(value, (str, int, float, bool, type(None)))
        for key, value in reading.metadata.items()
    )
    assert all(note.code and note.detail.endswith(".") for note in reading.notes)


@BY_KEY
def test_rectangles_exist_exactly_where_pages_do(source: Source) -> None:
    reading = read(source, max_document_chars=LIMIT)
    paged = source.suffix == ".pdf"
    for block in reading.blocks[:20]:
        assert (block.page is not None) == paged
        found = rectangles(source.suffix, source.data, block.span)
        assert bool(found) == paged
        assert all(box.left < box.right and box.top < box.bottom for box in found)
    assert rectangles(source.suffix, source.data, Span(0, 0)) == ()


def test_an_unknown_suffix_is_refused() -> None:
    with pytest.raises(ReadError, match="not a supported format"):
        read(Source("docs/a.xyz", b"x", ".xyz", "a.xyz"), max_document_chars=LIMIT)
    assert rectangles(".xyz", b"x", Span(0, 1)) == ()


def test_looking_at_the_readers_loads_no_heavy_library() -> None:
    code = (
        "import sys; from extraction.documents.readers import READERS; "
        "heavy = {'lxml', 'docx', 'pypdfium2', 'markdown_it', 'yaml', 'charset_normalizer', "
        "'torch', 'spacy'}; print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
