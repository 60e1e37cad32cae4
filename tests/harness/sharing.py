"""Which tests go to one worker together, so that a run starts one Neo4j server, one explorer over
the examples and one browser, and not one for each worker.

Both groups wait a good part of their time, for a browser and for a server: a run has a worker for
each, and a third one that works meanwhile (`PYTEST_ARGS` in the Makefile).
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from xdist.scheduler.loadscope import LoadScopeScheduling

PAGES, SERVER = "pages", "server"
TYPES = "tests/unit/test_types.py"  # a minute for one test
_ROOT = Path(__file__).resolve().parents[2]
_IN_BROWSER = re.compile(r"\b(?:open_page|playwright|serve)\b")
_ON_SERVER = re.compile(r"^tests/live/|\[([^\[]*-)?neo4j[-\]]")


def group(nodeid: str) -> str:
    """The group of a test: those of pages in a browser, those on a Neo4j server, else those of its
    file."""
    file = nodeid.partition("::")[0]
    if file.startswith("tests/ui/") and _is_in_browser(file):
        return PAGES
    return SERVER if _ON_SERVER.search(nodeid) else file


@cache
def _is_in_browser(file: str) -> bool:
    """A file of pages that names no browser asks for their state alone (`AppTest`)."""
    path = _ROOT / file
    return not path.exists() or _IN_BROWSER.search(path.read_text("utf-8")) is not None


def place(nodeid: str) -> int:
    """Where in a run a test stands: the two long groups first, each for a worker, and files of
    seconds last, so that none is left alone with one of minutes."""
    found = group(nodeid)
    if found in (PAGES, SERVER):
        return (PAGES, SERVER).index(found)
    return 3 if found.startswith(("tests/contract/", "tests/unit/")) and found != TYPES else 2


class TogetherScheduling(LoadScopeScheduling):
    """Gives a worker a whole group at a time."""

    def _split_scope(self, nodeid: str) -> str:
        return group(nodeid)
