"""Cypher written by somebody else, in a process of its own with limits of time and memory.

The gate lets reading through, and reading alone can fill a machine: a product of three patterns
took 2.4 GB in two seconds in kglite, doubling a string in `reduce` ends in an aborted process, and
neither engine stops everywhere when its own time is up.
"""

from __future__ import annotations

import pickle
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from graph import cypher_gate, errors
from graph.child_process import ChildEnded, ChildProcess

MEGABYTES = 1024
GRACE = 3.0
"""Seconds that a query may take beyond its own limit before its process is killed."""


def _ended_with_it(process: int) -> bool:
    return True


class GuardedCypher:
    """Runs queries on the base in `folder`, one at a time. Threads may share it."""

    def __init__(
        self,
        folder: Path,
        megabytes: int = MEGABYTES,
        *,
        environment: Mapping[str, str] | None = None,
        end_queries: Callable[[int], bool] = _ended_with_it,
    ) -> None:
        self._folder = folder
        self._end_queries = end_queries
        self._environment = dict(environment or {})
        self._megabytes = megabytes
        self._lock = threading.Lock()
        self._child: ChildProcess | None = None

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
            message = (query, dict(parameters or {}), limit, timeout_s)
            answered = self._ask(pickle.dumps(message), timeout_s)
            kind, content = pickle.loads(answered)
            if kind == "rows":
                rows: list[dict[str, object]] = content
                return rows
            raise _error(kind, content)
        finally:
            self._lock.release()

    def close(self) -> None:
        """End the process."""
        if self._child is not None:
            self._child.close()
            self._child = None

    @property
    def pid(self) -> int | None:
        """The id of the process; None where none is running."""
        return None if self._child is None else self._child.pid

    def _ask(self, message: bytes, timeout_s: float) -> bytes:
        child = self._child or self._start()
        try:
            return child.ask(message, seconds=timeout_s + GRACE)
        except ChildEnded as ended:
            process = child.pid
            self.close()
            raise self._stopped(ended, timeout_s, self._left(process)) from None

    def _left(self, process: int) -> str:
        """What to add where a server goes on with the query of `process`; empty where it ended."""
        try:
            if self._end_queries(process):
                return ""
            why = "has not ended it yet"
        except errors.GroundgraphError as error:
            why = f"could not be asked whether it ended it ({error})"
        return (
            f" The server {why}: there, SHOW TRANSACTIONS lists it, and TERMINATE TRANSACTIONS ends"
            " it."
        )

    def _start(self) -> ChildProcess:
        try:
            child = ChildProcess(
                "groundgraph.cypher_worker",
                str(self._folder.absolute()),
                str(self._megabytes),
                added=self._environment,
            )
        except ChildEnded as ended:
            raise errors.QueryFailed(
                f"The process for queries did not start ({ended}); try again, and see whether "
                "`groundgraph cypher` answers."
            ) from None
        kind, content = pickle.loads(child.greeting)
        if kind != "ready":
            child.close()
            raise _error(kind, content)
        self._child = child
        return child

    def _stopped(self, ended: ChildEnded, seconds: float, left: str) -> errors.QueryFailed:
        if ended.reason == "time":
            return errors.QueryFailed(
                f"The query ran longer than {seconds:g} s and was stopped; make it narrower (a "
                f"label, a WHERE, fewer hops).{left}"
            )
        if ended.reason == "memory":
            return errors.QueryFailed(
                f"The query needed more than {self._megabytes:,} MB of memory and was stopped; "
                f"make it narrower (a label, a WHERE, LIMIT before collect).{left}"
            )
        if ended.reason == "killed":
            return errors.QueryFailed(
                f"The process of the query was killed from outside ({ended.detail}); run the query "
                f"again, and see whether the machine has memory left.{left}"
            )
        return errors.QueryFailed(
            f"The process of the query ended ({ended}); write the query in another way, and report "
            "it to the authors of groundgraph."
        )


def _error(kind: str, content: object) -> errors.GroundgraphError:
    made: errors.GroundgraphError = getattr(errors, kind)(str(content))
    return made
