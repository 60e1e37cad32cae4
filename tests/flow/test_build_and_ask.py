"""The main path on real documents: build, ask, change, ask again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from groundgraph import KnowledgeBase

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
QUESTION = "How soon must a pump failure at a patient's home be reported?"


@pytest.fixture(scope="module")
def kb(built_examples: Path, store: object) -> KnowledgeBase:
    return KnowledgeBase(built_examples)


def test_every_example_document_is_in_the_base(kb: KnowledgeBase) -> None:
    expected = {f"documents/{path.name}" for path in (EXAMPLES / "documents").iterdir()}
    assert set(kb.record.current()) == expected


def test_every_span_in_the_graph_reproduces_its_words(kb: KnowledgeBase) -> None:
    texts = {document.id: document.text for document in kb.record.documents()}
    mentions = kb.cypher(
        "MATCH (c:Chunk)-[m:MENTIONS]->(:Entity) "
        "RETURN c.document AS document, m.start AS start, m.end AS end, m.surface AS quote",
        limit=100_000,
    )
    evidence = kb.cypher(
        "MATCH (:Fact)-[s:SUPPORTED_BY]->(c:Chunk) "
        "RETURN c.document AS document, s.start AS start, s.end AS end, s.quote AS quote",
        limit=100_000,
    )
    references = kb.cypher(
        "MATCH (r:Reference)-[:FROM_CHUNK]->(c:Chunk) RETURN c.document AS document, "
        "r.start AS start, r.end AS end, r.surface AS quote",
        limit=100_000,
    )
    assert len(mentions) > 500 and len(evidence) > 200 and len(references) > 50
    for row in mentions + evidence + references:
        assert texts[str(row["document"])][row["start"] : row["end"]] == row["quote"]  # type: ignore[index]


def test_chunks_hold_all_the_text(kb: KnowledgeBase) -> None:
    for document in kb.record.documents():
        rows = kb.cypher(
            "MATCH (c:Chunk)-[:PART_OF]->(:Document {id: $id}) "
            "RETURN c.start AS start, c.end AS end ORDER BY start",
            {"id": document.id},
        )
        covered = [False] * len(document.text)
        for row in rows:
            for offset in range(int(str(row["start"])), int(str(row["end"]))):
                assert not covered[offset], "chunks overlap"
                covered[offset] = True
        lost = [
            c
            for c, held in zip(document.text, covered, strict=True)
            if not held and not c.isspace()
        ]
        assert not lost, f"{document.id}: {''.join(lost)[:80]!r}"


def test_the_base_is_sound(kb: KnowledgeBase) -> None:
    assert kb.verify() == []


def test_two_hop_question_is_answered_with_both_documents_cited(kb: KnowledgeBase) -> None:
    answer = kb.ask(QUESTION)
    assert answer.state == "answered"
    assert answer.headline is not None and "24 hours" in answer.headline.text
    cited = {citation.document for s in answer.sentences for citation in s.citations}
    assert {
        "documents/sop-014-incident-handling.md",
        "documents/sop-021-vigilance-reporting.md",
    } <= cited


def test_every_citation_is_verbatim(kb: KnowledgeBase) -> None:
    questions = (EXAMPLES / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    for line in questions[:12]:
        answer = kb.ask(json.loads(line)["question"])
        for sentence in answer.sentences:
            assert sentence.citations
            for citation in sentence.citations:
                text = kb.document(citation.document, citation.version).text
                assert text[citation.start : citation.end] == citation.quote


def test_an_answer_can_be_reopened_and_judged(examples_copy: Path) -> None:
    with KnowledgeBase(examples_copy) as kb:
        answer = kb.ask(QUESTION)
        again = kb.answer(answer.id)
        assert again["question"] == QUESTION
        assert [s["text"] for s in again["sentences"]] == [s.text for s in answer.sentences]
        kb.feedback(answer.id, "wrong", "the deadline is another one", actor="tester")
        assert [event.kind for event in kb.record.events(answer.id)] == ["wrong"]


def test_unchanged_rebuild_does_nothing(examples_copy: Path) -> None:
    with KnowledgeBase(examples_copy) as kb:
        before = kb.store.generation
        report = kb.build(EXAMPLES / "documents")
        assert report.store_unchanged and report.extracted_segments == 0
        assert report.unchanged == 18 and not report.added and not report.changed
        assert kb.store.generation == before


def test_a_change_takes_effect_and_touches_only_its_document(
    examples_copy: Path, documents_copy: Path
) -> None:
    name = "sop-021-vigilance-reporting.md"
    shutil.copy(EXAMPLES / "updates" / name, documents_copy / name)
    with KnowledgeBase(examples_copy) as kb:
        report = kb.build(documents_copy, name="documents")
        assert report.changed == [f"documents/{name}"] and report.unchanged == 17
        assert 0 < report.extracted_segments < 8
        answer = kb.ask(QUESTION)
        card = " ".join(sentence.text for sentence in answer.sentences)
        assert "12 hours" in card and "within 24 hours" not in card
        assert answer.superseded == 1
        assert kb.document(f"documents/{name}").number == 2
        assert "24 hours" in kb.record.versions(f"documents/{name}")[0].text


def test_a_removed_document_answers_no_more(examples_copy: Path, documents_copy: Path) -> None:
    gone = "sop-021-vigilance-reporting.md"
    (documents_copy / gone).unlink()
    with KnowledgeBase(examples_copy) as kb:
        report = kb.build(documents_copy, name="documents")
        assert report.removed == [f"documents/{gone}"]
        answer = kb.ask(QUESTION)
        assert all(p.chunk.document != f"documents/{gone}" for p in answer.passages)
        rows = kb.cypher(
            "MATCH (c:Chunk) WHERE c.document = $id RETURN count(c) AS n",
            {"id": f"documents/{gone}"},
        )
        assert rows == [{"n": 0}]
