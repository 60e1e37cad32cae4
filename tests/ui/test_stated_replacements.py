"""Stated replacements on the page Documents: each with its words, rejected and restored under the
name of who decides."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from playwright.sync_api import expect
from streamlit.testing.v1 import AppTest
from written_base import written_base

import ui
from groundgraph import KnowledgeBase
from groundgraph.replacement_rows import replacement_rows

VIEW = Path(ui.__file__).parent / "documents_view.py"
NEWER = "This manual replaces the Sail Manual of 2021."
GONE = "This manual replaces the Oar Manual of 1987."
FILES = {
    "old.md": "# Sail Manual 2021\n\nEvery sail must be dried before it is folded.\n",
    "new.md": "# Manual of the yard\n\nEffective 1 March 2025.\n\n"
    f"{NEWER}\n\n{GONE}\n\nEvery sail must be rinsed before it is folded.\n",
}
ASKED = "Summarise the Sail Manual 2021"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with written_base(tmp_path, FILES) as base:
        return base.folder


@pytest.fixture(autouse=True)
def fresh_caches() -> Iterator[None]:
    st.cache_data.clear()
    st.cache_resource.clear()
    yield
    st.cache_data.clear()
    st.cache_resource.clear()


def data(folder: Path, *, read_only: bool = False) -> dict[str, Any]:
    app = AppTest.from_file(str(VIEW), default_timeout=120)
    app.session_state["kb"] = str(folder)
    app.session_state["read_only"] = read_only
    app.session_state["pages"] = {}
    app.run()
    assert not app.exception
    [component] = app.get("bidi_component")
    found: dict[str, Any] = json.loads(component.proto.json)
    return found


def test_each_statement_is_a_row_with_its_state_and_who_rejected_it(folder: Path) -> None:
    with KnowledgeBase(folder) as base:
        rows = {row["quote"]: row for row in replacement_rows(base)}
        held, gone = rows[NEWER], rows[GONE]
        assert (held["newer_name"], held["former_name"]) == (
            "Manual of the yard",
            "Sail Manual 2021",
        )
        assert (held["state"], held["since"], held["by"]) == ("holds", "2025-03-01", "")
        text = base.document("docs/new.md").text
        assert text[held["start"] :].startswith(NEWER)
        assert (gone["state"], gone["former"]) == ("not resolved", None) and gone["why"]
        base.reject_replacement(held["id"], "Ada")
        [rejected] = [row for row in replacement_rows(base) if row["quote"] == NEWER]
    assert (rejected["state"], rejected["by"]) == ("rejected", "Ada") and rejected["at"]


def test_the_page_shows_a_decision_at_once_and_read_only_offers_none(folder: Path) -> None:
    before = data(folder)
    former = {row["id"]: row for row in before["documents"]}["docs/old.md"]
    assert len(before["replacements"]) == 2 and len(former["replaced_by"]) == 1
    assert before["reviewer"]
    with KnowledgeBase(folder) as base:
        base.reject_replacement(former["replaced_by"][0]["id"], "Ada")
    after = data(folder, read_only=True)  # the same generation, and nothing stale
    assert {row["id"]: row for row in after["documents"]}["docs/old.md"]["replaced_by"] == []
    assert {row["state"] for row in after["replacements"]} == {"rejected", "not resolved"}
    assert after["reviewer"] == ""


def test_a_walk_from_a_summary_to_the_statement_its_rejection_and_back(
    folder: Path, serve: Any, open_page: Any
) -> None:
    with KnowledgeBase(folder) as base:
        answer = base.ask(ASKED, today=date(2026, 5, 1)).id
    with serve(folder) as address:
        page = open_page(f"{address}/?answer={answer}")
        notice = page.locator(".notice")
        expect(notice).to_contain_text("Replaced by Manual of the yard from 2025-03-01")
        expect(notice).to_contain_text(NEWER)
        notice.get_by_role("button", name="Where it is stated").click()
        page.wait_for_url(re.compile("documents.*stated=rp_"))
        line = page.locator(".stated > li.at")
        expect(line).to_contain_text("Manual of the yard replaces Sail Manual 2021")
        expect(page.locator(".note").first).to_contain_text("replaced by Manual of the yard")
        line.get_by_role("button", name="Reject").click()
        name = line.get_by_label("Your name")
        name.fill("Ada Lund")
        name.press("Enter")
        expect(line).to_contain_text("rejected by Ada Lund, today")
        expect(page.locator(".note")).to_have_count(0)
        with KnowledgeBase(folder, read_only=True) as base:
            assert [one.actor for one in base.record.decisions()] == ["Ada Lund"]
        line.get_by_role("button", name="Let it hold again").click()
        line.get_by_label("Your name").press("Enter")
        expect(line).to_contain_text("holds")
        expect(page.locator(".note")).to_have_count(1)
        with KnowledgeBase(folder, read_only=True) as base:
            assert base.record.decisions() == []
