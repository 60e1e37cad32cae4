"""Which store a base has, by its settings, and which generation is the newest there."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from extraction.cached_stages import INDEX
from groundgraph.settings import Settings

if TYPE_CHECKING:
    from graph.protocols import Store
    from graph.record import Record
    from graph.stores.neo4j import Neo4jStore

EMBEDDED = "embedded"
_VECTORS = "vectors"
_MANIFEST = "store_manifest"
_INDEX = "index of "  # a store's address follows
_FIRST_INDEX = "54294916cba98188/PyStemmer-3.1.0"  # what all stores had before it was kept


class EmbedderSpec(Protocol):
    """What a store needs to know of the embedder that its vectors come from."""

    @property
    def dimension(self) -> int: ...

    @property
    def fingerprint(self) -> str: ...


@dataclass(frozen=True, slots=True)
class KeptEmbedder:
    """As the record keeps it: a store is opened by it without the model, which need not even be
    there for who only queries."""

    embedder: str  # the setting
    dimension: int
    fingerprint: str


def keep_embedder(record: Record, setting: str, made_by: EmbedderSpec) -> None:
    """Keep in `record` what the store's vectors were made by."""
    kept = KeptEmbedder(setting, made_by.dimension, made_by.fingerprint)
    record.set_meta(_VECTORS, json.dumps(asdict(kept)))


def kept_embedder(record: Record, setting: str) -> KeptEmbedder | None:
    """What was kept, where the setting is still the same."""
    found = record.get_meta(_VECTORS)
    kept = KeptEmbedder(**json.loads(found)) if found else None
    return kept if kept is not None and kept.embedder == setting else None


def keep_index(record: Record, settings: Settings) -> None:
    """Keep in `record` by which code the store's texts were cut into words."""
    record.set_meta(_INDEX + settings.store, INDEX.fingerprint)


def is_index_outdated(record: Record, settings: Settings) -> bool:
    """Whether texts are cut into words otherwise now than in the store, so that it has to be
    projected anew: rows that did not change would keep their old words."""
    kept = record.get_meta(_INDEX + settings.store) or _FIRST_INDEX
    return kept != INDEX.fingerprint


def keep_projection(record: Record, store: Store) -> None:
    """Keep in `record` which files the store has now, by the hash of their manifest. A server has
    none: its rows are compared one by one, by `store verify`."""
    manifest = store.generation.get("manifest")
    if manifest:
        record.set_meta(_MANIFEST, str(manifest))


def unlike_ledger(record: Record, store: Store) -> bool:
    """Whether the store's files are not those that the last build wrote. A store from before that
    was kept is taken as it is."""
    kept, manifest = record.get_meta(_MANIFEST), store.generation.get("manifest")
    return bool(kept and manifest and manifest != kept)


def open_store(
    folder: Path,
    settings: Settings,
    record: Record,
    made_by: EmbedderSpec,
    *,
    fresh: bool = False,
) -> Store:
    """The store of the base in `folder`; `fresh` begins anew. Raises `StoreError`,
    `SettingsError`."""
    if settings.store == EMBEDDED:
        from graph.stores.embedded import EmbeddedStore

        return EmbeddedStore(
            folder / "store",
            dimension=made_by.dimension,
            embedder_fingerprint=made_by.fingerprint,
            fresh=fresh,
        )
    return open_server(folder, settings, record, made_by, fresh=fresh)


def open_server(
    folder: Path,
    settings: Settings,
    record: Record,
    made_by: EmbedderSpec,
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
        dimension=made_by.dimension,
        embedder_fingerprint=made_by.fingerprint,
        fresh=fresh,
        replace=replace,
        known_rows=folder / "server-rows",
    )
