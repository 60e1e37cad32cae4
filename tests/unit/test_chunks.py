"""Chunks: within the token budget, along the structure, and nothing lost."""

from __future__ import annotations

import hashlib
import itertools
import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.documents.chunks import chunk, embedded_text
from extraction.documents.readers import READERS
from graph.identity import chunk_id, version_id
from graph.model import Chunk, Document, Span

WORD = re.compile(r"\w+|[^\w\s]")


class Counter:
    """Counts words and signs as a BERT tokenizer would at most, two special tokens added."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, texts: Sequence[str]) -> list[int]:
        self.calls += 1
        return [2 + len(WORD.findall(text)) for text in texts]


def document(text: str, suffix: str = ".md", name: str | None = None) -> Document:
    data = text.encode("utf-8", "surrogatepass")
    if suffix == ".jsonl":
        data = json.dumps({"id": "1", "text": text, "title": name}).encode()
    reading = READERS[suffix].read(data, "file")
    sha = hashlib.sha256(data).hexdigest()
    return Document(
        id="docs/a",
        version=version_id("docs/a", sha),
        sha256=sha,
        name=name or reading.name or "a",
        uri="a",
        suffix=suffix,
        text=reading.text,
        blocks=reading.blocks,
    )


def check(made: list[Chunk], source: Document, limit: int, count: Counter) -> None:
    """The promises of a chunk list."""
    end = 0
    for number, piece in enumerate(made):
        assert piece.ordinal == number
        assert piece.start >= end and piece.text == source.text[piece.start : piece.end]
        assert piece.text and piece.text == piece.text.strip()
        assert not source.text[end : piece.start].strip()
        assert piece.id == chunk_id(source.version, piece.start, piece.end)
        end = piece.end
    assert not source.text[end:].strip()
    assert all(tokens <= limit for tokens in count([embedded_text(piece) for piece in made]))


def chunks_of(text: str, limit: int = 60, suffix: str = ".md", name: str | None = None):  # type: ignore[no-untyped-def]
    source, count = document(text, suffix, name), Counter()
    made = chunk(source, count, max_tokens=limit)
    check(made, source, limit, count)
    return made


def words(number: int, word: str = "word") -> str:
    return " ".join([word] * number)


def test_a_short_document_is_one_chunk() -> None:
    [only] = chunks_of("# Title\n\nOne.\n\n## A\n\nTwo.\n\n## B\n\n- three\n", limit=60)
    assert only.heading == ("Title",) and only.prefix == "Title"
    [row] = chunks_of(words(40), suffix=".jsonl", name="A passage")
    assert row.prefix == "A passage" and embedded_text(row) == f"A passage\n{words(40)}"


def test_sections_begin_chunks_and_headings_stay_with_what_follows() -> None:
    made = chunks_of(
        f"# SOP-1\n\n{words(30)}\n\n## 5 Reports\n\n### 5.1 Times\n\n{words(40)}\n\n"
        f"### 5.2 Form\n\n{words(20)}\n\n## 6 Records\n\n{words(10)}\n"
    )
    assert [piece.text.splitlines()[0] for piece in made] == [
        "# SOP-1",
        "## 5 Reports",
        "### 5.2 Form",
        "## 6 Records",
    ]
    assert [piece.heading for piece in made] == [
        ("SOP-1",),
        ("SOP-1", "5 Reports", "5.1 Times"),
        ("SOP-1", "5 Reports", "5.2 Form"),
        ("SOP-1", "6 Records"),
    ]
    assert [piece.prefix for piece in made] == ["SOP-1", "SOP-1", "SOP-1 > 5 Reports", "SOP-1"]


def test_small_sections_are_joined_only_under_one_top_heading() -> None:
    made = chunks_of(
        f"# T\n\n{words(50)}\n\n## A\n\n### A.1\n\none\n\n### A.2\n\ntwo\n\n## B\n\n{words(20)}\n"
    )
    assert [piece.heading for piece in made] == [("T",), ("T", "A"), ("T", "B")]


def test_a_list_stays_with_its_lead_in_where_it_fits() -> None:
    items = "\n".join(f"- {words(8)};" for _ in range(3))
    made = chunks_of(f"{words(30)}.\n\nThe notice must contain:\n\n{items}\n\n{words(30)}.\n")
    assert [piece.text.split()[0] for piece in made] == ["word", "The", "word"]
    assert made[1].text.count(";") == 3


def test_a_long_list_is_cut_between_items() -> None:
    items = "\n".join(f"- {words(20)};" for _ in range(9))
    made = chunks_of(f"The notice must contain:\n\n{items}\n")
    assert len(made) > 3 and all(piece.text.endswith(";") for piece in made)


def test_a_long_table_is_cut_between_rows() -> None:
    rows = "\n".join(f"| {words(10)} | {number} |" for number in range(20))
    made = chunks_of(f"# T\n\n| Record | Years |\n|---|---|\n{rows}\n")
    assert len(made) > 3 and all(piece.text.endswith("|") for piece in made)


def test_a_long_paragraph_is_cut_after_sentences_evenly() -> None:
    text = " ".join(f"Sentence {number} has {words(6)}." for number in range(30))
    made = chunks_of(text)
    assert all(piece.text.startswith("Sentence") for piece in made)
    sizes = [len(WORD.findall(piece.text)) for piece in made]
    assert max(sizes) - min(sizes) <= 12


def test_words_and_characters_are_cut_as_a_last_resort() -> None:
    assert len(chunks_of(words(500))) >= 9
    assert len(chunks_of("x" * 5_000)) >= 1


def test_a_long_name_is_shortened_in_the_prefix() -> None:
    made = chunks_of(words(200), suffix=".jsonl", name=words(300, "name"))
    assert all(piece.prefix.startswith("name") and "…" in piece.prefix for piece in made)


def test_an_uncooperative_tokenizer_is_obeyed() -> None:
    def superadditive(texts: Sequence[str]) -> list[int]:
        return [2 + len(text) // 4 + (len(text) // 40) ** 2 for text in texts]

    source = document("\n\n".join(words(30) for _ in range(10)))
    made = chunk(source, superadditive, max_tokens=60)
    assert all(tokens <= 60 for tokens in superadditive([embedded_text(p) for p in made]))
    assert "".join("".join(p.text.split()) for p in made) == "".join(source.text.split())


def test_few_calls_of_the_tokenizer_whatever_the_length() -> None:
    count = Counter()
    chunk(document("\n\n".join(f"## {n}\n\n{words(90)}" for n in range(500))), count)
    assert count.calls <= 12


HOSTILE = st.lists(
    st.one_of(
        st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30),
        st.sampled_from(
            [
                "# H\n",
                "\n\n",
                "- item ",
                "\r\n",
                "\x00",
                "\u200b",
                "💊",
                "漢字。",
                "e\u0301",
                "| a |",
            ]
        ),
    ),
    max_size=30,
)


@pytest.mark.parametrize("suffix", [".md", ".txt", ".jsonl"])
@given(parts=HOSTILE, limit=st.integers(24, 80))
def test_nothing_is_lost_of_hostile_text(suffix: str, parts: list[str], limit: int) -> None:
    chunks_of("Some words first. " + "".join(parts), limit, suffix, name="n")


def test_hipaa_and_a_long_text(shared_data: Path) -> None:
    for file in sorted((shared_data / "hipaa" / "documents").glob("*.md")):
        chunks_of(file.read_text(encoding="utf-8"), limit=200)
    line = (shared_data / "graphrag_bench_medical" / "corpus.jsonl").read_text(encoding="utf-8")
    text = json.loads(line.splitlines()[0])["text"]
    assert len(text) > 1_000_000
    count = Counter()
    source = document(text, ".jsonl", "Medical")
    made = chunk(source, count, max_tokens=200)
    check(made, source, 200, count)
    assert len(made) > 1_000


def test_spans_of_chunks_do_not_overlap() -> None:
    made = chunks_of("\n\n".join(words(25) for _ in range(20)))
    for left, right in itertools.pairwise(made):
        assert not Span(left.start, left.end).overlaps(Span(right.start, right.end))
