"""What people met while using the explorer, each as they met it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit
from asking import ask, settled
from playwright.sync_api import Page, expect

REPORTED = "How soon must a Class B event be reported?"
TRAINED = "Who must be trained before using the pump?"
NOTES = "documents/incident-report-ir-2031.txt"


def shown_share(page: Page, selector: str) -> float:
    """How far down its scrolling box, from 0 to 1, a chosen mark stands."""
    return float(
        page.locator(selector).first.evaluate(
            """(mark) => {
              const box = mark.closest('.words, .pages').getBoundingClientRect();
              return (mark.getBoundingClientRect().top - box.top) / box.height;
            }"""
        )
    )


def test_one_press_of_back_shows_the_former_answer(address: str, open_page: Any) -> None:
    page = open_page(address)
    ask(page, REPORTED)
    former = page.url
    ask(page, TRAINED)
    page.go_back()
    assert page.url == former
    expect(page.get_by_label("Question", exact=True)).to_have_value(REPORTED)


def test_the_mark_stays_in_view_when_the_window_changes_until_somebody_scrolls(
    address: str, open_page: Any
) -> None:
    page = open_page(address)
    ask(page, REPORTED)
    for width in (1024, 768, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(300)
        assert 0 <= shown_share(page, "mark.chosen") < 0.8, width
    words = page.locator(".source .words")
    words.hover()
    page.mouse.wheel(0, 5000)
    page.wait_for_timeout(200)
    page.set_viewport_size({"width": 1400, "height": 900})
    page.wait_for_timeout(300)
    assert not 0 <= shown_share(page, "mark.chosen") < 0.8


def test_on_a_phone_the_source_opens_and_closes(address: str, open_page: Any) -> None:
    page = open_page(address, width=390, height=844)
    answer = ask(page, REPORTED)
    source = page.get_by_label("Source", exact=True)
    expect(source).to_be_hidden()
    answer.locator(".sentence").first.click()
    expect(source.locator("mark.chosen").first).to_be_in_viewport()
    source.get_by_role("button", name="close the source").click()
    expect(source).to_be_hidden()


def test_a_name_chosen_on_a_tablet_shows_its_card(address: str, open_page: Any) -> None:
    page = open_page(f"{address}/explore", width=1024, height=768)
    stage = page.locator(".stage")
    expect(stage).to_be_visible()
    box = stage.bounding_box()
    assert box is not None and box["width"] > 550  # the whole width beside the sidebar
    page.locator('svg .node[aria-label^="Safety Officer"]').click()
    card = page.get_by_role("heading", name="Safety Officer")
    expect(card).to_be_in_viewport()
    expect(page.locator(".fact-words").first).to_contain_text("The Safety Officer")  # a sentence


def test_labels_of_lines_at_a_hub_do_not_lie_on_each_other(address: str, open_page: Any) -> None:
    page = open_page(f"{address}/explore")
    page.locator('svg .node[aria-label^="Safety Officer"]').click()
    expect(page.get_by_role("heading", name="Safety Officer")).to_be_visible()
    settled(page)
    boxes: list[list[float]] = page.locator("svg").evaluate(
        """(svg) => [...svg.querySelectorAll('.edge:not(.covered) text')].map((text) => {
             const box = text.getBBox();
             return [box.x, box.y, box.x + box.width, box.y + box.height];
           })"""
    )
    assert len(boxes) > 3
    for at, (left, top, right, bottom) in enumerate(boxes):
        for other in boxes[at + 1 :]:
            apart = right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
            assert apart, (boxes[at], other)


def test_rows_of_a_query_fit_beside_the_list(address: str, open_page: Any) -> None:
    page = open_page(f"{address}/audit")
    page.get_by_role("button", name="Run", exact=True).click()
    rows = page.locator(".rows")
    rows.wait_for()
    for width in (1440, 1024, 390):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(200)
        assert rows.evaluate("(box) => box.scrollWidth - box.clientWidth") <= 1, width


def test_lines_of_a_text_file_flow_and_those_of_a_form_stay(address: str, open_page: Any) -> None:
    page = open_page(f"{address}/documents?document={NOTES}")
    page.locator(".text .block").first.wait_for()
    found: list[list[Any]] = page.locator(".text .block").evaluate_all(
        "(all) => all.map((one) => [one.textContent, getComputedStyle(one).whiteSpace])"
    )
    [flowing] = [space for text, space in found if text.startswith("The pump was delivering")]
    assert flowing == "normal"
    [form] = [space for text, space in found if text.startswith("Device:")]
    assert form != "normal"


def test_a_server_that_stopped_is_told_of_with_the_next_step(address: str, open_page: Any) -> None:
    page = open_page(f"{address}/documents")
    settled(page)
    page.evaluate(
        """() => {
          const dialog = document.createElement('section');
          dialog.setAttribute('role', 'dialog');
          dialog.innerHTML = '<h2>Connection error</h2><div><div>Streamlit server is not '
            + 'responding. Are you connected to the internet?</div></div>';
          document.body.append(dialog);
        }"""
    )
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("The explorer has stopped")
    expect(dialog).to_contain_text("groundgraph ui --kb")
    expect(dialog).not_to_contain_text("internet")


def test_the_framework_still_has_the_words_that_are_replaced() -> None:
    scripts = Path(streamlit.__file__).parent / "static" / "static" / "js"
    words = "Are you connected to the internet?"
    assert any(words in path.read_text("utf-8") for path in scripts.glob("index.*.js"))


def test_duties_are_sentences_and_name_no_kind_of_the_graph(address: str, open_page: Any) -> None:
    page = open_page(f"{address}/duties")
    page.locator("td.what").first.wait_for()
    table = page.locator("tbody").inner_text()
    for raw in ("restriction:", "frequency:", "limit:", "recipient:", "override:"):
        assert raw not in table
    expect(page.locator("td.what").first).to_contain_text("must not be")
