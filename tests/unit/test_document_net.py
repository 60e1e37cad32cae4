"""What fails on one document is named and ends nothing; the others are as they were."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NoReturn
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.failures import CODE, Failure, attempt
from extraction.guarded_extraction import guarded_extraction
from extraction.guarded_steps import guarded_chunks
from extraction.profile import load_profile
from extraction.references import Address, DocumentReferences, grammar, titles
from extraction.references.labels import between
from extraction.resolution import DocumentNames, guarded_resolve, rules
from graph.errors import ModelError
from graph.model import Block, Document, Extraction, Segment, Span
from graph.record.codec import pack_extraction, unpack_extraction
from groundgraph import KnowledgeBase

RULES = "# Payment\n\nInvoices are paid within 30 days by the Accounts Office.\n"
BROKEN = (
    "# Notes\n\nThe unlucky paragraph names the Records Office. It must keep files for 5 years.\n"
)


def test_a_span_cannot_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="cannot end at 3, before it begins at 4"):
        Span(4, 3)
    assert len(Span(4, 4)) == 0


def test_paths_between_nothing_are_none() -> None:
    assert between("", "") == []
    assert between("", "(a)") == []
    assert between("(a)", "(d)") == ["(b)", "(c)"]


class Unlucky:
    """An extractor that reads ahead, `ahead` segments at a time, and fails on some."""

    fingerprint = "unlucky"

    def __init__(self, *unlucky: str, ahead: int = 1) -> None:
        self.unlucky, self.ahead = unlucky, ahead

    def extract(self, segments: Iterable[Segment]) -> Iterator[Extraction]:
        waiting: list[Segment] = []
        for segment in segments:
            if segment.text in self.unlucky:
                raise IndexError(f"no  place\nfor {segment.text}")
            waiting.append(segment)
            if len(waiting) == self.ahead:
                yield from (_extraction(waiting.pop(0)) for _ in range(self.ahead))
        yield from map(_extraction, waiting)


def _extraction(segment: Segment) -> Extraction:
    return Extraction((Span(0, len(segment.text)),), (), ())


def _segment(text: str) -> Segment:
    return Segment(text, 0, (Block("paragraph", Span(0, len(text))),))


@pytest.mark.parametrize("ahead", [1, 2, 3, 10])
@pytest.mark.parametrize("unlucky", [(), ("a",), ("c", "d"), ("f",), tuple("abcdef")])
def test_each_segment_has_its_own_result(ahead: int, unlucky: tuple[str, ...]) -> None:
    segments = [_segment(text) for text in "abcdef"]
    found = list(guarded_extraction(Unlucky(*unlucky, ahead=ahead), segments))
    assert [one.sentences for one in found] == [(Span(0, 1),)] * 6
    failed = {s.text: one.failure for s, one in zip(segments, found, strict=True) if one.failure}
    assert failed == {text: f"IndexError: no place for {text}" for text in unlucky}
    assert [unpack_extraction(pack_extraction(one)) for one in found] == found


def test_what_says_nothing_of_the_document_goes_through() -> None:
    def no_model() -> int:
        raise ModelError("The model is missing; install it.")

    def no_memory() -> int:
        raise MemoryError

    into: list[Failure] = []
    for make in (no_model, no_memory):
        with pytest.raises((ModelError, MemoryError)):
            attempt("facts", make, int, into)
    assert into == []


def test_text_without_passages_is_cut_within_the_limit() -> None:
    text = "word " * 700
    document = Document("d", "d@1", "0", "d", "d", ".txt", text, ())

    def count(texts: list[str]) -> list[int]:
        if any("\n" in t for t in texts) or len(texts) > 1:
            raise RuntimeError("no structure")
        if texts == [""]:
            raise RuntimeError("no structure")
        return [len(t.split()) for t in texts]

    failures: list[Failure] = []
    chunks = guarded_chunks(document, count, 32, failures)  # type: ignore[arg-type]
    assert [one.step for one in failures] == ["passages"]
    assert "".join(chunk.text for chunk in chunks).split() == text.split()
    assert all(len(chunk.text.split()) <= 32 for chunk in chunks)
    assert [chunk.ordinal for chunk in chunks] == list(range(len(chunks)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "docs"
    made.mkdir()
    (made / "rules.md").write_text(RULES)
    (made / "notes.md").write_text(BROKEN)
    return made


@pytest.fixture
def unlucky_references(monkeypatch: pytest.MonkeyPatch) -> None:
    """References fail wherever "unlucky" stands in the text."""
    real = grammar.references

    def references(text: str, identifiers: object) -> object:
        if "unlucky" in text:
            raise IndexError("list index out of range")
        return real(text, identifiers)  # type: ignore[arg-type]

    monkeypatch.setattr("extraction.references.in_document.references", references)


def test_a_document_that_fails_is_named_and_searched(
    folder: Path, tmp_path: Path, unlucky_references: None
) -> None:
    with KnowledgeBase(tmp_path / "kb") as base:
        report = base.build(folder)
        (problem,) = report.problems
        assert (problem.document, problem.code) == ("docs/notes.md", CODE)
        assert "the references of docs/notes.md could not be read (IndexError" in problem.detail
        assert base.unread() == [problem]
        found = base.cypher("MATCH (c:Chunk {document: 'docs/notes.md'}) RETURN c.text AS text")
        assert any("unlucky paragraph" in str(row["text"]) for row in found)
        facts = base.cypher("MATCH (f:Fact)-[:SUPPORTED_BY]->(c:Chunk) RETURN c.document AS d")
        assert {row["d"] for row in facts} == {"docs/notes.md", "docs/rules.md"}

        again = base.build(folder)
        assert again.store_unchanged and again.problems == [problem]

        (folder / "more.md").write_text("# More\n\nThe Auditor reviews each invoice.\n")
        more = base.build(folder)
        assert more.problems == [problem] and more.added == ["docs/more.md"]
        assert base.verify() == []


def test_the_same_failure_gives_the_same_graph(
    folder: Path, tmp_path: Path, unlucky_references: None
) -> None:
    hashes = set()
    for name in ("one", "two"):
        with KnowledgeBase(tmp_path / name) as base:
            if name == "two":
                base.build(folder / "rules.md")
            hashes.add(base.build(folder).content_hash)
    assert len(hashes) == 1


@pytest.mark.parametrize(
    ("step", "place"),
    [
        ("passages", "extraction.documents.chunks.chunk"),
        ("sentences", "extraction.document_pass.sentences_of"),
        ("names", "extraction.resolution.document_pass"),
        ("facts", "extraction.incremental.whole_graph.build_facts"),
        ("facts", "extraction.language.extractor.literals"),
        ("references", "extraction.references.resolve_references._title_references"),
    ],
)
def test_every_step_is_held(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, place: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyError("nothing here")

    monkeypatch.setattr(place, fail)
    with KnowledgeBase(tmp_path / "kb") as base:
        report = base.build(folder)
        assert [(p.document, p.code) for p in report.problems] == [
            ("docs/notes.md", CODE),
            ("docs/rules.md", CODE),
        ]
        assert all(f"the {step} of " in p.detail for p in report.problems)
        assert base.ask("When are invoices paid?").passages
        assert base.verify() == []


@pytest.fixture
def unlucky_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """The names of a base cannot be counted where the Records Office is one of them."""
    real = rules.loose

    def loose(surface: str) -> str:
        if "records office" in surface:
            raise IndexError("list index out of range")
        return real(surface)

    monkeypatch.setattr("extraction.resolution.rules.loose", loose)


def test_a_document_that_ends_the_base_pass_is_named_and_the_others_are_resolved(
    folder: Path, tmp_path: Path, unlucky_names: None
) -> None:
    alone = tmp_path / "alone"
    with KnowledgeBase(alone) as base:
        base.build(folder / "rules.md")
        expected = base.cypher("MATCH (e:Entity) RETURN e.id AS id, e.name AS name ORDER BY id")
    with KnowledgeBase(tmp_path / "kb") as base:
        report = base.build(folder)
        (problem,) = report.problems
        assert (problem.document, problem.code) == ("docs/notes.md", CODE)
        assert "the names of docs/notes.md could not be read (IndexError" in problem.detail
        found = base.cypher("MATCH (e:Entity) RETURN e.id AS id, e.name AS name ORDER BY id")
        assert found == expected and found
        held = base.cypher("MATCH (c:Chunk {document: 'docs/notes.md'}) RETURN c.text AS text")
        assert any("unlucky paragraph" in str(row["text"]) for row in held)
        assert base.verify() == []

        (folder / "more.md").write_text("# More\n\nThe Auditor must review each invoice.\n")
        more = base.build(folder)
        assert more.problems == [problem] and base.verify() == []


def test_it_is_tried_again_with_the_next_change(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with KnowledgeBase(tmp_path / "whole") as base:
        (folder / "more.md").write_text("# More\n\nThe Auditor must review each invoice.\n")
        expected = base.build(folder).content_hash
    (folder / "more.md").unlink()
    with KnowledgeBase(tmp_path / "kb") as base:
        with monkeypatch.context() as patch:
            patch.setattr("extraction.resolution.rules.loose", _fail)
            assert len(base.build(folder).problems) == 2
        (folder / "more.md").write_text("# More\n\nThe Auditor must review each invoice.\n")
        again = base.build(folder)
        assert again.problems == [] and again.content_hash == expected


def _fail(*_: object, **__: object) -> NoReturn:
    raise KeyError("nothing here")


@settings(max_examples=60)
@given(st.permutations(range(9)), st.sets(st.integers(0, 8)))
def test_the_documents_left_out_do_not_depend_on_the_order(
    order: list[int], unlucky: set[int]
) -> None:
    def resolve(names: Sequence[DocumentNames], *_: object) -> tuple[str, ...]:
        held = {int(one.document) for one in names}
        if held & unlucky or {3, 5} <= held:
            raise ValueError(f"{sorted(held)}")
        return tuple(sorted(one.document for one in names))

    documents = [DocumentNames(str(number), "0", ()) for number in order]
    with mock.patch("extraction.resolution.guarded_resolution.resolve", resolve):
        kept, nameless = guarded_resolve(documents, (), load_profile("general"))
    expected = {str(number) for number in unlucky}
    if not unlucky & {3, 5}:
        expected.add("5")  # the two cannot be together, and the first by key stays
    assert (set(nameless), set(kept)) == (expected, set("012345678") - expected)


def test_what_no_document_causes_ends_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extraction.resolution.guarded_resolution.resolve", _fail)
    with pytest.raises(KeyError):
        guarded_resolve([DocumentNames("a", "0", ())], (), load_profile("general"))


def test_titles_that_cannot_be_taken_apart_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    real = titles._words

    def words(text: str) -> list[str]:
        return _fail() if "Unlucky" in text else real(text)

    monkeypatch.setattr(titles, "_words", words)
    addresses = [
        Address(key, "0", (title,), (), (), "")
        for key, title in (("a", "Unlucky Storage Rules"), ("b", "Ferry Safety Rules"))
    ]
    index = titles.TitleIndex(addresses)
    assert [(document, one.step) for document, one in index.failures] == [("a", "references")]
    monkeypatch.undo()
    text = "See Ferry Safety Rules and Unlucky Storage Rules."
    one = DocumentReferences("c", "0", (), (), (), (), Span(0, 0), "", text)
    assert [found.documents for found in index.mentions(one)] == [("b",)]
