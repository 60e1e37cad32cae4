"""The process that runs Cypher written by somebody else: ``python -P -m groundgraph.cypher_worker
FOLDER MEGABYTES``, started by `groundgraph.guarded_cypher`, which ends it at a deadline.

Its memory may grow by so many megabytes beyond what the opened base takes; a query that asks for
more ends this process and nothing else (kglite allocates without asking, and a failed allocation
aborts).
"""

from __future__ import annotations

import pickle
import sys

from graph.child_process import Serving, limit_memory
from groundgraph import GroundgraphError, KnowledgeBase

WARM_UP = "MATCH (d:Document) RETURN count(d) AS n"


def main(folder: str, megabytes: int) -> None:
    serving = Serving()
    with KnowledgeBase(folder) as base:
        try:
            base.cypher(WARM_UP)
        except GroundgraphError as error:
            serving.tell(_failed(error))
            return
        limit_memory(megabytes)
        serving.tell(pickle.dumps(("ready", None)))
        serving.serve(lambda message: _rows(base, message))


def _rows(base: KnowledgeBase, message: bytes) -> bytes:
    query, parameters, limit, seconds = pickle.loads(message)
    try:
        rows = base.cypher(query, parameters, limit=limit, timeout_s=seconds)
    except GroundgraphError as error:
        return _failed(error)
    return pickle.dumps(("rows", rows))


def _failed(error: GroundgraphError) -> bytes:
    return pickle.dumps((type(error).__name__, str(error)))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
