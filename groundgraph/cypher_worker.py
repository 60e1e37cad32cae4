"""The process that runs Cypher written by somebody else: ``python -m groundgraph.cypher_worker
FOLDER MEGABYTES``, started by `groundgraph.guarded_cypher`, which kills it at a deadline.

Its memory may grow by so many megabytes beyond what the opened base takes; a query that asks for
more ends this process and nothing else (kglite allocates without asking, and a failed allocation
aborts). Where the system has no such limit (macOS ignores it) only the deadline holds.
"""

from __future__ import annotations

import pickle
import resource
import struct
import sys
from typing import BinaryIO

from groundgraph import GroundgraphError, KnowledgeBase

LENGTH = struct.Struct(">Q")
WARM_UP = "MATCH (d:Document) RETURN count(d) AS n"


def write(stream: BinaryIO, message: object) -> None:
    """One message: its length, then a pickle (both ends are this program)."""
    data = pickle.dumps(message)
    stream.write(LENGTH.pack(len(data)) + data)
    stream.flush()


def main(folder: str, megabytes: int) -> None:
    incoming, outgoing = sys.stdin.buffer, sys.stdout.buffer
    with KnowledgeBase(folder) as base:
        try:
            base.cypher(WARM_UP)
            _limit(megabytes)
            write(outgoing, ("ready", None))
        except GroundgraphError as error:
            write(outgoing, (type(error).__name__, str(error)))
            return
        while head := incoming.read(LENGTH.size):
            query, parameters, limit, seconds = pickle.loads(incoming.read(LENGTH.unpack(head)[0]))
            try:
                rows = base.cypher(query, parameters, limit=limit, timeout_s=seconds)
                write(outgoing, ("rows", rows))
            except GroundgraphError as error:
                write(outgoing, (type(error).__name__, str(error)))


def _limit(megabytes: int) -> None:
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            taken = int(file.read().split()[0]) * resource.getpagesize()
    except OSError:
        return
    allowed = taken + megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (allowed, allowed))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
