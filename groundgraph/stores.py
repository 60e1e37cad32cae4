"""Which store a base has, by its settings, and which generation is the newest there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from groundgraph.settings import Settings

if TYPE_CHECKING:
    from graph.protocols import Embedder
    from graph.record import Record
    from graph.stores.embedded import EmbeddedStore
    from graph.stores.neo4j import Neo4jStore

EMBEDDED = "embedded"


def open_store(
    folder: Path,
    settings: Settings,
    record: Record,
    embedder: Embedder,
    *,
    fresh: bool = False,
) -> EmbeddedStore | Neo4jStore:
    """The store of the base in `folder`; `fresh` begins anew. Raises `StoreError`,
    `SettingsError`."""
    if settings.store == EMBEDDED:
        from graph.stores.embedded import EmbeddedStore

        return EmbeddedStore(
            folder / "store",
            dimension=embedder.dimension,
            embedder_fingerprint=embedder.fingerprint,
            fresh=fresh,
        )
    return open_server(folder, settings, record, embedder, fresh=fresh)


def open_server(
    folder: Path,
    settings: Settings,
    record: Record,
    embedder: Embedder,
    *,
    fresh: bool = False,
    replace: bool = False,
) -> Neo4jStore:
    """The store on the server that the settings name. `replace` begins anew also where another
    base lies. Raises `StoreError`, `SettingsError`."""
    from graph.stores.neo4j import Neo4jStore, Server

    server = Server.from_environment(
        settings.store, user=settings.neo4j_user, database=settings.neo4j_database
    )
    return Neo4jStore(
        server,
        base=record.identity,
        base_name=folder.resolve().name,
        dimension=embedder.dimension,
        embedder_fingerprint=embedder.fingerprint,
        fresh=fresh,
        replace=replace,
        known_rows=folder / "server-rows",
    )
