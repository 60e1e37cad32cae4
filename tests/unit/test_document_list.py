"""The list of documents: states, what could not be read, search and order."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from extraction.documents.sources import Skipped
from graph.model import Note
from groundgraph.views.document_list import (
    NOT_READ,
    DocumentRow,
    chosen_documents,
    states,
    with_unread,
)


def row(key: str, state: str = "current", facts: int = 0) -> DocumentRow:
    texts: dict[str, Any] = dict.fromkeys((field.name for field in fields(DocumentRow)), "")
    held = {"number": 1, "characters": 10, "names": 0, "unresolved": 0, "fields": {}}
    named = {"id": key, "name": key.rsplit("/", 1)[-1], "replaced_by": (), "notes": ()}
    return DocumentRow(**texts | held | named | {"state": state, "facts": facts})


ROWS = [row("docs/b.md", facts=9), row("docs/a.md", facts=2), row("docs/C.md", state="removed")]
BROKEN = Skipped("docs/broken.pdf", "unreadable", "this is no PDF: save it again.")


def test_what_could_not_be_read_has_a_row_with_reason_and_no_counts() -> None:
    listed = with_unread(ROWS, [BROKEN])
    assert listed[:3] == ROWS
    assert listed[3].state == NOT_READ
    assert (listed[3].name, listed[3].facts) == ("broken.pdf", None)
    assert listed[3].notes == (Note("unreadable", BROKEN.detail),)
    assert states(listed) == [("current", 2), ("removed", 1), (NOT_READ, 1)]


def test_a_newer_file_that_could_not_be_read_is_a_note_on_the_document() -> None:
    listed = with_unread(ROWS, [Skipped("docs/a.md", "unreadable", "it is empty: fill it.")])
    assert len(listed) == 3
    assert listed[1].state == "current"
    assert listed[1].notes[0].detail == "it is empty: fill it."
    assert ROWS[1].notes == ()


def test_the_removed_version_of_an_unreadable_file_is_another_row() -> None:
    listed = with_unread(ROWS, [Skipped("docs/C.md", "unreadable", "it is empty: fill it.")])
    assert [r.state for r in listed if r.id == "docs/C.md"] == ["removed", NOT_READ]


def test_many_bad_rows_of_one_file_are_one_row_with_a_count() -> None:
    bad = [Skipped("docs/c.jsonl", "bad-row", f"line {n}: no JSON.") for n in range(40)]
    [found] = with_unread([], bad)
    assert len(found.notes) == 6
    assert "and 35 more" in found.notes[-1].detail


@pytest.mark.parametrize(
    ("column", "down", "expected"),
    [
        ("name", False, ["a.md", "b.md", "broken.pdf", "C.md"]),
        ("name", True, ["C.md", "broken.pdf", "b.md", "a.md"]),
        ("facts", True, ["b.md", "a.md", "C.md", "broken.pdf"]),
        ("facts", False, ["C.md", "a.md", "b.md", "broken.pdf"]),
        ("state", False, ["a.md", "b.md", "broken.pdf", "C.md"]),
        ("nonsense", True, ["a.md", "b.md", "broken.pdf", "C.md"]),
    ],
)
def test_the_order_of_a_column(column: str, down: bool, expected: list[str]) -> None:
    listed = with_unread(ROWS, [BROKEN])
    found = chosen_documents(listed, "", "", column, down=down)
    assert [r.name for r in found] == expected


def test_words_are_looked_for_in_name_and_key_in_any_order() -> None:
    assert [r.id for r in chosen_documents(ROWS, "B docs")] == ["docs/b.md"]
    assert chosen_documents(ROWS, "xyzzy") == []
    assert [r.id for r in chosen_documents(ROWS, "", "removed")] == ["docs/C.md"]
