"""What is kept between questions (documents, outlines, texts of queries) is never stale."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import cypher_gate
from graph.cosines import cosines, rounded, uncertain
from graph.errors import NotFound, QueryRefused
from graph.kept_outlines import outline_of
from graph.model import Block, Document, Scope, Span
from graph.stores.chunk_comparison import count_terms
from graph.stores.vector_segments import exact_cosines
from groundgraph import KnowledgeBase
from retrieval.document_cache import DocumentCache


class Counting:
    """Documents of one letter each, which counts what is read."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def newest_readings(self, versions: Iterable[str]) -> dict[str, Document]:
        asked = [version for version in versions if version != "gone"]
        self.read += asked
        return {version: document(version, version * 10) for version in asked}

    def document(self, key: str, version: str | None = None) -> Document:
        raise NotFound(f"no document {key}; give another key")

    def reading_with(self, key: str, version: str, start: int, words: str) -> Document | None:
        return None

    def with_fields(self, where: object) -> frozenset[str]:
        return frozenset()

    def count_documents(self, scope: Scope) -> int:
        return 0

    def count_superseded(self, scope: Scope) -> int:
        return 0


def document(version: str, text: str, blocks: tuple[Block, ...] = ()) -> Document:
    return Document(version, version, "", version, "", ".md", text, blocks)


def test_documents_are_read_together_and_once() -> None:
    source = Counting()
    cache = DocumentCache(source)
    assert cache.read({"a": "a", "b": "b"})["b"].text == "b" * 10
    assert cache.read({"c": "c", "a": "a"}).keys() == {"c", "a"}
    assert source.read == ["a", "b", "c"]


def test_documents_over_the_limit_are_read_again_the_oldest_first() -> None:
    source = Counting()
    cache = DocumentCache(source, characters=20)
    for version in "abac":  # c takes the place of b, which was not asked for since
        cache.read({version: version})
    cache.read({"a": "a"})
    assert source.read == ["a", "b", "c"]
    cache.read({"b": "b"})
    assert source.read == ["a", "b", "c", "b"]


def test_a_document_that_is_gone_is_an_error() -> None:
    with pytest.raises(NotFound):
        DocumentCache(Counting()).read({"gone": "the key"})


def test_an_outline_is_that_of_its_own_text_and_blocks() -> None:
    block = Block("heading", Span(0, 3), 1)
    one = document("d@1", "One two", (block,))
    assert outline_of(one) is outline_of(one)
    assert outline_of(document("d@1", "Six two", one.blocks)).quote(block.span) == "Six"
    assert outline_of(document("d@1", "One two", (block, block))).blocks == (block, block)


def test_a_query_that_was_let_through_is_still_refused_for_its_parameters() -> None:
    query = "UNWIND range(1, $most) AS n RETURN n"
    cypher_gate.check(query, {"most": 10})
    with pytest.raises(QueryRefused):
        cypher_gate.check(query, {"most": 10**9})
    pattern = "MATCH (d:Document) WHERE d.id =~ $like RETURN d.id"
    cypher_gate.check(pattern, {"like": "a+"})
    with pytest.raises(QueryRefused):
        cypher_gate.check(pattern, {"like": "(a*)*(b*)*(c*)*"})


def test_a_refused_query_is_refused_again() -> None:
    for _ in range(2):
        with pytest.raises(QueryRefused):
            cypher_gate.check("MATCH (n) DELETE n")


@given(st.integers(0, 2**32 - 1), st.integers(1, 400))
def test_a_cosine_is_the_same_in_any_company(seed: int, width: int) -> None:
    random = np.random.default_rng(seed)
    rows = random.normal(size=(9, width)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    question = rows[0]
    together = cosines(question, rows)
    alone = [float(cosines(question, row[None])[0]) for row in rows]
    assert together.tolist() == alone
    near = rows @ question
    sure = ~uncertain(near)
    assert rounded(near.astype(np.float64))[sure].tolist() == together[sure].tolist()
    wide = question.astype(np.float64)
    assert exact_cosines(rows, wide).tolist() == [
        float(exact_cosines(row[None], wide)[0]) for row in rows
    ]


def test_a_sum_beside_the_edge_of_rounding_is_not_trusted() -> None:
    near = np.array([0.12345, 0.123451, 0.12346, 0.1234], dtype=np.float32)
    assert uncertain(near).tolist() == [True, True, True, False]


def test_terms_are_whole_words() -> None:
    assert count_terms("music us us museum", ("us", "mus", "museum", "x")) == (2, 0, 1, 0)


def test_the_record_tells_what_is_current_without_listing_it(tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "a.md").write_text("# Pumps\n\nThe pump is checked daily.\n", encoding="utf-8")
    with KnowledgeBase(tmp_path / "kb") as kb:
        kb.build(folder)
        former = kb.document("notes/a.md")
        assert kb.record.holds_documents()
        assert kb.record.current_among(["notes/a.md", "notes/b.md"]) == {"notes/a.md"}
        assert kb.record.newest_readings([former.version, "x"]) == {former.version: former}
        assert "daily" in str(kb.ask("When is the pump checked?").sentences)
        text = "# Pumps\n\nThe pump is checked weekly.\n"
        (folder / "a.md").write_text(text, encoding="utf-8")
        kb.build(folder)
        card = kb.ask("When is the pump checked?")
        assert "weekly" in str(card.sentences) and "daily" not in str(card.sentences)
        assert kb.record.newest_readings([former.version])[former.version].text == former.text
        kb.remove("notes/a.md")
        assert kb.record.current_among(["notes/a.md"]) == frozenset()
        assert not kb.record.holds_documents()
