"""What Ask gives to the card of a comparison, a summary and the main themes (AppTest)."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import ui

VIEWS = Path(ui.__file__).parent
pytestmark = pytest.mark.usefixtures("fresh_caches")


@pytest.fixture(scope="module")
def folder(untouched_examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(untouched_examples, tmp_path_factory.mktemp("forms") / "kb"))


def card(folder: Path, question: str) -> dict[str, Any]:
    app = AppTest.from_file(str(VIEWS / "ask_view.py"), default_timeout=60)
    app.session_state["kb"] = str(folder)
    app.session_state["read_only"] = False
    app.session_state["pages"] = {}
    app.run()
    app.text_input(key="question").set_value(question)
    [button] = [b for b in app.button if b.label == "Ask"]
    button.click().run()
    assert not app.exception
    [component] = app.get("bidi_component")
    found: dict[str, Any] = json.loads(component.proto.json)
    return found


def test_the_sides_of_a_comparison_have_states_and_figures(folder: Path) -> None:
    data = card(folder, "Compare how long complaint files and training records are kept.")
    assert (data["answer"]["form"], data["parts"]["form"]) == ("comparison", "comparison")
    one, other = data["parts"]["parts"]
    assert (one["name"], other["name"]) == ("Complaint files", "Training records")
    assert one["state"] == "answered" and one["figure"]
    assert data["form"]["first"] == []
    assert sorted(data["form"]["rest"]) == list(range(len(data["answer"]["sentences"])))


def test_the_sections_of_a_summary_count_what_is_left_out(folder: Path) -> None:
    data = card(folder, "Summarise the quality manual")
    parts = data["parts"]["parts"]
    assert data["parts"]["form"] == "summary" and len(parts) > 2
    assert {part["state"] for part in parts} == {""}
    assert {c["document"] for s in data["answer"]["sentences"] for c in s["citations"]} == {
        "documents/quality-manual.html"
    }
    assert data["parts"]["caption"].startswith("Sentences of the document as they stand")


def test_themes_have_examples_and_sizes(folder: Path) -> None:
    data = card(folder, "What are these documents about?")
    assert data["parts"]["form"] == "themes"
    for part in data["parts"]["parts"]:
        assert 1 <= len(part["sentences"]) <= 3 and "document" in part["notes"][0]


def test_a_card_that_names_what_may_be_meant_has_no_parts(folder: Path) -> None:
    data = card(folder, "Summarise the incident report")
    assert data["parts"] is None and data["answer"]["state"] == "unsupported"
    assert "documents may be meant" in data["answer"]["missing"][0]
