"""Plain text and JSONL rows: encodings, characters kept, structure seen."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.documents.readers import READERS, read
from graph.errors import ReadError
from graph.model import Reading, Source

HOSTILE = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from(
            "\r\n\t\f\v \u00a0\u0085\u2028\u200b\u200d\u200e\u200f\u202e\ufeff"
            "\u0301💊👩漢字עבר#-*>|`_("
        ),
    )
)


def text_of(data: bytes, suffix: str = ".txt") -> Reading:
    return READERS[suffix].read(data, "file")


def shape(text: str) -> list[tuple[str, int, str]]:
    reading = text_of(text.encode())
    return [(b.kind, b.level, reading.text[b.span.start : b.span.end]) for b in reading.blocks]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_encodings(encoding: str) -> None:
    text = "The café in Zürich must report within 60 days – “without delay”.\r\nA second line.\r\n"
    reading = text_of(text.encode(encoding))
    assert reading.text == text
    assert bool(reading.notes) == (encoding in ("utf-16-le", "utf-16-be", "cp1252"))


@given(HOSTILE)
def test_text_is_stored_character_for_character(text: str) -> None:
    text = "Words that make it text. " + text
    assert text_of(text.encode("utf-8")).text == text


@given(st.text(st.characters(), min_size=1).filter(lambda text: bool(text.strip())))
def test_row_text_is_unchanged_but_for_lone_surrogates(text: str) -> None:
    line = json.dumps({"id": "1", "text": text}).encode()
    stored = text_of(line, ".jsonl").text
    stored.encode("utf-8")
    if not any("\ud800" <= character <= "\udfff" for character in text):
        assert stored == text


def test_nul_is_kept() -> None:
    assert text_of(b"one\x00two three four").text == "one\x00two three four"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        bytes(range(256)) * 40,
        b"\x00" * 1000,
        b"\x7fELF\x02\x01\x01\x00 and more",
        b"%PDF-1.7\n",
        b"\x89PNG\r\n\x1a\n",
    ],
)
def test_what_is_no_text_is_refused_with_a_remedy(data: bytes) -> None:
    with pytest.raises(ReadError, match=r"file .*: .*\.$"):
        text_of(data)


@pytest.mark.parametrize("data", [b" \r\n\t ", "\ufeff".encode()])
def test_text_without_words_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError, match="holds no"):
        read(Source("docs/a.txt", data, ".txt", "a.txt"), max_document_chars=100)


def test_too_long_is_refused_by_name() -> None:
    source = Source("docs/a.txt", b"x" * 11, ".txt", "a.txt")
    assert read(source, max_document_chars=11).text == "x" * 11
    with pytest.raises(ReadError, match=r"docs/a.txt has 11 .* max_document_chars"):
        read(source, max_document_chars=10)


def test_headings_of_plain_text() -> None:
    text = (
        "ACME LIMITED\nREPORT 7\n\nIntro words.\n\n1. WHAT HAPPENED\n\nThe pump\nstopped.\n\n"
        "2.1 Scope\n\nText.\n\nUnderlined\n----------\nMore.\n"
    )
    assert shape(text) == [
        ("heading", 1, "ACME LIMITED\nREPORT 7"),
        ("paragraph", 0, "Intro words."),
        ("heading", 2, "1. WHAT HAPPENED"),
        ("paragraph", 0, "The pump\nstopped."),
        ("heading", 3, "2.1 Scope"),
        ("paragraph", 0, "Text."),
        ("heading", 2, "Underlined"),
        ("paragraph", 0, "More."),
    ]
    assert text_of(text.encode()).name == "ACME LIMITED REPORT 7"


def test_lists_of_plain_text() -> None:
    text = (
        "The notice must contain:\n"
        "- the date;\n"
        "  - of the event, as given in paragraph\n    (b) of this section;\n"
        "- the place.\n"
        "a) First point.\n"
        "b) Second point.\n"
    )
    assert shape(text) == [
        ("paragraph", 0, "The notice must contain:"),
        ("list_item", 1, "the date;"),
        ("list_item", 2, "of the event, as given in paragraph\n    (b) of this section;"),
        ("list_item", 1, "the place."),
        ("list_item", 1, "a) First point."),
        ("list_item", 1, "b) Second point."),
    ]


def test_fields_are_paragraphs_and_their_values_run_on() -> None:
    text = "Date:    1 May\nPresent: Ann, Bob,\n         Cy\nPlace:   Rome\n"
    assert [words for _, _, words in shape(text)] == [
        "Date:    1 May",
        "Present: Ann, Bob,\n         Cy",
        "Place:   Rome",
    ]
