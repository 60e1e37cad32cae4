"""What it costs to see runs and answers in the graph.

    python bench/activity.py [--answers 10000]

A base of the example documents gets copies of one of its answers (under ids of their own); timed
are the first query that can meet runs but no answer, the first one that must see them all (wall
clock and processor time), the first one after one more answer, and one with nothing new. Medians of
five.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from pathlib import Path

from groundgraph import KnowledgeBase

ROOT = Path(__file__).resolve().parent.parent
QUERY = "MATCH (a:Answer) RETURN count(a) AS n"
RUNS = "MATCH (r:Run) RETURN count(r) AS n"


def timed(base: KnowledgeBase, query: str = QUERY) -> float:
    start = time.perf_counter()
    base.cypher(query)
    return (time.perf_counter() - start) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=10_000)
    wanted = parser.parse_args().answers
    with (
        tempfile.TemporaryDirectory() as folder,
        KnowledgeBase(Path(folder) / "kb", profile="regulation") as base,
    ):
        base.build(ROOT / "examples" / "documents")
        first = base.ask("How soon must a Class B event be reported?")
        stored = base.record.answer(first.id)

        def copy(number: int) -> None:
            base.record.put_answer(
                f"a_{number:020x}", stored.question, stored.payload, stored.manifest
            )

        for number in range(wanted - 1):
            copy(number)
        base.refresh()
        base.cypher("MATCH (d:Document) RETURN count(d) AS n")  # opens the graph
        runs = timed(base, RUNS)
        base.refresh()
        base.cypher("MATCH (d:Document) RETURN count(d) AS n")
        processor = time.process_time()
        every = timed(base)
        processor = (time.process_time() - processor) * 1000
        one_more = []
        for number in range(5):
            copy(wanted + number)
            one_more.append(timed(base))
        nothing_new = [timed(base) for _ in range(5)]
        files = sum(1 for _ in (Path(folder) / "kb" / "store").glob("gen-*"))
        result = {
            "answers": wanted,
            "runs at first, ms": round(runs, 1),
            "all at first, ms": round(every, 1),
            "all at first, processor ms": round(processor, 1),
            "after one more, ms": round(statistics.median(one_more), 1),
            "nothing new, ms": round(statistics.median(nothing_new), 2),
            "generations on disk": files,
        }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
