"""Bases that several flow tests read; tests that change a base copy it first."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


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
