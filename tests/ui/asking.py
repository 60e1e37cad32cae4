"""A question asked in the browser, and what its page shows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlparse

from playwright.sync_api import Page, expect

from groundgraph import KnowledgeBase
from groundgraph.views.card_form import answer_form


def ask(page: Page, question: str) -> Any:
    before = page.url
    page.get_by_label("Question", exact=True).fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()
    page.wait_for_url(lambda url: "answer=" in url and url != before)
    answer = page.get_by_label("Answer", exact=True)
    settled(page)
    expect(answer).to_have_count(1)
    answer.wait_for()
    return answer


def settled(page: Page) -> None:
    """Until the page's script has ended; before that a former answer may still stand there. Its
    address changes while the script runs, so this is asked after the address has changed."""
    expect(page.get_by_test_id("stApp")).to_have_attribute(
        "data-test-script-state", re.compile("notRunning")
    )


def answer_id(page: Page) -> str:
    return parse_qs(urlparse(page.url).query)["answer"][0]


def recorded(folder: Path, identifier: str) -> dict[str, Any]:
    with KnowledgeBase(folder) as base:
        return base.answer(identifier)


def shown_order(answer: dict[str, Any]) -> list[int]:
    """Indices of the sentences of `answer` as its card shows them: those that answer first."""
    form = answer_form(answer)
    return [*form.first, *form.rest]


def squeezed(text: str) -> str:
    """Without white space and cell separators: a table row is laid out in cells."""
    return re.sub(r"[\s|]+", "", text)


def chosen_words(page: Page) -> str:
    source = page.get_by_label("Source", exact=True)
    if source.get_by_role("button", name="show the text").count():
        assert source.locator(".box.chosen").count() > 0
        source.get_by_role("button", name="show the text").click()
    return "".join(source.locator("mark.chosen").all_text_contents())
