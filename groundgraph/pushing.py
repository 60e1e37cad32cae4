"""A server's store from the record (`store push`), and any store compared with it (`store verify`).

`verify` reads every row of the store back and hashes it again: what is compared is what lies there,
not what the store says of itself. A push does so after a large change; after a small one it reads
back the rows of the change and compares the numbers of the others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from extraction.documents.intake import Intake
from graph.errors import SettingsError, StoreError
from graph.projection import project
from graph.protocols import NodeRow, TextRow
from graph.rows import UNHASHED, content_hash, row_hash, row_key
from groundgraph.settings import Settings
from groundgraph.stores import EMBEDDED, is_index_outdated, keep_index, open_server, open_store

if TYPE_CHECKING:
    from extraction.build_context import BuildReport, Progress
    from graph.protocols import Store
    from graph.stores.neo4j import Neo4jStore
    from groundgraph.open_base import OpenBase

_CHUNKS = 2_000  # whose texts are fetched at once
_NAMED = 3  # keys that a difference names


def push(
    base: OpenBase, to: str | None, *, replace: bool, repair: bool, progress: Progress
) -> BuildReport:
    """See `KnowledgeBase.push`."""
    from groundgraph.building import Build, build, build_context

    settings = _settings(base, to)
    if settings.store == EMBEDDED:
        raise SettingsError(
            "push needs a server: --to neo4j://HOST:7687, or the setting store. The embedded store "
            "is brought up to date by: groundgraph build"
        )
    store = open_server(
        base.folder,
        settings,
        base.record,
        base.embedder,
        fresh=is_index_outdated(base.record, settings),
        replace=replace,
    )
    try:
        store.on_rows = lambda done, total: progress("store", done, total)
        store.make_indexes()
        if repair:
            _distrust(store, progress)
        context = build_context(base.record, settings, base.embedder, base.extractor, progress)
        report = build(Build(context, lambda report: store, Intake()), settings)
        keep_index(base.record, settings)
        store.verify()
        if not report.store_unchanged and not _as_projected(store, report, progress):
            raise StoreError(
                f"What lies in {settings.store} is not what was projected; find out what differs "
                "with `groundgraph store verify`, and write it again with: groundgraph store push "
                "--repair"
            )
    finally:
        store.close()
    return report


def _as_projected(store: Neo4jStore, report: BuildReport, progress: Progress) -> bool:
    from graph.stores.neo4j.server_writing import ONE_TRANSACTION

    if store.written <= ONE_TRANSACTION:
        return not store.unlike()
    return content_hash(stored(store, progress)) == report.content_hash


def _distrust(store: Neo4jStore, progress: Progress) -> None:
    """Have the next change write every row again that is not what its hash says."""
    if store.generation["name"] == "empty":
        return
    found = stored(store, progress)
    noted = store.rows()
    store.distrust([key for key, digest in noted.items() if found.get(key) != digest])


def differences(base: OpenBase, store: str | None, *, progress: Progress) -> list[str]:
    """See `KnowledgeBase.differences`."""
    settings = _settings(base, store)
    opened = open_store(base.folder, settings, base.record, base.embedder)
    try:
        opened.verify()
        return list(compare(projected(base, progress), stored(opened, progress)))
    finally:
        opened.close()


def projected(base: OpenBase, progress: Progress) -> dict[str, str]:
    """Key -> hash of every row that the record gives."""
    from groundgraph.building import build_context, whole_graph

    context = build_context(base.record, base.settings, base.embedder, base.extractor, progress)
    return {row_key(row): row_hash(row) for row in project(whole_graph(context))}


def stored(store: Store, progress: Progress) -> dict[str, str]:
    """Key -> hash of every row that a store holds, computed from what it gives back. A text that
    belongs to no passage keeps the hash that the store noted for it."""
    kept = {key: value for key, value in store.rows().items() if key.startswith("t/")}
    found: dict[str, str] = {}
    chunks: list[str] = []
    for row in store.export():
        if (row.label if isinstance(row, NodeRow) else row.type) in UNHASHED:
            continue
        found[row_key(row)] = row_hash(row)
        if isinstance(row, NodeRow) and row.label == "Chunk":
            chunks.append(row.id)
        if len(found) % _CHUNKS == 0:
            progress("verify", len(found), 0)
    for text in _texts(store, chunks):
        found[row_key(text)] = row_hash(text)
    return kept | found


def _texts(store: Store, chunks: list[str]) -> Iterator[TextRow]:
    for start in range(0, len(chunks), _CHUNKS):
        for kind in ("chunk", "sentence"):
            yield from store.texts(chunks[start : start + _CHUNKS], kind=kind)


def compare(wanted: Mapping[str, str], found: Mapping[str, str]) -> Iterator[str]:
    """A line for each label, type and kind of text where rows are missing, too many or other than
    they should be."""
    wrong: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for key in sorted(wanted.keys() | found.keys()):
        if wanted.get(key) != found.get(key):
            how = "missing" if key not in found else "too many" if key not in wanted else "other"
            kind, _, rest = key.partition("/")
            label = "searchable texts" if kind == "t" else rest.partition("/")[0]
            wrong[label][how].append(rest.rpartition("/")[2] if kind == "t" else rest)
    for label, found_wrong in sorted(wrong.items()):
        parts = [
            f"{len(keys)} {how} ({', '.join(keys[:_NAMED])}{' …' if len(keys) > _NAMED else ''})"
            for how, keys in sorted(found_wrong.items())
        ]
        yield f"{label}: {'; '.join(parts)}"


def _settings(base: OpenBase, store: str | None) -> Settings:
    if store is None:
        return base.settings
    return Settings.model_validate({**base.settings.model_dump(), "store": store})
