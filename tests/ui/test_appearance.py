"""How every page looks, light and dark: axe finds nothing serious, the words of every button can be
read while it is pointed at, pressed or reached by keyboard, and no page is wider than its window.
One list of pages; each is opened once for a colour scheme."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

from evaluation.answering.answer_report import AnswerReport, report_data
from evaluation.answering.answer_scores import AnswerRun
from evaluation.answering.card_values import Card, judged
from evaluation.answering.question_files import AnswerQuestion, GoldSpan
from groundgraph import KnowledgeBase
from groundgraph.judging_draw import DrawRequest, default_path, draw, write_draw
from groundgraph.views.duties import all_duties
from groundgraph.views.entity_cards import find_entities
from groundgraph.views.exploring import Filters, Neighbourhoods
from groundgraph.views.opened_reports import FOLDER

SOP = "documents/sop-014-incident-handling.md"
FOLLOWING = "And to whom must it be reported within 24 hours?"
LEAST = 4.5  # WCAG 2.2, level AA, for text
WIDTHS = (390, 768, 1920)

# What is there once the page is: a page of the explorer; then its part that comes last.
HEAD, FACTS = ".gg, .gg-title", ".fact-line"
SOURCE, QUERY = "[aria-label=Source] .chosen", ".say"
PAGES = {
    "ask": HEAD,
    "answer": HEAD,
    "written": ".written .failed",
    "language model": ".gg-title",
    "explore": HEAD,
    "card": FACTS,
    "path": FACTS,
    "edge": SOURCE,
    "table": HEAD,
    "duties": HEAD,
    "row": SOURCE,
    "documents": HEAD,
    "document": HEAD,
    "proposals": ".gg-notice",
    "audit": QUERY,
    "audit with a value missing": QUERY,
    "audit with rows": QUERY,
    "audit with a picture": QUERY,
    "audit that refuses": QUERY,
    "judge": ".verdict",
    "evaluate": ".opened",
}
ALIKE = ("table", "path", "edge", "audit with a value missing", "audit with a picture")
"""Pages made of what others show in light colours, too: `make soak` looks at these."""
BUTTONS = (
    "ask",
    "written",
    "explore",
    "row",
    "documents",
    "document",
)  # between them, every kind of button


class Writing:
    """A model that writes one sentence that holds, one that is contradicted, and one of its own."""

    name, where = "writer", "here"

    def stream(self, messages: Sequence[Mapping[str, str]]) -> Iterator[str]:
        sentence = re.search(r"^\[(\d+)\] (.*24 hours.*)$", messages[-1]["content"], re.MULTILINE)
        assert sentence is not None
        number, words = sentence.groups()
        yield f"{words} [{number}]\n{words.replace('24', '48')} [{number}]\nA bell is rung."


def reported(folder: Path, answer: str) -> None:
    """A report with one question, whose gold is not on the card."""
    question = AnswerQuestion("q1", f"Where is {answer}?", "lookup", (GoldSpan(SOP, "quay"),))
    card = Card("answered", "a headline", "Some words.", ((SOP, 0, 9),))
    one = judged(question, card, [(SOP, 90, 99)], ["the words at the quay"])
    report = report_data(AnswerReport({"questions": "1"}, [AnswerRun("plain", [one])]))
    path = folder / FOLDER / "looks.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(report), encoding="utf-8")


@pytest.fixture(scope="module")
def places(own_base: Path) -> dict[str, str]:
    """The address of each page, below that of the explorer."""
    with KnowledgeBase(own_base) as base:
        answer = base.ask("When must a Class B event be reported?").id
        entity = find_entities(base, "Safety Officer")[0].id
        written = base.ask(base.follow_up(FOLLOWING, answer), llm=Writing()).id
        edge = Neighbourhoods(base, Filters()).around([entity]).edges[0]
        row = all_duties(base)[0]
        sheet = default_path(base, "looks")
        if not sheet.exists():
            write_draw(draw(base, DrawRequest("looks", {"fact": 2})), sheet)
        reported(base.folder, answer)
    ends = f"{edge.source},{edge.target}"
    return {
        "ask": "/",
        "answer": f"/?answer={answer}",
        "written": f"/?answer={written}",
        "language model": "/model",
        "explore": "/explore?panel=1",
        "card": f"/explore?opened={entity}&selected={entity}",
        "path": f"/explore?path={ends}",
        "edge": f"/explore?opened={entity}&edge={ends}",
        "table": "/explore?view=table",
        "duties": "/duties",
        "row": f"/duties?row={row.fact}.{row.start}&kind=must,must not,may",
        "documents": "/documents",
        "document": f"/documents?document={SOP}",
        "proposals": "/proposals",
        "audit": "/audit",
        "audit with a value missing": "/audit?q=if_withdrawn",
        "audit with rows": "/audit?q=deadlines",
        "audit with a picture": "/audit?q=deadlines&view=graph",
        "audit that refuses": "/audit?cypher=DROP",
        "judge": f"/judge?judge=ada&sheet={sheet.stem}",
        "evaluate": "/evaluate?report=looks&question=q1",
    }


@pytest.mark.parametrize(
    ("where", "scheme"),
    [pytest.param(where, "dark", id=f"{where}-dark") for where in PAGES]
    + [
        pytest.param(where, "light", id=f"{where}-light", marks=pytest.mark.soak)
        if where in ALIKE
        else pytest.param(where, "light", id=f"{where}-light")
        for where in PAGES
    ],
)
def test_a_page_can_be_read(
    address: str, places: dict[str, str], open_page: Any, where: str, scheme: str
) -> None:
    """The dark one is first as wide as a telephone, and is widened."""
    narrow = scheme == "dark"
    first = WIDTHS[0] if narrow else 1440
    page = open_page(f"{address}{places[where]}", scheme=scheme, width=first)
    shown(page, where)
    for width in WIDTHS if narrow else ():
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(100)  # the layout follows
        wide = page.locator("[data-testid=stMain]").evaluate("m => m.scrollWidth - m.clientWidth")
        assert wide <= 0, width
    page.set_viewport_size({"width": 1440, "height": 900})
    assert serious(page) == []
    if where in BUTTONS:
        assert {state: value for state, value in contrasts(page).items() if value < LEAST} == {}


def shown(page: Page, where: str) -> None:
    """The page is there, with the rows of a query that its address only fills in."""
    page.locator(PAGES[where]).first.wait_for()
    if page.get_by_text("Not run yet").count():
        page.get_by_role("button", name="Run", exact=True).click()
        page.locator(".rows, svg .node, .refused").first.wait_for()


def test_axe_looks_into_the_components(address: str, open_page: Any) -> None:
    page = open_page(f"{address}/duties")
    page.locator("tbody tr").first.evaluate("row => row.cells[0].append(new Image())")
    assert "image-alt" in {found["id"] for found in serious(page)}


def serious(page: Page) -> list[dict[str, Any]]:
    found = Axe().run(page).response["violations"]
    return [
        {"id": v["id"], "where": [n["target"] for n in v["nodes"]]}
        for v in found
        if v["impact"] in ("serious", "critical")
    ]


# The contrast of an element's words with what lies behind them, colours blended as when painted.
CONTRAST = """element => {
    const pen = Object.assign(document.createElement("canvas"), { width: 1, height: 1 })
        .getContext("2d", { willReadFrequently: true });
    const up = (node) => node.parentElement || (node.getRootNode().host ?? null);
    const behind = [];
    for (let node = element; node; node = up(node)) {
        behind.unshift(getComputedStyle(node).backgroundColor);
    }
    const paint = (colour) => { pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1); };
    const light = () => {
        const [r, g, b] = [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3)
            .map((part) => part / 255)
            .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    behind.forEach(paint);
    const ground = light();
    paint(getComputedStyle(element).color);
    const words = light();
    return (Math.max(words, ground) + 0.05) / (Math.min(words, ground) + 0.05);
}"""


def worst(button: Locator) -> float:
    """The lowest contrast of the words in `button`."""
    inside = button.locator("xpath=descendant-or-self::*[text()[normalize-space()]]")
    shown = [part for part in inside.all() if part.is_visible()]
    return min([part.evaluate(CONTRAST) for part in shown], default=99.0)


# Colours fade in: what fades near the element is brought to its end, once it has begun.
SETTLED = """async element => {
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    for (const fading of element.getRootNode().getAnimations()) {
        if (Number.isFinite(fading.effect.getComputedTiming().endTime)) fading.finish();
    }
}"""


def settle(button: Locator) -> None:
    button.evaluate(SETTLED)


def contrasts(page: Page) -> dict[str, float]:
    """The lowest contrast of each look of a button on the page, in each of its states."""
    page.wait_for_timeout(800)
    found: dict[str, float] = {}
    seen = set()
    for button in page.get_by_test_id("stMain").locator("button:visible").all():
        look = button.evaluate("b => `${b.className} ${b.dataset.testid} ${b.ariaPressed}`")
        if look in seen or button.is_disabled():  # one of each look, in every state
            continue
        seen.add(look)
        name = " ".join((button.text_content() or look).split())[-40:]
        found[f"{name}, at rest"] = worst(button)
        button.scroll_into_view_if_needed()
        button.hover()
        settle(button)
        found[f"{name}, pointed at"] = worst(button)
        page.mouse.down()
        settle(button)
        found[f"{name}, pressed"] = worst(button)
        page.mouse.move(2, 2)
        page.mouse.up()
        button.evaluate("b => b.focus({ focusVisible: true })")
        settle(button)
        found[f"{name}, focused"] = worst(button)
    assert len(seen) > 2
    return found
