"""One knowledge base for many readers at once, such as the sessions of the explorer.

Each reader works on one generation from beginning to end. When a build has published a new one,
the next reader gets it, and the old one is released once its last reader is done. The embedding
model is loaded once and handed on.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from groundgraph.knowledge_base import KnowledgeBase


class _Held:
    def __init__(self, base: KnowledgeBase, pointer: str) -> None:
        self.base = base
        self.pointer = pointer
        self.readers = 0


class SharedBase:
    """The base in `folder`, for any number of threads."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        self._lock = threading.Lock()
        self._held: _Held | None = None

    @property
    def pointer(self) -> str:
        """The newest generation's name as it stands on disk; empty before the first build."""
        try:
            return (self.folder / "store" / "CURRENT").read_text("utf-8").strip()
        except OSError:
            return ""

    @contextmanager
    def reading(self) -> Iterator[KnowledgeBase]:
        """The base at its newest generation. Raises `NotFound` where nothing was built yet and
        `StoreError` where the store is damaged."""
        held = self._acquire()
        try:
            yield held.base
        finally:
            self._release(held)

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
        base = KnowledgeBase(self.folder)
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
