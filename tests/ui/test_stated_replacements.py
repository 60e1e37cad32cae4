"""Stated replacements on the page Documents: each with its words, rejected and restored under the
name of who decides."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from page_runs import data, page_run
from playwright.sync_api import expect
from written_base import written_base

from groundgraph import KnowledgeBase
from groundgraph.views.replacement_rows import replacement_rows

pytestmark = pytest.mark.usefixtures("fresh_caches")
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


def test_each_statement_is_a_row_with_its_state_and_who_rejected_it(folder: Path) -> None:
    with KnowledgeBase(folder) as base:
        rows = {row.quote: row for row in replacement_rows(base)}
        held, gone = rows[NEWER], rows[GONE]
        assert (held.newer_name, held.former_name) == (
            "Manual of the yard",
            "Sail Manual 2021",
        )
        assert (held.state, held.since, held.by) == ("holds", "2025-03-01", "")
        text = base.document("docs/new.md").text
        assert text[held.start :].startswith(NEWER)
        assert (gone.state, gone.former) == ("not resolved", None) and gone.why
        base.reject_replacement(held.id, "Ada")
        [rejected] = [row for row in replacement_rows(base) if row.quote == NEWER]
    assert (rejected.state, rejected.by) == ("rejected", "Ada") and rejected.at


def test_the_page_shows_a_decision_at_once_and_read_only_offers_none(folder: Path) -> None:
    before = data(page_run("documents", folder))
    former = {row["id"]: row for row in before["documents"]}["docs/old.md"]
    assert len(before["replacements"]) == 2 and len(former["replaced_by"]) == 1
    assert before["reviewer"]
    with KnowledgeBase(folder) as base:
        base.reject_replacement(former["replaced_by"][0]["id"], "Ada")
    after = data(
        page_run("documents", folder, read_only=True)
    )  # the same generation, and nothing stale
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
