"""From a question to a context: link its names, gather candidates, score them, follow references,
rank. No model but the embedder is needed, and none for a search by words alone."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from graph.errors import StoreError
from graph.kept_outlines import outline_of
from graph.model import (
    EVERYTHING,
    Chunk,
    Context,
    Document,
    LinkedName,
    Listener,
    Passage,
    Scope,
    StageDone,
    StatedFacts,
    Step,
)
from graph.protocols import Embedder, Store, TextRow
from graph.scope_resolution import resolve
from graph.section_numbers import SectionNumber
from graph.theme_material import ThemeMaterial
from graph.tokens import words
from retrieval.candidates import Candidates, Vector
from retrieval.document_cache import DocumentCache
from retrieval.fact_paths import FactPath, fact_paths, raise_paths, read_predicates
from retrieval.linking import Links, link
from retrieval.names import TitleIndex
from retrieval.parameters import RetrievalSettings
from retrieval.passages import DocumentSource, read_chunks, read_facts, sentences_of
from retrieval.section_search import raise_sections, section_passages
from retrieval.spread import Lift, spread
from retrieval.stated_facts import near_sentences, stated_facts
from retrieval.theme_reading import theme_material
from retrieval.whole_documents import headings, passage_ids, titles

_TITLES = "MATCH (d:Document) RETURN d.id AS id, d.name AS name ORDER BY id"
_ALL_ROWS = 10_000_000

KEPT_SCOPES = 64
"""Scopes whose documents a retriever has counted and keeps the number of."""


@dataclass(slots=True)
class _Clock:
    """Milliseconds by stage; tells `listener` of each that is done."""

    listener: Listener | None = None
    spent: dict[str, float] = field(default_factory=dict)
    last: float = field(default_factory=time.perf_counter)

    def stage(self, name: str, count: int | None = None) -> None:
        now = time.perf_counter()
        self.spent[name] = round((now - self.last) * 1000, 1)
        if self.listener is not None:
            self.listener(StageDone(name, count))
        self.last = time.perf_counter()  # what the listener took is nobody's stage


class Retriever:
    """Finds the passages for a question in one generation of a store.

    Scores are made here from stored vectors and word counts, so that every store gives the same
    passages with the same scores, and a scope gives what a base of only its documents gives.
    """

    def __init__(
        self,
        store: Store,
        embedder: Embedder,
        documents: DocumentSource,
        settings: RetrievalSettings | None = None,
    ) -> None:
        self._store = store
        self._embedder = embedder
        self._documents = documents
        self._settings = settings or RetrievalSettings()
        # One generation is read, so neither changes; reading them anew took a third of the time.
        self._whole = DocumentCache(documents)
        self._counted = lru_cache(maxsize=KEPT_SCOPES)(self._count)

    def retrieve(
        self,
        question: str,
        *,
        scope: Scope = EVERYTHING,
        k: int = 20,
        section: SectionNumber | None = None,
        listener: Listener | None = None,
    ) -> Context:
        """The `k` best passages for `question`, each with the parts of its score, how it was
        reached, its sentences and the shown facts it supports. Empty where nothing is found.
        The passages of a `section` that the question names come first, whatever they are like.
        `listener` is told of each stage as it is done. Raises `SettingsError` for a scope that
        the store cannot answer."""
        clock = _Clock(listener)
        if not question.strip():
            present = resolve(scope, self._store, self._documents)
            return self._context(question, scope, present, (), (), clock)
        vector = self._embedder.embed([question], query=True)[0]
        clock.stage("embed")
        return self._search(question, vector, scope, k, clock, section)

    def search_text(self, question: str, *, scope: Scope = EVERYTHING, k: int = 20) -> Context:
        """As `retrieve`, by words alone: BM25, no model, no references followed."""
        return self._search(question, None, scope, k, _Clock(), None)

    def titles(self, scope: Scope = EVERYTHING) -> list[tuple[str, str]]:
        """Key and title of every document of `scope`."""
        return titles(self._store, resolve(scope, self._store, self._documents))

    def headings(self, scope: Scope = EVERYTHING) -> list[tuple[str, str]]:
        """Key and text of every heading in `scope`."""
        return headings(self._store, resolve(scope, self._store, self._documents))

    def in_section(self, section: SectionNumber, scope: Scope = EVERYTHING) -> list[str]:
        """The documents of `scope` that have `section`, those alone that fit it best."""
        present = resolve(scope, self._store, self._documents)
        chunks = section_passages(self._store, section, present)
        read = read_chunks(self._store, chunks)
        return list(dict.fromkeys(read[chunk][0].document for chunk in chunks))

    def whole(self, question: str, key: str, scope: Scope = EVERYTHING) -> Context:
        """All passages of the document `key` in text order, with sentences and facts; unscored.
        Empty where `scope` hides it."""
        return self.passages(question, passage_ids(self._store, key), scope)

    def passages(self, question: str, chunks: Sequence[str], scope: Scope = EVERYTHING) -> Context:
        """A context of those of the passages `chunks` that stand in `scope`, in their order,
        unscored; it may be empty."""
        clock = _Clock()
        present = resolve(scope, self._store, self._documents)
        found = self._unscored(list(dict.fromkeys(chunks)), present)
        clock.stage("context", len(found))
        return self._context(question, scope, present, found, (), clock)

    def theme_material(self, scope: Scope = EVERYTHING) -> ThemeMaterial:
        """What the themes of `scope` are found from."""
        return theme_material(self._store, resolve(scope, self._store, self._documents))

    def stated_facts(
        self,
        means: Callable[[str], bool],
        asked: Sequence[str],
        others: Sequence[str],
        scope: Scope = EVERYTHING,
    ) -> StatedFacts:
        """What the documents of `scope` state with a predicate that a question `means`, and the
        sentences that hold a word of `asked` beside one of `others` or of the predicates."""
        present = resolve(scope, self._store, self._documents)
        predicates = {p for found in self._predicates.values() for p in found if means(p)}
        facts = stated_facts(self._store, predicates, present)
        if not facts:
            return StatedFacts((), (), True, ())
        verbs = {word for fact in facts for word in words(fact.predicate)}
        near, whole = near_sentences(self._store, asked, others, verbs, present)
        chunks = tuple(dict.fromkeys(fact.chunk for fact in facts))
        return StatedFacts(facts, near, whole, self._unscored(chunks, present))

    def _unscored(self, ids: Sequence[str], scope: Scope) -> tuple[Passage, ...]:
        chunks, facts = read_chunks(self._store, ids), read_facts(self._store, ids)
        held = [chunks[chunk][0] for chunk in ids]
        if scope.documents is not None:
            held = [chunk for chunk in held if chunk.document in scope.documents]
        documents = self._whole.read({chunk.version: chunk.document for chunk in held})
        said: dict[str, list[tuple[TextRow, float]]] = {}
        for row in self._store.texts(sorted(ids), kind="sentence"):
            said.setdefault(row.chunk, []).append((row, 0.0))
        passages = []
        for rank, chunk in enumerate(held, 1):
            document = self._cut_from(chunk, documents[chunk.version])
            rows = said.get(chunk.id, [])
            sentences, likeness = sentences_of(chunk, outline_of(document), rows)
            path = (Step("text", chunk.id, chunks[chunk.id][1]),)
            stated = facts.get(chunk.id, ())
            passages.append(Passage(chunk, document, rank, {}, path, sentences, likeness, stated))
        return tuple(passages)

    def _search(
        self,
        question: str,
        vector: Vector | None,
        asked: Scope,
        k: int,
        clock: _Clock,
        section: SectionNumber | None,
    ) -> Context:
        scope = resolve(asked, self._store, self._documents)
        links = link(self._store, self._titles, question, scope)
        clock.stage("link", sum(1 for name in links.names if name.entity or name.documents))
        candidates = Candidates(
            self._store,
            question,
            vector,
            named=links.documents,
            scope=scope,
            settings=self._settings if vector is not None else _words_only(self._settings),
        )
        candidates.gather()
        clock.stage("candidates", len(candidates.totals))
        lifts: Mapping[str, Lift] = {}
        if vector is not None:
            lifts = spread(self._store, vector, candidates, scope=scope, settings=self._settings)
        totals = {
            chunk: max(own, lifts[chunk].score if chunk in lifts else 0.0)
            for chunk, own in candidates.totals.items()
        }
        reached: dict[str, FactPath] = {}
        if vector is not None and self._settings.fact_paths:
            found = fact_paths(
                self._store,
                question,
                candidates,
                predicates=self._predicates,
                kinds=scope.kinds,
            )
            reached = raise_paths(found, totals)
        if section is not None:
            raise_sections(section_passages(self._store, section, scope), candidates, totals)
        ranked = sorted(totals, key=lambda chunk: (-totals[chunk], chunk))[: max(k, 0)]
        moved = {chunk for chunk, lift in lifts.items() if lift.score > candidates.totals[chunk]}
        clock.stage("spread", len(moved | set(reached)))
        passages = self._passages(ranked, totals, candidates, lifts, reached, links)
        clock.stage("context", len(passages))
        return self._context(question, asked, scope, passages, links.names, clock)

    @cached_property
    def _titles(self) -> TitleIndex:
        rows = self._store.read(_TITLES, limit=_ALL_ROWS)
        return TitleIndex((str(row["id"]), str(row["name"])) for row in rows)

    @cached_property
    def _predicates(self) -> Mapping[str, Sequence[str]]:
        return read_predicates(self._store)

    def _cut_from(self, chunk: Chunk, document: Document) -> Document:
        """`document`, the newest reading of that version, or the reading that `chunk` was cut from:
        a newer reader may have read it again since this generation was made. Raises `StoreError`
        where that is gone."""
        if document.text.startswith(chunk.text, chunk.start):
            return document
        key, version = chunk.document, chunk.version
        former = self._documents.reading_with(key, version, chunk.start, chunk.text)
        if former is None:
            raise StoreError(
                f"The passage {chunk.id} is not in the text of {version}; bring the graph in line "
                "with the record: groundgraph build"
            )
        return former

    def _count(self, scope: Scope) -> tuple[int, int]:
        """Documents that `scope` lets through, and superseded versions behind them."""
        counted = self._documents
        return counted.count_documents(scope), counted.count_superseded(scope)

    def _passages(
        self,
        ranked: Sequence[str],
        totals: Mapping[str, float],
        candidates: Candidates,
        lifts: Mapping[str, Lift],
        reached: Mapping[str, FactPath],
        links: Links,
    ) -> tuple[Passage, ...]:
        lifted = {
            chunk: lifts[chunk]
            for chunk in ranked
            if chunk in lifts and lifts[chunk].score > candidates.totals[chunk]
        }
        needed = sorted(
            {
                *ranked,
                *(lift.seed for lift in lifted.values()),
                *(path.first for path in reached.values()),
            }
        )
        chunks = read_chunks(self._store, needed)
        facts = read_facts(self._store, ranked)
        paths = {chunk: _direct(chunk, chunks[chunk][1], candidates, links) for chunk in needed}
        held = (chunks[chunk][0] for chunk in ranked)
        documents = self._whole.read({chunk.version: chunk.document for chunk in held})
        said = candidates.sentences(ranked)
        passages: list[Passage] = []
        for rank, chunk_id in enumerate(ranked, 1):
            chunk, name = chunks[chunk_id]
            document = self._cut_from(chunk, documents[chunk.version])
            sentences, similarities = sentences_of(
                chunk, outline_of(document), said.get(chunk_id, [])
            )
            parts = candidates.parts[chunk_id]
            path = paths[chunk_id]
            if chunk_id in reached:
                path = (*paths[reached[chunk_id].first], *reached[chunk_id].steps(chunk_id, name))
            elif chunk_id in lifted:
                path = (*paths[lifted[chunk_id].seed], Step("reference", chunk_id, name))
            passages.append(
                Passage(
                    chunk=chunk,
                    document=document,
                    rank=rank,
                    scores={
                        "dense": parts.dense,
                        "sentence": parts.sentence,
                        "bm25": parts.bm25,
                        "name": parts.name,
                        "spread": lifts[chunk_id].score if chunk_id in lifts else 0.0,
                        "total": totals[chunk_id],
                    },
                    path=path,
                    sentences=sentences,
                    sentence_scores=similarities,
                    facts=facts.get(chunk_id, ()),
                )
            )
        return tuple(passages)

    def _context(
        self,
        question: str,
        asked: Scope,
        scope: Scope,
        passages: tuple[Passage, ...],
        names: tuple[LinkedName, ...],
        clock: _Clock,
    ) -> Context:
        documents, superseded = self._counted(scope)
        return Context(
            question=question,
            passages=passages,
            links=names,
            scope=asked,
            generation=str(self._store.generation["content_hash"]),
            documents_searched=documents,
            superseded=superseded,
            milliseconds=clock.spent,
        )


def _direct(chunk: str, name: str, candidates: Candidates, links: Links) -> tuple[Step, ...]:
    """How the question itself leads to a passage: by a name it holds, else by the kind of
    likeness that counts most."""
    document = candidates.documents[chunk]
    for linked in links.names:
        if document in links.documents and document in linked.documents:
            return (Step("name", document, linked.surface), Step("text", chunk, name))
    parts = candidates.parts[chunk]
    return (Step("vector" if parts.similarity > parts.bm25 else "text", chunk, name),)


def _words_only(settings: RetrievalSettings) -> RetrievalSettings:
    """Weights for a search by words alone."""
    return replace(settings, dense=0.0, sentence=0.0, bm25=1.0, name=0.0)
