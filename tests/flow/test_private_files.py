"""What a base writes is its owner's alone, whatever the umask says, until the owner opens the
folder to others."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from groundgraph import KnowledgeBase


@pytest.fixture(autouse=True)
def open_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def access(folder: Path) -> tuple[set[str], set[str]]:
    """Modes of the files and of the folders below and at `folder`."""
    paths = [folder, *folder.rglob("*")]
    modes = [(path.is_dir(), oct(stat.S_IMODE(path.stat().st_mode))) for path in paths]
    return {m for is_dir, m in modes if not is_dir}, {m for is_dir, m in modes if is_dir}


@pytest.mark.parametrize("made_before", [False, True])
def test_files_are_0600_in_folders_0700(tmp_path: Path, made_before: bool) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "a.md").write_text("# Rules\n\nThe clerk must lock the gate.\n", "utf-8")
    kb, out = tmp_path / "kb", tmp_path / "out"
    out.mkdir(0o700)
    if made_before:
        kb.mkdir()
    with KnowledgeBase(kb) as base:
        base.build(documents)
        base.ask("Who must lock the gate?")
        (documents / "b.md").write_text("# More\n\nThe guard must keep the key.\n", "utf-8")
        base.build(documents)
        base.backup(out / "backup")
        for form in ("jsonl", "graphml", "parquet"):
            base.export_to(out / form, form)
        while_open = access(kb)
    assert while_open == access(kb) == ({"0o600"}, {"0o700"})
    assert access(out)[0] == {"0o600"}


def test_who_may_read_the_folder_may_read_what_comes_later(tmp_path: Path) -> None:
    documents, kb = tmp_path / "documents", tmp_path / "kb"
    documents.mkdir()
    (documents / "a.md").write_text("# Rules\n\nThe clerk must lock the gate.\n", "utf-8")
    with KnowledgeBase(kb) as base:
        base.build(documents)
    for path in (kb, *kb.rglob("*")):
        path.chmod(0o750 if path.is_dir() else 0o640)
    (documents / "b.md").write_text("# More\n\nThe guard must keep the key.\n", "utf-8")
    with KnowledgeBase(kb) as base:
        base.build(documents)
    assert access(kb) == ({"0o640"}, {"0o750"})


@pytest.mark.one_store("the folder's own mode, before a store is opened")
def test_a_folder_with_other_things_in_it_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "kb").mkdir(0o755)
    (tmp_path / "kb" / "notes.txt").write_text("mine", "utf-8")
    (tmp_path / "a.md").write_text("# Rules\n\nThe clerk must lock the gate.\n", "utf-8")
    with KnowledgeBase(tmp_path / "kb") as base:
        base.build(tmp_path / "a.md")
    assert stat.S_IMODE((tmp_path / "kb").stat().st_mode) == 0o755
