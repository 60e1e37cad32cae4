"""The address of a page is its state: every control is restored by a reload and by a copied link,
also where choices are made faster than the server answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from groundgraph import KnowledgeBase
from groundgraph.views.duties import all_duties
from groundgraph.views.entity_cards import find_entities

SOP = "documents/sop-014-incident-handling.md"
PDF = "documents/iq-500-quick-reference.pdf"

# Everything that comes from the server waits, in order.
SLOW = """
const listen = WebSocket.prototype.addEventListener;
WebSocket.prototype.addEventListener = function (type, heard, ...rest) {
    const late = type === "message" ? (e) => setTimeout(() => heard.call(this, e), 400) : heard;
    return listen.call(this, type, late, ...rest);
};
"""


@pytest.fixture(scope="module")
def officer(own_base: Path) -> str:
    with KnowledgeBase(own_base) as base:
        return find_entities(base, "Safety Officer")[0].id


@pytest.fixture
def slow_page(open_page: Any) -> Callable[[str], Page]:
    """Opens an address where each answer of the server takes 400 ms more."""

    def opened(url: str) -> Page:
        page: Page = open_page("about:blank")
        page.add_init_script(SLOW)
        page.goto(url)
        return page

    return opened


def settled(page: Page) -> None:
    page.locator(".gg[aria-busy=false]").first.wait_for()


def stands_still(page: Page) -> None:
    """Wait until the address has not changed for a second and a half."""
    seen = ""
    while seen != page.url:
        seen = page.url
        page.wait_for_timeout(1500)


def restored(page: Page, open_page: Any, look: Callable[[Page], Any]) -> None:
    """What `look` sees is the same after a reload, and where the link is opened by someone else."""
    settled(page)
    page.wait_for_timeout(600)  # what comes a moment later is part of the address, too
    settled(page)
    seen = look(page)
    page.reload()
    for other in (page, open_page(page.url)):
        settled(other)
        for _ in range(40):
            if look(other) == seen:
                break
            other.wait_for_timeout(250)
        assert look(other) == seen


def rows(page: Page) -> list[str]:
    return page.locator(".sheet tbody tr").all_inner_texts()


def test_explore_keeps_table_order_filters_and_its_open_panel(
    address: str, open_page: Any, officer: str
) -> None:
    page = open_page(f"{address}/explore?opened={officer}&selected={officer}")
    page.locator(".node").first.wait_for()
    page.get_by_role("button", name="Table").click()
    page.get_by_role("button", name="To", exact=True).click()
    page.get_by_role("button", name="To", exact=True).click()
    page.get_by_role("button", name="Filter").click()
    page.get_by_label("says", exact=True).check()
    expect(page.get_by_role("columnheader", name="To")).to_have_attribute("aria-sort", "descending")

    def look(page: Page) -> Any:
        return rows(page), page.get_by_role("group", name="Filters").is_visible()

    restored(page, open_page, look)
    assert len(rows(page)) > 2


def test_explore_keeps_the_view_of_the_graph(address: str, open_page: Any, officer: str) -> None:
    page = open_page(f"{address}/explore?opened={officer}&selected={officer}")
    page.locator(".node").first.wait_for()
    before = world(page)
    page.get_by_role("button", name="zoom in").click()
    page.get_by_role("button", name="zoom in").click()
    page.mouse.move(500, 500)
    page.mouse.down()
    page.mouse.move(560, 540, steps=4)
    page.mouse.up()
    page.wait_for_url(re.compile("at="))
    stands_still(page)  # the zoom has been written there already, the drag perhaps not
    moved = world(page)
    assert "edge=" not in page.url  # whatever was under the pointer when the drag began
    assert moved[2] == pytest.approx(before[2] * 1.69, rel=0.02)
    page.reload()
    for other in (page, open_page(page.url)):
        other.locator(".node").first.wait_for()
        other.wait_for_timeout(500)
        assert world(other) == pytest.approx(moved, abs=8)
    page.get_by_role("button", name="fit to the frame").click()
    page.wait_for_url(lambda url: "at=" not in url)
    assert world(page) == pytest.approx(before, abs=1)


def world(page: Page) -> list[float]:
    """How the drawing is moved (x, y) and scaled."""
    moved = page.locator(".stage svg > g").get_attribute("transform") or ""
    return [float(number) for number in re.findall(r"-?[\d.]+", moved)]


def test_explore_keeps_the_name_that_a_path_begins_at(
    address: str, open_page: Any, officer: str
) -> None:
    page = open_page(f"{address}/explore?opened={officer}&selected={officer}")
    page.get_by_role("button", name="Find a path to").click()
    asked = "Choose the other end of the path from Safety Officer"
    restored(page, open_page, lambda page: page.get_by_text(asked).count())
    page.get_by_role("button", name="Cancel").click()
    page.wait_for_url(lambda url: "from=" not in url)


def test_explore_keeps_the_documents_of_a_card(address: str, open_page: Any, officer: str) -> None:
    page = open_page(f"{address}/explore?opened={officer}&selected={officer}")
    page.locator("summary").click()
    restored(page, open_page, lambda page: page.locator("details").get_attribute("open"))
    assert page.locator("details").get_attribute("open") is not None


def test_duties_keep_every_filter_the_row_and_how_it_is_shown(
    address: str, own_base: Path, open_page: Any
) -> None:
    with KnowledgeBase(own_base) as base:
        row = next(row for row in all_duties(base) if row.document.endswith(".pdf"))
    page = open_page(f"{address}/duties")
    page.get_by_label("of people").check()
    page.get_by_label("with a time limit").check()
    page.get_by_role("button", name="must", exact=True).click()
    box = page.get_by_label("Document", exact=True)
    box.click()
    box.fill("sop-021")
    page.get_by_role("option", name="SOP-021").first.wait_for()
    box.press("Enter")
    expect(box).to_have_value("SOP-021 Vigilance and reporting")

    def look(page: Page) -> Any:
        return (
            page.locator("tbody tr").all_inner_texts(),
            page.get_by_label("Document", exact=True).input_value(),
            page.get_by_label("of people").is_checked(),
            page.get_by_role("button", name="must", exact=True).get_attribute("aria-pressed"),
        )

    restored(page, open_page, look)
    assert len(look(page)[0]) > 0
    page = open_page(f"{address}/duties?row={row.fact}.{row.start}")
    page.get_by_role("button", name="show the text").click()
    restored(page, open_page, lambda page: page.locator(".source .words").count())
    assert page.locator(".source .words").count() == 1


def test_a_document_keeps_its_legend_and_what_is_chosen(address: str, open_page: Any) -> None:
    page = open_page(f"{address}/documents?document={SOP}")
    page.locator(".text .m").first.wait_for()
    page.get_by_role("button", name="Facts", exact=True).click()
    page.get_by_role("button", name="Role", exact=True).click()
    chosen = page.locator(".text .m.reference").first
    chosen.click()

    def look(page: Page) -> Any:
        text = page.locator(".text")
        return (
            [text.locator(f".m.{what}").count() for what in ("name", "fact", "reference")],
            text.locator(".m.chosen").all_inner_texts(),
            page.get_by_label("Details", exact=True).inner_text(),
        )

    restored(page, open_page, look)
    assert look(page)[1]
    page.get_by_role("button", name="Facts", exact=True).click()
    restored(page, open_page, look)


def test_a_heading_that_was_gone_to_stands_in_the_address(address: str, open_page: Any) -> None:
    page = open_page(f"{address}/documents?document={SOP}")
    heading = page.get_by_role("navigation", name="Headings").get_by_role("button").last
    words = heading.inner_text()
    heading.click()
    page.wait_for_url(re.compile("start="))
    for other in (page, open_page(page.url)):
        expect(other.locator(".text").get_by_text(words, exact=True)).to_be_in_viewport()


def test_choosing_in_a_document_does_not_lay_it_out_again(address: str, open_page: Any) -> None:
    page = open_page(f"{address}/documents?document={SOP}")
    mark = page.locator(".text .m.name").nth(30)
    mark.wait_for()
    mark.evaluate("node => { node.mine = true; node.scrollIntoView(); }")
    mark.click()
    page.wait_for_url(re.compile("mark="))
    settled(page)
    assert mark.evaluate("node => node.mine")


def test_explore_loses_no_choice_while_the_server_is_slow(
    address: str, slow_page: Callable[[str], Page], open_page: Any, officer: str
) -> None:
    page = slow_page(f"{address}/explore?opened={officer}&selected={officer}")
    page.locator(".node").first.wait_for()
    for press in (
        page.get_by_role("button", name="Filter"),
        page.get_by_label("must", exact=True),
        page.get_by_role("button", name="Table"),
        page.get_by_role("button", name="To", exact=True),
        page.get_by_label("weak facts too"),
        page.get_by_label("Role", exact=True),
    ):
        press.click()
        page.wait_for_timeout(120)  # less than an answer takes
    settled(page)
    for part in ("modalities=must", "view=table", "sort=target", "weak=1", "kinds=Role", "panel=1"):
        assert part in page.url
    expect(page.get_by_label("Role", exact=True)).to_be_checked()
    restored(page, open_page, rows)


def test_two_choices_of_a_name_before_an_answer_show_its_neighbours(
    address: str, slow_page: Callable[[str], Page], officer: str
) -> None:
    page = slow_page(f"{address}/explore?opened={officer}&selected={officer}")
    page.locator(".node").first.wait_for()
    nodes = page.locator(".node")
    before = nodes.count()
    title = page.locator("title", has_text="Class B event ·")
    other = nodes.filter(has=title).first.locator(".body")
    other.click()
    other.click()
    expect(page.get_by_role("button", name="Hide neighbours")).to_be_visible()
    assert nodes.count() > before


def test_duties_and_documents_lose_no_choice_while_the_server_is_slow(
    address: str, slow_page: Callable[[str], Page]
) -> None:
    page = slow_page(f"{address}/duties")
    page.locator("tbody tr").first.wait_for()
    for name in ("must", "may"):
        page.get_by_role("button", name=name, exact=True).click()
        page.wait_for_timeout(120)
    page.get_by_role("button", name="Show more").click()
    page.wait_for_url(re.compile("pages=2"))
    settled(page)
    both = "kind=(?:must%2Cmay|may%2Cmust)"  # in whatever order
    assert re.search(both, page.url)
    page.get_by_label("of people").check()
    page.wait_for_url(re.compile("people=1"))
    settled(page)
    assert re.search(both, page.url)
    page = slow_page(f"{address}/documents?document={SOP}")
    page.locator(".text .m").first.wait_for()
    page.get_by_role("button", name="Facts", exact=True).click()
    page.wait_for_timeout(120)
    page.locator(".text .m.name").first.click()
    page.wait_for_timeout(120)
    page.get_by_role("navigation", name="Headings").get_by_role("button").last.click()
    settled(page)
    for part in ("hide=-", "mark=e_", "start="):
        assert part in page.url


def test_sentences_with_a_duty_that_were_not_read_are_one_named_choice_away(
    address: str, open_page: Any
) -> None:
    page = open_page(f"{address}/duties")
    page.get_by_label("sentences with a duty that were not read").check()
    expect(page.get_by_role("columnheader", name="Why it is not shown")).to_be_visible()
    assert "unread=1" in page.url


def test_the_browsers_back_button_takes_back_one_choice(
    address: str, open_page: Any, officer: str
) -> None:
    page = open_page(f"{address}/duties")
    page.locator("tbody tr").first.wait_for()
    for name in ("must", "may"):
        page.get_by_role("button", name=name, exact=True).click()
        settled(page)
    page.wait_for_url(re.compile("kind=must%2Cmay"))
    page.go_back()
    expect(page.get_by_role("button", name="may", exact=True)).to_have_attribute(
        "aria-pressed", "false"
    )
    expect(page.get_by_role("button", name="must", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
