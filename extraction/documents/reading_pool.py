"""Files are read in child processes: whatever one does to its reader, it is named with the reason,
and the others are read.

Children are started when a file has to be read and kept for the next ones, of this build and of
later ones of this process; one that fails is replaced. Rows of JSONL corpora are read here: they
are plain text, and nothing that reads them can take longer than their length.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from extraction.documents import readers
from extraction.documents.reading_worker import (
    MEGABYTES,
    failed,
    pack_request,
    processor_seconds,
    unpack_reading,
)
from extraction.failures import reason_of
from graph.child_process import ChildEnded, ChildProcess
from graph.errors import ReadError
from graph.model import Reading, Source

T = TypeVar("T")
R = TypeVar("R")

IN_PROCESS = (".jsonl",)
AHEAD = 64_000_000
"""Bytes of files that are read from the disk while others are still being read into text."""

_PATIENCE = 20  # seconds that are waited for each second that the reader may work
_KEPT = 4  # idle children


class ReadingStopped(ReadError):
    """A file whose reader had to be stopped, or stopped by itself: by the limits of time or memory,
    by a crash. `reason` is that of `ChildEnded`. Another machine may read it."""

    def __init__(self, message: str, reason: str) -> None:
        super().__init__(message)
        self.reason = reason


def read(source: Source, *, max_document_chars: int) -> Reading:
    """Read one document. Raises `ReadError`, and `ReadingStopped` where its reader did not come to
    an end."""
    if source.suffix in IN_PROCESS:
        return _read_here(source, max_document_chars)
    request = pack_request(source, max_document_chars)
    seconds = processor_seconds(len(source.data)) * _PATIENCE
    for last in (False, True):
        try:
            return unpack_reading(_ask(request, seconds))
        except ChildEnded as ended:
            # What kills from outside need not mean this file: once more.
            if ended.reason != "killed" or last:
                raise ReadingStopped(_told(source, ended), ended.reason) from None
        except (ValueError, TypeError, KeyError, AttributeError):
            odd = ChildEnded("wrong output", "what it answered is no text with its structure")
            raise ReadingStopped(_told(source, odd), odd.reason) from None
    raise AssertionError("unreachable")


def in_order(
    items: Iterable[tuple[T, Callable[[], R] | None]],
    processes: int,
    size: Callable[[T], int],
) -> Iterator[tuple[T, Future[R] | None]]:
    """Each of `items` with the future of its task (None where it has none), in order; at most
    `processes` are under way, and a few are done ahead, as many as hold `AHEAD` bytes (by `size`)
    and the next one. Whoever stops in the middle ends the children that are at work for it."""
    waiting: deque[tuple[T, Future[R] | None]] = deque()
    held = 0
    mine: list[int] = []
    threads = ThreadPoolExecutor(processes, "reading", lambda: mine.append(threading.get_ident()))
    try:
        for item, task in items:
            waiting.append((item, threads.submit(task) if task is not None else None))
            held += size(item)
            del item, task  # whoever takes an item is the last to hold it
            while waiting and (len(waiting) > 2 * processes or held > AHEAD):
                held -= size(waiting[0][0])
                yield waiting.popleft()
        while waiting:
            yield waiting.popleft()
    except BaseException:
        threads.shutdown(wait=False, cancel_futures=True)
        _end(mine)
        raise
    finally:
        threads.shutdown()


def _read_here(source: Source, max_document_chars: int) -> Reading:
    try:
        return readers.read(source, max_document_chars=max_document_chars)
    except (ReadError, MemoryError):
        raise
    except Exception as error:
        raise ReadError(failed(source.document, reason_of(error))) from error


def _told(source: Source, ended: ChildEnded) -> str:
    name, again = source.document, "`groundgraph build --retry` tries it again."
    if ended.reason == "time":
        limit = processor_seconds(len(source.data))
        return (
            f"{name} was not read: its reader needed more than {limit:.0f} s of processor time and "
            f"was stopped. Split or simplify the file; {again}"
        )
    if ended.reason == "memory":
        return (
            f"{name} was not read: its reader needed more than {MEGABYTES:,} MB of memory and was "
            f"stopped. Split or simplify the file; {again}"
        )
    if ended.reason == "killed":
        return (
            f"{name} was not read: its reader was killed from outside ({ended.detail}), twice. See "
            f"whether the machine has memory left; {again}"
        )
    return (
        f"{name} was not read: its reader ended ({ended}). Save the file again with the program it "
        f"was made with; {again}"
    )


# --- children ----------------------------------------------------------------------------------

_idle: list[ChildProcess] = []
_busy: dict[int, ChildProcess] = {}  # by the thread that waits for it
_lock = threading.Lock()


def _ask(request: bytes, seconds: float) -> bytes:
    me, child = threading.get_ident(), _take()
    _busy[me] = child
    try:
        answered = child.ask(request, seconds=seconds)
    finally:
        del _busy[me]
    with _lock:
        if len(_idle) < _KEPT:
            _idle.append(child)
            return answered
    child.close()
    return answered


def _end(threads: Iterable[int]) -> None:
    """End the children that these threads wait for."""
    for thread in threads:
        child = _busy.get(thread)
        if child is not None:
            with contextlib.suppress(OSError):
                os.kill(child.pid, signal.SIGTERM)


def _take() -> ChildProcess:
    with _lock:
        while _idle:
            child = _idle.pop()
            if not child.ended:
                return child
            child.close()
    return ChildProcess("extraction.documents.reading_worker")


def idle_readers() -> list[int]:
    """The process ids of the children that wait for a file."""
    with _lock:
        return [child.pid for child in _idle]


def close_readers() -> None:
    """End the children that wait for a file; the next file starts one again."""
    with _lock:
        while _idle:
            with contextlib.suppress(OSError):
                _idle.pop().close()


def _forget() -> None:
    """A forked process has no children of its own."""
    global _lock
    _idle.clear()
    _busy.clear()
    _lock = threading.Lock()


atexit.register(close_readers)
os.register_at_fork(after_in_child=_forget)
