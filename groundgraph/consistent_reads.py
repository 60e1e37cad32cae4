"""Reads that see one generation, on a store that holds on to none.

A server keeps only its newest state, and a question is several queries. So the generation is looked
at again afterwards (one round trip), and what was read while it changed is read anew.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from graph.errors import StoreError
from graph.protocols import StoreGenerations

_TRIES = 5
_Found = TypeVar("_Found")


def read_consistently(
    store: StoreGenerations, read: Callable[[], _Found], moved: Callable[[], None]
) -> _Found:
    """What `read` gives, all of it from one generation of `store`. `moved` is called when the store
    has gone on to another one, before `read` is called again. An error counts only where the store
    stood still: half of one state and half of the next can break anything. Raises `StoreError`
    where the store never stands still, and what `read` raises."""
    if store.keeps_generation:
        return read()
    for _ in range(_TRIES):
        before = store.generation["name"]
        try:
            found = read()
        except Exception:
            if store.newest() == before:
                raise
        else:
            if store.newest() == before:
                return found
        store.refresh()
        moved()
    raise StoreError(
        f"The store was changed {_TRIES} times while it was read; wait until the builds that are "
        "running have ended, and try again."
    )
