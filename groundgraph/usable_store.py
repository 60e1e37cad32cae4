"""The store that a build works on: the one there is, or a new one where that is worth nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.errors import StoreError
from groundgraph.open_base import OpenBase
from groundgraph.stores import is_index_outdated, unlike_ledger

if TYPE_CHECKING:
    from extraction.build_context import BuildReport
    from graph.protocols import Store


def usable_store(base: OpenBase, report: BuildReport, *, rebuild: bool) -> Store:
    """The store to build on; one that is damaged or foreign, that indexes words differently, or
    that is to be built anew (`rebuild`) is replaced from the record, with a note in `report`."""
    from graph.model import Note

    if not rebuild and is_index_outdated(base.record, base.settings):
        note = "projected again from the record: this version indexes words differently"
        if _holds_projection(base):
            report.notes.append(("store", Note("rebuilt", note)))
    elif not rebuild:
        try:
            store = base.open_store()
            store.verify()
            if unlike_ledger(base.record, store):
                raise StoreError("it is not the one that the last build wrote")
            return store
        except StoreError as error:
            report.notes.append(("store", Note("rebuilt", f"rebuilt from the record: {error}")))
    return base.open_store(fresh=True)


def _holds_projection(base: OpenBase) -> bool:
    """Whether the store has a generation of this base, in whatever state."""
    try:
        store = base.open_store()
    except StoreError:
        return False
    try:
        return store.generation["name"] != "empty"
    finally:
        store.close()
