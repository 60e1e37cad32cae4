"""The page Evaluate: without a report, with one, and a question opened."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from streamlit.testing.v1 import AppTest

import ui
from evaluation.answering.answer_report import AnswerReport, report_data
from evaluation.answering.answer_scores import AnswerRun
from evaluation.answering.card_values import Card, judged
from evaluation.answering.question_files import AnswerQuestion, GoldSpan
from groundgraph.views.opened_reports import FOLDER

DOCUMENT = "documents/sop-014-incident-handling.md"
GOLD = (DOCUMENT, 100, 140)
ASKED = {"q1": "Who lights the lamp?", "q2": "When is the gate shut?"}


@pytest.fixture
def report(own_base: Path) -> Any:
    """A report with two arms, kept below the base while a test runs."""
    cards = {
        "plain": {"q1": Card("answered", "the watchman", "The watchman.", (GOLD,), (GOLD,)),
                  "q2": Card("related", "", "The gate is green.", ((DOCUMENT, 0, 9),), (GOLD,))},
        "other": {"q1": Card("related", "", "A lamp.", ((DOCUMENT, 0, 9),), ()),
                  "q2": Card("answered", "at six", "At six.", (GOLD,), (GOLD,))},
    }  # fmt: skip
    runs = []
    for arm, own in cards.items():
        found = []
        for key, card in own.items():
            question = AnswerQuestion(key, ASKED[key], "lookup", (GoldSpan(DOCUMENT, "words"),))
            found.append(judged(question, card, [GOLD], ["the gold words of it"]))
        runs.append(AnswerRun(arm, found))
    path = own_base / FOLDER / "harbour.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(report_data(AnswerReport({"questions": "2"}, runs))), "utf-8")
    yield path.stem
    path.unlink()


@pytest.mark.parametrize("read_only", [False, True])
def test_without_a_report_the_next_step_is_told(built_examples: Path, read_only: bool) -> None:
    app = AppTest.from_file(str(Path(ui.__file__).parent / "evaluate_view.py"), default_timeout=60)
    app.session_state["kb"] = str(built_examples)
    app.session_state["read_only"] = read_only
    app.session_state["pages"] = {}
    app.run()
    assert not app.exception
    told = " ".join(str(element.proto.body) for element in app.get("html"))
    assert "No report yet" in told and "groundgraph eval answers QUESTIONS.jsonl" in told
    assert len(app.get("file_uploader")) == (1 if read_only else 2)  # a run takes the second one


def test_a_question_opens_with_what_each_arm_showed_and_where_it_lost_the_gold(
    address: str, open_page: Any, report: str
) -> None:
    page = open_page(f"{address}/evaluate?report={report}")
    expect(page.locator(".arm")).to_have_count(2)
    expect(page.locator(".line")).to_have_count(2)
    page.get_by_role("button", name="found, not chosen 1").click()
    expect(page.locator(".line")).to_have_count(1)
    page.locator(".line").click()
    cards = page.locator(".opened .card")
    expect(cards).to_have_count(2)
    expect(cards.nth(0)).to_contain_text("The gate is green.")
    expect(cards.nth(0).locator(".missed")).to_contain_text("found, not chosen")
    expect(cards.nth(0).locator(".missed")).to_contain_text("the gold words of it")
    expect(cards.nth(1)).to_contain_text("at six")
    assert "question=q2" in page.url
    page.reload()
    expect(page.locator(".opened .card")).to_have_count(2)
    page.get_by_role("button", name="Ask this question").click()
    expect(page.get_by_label("Question", exact=True)).to_have_value(ASKED["q2"])


def test_a_report_is_opened_from_a_file_and_what_is_none_is_refused(
    address: str, open_page: Any, report: str, own_base: Path, tmp_path: Path
) -> None:
    content = (own_base / FOLDER / f"{report}.json").read_bytes()
    (tmp_path / "mine.json").write_bytes(content)
    (tmp_path / "other.json").write_text("{}", encoding="utf-8")
    page = open_page(f"{address}/evaluate")
    page.get_by_role("button", name="Open a report").click()
    page.locator("input[type=file]").first.set_input_files(tmp_path / "other.json")
    expect(page.get_by_text("other.json: this is no report")).to_be_visible()
    page.locator("input[type=file]").first.set_input_files(tmp_path / "mine.json")
    expect(page.locator("input[aria-label=Report]").first).to_have_value("opened from a file")
    expect(page.locator(".line")).to_have_count(2)
