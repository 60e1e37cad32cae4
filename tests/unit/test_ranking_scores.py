"""Passages against gold documents and gold spans, by hand; sets in BEIR's layout."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evaluation.beir import load_beir
from evaluation.ranking_scores import (
    RankedQuestion,
    RankedRun,
    RankingReport,
    figures,
    paired,
    ranking_data,
    ranking_html,
    ranking_lines,
    span_ranks,
)
from graph.errors import SettingsError

PLACES = [("a", 0, 50), ("b", 0, 40), ("a", 50, 90), ("c", 0, 9)]


def asked(id: str, places: list[tuple[str, int, int]], error: str = "") -> RankedQuestion:
    spans = [("a", 60, 70), ("c", 5, 9)]
    return RankedQuestion(id, "how", places, frozenset({"a", "c"}), spans, error=error)


def test_a_span_is_found_by_the_first_passage_that_overlaps_it() -> None:
    spans = [("a", 40, 60), ("b", 40, 50), ("c", 8, 20), None]
    assert span_ranks(PLACES, spans) == [0, None, 3, None]


def test_documents_rank_where_their_best_passage_does() -> None:
    run = RankedRun("x", [asked("1", PLACES)])
    values = run.values("documents")
    assert [values[m]["1"] for m in ("R@1", "R@2", "R@5", "all@5")] == [0.5, 0.5, 1.0, 1.0]
    passages = run.values("passages")
    assert [passages[m]["1"] for m in ("R@1", "R@5", "all@5")] == [0.0, 1.0, 1.0]


def test_a_question_that_failed_counts_with_0() -> None:
    run = RankedRun("x", [asked("1", PLACES), asked("2", [], "no such document")])
    assert figures(run, "passages")["all"]["R@5"].mean == 0.5
    assert figures(run, "documents")["all"]["R@5"].mean == 0.5 and run.failed == 1


def test_a_question_within_one_document_has_no_ranking_of_documents() -> None:
    run = RankedRun("x", [RankedQuestion("1", "how", PLACES, spans=[("a", 0, 5)])])
    assert figures(run, "documents") == {}
    assert figures(run, "passages")["all"]["R@1"].mean == 1.0


def test_a_report_compares_arms_in_pairs() -> None:
    good = RankedRun("good", [asked(str(n), PLACES) for n in range(12)])
    bad = RankedRun("<bad>", [asked(str(n), []) for n in range(12)])
    found = {(one.level, one.measure): one for one in paired([bad, good])}
    assert found["passages", "R@5"].found.difference == 1.0
    assert found["passages", "R@5"].adjusted < 0.01
    report = RankingReport({"questions": "12"}, [bad, good])
    data = json.loads(json.dumps(ranking_data(report)))
    assert data["arms"]["good"]["documents"]["all"]["R@5"]["mean"] == 1.0
    assert data["arms"]["good"]["rows"][0]["ranks of the gold spans"] == [2, 3]
    assert any("good against <bad>" in line for line in ranking_lines(report))
    assert "<bad>" not in ranking_html(report)


def test_beirs_layout(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"no qrels/test.tsv"):
        load_beir(tmp_path)
    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels" / "test.tsv").write_text(
        "query-id\tcorpus-id\tscore\nq1\td1\t1\nq1\td2\t2\nq1\td3\t0\nq2\td1\t1\n", "utf-8"
    )
    with pytest.raises(SettingsError, match="not in BEIR's layout"):
        load_beir(tmp_path)
    rows = [{"_id": "q1", "text": "Who?"}, {"_id": "q3", "text": "What?"}]
    (tmp_path / "queries.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    [question] = load_beir(tmp_path)
    assert (question.id, question.text) == ("q1", "Who?")
    assert [span.document for span in question.spans] == ["d1", "d2"]
