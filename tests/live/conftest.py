"""What several tests of a real server begin with."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from graph.stores.neo4j import Server
from groundgraph import KnowledgeBase


@pytest.fixture
def kb(untouched_examples: Path, tmp_path: Path, neo4j_database: Server) -> Path:
    """A copy of the example base, on the server too."""
    folder = Path(shutil.copytree(untouched_examples, tmp_path / "kb"))
    with KnowledgeBase(folder) as base:
        base.push(neo4j_database.address)
    return folder
