"""Explore in a real browser: names, neighbours, filters, paths, and the words behind an edge."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from groundgraph import KnowledgeBase
from groundgraph.views.entity_cards import find_entities
from groundgraph.views.exploring import Filters, Neighbourhoods


@pytest.fixture(scope="module")
def safety_officer(own_base: Path) -> str:
    with KnowledgeBase(own_base) as base:
        return find_entities(base, "Safety Officer")[0].id


@pytest.fixture
def card(address: str, open_page: Any, safety_officer: str) -> Page:
    """The page with the neighbourhood and the card of the Safety Officer."""
    page: Page = open_page(f"{address}/explore?opened={safety_officer}&selected={safety_officer}")
    page.locator(".fact-line").first.wait_for()
    page.locator(".node").first.wait_for()
    return page


def squeezed(text: str) -> str:
    return re.sub(r"[\s|]+", "", text)


def node(page: Page, name: str) -> Any:
    return page.locator(".node").filter(has=page.locator("title", has_text=f"{name} ·")).first


def details(page: Page) -> Any:
    return page.get_by_label("Details", exact=True)


def draws(page: Page) -> int:
    return int(page.locator(".stage svg").get_attribute("data-draws") or 0)


def chosen_words(page: Page) -> str:
    marked = page.get_by_label("Source", exact=True).locator("mark.chosen")
    marked.first.wait_for()
    return squeezed("".join(marked.all_text_contents()))


def quotes(folder: Path, facts: list[str]) -> set[str]:
    query = "MATCH (f:Fact)-[s:SUPPORTED_BY]->(c) WHERE f.id IN $ids RETURN s.quote AS quote"
    with KnowledgeBase(folder) as base:
        return {squeezed(str(row["quote"])) for row in base.cypher(query, {"ids": facts})}


def choose_name(page: Page, text: str) -> None:
    box = page.get_by_role("combobox", name="Find a name")
    box.press_sequentially(text, delay=20)
    page.get_by_role("option", name=re.compile(f"^{text}", re.IGNORECASE)).first.wait_for()
    box.press("Enter")


def choose_document(within: Any, label: str, name: str) -> None:
    box = within.get_by_label(label, exact=True)
    box.click()
    box.fill(name)
    box.press("Enter")  # before the list for it is there
    expect(box).to_have_value(name)


def test_a_name_is_found_as_it_is_typed_and_opens_its_card(address: str, open_page: Any) -> None:
    page = open_page(f"{address}/explore")
    choose_name(page, "safety of")
    expect(details(page).get_by_role("heading", level=2)).to_have_text("Safety Officer")
    expect(node(page, "Safety Officer")).to_have_attribute("aria-pressed", "true")


def test_a_name_is_found_by_its_other_names(address: str, own_base: Path, open_page: Any) -> None:
    with KnowledgeBase(own_base) as base:
        rows = base.cypher(
            "MATCH (e:Entity) WHERE e.status = 'shown' AND size(e.aliases) > 0 "
            "RETURN e.name AS name, e.aliases AS aliases ORDER BY e.id"
        )
    name, alias = next(
        (str(row["name"]), other)
        for row in rows
        for other in row["aliases"]  # type: ignore[attr-defined]
        if str(row["name"]).lower() not in other.lower() and len(other) > 6
    )
    page = open_page(f"{address}/explore")
    page.get_by_role("combobox", name="Find a name").fill(alias)
    option = page.get_by_role("option").filter(has_text=alias).first
    expect(option).to_contain_text(" ".join(name.split()))


def test_nothing_found_says_so(address: str, open_page: Any) -> None:
    page = open_page(f"{address}/explore")
    page.get_by_role("combobox", name="Find a name").fill("xyzzy")
    expect(page.get_by_role("option")).to_have_text("No name like this. Fewer letters find more.")


def test_a_second_choice_of_a_name_shows_its_neighbours_and_a_third_hides_them(card: Page) -> None:
    nodes = card.locator(".node")
    before = nodes.count()
    place = node(card, "Safety Officer").get_attribute("transform")
    other = node(card, "Class B event")
    other.locator(".body").click()
    expect(details(card).get_by_role("heading", level=2)).to_have_text("Class B event")
    assert nodes.count() == before
    other.locator(".body").click()
    expect(details(card).get_by_role("button", name="Hide neighbours")).to_be_visible()
    assert nodes.count() > before
    assert node(card, "Safety Officer").get_attribute("transform") == place
    other.locator(".body").click()
    expect(nodes).to_have_count(before)


def test_what_is_left_out_is_counted_and_one_choice_away(card: Page) -> None:
    nodes = card.locator(".node")
    before = nodes.count()
    badge = node(card, "Head of Home Service").locator(".more")
    left_out = int(badge.text_content().removeprefix("+"))
    badge.click()
    expect(nodes).to_have_count(before + left_out)
    expect(node(card, "Head of Home Service").locator(".more")).to_have_count(0)


def test_the_graph_is_used_without_a_mouse(card: Page) -> None:
    chosen = node(card, "Safety Officer")
    assert card.locator(".node[tabindex='0']").count() == 1
    chosen.focus()
    card.keyboard.press("ArrowDown")
    reached = card.evaluate("""() => {
        let at = document.activeElement;
        while (at.shadowRoot) at = at.shadowRoot.activeElement;
        return at.dataset.id;
    }""")
    assert reached and reached != chosen.get_attribute("data-id")
    card.keyboard.press("Enter")
    expect(card.locator(f".node[data-id='{reached}']")).to_have_attribute("aria-pressed", "true")


def test_lines_are_gone_through_told_and_opened_by_the_keyboard(
    card: Page, safety_officer: str
) -> None:
    chosen = node(card, "Safety Officer")
    lines = card.locator(".edge").count()
    chosen.focus()
    card.keyboard.press("l")
    told = card.locator(".said")
    expect(told).to_have_text(
        re.compile(r"^Line 1 of \d+: .*Safety Officer.*Enter shows its words")
    )
    own = int(re.search(r"of (\d+)", told.inner_text())[1])
    assert 1 < own <= lines
    heard = {told.inner_text().split(":", 1)[1]}
    for number in range(2, own + 1):
        card.keyboard.press("ArrowRight")
        expect(told).to_have_text(re.compile(f"^Line {number} of {own}"))
        heard.add(told.inner_text().split(":", 1)[1])
    assert len(heard) == own
    assert focused(card, "closest('.edge') !== null")
    card.keyboard.press("Escape")
    assert focused(card, "dataset.id") == safety_officer
    card.keyboard.press("l")
    card.keyboard.press("l")  # on to the name at the other end
    assert focused(card, "dataset.id") not in ("", safety_officer)
    card.keyboard.press("l")
    words = told.inner_text()
    card.keyboard.press("Enter")
    expect(details(card).get_by_text("Facts between")).to_be_visible()
    assert chosen_words(card)
    for name in details(card).get_by_role("heading", level=2).inner_text().split(" and "):
        assert name in words


def focused(page: Page, what: str) -> Any:
    """`what` of the element that has the focus."""
    return page.evaluate(
        f"""() => {{
            let at = document.activeElement;
            while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
            return at.{what};
        }}"""
    )


def test_a_new_picture_is_not_faint_because_of_what_was_pointed_at(card: Page) -> None:
    other = node(card, "Class B event").locator(".body")
    other.click()
    expect(details(card).get_by_role("heading", level=2)).to_have_text("Class B event")
    expect(card.locator("svg.near")).to_have_count(1)
    before = draws(card)
    card.keyboard.press("Enter")  # its neighbours, while the mouse is still on it
    expect(card.locator(".stage svg")).to_have_attribute("data-draws", str(before + 1))
    faint = card.locator(".node").evaluate_all(
        "nodes => nodes.filter((n) => getComputedStyle(n).opacity < 1).length"
    )
    assert faint < card.locator(".node").count() - 1


def test_a_fact_opens_its_words_and_a_reload_restores_them(card: Page, own_base: Path) -> None:
    card.locator(".fact-line").first.click()
    words = chosen_words(card)
    fact = re.search(r"fact=(f_\w+)", card.url)[1]
    assert words in quotes(own_base, [fact])
    card.reload()
    assert chosen_words(card) == words


def test_an_edge_opens_its_evidence_in_the_source(card: Page, own_base: Path) -> None:
    ends = card.locator(".node").evaluate_all("nodes => nodes.map(n => n.dataset.id)")
    card.locator(".edge .reach").first.dispatch_event("click")
    expect(details(card).get_by_text("Facts between")).to_be_visible()
    words = chosen_words(card)
    edge = re.search(r"edge=([^&]+)", card.url)[1].replace("%2C", ",").split(",")
    assert set(edge) <= set(ends)
    with KnowledgeBase(own_base) as base:
        facts = Neighbourhoods(base, Filters()).between(*edge)
    assert words in quotes(own_base, facts)
    assert details(card).locator(".fact-line").count() == len(facts)
    card.get_by_role("button", name="open the whole document").click()
    card.wait_for_url(re.compile("/documents"))


def test_parallel_facts_are_one_edge_with_a_count(
    address: str, own_base: Path, open_page: Any
) -> None:
    with KnowledgeBase(own_base) as base:
        edges = Neighbourhoods(base, Filters()).overview().edges
    edge = max(edges, key=lambda e: e.facts)
    assert edge.facts > 1
    page = open_page(f"{address}/explore?opened={edge.source}&selected={edge.source}")
    expect(page.get_by_text(f"{edge.facts} facts", exact=True)).to_be_attached()


def test_the_table_holds_the_same_facts_as_the_graph_and_stands_in_the_address(
    address: str, open_page: Any
) -> None:
    page = open_page(f"{address}/explore")
    page.locator(".node").first.wait_for()
    edges = page.locator(".edge").count()
    page.get_by_role("button", name="Table").click()
    rows = page.locator(".sheet tbody tr")
    expect(rows).to_have_count(edges)
    page.get_by_role("button", name="From", exact=True).click()
    names = rows.locator("td:first-child").all_text_contents()
    assert names == sorted(names, key=str.casefold)
    page.wait_for_url(re.compile("view=table"))
    page.reload()
    expect(rows).to_have_count(edges)


@pytest.mark.parametrize("choice", ["must", "Role", "polarity", "document", "verb"])
def test_filters_narrow_the_graph_and_stand_in_the_address(card: Page, choice: str) -> None:
    nodes = card.locator(".node")
    before = nodes.count()
    card.get_by_role("button", name="Filter").click()
    panel = card.get_by_role("group", name="Filters")
    match choice:
        case "polarity":
            panel.get_by_label("affirmed or denied").select_option("negative")
        case "document":
            choose_document(panel, "in the document", "QM-001 Quality Manual")
        case "verb":
            panel.get_by_label("with the verb").fill("consider")
            panel.get_by_label("with the verb").press("Enter")
        case name:
            panel.get_by_label(name, exact=True).check()
    expect(card.get_by_role("button", name="Filter (1)")).to_be_visible()
    expect(nodes).not_to_have_count(before)
    after = nodes.count()
    assert 0 < after < before
    card.reload()
    expect(nodes).to_have_count(after)
    expect(card.get_by_role("button", name="Filter (1)")).to_be_visible()


def test_a_choice_made_before_the_server_answered_keeps_the_former_ones(card: Page) -> None:
    """All in one turn of the browser, so no answer can come between them."""
    card.get_by_role("button", name="Filter").click()
    card.get_by_label("must", exact=True).wait_for()
    card.get_by_role("group", name="Filters").evaluate(
        """panel => {
            const boxes = [...panel.querySelectorAll('label')];
            ['must', 'may', 'Role'].forEach((name) => {
                boxes.find((l) => l.textContent === name).querySelector('input').click();
            });
        }"""
    )
    expect(card.get_by_role("button", name="Filter (3)")).to_be_visible()
    card.wait_for_url(lambda url: "modalities=must%2Cmay" in url and "kinds=Role" in url)
    for name in ("must", "may", "Role"):
        expect(card.get_by_label(name, exact=True)).to_be_checked()


def test_an_early_answer_does_not_take_back_a_later_choice(card: Page) -> None:
    """Choices so fast that answers to former ones arrive between them."""
    card.get_by_role("button", name="Filter").click()
    panel = card.get_by_role("group", name="Filters")
    boxes = panel.get_by_role("checkbox")
    boxes.first.wait_for()
    panel.evaluate(
        """async (panel) => {
            for (const box of panel.querySelectorAll('input[type=checkbox]')) {
                box.click();
                await new Promise((done) => setTimeout(done, 40));
            }
        }"""
    )
    expect(card.get_by_role("button", name=f"Filter ({boxes.count()})")).to_be_visible()
    card.wait_for_url(re.compile("weak=1"))
    for box in boxes.all():
        expect(box).to_be_checked()


def test_filters_that_leave_nothing_offer_a_way_back(address: str, open_page: Any) -> None:
    page = open_page(f"{address}/explore?verb=xyzzy")
    expect(page.get_by_text("No name and no fact passes these filters.")).to_be_visible()
    page.locator(".nothing").get_by_role("button", name="Clear all filters").click()
    page.locator(".node").first.wait_for()


def test_a_name_that_is_gone_is_a_calm_message(address: str, open_page: Any) -> None:
    page = open_page(f"{address}/explore?opened=e_gone&selected=e_gone")
    expect(page.locator(".nothing")).to_contain_text("The present state of the base has no such")
    page.locator(".nothing").get_by_role("button", name="Overview").click()
    page.locator(".node").first.wait_for()


def test_a_path_between_two_names_tells_its_steps(card: Page, own_base: Path) -> None:
    card.get_by_role("button", name="Find a path to").click()
    choose_name(card, "Head of Quality")
    card.get_by_text(re.compile("path.* between Safety Officer and Head of Quality")).wait_for()
    ends = re.search(r"path=([^&]+)", card.url)[1].replace("%2C", ",").split(",")
    with KnowledgeBase(own_base) as base:
        paths = Neighbourhoods(base, Filters()).paths(*ends)
    expect(card.locator(".node")).to_have_count(len({name for path in paths for name in path}))
    lines = details(card).locator(".fact-line")
    expect(lines).to_have_count(sum(len(path) - 1 for path in paths[:3]))
    lines.first.click()
    assert chosen_words(card)
    card.get_by_role("button", name="Close the path").first.click()
    expect(details(card).get_by_role("heading", level=2)).to_have_text("Safety Officer")


def test_no_path_says_so(address: str, open_page: Any, safety_officer: str) -> None:
    page = open_page(f"{address}/explore?path={safety_officer},e_gone")
    expect(page.get_by_role("status").filter(has_text="No path of at most five")).to_be_visible()


def test_weak_facts_are_hidden_until_asked_for(
    address: str, open_page: Any, safety_officer: str
) -> None:
    where = f"{address}/explore?opened={safety_officer}&selected={safety_officer}"
    page = open_page(where)
    page.locator(".fact-line").first.wait_for()
    shown = page.locator(".fact-line").count()
    page.goto(f"{where}&weak=1")
    page.get_by_text("weak facts shown dashed").wait_for()
    assert page.locator(".fact-line").count() > shown
    assert page.locator(".line.weak").count() > 0


def test_choosing_in_the_graph_does_not_draw_it_again(card: Page) -> None:
    before = draws(card)
    node(card, "Class B event").locator(".body").click()
    expect(details(card).get_by_role("heading", level=2)).to_have_text("Class B event")
    card.locator(".fact-line").first.click()
    chosen_words(card)
    card.get_by_role("combobox", name="Find a name").fill("data protection officer")
    card.get_by_role("option").first.wait_for()
    assert draws(card) == before
    card.keyboard.press("Enter")
    expect(details(card).get_by_role("heading", level=2)).not_to_have_text("Class B event")
    # The card may stand a moment before the graph is drawn.
    expect(card.locator(".stage svg")).to_have_attribute("data-draws", str(before + 1))
