"""Writing with a language model in a real browser: sentences as they come, stopped in the middle,
and each quote one choice away; with a model that is played, and with a real, very small one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from asking import chosen_words, settled, squeezed
from misbehaving_model import playing_model
from playwright.sync_api import Page, expect
from small_model import small_model_file, started

from groundgraph import KnowledgeBase
from groundgraph.model_settings import made_settings, save_model_settings, settings_file

ASKED = "How long are complaint files kept?"
INVERTED = "Complaint files need not be kept"
BARE = "Somebody keeps a vault under the sea"


@pytest.fixture
def set_model(own_configuration: Path) -> Iterator[Any]:
    """Sets the model of the explorer that this worker's tests share, until the test is over."""

    def use(**values: Any) -> None:
        save_model_settings(made_settings(values))

    yield use
    settings_file().unlink(missing_ok=True)


def ask_written(page: Page, question: str = ASKED) -> None:
    page.get_by_test_id("stButtonGroup").get_by_text("Written", exact=True).click()
    expect(page.locator(".gg-writer")).to_contain_text("writes")
    page.get_by_label("Question", exact=True).fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()


def stop(page: Page) -> Any:
    """Press the button while the model writes; the written part of the answer."""
    page.get_by_role("button", name="Stop").click()
    page.wait_for_url(re.compile("answer="))
    settled(page)
    written = page.get_by_label("Written by a model", exact=True)
    expect(written.locator(".stopped")).to_have_text(re.compile("stopped"))
    return written


def test_sentences_come_one_by_one_and_stay_when_the_writing_is_stopped(
    address: str, own_base: Path, open_page: Any, set_model: Any
) -> None:
    with KnowledgeBase(own_base, read_only=True) as base:
        best = min(base.context(ASKED).sentences, key=lambda one: one.rank)
    true = " ".join(best.source.said.split()).rstrip(".")
    with playing_model() as played:
        played.texts["good"] = f"{true} [{best.number}].\n{INVERTED} [{best.number}].\n{BARE}."
        set_model(model="stalled", url=played.url, timeout_s=60)
        page = open_page(address)
        ask_written(page)
        expect(page.locator(".gg-written li")).to_have_count(3)
        expect(page.locator(".gg-written li").first).to_have_text(f"{true}.")
        written = stop(page)
    expect(written.locator("li")).to_have_count(3)
    failed = written.locator("li.failed")
    expect(failed.first).to_contain_text(INVERTED)
    expect(failed.first.locator(".under")).to_contain_text("“")
    expect(failed.last.locator(".verdict")).to_contain_text("Not supported: it cites no sentence")
    expect(page.locator("button.sentence").first).to_be_visible()  # the quotes stand below
    written.locator("li.supported .ref").first.click()
    assert squeezed(chosen_words(page)) == squeezed(best.citations[0].quote)
    expect(written.locator("li.supported .ref").first).to_have_attribute("aria-pressed", "true")


def test_a_real_model_writes_and_is_stopped_in_the_middle(
    address: str, open_page: Any, set_model: Any
) -> None:
    server = started(small_model_file(), key="")
    try:
        set_model(model="smollm2", url=f"{server.url}/v1", tokens=400, answer_tokens=3000)
        page = open_page(address)
        ask_written(page, "How are complaints handled?")  # it writes long about that
        expect(page.locator(".gg-doing")).to_contain_text("smollm2 is writing")
        page.locator(".gg-written li").first.wait_for()
        written = stop(page)
        assert written.locator("li").count() >= 1
        expect(written).to_contain_text("(this machine)")
        expect(page.locator("button.sentence").first).to_be_visible()
    finally:
        server.end()
