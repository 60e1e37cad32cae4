"""The words of every button can be read while it is pointed at, pressed or reached by keyboard."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator

from groundgraph import KnowledgeBase
from groundgraph.duties import all_duties

SOP = "documents/sop-014-incident-handling.md"
LEAST = 4.5  # WCAG 2.2, level AA, for text

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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("where", ["ask", "explore", "duties", "documents", "document"])
def test_words_on_buttons_can_be_read_in_every_state(
    address: str, own_base: Path, open_page: Any, where: str, scheme: str
) -> None:
    with KnowledgeBase(own_base) as base:
        row = all_duties(base)[0]
    path = {
        "ask": "/",
        "explore": "/explore?panel=1",
        "duties": f"/duties?row={row['fact']}.{row['start']}&kind=must,must not,may",
        "documents": "/documents",
        "document": f"/documents?document={SOP}",
    }[where]
    page = open_page(f"{address}{path}", scheme=scheme)
    page.locator(".gg, .gg-title").first.wait_for()
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
        page.wait_for_timeout(300)  # colours fade in
        found[f"{name}, pointed at"] = worst(button)
        page.mouse.down()
        page.wait_for_timeout(300)
        found[f"{name}, pressed"] = worst(button)
        page.mouse.move(2, 2)
        page.mouse.up()
        button.evaluate("b => b.focus({ focusVisible: true })")
        page.wait_for_timeout(300)
        found[f"{name}, focused"] = worst(button)
    assert len(seen) > 2
    assert {state: value for state, value in found.items() if value < LEAST} == {}
