"""How an answer was reached, as the Ask page draws it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from asking import answer_id, ask, chosen_words, recorded, shown_order, squeezed
from playwright.sync_api import Page, expect

TWO_HOPS = "How soon must a pump failure at a patient's home be reported?"
NAMED = "What does the DSA have to be told by telephone?"
MANY_ROWS = "For which patients, substances and surroundings is the Aster 3 ruled out?"


def drawn(page: Page) -> Any:
    return page.get_by_label("How it was reached", exact=True)


def test_every_cited_sentence_is_a_step_that_opens_its_words(
    address: str, own_base: Path, open_page: Any
) -> None:
    page = open_page(address)
    ask(page, TWO_HOPS)
    data = recorded(own_base, answer_id(page))
    way = drawn(page)
    for number, index in enumerate(shown_order(data), 1):
        sentence = data["sentences"][index]
        cited = page.locator(".cited", has_text=re.compile(rf"^{number}\s*$"))
        step = way.locator("button.step", has=cited).first
        step.click()
        expect(step).to_have_attribute("aria-pressed", "true")
        assert squeezed(chosen_words(page)) == squeezed(sentence["citations"][0]["quote"])


def test_the_way_leads_over_the_facts_of_the_answer(
    address: str, own_base: Path, open_page: Any
) -> None:
    page = open_page(address)
    answer = ask(page, TWO_HOPS)
    data = recorded(own_base, answer_id(page))
    main = data["headline"]["citations"][0]
    steps = next(c["path"] for c in data["chunks"] if c["chunk"] == main["chunk"])
    assert [step["via"] for step in steps] == ["vector", "fact", "fact", "text"]
    at = next(
        i for i, s in enumerate(data["sentences"]) if s["citations"][0]["chunk"] == main["chunk"]
    )
    answer.locator("button.sentence").nth(shown_order(data).index(at)).click()
    lit = drawn(page).locator(".on > .step")
    titles = [lit.nth(i).get_attribute("title") for i in range(lit.count())]
    assert titles == [*(step["name"] for step in steps), data["headline"]["text"]]


def test_a_name_of_the_question_leads_to_its_card(
    address: str, own_base: Path, open_page: Any
) -> None:
    page = open_page(address)
    ask(page, NAMED)
    (link,) = recorded(own_base, answer_id(page))["links"]
    drawn(page).get_by_role("button", name=link["name"]).first.click()
    page.wait_for_url(lambda url: "explore" in url and link["entity"] in url)


def test_words_beyond_the_first_of_a_passage_wait_behind_a_button(
    address: str, own_base: Path, open_page: Any
) -> None:
    page = open_page(address)
    ask(page, MANY_ROWS)
    sentences = recorded(own_base, answer_id(page))["sentences"]
    more = drawn(page).get_by_role("button", name=re.compile(r"^\d+ more$"))
    shown = drawn(page).locator("button.step.value, button.step.fact")
    before, held = shown.count(), int(more.inner_text().split()[0])
    assert before + held >= len(sentences)
    more.click()
    expect(shown).to_have_count(before + held)
    expect(drawn(page).locator("button:focus")).to_have_count(1)


@pytest.mark.parametrize("width", [390, 1280, 1920])
def test_it_stays_inside_the_page(address: str, open_page: Any, width: int) -> None:
    page = open_page(address)
    page.set_viewport_size({"width": width, "height": 900})
    ask(page, TWO_HOPS)
    box, source = drawn(page).bounding_box(), page.get_by_label("Source", exact=True).bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= width
    if width > 900:
        assert box["y"] >= source["y"] + source["height"]
