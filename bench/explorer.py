"""The explorer in Debian's Chromium, as a user sees it.

    python bench/explorer.py [--repeat R]

Each figure is wall clock in the browser, the median of R with the range: every repeat in a session
and browser context of its own on a warm server (each page was opened once before).

- first page: from the request to a question box that takes words
- graph: 300 names and 600 facts, put into a base and opened on the Explore page, from the request
  to the last of them drawn; in the same run the same picture (names, facts, positions) drawn by
  `st.echarts_chart` in a page that holds nothing else
- citation: from the click to its words marked in the source; choosing a name and an edge of that
  graph: from the click to its card or its words, with the way to the server and back
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from _browser import PATIENCE, chromium, explorer, server
from playwright.sync_api import Browser, Page

from graph.protocols import Delta, EdgeRow, NodeRow
from groundgraph import KnowledgeBase
from groundgraph.views.exploring import FIRST, FURTHER, EntityGraph, Filters, Neighbourhoods
from ui.graph_layout import place

EXAMPLES = Path(__file__).resolve().parents[1] / "examples" / "documents"
QUESTION = "How soon must a Class B event be reported?"
NODES, EDGES = 300, 600
KINDS = ("Role", "Organization", "Event", "Product", "Term")
ECHARTS = """
import json
from pathlib import Path
import streamlit as st
st.set_page_config(layout="wide")
st.echarts_chart(json.loads((Path(__file__).parent / "graph.json").read_text()), height=700)
"""


def with_graph(base: KnowledgeBase) -> str:
    """Adds `NODES` entities with `EDGES` facts between them; the id of the one that is joined to
    all others."""
    chance = random.Random(7)
    [chunk] = base.cypher("MATCH (c:Chunk) RETURN c.id AS id ORDER BY id LIMIT 1")
    names = [f"{chance.choice(KINDS).lower()} number {i}" for i in range(NODES)]
    pairs = [(0, i) for i in range(1, NODES)]
    while len(pairs) < EDGES:
        pair = (chance.randrange(1, NODES), chance.randrange(1, NODES))
        if pair[0] != pair[1] and pair not in pairs and pair[::-1] not in pairs:
            pairs.append(pair)
    nodes, edges = [], []
    for i, name in enumerate(names):
        kind = KINDS[i % len(KINDS)]
        shown = {"name": name, "kind": kind, "aliases": [name], "status": "shown"}
        nodes.append(NodeRow("Entity", f"e_bench{i}", shown, (kind,)))
    for number, (a, b) in enumerate(pairs):
        fact = f"f_bench{number}"
        said = {"predicate": "report to", "modality": "must", "polarity": "positive"}
        words = {**said, "name": f"{names[a]} must report to {names[b]}", "status": "shown"}
        nodes.append(NodeRow("Fact", fact, words))
        ends = ("Entity", f"e_bench{a}"), ("Entity", f"e_bench{b}")
        edges.append(EdgeRow("SUBJECT", f"{fact}s", "Fact", fact, *ends[0], {}))
        edges.append(EdgeRow("OBJECT", f"{fact}o", "Fact", fact, *ends[1], {}))
        relates = {**said, "fact_id": fact}
        edges.append(EdgeRow("RELATES", f"{fact}r", *ends[0], *ends[1], relates))
        place_of = {"start": 0, "end": 20, "quote": "…", "status": "shown", "rule": "bench"}
        edges.append(
            EdgeRow("SUPPORTED_BY", f"{fact}c", "Fact", fact, "Chunk", str(chunk["id"]), place_of)
        )
    base.store.apply(Delta(nodes, edges, (), (), (), (), {}, "bench", base.record.position))
    return "e_bench0"


def opened(hub: str) -> list[str]:
    """The hub as often as it takes to show all its neighbours."""
    return [hub] * (1 + -(-(NODES - 1 - FIRST) // FURTHER))


def echarts_options(graph: EntityGraph) -> dict[str, Any]:
    places = place(graph.nodes, graph.edges)
    nodes = [
        {"id": n.id, "name": n.label, "x": places[n.id][0], "y": places[n.id][1]}
        | {"symbolSize": 12, "category": KINDS.index(n.kind), "label": {"show": True}}
        for n in graph.nodes
    ]
    links = [{"source": e.source, "target": e.target} for e in graph.edges]
    series = {
        "type": "graph", "layout": "none", "data": nodes, "links": links, "roam": True,
        "categories": [{"name": kind} for kind in KINDS], "edgeSymbol": ["none", "arrow"],
        "label": {"position": "right"}, "labelLayout": {"hideOverlap": True},
        "emphasis": {"focus": "adjacency"},
    }  # fmt: skip
    return {"animation": False, "legend": [{"data": list(KINDS)}], "series": [series]}


def fresh(browser: Browser) -> Page:
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.set_default_timeout(PATIENCE)
    return page


def until(page: Page, url: str, ready: str) -> float:
    """Milliseconds from the request of `url` until the expression `ready` holds and is painted."""
    page.goto(url, wait_until="commit")
    return float(
        page.evaluate(
            """async (ready) => {
                const holds = new Function(`return ${ready}`);
                while (!holds()) await new Promise(requestAnimationFrame);
                await new Promise(requestAnimationFrame);
                return performance.now();
            }""",
            ready,
        )
    )


SHADOWS = "[...document.querySelectorAll('*')].map(n => n.shadowRoot).filter(Boolean)"
DRAWN = (
    f"{SHADOWS}.some(s => s.querySelectorAll('.node').length === {NODES} "
    "&& s.querySelector('.stage svg').dataset.drawn)"
)
PAINTED = """(() => {
    const canvas = document.querySelector('canvas');
    if (!canvas || !canvas.width) return false;
    const dots = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
    for (let i = 3; i < dots.length; i += 4) if (dots[i]) return true;
    return false;
})()"""
TYPED = "document.querySelector('input[aria-label=Question]:not([disabled])')"


def figure(name: str, values: list[float], goal: str = "") -> None:
    low, high = min(values), max(values)
    told = f"  (goal: {goal})" if goal else ""
    print(
        f"{name}: {statistics.median(values):,.0f} ms "
        f"({low:,.0f}–{high:,.0f}, n={len(values)}){told}",
        flush=True,
    )


def repeated(browser: Browser, repeat: int, measure: Callable[[Page], float]) -> list[float]:
    found = []
    for number in range(repeat + 1):
        page = fresh(browser)
        value = measure(page)
        if number:  # the first one warms the server
            found.append(value)
        page.context.close()
    return found


def clicked(page: Page, target: Any, ready: Any) -> float:
    started = time.perf_counter()
    target.dispatch_event("click")
    ready.wait_for()
    page.evaluate("new Promise(requestAnimationFrame)")
    return 1000 * (time.perf_counter() - started)


def citations(page: Page, url: str) -> list[float]:
    page.goto(url)
    buttons = page.locator("button.sentence, button.chip")
    buttons.first.wait_for()
    page.wait_for_timeout(500)
    return [
        float(
            button.evaluate(
                """async (button) => {
                    const started = performance.now();
                    button.click();
                    const root = button.getRootNode();
                    while (!root.querySelector('mark.chosen, .box.chosen')) {
                        await new Promise(requestAnimationFrame);
                    }
                    await new Promise(requestAnimationFrame);
                    return performance.now() - started;
                }"""
            )
        )
        for button in buttons.all()
    ]


def explore(browser: Browser, address: str, hub: str, repeat: int) -> None:
    url = f"{address}/explore?opened={','.join(opened(hub))}"
    times = repeated(browser, repeat, lambda page: until(page, url, DRAWN))
    figure(f"Explore: {NODES} names and {EDGES} facts drawn", times, "2,000")
    page = fresh(browser)
    until(page, url, DRAWN)
    cards, edges = [], []
    details = page.get_by_label("Details", exact=True)
    for number in range(1, repeat + 1):
        node = page.locator(f".node[data-id=e_bench{number * 7}]")
        name = str(node.get_attribute("aria-label")).split(",")[0]
        title = details.get_by_role("heading", level=2).filter(has_text=name)
        cards.append(clicked(page, node, title))
        marked = details.get_by_text("Facts between")
        edges.append(clicked(page, page.locator(".edge").nth(number * 3).locator(".reach"), marked))
    figure("Explore: a name of these chosen, to its card", cards)
    figure("Explore: an edge of these chosen, to its words", edges)
    page.context.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=7)
    repeat = parser.parse_args().repeat
    with tempfile.TemporaryDirectory(prefix="groundgraph-bench-") as name:
        folder = Path(name)
        with KnowledgeBase(folder / "kb", profile="regulation") as base:
            base.build(EXAMPLES)
            answer = base.ask(QUESTION).id
            hub = with_graph(base)
            started = time.perf_counter()
            graph = Neighbourhoods(base, Filters()).around(opened(hub))
            read = time.perf_counter()
            options = echarts_options(graph)
            placed = time.perf_counter()
        assert (len(graph.nodes), len(graph.edges)) == (NODES, EDGES)
        took = 1000 * (read - started), 1000 * (placed - read)
        print(f"on the server, once for a state: read {took[0]:.0f} ms, placed {took[1]:.0f} ms")
        (folder / "graph.json").write_text(json.dumps(options))
        (folder / "echarts.py").write_text(ECHARTS)
        with chromium() as browser:
            with explorer(folder / "kb") as address:
                times = repeated(browser, repeat, lambda page: until(page, address, TYPED))
                figure("first page usable, warm server", times, "2,000")
                found = [
                    value
                    for _ in range(repeat)
                    for value in citations(fresh(browser), f"{address}/?answer={answer}")
                ]
                figure("a citation chosen, to its words marked", found, "300")
                explore(browser, address, hub, repeat)
            command = [sys.executable, "-m", "streamlit", "run", str(folder / "echarts.py")]
            command += ["--server.headless", "true", "--browser.gatherUsageStats", "false"]
            command += ["--server.address", "127.0.0.1", "--server.port"]
            with server(command) as address:
                times = repeated(browser, repeat, lambda page: until(page, address, PAINTED))
                figure("st.echarts_chart: the same graph drawn", times)


if __name__ == "__main__":
    main()
