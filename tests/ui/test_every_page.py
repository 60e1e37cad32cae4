"""The register of duties, and what holds for every page: walks, sessions, markup, the keyboard."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from groundgraph import KnowledgeBase
from groundgraph.views.duties import all_duties

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def squeezed(text: str) -> str:
    return re.sub(r"[\s|]+", "", text)


def test_duties_filter_open_their_words_and_are_saved(
    address: str, own_base: Path, open_page: Any
) -> None:
    page = open_page(f"{address}/duties")
    page.get_by_label("Who", exact=True).fill("Supplier")
    page.wait_for_url(re.compile("who=Supplier"))
    page.get_by_role("button", name="must", exact=True).click()
    page.wait_for_url(re.compile("kind=must"))
    with KnowledgeBase(own_base) as base:
        expected = [
            row
            for row in all_duties(base)
            if "supplier" in row.who.lower() and row.modality == "must"
        ]
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(len(expected))
    rows.first.click()
    marked = page.get_by_label("Source", exact=True).locator("mark.chosen")
    marked.first.wait_for()
    assert squeezed("".join(marked.all_text_contents())) == squeezed(expected[0].quote)
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    text = Path(download.value.path()).read_text("utf-8-sig")
    saved = list(csv.DictReader(text.splitlines()))
    assert [row["words"] for row in saved] == [" ".join(r.quote.split("\n")) for r in expected]


def test_three_clicks_from_an_answer_to_facts_and_versions(address: str, open_page: Any) -> None:
    page = open_page(address)
    page.get_by_label("Question", exact=True).fill("How soon must a Class B event be reported?")
    page.get_by_role("button", name="Ask", exact=True).click()
    page.get_by_label("Answer", exact=True).wait_for()
    expect(page.get_by_label("Source", exact=True).locator(".chosen").first).to_be_visible()
    page.get_by_role("button", name="open the whole document").click()  # 1: original document
    expect(page.get_by_label("Version", exact=True)).to_be_visible()  # its versions
    page.locator(
        ".text .m.name", has_text=re.compile("^Class B events?$")
    ).first.click()  # 2: facts about it here
    page.get_by_role("button", name="Show in the graph").click()  # 3: every other fact
    expect(page.get_by_role("heading", level=2)).to_have_text("Class B event")
    assert page.locator(".fact-line").count() >= 1


def test_sessions_and_copied_links_hold_their_own_view(address: str, open_page: Any) -> None:
    one, two = open_page(f"{address}/duties"), open_page(f"{address}/duties")
    one.get_by_label("Who", exact=True).fill("Supplier")
    two.get_by_label("Who", exact=True).fill("Safety Officer")
    one.wait_for_url(re.compile("who=Supplier"))
    two.wait_for_url(re.compile("who=Safety"))
    for page, name in ((one, "Supplier"), (two, "Safety Officer")):
        expect(page.locator("td.who").first).to_contain_text(re.compile(name, re.IGNORECASE))
        expect(page.locator("td.who").filter(has_not_text=name)).to_have_count(0)
        count = page.locator("tbody tr").count()
        copied = open_page(page.url)
        expect(copied.locator("tbody tr")).to_have_count(count)
        expect(copied.get_by_label("Who", exact=True)).to_have_value(name)


HOSTILE = """# Notes of <b>the</b> board

The Safety <script>window.pwned = 1</script> Officer must keep [the log](javascript:alert(1)) for
7 years. The <img src="http://example.org/x.png" onerror="window.pwned = 2"> Safety Officer must
report to the **Medical Director** within 3 days, unless <a href="http://example.org">he</a> is ill.

The Safety Officer must tell the Medical Director of an incident within 3 days.
"""


@pytest.mark.parametrize("where", ["explore", "duties", "documents"])
def test_markup_in_documents_is_shown_and_never_run(
    hostile: str, open_page: Any, where: str
) -> None:
    page = open_page(f"{hostile}/{where}")
    page.locator(".gg").first.wait_for()
    if where == "documents":
        page.locator("tbody button").first.click()
    elif where == "duties":
        page.locator("tbody tr").first.click()
    elif where == "explore":
        page.get_by_role("combobox", name="Find a name").fill("the")
        page.get_by_role("option").first.wait_for()
    if where in ("documents", "duties"):
        expect(page.locator(".words")).to_contain_text("<script>window.pwned = 1</script>")
        expect(page.locator(".words")).to_contain_text("[the log](javascript:alert(1))")
    assert page.locator(".gg").locator("script, img, a").count() == 0
    assert page.evaluate("window.pwned") is None


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, serve: Any) -> Iterator[str]:
    """Where the explorer over one document full of markup is."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "docs").mkdir()
    (folder / "docs" / "<i>hostile.txt").write_text(HOSTILE, "utf-8")
    with KnowledgeBase(folder / "kb", profile="regulation") as base:
        base.build(folder / "docs")
    with serve(folder / "kb") as found:
        yield found


def test_the_tab_key_goes_through_explore_in_reading_order(address: str, open_page: Any) -> None:
    page = open_page(f"{address}/explore")
    page.locator(".node").first.wait_for()
    page.get_by_role("combobox", name="Find a name").focus()
    reached = []
    for _ in range(8):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("""() => {
                let at = document.activeElement;
                while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
                if (at.closest('.node')) return 'node';
                return at.getAttribute('aria-label') || at.innerText;
            }""")
        )
    names = [name.split("\n")[-1].strip() for name in reached]
    assert names[:7] == [
        "Graph", "Table", "Filter", "node", "zoom in", "zoom out", "fit to the frame",
    ]  # fmt: skip
    assert "facts" in reached[7]
