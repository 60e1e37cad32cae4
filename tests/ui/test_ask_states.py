"""Every state of Ask without a browser (Streamlit's AppTest), also where nothing may be written."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import ui
from graph.errors import RecordError
from groundgraph import Answer, KnowledgeBase

VIEWS = Path(ui.__file__).parent
pytestmark = pytest.mark.usefixtures("fresh_caches")
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
ANSWERED = "How soon must a pump failure at a patient's home be reported?"
NOT_FOUND = "What fine does the Device Safety Agency impose for a late vigilance report?"
Open = Callable[..., AppTest]


@pytest.fixture(scope="module")
def folder(untouched_examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(untouched_examples, tmp_path_factory.mktemp("ask") / "kb"))


@pytest.fixture
def opened() -> Open:
    """Runs a page over the base in a folder, at an address."""

    def run(
        folder: Path, *, page: str = "ask", read_only: bool = False, **address: str | list[str]
    ) -> AppTest:
        app = AppTest.from_file(str(VIEWS / f"{page}_view.py"), default_timeout=60)
        app.session_state["kb"] = str(folder)
        app.session_state["read_only"] = read_only
        app.session_state["pages"] = {}
        for name, value in address.items():
            app.query_params[name.rstrip("_")] = value
        return app.run()

    return run


def told(app: AppTest) -> str:
    assert not app.exception
    return " ".join(str(element.proto.body) for element in app.get("html"))


def card(app: AppTest) -> dict[str, Any]:
    """What the page gave to the evidence card."""
    assert not app.exception
    [component] = app.get("bidi_component")
    found: dict[str, Any] = json.loads(component.proto.json)
    return found


def asked(app: AppTest, question: str) -> AppTest:
    app.text_input(key="question").set_value(question)
    [button] = [b for b in app.button if b.label == "Ask"]
    return button.click().run()


def test_an_empty_page_offers_questions(opened: Open, folder: Path) -> None:
    app = opened(folder)
    assert "Ask your documents" in told(app)
    assert "read-only" not in told(app)
    assert [b for b in app.button if (b.key or "").startswith("example-")]


@pytest.mark.parametrize(("question", "state"), [(ANSWERED, "answered"), (NOT_FOUND, "not_found")])
def test_a_question_is_answered_and_stands_in_the_address(
    opened: Open, folder: Path, question: str, state: str
) -> None:
    app = asked(opened(folder), question)
    found = card(app)
    assert found["answer"]["state"] == state
    assert found["kept"]
    identifier = app.query_params["answer"]
    with KnowledgeBase(folder) as base:
        assert base.answer(identifier)["question"] == question
    again = opened(folder, answer=identifier)
    assert card(again)["answer"] == found["answer"]
    assert again.text_input(key="question").value == question
    assert "Ask your documents" not in told(again)


def test_a_search_in_one_document_is_restored_by_its_address(opened: Open, folder: Path) -> None:
    with KnowledgeBase(folder) as base:
        [key] = [k for k in base.record.current() if "sop-021" in k]
    app = opened(folder)
    app.multiselect(key="only").set_value([key])
    app = asked(app, ANSWERED)
    assert {c["document"] for s in card(app)["answer"]["sentences"] for c in s["citations"]} == {
        key
    }
    assert card(app)["only"] == ["SOP-021 Vigilance and reporting"]
    assert app.query_params["in"] == key
    again = opened(folder, answer=app.query_params["answer"])
    assert again.multiselect(key="only").value == [key]


def test_an_unknown_answer_is_a_message_and_the_form_still_works(
    opened: Open, folder: Path
) -> None:
    app = opened(folder, answer="a_none")
    assert "This answer is not here" in told(app)
    assert card(asked(app, ANSWERED))["answer"]["state"] == "answered"


def test_an_error_while_asking_is_calm(
    opened: Open, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> Answer:
        raise RecordError("the disk is full. Make room and ask again.")

    app = opened(folder)
    monkeypatch.setattr(KnowledgeBase, "ask", full)
    words = told(asked(app, ANSWERED))
    assert "This could not be answered" in words
    assert "Make room and ask again" in words


def test_without_a_base_the_next_step_is_told(opened: Open, tmp_path: Path) -> None:
    assert "groundgraph build PATH" in told(opened(tmp_path / "none"))


def test_a_first_build_that_is_running_is_said(opened: Open, tmp_path: Path) -> None:
    folder = tmp_path / "kb"
    with KnowledgeBase(folder) as base:
        base.build(EXAMPLES / "documents" / "pol-008-training.md")
        (folder / "store" / "CURRENT").unlink()
        with base.record.write_lock():
            assert "The first build is running" in told(opened(folder))
        assert "No documents yet" in told(opened(folder))


def test_read_only_answers_and_records_nothing(opened: Open, folder: Path) -> None:
    with KnowledgeBase(folder) as base:
        before = base.record.position
    app = opened(folder, read_only=True)
    assert "read-only" in told(app)
    app = asked(app, ANSWERED)
    found = card(app)
    assert found["answer"]["state"] == "answered"
    assert found["answer"]["id"] == ""
    assert not found["kept"]
    assert app.query_params["q"] == ANSWERED
    again = opened(folder, read_only=True, q=ANSWERED)
    assert not again.get("bidi_component") and "Press Ask" in told(again)
    again = asked(again, ANSWERED)
    assert card(again)["answer"]["sentences"] == found["answer"]["sentences"]
    assert not [b for b in again.button if (b.key or "").startswith("recent-")]
    with KnowledgeBase(folder) as base:
        assert base.record.position == before


def test_read_only_documents_take_no_uploads(opened: Open, folder: Path) -> None:
    assert opened(folder, page="documents").get("file_uploader")
    assert not opened(folder, page="documents", read_only=True).get("file_uploader")


def test_a_figure_comes_with_how_it_was_computed_its_rows_and_its_query(
    opened: Open, tables_base: Path
) -> None:
    found = card(asked(opened(tables_base), "How many pumps does Brook supply?"))
    assert found["answer"]["headline"]["text"] == "12"
    assert found["figure"]["how"] == "Counted from 12 rows of “Pump list of the Aldery works”."
    assert (len(found["form"]["first"]), found["figure"]["rows"]) == (12, 10)
    with KnowledgeBase(tables_base) as base:
        assert base.cypher(found["figure"]["query"]) == [{"answer": 12}]
    assert "Counted from 12 rows" in found["markdown"]
    assert f"```cypher\n{found['figure']['query']}\n```" in found["markdown"]


def test_where_no_figure_can_be_computed_the_card_says_why(opened: Open, tables_base: Path) -> None:
    found = card(asked(opened(tables_base), "Which service has the highest fee?"))
    assert found["answer"]["state"] == "related"
    assert found["figure"] is None
    assert any("1 row states no “Fee”" in line for line in found["answer"]["missing"])
    assert "1 row states no “Fee”" in found["markdown"]


def gone_on(app: AppTest, typed: str) -> AppTest:
    app.text_input(key="follow_up").set_value(typed)
    [button] = [b for b in app.button if b.label == "Go on"]
    return button.click().run()


@pytest.mark.parametrize("read_only", [False, True])
def test_a_follow_up_shows_what_it_carried_over_and_stands_in_the_form(
    opened: Open, folder: Path, read_only: bool
) -> None:
    app = asked(opened(folder, read_only=read_only), "How long are complaint files kept?")
    assert "follows" not in card(app)["answer"]
    app = gone_on(app, "and for training records?")
    found = card(app)["answer"]
    assert found["question"] == "How long are training records kept?"
    assert found["follows"]["carried"] == "How long are … kept"
    assert found["follows"]["in_place_of"] == "complaint files"
    assert app.text_input(key="question").value == found["question"]
    assert app.text_input(key="follow_up").value == ""
    again = gone_on(app, "How soon must a Class B event be reported?")
    assert card(again)["answer"]["follows"]["carried"] == ""
    if not read_only:
        reopened = opened(folder, answer=found["id"])
        assert card(reopened)["answer"]["follows"] == found["follows"]
