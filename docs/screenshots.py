"""Pictures of every page of the explorer, light and dark, over the example base.

    python docs/screenshots.py [--kb FOLDER] [--all FOLDER]

Without --kb the example base is built first. The pictures that the documentation shows, one of them
animated, go to ``docs/img``; with --all, every page goes to FOLDER, light, dark and narrow: look at
each one at full size after a change of the pages.
"""

from __future__ import annotations

import argparse
import io
import re
import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from groundgraph import KnowledgeBase
from groundgraph.views.duties import all_duties
from groundgraph.views.entity_cards import find_entities
from groundgraph.views.exploring import Filters, Neighbourhoods

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "bench"))
from _browser import PATIENCE, chromium, explorer  # noqa: E402

QUESTION = "How soon must a pump failure at a patient's home be reported?"
SHOWN = {
    "ask.png": ("ask", "light"),
    "explore.png": ("explore", "light"),
    "duties.png": ("duties", "dark"),
    "documents.png": ("documents", "light"),
    "reading.png": ("reading", "light"),
}
LOOKS = (("light", "light", 1440), ("dark", "dark", 1440), ("narrow", "light", 390))
FILM = "explorer.webp"
FILM_SIZE = (1000, 640)


def pages(kb: Path) -> dict[str, str]:
    """Name of a picture -> path of its page."""
    with KnowledgeBase(kb) as base:
        answer = base.ask(QUESTION).id
        nothing = base.ask("What colour are the curtains in the canteen of the airport?").id
        entity, other = (find_entities(base, name)[0].id for name in ("Safety Officer", "Supplier"))
        edge = Neighbourhoods(base, Filters()).around([entity]).edges[0]
        row = next(row for row in all_duties(base) if row.by_when and row.if_what)
    card = f"explore?opened={entity}&selected={entity}"
    return {
        "ask": f"?answer={answer}",
        "welcome": "",
        "not_found": f"?answer={nothing}",
        "overview": "explore",
        "explore": card,
        "edge": f"explore?opened={entity}&edge={edge.source},{edge.target}",
        "path": f"explore?path={entity},{other}",
        "table": f"{card}&view=table",
        "duties": "duties",
        "duty": f"duties?row={row.fact}.{row.start}",
        "documents": "documents",
        "audit": "audit?q=deadlines",
        "reading": "documents?document=documents/sop-021-vigilance-reporting.md",
    }


def shoot(browser: Browser, address: str, path: str, scheme: str, target: Path, width: int) -> None:
    page = opened(browser, scheme, width, 900)
    page.goto(f"{address}/{path}")
    page.locator(".gg, .gg-title").first.wait_for()
    if page.get_by_text("Not run yet").count():
        page.get_by_role("button", name="Run", exact=True).click()
    settle(page)
    page.screenshot(path=target)
    page.context.close()


def opened(browser: Browser, scheme: str, width: int, height: int) -> Page:
    page = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    page.set_default_timeout(PATIENCE)
    return page


def settle(page: Page) -> None:
    """Until fonts are there and nothing is drawn any more."""
    page.evaluate("document.fonts.ready")
    page.get_by_text(re.compile("built .* ago|built just now")).wait_for(state="attached")
    page.wait_for_timeout(800)


class Film:
    """Frames of a page with the time each one stands."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._frames: list[Image.Image] = []
        self._times: list[int] = []

    def hold(self, milliseconds: int) -> None:
        """The page as it is, for so long; what looks the same as before stands longer."""
        shot = Image.open(io.BytesIO(self._page.screenshot())).convert("RGB")
        frame = shot.resize(FILM_SIZE, Image.Resampling.LANCZOS)
        if self._frames and frame.tobytes() == self._frames[-1].tobytes():
            self._times[-1] += milliseconds
            return
        self._frames.append(frame)
        self._times.append(milliseconds)

    def save(self, target: Path) -> None:
        first, *rest = self._frames
        first.save(
            target, save_all=True, append_images=rest, duration=self._times, loop=0,
            quality=80, method=6, minimize_size=True,
        )  # fmt: skip


def film(browser: Browser, address: str, target: Path) -> None:
    """Question, answer, the words in their documents, and what else the graph knows."""
    page = opened(browser, "light", 1280, 820)
    page.goto(address)
    page.locator(".gg-title").wait_for()
    settle(page)
    take = Film(page)
    take.hold(900)
    box = page.get_by_label("Question", exact=True)
    box.click()
    words = QUESTION.split(" ")
    for end in range(2, len(words) + 2, 2):
        box.fill(" ".join(words[:end]))
        take.hold(140)
    take.hold(500)
    page.get_by_role("button", name="Ask", exact=True).click()
    answer = page.get_by_label("Answer", exact=True)
    answer.wait_for()
    settle(page)
    take.hold(2600)
    for sentence in answer.locator("button.sentence").all()[:2]:
        sentence.click()
        page.wait_for_timeout(400)
        take.hold(2200)
    page.get_by_role("link", name="Explore").click()
    finder = page.get_by_role("combobox", name="Find a name")
    finder.wait_for()
    settle(page)
    take.hold(1200)
    for end in (3, 7, 13):
        finder.fill("Class B event"[:end])
        page.wait_for_timeout(500)
        take.hold(250)
    page.get_by_role("option").first.wait_for()
    take.hold(600)
    finder.press("Enter")
    page.get_by_role("heading", level=2, name="Class B event").wait_for()
    settle(page)
    take.hold(2400)
    page.locator(".fact-line").first.click()
    page.get_by_label("Source", exact=True).locator(".chosen").first.wait_for()
    settle(page)
    take.hold(3000)
    take.save(target)
    page.context.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kb", type=Path)
    parser.add_argument("--all", type=Path)
    chosen = parser.parse_args()
    shown = ROOT / "docs" / "img"
    shown.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        kb = Path(folder) / "meridian-devices"
        if chosen.kb:
            shutil.copytree(chosen.kb, kb)
        else:
            with KnowledgeBase(kb, profile="regulation") as base:
                base.build(ROOT / "examples" / "documents")
        with explorer(kb) as address, chromium() as browser:
            film(browser, address, shown / FILM)
            found = pages(kb)
            for target, (name, scheme) in SHOWN.items():
                shoot(browser, address, found[name], scheme, shown / target, 1440)
            if chosen.all:
                chosen.all.mkdir(parents=True, exist_ok=True)
                for name, path in found.items():
                    for look, scheme, width in LOOKS:
                        target = chosen.all / f"{name}_{look}.png"
                        shoot(browser, address, path, scheme, target, width)


if __name__ == "__main__":
    main()
