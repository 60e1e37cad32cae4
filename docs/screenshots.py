"""Pictures of every page of the explorer, light and dark, over the example base.

    python docs/screenshots.py [--kb FOLDER] [--all FOLDER]

Without --kb the example base is built first. The pictures that the documentation shows go to
``docs/img``; with --all, every page goes to FOLDER, light, dark and narrow: look at each one at
full size after a change of the pages.
"""

from __future__ import annotations

import argparse
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from groundgraph import KnowledgeBase
from groundgraph.entity_cards import find_entities

ROOT = Path(__file__).resolve().parent.parent
QUESTION = "How soon must a Class B event be reported?"
PATIENCE = 60_000
SHOWN = {
    "ask.png": ("ask", "light"),
    "explore.png": ("explore", "light"),
    "duties.png": ("duties", "dark"),
    "reading.png": ("reading", "light"),
}
LOOKS = (("light", "light", 1440), ("dark", "dark", 1440), ("narrow", "light", 390))


@contextmanager
def explorer(kb: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(Path(sys.executable).parent / "groundgraph"), "ui", "--kb", str(kb)]
    server = subprocess.Popen([*command, "--port", str(port)])
    try:
        address = f"http://127.0.0.1:{port}"
        for _ in range(300):
            try:
                with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):
                    break
            except OSError:
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(20)


def pages(kb: Path) -> dict[str, str]:
    """Name of a picture -> path of its page."""
    with KnowledgeBase(kb) as base:
        answer = base.ask(QUESTION).id
        nothing = base.ask("What colour are the curtains in the canteen of the airport?").id
        entity = find_entities(base, "Safety Officer")[0]["id"]
    card = f"explore?opened={entity}&selected={entity}"
    return {
        "ask": f"?answer={answer}",
        "welcome": "",
        "not_found": f"?answer={nothing}",
        "overview": "explore",
        "explore": card,
        "duties": "duties",
        "documents": "documents",
        "reading": "documents?document=documents/sop-021-vigilance-reporting.md",
    }


def shoot(browser: Browser, address: str, path: str, scheme: str, target: Path, width: int) -> None:
    page = browser.new_page(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    page.goto(f"{address}/{path}")
    page.locator(".gg, .gg-title").first.wait_for(timeout=PATIENCE)
    settle(page)
    page.screenshot(path=target)
    page.close()


def settle(page: Page) -> None:
    """Until fonts are there and nothing is drawn any more."""
    page.evaluate("document.fonts.ready")
    page.get_by_text(re.compile("built .* ago|built just now")).wait_for(
        state="attached", timeout=PATIENCE
    )
    page.wait_for_timeout(800)


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
        found = pages(kb)
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        with explorer(kb) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            for target, (name, scheme) in SHOWN.items():
                shoot(browser, address, found[name], scheme, shown / target, 1440)
            if chosen.all:
                chosen.all.mkdir(parents=True, exist_ok=True)
                for name, path in found.items():
                    for look, scheme, width in LOOKS:
                        target = chosen.all / f"{name}_{look}.png"
                        shoot(browser, address, path, scheme, target, width)
            browser.close()


if __name__ == "__main__":
    main()
