"""Bases that several flow tests read; tests that change a base copy it first."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from groundgraph import KnowledgeBase

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@pytest.fixture(scope="session")
def built_examples(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder with the base of the example documents, built once for all workers."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    folder = shared / "examples-kb"
    with open(shared / "examples-kb.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            with KnowledgeBase(folder, profile="regulation") as kb:
                kb.build(EXAMPLES / "documents")
            (folder / "done").touch()
    return folder


@pytest.fixture
def examples_copy(built_examples: Path, tmp_path: Path) -> Path:
    """A copy of the example base that a test may change."""
    return Path(shutil.copytree(built_examples, tmp_path / "kb"))


@pytest.fixture
def documents_copy(tmp_path: Path) -> Path:
    """A copy of the example documents that a test may change (the root keeps its name)."""
    return Path(shutil.copytree(EXAMPLES / "documents", tmp_path / "documents"))


@pytest.fixture
def small_documents(tmp_path: Path) -> Callable[[dict[str, str]], Path]:
    """Writes files into a folder named ``docs``."""

    def write(files: dict[str, str]) -> Path:
        folder = tmp_path / "docs"
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8"))
        return folder

    return write
