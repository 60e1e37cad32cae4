"""The page for judges without a browser: what it shows, keeps, refuses, and never shows."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from page_runs import data, page_run, told
from streamlit.testing.v1 import AppTest

from groundgraph import KnowledgeBase
from groundgraph.judging_draw import DrawRequest, default_path, draw, write_draw
from groundgraph.judging_session import JudgingSession

pytestmark = pytest.mark.usefixtures("fresh_caches")


@pytest.fixture(scope="module")
def folder(untouched_examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = Path(shutil.copytree(untouched_examples, tmp_path_factory.mktemp("judged") / "kb"))
    with KnowledgeBase(found) as base:
        made = draw(base, DrawRequest("1", {"fact": 3, "sentence": 2}))
        write_draw(made, default_path(base, "1"))
    return found


@pytest.fixture
def sheet(folder: Path) -> Iterator[Path]:
    path = folder / "judging" / "draw-1.jsonl"
    yield path
    for written in path.parent.glob("*.verdicts.*"):
        written.unlink()


def opened(folder: Path, *, read_only: bool = False, **address: str) -> AppTest:
    return page_run("judge", folder, read_only=read_only, **address)


def test_a_judge_says_who_they_are_first(sheet: Path, folder: Path) -> None:
    found = data(opened(folder))
    assert found["sheets"] == ["draw-1"] and found["work"] is None
    assert data(opened(folder, judge="a b"))["refused"].startswith("'a b' cannot name a judge")


def test_the_next_item_is_shown_with_its_keys_and_without_its_rule(
    sheet: Path, folder: Path
) -> None:
    JudgingSession(sheet, "ada").give(1, "wrong", "subject")
    found = data(opened(folder, judge="ada", sheet="draw-1"))
    work = found["work"]
    assert (work["done"], work["total"], work["item"]["n"]) == (1, 5, 2)
    assert work["last"] == {"n": 1, "verdict": "wrong"}
    wrong = next(word for word in work["item"]["verdicts"] if word["name"] == "wrong")
    assert {"key": "b", "name": "subject"}.items() <= wrong["faults"][3].items()
    key = json.loads(sheet.with_name("draw-1.key.json").read_text("utf-8"))
    shown = json.dumps(found)
    assert key["items"]["2"]["ids"]["fact"] not in shown and '"rule"' not in shown


def test_every_item_judged_is_the_end(sheet: Path, folder: Path) -> None:
    session = JudgingSession(sheet, "ada")
    while (item := session.next) is not None:
        session.give(item.n, "skip")
    assert data(opened(folder, judge="ada"))["work"]["item"] is None


def test_what_is_not_there_names_the_next_step(built_examples: Path, folder: Path) -> None:
    assert "groundgraph eval facts draw" in told(opened(built_examples))
    assert "groundgraph eval facts judge SHEET" in told(opened(folder, read_only=True))
