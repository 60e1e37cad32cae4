"""Files in the current folder that are called like a library are data: no child imports them."""

from __future__ import annotations

from pathlib import Path

import pytest

from groundgraph import KnowledgeBase
from groundgraph.uploads import add_files

NAMES = ("kglite", "json", "sqlalchemy", "lxml", "struct", "groundgraph", "extraction", "yaml")


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with files that leave a trace when they are run."""
    folder = tmp_path / "here"
    folder.mkdir()
    for name in NAMES:
        (folder / f"{name}.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'a').write({name!r})")
    monkeypatch.chdir(folder)
    return tmp_path / "ran"


def test_no_child_imports_from_the_current_folder(planted: Path, tmp_path: Path) -> None:
    documents = tmp_path / "docs"
    documents.mkdir()
    (documents / "rules.html").write_text("<h1>Rules</h1><p>Keep every file for 5 years.</p>")
    (documents / "more.md").write_text("# More\n\nThe Auditor signs each report.\n")
    with KnowledgeBase(tmp_path / "kb") as base:
        base.build(documents)
        rows = base.audit("MATCH (d:Document) RETURN count(d) AS n")
        assert rows == [{"n": 2}]
    added = add_files(tmp_path / "kb", [("new.txt", b"A new rule.")], lambda *_: None)
    assert added.added == ("uploads/new.txt",)
    assert not planted.exists()
