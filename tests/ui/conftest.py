"""A browser, a server of the explorer over a copy of the example base."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
]
PATIENCE = 30_000  # milliseconds, for a machine that does other work too

Serve = Callable[..., AbstractContextManager[str]]
Open = Callable[..., Page]


@pytest.fixture
def fresh_caches() -> Iterator[None]:
    """Pages that this process runs have read nothing yet."""
    import streamlit as st

    st.cache_data.clear()
    st.cache_resource.clear()
    yield
    st.cache_data.clear()
    st.cache_resource.clear()


@pytest.fixture(scope="session", autouse=True)
def own_configuration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A configuration folder without anything in it, for this process and the servers it starts."""
    folder = tmp_path_factory.mktemp("configuration")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(folder))
        patch.delenv("GROUNDGRAPH_LLM_KEY", raising=False)
        yield folder


@pytest.fixture(scope="session")
def own_base(untouched_examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This worker's copy of the example base, which its server writes answers to."""
    return Path(shutil.copytree(untouched_examples, tmp_path_factory.mktemp("ui") / "meridian"))


@pytest.fixture(scope="session")
def tables_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base of two tables: 13 pumps, 12 of them supplied by Brook, and fees of which one is not
    stated."""
    from groundgraph import KnowledgeBase

    folder = tmp_path_factory.mktemp("tables")
    documents = folder / "documents"
    documents.mkdir()
    pumps = [f"| P-{n} | {'Lowe' if n == 4 else 'Brook'} | {20 + n} kg |" for n in range(1, 14)]
    head = ["# Pump list of the Aldery works", "", "| Pump | Supplier | Weight |", "|---|---|---|"]
    (documents / "pumps.md").write_text("\n".join([*head, *pumps, ""]), "utf-8")
    fees = ["# Fees of the ferry office", "", "| Service | Fee |", "|---|---|"]
    rows = [
        "| Day pass | 12 EUR |",
        "| Night pass | |",
        "| Bicycle | 4 EUR |",
        "| Dog | 2 EUR |",
        "| Car | 9 EUR |",
    ]
    (documents / "fees.md").write_text("\n".join([*fees, *rows, ""]), "utf-8")
    with KnowledgeBase(folder / "kb", store="embedded") as base:
        base.build(documents)
    return folder / "kb"


@contextmanager
def _serve(kb: Path, *options: str) -> Iterator[str]:
    """The explorer as a user starts it, from a folder that is not the repository."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(Path(sys.executable).parent / "groundgraph"), "ui", "--kb", str(kb), *options]
    server = subprocess.Popen(
        [*command, "--port", str(port)],
        cwd=kb.parent,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(f"{address}/_stcore/health", server)
        yield address
    finally:
        os.killpg(server.pid, 15)
        server.communicate(timeout=20)


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if server.poll() is not None:
            raise RuntimeError(f"the explorer ended: {server.communicate()[1].decode()}")
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"nothing answered at {url}")


@pytest.fixture(scope="session")
def serve() -> Serve:
    return _serve


@pytest.fixture(scope="session")
def address(own_base: Path, own_configuration: Path) -> Iterator[str]:
    """Where this worker's explorer over the example base is."""
    with _serve(own_base) as found:
        yield found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield started
        started.close()


class Tab:
    """A session of its own in the browser, which one test after another uses. A tab that has shown
    the explorer keeps its scripts compiled: a page costs 0.8 s of processor time in it, and 2.8 s
    in a new one."""

    def __init__(self, browser: Browser) -> None:
        self._context = browser.new_context()
        self._context.set_default_timeout(PATIENCE)
        self._context.on("request", lambda r: None if _local(r.url) else self.away.append(r.url))
        self.page = self._context.new_page()
        self.page.on("pageerror", lambda error: self.failed.append(str(error)))
        self.away: list[str] = []
        self.failed: list[str] = []

    def take(self, width: int, height: int, scheme: str) -> Page:
        """The page, of this size and colour scheme; what it did in another test is that one's."""
        self.away.clear()
        self.failed.clear()
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        return self.page

    def leave(self) -> None:
        """Nothing of the test stays: its page is left, with what it stored, pressed and heard."""
        if self.page.url.startswith("http"):
            self.page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        self.page.mouse.move(0, 0)
        self.page.goto("about:blank")
        self._context.clear_cookies()

    def close(self) -> None:
        self._context.close()


@pytest.fixture(scope="session")
def tabs(browser: Browser) -> list[Tab]:
    """Tabs that no test is using."""
    return []


@pytest.fixture
def open_page(browser: Browser, tabs: list[Tab]) -> Iterator[Open]:
    """Opens an address in a session of its own. Afterwards: no request left the machine, and no
    script failed. For ``about:blank`` the tab is new and is closed afterwards: the test prepares it
    before its first address."""
    used: list[tuple[Tab, bool]] = []

    def opened(url: str, *, width: int = 1440, height: int = 900, scheme: str = "light") -> Page:
        again = url != "about:blank"
        tab = tabs.pop() if tabs and again else Tab(browser)
        used.append((tab, again))
        page = tab.take(width, height, scheme)
        page.goto(url)
        return page

    yield opened
    away = [url for tab, _ in used for url in tab.away]
    failed = [error for tab, _ in used for error in tab.failed]
    for tab, again in used:
        if again and not (tab.away or tab.failed):
            tab.leave()
            tabs.append(tab)
        else:
            tab.close()
    assert away == []
    assert failed == []


def _local(url: str) -> bool:
    return url.startswith(("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:"))
