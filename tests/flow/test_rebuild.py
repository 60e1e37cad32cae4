"""The graph is a function of the documents: order and steps leave no trace."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from groundgraph import KnowledgeBase

TEXTS = {
    "a.md": '# POL-1 Access policy\n\n"Operator" means a person who runs a pump.\n\n'
    "The Operator must report a leak to the Site Lead within 2 days.\n",
    "b.md": "# POL-2 Leaks\n\nThe Site Lead (SL) must record each leak. See POL-1.\n\n"
    "The SL may close a leak if no fluid was lost.\n",
    "c.md": "# POL-3 Training\n\nAn Operator must not run a pump unless trained.\n",
    "d.txt": "Acme Pumps Ltd keeps records for 10 years.\n\nThe Site Lead signs them.\n",
    "e.html": "<h1>POL-4 Records</h1><p>Records of a leak must be kept for five years.</p>",
}


def write(folder: Path, names: list[str], edit: str = "") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_text(TEXTS[name] + edit, encoding="utf-8")


@pytest.mark.one_store("test_documents_named_in_random_order builds on each")
@settings(
    max_examples=5,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking takes minutes here
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(order=st.permutations(sorted(TEXTS)), cut=st.integers(0, len(TEXTS)), noise=st.booleans())
def test_same_hash_in_any_order_and_number_of_steps(
    tmp_path_factory, store: Any, order: list[str], cut: int, noise: bool
) -> None:
    store.make_room()
    folder = tmp_path_factory.mktemp("rebuild")
    with KnowledgeBase(folder / "at-once", profile="regulation") as kb:
        write(folder / "one" / "docs", sorted(TEXTS))
        at_once = kb.build(folder / "one" / "docs").content_hash
    store.make_room()
    with KnowledgeBase(folder / "steps", profile="regulation") as kb:
        docs = folder / "two" / "docs"
        if noise:
            # A document that comes and goes, and one that is edited and set back.
            write(docs, order[:1], edit="\nThe Visitor must wear a badge.\n")
            (docs / "gone.md").write_text("# Gone\n\nThe Ghost must leave the Site Lead alone.\n")
            kb.build(docs)
            (docs / "gone.md").unlink()
        if cut:
            write(docs, order[:cut])
            kb.build(docs)
        write(docs, order)
        last = kb.build(docs).content_hash
        assert kb.verify() == []
    assert last == at_once


def test_forced_rebuild_gives_the_same_hash(examples_copy: Path) -> None:
    with KnowledgeBase(examples_copy) as kb:
        before = kb.store.generation["content_hash"]
        assert kb.build(rebuild=True).content_hash == before


def test_documents_named_in_random_order_give_the_same_base(tmp_path: Path, store: Any) -> None:
    write(tmp_path / "docs", sorted(TEXTS))
    hashes = set()
    for seed in range(2):
        names = sorted(TEXTS)
        random.Random(seed).shuffle(names)
        store.make_room()
        with KnowledgeBase(tmp_path / f"kb{seed}", profile="regulation") as kb:
            hashes.add(kb.build(*[tmp_path / "docs" / name for name in names]).content_hash)
    assert len(hashes) == 1


def test_what_was_kept_beside_a_record_that_lacks_its_extractions_is_worth_nothing(
    tmp_path: Path, store: Any
) -> None:
    write(tmp_path / "docs", sorted(TEXTS))
    with KnowledgeBase(tmp_path / "kb", profile="regulation") as kb:
        kb.build(tmp_path / "docs")
    with sqlite3.connect(tmp_path / "kb" / "record.sqlite") as record:
        record.execute("DELETE FROM extractions")
    # "SL" is an entity of a.md's facts: what a.md states is asked for, and its segments with it.
    (tmp_path / "docs" / "b.md").write_text("# POL-2 Leaks\n\nA leak is a leak.\n")
    (tmp_path / "docs" / "d.txt").unlink()
    with KnowledgeBase(tmp_path / "kb", profile="regulation") as kb:
        steps = kb.build(tmp_path / "docs")
        assert list(steps.seconds) == [
            "read",
            "ask",
            "compare",
            "extract",
            "resolve",
            "embed",
            "store",
        ]
        assert kb.build(rebuild=True).content_hash == steps.content_hash
        assert kb.build().store_unchanged
        # Words are cut otherwise now: rows that did not change are written again all the same.
        kb.record.set_meta(f"index of {kb.settings.store}", "by other code")
        again = kb.build()
        assert [note.code for _, note in again.notes] == ["rebuilt"] and not again.store_unchanged
        assert again.content_hash == steps.content_hash and kb.build().store_unchanged
