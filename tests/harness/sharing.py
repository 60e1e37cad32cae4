"""Which tests go to one worker together, so that a run starts one Neo4j server and few browsers and
explorers over the examples, and not one of each for each worker.

The tests on a server are one group; the files of pages go to the worker that has a browser, one
after another. Both wait a good part of their time: a run has a worker for each, and a third one
that works meanwhile (`PYTEST_ARGS` in the Makefile). Who is done early helps with what is left.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Any

from xdist.scheduler.loadscope import LoadScopeScheduling

PAGES, SERVER, REST = "pages", "server", "rest"
TYPES = "tests/unit/test_types.py"  # a minute for one test
_ROOT = Path(__file__).resolve().parents[2]
_IN_BROWSER = re.compile(r"\b(?:open_page|playwright|serve)\b")
_ON_SERVER = re.compile(r"^tests/live/|\[([^\[]*-)?neo4j[-\]]")


def group(nodeid: str) -> str:
    """What a worker is given at a time: all tests on a Neo4j server, else the tests of a file."""
    return SERVER if _ON_SERVER.search(nodeid) else nodeid.partition("::")[0]


@cache
def kind(group: str) -> str:
    """What the tests of a group need. A file of pages that names no browser asks for their state
    alone (`AppTest`)."""
    if group == SERVER:
        return SERVER
    if not group.startswith("tests/ui/"):
        return REST
    path = _ROOT / group
    return PAGES if not path.exists() or _IN_BROWSER.search(path.read_text("utf-8")) else REST


def place(nodeid: str) -> int:
    """Where in a run a test stands: the two long kinds first, each for a worker, and files of
    seconds last, so that none is left alone with one of minutes."""
    found = group(nodeid)
    if kind(found) != REST:
        return (PAGES, SERVER).index(kind(found))
    return 3 if found.startswith(("tests/contract/", "tests/unit/")) and found != TYPES else 2


def choice(waiting: Collection[str], mine: Collection[str], others: Collection[str]) -> str:
    """The group that a worker takes next, which has had those of `mine`, and the other workers
    those of `others`: pages where it has a browser, or where nobody has one; pages, too, after the
    server's; then what is next; a further browser at the end only."""
    suited = bool({PAGES, SERVER} & set(map(kind, mine))) or PAGES not in map(kind, others)

    def rank(group: str) -> int:
        return 1 if kind(group) != PAGES else 0 if suited else 2

    return min(waiting, key=rank)


class TogetherScheduling(LoadScopeScheduling):
    """Gives a worker a whole group at a time, and the one that suits what it has started."""

    def _split_scope(self, nodeid: str) -> str:
        return group(nodeid)

    def _assign_work_unit(self, node: Any) -> None:
        others = [g for n, work in self.assigned_work.items() if n is not node for g in work]
        chosen = choice(self.workqueue, self.assigned_work[node], others)
        self.workqueue.move_to_end(chosen, last=False)
        super()._assign_work_unit(node)
