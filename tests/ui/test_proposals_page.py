"""Proposals: what a reading model proposed, without a browser (AppTest) and in one walk."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from page_runs import data, page_run, told
from playwright.sync_api import expect
from proposed_base import proposed_base
from streamlit.testing.v1 import AppTest

from extraction.proposals.refusals import QUOTE_ABSENT, SUBJECT_ABSENT
from groundgraph import KnowledgeBase
from groundgraph.views.proposed_rows import chosen_rows, proposed_rows

pytestmark = pytest.mark.usefixtures("fresh_caches")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return proposed_base(tmp_path_factory.mktemp("proposed"))


def opened(folder: Path, **address: str) -> AppTest:
    return page_run("proposals", folder, read_only=True, **address)


def test_rows_are_what_entered_the_base_and_what_the_terminal_counts(folder: Path) -> None:
    with KnowledgeBase(folder, read_only=True) as base:
        found, proposals = proposed_rows(base), base.proposals()
        text = base.document("docs/ward.md").text
    assert len(found.admitted) == proposals.facts > 20
    assert dict(proposals.reasons)[SUBJECT_ABSENT] and dict(proposals.reasons)[QUOTE_ABSENT]
    assert len(found.refused) == len(proposals.refused)
    for row in (*found.admitted, *found.refused):
        if row.start is not None:
            assert text[row.start : row.end] == row.quote
    assert {row.by_rules for row in found.admitted} <= {True, False}
    keys = [row.key for row in (*found.admitted, *found.refused)]
    assert len(keys) == len(set(keys))
    word = found.admitted[0].sentence.split()[-1]
    assert found.admitted[0] in chosen_rows(found.admitted, word.upper(), "docs/ward.md")
    assert chosen_rows(found.admitted, "", "docs/none.md") == []


def test_admitted_facts_stand_with_their_quotes_and_open_their_words(folder: Path) -> None:
    found = data(opened(folder))
    assert found["filters"]["show"] == "admitted" and found["model"] == "reader"
    rows = found["parts"]["rows"]["value"]
    assert len(rows) == found["total"] == found["counts"]["admitted"]
    assert all(row["sentence"] and row["quote"] and row["fact"] for row in rows)
    chosen = data(opened(folder, row=rows[3]["key"]))
    assert [rows[3]["start"], rows[3]["end"]] in chosen["source"]["marks"]


def test_what_was_refused_is_counted_by_reason_and_opened_by_it(folder: Path) -> None:
    found = data(opened(folder, show="refused"))
    assert found["parts"]["rows"]["value"] == [] and found["source"] is None
    counts = dict(found["reasons"])
    assert sum(counts.values()) == found["counts"]["refused"] == found["total"]
    open_ = data(opened(folder, show="refused", reason=SUBJECT_ABSENT))
    rows = open_["parts"]["rows"]["value"]
    assert len(rows) == counts[SUBJECT_ABSENT] == open_["listed"]
    assert all("The harbour master" in row["proposal"] for row in rows)
    absent = data(opened(folder, show="refused", reason=QUOTE_ABSENT))
    unquoted = absent["parts"]["rows"]["value"][0]
    assert unquoted["start"] is None and unquoted["quote"] == ""
    assert (
        data(opened(folder, show="refused", reason=QUOTE_ABSENT, row=unquoted["key"]))["source"]
        is None
    )


def test_nothing_waits_for_review_where_every_predicate_is_known(folder: Path) -> None:
    found = data(opened(folder, show="review"))
    assert (found["total"], found["counts"]["review"]) == (0, 0)


def test_without_a_reading_model_the_page_says_what_to_type(built_examples: Path) -> None:
    app = opened(built_examples)
    assert not app.exception and not app.get("bidi_component")
    words = told(app)
    assert "No language model reads these documents" in words
    assert "groundgraph build --extractor llm --llm ollama:NAME --kb" in words


def test_a_walk_from_the_menu_to_the_words_and_the_reasons(
    folder: Path, serve: Any, open_page: Any
) -> None:
    with serve(folder, "--read-only") as address:
        page = open_page(address)
        page.get_by_role("link", name="Proposals").click()
        rows = page.locator(".fact")
        expect(rows.first).to_be_visible()
        expect(page.locator(".lead")).to_contain_text("reader read these documents")
        quote = rows.first.locator(".quote").inner_text().strip("“”")
        rows.first.get_by_role("button").click()
        marked = page.get_by_label("Source", exact=True).locator("mark.chosen")
        expect(marked.first).to_be_visible()
        assert " ".join(" ".join(marked.all_text_contents()).split()) == quote
        page.get_by_role("button", name=re.compile("^Refused")).click()
        page.wait_for_url(re.compile("show=refused"))
        reason = page.get_by_role("button", name=re.compile(SUBJECT_ABSENT))
        expect(page.locator(".fact")).to_have_count(0)
        reason.click()
        expect(reason).to_have_attribute("aria-expanded", "true")
        expect(page.locator(".fact").first).to_contain_text("The harbour master")
        violations = Axe().run(page).response["violations"]
        assert [v["id"] for v in violations if v["impact"] in ("serious", "critical")] == []
        page.set_viewport_size({"width": 390, "height": 844})
        wide = page.locator("[data-testid=stMain]").evaluate("m => m.scrollWidth - m.clientWidth")
        assert wide <= 0
        page.reload()
        expect(page.locator(".fact").first).to_contain_text("The harbour master")
