"""Measuring answers from the command line: a base, questions with gold spans, a report, a later one
that is compared with it; and what goes wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command import in_this_process

from groundgraph import KnowledgeBase

EXAMPLES = pytest.mark.one_store("asks as `ask` does; that is compared elsewhere")
SOP = "documents/sop-021-vigilance-reporting.md"
HELD = "Class B events must be reported to the Safety Officer within 24 hours of becoming aware of"


def run(*arguments: str, code: int = 0) -> tuple[str, str]:
    status, out, err = in_this_process(*arguments)
    assert status == code, (status, out[-2000:], err[-2000:])
    return out.decode("utf-8"), err.decode("utf-8")


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    rows: list[dict[str, Any]] = [
        {"id": "when", "question": "When must a Class B event be reported?",
         "answer_type": "value", "answers": ["within 24 hours"],
         "evidence": [{"document": SOP, "quote": HELD}], "scope_doc": SOP},
        {"id": "sea", "question": "How deep is the sea at Zanzibar?",
         "answer_type": "unanswerable", "answers": [], "evidence": []},
        {"id": "gone", "question": "Who rings the bell?", "answer_type": "value",
         "evidence": [{"document": "nowhere.md", "quote": "The pilot rings it."}],
         "scope_doc": "nowhere.md"},
    ]  # fmt: skip
    path = tmp_path / "questions.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


@EXAMPLES
def test_a_report_and_one_that_is_compared_with_it(
    examples_copy: Path, questions: Path, tmp_path: Path
) -> None:
    kb, first = str(examples_copy), tmp_path / "first.json"
    out, err = run("eval", "answers", str(questions), "--kb", kb, "--json", str(first),
                   "--html", str(tmp_path / "r.html"))  # fmt: skip
    data = json.loads(first.read_text("utf-8"))
    rows = {row["id"]: row for row in data["arms"]["groundgraph"]["rows"]}
    assert rows["when"]["values"]["any gold span held"] == 1.0
    assert rows["when"]["places"] and {place[0] for place in rows["when"]["places"]} == {SOP}
    assert rows["sea"]["values"] == {"unanswerable: answered": 0.0, "unanswerable: refused": 1.0}
    assert rows["gone"]["state"] == "failed" and "nowhere.md" in rows["gone"]["error"]
    assert rows["gone"]["values"]["any gold span held"] == 0.0
    assert data["gold spans not in the base"] == 1
    figure = data["arms"]["groundgraph"]["figures"]["all"]["any gold span held"]
    assert (figure["mean"], figure["questions"]) == (0.5, 2)
    assert "1 gold spans do not stand in the base" in out and "groundgraph 3 of 3" in err
    assert "Answers, measured" in (tmp_path / "r.html").read_text("utf-8")
    with KnowledgeBase(examples_copy) as base:
        assert base.cypher("MATCH (a:Answer) RETURN a.id AS id") == []  # nothing was recorded

    out, _ = run("eval", "answers", str(questions), "--kb", kb,
                 "--arm", "BM25 + best sentences", "--arm", "MiniLM + best sentences",
                 "--against", str(first), "--json", "-")  # fmt: skip
    later = json.loads(out)
    assert list(later["arms"]) == ["BM25 + best sentences", "MiniLM + best sentences"]
    assert {one["first"] for one in later["comparisons"]} == {
        "groundgraph (first.json)",
        "BM25 + best sentences",
    }
    assert all(0 < row["values"].get("words", 1) <= 150 for arm in later["arms"].values()
               for row in arm["rows"])  # fmt: skip


@EXAMPLES
def test_a_base_without_questions_is_asked_what_its_facts_say(
    examples_copy: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "made.jsonl"
    out, _ = run("eval", "quick", "--kb", str(examples_copy), "--questions", "18",
                 "--keep", str(kept), "--json", "-")  # fmt: skip
    data = json.loads(out)
    rows = {row["id"]: row for row in data["arms"]["groundgraph"]["rows"]}
    made = [json.loads(line) for line in kept.read_text("utf-8").splitlines()]
    assert len(rows) == 18 and data["gold spans not in the base"] == 0
    assert "real ones are harder" in data["about"]["caveat"]
    hidden = [row for row in made if row["answer_type"] == "absent"]
    assert len(hidden) == 2 and all(row["without_docs"] for row in hidden)
    for row in hidden:
        places = {place[0] for place in rows[row["id"]]["places"]}
        assert not places & set(row["without_docs"])
        assert rows[row["id"]]["values"]["unanswerable: answered"] == 0.0
    again, _ = run("eval", "answers", str(kept), "--kb", str(examples_copy), "--json", "-")
    assert {row["id"]: row["values"] for row in json.loads(again)["arms"]["groundgraph"]["rows"]}\
        == {name: row["values"] for name, row in rows.items()}  # fmt: skip


@EXAMPLES
def test_a_base_without_facts_makes_no_questions(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Nothing much.\n", "utf-8")
    with KnowledgeBase(tmp_path / "kb") as base:
        base.build(tmp_path / "a.md")
    _, err = run("eval", "quick", "--kb", str(tmp_path / "kb"), code=4)
    assert "no fact that a question can be made from" in err and "eval answers" in err


@EXAMPLES
def test_what_goes_wrong_says_what_to_do(
    examples_copy: Path, questions: Path, tmp_path: Path,
    small_documents: Callable[[dict[str, str]], Path],
) -> None:  # fmt: skip
    kb = str(examples_copy)
    out, _ = run("eval", "answers", str(questions), "--kb", kb, "--arms")
    assert out.splitlines()[0] == "groundgraph"
    _, err = run("eval", "answers", str(questions), "--kb", kb, "--arm", "oracle", code=2)
    assert "no arm is called oracle. There are: groundgraph;" in err
    _, err = run("eval", "answers", str(questions), "--kb", kb, "--against", str(questions), code=2)
    assert "is no report on answers" in err
    _, err = run("eval", "answers", str(tmp_path / "none"), "--kb", kb, code=2)
    assert "No such file" in err
    _, err = run("eval", "answers", str(questions), "--kb", str(tmp_path / "empty"), code=4)
    assert "groundgraph build PATH" in err
    other = tmp_path / "other"
    with KnowledgeBase(other) as base:
        base.build(small_documents({"a.txt": "Lorem ipsum.\n"}))
    _, err = run("eval", "answers", str(questions), "--kb", str(other), code=2)
    assert "holds none of the documents" in err and "groundgraph build corpus.jsonl" in err


@EXAMPLES
def test_a_sample_is_always_the_same(examples_copy: Path, questions: Path) -> None:
    asked = [
        [row["id"] for row in json.loads(run(
            "eval", "answers", str(questions), "--kb", str(examples_copy), "--limit", "2",
            "--arm", "BM25 + best sentences", "--json", "-",
        )[0])["arms"]["BM25 + best sentences"]["rows"]]
        for _ in range(2)
    ]  # fmt: skip
    assert asked[0] == asked[1] and len(asked[0]) == 2


@EXAMPLES
def test_retrieval_of_spans_and_of_documents(
    examples_copy: Path, questions: Path, tmp_path: Path
) -> None:
    kb = str(examples_copy)
    out, _ = run("eval", "retrieval", str(questions), "--kb", kb, "--json", "-")
    data = json.loads(out)
    assert list(data["arms"]) == ["BM25", "dense passages", "the whole recipe"]
    rows = {row["id"]: row for row in data["arms"]["the whole recipe"]["rows"]}
    assert set(rows) == {"when", "gone"}  # the third one has no gold
    [rank] = rows["when"]["ranks of the gold spans"]
    assert rank < 5 and rows["when"]["found"] == [SOP]
    assert "nowhere.md" in rows["gone"]["error"]
    assert data["arms"]["the whole recipe"]["passages"]["all"]["R@5"]["mean"] == 0.5

    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels" / "test.tsv").write_text("q\td\ts\n1\tsop-021-vigilance-reporting\t1\n")
    query = {"_id": "1", "text": "When must a Class B event be reported?"}
    (tmp_path / "queries.jsonl").write_text(json.dumps(query) + "\n", "utf-8")
    out, _ = run("eval", "retrieval", str(tmp_path), "--kb", kb, "--arm", "BM25",
                 "--html", str(tmp_path / "r.html"))  # fmt: skip
    assert "BM25, documents: R@1 " in out and "R@5 1.000" in out
    assert "Retrieval, measured" in (tmp_path / "r.html").read_text("utf-8")
    _, err = run("eval", "retrieval", str(tmp_path), "--kb", kb, "--arm", "luck", code=2)
    assert "no arm is called luck. There are: BM25;" in err
    (tmp_path / "qrels" / "test.tsv").write_text("q\td\ts\n1\tnowhere\t1\n")
    _, err = run("eval", "retrieval", str(tmp_path), "--kb", kb, code=2)
    assert "holds none of the documents" in err
