"""Reports opened question by question, and questions run from a page."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path
from typing import Any

import pytest

from evaluation.answering.answer_report import AnswerReport, report_data
from evaluation.answering.answer_scores import AnswerRun
from evaluation.answering.card_values import Card, judged
from evaluation.answering.question_files import AnswerQuestion, GoldSpan
from graph.errors import SettingsError
from groundgraph import KnowledgeBase
from groundgraph.evaluation_runs import EvaluationRun
from groundgraph.retrieval_evaluation import measure_retrieval, named_searches, retrieval_questions
from groundgraph.views.opened_reports import (
    ANSWERED_NOTHING,
    FAILED,
    HELD_UNSAID,
    WRONG_TICK,
    OpenedCard,
    OpenedRanking,
    kept_reports,
    lost_at,
    opened_report,
    read_report,
)

QUOTE = "the lamp is lit at dusk"
GOLD = ("harbour.md", 10, 33)


def row(card: Card, *, place: Any = GOLD, type: str = "lookup") -> dict[str, Any]:
    """What a report keeps of `card` for a question with one gold span (none: unanswerable)."""
    spans = () if type == "unanswerable" else (GoldSpan("harbour.md", QUOTE),)
    question = AnswerQuestion("q1", "When is the lamp lit?", type, spans)
    one = judged(question, card, [place][: len(spans)], [QUOTE][: len(spans)])
    report = report_data(AnswerReport({"questions": "1"}, [AnswerRun("plain", [one])]))
    found: dict[str, Any] = report["arms"]["plain"]["rows"][0]
    return found


def test_each_way_to_lose_an_answer_has_its_step() -> None:
    elsewhere = (("harbour.md", 90, 99),)
    held = (GOLD,)
    assert lost_at(row(Card("answered", places=held, passages=held))) == []
    assert lost_at(row(Card("related", places=held, passages=held))) == [HELD_UNSAID]
    assert lost_at(row(Card("related", places=elsewhere, passages=held))) == ["found, not chosen"]
    assert lost_at(row(Card("related", passages=elsewhere))) == ["not found"]
    assert lost_at(row(Card("related"), place=None)) == ["not in the base"]
    assert lost_at(row(Card("answered", passages=elsewhere))) == ["not found", WRONG_TICK]
    assert lost_at(row(Card("failed", error="no store"))) == [FAILED]
    assert lost_at(row(Card("answered"), type="unanswerable")) == [ANSWERED_NOTHING]
    assert lost_at(row(Card("not_found"), type="unanswerable")) == []


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"report": "other 1"}', b"\xff"])
def test_what_is_no_report_is_refused_with_the_next_step(content: bytes) -> None:
    with pytest.raises(SettingsError, match="groundgraph eval answers"):
        opened_report(content)


QUESTIONS = """\
{"id": "q1", "question": "How soon must a Class B event be reported?", "type": "lookup", \
"evidence": [{"document": "documents/sop-021-vigilance-reporting.md", \
"quote": "Class B events must be reported to the Safety Officer within 24 hours"}]}
{"id": "q2", "question": "What fine follows a late report?", "type": "unanswerable"}
"""


def test_a_run_from_a_page_keeps_a_report_that_opens(
    untouched_examples: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(untouched_examples, tmp_path / "kb"))
    run = EvaluationRun(folder, "mine.jsonl", QUESTIONS.encode(), "answers", ["groundgraph"], 5)
    for _ in range(1200):
        if run.state != "running":
            break
        time.sleep(0.1)
    assert (run.state, run.error, run.done, run.total) == ("done", "", 2, 2)
    assert kept_reports(folder) == [run.name]
    report = read_report(run.report)
    assert report.kind == "answers"
    assert [question.id for question in report.questions] == ["q1", "q2"]
    [card] = report.questions[0].arms
    assert isinstance(card, OpenedCard)
    assert card.missed == () and "24 hours" in card.text
    [arm] = report.arms
    assert {"any gold span held", "words"} <= {f.measure for f in arm.figures if f.main}


def test_a_run_of_what_holds_no_questions_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="line 1"):
        EvaluationRun(tmp_path, "mine.jsonl", b"{}\n", "answers", [], 5)
    assert kept_reports(tmp_path) == []


def test_a_report_on_retrieval_tells_the_rank_of_each_gold_span(
    built_examples: Path, tmp_path: Path
) -> None:
    from evaluation.ranking_scores import ranking_data

    path = tmp_path / "questions.jsonl"
    path.write_text(QUESTIONS, encoding="utf-8")
    with KnowledgeBase(built_examples, read_only=True) as base:
        report = measure_retrieval(
            base,
            retrieval_questions(path),
            named_searches(base, ["BM25"]),
            lambda arm, done, total: None,
        )
    opened = opened_report(json.dumps(ranking_data(report)).encode())
    [question] = opened.questions
    assert question.text == "How soon must a Class B event be reported?"
    [arm] = question.arms
    assert isinstance(arm, OpenedRanking)
    assert arm.steps == () and arm.ranks[0] in range(1, 21)
