"""The rows that a server says it holds, kept beside the record, so that they need not be fetched.

The file holds the very bytes that the content hash is the SHA-256 of (`graph.rows.content_hash`).
So there is nothing to trust in it and nothing to go stale: where its hash is the one that the
server states, it names exactly the rows that the server states, whoever wrote either; where it is
not, the server is read. What somebody changed in the database by hand is in no such statement, and
only `store verify`, which reads the rows themselves, finds it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from graph.disk import protect

_HASH = 16  # hex digits of a row's hash


class KnownRows:
    """The file at `path`; none: nothing is kept."""

    def __init__(self, path: Path | None) -> None:
        self._path = path

    def read(self, content_hash: str) -> dict[str, str] | None:
        """Key -> hash of the rows whose content hash this is; None where they are not known."""
        if self._path is None or not content_hash:
            return None
        try:
            data = self._path.read_bytes()
        except OSError:
            return None
        if hashlib.sha256(data).hexdigest() != content_hash:
            return None
        lines = data.decode("utf-8", "surrogatepass").split("\n")[:-1]
        return {line[: -_HASH - 1]: line[-_HASH:] for line in lines}

    def keep(self, rows: Mapping[str, str], content_hash: str) -> bool:
        """Keep `rows` where that is possible; whether they give this content hash."""
        lines = [f"{key}={value}\n" for key, value in sorted(rows.items())]
        data = "".join(lines).encode("utf-8", "surrogatepass")
        if hashlib.sha256(data).hexdigest() != content_hash:
            return False
        apart = data.count(b"\n") == len(rows) and all(len(v) == _HASH for v in rows.values())
        if self._path is not None and apart:
            temporary = self._path.with_name(f"{self._path.name}.{os.getpid()}")
            with suppress(OSError):  # then the rows are read from the server again
                temporary.write_bytes(data)
                protect(temporary)
                temporary.replace(self._path)
        return True
