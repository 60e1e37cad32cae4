"""The card of a computed figure in a real browser: rows, those in the fold too, and query."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from asking import ask, chosen_words
from playwright.sync_api import expect


def test_rows_of_a_figure_unfold_and_open_and_its_query_can_be_copied(
    tables_base: Path, serve: Callable[..., Any], open_page: Any
) -> None:
    with serve(tables_base) as address:
        page = open_page(address, width=390)
        answer = ask(page, "How many pumps does Brook supply?")
        how = "Counted from 12 rows of “Pump list of the Aldery works”."
        expect(answer.get_by_text(how, exact=True)).to_be_visible()
        rows = answer.locator("button.sentence")
        expect(rows).to_have_count(12)
        expect(rows.nth(9)).to_be_visible()
        expect(rows.nth(10)).to_be_hidden()
        rows.nth(9).focus()
        page.keyboard.press("ArrowDown")
        expect(rows.nth(10)).to_be_focused()
        assert chosen_words(page).startswith("P-12")
        answer.get_by_text("2 more rows").click()
        expect(rows.nth(10)).to_be_hidden()
        query = answer.locator("pre")
        expect(query).to_be_hidden()
        answer.get_by_text("The same as a query").click()
        expect(query).to_contain_text("RETURN count(*) AS answer")
        answer.get_by_role("button", name="copy the query").click()
        expect(answer.get_by_role("button", name="copied")).to_be_visible()
        missing = ask(page, "Which service has the highest fee?")
        expect(missing.get_by_text("1 row states no “Fee”")).to_be_visible()
        expect(missing.get_by_text("The same as a query")).to_have_count(0)
