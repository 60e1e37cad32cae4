"""Paths to documents: keys, order, and what is left out and why."""

from __future__ import annotations

import contextlib
import json
import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import extraction.documents.sources as sources_module
from extraction.build import read_sources
from extraction.build_context import BuildContext, BuildReport
from extraction.documents.intake import Intake
from extraction.documents.sources import Skipped, collect, document_key, roots
from extraction.language import SpacyExtractor
from extraction.profile import load_profile
from graph.model import Source
from graph.record import Record
from retrieval.embedders import load_embedder


def found(*paths: Path | str, limit: int = 5_000_000) -> tuple[list[Source], list[Skipped]]:
    items = list(collect(paths, max_document_chars=limit))
    return (
        [item for item in items if isinstance(item, Source)],
        [item for item in items if isinstance(item, Skipped)],
    )


def keys(*paths: Path | str) -> list[str]:
    return [source.document for source in found(*paths)[0]]


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    (folder / "sub").mkdir(parents=True)
    (folder / "b.md").write_text("b")
    (folder / "A.TXT").write_text("a")
    (folder / "sub" / "c.html").write_text("<p>c")
    (folder / ".hidden.md").write_text("h")
    (folder / ".git").mkdir()
    (folder / ".git" / "d.md").write_text("d")
    (folder / "~$lock.docx").write_text("l")
    return folder


def test_keys_begin_with_the_root_folders_name(docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = ["docs/A.TXT", "docs/b.md", "docs/sub/c.html"]
    assert keys(docs) == wanted
    monkeypatch.chdir(docs.parent)
    assert keys("docs") == keys("docs/") == keys("./docs") == wanted
    assert found("docs")[0][0].uri == "docs/A.TXT"
    monkeypatch.chdir(docs)
    assert keys(".") == wanted
    assert keys("../docs/b.md") == keys("b.md") == ["docs/b.md"]
    assert roots([".", "b.md"]) == ["docs/", "docs/b.md"]


def test_suffixes_are_lower_case_and_bytes_are_whole(docs: Path) -> None:
    first = found(docs)[0][0]
    assert (first.suffix, first.data) == (".txt", b"a")


def test_a_file_given_twice_is_read_once(docs: Path) -> None:
    assert keys(docs, docs / "b.md") == keys(docs)
    assert found(docs, docs / "b.md")[1] == []


def test_two_files_of_one_key_are_reported(docs: Path, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere" / "docs"
    other.mkdir(parents=True)
    (other / "b.md").write_text("another")
    sources, skipped = found(docs, other)
    assert sum(source.document == "docs/b.md" for source in sources) == 1
    assert [(item.document, item.code) for item in skipped] == [("docs/b.md", "same-key")]


def test_keys_are_nfc_and_hold_no_surrogate(tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / unicodedata.normalize("NFD", "é.txt")).write_text("e")
    with contextlib.suppress(OSError):  # some file systems take UTF-8 names only
        Path(os.fsdecode(os.fsencode(folder) + b"/\xff.txt")).write_text("x")
    for key in keys(folder):
        key.encode("utf-8")
        assert unicodedata.is_normalized("NFC", key)
    assert "docs/é.txt" in keys(folder)


def test_names_that_cannot_be_printed_keep_a_key_of_their_own(docs: Path) -> None:
    names = [
        "a\nb.md",
        "a b.md",
        "a%0Ab.md",
        "a%250Ab.md",
        "a\x1b[31m.md",
        "a\u202eb.md",
        "é%20.md",
    ]
    for name in names:
        (docs / name).write_text(name)
    made = {s.data.decode(): s.document for s in found(docs)[0] if s.data.decode() in names}
    assert made == {
        "a\nb.md": "docs/a%0Ab.md",
        "a b.md": "docs/a b.md",
        "a%0Ab.md": "docs/a%250Ab.md",
        "a%250Ab.md": "docs/a%25250Ab.md",
        "a\x1b[31m.md": "docs/a%1B[31m.md",
        "a\u202eb.md": "docs/a%E2%80%AEb.md",
        "é%20.md": "docs/é%20.md",
    }


ODD = st.text(
    st.sampled_from("%0A2578FCE\n\r\x1b\x85\u2028\u202e\u0301\u030aé\u00c5\udc80\udcff ab")
)


@given(ODD, ODD)
def test_two_names_never_get_one_key(one: str, other: str) -> None:
    # Names as the system gives them: bytes that are no UTF-8 are surrogates.
    one, other = (os.fsdecode(name.encode("utf-8", "surrogateescape")) for name in (one, other))
    same = unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)
    assert (document_key(one) == document_key(other)) is same
    for key in (document_key(one), document_key(other)):
        assert unicodedata.is_normalized("NFC", key) and key.isprintable()


def test_no_link_in_a_folder_is_followed_and_each_is_named(docs: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "o.md").write_text("o")
    (outside / "back").symlink_to(docs)
    before = keys(docs)
    (docs / "secret.txt").symlink_to("/etc/passwd")
    (docs / "out").symlink_to(outside)
    (docs / "twin.md").symlink_to("b.md")
    (docs / "loop").symlink_to(docs)
    (docs / "sub" / "up").symlink_to("..")
    (docs / "self.md").symlink_to("self.md")
    (docs / "gone.md").symlink_to(tmp_path / "nothing")
    sources, skipped = found(docs)
    assert [source.document for source in sources] == before
    reasons = {item.document: item.detail for item in skipped}
    assert {item.code for item in skipped} == {"link", "twin"}
    assert len(reasons) == 7
    assert "out of the folder, to /etc/passwd" in reasons["docs/secret.txt"]
    assert f"to {outside}" in reasons["docs/out"]
    assert "link to b.md" in reasons["docs/twin.md"]
    assert all("its own name" in reasons[f"docs/{name}"] for name in ("loop", "sub/up"))
    assert all("does not exist" in reasons[f"docs/{name}"] for name in ("self.md", "gone.md"))


def test_a_document_whose_place_a_link_has_taken_is_gone(docs: Path, tmp_path: Path) -> None:
    def build(record: Record) -> BuildReport:
        profile = load_profile("general")
        context = BuildContext(
            record,
            profile,
            SpacyExtractor(profile),
            load_embedder("minilm"),
            chunk_tokens=32,
            max_document_chars=10_000,
            run=record.start_run("build", {}, {}),
        )
        read_sources(context, Intake.of(docs))
        return context.report

    with Record.open(tmp_path / "kb" / "record.sqlite", create=True) as record:
        build(record)
        (docs / "b.md").unlink()
        (docs / "b.md").symlink_to("/etc/passwd")
        report = build(record)
        assert report.removed == ["docs/b.md"]
        assert [(p.document, p.code) for p in report.problems] == [("docs/b.md", "link")]
        assert "docs/b.md" not in record.current()


def test_a_path_that_is_given_may_be_a_link(docs: Path, tmp_path: Path) -> None:
    (tmp_path / "linked").symlink_to(docs)
    (tmp_path / "one.md").symlink_to(docs / "b.md")
    (docs / "twin.md").symlink_to("b.md")
    assert keys(tmp_path / "one.md") == [f"{tmp_path.name}/docs/b.md"]
    sources, skipped = found(tmp_path / "linked", tmp_path / "one.md")  # one file, one key
    assert [source.document for source in sources] == [
        "linked/A.TXT",
        "linked/b.md",
        "linked/sub/c.html",
    ]
    assert ["link to b.md" in item.detail for item in skipped] == [True]


def test_what_is_not_read_is_named_with_reason_and_remedy(docs: Path) -> None:
    (docs / "x.xyz").write_text("?")
    (docs / "rows.jsonl").write_text("{}")
    os.mkfifo(docs / "pipe.txt")
    _, skipped = found(docs, docs / "missing.md")
    assert {item.document: item.code for item in skipped} == {
        "docs/x.xyz": "unsupported",
        "docs/rows.jsonl": "jsonl-in-folder",
        "docs/pipe.txt": "unreadable",
        "docs/missing.md": "missing",
    }
    assert all(":" in item.detail for item in skipped)
    assert roots([docs / "missing.md"]) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything; run as another user")
def test_unreadable_folder_and_file(docs: Path) -> None:
    (docs / "sub").chmod(0)
    (docs / "b.md").chmod(0)
    try:
        sources, skipped = found(docs)
    finally:
        (docs / "sub").chmod(0o755)
    assert [source.document for source in sources] == ["docs/A.TXT"]
    assert {item.document for item in skipped} == {"docs/sub/", "docs/b.md"}


def test_too_long_text_is_not_even_loaded(docs: Path) -> None:
    (docs / "long.txt").write_text("x" * 100)
    _, skipped = found(docs, limit=10)
    assert [(item.document, item.code) for item in skipped] == [("docs/long.txt", "too-long")]
    assert "max_document_chars" in skipped[0].detail


def test_more_bytes_than_are_read_are_not_even_loaded(
    docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources_module, "MOST_BYTES", 100)
    (docs / "large.pdf").write_bytes(b"x" * 101)
    _, skipped = found(docs)
    assert [(item.document, item.code) for item in skipped] == [("docs/large.pdf", "too-large")]
    rows = docs / "rows.jsonl"
    long = json.dumps({"id": "1", "text": "x" * 400})
    rows.write_text(f'{long}\n{{"id": "2", "text": "two"}}\n{long}', "utf-8")
    sources, skipped = found(rows)
    assert [source.document for source in sources] == ["docs/rows.jsonl#2"]
    assert [item.detail.split(" of ")[0] for item in skipped] == ["line 1", "line 3"]
    assert all("101 bytes or more, and 100 are read" in item.detail for item in skipped)


def test_jsonl_rows(tmp_path: Path) -> None:
    text = "A\r\nrow \x00 with 💊 and e\u0301.  "
    lines: list[bytes] = [
        json.dumps({"id": 7, "text": text, "title": " Seven ", "n": 2, "tags": ["x"]}).encode(),
        b"",
        b"not json",
        b'{"text": "no id"}',
        b'{"id": "8"}',
        b'{"id": "9", "text": "  "}',
        b'{"id": "7", "text": "again"}',
        b"[1]",
        b'{"id": "s", "text": "\\ud83d\\udc8a \\ud800", "nan": NaN}',
        b"\xff\xfe",
        b"[" * 100_000,
    ]
    file = tmp_path / "rows.jsonl"
    file.write_bytes(b"\n".join(lines))
    sources, skipped = found(file)
    base = f"{tmp_path.name}/rows.jsonl"
    assert [s.document for s in sources] == [f"{base}#7", f"{base}#s"]
    first = sources[0]
    assert (first.row, first.name, first.metadata) == ("7", "Seven", {"n": 2, "tags": ("x",)})
    assert first.data == lines[0]
    assert {item.document for item in skipped} == {base}
    numbers = [int(item.detail.split()[1]) for item in skipped]
    assert numbers == [3, 4, 5, 6, 7, 8, 10, 11]
    assert roots([file]) == [f"{base}#"]


def test_rows_that_are_named_beside_their_folder_are_read(docs: Path) -> None:
    rows = docs / "rows.jsonl"
    rows.write_text('{"id": "1", "text": "one"}\n{"id": "2", "text": "two"}\n', "utf-8")
    for paths in ([docs, rows], [rows, docs]):
        found = list(collect(paths, max_document_chars=1000))
        keys = [item.document for item in found if isinstance(item, Source)]
        assert {"docs/rows.jsonl#1", "docs/rows.jsonl#2"} <= set(keys)
        assert len(keys) == len(set(keys))
        assert "jsonl-in-folder" not in [s.code for s in found if isinstance(s, Skipped)]
