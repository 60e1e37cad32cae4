"""The last step: rows and their hashes, of each document, of the facts that it alone states, of
each fact that several state, and of the entities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from extraction.facts import Statement, merged
from extraction.incremental.derived import Facts, References, digest, pack, unpack
from extraction.incremental.kept_passes import Passes
from extraction.incremental.memo import Cache
from extraction.incremental.statements import unpack_statements
from extraction.incremental.summary import Summary
from extraction.incremental.whole_graph import graph_of, statements_of
from extraction.resolution import Resolution
from graph.model import Fact, Name, Reference
from graph.projection import (
    Graph,
    Named,
    Row,
    entities,
    facts,
    named,
    project_documents,
    references,
    supports,
    visible_entities,
)
from graph.rows import row_hash, row_key

Hashes = dict[str, str]
_ALIKE = 5  # characters of an entity's id, "e_" and three hex digits


class Rows:
    """The rows of all documents, once everything else is known of them."""

    def __init__(
        self,
        passes: Passes,
        cache: Cache,
        resolved: Resolution,
        facts: Facts,
        references: References,
        extractor: str,
    ) -> None:
        self._passes = passes
        self._cache = cache
        self._resolved = resolved
        self._facts = facts
        self._references = references
        self._extractor = extractor
        self._name = {entity.id: entity.name for entity in resolved.entities}
        self._visible = visible_entities(resolved.entities, facts.by_id.values())
        self._statements: dict[str, dict[str, Statement]] = {}
        self._hashes: Hashes = {}
        self._lacking: list[Row] = []

    def derive(
        self, summaries: Mapping[str, Summary], held: Mapping[str, str], run: str
    ) -> tuple[Hashes, list[Row]]:
        """(key -> hash of all rows, those that `held` has not so)."""
        documents = self._stale("rows", self._document_keys(summaries), held)
        own = self._stale("own", self._own_keys(), held)
        shared = self._stale("shared", self._shared_keys(), held)
        graph = self._graph(documents)
        self._entities(held)
        pointing: dict[str, list[Reference]] = {key: [] for key in documents}
        for reference in graph.references:
            pointing[reference.document].append(reference)
        for key, made_from in documents.items():
            rows = [
                *project_documents(graph, [key], self._visible),
                *self._supports(graph, key, run),
                *references(graph, pointing[key]),
            ]
            self._cache.put("rows", key, made_from, pack(self._take(rows, held)))
        for key, made_from in own.items():
            alone = (id for id in self._facts.of_document[key] if not self._facts.is_shared(id))
            rows = [*facts(self._fact(id) for id in alone)]
            self._cache.put("own", key, made_from, pack(self._take(rows, held)))
        for id, made_from in shared.items():
            hashes = self._take(facts([self._fact(id)]), held)
            self._cache.put("shared", id, made_from, pack(hashes))
        return self._hashes, self._lacking

    def _entities(self, held: Mapping[str, str]) -> None:
        """Entities are many and small: a digest is of all whose ids begin alike."""
        resolved = self._resolved
        alike: dict[str, list[Named]] = defaultdict(list)
        by_id = {entity.id: entity for entity in resolved.entities}
        for one in named(by_id, resolved.merges, self._visible):
            alike[one.entity.id[:_ALIKE]].append(one)
        names = {name.id: name for name in resolved.names}
        keys = {
            start: digest([_values(one, names) for one in found]) for start, found in alike.items()
        }
        for start, made_from in self._stale("entities", keys, held).items():
            hashes = self._take(entities(alike[start], names), held)
            self._cache.put("entities", start, made_from, pack(hashes))

    def _document_keys(self, summaries: Mapping[str, Summary]) -> dict[str, str]:
        """Of each document a digest of all that its own rows depend on."""
        entity_of = self._resolved.entity_of
        keys = {}
        for key, summary in summaries.items():
            seen = "".join("01"[entity_of[n] in self._visible] for n in summary.names.counts)
            pointing = self._references.of_document[key].digest
            keys[key] = digest(self._facts.keys[key], seen, pointing)
        return keys

    def _own_keys(self) -> dict[str, str]:
        """Of each document a digest of all that the facts which it alone states depend on."""
        keys = {}
        for key, ids in self._facts.of_document.items():
            names = [
                None if self._facts.is_shared(id) else self._name[self._facts.by_id[id].subject]
                for id in ids
            ]
            keys[key] = digest(self._facts.keys[key], names)
        return keys

    def _shared_keys(self) -> dict[str, str]:
        """The same of each fact that several documents state."""
        keys = {}
        for id in self._facts.shared():
            fact = self._facts.by_id[id]
            stating = [self._facts.keys[key] for key in fact.documents]
            keys[id] = digest(self._name[fact.subject], stating)
        return keys

    def _fact(self, id: str) -> Fact:
        """A fact without its evidence; no document is needed for it."""
        fact = self._facts.by_id[id]
        stated = (self._stated(key)[id] for key in fact.documents)
        return merged(stated, self._name[fact.subject])

    def _stated(self, key: str) -> dict[str, Statement]:
        found = self._statements.get(key)
        if found is None:
            stated: Iterable[Statement] | None = self._facts.stated.get(key)
            if stated is None:
                data = self._cache.get("statements", key, self._facts.keys[key])
                assert data is not None  # kept with "facts", of which it is known
                stated = unpack_statements(key, data)
            found = self._statements[key] = {one.id: one for one in stated}
        return found

    def _supports(self, graph: Graph, key: str, run: str) -> Iterator[Row]:
        stated = self._facts.stated.get(key)
        if stated is None:
            entity_of = self._resolved.entity_of
            stated = statements_of(self._passes[key], entity_of, extractor=self._extractor, run=run)
        for one in stated:
            yield from supports(graph, one.id, one.evidence)

    def _stale(self, kind: str, keys: Mapping[str, str], held: Mapping[str, str]) -> dict[str, str]:
        """Those of `keys` whose rows have to be made: their hashes are not known, or the store has
        other rows. The hashes of the others are taken as they are known."""
        stale: dict[str, str] = {}
        for id, made_from in keys.items():
            data = self._cache.get(kind, id, made_from)
            hashes: Hashes = unpack(data) if data is not None else {}
            if data is not None and hashes.items() <= held.items():
                self._hashes.update(hashes)
            else:
                stale[id] = made_from
        return stale

    def _graph(self, documents: Iterable[str]) -> Graph:
        """The graph of `documents` and of all that they point at, without facts."""
        needed: set[str] = set(documents)
        found: list[Reference] = []
        for key in documents:
            needed.update(self._references.of_document[key].led_to)
            resolved = self._references.resolved.get(key)
            if resolved is None:
                one = self._passes.references(key)
                resolved = self._references.base.references(one)[0]
            found += resolved
        self._passes.make(needed)
        passes = {key: self._passes[key] for key in sorted(needed)}
        return graph_of(passes, self._resolved, (), found, extractor=self._extractor)

    def _take(self, rows: Iterable[Row], held: Mapping[str, str]) -> Hashes:
        """Hash `rows`, and keep those that the store lacks."""
        hashes: Hashes = {}
        for row in rows:
            key = row_key(row)
            hashes[key] = value = row_hash(row)
            if held.get(key) != value:
                self._lacking.append(row)
        self._hashes.update(hashes)
        return hashes


def _values(one: Named, names: Mapping[str, Name]) -> list[object]:
    entity = one.entity
    merges = [
        [m.name, m.rule, m.reason, m.score, m.decision, names[m.name].name, names[m.name].document]
        for m in one.merges
    ]
    return [entity.id, entity.name, entity.kind, entity.aliases, entity.status, merges]
