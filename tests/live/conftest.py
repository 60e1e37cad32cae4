"""What several tests of a real server begin with."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from kept_bases import kept_base, made_by

from graph.stores.neo4j import Server
from groundgraph import KnowledgeBase
from groundgraph._origin import PACKAGES

SOME = (
    "aster-3-device-manual.pdf",
    "pol-011-information-security.md",
    "quality-manual.html",
    "sop-014-incident-handling.md",
    "sop-021-vigilance-reporting.md",
    "supplier-register.md",
)


@pytest.fixture(scope="session")
def some_examples(root: Path) -> Path:
    """A base of six of the example documents, to be copied: 4,000 rows are enough for what a push
    writes and finds, and cost a third of all to send."""

    def build(folder: Path) -> None:
        with (
            tempfile.TemporaryDirectory() as made,
            KnowledgeBase(folder, profile="regulation", store="embedded") as base,
        ):
            base.build(some_documents(root, Path(made) / "documents"))

    return kept_base("some-examples-kb", made_by(root, ("groundgraph", *PACKAGES), *SOME), build)


def some_documents(root: Path, folder: Path) -> Path:
    """Copies those six documents into a new `folder`."""
    folder.mkdir()
    for name in SOME:
        shutil.copy(root / "examples" / "documents" / name, folder / name)
    return folder


@pytest.fixture
def documents(root: Path, tmp_path: Path) -> Path:
    """The documents of `some_examples`, in a folder that a test may change."""
    return some_documents(root, tmp_path / "documents")


@pytest.fixture
def kb(untouched_examples: Path, tmp_path: Path, neo4j_database: Server) -> Path:
    """A copy of the example base, on the server too."""
    return pushed_to(neo4j_database, Path(shutil.copytree(untouched_examples, tmp_path / "kb")))


@pytest.fixture
def some_copy(some_examples: Path, tmp_path: Path) -> Path:
    """A copy of `some_examples`, on no server."""
    return Path(shutil.copytree(some_examples, tmp_path / "kb"))


@pytest.fixture
def some_kb(some_copy: Path, neo4j_database: Server) -> Path:
    """A copy of `some_examples`, on the server too."""
    return pushed_to(neo4j_database, some_copy)


def pushed_to(server: Server, folder: Path) -> Path:
    with KnowledgeBase(folder) as kb:
        assert not kb.push(server.address).store_unchanged
    return folder
