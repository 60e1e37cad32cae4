"""The explorer as a user starts it, and a browser, for benches and pictures."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

PATIENCE = 60_000  # milliseconds


@contextmanager
def explorer(kb: Path) -> Iterator[str]:
    """The address of ``groundgraph ui`` over `kb`."""
    program = str(Path(sys.executable).parent / "groundgraph")
    with server([program, "ui", "--kb", str(kb), "--port"]) as address:
        yield address


@contextmanager
def server(command: Sequence[str]) -> Iterator[str]:
    """The address of a Streamlit server that `command`, with a free port added, starts."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    running = subprocess.Popen([*command, str(port)], stdin=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        for _ in range(600):
            try:
                with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):
                    break
            except OSError:
                time.sleep(0.1)
        else:
            raise RuntimeError(f"nothing answered at {address}")
        yield address
    finally:
        running.terminate()
        running.wait(20)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        raise SystemExit("no chromium on PATH: install the package `chromium`.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()
