"""The command line in this process: the same entry point, arguments, streams and exit codes as a
process of its own, without the second or two that its libraries take to load.

What only a process can show stays with one: that it is quiet while libraries load
(``test_quiet.py``), that it loads few of them, that it is killed or its pipe closed.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest import mock

from groundgraph.cli import main
from groundgraph.cli.console import err as err_console
from groundgraph.cli.console import out as out_console


def in_this_process(
    *arguments: str,
    cwd: Path | None = None,
    environment: dict[str, str] | None = None,
    merged: bool = False,
) -> tuple[int, bytes, bytes]:
    """Run ``groundgraph`` with `arguments` in the folder `cwd`: its exit code, and what reached
    stdout and stderr, whoever wrote it (the streams are replaced where the system keeps them);
    `merged` writes both to stdout."""
    with ExitStack() as stack:
        stack.enter_context(mock.patch.object(sys, "argv", ["groundgraph", *arguments]))
        stack.enter_context(mock.patch.dict(os.environ, environment or {}))
        columns = os.environ.get("COLUMNS", "")
        for console in (out_console, err_console):  # made once, with the width of then
            width = int(columns) if columns.isdigit() else None
            stack.enter_context(mock.patch.object(console, "_width", width))
        stack.enter_context(_folder(cwd))
        stack.enter_context(_stream("stdin", 0, Path(os.devnull)))
        out, err = (Path(stack.enter_context(_file())) for _ in range(2))
        if merged:
            err = out
        with _stream("stdout", 1, out), _stream("stderr", 2, err):
            code = _status()
        return code, out.read_bytes(), b"" if merged else err.read_bytes()


def _status() -> int:
    try:
        main()
    except SystemExit as left:
        if left.code is None or isinstance(left.code, int):
            return left.code or 0
        sys.stderr.write(f"{left.code}\n")
        return 1
    return 0


@contextmanager
def _file() -> Iterator[str]:
    with tempfile.NamedTemporaryFile() as held:
        yield held.name


@contextmanager
def _folder(path: Path | None) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(path or before)
    try:
        yield
    finally:
        os.chdir(before)


@contextmanager
def _stream(name: str, number: int, path: Path) -> Iterator[None]:
    """`sys.NAME` and the system's stream `number` lead to (or come from) the file at `path`."""
    mode = "r" if number == 0 else "a"
    kept = os.dup(number)
    with open(path, mode, encoding="utf-8", newline="") as opened:
        os.dup2(opened.fileno(), number)
        try:
            with mock.patch.object(sys, name, opened):
                yield
                opened.flush()
        finally:
            os.dup2(kept, number)
            os.close(kept)
