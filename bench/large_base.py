"""The explorer over 5,000 documents: time to a usable page, and what a choice takes and sends.

    python bench/large_base.py [--kb DIR]

The documents are generated (three sentences of duties each, fixed seed). Without ``--kb`` they are
built into a temporary base first, which takes minutes; with it they are built there once and used
again. Times are wall clock in the browser on a warm server, one run each; bytes are what the server
sent through its socket, scripts of the components included.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from _browser import PATIENCE, chromium, explorer

from groundgraph import KnowledgeBase

MANY = 5_000
PLACES = ("Alder", "Birch", "Cedar", "Elm", "Fir", "Hazel", "Juniper", "Larch", "Maple", "Rowan")
ROLES = ("Harbour Master", "Safety Officer", "Duty Engineer", "Night Warden", "Records Manager")
DUTIES = (
    "inspect the {place} pump",
    "record the reading of the {place} gauge",
    "lock the {place} gate",
    "notify the {role}",
    "keep the {place} log for {number} years",
)
LIMITS = ("", " within {number} days", " unless the site is closed")
FIRST = ".node, tbody tr, .gg-title"
ACTS: dict[str, list[tuple[str, Callable[[Any], Any]]]] = {
    "/explore": [
        ("choose the best connected name", lambda page: page.locator(".node .body").first.click()),
        ("choose a neighbour", lambda page: page.locator(".node .body").nth(3).click()),
    ],
    "/duties": [
        ("who", lambda page: page.get_by_label("Who", exact=True).fill("Safety")),
        ("people only", lambda page: page.get_by_label("of people").check()),
    ],
    "/documents": [
        ("find", lambda page: page.get_by_label("Find a document").fill("alder 43")),
        ("sort by facts", lambda page: page.get_by_role("button", name="Facts").click()),
    ],
    "/": [],
}


def write(folder: Path) -> None:
    chance = random.Random(5)

    def words(pattern: str) -> str:
        return pattern.format(
            place=chance.choice(PLACES), role=chance.choice(ROLES), number=chance.randint(1, 30)
        )

    folder.mkdir()
    for number in range(MANY):
        lines = [f"# {chance.choice(PLACES)} {chance.choice(PLACES)} note {number:04d}", ""]
        for _ in range(3):
            verb = chance.choice(("must", "may", "must not", "should"))
            said = words(chance.choice(DUTIES)) + words(chance.choice(LIMITS))
            lines.append(f"The {chance.choice(ROLES)} {verb} {said}.")
        (folder / f"note-{number:04d}.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def build(base: Path) -> None:
    with tempfile.TemporaryDirectory() as place:
        write(Path(place) / "notes")
        with KnowledgeBase(base, profile="regulation") as made:
            made.build(Path(place) / "notes")


def settled(page: Any) -> float:
    page.wait_for_timeout(200)  # typing is sent after 150 ms
    page.locator(".gg[aria-busy=false]").first.wait_for()
    return time.perf_counter()


def measure(base: Path) -> None:
    with explorer(base) as address, chromium() as browser:
        for path in ACTS:  # warm
            page = browser.new_page()
            page.set_default_timeout(PATIENCE)
            page.goto(address + path)
            page.locator(FIRST).first.wait_for()
            page.close()
        for path, acts in ACTS.items():
            page = browser.new_page()
            page.set_default_timeout(PATIENCE)
            sent: list[int] = []
            page.on(
                "websocket", lambda s, n=sent: s.on("framereceived", lambda f: n.append(len(f)))
            )
            start = time.perf_counter()
            page.goto(address + path)
            page.locator(FIRST).first.wait_for()
            first = time.perf_counter() - start
            page.wait_for_timeout(800)
            print(f"{path:12} usable after {first * 1000:5.0f} ms, {sum(sent):,} bytes")
            for name, act in acts:
                sent.clear()
                start = time.perf_counter()
                act(page)
                took = settled(page) - start
                page.wait_for_timeout(600)
                print(f"{'':12} {name}: {took * 1000:.0f} ms, {sum(sent):,} bytes")
            page.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kb", type=Path)
    given = parser.parse_args().kb
    with tempfile.TemporaryDirectory() as place:
        base = given or Path(place) / "kb"
        if not base.exists():
            build(base)
        measure(base)


if __name__ == "__main__":
    main()
