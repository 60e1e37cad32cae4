"""The Ask page in a real browser."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from asking import answer_id, ask, chosen_words, recorded, settled, shown_order, squeezed
from playwright.sync_api import Page, expect

from groundgraph import KnowledgeBase
from ui.assets_folder import script

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
QUESTIONS = [
    json.loads(line)["question"] for line in (EXAMPLES / "questions.jsonl").open(encoding="utf-8")
]
ASKED = QUESTIONS[:20]
PAGES = 4  # each asks every fourth question, one after another, of documents of several formats


@pytest.mark.parametrize(
    "first", [0, 1, *(pytest.param(n, marks=pytest.mark.soak) for n in (2, 3))]
)
def test_every_citation_opens_at_exactly_the_stored_words(
    address: str, own_base: Path, open_page: Any, first: int
) -> None:
    page = open_page(address)
    opened = 0
    for question in ASKED[first::PAGES]:
        answer = ask(page, question)
        data = recorded(own_base, answer_id(page))
        assert data["question"] == question
        shown = answer.locator(".quoted :is(button.sentence, button.chip)")
        expected = [
            c["quote"]
            for s in (data["sentences"][index] for index in shown_order(data))
            for c in [s["citations"][0], *(q["citation"] for q in s["qualifiers"])]
        ]
        expect(shown).to_have_count(len(expected))
        for index, quote in enumerate(expected):
            shown.nth(index).click()
            assert squeezed(chosen_words(page)) == squeezed(quote)
            expect(page.locator(".chosen").first).to_be_in_viewport()
            opened += 1
        more = data.get("more", [])
        fold = answer.locator("details.fold", has_text="More evidence")
        folded = fold.locator("button.sentence")
        expect(folded).to_have_count(len(more))
        if more:
            expect(folded.first).to_be_hidden()
            fold.locator("summary").click()
            folded.first.click()
            assert squeezed(chosen_words(page)) == squeezed(more[0]["citations"][0]["quote"])
    assert opened >= len(ASKED) // PAGES


def test_pdf_boxes_cover_the_words_that_another_tool_reads_there(
    address: str, own_base: Path, open_page: Any, pdftotext: str, tmp_path: Path
) -> None:
    page = open_page(address)
    answer = ask(page, "Within how many minutes must a caller who reports an alarm be connected?")
    data = recorded(own_base, answer_id(page))
    checked = 0
    for index, at in enumerate(shown_order(data)):
        citation = data["sentences"][at]["citations"][0]
        if not citation["document"].endswith(".pdf"):
            continue
        answer.locator("button.sentence").nth(index).click()
        boxes = page.locator(".box.chosen").evaluate_all(
            """boxes => boxes.map(b => ['left', 'top', 'width', 'height']
                .map(side => parseFloat(b.style[side]) / 100))"""
        )
        found = words_in_boxes(pdftotext, citation["document"], citation["page"], boxes, tmp_path)
        assert squeezed("".join(found)) == squeezed(citation["quote"])
        checked += 1
    assert checked


def test_words_stand_below_the_reason_where_their_page_cannot_be_drawn(open_page: Any) -> None:
    """The script alone, over a source as the page gets it."""
    run = {"text": "Leaks are told at once.", "start": 0, "marks": [0]}
    block = {"kind": "paragraph", "level": 0, "skipped": 0, "cells": [], "runs": [run]}
    box = {"page": 2, "left": 1, "top": 1, "right": 2, "bottom": 2}
    source = {
        "name": "Leaks", "edition": "import 1", "marks": [[0, 23]], "headings": [[]],
        "blocks": [block], "cut_after": 0, "rectangles": [[box]], "pages": {},
        "undrawn": {"2": "no picture can be made of page 2"},
    }  # fmt: skip
    page = open_page("about:blank")
    page.add_script_tag(content=script("common"))
    page.evaluate(
        "source => drawSource(document.body, source, { start: 0, end: 23 }, null)", source
    )
    assert page.locator(".undrawn").text_content() == "no picture can be made of page 2"
    assert page.locator("mark.chosen").text_content() == run["text"]
    assert page.locator(".where").text_content() == "page 2"
    assert page.locator("img, button").count() == 0


def words_in_boxes(
    pdftotext: str, document: str, number: int, boxes: list[list[float]], folder: Path
) -> list[str]:
    """The words of a page whose centre lies in one of `boxes` (left, top, width, height, as shares
    of the page), as Poppler sees them."""
    target = folder / "words.html"
    only = ["-f", str(number), "-l", str(number), "-bbox"]
    subprocess.run([pdftotext, *only, str(EXAMPLES / document), str(target)], check=True)
    written = target.read_text("utf-8")
    width, height = map(float, re.search(r'<page width="(.+?)" height="(.+?)"', written).groups())
    found = []
    for match in re.finditer(
        r'xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)<', written
    ):
        left, top, right, bottom = (float(value) for value in match.groups()[:4])
        x, y = (left + right) / 2 / width, (top + bottom) / 2 / height
        if any(a <= x <= a + w and b <= y <= b + h for a, b, w, h in boxes):
            found.append(html.unescape(match[5]))
    return found


def test_previous_and_next_evidence(address: str, open_page: Any) -> None:
    page = open_page(address)
    ask(page, "Which details does an event log entry need to hold?")
    pressed = page.locator("button.sentence[aria-pressed=true] .number")
    first = pressed.text_content()
    page.get_by_role("button", name="next evidence").click()
    second = pressed.text_content()
    page.get_by_role("button", name="previous evidence").click()
    assert first != second
    assert pressed.text_content() == first
    page.locator("button.sentence[aria-pressed=true]").focus()
    page.keyboard.press("ArrowDown")
    assert pressed.text_content() == second


def focused(page: Page) -> str:
    """Class of the focused element, through the components' shadow roots."""
    return str(
        page.evaluate(
            """() => {
                let at = document.activeElement;
                while (at && at.shadowRoot && at.shadowRoot.activeElement) {
                    at = at.shadowRoot.activeElement;
                }
                return at ? at.className : '';
            }"""
        )
    )


def test_from_question_to_the_words_and_back_by_keyboard(address: str, open_page: Any) -> None:
    page = open_page(address)
    page.get_by_label("Question", exact=True).focus()
    page.keyboard.type(QUESTIONS[0])
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "answer=" in url)
    settled(page)
    sentence = page.locator("button.sentence").first
    for _ in range(40):
        page.keyboard.press("Tab")
        if focused(page) == "sentence":
            break
    expect(sentence).to_be_focused()
    page.keyboard.press("Enter")
    expect(sentence).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("ArrowRight")
    assert "chosen" in focused(page)
    page.keyboard.press("Escape")
    expect(sentence).to_be_focused()


def test_a_mark_in_the_source_chooses_its_evidence(address: str, open_page: Any) -> None:
    page = open_page(address)
    ask(page, "How soon must a Class B event be reported?")
    pressed = page.locator("button.sentence[aria-pressed=true] .number")
    first = pressed.text_content()
    other = page.locator("mark.other.choosable").first
    words = squeezed(str(other.text_content()))
    other.focus()
    page.keyboard.press("Enter")
    assert words in squeezed(chosen_words(page))
    assert "chosen" in focused(page)
    expect(pressed).not_to_have_text(str(first))


def test_the_states_are_told_apart(address: str, own_base: Path, open_page: Any) -> None:
    """The states are the record's; the page must show each as what it is."""
    labels = {
        "answered": "Answered",
        "partly_answered": "Partly answered",
        "disagree": "The documents disagree",
        "related": "Relevant passages, no direct answer",
        "not_found": "Not in these documents",
    }
    with KnowledgeBase(own_base) as base:
        found = {card.state: card.id for card in map(base.ask, QUESTIONS)}
    assert {"answered", "not_found"} <= set(found)
    for state, identifier in found.items():
        page = open_page(f"{address}/?answer={identifier}")
        answer = page.get_by_label("Answer", exact=True)
        expect(answer.get_by_role("status")).to_have_text(re.compile(labels[state]))
        cited = recorded(own_base, identifier)["sentences"]
        expect(page.get_by_label("Source", exact=True)).to_have_count(1 if cited else 0)
        if state == "not_found":
            expect(answer).to_contain_text("What was searched and not found")


def test_an_address_reopens_its_answer(address: str, open_page: Any) -> None:
    page = open_page(address)
    ask(page, QUESTIONS[0])
    words = page.get_by_label("Answer", exact=True).locator(".quoted").text_content()
    for other in (page, open_page(page.url)):
        other.reload()
        answer = other.get_by_label("Answer", exact=True)
        expect(answer.locator(".quoted")).to_have_text(words)
        expect(other.get_by_label("Question", exact=True)).to_have_value(QUESTIONS[0])


def test_an_unknown_answer_is_a_calm_message(address: str, open_page: Any) -> None:
    page = open_page(f"{address}/?answer=a_none")
    expect(page.get_by_role("status").filter(has_text="There is no answer")).to_be_visible()
    assert page.get_by_text("Traceback").count() == 0


def test_two_sessions_do_not_disturb_each_other(address: str, open_page: Any) -> None:
    one, two = open_page(address), open_page(address)
    for page, question in ((one, QUESTIONS[2]), (two, QUESTIONS[4])):
        page.get_by_label("Question", exact=True).fill(question)
    for page in (one, two):
        page.get_by_role("button", name="Ask", exact=True).click()
    for page in (one, two):
        page.wait_for_url(lambda url: "answer=" in url)
        page.get_by_label("Answer", exact=True).wait_for()
    assert answer_id(one) != answer_id(two)
    for page, question in ((one, QUESTIONS[2]), (two, QUESTIONS[4])):
        expect(page.get_by_label("Question", exact=True)).to_have_value(question)


def test_an_opinion_is_recorded_with_its_comment(
    address: str, own_base: Path, open_page: Any
) -> None:
    page = open_page(address)
    answer = ask(page, QUESTIONS[2])
    answer.get_by_role("button", name="Wrong").click()
    answer.get_by_label("What is wrong with it").fill("the *second* one")
    answer.get_by_role("button", name="Record: wrong").click()
    expect(answer).to_contain_text(": wrong (“the *second* one”)")
    helpful = answer.get_by_role("button", name="Helpful")
    helpful.dblclick()
    expect(answer).to_contain_text(re.compile(r"Recorded today at \d\d:\d\d: helpful"))
    expect(helpful).to_be_disabled()
    with KnowledgeBase(own_base) as base:
        events = base.record.events(answer_id(page))
    assert [(e.kind, e.comment) for e in events] == [("wrong", "the *second* one"), ("helpful", "")]


def test_an_answer_is_saved_with_its_evidence(address: str, own_base: Path, open_page: Any) -> None:
    page = open_page(address)
    answer = ask(page, QUESTIONS[0])
    answer.get_by_role("button", name="Save with evidence").click()
    with page.expect_download() as download:
        answer.get_by_role("button", name="JSON").click()
    saved = json.loads(Path(download.value.path()).read_text("utf-8"))
    assert saved == recorded(own_base, answer_id(page))


def test_an_example_question_is_one_click(address: str, open_page: Any) -> None:
    page = open_page(address)
    first = page.locator("[data-testid=stMain] [data-testid=stBaseButton-tertiary]").first
    question = first.text_content().removeprefix("arrow_forward").strip()
    first.click()
    page.get_by_label("Answer", exact=True).wait_for()
    expect(page.get_by_label("Question", exact=True)).to_have_value(question)


HOSTILE = """# Notes of <b>the</b> board

The Safety <script>window.pwned = 1</script> Officer must keep [the log](javascript:alert(1)) for
7 years. <img src="http://example.org/x.png" onerror="window.pwned = 2"> The Safety Officer must
read ![this](http://example.org/y.png) within 3 days.
"""


def test_markup_in_documents_is_shown_and_never_run(
    tmp_path: Path, serve: Any, open_page: Any
) -> None:
    documents = tmp_path / "docs"
    documents.mkdir()
    (documents / "hostile.txt").write_text(HOSTILE, "utf-8")
    folder = tmp_path / "kb"
    with KnowledgeBase(folder) as base:
        base.build(documents)
    with serve(folder) as address:
        page = open_page(address)
        ask(page, "For how long must the Safety Officer keep the log?")
        source = page.get_by_label("Source", exact=True)
        expect(source).to_contain_text("<script>window.pwned = 1</script>")
        expect(source).to_contain_text('<img src="http://example.org/x.png"')
        assert source.locator("script, img, a").count() == 0
        assert page.evaluate("window.pwned") is None


def test_a_new_generation_is_shown_without_a_restart(
    untouched_examples: Path, tmp_path: Path, serve: Any, open_page: Any
) -> None:
    folder = Path(shutil.copytree(untouched_examples, tmp_path / "kb"))
    more = tmp_path / "more"
    more.mkdir()
    (more / "cafeteria.txt").write_text(
        "Cafeteria rules\n\nThe caterer must check the fridge thermometer every 17 minutes.\n"
    )
    question = "How often must the caterer check the fridge thermometer?"
    with serve(folder) as address:
        page = open_page(address)
        expect(page.get_by_text("18 documents")).to_be_visible()
        with KnowledgeBase(folder) as base:
            base.build(more)
        expect(page.get_by_text("19 documents")).to_be_visible()
        expect(ask(page, question)).to_contain_text("every 17 minutes")


def test_no_base_and_a_damaged_store_say_what_to_do(
    untouched_examples: Path, tmp_path: Path, serve: Any, open_page: Any
) -> None:
    empty = tmp_path / "nothing"
    with serve(empty) as address:
        page = open_page(address)
        expect(page.get_by_text("groundgraph build PATH")).to_be_visible()
    folder = Path(shutil.copytree(untouched_examples, tmp_path / "kb"))
    name = (folder / "store" / "CURRENT").read_text("utf-8").strip()
    (folder / "store" / name / "manifest.json").write_text("{}")
    with serve(folder) as address:
        page = open_page(address)
        expect(page.get_by_text("groundgraph build --rebuild")).to_be_visible()
        assert page.get_by_text("Traceback").count() == 0


def test_beyond_loopback_nothing_is_kept(
    own_base: Path, tmp_path: Path, serve: Any, open_page: Any
) -> None:
    folder = Path(shutil.copytree(own_base, tmp_path / "kb"))
    with KnowledgeBase(folder) as base:
        before = base.record.position
    with serve(folder, "--address", "0.0.0.0") as address:
        page = open_page(address)
        expect(page.get_by_text("read-only: nothing you do here is kept")).to_be_visible()
        page.get_by_label("Question", exact=True).fill(QUESTIONS[2])
        page.get_by_role("button", name="Ask", exact=True).click()
        answer = page.get_by_label("Answer", exact=True)
        expect(answer.get_by_role("button", name="Save with evidence")).to_be_visible()
        assert answer.get_by_role("button", name="Wrong").count() == 0
        words = answer.locator(".quoted").text_content()
        page.wait_for_url(lambda url: "q=" in url)
        again = open_page(page.url)
        expect(again.get_by_text("Not asked yet")).to_be_visible()
        again.get_by_role("button", name="Ask", exact=True).click()
        expect(again.get_by_label("Answer", exact=True).locator(".quoted")).to_have_text(words)
    with KnowledgeBase(folder) as base:
        assert base.record.position == before
