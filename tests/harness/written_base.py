"""A base of documents that a test writes out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from groundgraph import KnowledgeBase


def written_base(folder: Path, files: Mapping[str, str]) -> KnowledgeBase:
    """The base in ``folder/kb``, built from `files` (name -> text) as ``folder/docs``."""
    documents = folder / "docs"
    documents.mkdir()
    for name, text in files.items():
        (documents / name).write_text(text, "utf-8")
    base = KnowledgeBase(folder / "kb")
    base.build(documents)
    return base
