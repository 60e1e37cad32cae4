"""A judge at the keyboard: verdicts, faults, a note, a step back, the end; no mouse."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from groundgraph import KnowledgeBase
from groundgraph.judging_draw import DrawRequest, default_path, draw, write_draw
from groundgraph.judging_session import JudgingSession


@pytest.fixture
def sheet(untouched_examples: Path, tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(untouched_examples, tmp_path / "kb"))
    with KnowledgeBase(folder) as base:
        path = default_path(base, "1")
        write_draw(draw(base, DrawRequest("1", {"fact": 2, "name": 1})), path)
    return path


@pytest.fixture
def judging(sheet: Path, serve: Any) -> Iterator[str]:
    with serve(sheet.parent.parent) as found:
        yield found


def test_a_sheet_is_judged_by_keys_alone(judging: str, sheet: Path, open_page: Any) -> None:
    page = open_page(f"{judging}/judge")
    page.get_by_label("Your name").wait_for()
    page.keyboard.type("ada")
    page.keyboard.press("Enter")
    progress = page.get_by_role("status").filter(has_text="judged")
    expect(progress).to_have_text("0 of 3 judged")
    page.keyboard.press("w")
    expect(page.get_by_text("wrong: what is wrong?")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("r is for rest")  # words of a note, no verdicts
    page.keyboard.press("Escape")
    page.keyboard.press("m")
    page.keyboard.press("d")
    expect(progress).to_have_text("1 of 3 judged")
    page.keyboard.press("r")
    expect(progress).to_have_text("2 of 3 judged")
    page.keyboard.press("u")
    expect(progress).to_have_text("1 of 3 judged")
    page.keyboard.press("t")
    expect(progress).to_have_text("2 of 3 judged")
    page.keyboard.press("r")
    expect(page.get_by_text("Is its kind right?")).to_be_visible()
    page.keyboard.press("k")
    expect(page.get_by_text("Every item has a verdict")).to_be_visible()
    said = JudgingSession(sheet, "ada").verdicts
    assert {n: (v.verdict, v.fault, v.note) for n, v in said.items()} == {
        1: ("misleading", "deadline", "r is for rest"),
        2: ("trivial", "", ""),
        3: ("good", "wrong kind", ""),
    }
