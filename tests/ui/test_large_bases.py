"""Five thousand documents: no page sends them all, no list shows them all, and each is found."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from graph.protocols import Delta, EdgeRow, NodeRow
from groundgraph import KnowledgeBase
from groundgraph.views.document_list import FOUND

MANY = 5_000
HUB, OTHER = "e_harbour", "e_gauge"
MOST = 150_000  # bytes of a message to a page; all names alone are 300,000


@pytest.fixture(scope="module")
def large(
    built_examples: Path, tmp_path_factory: pytest.TempPathFactory, serve: Any
) -> Iterator[str]:
    """Where the explorer over the examples and 5,000 notes is, each with a duty of one name."""
    folder = Path(shutil.copytree(built_examples, tmp_path_factory.mktemp("large") / "kb"))
    with KnowledgeBase(folder) as base:
        [chunk] = base.cypher("MATCH (c:Chunk) RETURN c.id AS id ORDER BY id LIMIT 1")
        base.store.apply(notes(str(chunk["id"]), base.record.position))
    with serve(folder) as found:
        yield found


def notes(real: str, position: int) -> Delta:
    """5,000 documents and facts, in the store only; the first fact stands in the chunk `real`,
    which the record holds too."""
    shown = {"aliases": [], "status": "shown"}
    nodes = [
        NodeRow("Entity", HUB, {"name": "Harbour Master", "kind": "Role", **shown}, ("Role",)),
        NodeRow("Entity", OTHER, {"name": "gauge", "kind": "Term", **shown}, ("Term",)),
    ]
    edges = []
    words = "The Harbour Master must read the gauge."
    place = {"start": 0, "end": len(words), "quote": words, "status": "shown", "rule": "test"}
    for i in range(MANY):
        key, note = f"notes/note-{i:04d}.md", f"Note {i:04d} of the quay"
        about = {"name": note, "version": f"{key}@1", "number": 1, "language": "en"}
        part = {"name": note, "document": key, "version": f"{key}@1", "start": 0, "text": words}
        said = {"predicate": f"read {i:04d}", "modality": "must", "polarity": "positive"}
        named = {"name": f"Harbour Master must read {i:04d} gauge", "status": "shown"}
        mention = {"start": 4, "end": 18, "surface": "Harbour Master"}
        chunk, fact = ("Chunk", f"c_{i}"), ("Fact", f"f_{i}")
        hub, other = ("Entity", HUB), ("Entity", OTHER)
        nodes += [
            NodeRow("Document", key, {**about, "characters": len(words)}),
            NodeRow(*chunk, {**part, "end": len(words)}),
            NodeRow(*fact, {**named, **said}),
        ]
        edges += [
            EdgeRow("PART_OF", f"p_{i}", *chunk, "Document", key, {}),
            EdgeRow("MENTIONS", f"m_{i}", *chunk, *hub, mention),
            EdgeRow("SUBJECT", f"a_{i}", *fact, *hub, {}),
            EdgeRow("OBJECT", f"o_{i}", *fact, *other, {}),
            EdgeRow("RELATES", f"r_{i}", *hub, *other, {**said, "fact_id": f"f_{i}"}),
            EdgeRow("SUPPORTED_BY", f"s_{i}", *fact, *(chunk if i else ("Chunk", real)), place),
        ]
    return Delta(nodes, edges, (), (), (), (), {}, "large", position)


class Counted:
    """A page, and the bytes of the largest message that the server sent to it since `start`: how
    many messages a choice takes depends on the machine."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.bytes = 0
        page.on("websocket", lambda socket: socket.on("framereceived", self._count))

    def _count(self, frame: Any) -> None:
        self.bytes = max(self.bytes, len(frame))

    def start(self) -> None:
        self.page.wait_for_timeout(400)
        self.bytes = 0

    def settled(self) -> int:
        self.page.locator(".gg[aria-busy=false]").first.wait_for()
        self.page.wait_for_timeout(300)
        return self.bytes


@pytest.fixture
def counted(open_page: Any) -> Counted:
    return Counted(open_page("about:blank"))


def choose_document(page: Page, label: str, text: str) -> None:
    box = page.get_by_label(label, exact=True)
    box.click()
    expect(page.get_by_role("listbox", name="Documents found").get_by_role("option")).to_have_count(
        FOUND + 2  # all documents, and how many more there are
    )
    expect(page.get_by_text("4,998 more")).to_be_visible()
    box.fill(text)
    page.get_by_role("option", name=text).first.wait_for()
    box.press("Enter")
    expect(box).to_have_value(re.compile(text))


def test_explore_finds_a_document_and_sends_no_list_of_all(large: str, counted: Counted) -> None:
    page = counted.page
    page.goto(f"{large}/explore?opened={HUB}&selected={HUB}")
    page.locator(".fact-line").first.wait_for()
    assert counted.settled() < MOST + 100_000  # the scripts of the page as well
    expect(page.locator(".fact-line")).to_have_count(40)
    expect(page.get_by_text("5,000 documents")).to_be_visible()
    counted.start()
    page.get_by_role("button", name="Show more (4,960 left)").click()
    expect(page.locator(".fact-line")).to_have_count(80)
    assert 0 < counted.settled() < MOST
    page.locator(".edge .reach").first.dispatch_event("click")
    expect(page.get_by_text("Facts between")).to_be_visible()
    expect(page.get_by_role("button", name="Show more (4,960 left)")).to_be_visible()
    page.get_by_role("button", name="Back").click()
    page.get_by_role("button", name="Filter").click()
    counted.start()
    choose_document(page, "in the document", "Note 4321 of the quay")
    assert 0 < counted.settled() < MOST  # opened, typed into, chosen
    page.wait_for_url(re.compile("document=notes"))


def test_duties_are_cut_with_a_count_and_found_by_document(large: str, counted: Counted) -> None:
    page = counted.page
    page.goto(f"{large}/duties")
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(60)
    counted.start()
    page.get_by_label("Who", exact=True).fill("Harbour")
    expect(page.get_by_role("status").filter(has_text="5,000 entries")).to_be_visible()
    page.get_by_role("button", name="Show more (4,940 left)").click()
    expect(rows).to_have_count(120)
    assert 0 < counted.settled() < MOST
    counted.start()
    page.get_by_label("with a time limit").check()
    expect(rows).to_have_count(0)
    page.get_by_label("with a time limit").uncheck()
    expect(rows).to_have_count(60)
    choose_document(page, "Document", "Note 4321 of the quay")
    expect(rows).to_have_count(1)
    assert 0 < counted.settled() < MOST


def test_what_the_page_holds_is_not_sent_again(large: str, counted: Counted) -> None:
    page = counted.page
    page.goto(f"{large}/duties?pages=5")
    page.locator("tbody tr").nth(299).wait_for()
    counted.start()
    page.get_by_label("Document", exact=True).click()
    page.get_by_text("4,998 more").wait_for()
    # Twenty names and the component's own scripts; the rows are another 130,000.
    assert 0 < counted.settled() < 60_000
    expect(page.locator("tbody tr")).to_have_count(300)


def test_the_list_of_documents_is_cut_sorted_and_searched(large: str, counted: Counted) -> None:
    page = counted.page
    page.goto(f"{large}/documents")
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(100)
    expect(page.get_by_role("status").filter(has_text="5,018 documents")).to_be_visible()
    counted.start()
    page.get_by_role("button", name="Show more (4,918 left)").click()
    expect(rows).to_have_count(200)
    assert 0 < counted.settled() < MOST
    counted.start()
    page.get_by_label("Find a document").fill("quay 4321")
    expect(rows).to_have_count(1)
    assert 0 < counted.settled() < MOST
