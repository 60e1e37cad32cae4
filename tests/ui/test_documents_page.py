"""Documents in a real browser: the list, adding files, and reading one with its marks."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from asking import settled
from playwright.sync_api import Page, expect

from groundgraph import KnowledgeBase

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
SOP = "documents/sop-014-incident-handling.md"


@pytest.fixture
def sop(address: str, open_page: Any) -> Page:
    """SOP-014 opened for reading."""
    page: Page = open_page(f"{address}/documents?document={SOP}")
    page.locator(".text .m").first.wait_for()
    return page


def details(page: Page) -> Any:
    return page.get_by_label("Details", exact=True)


def test_the_list_sorts_and_opens_a_document(address: str, open_page: Any) -> None:
    page = open_page(f"{address}/documents")
    rows = page.locator("tbody tr")
    rows.first.wait_for()
    page.get_by_role("button", name="Facts").click()
    sorted_by = page.get_by_role("columnheader", name="Facts")
    expect(sorted_by).to_have_attribute("aria-sort", "descending")
    numbers = rows.locator("td:nth-child(6)").all_inner_texts()
    counts = [int(text.replace(",", "")) for text in numbers]
    assert counts == sorted(counts, reverse=True) and len(set(counts)) > 3
    expect(page.get_by_role("button", name="Facts")).to_be_focused()
    page.get_by_label("Find a document").fill("sop")
    expect(page.get_by_role("status").filter(has_text="document")).not_to_have_text("18 documents")
    page.wait_for_url(lambda url: "find=sop" in url and "sort=facts" in url and "down=1" in url)
    shown = rows.all_inner_texts()
    for copied in (page, open_page(page.url)):
        copied.reload()
        expect(copied.locator("tbody tr")).to_have_count(len(shown))
        assert copied.locator("tbody tr").all_inner_texts() == shown
        expect(copied.get_by_label("Find a document")).to_have_value("sop")
    page.get_by_role("button", name="SOP-014 Incident handling").click()
    expect(page.get_by_role("heading", level=2)).to_have_text("SOP-014 Incident handling")
    address_of_it = page.url
    expect(open_page(address_of_it).locator(".text .m").first).to_be_visible()
    page.get_by_role("button", name="All documents").click()
    expect(rows).to_have_count(len(shown))
    assert rows.all_inner_texts() == shown


def test_what_a_build_could_not_read_is_listed_and_narrowed_to(
    tmp_path: Path, serve: Any, open_page: Any
) -> None:
    documents = tmp_path / "notes"
    documents.mkdir()
    (documents / "a.txt").write_text("The caterer must check the fridge every day.\n", "utf-8")
    (documents / "broken.pdf").write_bytes(b"%PDF-1.7 this is not a document")
    with KnowledgeBase(tmp_path / "kb") as base:
        base.build(documents)
        [problem] = base.unread()
    with serve(tmp_path / "kb") as address:
        page = open_page(f"{address}/documents")
        rows = page.locator("tbody tr")
        expect(rows).to_have_count(2)
        page.get_by_role("button", name="not read 1").click()
        expect(rows).to_have_count(1)
        expect(rows).to_contain_text("not read")
        expect(rows).to_contain_text(problem.detail)
        expect(rows.get_by_role("button")).to_have_count(0)  # there is nothing to open
        page.wait_for_url(re.compile("state=not"))
        page.reload()
        expect(rows).to_have_count(1)
        page.get_by_role("button", name="not read 1").click()
        expect(rows).to_have_count(2)


def test_every_kind_of_mark_is_toggled_by_the_legend(sop: Page) -> None:
    text = sop.locator(".text")
    assert text.locator(".m.name").count() > 20
    for label, mark in (("References", "reference"), ("Facts", "fact")):
        button = sop.get_by_role("button", name=label, exact=True)
        shown = button.get_attribute("aria-pressed") == "true"
        assert (text.locator(f".m.{mark}").count() > 3) == shown
        button.click()
        expect(button).to_have_attribute("aria-pressed", str(not shown).lower())
        assert (text.locator(f".m.{mark}").count() > 3) == (not shown)


def test_a_mark_opens_its_name_and_the_graph(sop: Page) -> None:
    sop.locator(".text .m.name", has_text="duty engineer").first.click()
    expect(details(sop).get_by_role("heading", level=3).first).to_have_text("duty engineer")
    details(sop).get_by_role("button", name="Show in the graph").first.click()
    sop.wait_for_url(re.compile("/explore"))
    expect(sop.get_by_role("heading", level=2)).to_have_text("duty engineer")


def test_a_fact_and_a_reference_open_at_their_words(sop: Page) -> None:
    sop.get_by_role("button", name="Facts", exact=True).click()
    fact = sop.locator(".text .m.fact:not(.name):not(.reference)").first
    fact.click()
    assert details(sop).locator(".modality").count() >= 1
    expect(fact).to_have_class(re.compile("chosen"))
    sop.locator(".text .m.reference:not(.unresolved):not(.name)").first.click()
    details(sop).get_by_role("button", name="Go there").first.click()
    expect(sop.locator(".here")).to_be_in_viewport()


def test_every_mark_is_reached_by_the_keyboard(sop: Page) -> None:
    marks = sop.locator(".text .m")
    assert sop.locator(".text .m[tabindex='0']").count() == 1
    marks.first.focus()
    reached = 1
    while reached < marks.count():
        sop.keyboard.press("ArrowRight")
        focused = sop.evaluate("""() => {
            let at = document.activeElement;
            while (at.shadowRoot) at = at.shadowRoot.activeElement;
            return [...at.closest('.text').querySelectorAll('.m')].indexOf(at);
        }""")
        assert focused == reached
        reached += 1
    sop.keyboard.press("Home")
    sop.keyboard.press("Enter")
    expect(marks.first).to_have_class(re.compile("chosen"))
    expect(details(sop).locator(".card").first).to_be_visible()


def test_a_heading_is_jumped_to(sop: Page) -> None:
    headings = sop.get_by_role("navigation", name="Headings").get_by_role("button")
    last = headings.last
    words = last.text_content()
    assert words
    last.click()
    heading = sop.locator(".text").get_by_text(words, exact=True)
    expect(heading).to_be_in_viewport()


def test_former_versions_and_removed_documents_are_read(
    tmp_path: Path, serve: Any, open_page: Any
) -> None:
    documents = tmp_path / "notes"
    documents.mkdir()
    (documents / "a.txt").write_text("The caterer must check the fridge every day.\n", "utf-8")
    (documents / "b.txt").write_text("The porter must lock the gate at night.\n", "utf-8")
    with KnowledgeBase(tmp_path / "kb") as base:
        base.build(documents)
        (documents / "a.txt").write_text("The caterer must check the fridge twice.\n", "utf-8")
        (documents / "b.txt").unlink()
        base.build(documents)
    with serve(tmp_path / "kb") as address:
        page = open_page(f"{address}/documents")
        rows = page.locator("tbody tr")
        expect(rows).to_have_count(2)
        expect(rows.filter(has_text="notes/a.txt")).to_contain_text("current")
        expect(rows.filter(has_text="notes/b.txt")).to_contain_text("removed")
        rows.filter(has_text="notes/b.txt").get_by_role("button").first.click()
        expect(page.get_by_text("This document was removed.")).to_be_visible()
        expect(page.locator(".text")).to_contain_text("lock the gate at night")
        page.get_by_role("button", name="All documents").click()
        expect(page.locator(".text")).to_have_count(0)
        expect(rows).to_have_count(2)
        settled(page)  # a click while the page is being drawn is lost
        rows.filter(has_text="notes/a.txt").get_by_role("button").first.click()
        expect(page.locator(".text")).to_contain_text("twice")
        page.get_by_label("Version", exact=True).select_option(index=0)
        expect(page.get_by_text("This version has been superseded.")).to_be_visible()
        expect(page.locator(".text")).to_contain_text("every day")
        page.reload()
        expect(page.locator(".text")).to_contain_text("every day")


def test_files_are_added_and_answer(
    untouched_examples: Path, tmp_path: Path, serve: Any, open_page: Any
) -> None:
    """A PDF, a text and an empty file dropped on the page: one result each, and an answer."""
    folder = Path(shutil.copytree(untouched_examples, tmp_path / "kb"))
    files = [
        {"name": "fridge.pdf", "mimeType": "application/pdf", "buffer": pdf(RULE)},
        {
            "name": "cold-chain.txt",
            "mimeType": "text/plain",
            "buffer": b"Cold chain\n\nThe courier must scan the thermo label every 43 minutes.\n",
        },
        {"name": "empty.txt", "mimeType": "text/plain", "buffer": b" "},
    ]
    with serve(folder) as address:
        page = open_page(f"{address}/documents")
        page.get_by_role("button", name="Add documents").click()
        page.locator("input[type=file]").set_input_files(files)
        for file in files:
            page.get_by_test_id("stFileUploader").get_by_text(str(file["name"])).wait_for()
        page.wait_for_timeout(1000)  # Streamlit shows no sign that a file has arrived
        page.get_by_role("button", name="Add to the base").click()
        expect(page.get_by_role("progressbar")).to_be_visible()
        expect(page.locator("tbody tr").first).to_be_visible()  # the list stays meanwhile
        # Counted, since a page that is drawn anew shows each line twice for a moment.
        expect(page.get_by_text("uploads/fridge.pdf: added")).to_have_count(1, timeout=120_000)
        expect(page.get_by_text("uploads/cold-chain.txt: added")).to_have_count(1)
        expect(page.get_by_text("uploads/empty.txt:")).to_have_count(1)
        expect(page.locator("tbody tr").filter(has_text="uploads/fridge.pdf")).to_be_visible()
        page.goto(address)
        for question, words in ((QUESTION, "every 19 minutes"), (LABEL, "every 43 minutes")):
            page.get_by_label("Question", exact=True).fill(question)
            page.get_by_role("button", name="Ask", exact=True).click()
            answer = page.get_by_label("Answer", exact=True).filter(has_text=words)
            expect(answer).to_be_visible()
        page.goto(f"{address}/documents?document=uploads/fridge.pdf")
        expect(page.locator(".text")).to_contain_text(RULE)


RULE = "The night warden must read the specimen fridge thermometer every 19 minutes."
QUESTION = "How often must the night warden read the specimen fridge thermometer?"
LABEL = "How often must the thermo label be scanned?"


def pdf(line: str) -> bytes:
    """A PDF of one page with one line of text, written out by hand."""
    stream = f"BT /F1 12 Tf 72 720 Td ({line}) Tj ET".encode("ascii")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    written, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return written + head + tail % (len(objects) + 1, len(written))
