"""Cypher written by somebody else, in a process of its own with limits of time and memory.

The gate lets reading through, and reading alone can fill a machine: a product of three patterns
took 2.4 GB in two seconds in kglite, doubling a string in `reduce` ends in an aborted process, and
neither engine stops everywhere when its own time is up.
"""

from __future__ import annotations

import os
import pickle
import select
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path

from graph import cypher_gate, errors
from groundgraph.cypher_worker import LENGTH, write

MEGABYTES = 1024
GRACE = 3.0
"""Seconds that a query may take beyond its own limit before its process is killed."""
START = 120.0
"""Seconds that opening the base may take."""


class GuardedCypher:
    """Runs queries on the base in `folder`, one at a time. Threads may share it."""

    def __init__(
        self,
        folder: Path,
        megabytes: int = MEGABYTES,
        *,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._folder = folder
        self._environment = dict(environment or {})
        self._megabytes = megabytes
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def read(
        self,
        query: str,
        parameters: Mapping[str, object] | None,
        *,
        limit: int,
        timeout_s: float,
    ) -> list[dict[str, object]]:
        """Rows of one read-only query. Raises `QueryRefused`; `QueryFailed` where it needs more
        time or memory than allowed; what opening the base raises."""
        cypher_gate.check(query, parameters)
        if not self._lock.acquire(timeout=timeout_s):
            raise errors.QueryFailed("Another query is still running here; try again in a moment.")
        try:
            process = self._process or self._start()
            assert process.stdin is not None
            try:
                write(process.stdin, (query, dict(parameters or {}), limit, timeout_s))  # type: ignore[arg-type]
                kind, content = self._answer(process, timeout_s + GRACE)
            except OSError:
                kind, content = "died", None
            if kind == "rows":
                rows: list[dict[str, object]] = content  # type: ignore[assignment]
                return rows
            raise self._error(kind, content, timeout_s)
        finally:
            self._lock.release()

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "groundgraph.cypher_worker"]
        self._process = subprocess.Popen(
            [*command, str(self._folder.absolute()), str(self._megabytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # an aborting engine writes a stack there
            env={**os.environ, **self._environment, "MALLOC_ARENA_MAX": "2"},
            bufsize=0,
        )
        kind, content = self._answer(self._process, START)
        if kind != "ready":
            self.close()
            raise self._error(kind, content, START)
        return self._process

    def _answer(self, process: subprocess.Popen[bytes], seconds: float) -> tuple[str, object]:
        """The next message; ("late", None) or ("died", None) where none comes."""
        assert process.stdout is not None
        deadline, found, wanted = time.monotonic() + seconds, b"", LENGTH.size
        while len(found) < wanted:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([process.stdout], [], [], left)[0]:
                return "late", None
            part = os.read(process.stdout.fileno(), 1 << 20)
            if not part:
                return "died", None
            found += part
            if len(found) >= LENGTH.size:
                wanted = LENGTH.size + LENGTH.unpack(found[: LENGTH.size])[0]
        message: tuple[str, object] = pickle.loads(found[LENGTH.size :])
        return message

    def _error(self, kind: str, content: object, seconds: float) -> errors.GroundgraphError:
        if kind == "late":
            self.close()
            return errors.QueryFailed(
                f"The query ran longer than {seconds:g} s and was stopped; make it narrower (a "
                "label, a WHERE, fewer hops)."
            )
        if kind == "died":
            self.close()
            return errors.QueryFailed(
                f"The query needed more than {self._megabytes:,} MB of memory and was stopped; "
                "make it narrower (a label, a WHERE, LIMIT before collect)."
            )
        made: errors.GroundgraphError = getattr(errors, kind)(str(content))
        return made
