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


@pytest.fixture(scope="session")
def own_base(untouched_examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This worker's copy of the example base, which its server writes answers to."""
    return Path(shutil.copytree(untouched_examples, tmp_path_factory.mktemp("ui") / "meridian"))


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
def address(own_base: Path) -> Iterator[str]:
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


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Opens an address in a session of its own. Afterwards: no request left the machine, and no
    script failed."""
    contexts = []
    away: list[str] = []
    failed: list[str] = []

    def opened(url: str, *, width: int = 1440, height: int = 900, scheme: str = "light") -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,  # type: ignore[arg-type]
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        context.on("request", lambda r: None if _local(r.url) else away.append(r.url))
        page = context.new_page()
        page.on("pageerror", lambda error: failed.append(str(error)))
        page.goto(url)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert away == []
    assert failed == []


def _local(url: str) -> bool:
    return url.startswith(("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:"))
