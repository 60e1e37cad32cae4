"""Which tests go to one worker together, so that a run starts one Neo4j server, one explorer over
the examples and one browser, and not one for each worker."""

from __future__ import annotations

import re

from xdist.scheduler.loadscope import LoadScopeScheduling

PAGES, SERVER = "pages", "server"
_ON_SERVER = re.compile(r"^tests/live/|\[([^\[]*-)?neo4j[-\]]")


def group(nodeid: str) -> str:
    """The group of a test: those of the pages, those on a Neo4j server, else those of its file."""
    if nodeid.startswith("tests/ui/"):
        return PAGES
    if _ON_SERVER.search(nodeid):
        return SERVER
    return nodeid.partition("::")[0]


def place(nodeid: str) -> int:
    """Where in a run a test stands: the two long groups first, one for each of two workers, and
    files of seconds last, so that none is left alone with one of minutes."""
    found = group(nodeid)
    if found in (PAGES, SERVER):
        return (PAGES, SERVER).index(found)
    return 3 if found.startswith(("tests/contract/", "tests/unit/")) else 2


class TogetherScheduling(LoadScopeScheduling):
    """Gives a worker a whole group at a time."""

    def _split_scope(self, nodeid: str) -> str:
        return group(nodeid)
