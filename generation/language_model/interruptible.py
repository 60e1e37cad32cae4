"""Reading what a server sends, so that it can be left at once: also while nothing arrives."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from typing import TypeVar

from graph.errors import ModelStopped

_Item = TypeVar("_Item")
_TICK = 0.1  # seconds between two looks at whether to stop
_AHEAD = 64  # pieces read ahead of their use, at most


def stopped() -> ModelStopped:
    """What is raised where somebody stopped an answer."""
    return ModelStopped("the answer was stopped; ask again for all of it.")


def interruptible(items: Iterator[_Item], stop: threading.Event) -> Iterator[_Item]:
    """`items`, read in a thread of their own. Raises `ModelStopped` as soon as `stop` is set, and
    what `items` raises. Whoever leaves early leaves the thread: it ends, and closes `items`, when
    the next item arrives or the wait for it is over."""
    found: queue.Queue[tuple[_Item | None, BaseException | None]] = queue.Queue(_AHEAD)
    left = threading.Event()
    reader = threading.Thread(target=_read, args=(items, found, left), daemon=True)
    reader.start()
    try:
        while True:
            if stop.is_set():
                raise stopped()
            try:
                item, error = found.get(timeout=_TICK)
            except queue.Empty:
                continue
            if error is not None:
                raise error
            if item is None:
                return
            yield item
    finally:
        left.set()


def _read(
    items: Iterator[_Item],
    found: queue.Queue[tuple[_Item | None, BaseException | None]],
    left: threading.Event,
) -> None:
    """Put each item, then ``(None, None)``, or the error that ended it."""
    end: tuple[None, BaseException | None] = (None, None)
    try:
        for item in items:
            if not _put(found, (item, None), left):
                break
    except BaseException as error:
        end = (None, error)
    finally:
        close = getattr(items, "close", None)
        if close is not None:
            close()
    _put(found, end, left)


def _put(
    found: queue.Queue[tuple[_Item | None, BaseException | None]],
    value: tuple[_Item | None, BaseException | None],
    left: threading.Event,
) -> bool:
    """Whether `value` was taken; False once nobody reads any more."""
    while not left.is_set():
        try:
            found.put(value, timeout=_TICK)
            return True
        except queue.Full:
            continue
    return False
