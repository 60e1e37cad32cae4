"""The two consoles and the progress display."""

from __future__ import annotations

import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn

from rich.console import Console
from rich.markup import escape

from groundgraph.stages import BUILD_STAGES
from groundgraph.visible_text import CODES, MARK, escaped_in_json

if TYPE_CHECKING:
    from extraction.build_context import Progress

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def fail(message: str, code: int) -> NoReturn:
    """Print one error line on stderr and leave."""
    err.print(f"[bold red]error:[/] {escape(message)}")
    raise SystemExit(code)


_CONTROLS = {
    **{code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n"},
    0x7F: 0x2421,
    **{code: 0xFFFD for code in range(0x80, 0xA0)},
    **{code: ord(MARK) for code in CODES},
}


def visible(text: str) -> str:
    """`text` with control characters made visible, so that a document's words cannot steer the
    terminal (colours, titles, text that runs backwards)."""
    return text.translate(_CONTROLS)


def asked(about: str, question: str) -> bool:
    """Whether a person at the terminal says yes; no where there is no terminal."""
    if not (sys.stdin.isatty() and err.is_terminal):
        return False
    err.print(escape(visible(about)))
    err.print(f"{escape(question)} \\[y/N] ", end="")
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def data(text: str) -> None:
    """A line of JSON or of tabbed cells for programs: no colour, no wrapping."""
    sys.stdout.write(escaped_in_json(text) + "\n")


@contextmanager
def upgrades_told() -> Iterator[None]:
    """Within it, an upgrade of a record is told on stderr; other warnings go their way."""
    with warnings.catch_warnings():
        warnings.filterwarnings("always", ".* was made by an older groundgraph")
        others = warnings.showwarning

        def show(message: Warning | str, category: type[Warning], *where: Any, **more: Any) -> None:
            if category.__name__ == "RecordUpgraded":  # its module is not loaded for every command
                err.print(f"[yellow]note[/] {escape(visible(str(message)))}")
            else:
                others(message, category, *where, **more)

        warnings.showwarning = show
        yield


@contextmanager
def progress_bars() -> Iterator[Progress]:
    """A bar for each stage with rate and time left; one line a stage where there is no terminal."""
    if not err.is_terminal:
        yield _plain()
        return
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TaskID,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description:<30}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=err) as display:
        tasks: dict[str, tuple[TaskID, float]] = {}

        def update(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                task = display.add_task(
                    BUILD_STAGES.get(stage, stage), total=total or None, rate=""
                )
                tasks[stage] = (task, time.monotonic())
            task, started = tasks[stage]
            elapsed = time.monotonic() - started
            rate = f"{done / elapsed:,.0f}/s" if done and elapsed > 0.2 else ""
            display.update(task, completed=done, total=total or None, rate=rate)

        yield update


def _plain() -> Progress:
    last_stage, last_time = "", 0.0

    def update(stage: str, done: int, total: int) -> None:
        nonlocal last_stage, last_time
        now = time.monotonic()
        finished = total and done == total
        if stage != last_stage or finished or now - last_time > 10:
            last_stage, last_time = stage, now
            share = f" {done} of {total}" if total else (f" {done}" if done > 1 else "")
            if not (total == 0 and done == 0 and stage != "store"):
                err.print(f"{BUILD_STAGES.get(stage, stage)}{share}")

    return update
