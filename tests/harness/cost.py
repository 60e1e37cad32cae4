"""Where the processor time of the tests goes: ``pytest -p cost tests/flow`` ends with the seconds
of each file, its own and those of every process that it started (servers and browsers too), which
a busy machine stretches far less than wall time. Linux, and without ``-n``.

A server counts where it works, so the first test of a file that needs one pays for its start.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

MARK = f"GROUNDGRAPH_COST={os.getpid()}"
TICK = os.sysconf("SC_CLK_TCK")
os.environ.update([MARK.split("=")])

_seconds: Counter[str] = Counter()
_tests: Counter[str] = Counter()
_orphans: dict[Path, float] = {}  # nobody waits for them, so what they took is kept here


def spent() -> float:
    """Seconds of processor time until now, of this process and all that it started."""
    found = {path: seconds for path in Path("/proc").glob("[0-9]*") if (seconds := _of(path))}
    return sum({**_orphans, **found}.values())


def _of(process: Path) -> float:
    """The seconds of a process of ours and of its children that have ended, else 0."""
    try:
        if process.name != str(os.getpid()) and not _marked(process):
            return 0.0
        fields = (process / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    seconds = sum(map(int, fields[11:15])) / TICK
    if fields[1] == "1":
        _orphans[process] = seconds
    return seconds


def _marked(process: Path) -> bool:
    return MARK.encode() in (process / "environ").read_bytes().split(b"\0")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, Any, Any]:
    before = spent()
    done = yield
    name = item.nodeid.partition("::")[0]
    _seconds[name] += spent() - before
    _tests[name] += 1
    return done


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    terminalreporter.section("processor seconds")
    for name, seconds in _seconds.most_common():
        terminalreporter.write_line(f"{seconds:8.1f} {_tests[name]:5d} tests  {name}")
    terminalreporter.write_line(f"{sum(_seconds.values()):8.1f} {sum(_tests.values()):5d} tests")
