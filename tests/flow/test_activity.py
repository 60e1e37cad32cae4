"""Runs and answers in the graph: seen at once, in no generation, gone when erased, and honest about
evidence that is no longer current."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from graph.record.stored_answers import StoredAnswer
from groundgraph import KnowledgeBase
from groundgraph.activity import Seen, may_see

Write = Callable[[dict[str, str]], Path]
RETENTION = "# Retention\n\nThe records officer must keep complaint files for 7 years.\n"
KEYS = "# Keys\n\nThe porter must return the spare key within 2 hours.\n"
QUESTION = "How long must complaint files be kept?"

CITED = """
MATCH (a:Answer {id: $id})-[c:CITES]->(x)
RETURN DISTINCT c.status AS status, c.still_said AS still_said, labels(x)[0] AS label,
       x.why AS why, c.quote AS quote ORDER BY quote
"""
USED = """
MATCH (a:Answer {id: $id})-[u:USED]->(x)
RETURN u.status AS status, labels(x)[0] AS label, x.name AS name ORDER BY name
"""
ANSWERS = "MATCH (a:Answer) RETURN a.id AS id, a.status AS status, a.superseded AS n ORDER BY id"


def test_an_answer_is_in_the_graph_at_once_and_in_no_generation(
    small_documents: Write, tmp_path: Path
) -> None:
    with KnowledgeBase(tmp_path / "kb") as base:
        base.build(small_documents({"retention.md": RETENTION, "keys.md": KEYS}))
        assert base.cypher(ANSWERS) == []
        generation, rows = dict(base.store.generation), dict(base.store.rows())
        answer = base.ask(QUESTION)
        other = base.ask("Who must return the spare key?")
        assert {row["id"] for row in base.cypher(ANSWERS)} == {answer.id, other.id}
        cited = {
            c.quote
            for sentence in (answer.headline, *answer.sentences)
            if sentence
            for c in (*sentence.citations, *(q for _, q in sentence.qualifiers))
        }
        found = base.cypher(CITED, {"id": answer.id})
        assert {row["quote"] for row in found} == cited
        assert {(row["status"], row["label"]) for row in found} == {("current", "Chunk")}
        assert {str(row["name"]) for row in base.cypher(USED, {"id": answer.id})}
        [asked] = base.cypher(
            "MATCH (a:Answer {id: $id}) RETURN a.question AS q, a.state AS s", {"id": answer.id}
        )
        assert asked == {"q": QUESTION, "s": answer.state}
        assert dict(base.store.generation) == generation and dict(base.store.rows()) == rows


@pytest.mark.one_store("the text of a query, no store")
@pytest.mark.parametrize(
    "cypher",
    [
        "MATCH (a:Answer) RETURN a.id",
        "MATCH (n) RETURN count(n)",
        "MATCH ()-[r]->() RETURN count(r)",
        "MATCH (c:Chunk)<-[:CITES]-(a) RETURN a.id",
        "MATCH (c:Chunk)<--(a) RETURN a.id",
        "MATCH (n {id: 'a_1'}) RETURN n.name",
        "CALL db.labels() YIELD label RETURN label",
        "MATCH (c:Chunk) WHERE NOT (c)--({name: 'x'}) RETURN c.id",
        "MATCH (c:Chunk) WHERE EXISTS { (c)<-[]-() } RETURN c.id",
        "RETURN 1 AS x UNION MATCH (n) RETURN 2 AS x",
        "MATCH (",
    ],
)
def test_a_query_that_could_see_an_answer_is_told(cypher: str) -> None:
    assert may_see(cypher) is Seen.EVERYTHING


@pytest.mark.one_store("the text of a query, no store")
@pytest.mark.parametrize(
    "cypher",
    [
        "MATCH (:Document)-[r:REPLACES]->(d:Document) RETURN d.id",
        "MATCH (a:Document)-[r]->(b:Document) RETURN type(r)",
        "MATCH (a:Document)-->(b:Document) RETURN b.id",
        "MATCH (a:Document)--(b:Document) RETURN b.id",
    ],
)
def test_a_query_that_could_meet_a_replacement_reads_no_answers(cypher: str) -> None:
    assert may_see(cypher) is Seen.REPLACEMENTS


@pytest.mark.one_store("the text of a query, no store")
def test_a_query_that_cannot_see_one_reads_no_answers() -> None:
    assert not may_see("MATCH (d:Document) RETURN count(d), size(d.name)")
    assert not may_see("MATCH (f:Fact)-[:SUBJECT]->(e:Entity) MATCH (e)<-[:OBJECT]-(f) RETURN 1")


@pytest.mark.one_store("the text of a query, no store")
@pytest.mark.parametrize(
    "cypher", ["MATCH (n:`Run`) RETURN n.id", "MATCH (r:Run {kind: 'build'}) RETURN count(r)"]
)
def test_a_query_about_runs_alone_reads_no_answers(cypher: str) -> None:
    assert may_see(cypher) is Seen.RUNS
    assert may_see(cypher + " UNION MATCH (a:Answer) RETURN a.id") is Seen.EVERYTHING


def test_runs_are_shown_first_and_answers_when_they_are_asked_for(
    small_documents: Write, tmp_path: Path, store: Any
) -> None:
    runs, answers = (f"MATCH (n:{label}) RETURN count(n) AS n" for label in ("Run", "Answer"))
    with KnowledgeBase(tmp_path / "kb") as base:
        base.build(small_documents({"retention.md": RETENTION}))
        base.ask(QUESTION)
        base.refresh()
        read: list[int] = []
        kept = base.record.answers_since

        def counted(seq: int, *, parts: Sequence[str]) -> list[StoredAnswer]:
            found = kept(seq, parts=parts)
            read.append(len(found))
            return found

        base.record.answers_since = counted  # type: ignore[method-assign]
        at_once = [1] if store.on_server else []  # a server shows others what it is given
        assert base.cypher(runs) == [{"n": 1}] and read == at_once
        assert base.cypher(answers) == [{"n": 1}] and read == [1]
        base.ask(QUESTION)
        assert base.cypher(runs) == [{"n": 1}]  # answers stay shown, and only new ones are read
        assert base.cypher(answers) == [{"n": 2}] and read == [1, 1]
        newest = base.record.answers(1)[0]
        base.record.erase_answer(newest.id)
        assert base.cypher(answers) == [{"n": 1}]
        base.feedback(base.record.answers(1)[0].id, "wrong")
        assert base.cypher("MATCH (a:Answer) RETURN a.opinions AS said") == [{"said": ["wrong"]}]
        base.build()
        assert base.cypher(answers) == [{"n": 1}]


def test_the_audits_own_process_shows_what_was_recorded_or_erased_a_moment_ago(
    small_documents: Write, tmp_path: Path
) -> None:
    with KnowledgeBase(tmp_path / "kb") as base:
        base.build(small_documents({"retention.md": RETENTION}))
        assert base.audit(ANSWERS) == []
        answer = base.ask(QUESTION)
        assert [row["id"] for row in base.audit(ANSWERS)] == [answer.id]
        base.record.erase_answer(answer.id)
        assert base.audit(ANSWERS) == []


def test_every_run_is_in_the_graph_and_named_by_its_facts(
    small_documents: Write, tmp_path: Path
) -> None:
    folder = small_documents({"keys.md": KEYS})
    with KnowledgeBase(tmp_path / "kb") as base:
        base.build(folder)
        base.build(folder)
        runs = base.cypher("MATCH (r:Run) RETURN r.id AS id, r.kind AS kind, r.state AS state")
        assert {(row["kind"], row["state"]) for row in runs} == {("build", "finished")}
        assert len(runs) == 2
        named = base.cypher(
            "MATCH (:Fact)-[s:SUPPORTED_BY]->() WITH DISTINCT s.run AS run "
            "MATCH (r:Run {id: run}) RETURN r.id AS id"
        )
        assert named and {row["id"] for row in named} <= {row["id"] for row in runs}


def test_superseded_evidence_is_shown_as_such(small_documents: Write, tmp_path: Path) -> None:
    with KnowledgeBase(tmp_path / "kb") as base:
        base.build(small_documents({"retention.md": RETENTION, "keys.md": KEYS}))
        answer = base.ask(QUESTION)
        kept = base.cypher(CITED, {"id": answer.id})
        longer = RETENTION.replace("keep complaint files for 7", "hold all complaint files for 9")
        base.build(small_documents({"retention.md": longer}))
        found = base.cypher(CITED, {"id": answer.id})
        assert {row["quote"] for row in found} == {row["quote"] for row in kept}
        gone = [row for row in found if "7 years" in str(row["quote"])]
        assert gone
        for row in gone:
            assert row["status"] == "superseded" and row["label"] == "Superseded"
            assert row["why"] == "replaced by import 2" and row["still_said"] is False
        assert ("superseded", "Superseded") in {
            (row["status"], row["label"]) for row in base.cypher(USED, {"id": answer.id})
        }
        [state] = base.cypher(ANSWERS)
        assert state["status"] == "superseded" and int(str(state["n"])) >= 2
        moved = longer.replace("# Retention", "# Retention of files")
        later = base.ask(QUESTION)
        base.build(small_documents({"retention.md": moved}))
        again = base.cypher(CITED, {"id": later.id})
        same = [row for row in again if "9 years" in str(row["quote"])]
        assert same and all(row["still_said"] is True for row in same)


def test_a_chunk_cut_otherwise_is_no_superseded_evidence(
    small_documents: Write, tmp_path: Path
) -> None:
    folder = small_documents({"retention.md": RETENTION * 3, "keys.md": KEYS})
    with KnowledgeBase(tmp_path / "kb") as base:
        base.build(folder)
        answer = base.ask(QUESTION)
    with KnowledgeBase(tmp_path / "kb", chunk_tokens=32) as base:
        base.build()
        found = base.cypher(CITED, {"id": answer.id})
        assert found and {row["status"] for row in found} == {"current"}


def test_an_erased_answer_leaves_the_graph_and_no_file(
    small_documents: Write, tmp_path: Path, store: Any
) -> None:
    question = "How long must complaint files be kept, asked Zebulon Quartermain?"
    with KnowledgeBase(tmp_path / "kb") as base:
        folder = small_documents({"retention.md": RETENTION})
        base.build(folder)
        answer = base.ask(question)
        assert [row["id"] for row in base.cypher(ANSWERS)] == [answer.id]
        assert store.holds(tmp_path / "kb", "Quartermain") == store.on_server
        base.build(small_documents({"keys.md": KEYS}))
        assert [row["id"] for row in base.cypher(ANSWERS)] == [answer.id]
        base.record.erase_answer(answer.id)
        assert base.cypher(ANSWERS) == []
        assert base.cypher("MATCH (s:Superseded) RETURN s.id AS id") == []
    assert not store.holds(tmp_path / "kb", "Quartermain")
    for path in (tmp_path / "kb").rglob("*"):
        if path.is_file():
            assert b"Quartermain" not in path.read_bytes(), path


def test_what_people_said_stands_at_the_answer(small_documents: Write, tmp_path: Path) -> None:
    with KnowledgeBase(tmp_path / "kb") as base:
        base.build(small_documents({"retention.md": RETENTION}))
        answer = base.ask(QUESTION)
        base.feedback(answer.id, "wrong", "seven is old")
        base.feedback(answer.id, "helpful")
        [row] = base.cypher("MATCH (a:Answer) RETURN a.opinions AS said")
        assert row["said"] == ["wrong", "helpful"]
