"""The last step: rows and their hashes, of each document, of each fact that several documents
state, and of the entities."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from extraction.assembly import graph_of
from extraction.derivation.memo import Known
from extraction.derivation.model import Facts, References, digest, pack, unpack
from extraction.derivation.passes import Passes
from extraction.derivation.summary import Summary
from extraction.resolution import Resolution
from graph.model import Fact, Reference
from graph.projection import Graph, Row, entities, facts, project_documents, references
from graph.rows import row_hash, row_key

Hashes = dict[str, str]


class Rows:
    """The rows of all documents, once everything else is known of them."""

    def __init__(
        self,
        passes: Passes,
        known: Known,
        resolved: Resolution,
        facts: Facts,
        references: References,
        extractor: str,
    ) -> None:
        self._passes = passes
        self._known = known
        self._resolved = resolved
        self._facts = facts
        self._references = references
        self._extractor = extractor
        self._name = {entity.id: entity.name for entity in resolved.entities}
        self._visible = {entity.id for entity in resolved.entities if entity.status == "shown"}
        for fact in facts.by_id.values():
            self._visible.add(fact.subject)
            if fact.object:
                self._visible.add(fact.object)
        self._hashes: Hashes = {}
        self._lacking: list[Row] = []

    def derive(
        self, summaries: Mapping[str, Summary], held: Mapping[str, str], run: str
    ) -> tuple[Hashes, list[Row]]:
        """(key -> hash of all rows, those that `held` has not so)."""
        documents = self._unknown("rows", self._document_keys(summaries), held)
        shared = self._unknown("shared", self._shared_keys(), held)
        graph = self._graph(documents, shared, run)
        self._take(entities(graph, self._visible), held)
        own, several = self._chosen_facts(graph, documents, shared)
        pointing: dict[str, list[Reference]] = {key: [] for key in documents}
        for reference in graph.references:
            pointing[reference.document].append(reference)
        for key, made_from in documents.items():
            rows = [
                *project_documents(graph, [key], self._visible),
                *facts(graph, own[key]),
                *references(graph, pointing[key]),
            ]
            self._known.put("rows", key, made_from, pack(self._take(rows, held)))
        for fact in several:
            hashes = self._take(facts(graph, [fact]), held)
            self._known.put("shared", fact.id, shared[fact.id], pack(hashes))
        return self._hashes, self._lacking

    def _document_keys(self, summaries: Mapping[str, Summary]) -> dict[str, str]:
        """Of each document a digest of everything that its rows depend on."""
        entity_of, by_id = self._resolved.entity_of, self._facts.by_id
        keys = {}
        for key, summary in summaries.items():
            seen = "".join("01"[entity_of[n] in self._visible] for n in summary.names.counts)
            stated: list[object] = []
            for id in self._facts.of_document[key]:
                fact = by_id[id]
                if len(fact.documents) > 1:
                    stated.append(id)
                else:
                    stated.append([self._name[fact.subject], self._name.get(fact.object or "")])
            pointing = self._references.of_document[key].digest
            keys[key] = digest(self._facts.keys[key], seen, stated, pointing)
        return keys

    def _shared_keys(self) -> dict[str, str]:
        """The same of each fact that several documents state."""
        keys = {}
        for id in self._facts.shared():
            fact = self._facts.by_id[id]
            names = [self._name[fact.subject], self._name.get(fact.object or "")]
            keys[id] = digest(names, [self._facts.keys[key] for key in fact.documents])
        return keys

    def _unknown(
        self, kind: str, keys: Mapping[str, str], held: Mapping[str, str]
    ) -> dict[str, str]:
        """Those of `keys` whose rows have to be made: their hashes are not known, or the store has
        other rows. The hashes of the others are taken as they are known."""
        unknown: dict[str, str] = {}
        for id, made_from in keys.items():
            data = self._known.get(kind, id, made_from)
            hashes: Hashes = unpack(data) if data is not None else {}
            if data is not None and hashes.items() <= held.items():
                self._hashes.update(hashes)
            else:
                unknown[id] = made_from
        return unknown

    def _graph(self, documents: Iterable[str], shared: Iterable[str], run: str) -> Graph:
        """The graph of `documents`, of all that state a fact of `shared`, and of all that are
        pointed at."""
        needed: set[str] = set(documents)
        found: list[Reference] = []
        for key in documents:
            needed.update(self._references.of_document[key].led_to)
            resolved = self._references.resolved.get(key)
            if resolved is None:
                one = self._passes.references(key)
                resolved = self._references.base.references(one)[0]
            found += resolved
        for id in shared:
            needed.update(self._facts.by_id[id].documents)
        self._passes.make(needed)
        passes = {key: self._passes[key] for key in sorted(needed)}
        return graph_of(passes, self._resolved, found, extractor=self._extractor, run=run)

    def _chosen_facts(
        self, graph: Graph, documents: Iterable[str], shared: Mapping[str, str]
    ) -> tuple[dict[str, list[Fact]], list[Fact]]:
        """(the facts that only one of `documents` states, by document; those of `shared`)."""
        own: dict[str, list[Fact]] = {key: [] for key in documents}
        several = []
        for fact in graph.facts:
            stating = self._facts.by_id[fact.id].documents
            if len(stating) > 1:
                if fact.id in shared:
                    several.append(fact)
            elif stating[0] in own:
                own[stating[0]].append(fact)
        return own, several

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
