"""One knowledge base for many readers at once, such as the sessions of the explorer.

Each reader works on one generation from beginning to end. When a build has published a new one,
the next reader gets it, and the old one is released once its last reader is done. The embedding
model is loaded once and handed on.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from groundgraph.knowledge_base import KnowledgeBase
from groundgraph.settings import load
from groundgraph.stores import EMBEDDED


class _Held:
    def __init__(self, base: KnowledgeBase, pointer: str) -> None:
        self.base = base
        self.pointer = pointer
        self.readers = 0


class SharedBase:
    """The base in `folder`, for any number of threads; with `read_only` nothing is written."""

    def __init__(self, folder: str | Path, *, read_only: bool = False) -> None:
        self.folder = Path(folder)
        self.read_only = read_only
        self._lock = threading.Lock()
        self._held: _Held | None = None

    @property
    def pointer(self) -> str:
        """The newest generation's name as the store has it now; empty before the first build and
        where the store cannot be read."""
        try:
            if load(self.folder).store == EMBEDDED:
                return (self.folder / "store" / "CURRENT").read_text("utf-8").strip()
            return self._newest_at_server()
        except OSError:
            return ""

    @property
    def built(self) -> float | None:
        """When the newest generation was made, seconds since 1970; None where a server keeps it."""
        try:
            return (self.folder / "store" / "CURRENT").stat().st_mtime
        except OSError:
            return None

    def _newest_at_server(self) -> str:
        held = self._held
        if held is not None:
            return held.base.newest_generation()
        with KnowledgeBase(self.folder) as base:
            return base.newest_generation() if base.exists else ""

    @property
    def building(self) -> bool:
        """Whether a process is working on the base now."""
        try:
            with open(self.folder / "record.sqlite.lock", "rb") as lock:
                with suppress(PermissionError):  # another user's, and alive
                    os.kill(int(lock.read(32)), 0)  # most often its last holder has ended
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except (OSError, ValueError):
            return False
        return False

    @contextmanager
    def reading(self) -> Iterator[KnowledgeBase]:
        """The base at its newest generation. Raises `NotFound` where nothing was built yet and
        `StoreError` where the store is damaged."""
        held = self._acquire()
        try:
            yield held.base
        finally:
            self._release(held)

    def moved_on(self, base: KnowledgeBase) -> bool:
        """Whether a `base` that was just read may have given rows of two states, because its store
        keeps only the newest and went on to another meanwhile."""
        held = self._held
        if base.store.keeps_generation:
            return False
        return held is None or held.base is not base or self.pointer != held.pointer

    def _acquire(self) -> _Held:
        with self._lock:
            pointer = self.pointer
            if self._held is None or self._held.pointer != pointer:
                former, self._held = self._held, self._open(pointer)
                if former is not None and former.readers == 0:
                    former.base.close()
            self._held.readers += 1
            return self._held

    def _open(self, pointer: str) -> _Held:
        base = KnowledgeBase(self.folder, read_only=self.read_only)
        if self._held is not None:
            base.embedder = self._held.base.embedder
        # Opened here, under the lock: two threads must not open the same files twice.
        _ = base.record, base.store
        return _Held(base, pointer)

    def _release(self, held: _Held) -> None:
        with self._lock:
            held.readers -= 1
            if held is not self._held and held.readers == 0:
                held.base.close()
