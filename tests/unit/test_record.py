"""The record keeps documents, runs, answers and decisions, and every former state of them."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import NotFound, RecordError
from graph.identity import version_id
from graph.model import (
    Block,
    Cell,
    Document,
    Extraction,
    LiteralValue,
    Mention,
    Note,
    Relation,
    Scope,
    Span,
)
from graph.record import Record
from graph.record.codec import pack_extraction, unpack_extraction

HOSTILE = "a\x00b\r\n\ufeff\U0001f600e\u0301 \u202edlrow \u200b\ud800 x\ud83d\ude00"


def make(key: str, data: bytes, **values: object) -> Document:
    digest = hashlib.sha256(data).hexdigest()
    settings: dict[str, object] = {
        "name": key,
        "uri": f"/tmp/{key}",
        "suffix": ".txt",
        "text": data.decode("utf-8", "replace"),
        "blocks": (Block("paragraph", Span(0, 1)),),
    }
    return Document(id=key, version=version_id(key, digest), sha256=digest, **(settings | values))  # type: ignore[arg-type]


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with Record.open(tmp_path / "kb" / "record.sqlite", create=True) as opened:
        yield opened


@pytest.fixture
def run(record: Record) -> str:
    return record.start_run("build", {"chunk": 200}, {"reader": "r1"})


def put(record: Record, run: str, key: str, data: bytes, **values: object) -> Document:
    return record.put_document(make(key, data, **values), data, run=run, root="docs", reader="r1")


def test_a_document_comes_back_as_it_was_put(record: Record, run: str) -> None:
    data = b"\x00\xff original"
    document = make(
        "docs/\udcff odd.txt",
        data,
        text=HOSTILE,
        name=HOSTILE,
        row="7",
        language="de",
        blocks=(
            Block("heading", Span(0, 2), level=1, page=3),
            Block(
                "table_row", Span(3, 9), cells=(Cell(Span(3, 5)), Cell(Span(6, 9), (Span(0, 2),)))
            ),
            Block(
                "table_row",
                Span(10, 19),
                cells=(
                    Cell(Span(10, 12), (Span(0, 1), Span(1, 2)), Span(3, 5)),
                    Cell(Span(13, 19), (), Span(13, 19)),
                ),
            ),
        ),
        metadata={"a": 1, "b": 2.5, "c": None, "d": True, HOSTILE: HOSTILE},
        notes=(Note("needs-ocr", "page 2"),),
        valid_from="2024-01-01",
    )
    stored = record.put_document(document, data, run=run, root="docs", reader="r1")
    assert stored.number == 1 and stored.added_seq == record.position
    assert record.document(document.id) == stored
    assert record.document(document.id).text == HOSTILE
    assert record.original(document.version) == data
    assert record.verify() == []


def test_a_new_version_supersedes_and_the_old_stays_readable(record: Record, run: str) -> None:
    one, two = put(record, run, "docs/a.txt", b"one"), put(record, run, "docs/a.txt", b"two")
    assert (two.number, two.added_seq) == (2, one.added_seq + 1)
    assert record.document("docs/a.txt").text == "two"
    old = record.document("docs/a.txt", one.version)
    assert (old.text, old.removed_seq) == ("one", two.added_seq)
    assert [d.text for d in record.documents(Scope(known_at=one.added_seq))] == ["one"]
    assert record.count_superseded(Scope(known_at=one.added_seq)) == 0
    assert record.count_superseded(Scope()) == 1


def test_the_same_version_again_changes_nothing(record: Record, run: str) -> None:
    one = put(record, run, "docs/a.txt", b"one")
    position = record.position
    assert put(record, run, "docs/a.txt", b"one") == one
    assert record.position == position
    assert len(record.versions("docs/a.txt")) == 1


def test_another_reader_makes_a_new_interval_of_the_same_version(record: Record, run: str) -> None:
    one = put(record, run, "docs/a.txt", b"one")
    again = record.put_document(
        make("docs/a.txt", b"one", text="ONE"), b"one", run=run, root="docs", reader="r2"
    )
    assert (again.version, again.number) == (one.version, 1)
    assert record.document("docs/a.txt").text == "ONE"
    assert record.current()["docs/a.txt"].reader == "r2"
    assert record.count_superseded(Scope()) == 0


def test_a_removed_version_that_returns_is_a_new_interval(record: Record, run: str) -> None:
    one = put(record, run, "docs/a.txt", b"one")
    record.remove_document("docs/a.txt", run=run)
    removed = record.position
    assert record.current() == {} and record.count_superseded(Scope()) == 1
    with pytest.raises(NotFound, match="was removed"):
        record.document("docs/a.txt")
    assert record.document("docs/a.txt", one.version).text == "one"
    back = put(record, run, "docs/a.txt", b"one")
    assert (back.version, back.number) == (one.version, one.number)
    intervals = [(d.added_seq, d.removed_seq) for d in record.versions("docs/a.txt")]
    assert intervals == [(one.added_seq, removed), (back.added_seq, None)]
    assert record.count_documents(Scope(known_at=removed)) == 0
    assert record.verify() == []


def test_scope_and_order(record: Record, run: str) -> None:
    put(record, run, "docs/c", b"c")
    put(record, run, "docs/a", b"a", valid_from="2024-01-01", valid_to="2024-12-31")
    put(record, run, "docs/b", b"a")
    assert [d.id for d in record.documents()] == ["docs/a", "docs/b", "docs/c"]
    assert list(record.current()) == ["docs/a", "docs/b", "docs/c"]
    at = {
        day: [d.id for d in record.documents(Scope(valid_at=day))]
        for day in ("2023-12-31", "2024-01-01", "2024-12-31", "2025-01-01")
    }
    assert "docs/a" in at["2024-01-01"] and "docs/a" in at["2024-12-31"]
    assert "docs/a" not in at["2023-12-31"] and "docs/a" not in at["2025-01-01"]
    only = Scope(documents=frozenset({"docs/b", "docs/none"}))
    assert [d.id for d in record.documents(only)] == ["docs/b"]
    assert record.count_documents(only) == 1


def test_an_iteration_does_not_see_later_changes(record: Record, run: str) -> None:
    for key in "abc":
        put(record, run, key, key.encode())
    seen = []
    for document in record.documents():
        seen.append(document.text)
        if document.id == "a":
            put(record, run, "b", b"B")
            record.remove_document("c", run=run)
    assert seen == ["a", "b", "c"]


def test_what_does_not_belong_together_is_refused(record: Record, run: str) -> None:
    with pytest.raises(RecordError, match="sha256"):
        record.put_document(make("a", b"one"), b"two", run=run, root="docs", reader="r1")
    with pytest.raises(RecordError, match="start_run"):
        put(record, "r_none", "a", b"one")
    assert record.current() == {}


def test_not_found_names_what_is_near(record: Record, run: str) -> None:
    put(record, run, "docs/retention.md", b"x")
    with pytest.raises(NotFound, match=r"docs/retention\.md"):
        record.document("docs/retentoin.md")
    with pytest.raises(NotFound, match=r"docs/retention\.md"):
        record.document("Retention")
    with pytest.raises(NotFound, match="its versions are"):
        record.document("docs/retention.md", "docs/retention.md@0")
    for call in (record.versions, record.original):
        with pytest.raises(NotFound):
            call("nothing")


def test_runs(record: Record) -> None:
    first = record.start_run("build", {"threshold": 0.5}, {"reader": "r1"})
    second = record.start_run("build", {}, {})
    record.finish_run(first, "done", {"documents": 3, "seconds": 1.5})
    done = record.runs()[0]
    assert (done.id, done.state, done.settings, done.counts["seconds"]) == (
        first,
        "done",
        {"threshold": 0.5},
        1.5,
    )
    newest = record.last_run("build")
    assert newest is not None and (newest.id, newest.state) == (second, "running")
    assert record.last_run("other") is None
    with pytest.raises(NotFound):
        record.finish_run("r_none", "done", {})


def test_answers_and_events(record: Record) -> None:
    record.put_answer("an_1", "Who?", '{"score": 0.5}', "{}")
    position = record.position
    record.put_answer("an_1", "Who?", '{"score": 0.5}', "{}")
    assert record.position == position
    with pytest.raises(RecordError, match="other content"):
        record.put_answer("an_1", "What?", "{}", "{}")
    record.put_answer("an_2", "When?", "{}", "{}")
    assert [a.id for a in record.answers(10)] == ["an_2", "an_1"]
    assert record.answer("an_1").payload == '{"score": 0.5}'
    record.add_event("an_1", "wrong", "no such duty", "ann")
    assert [(e.kind, e.comment, e.actor) for e in record.events("an_1")] == [
        ("wrong", "no such duty", "ann")
    ]
    with pytest.raises(RecordError, match="citation-does-not-support"):
        record.add_event("an_1", "bad", "", "ann")
    with pytest.raises(NotFound):
        record.add_event("an_9", "wrong", "", "ann")


def test_an_erased_answer_leaves_no_byte_and_a_whole_ledger(record: Record) -> None:
    secret = "Who reported the zorblatt incident?"
    record.put_answer("an_1", secret, "{}", "{}")
    record.add_event("an_1", "wrong", "zorblatt was on leave", "ann")
    record.put_answer("an_2", "kept", "{}", "{}")
    assert any(b"zorblatt" in file.read_bytes() for file in record.path.parent.iterdir())
    record.erase_answer("an_1", actor="officer")
    with pytest.raises(NotFound, match="erased"):
        record.answer("an_1")
    assert [a.id for a in record.answers(10)] == ["an_2"]
    assert record.events() == []
    assert record.verify() == []
    for file in record.path.parent.iterdir():
        assert b"zorblatt" not in file.read_bytes(), file.name


def test_decisions_stand_until_undone(record: Record) -> None:
    merge = record.add_decision("merge", {"names": ["n_1", "n_2"]}, actor="ann")
    before = record.position
    other = record.add_decision("never-merge", {"names": ["n_3", "n_4"]}, actor="bob")
    record.undo_decision(merge, actor="bob")
    assert [d.id for d in record.decisions()] == [other]
    (then,) = record.decisions(known_at=before)
    assert (then.id, then.actor, then.payload) == (merge, "ann", {"names": ["n_1", "n_2"]})
    with pytest.raises(NotFound):
        record.undo_decision(merge, actor="bob")
    with pytest.raises(RecordError, match="never-merge"):
        record.add_decision("split", {}, actor="ann")
    with pytest.raises(RecordError, match="float"):
        record.add_decision("merge", {"score": 0.5}, actor="ann")
    assert record.verify() == []


def test_meta(record: Record) -> None:
    assert record.get_meta("profile") is None
    record.set_meta("profile", "general")
    record.set_meta("profile", "regulation")
    assert record.get_meta("profile") == "regulation"
    with pytest.raises(ValueError):
        record.set_meta("ledger.head", "0 x")


def test_caches_are_kept_per_fingerprint_and_their_batches_hashed(record: Record) -> None:
    position = record.position
    found = Extraction((Span(0, 3),), (), ())
    record.put_extractions("spacy-1", {"h1": found, "h2": found})
    assert record.extracted(["h2", "h3"], "spacy-1") == {"h2"}
    assert record.extracted(["h2"], "spacy-2") == set()
    assert record.extractions(["h2", "h3"], "spacy-1") == {"h2": found}
    assert record.extractions(["h2"], "spacy-2") == {}
    vector = np.array([0.1, -1e-30, 3e37], dtype=np.float32)
    many = {f"k{number}": vector for number in range(1200)}
    record.put_vectors("minilm", many)
    record.put_vectors("minilm", {"k0": vector * 2})
    kept = record.vectors([*many, "none", "k0"], "minilm")
    assert list(kept) == list(many)
    assert kept["k0"].dtype == np.float32 and kept["k0"].tobytes() == vector.tobytes()
    assert record.position == position + 2  # one row for each batch that added something
    with pytest.raises(ValueError):
        record.put_vectors("minilm", {"x": np.zeros((1, 3), dtype=np.float32)})


spans = st.tuples(st.integers(0, 20_000), st.integers(0, 200)).map(lambda t: Span(t[0], sum(t)))
words = st.text(max_size=8)
literals = st.builds(LiteralValue, st.sampled_from(["number", "date", "text"]), words)
relations = st.builds(
    Relation,
    statement=spans,
    subject=spans,
    predicate=words,
    predicate_span=spans,
    object=st.none() | spans,
    value=st.none() | literals,
    modality=st.sampled_from(["none", "must"]),
    polarity=st.sampled_from(["positive", "negative"]),
    rule=words,
    hedged=st.booleans(),
    qualifiers=st.lists(st.tuples(words, spans), max_size=2).map(tuple),
    why_weak=words,
)
extractions = st.builds(
    Extraction,
    sentences=st.lists(spans, max_size=3).map(tuple),
    mentions=st.lists(
        st.builds(Mention, spans, words, words, words, st.booleans()), max_size=3
    ).map(tuple),
    relations=st.lists(relations, max_size=3).map(tuple),
    terms=st.lists(st.tuples(spans, spans), max_size=2).map(tuple),
    literals=st.lists(st.tuples(spans, literals), max_size=2).map(tuple),
)


@given(extractions)
def test_an_extraction_comes_back_exactly(found: Extraction) -> None:
    assert unpack_extraction(pack_extraction(found)) == found


def test_a_document_of_five_million_characters(record: Record, run: str) -> None:
    data = ("word é " * 720_000).encode()
    stored = put(record, run, "big", data)
    assert len(stored.text) > 5_000_000
    assert record.document("big").text == stored.text


def test_opening_a_record_imports_no_model_library() -> None:
    code = (
        "import sys, graph.record;"
        "print([m for m in ('torch', 'spacy', 'transformers', 'pandas') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
