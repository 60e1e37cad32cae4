"""Queries that run on a server for a process that is gone, or gave up: found by the mark that each
transaction of ours carries, ended, and looked for until they are gone."""

from __future__ import annotations

import os
import socket
import time
from typing import Any

from graph.stores.neo4j.driver import Connection

WAIT_S = 5.0
"""Seconds in which the server must have ended them."""

_POLL_S = 0.1
_MARK = "groundgraph"
_RUNNING = (
    f"SHOW TRANSACTIONS YIELD transactionId, metaData WHERE metaData.{_MARK} = $mark "
    "RETURN transactionId AS id"
)


def transaction_mark(process: int | None = None) -> dict[str, str]:
    """Metadata of a transaction: the process on this machine that asks (by default this one)."""
    return {_MARK: f"{socket.gethostname()}:{process or os.getpid()}"}


def end_queries(connection: Connection, process: int) -> bool:
    """End what the server still runs for `process` of this machine; True where nothing of it is
    left. Raises `StoreError` where the server cannot be asked."""
    mark = transaction_mark(process)[_MARK]
    deadline = time.monotonic() + WAIT_S
    while running := _running(connection, mark):
        if time.monotonic() > deadline:
            return False
        connection.rows(
            "TERMINATE TRANSACTIONS $ids YIELD transactionId AS id RETURN id", {"ids": running}
        )
        time.sleep(_POLL_S)
    return True


def _running(connection: Connection, mark: str) -> list[Any]:
    return [row["id"] for row in connection.rows(_RUNNING, {"mark": mark})]
