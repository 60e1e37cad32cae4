"""Output into a pipe whose reader has seen enough, as ``groundgraph cypher … | head``: that is the
end of the command and no failure. click and rich would each make it exit code 1."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class _Output(io.FileIO):
    """Standard output, which ends the command calmly where nobody reads it any more."""

    def write(self, data: ReadableBuffer, /) -> int:
        try:
            return super().write(data)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.fileno())
            raise SystemExit(0) from None


@contextmanager
def until_reader_leaves() -> Iterator[None]:
    """Within it, a reader who leaves ends the process with exit code 0."""
    former = sys.stdout
    try:
        former.fileno()
    except OSError:  # replaced by something in memory, as tests do
        yield
        return
    raw = _Output(former.fileno(), "w", closefd=False)
    sys.stdout = io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding=former.encoding,
        errors=former.errors,
        line_buffering=raw.isatty(),
    )
    try:
        yield
    finally:
        sys.stdout.flush()
        sys.stdout = former
