"""What a build could not read stands in the base until it is read or gone."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from PIL import Image
from typer.testing import CliRunner

from groundgraph import KnowledgeBase, Scope, unread
from groundgraph.cli import app

pytestmark = pytest.mark.one_store("what is kept in the record about files")

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


UNANSWERED = "What does the catering contract of the airport cost?"


def test_a_card_that_refuses_says_which_files_were_not_read(
    tmp_path: Path, small_documents: Write
) -> None:
    others = {f"contract-{n}.xls": "?" for n in range(9)}
    with KnowledgeBase(tmp_path / "kb") as kb:
        kb.build(small_documents({**GOOD, **others}))
        refused = kb.ask(UNANSWERED)
        assert refused.state == "not_found"
        [line] = [line for line in refused.missing if "files were not read" in line]
        assert line.startswith("9 of 10 files were not read: contract-0.xls (")
        assert "not a supported format" in line and line.endswith("and 6 more.")
        assert kb.answer(refused.id)["missing"] == list(refused.missing)
        only = Scope(documents=frozenset({"docs/good.md"}))
        assert not any("not read" in line for line in kb.ask(UNANSWERED, scope=only).missing)
        answered = kb.ask("Within how many days must the Operator report a leak?")
        assert answered.sentences and not any("not read" in line for line in answered.missing)


def test_a_card_says_what_was_not_read_of_a_document_that_it_quotes(
    tmp_path: Path, small_documents: Write
) -> None:
    folder = small_documents(GOOD)
    made = docx.Document()
    made.add_paragraph("The Warden must close the north valve at night.")
    image = io.BytesIO()
    Image.new("RGB", (40, 20), "white").save(image, "PNG")
    made.add_picture(image)
    made.save(str(folder / "valves.docx"))
    with KnowledgeBase(tmp_path / "kb") as kb:
        kb.build(folder)
        card = kb.ask("Who must close the north valve?")
        assert any(c.document == "docs/valves.docx" for s in card.sentences for c in s.citations)
        [line] = [line for line in card.missing if "Not all of" in line]
        assert "Images are not read" in line
        other = kb.ask("Within how many days must the Operator report a leak?")
        quoted = {c.document for s in other.sentences for c in s.citations}
        assert any("Not all of" in line for line in other.missing) == ("docs/valves.docx" in quoted)


def test_a_folder_without_documents_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / "a.xls").write_text("?")
    for folder, words in (("empty", "Put files in it"), ("odd", "mend what is listed")):
        done = CliRunner().invoke(
            app, ["build", str(tmp_path / folder), "--kb", str(tmp_path / "kb")]
        )
        assert done.exit_code == 1 and words in done.stderr


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
