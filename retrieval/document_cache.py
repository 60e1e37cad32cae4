"""Whole documents that a retriever keeps at hand: read together, and only once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping

from graph.model import Document
from retrieval.passages import DocumentSource

KEPT_CHARACTERS = 10_000_000


class DocumentCache:
    """The newest reading of document versions, those asked for last, up to `characters` of text.
    A version is never another text in one reading, and one generation is read by one cache. Threads
    may share it."""

    def __init__(self, source: DocumentSource, characters: int = KEPT_CHARACTERS) -> None:
        self._source = source
        self._most = characters
        self._kept: OrderedDict[str, Document] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def read(self, wanted: Mapping[str, str]) -> dict[str, Document]:
        """Version -> document, for `wanted` (version -> key). Raises `NotFound`."""
        with self._lock:
            found = {v: self._kept[v] for v in wanted if v in self._kept}
            for version in found:
                self._kept.move_to_end(version)
        missing = [version for version in wanted if version not in found]
        if missing:
            found.update(self._source.newest_readings(missing))
            for version in missing:
                if version not in found:
                    found[version] = self._source.document(wanted[version], version)  # or raises
            self._keep({version: found[version] for version in missing})
        return found

    def _keep(self, read: Mapping[str, Document]) -> None:
        with self._lock:
            for version, document in read.items():
                if version not in self._kept:
                    self._size += len(document.text)
                self._kept[version] = document
            while self._size > self._most and len(self._kept) > 1:
                _, gone = self._kept.popitem(last=False)
                self._size -= len(gone.text)
