"""What a build could not read stands in the base until it is read or gone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from groundgraph import KnowledgeBase, unread

Write = Callable[[dict[str, str]], Path]
GOOD = {"good.md": "# Rule\n\nThe Operator must report a leak within 2 days.\n"}


def codes(kb: KnowledgeBase) -> dict[str, str]:
    return {problem.document: problem.code for problem in kb.unread()}


def test_problems_are_kept_until_the_file_is_read_or_gone(
    tmp_path: Path, small_documents: Write
) -> None:
    folder = small_documents({**GOOD, "empty.txt": "", "strange.xyz": "?", "later.txt": " "})
    with KnowledgeBase(tmp_path / "kb") as kb:
        problems = kb.build(folder).problems
        assert kb.unread() == problems
        assert set(codes(kb)) == {"docs/empty.txt", "docs/later.txt", "docs/strange.xyz"}
        kb.build()  # from the record only: nothing was looked at
        assert kb.unread() == problems
        (folder / "later.txt").write_text("The Operator may rest.\n")
        (folder / "strange.xyz").unlink()
        kb.build(folder / "later.txt")
        assert set(codes(kb)) == {"docs/empty.txt", "docs/strange.xyz"}
        kb.build(folder)
        assert set(codes(kb)) == {"docs/empty.txt"}
    with KnowledgeBase(tmp_path / "kb", read_only=True) as kb:
        assert "empty" in kb.unread()[0].detail


def test_a_build_of_another_folder_leaves_them(tmp_path: Path, small_documents: Write) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "bad.txt").write_text("")
    with KnowledgeBase(tmp_path / "kb") as kb:
        kb.build(small_documents({**GOOD, "empty.txt": ""}))
        kb.build(other)
        assert set(codes(kb)) == {"docs/empty.txt", "other/bad.txt"}


def test_rows_of_a_corpus_and_mistyped_paths(tmp_path: Path, small_documents: Write) -> None:
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text(json.dumps({"id": "7", "text": "Seven is a number."}) + "\nnot json\n")
    key = f"{tmp_path.name}/corpus.jsonl"
    with KnowledgeBase(tmp_path / "kb") as kb:
        kb.build(corpus, small_documents(GOOD), tmp_path / "nowhere")
        assert codes(kb) == {key: "bad-row"}
        corpus.write_text(json.dumps({"id": "7", "text": "Seven is a number."}) + "\n")
        kb.build(corpus)
        assert kb.unread() == []


def test_links_out_of_the_folder_are_listed_and_those_inside_are_not(
    tmp_path: Path, small_documents: Write
) -> None:
    folder = small_documents(GOOD)
    (folder / "twin.md").symlink_to("good.md")
    (folder / "away.md").symlink_to("/etc/hostname")
    with KnowledgeBase(tmp_path / "kb") as kb:
        kb.build(folder)
        assert codes(kb) == {"docs/away.md": "link"}


def test_more_than_can_be_listed_are_counted(
    tmp_path: Path, small_documents: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unread, "MOST", 3)
    folder = small_documents({**GOOD, **{f"{n}.xyz": "?" for n in range(8)}})
    with KnowledgeBase(tmp_path / "kb") as kb:
        for _ in range(2):  # the count, too, is replaced by the next build
            kb.build(folder)
            found = kb.unread()
            assert len(found) == 4
            assert (found[-1].document, found[-1].code) == ("docs/", "more")
            assert "5 more files were not read" in found[-1].detail


def test_a_file_whose_name_goes_on_is_another_file(tmp_path: Path, small_documents: Write) -> None:
    """Building one file says nothing about others whose key begins with its key."""
    folder = small_documents({"a.txt": "The Operator may rest.\n", "a.txt.md": "# Rule\n\nOne.\n"})
    with KnowledgeBase(tmp_path / "kb") as kb:
        kb.build(folder)
        report = kb.build(folder / "a.txt")
        assert report.removed == []
        assert set(kb.record.current()) == {"docs/a.txt", "docs/a.txt.md"}
