"""Fields of documents: what is kept of rows and front matter, and choosing documents by them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extraction.documents.readers.fields import MOST, fields
from extraction.documents.readers.jsonl import JsonlRowReader
from extraction.documents.readers.markdown import MarkdownReader
from graph.document_fields import fits, wanted, with_title
from graph.errors import SettingsError
from graph.identity import version_id
from graph.model import Document, Scope
from graph.record import Record


def test_single_values_and_flat_lists_are_kept_with_their_types() -> None:
    row = {"id": "1", "text": "Words.", "n": 3, "ratio": 0.5, "open": True, "tags": ["a", "b"]}
    kept = JsonlRowReader().read(json.dumps(row).encode(), "x.jsonl#1").metadata
    assert kept == {"n": 3, "ratio": 0.5, "open": True, "tags": ("a", "b")}


def test_an_object_is_named_by_its_path_and_a_list_of_several_types_becomes_texts() -> None:
    found = fields({"owner": {"name": "Ada", "team": {"site": "Lund"}}, "mixed": [1, "b"]})
    assert found == {"owner.name": "Ada", "owner.team.site": "Lund", "mixed": ("1", "b")}


def test_what_has_no_value_is_left_out() -> None:
    assert fields({"a": None, "b": float("inf"), "c": [], "d": [{"e": 1}]}) == {}


def test_a_row_with_many_fields_keeps_its_id_and_text() -> None:
    row = {**{f"f{n}": n for n in range(MOST + 50)}, "id": "1", "text": "Words."}
    reading = JsonlRowReader().read(json.dumps(row).encode(), "x.jsonl#1")
    assert (reading.text, len(reading.metadata)) == ("Words.", MOST)


def test_front_matter_keeps_lists_and_dates() -> None:
    text = "---\ndepartment: Quality\nsites: [Lund, Oslo]\nreviewed: 2025-02-03\n---\n# Title\n"
    kept = MarkdownReader().read(text.encode(), "a.md").metadata
    assert kept == {"department": "Quality", "sites": ("Lund", "Oslo"), "reviewed": "2025-02-03"}


def test_a_scope_is_the_same_however_its_fields_are_written() -> None:
    one = Scope(where={"site": ["Oslo", "Lund"], "open": True})
    other = Scope(where={"open": "true", "site": ("Lund", "Oslo")})
    assert one == other and hash(one) == hash(other)
    assert Scope(where={}) == Scope()


def test_all_fields_must_fit_and_any_value_of_a_field_will_do() -> None:
    held = {"site": ("Lund", "Oslo"), "level": 3, "open": False}
    for where, right in [
        ({"site": "Lund"}, True),
        ({"site": ["Bern", "Oslo"]}, True),
        ({"level": "3", "open": "false"}, True),
        ({"level": 3, "site": "Bern"}, False),
        ({"site": "Lun"}, False),
        ({"missing": "x"}, False),
    ]:
        asked = wanted(where)
        assert asked is not None and fits(held, asked) is right, where


@pytest.fixture
def record(tmp_path: Path) -> Record:
    made = Record.open(tmp_path / "record.sqlite", create=True)
    run = made.start_run("build", {}, {})
    import hashlib

    for key, metadata in (("a", {"site": "Lund"}), ("b", {"site": ("Lund", "Oslo")}), ("c", {})):
        digest = hashlib.sha256(key.encode()).hexdigest()
        document = Document(
            id=key, version=version_id(key, digest), sha256=digest, name=key, uri=key,
            suffix=".txt", text=key, blocks=(), metadata=metadata,
        )  # fmt: skip
        made.put_document(document, key.encode(), run=run, root="", reader="r")
    return made


def test_the_record_gives_the_documents_with_a_field(record: Record) -> None:
    lund = wanted({"site": "Lund"})
    assert lund is not None
    assert record.with_fields(lund) == {"a", "b"}
    assert [d.id for d in record.documents(Scope(where={"site": "Oslo"}))] == ["b"]
    assert record.count_documents(Scope(where={"site": "Lund"})) == 2
    assert record.document("b").metadata == {"site": ("Lund", "Oslo")}


def test_the_name_of_a_document_is_asked_for_as_its_title(record: Record) -> None:
    named = record.document("a").name
    assert [d.id for d in record.documents(Scope(where={"title": named}))] == [
        key for key in sorted(record.current()) if record.document(key).name == named
    ]
    assert record.with_fields(wanted({"title": named}) or ()) >= {"a"}
    assert with_title({"title": "own"}, "name") == {"title": "own"}


def test_a_field_that_no_document_has_is_named(record: Record) -> None:
    asked = wanted({"sight": "Lund"})
    assert asked is not None
    with pytest.raises(SettingsError, match="'sight'; there are: site"):
        record.with_fields(asked)
