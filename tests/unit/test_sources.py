"""Paths to documents: keys, order, and what is left out and why."""

from __future__ import annotations

import contextlib
import json
import os
import unicodedata
from pathlib import Path

import pytest

from extraction.sources import Skipped, collect, roots
from graph.model import Source


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


def test_links_cannot_loop(docs: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "o.md").write_text("o")
    (outside / "back").symlink_to(docs)
    (docs / "loop").symlink_to(docs)
    (docs / "sub" / "up").symlink_to("..")
    (docs / "out").symlink_to(outside)
    (docs / "gone.md").symlink_to(tmp_path / "nothing")
    sources, skipped = found(docs)
    assert [s.document for s in sources] == [
        "docs/A.TXT",
        "docs/b.md",
        "docs/out/o.md",
        "docs/sub/c.html",
    ]
    assert [item.document for item in skipped] == ["docs/gone.md"]


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
    assert (first.row, first.name, first.metadata) == ("7", "Seven", {"n": 2})
    assert first.data == lines[0]
    assert {item.document for item in skipped} == {base}
    numbers = [int(item.detail.split()[1]) for item in skipped]
    assert numbers == [3, 4, 5, 6, 7, 8, 10, 11]
    assert roots([file]) == [f"{base}#"]
