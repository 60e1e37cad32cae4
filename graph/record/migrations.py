"""How an older record becomes one of today: a step for each schema version.

A step runs in one transaction together with the new version number, so that an interrupted upgrade
leaves the old record or the new one. It creates what the tables of `schema` have and the older
file has not (each part looks before it creates), and never rewrites what the ledger's hashes were
taken over.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

from graph.record.covering import (
    cover_caches,
    cover_places,
    cover_settings,
    cover_sources,
    erased_events,
    run_times,
    unused_fingerprints,
)
from graph.record.named_sources import make_sources
from graph.record.reading_failures import make_reading_failures
from graph.record.versions import add_stated

_TO_2: tuple[Callable[[Connection], None], ...] = (
    make_sources,
    make_reading_failures,
    add_stated,
    run_times,
    erased_events,
    unused_fingerprints,
    # last: what is covered is not changed any more
    cover_sources,
    cover_places,
    cover_settings,
    cover_caches,
)
"""The parts of the step to version 2, in order."""


def _to_2(connection: Connection) -> None:
    for part in _TO_2:
        part(connection)


# version n -> the change that makes it n + 1
MIGRATIONS: dict[int, Callable[[Connection], None]] = {1: _to_2}
