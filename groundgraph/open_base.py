"""What is open of one base: its record, its store, its settings, and the models that read it.

`KnowledgeBase` opens one and opens another after each build. Any number of threads may read one;
who has begun to read goes on with the one that it has, and the last to leave closes its store.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from graph.errors import NotFound, SettingsError, StoreError
from graph.model import EVERYTHING, Context, Listener, Replacement, Scope
from groundgraph.consistent_reads import read_consistently

if TYPE_CHECKING:
    from graph.protocols import Embedder, Extractor, Store
    from graph.record import Record
    from groundgraph.activity import Activity, Seen
    from groundgraph.settings import Settings
    from groundgraph.stores import KeptEmbedder
    from retrieval import Retriever


Found = TypeVar("Found")


class Readable(Protocol):
    """What pages read: a base that is open, or the front door to one."""

    @property
    def record(self) -> Record: ...

    @property
    def store(self) -> Store: ...

    def cypher(
        self,
        query: str,
        parameters: Mapping[str, object] | None = None,
        *,
        limit: int = 10_000,
        timeout_s: float = 30.0,
    ) -> list[dict[str, object]]: ...

    def replacements(self) -> tuple[Replacement, ...]: ...


class OpenBase:
    """See the module. The store is opened, and models are loaded, when they are first used."""

    def __init__(
        self,
        folder: Path,
        settings: Settings,
        record: Record,
        *,
        embedder: Callable[[], Embedder],
        extractor: Callable[[], Extractor],
    ) -> None:
        self.folder = folder
        self.settings = settings
        self.record = record
        self._embedder = embedder
        self._extractor = extractor
        self._lock = threading.RLock()
        self._store: Store | None = None
        self._kept: KeptEmbedder | None = None
        self._retriever: Retriever | None = None
        self._activity: Activity | None = None
        self._replacements: tuple[object, tuple[Replacement, ...]] | None = None
        self._same_model = False
        self._readers = 0
        self._retired = False

    # --- parts -------------------------------------------------------------------------------

    @property
    def embedder(self) -> Embedder:
        return self._embedder()

    @property
    def extractor(self) -> Extractor:
        return self._extractor()

    @property
    def store(self) -> Store:
        """The projection, at the generation it had when first used."""
        with self._lock:
            if self._store is None:
                self._store = self._open_to_read()
            return self._store

    def _open_to_read(self) -> Store:
        """The store without its embedder where the record says what that was; where the two do not
        fit together, the embedder itself is asked."""
        from groundgraph.stores import kept_embedder, open_store

        self._kept = kept_embedder(self.record, self.settings.embedder)
        if self._kept is not None:
            try:
                return open_store(self.folder, self.settings, self.record, self._kept)
            except StoreError:
                self._kept = None
        return self.open_store()

    def open_store(self, *, fresh: bool = False) -> Store:
        """The store opened once more, for the embedder that there is now. Raises `StoreError`."""
        from groundgraph.stores import open_store

        return open_store(self.folder, self.settings, self.record, self.embedder, fresh=fresh)

    @property
    def newest_generation(self) -> str:
        """The name of the newest generation that the store has now."""
        return self.store.newest()

    def audited_store(self, seen: Seen | None = None) -> Store:
        """The store, showing the runs and answers that the record holds, as far as `seen` says. On
        a server, where other readers meet them too, it is always all."""
        from groundgraph.activity import Activity, Seen

        self.require_store()
        with self._lock:
            if self._activity is None:
                self._activity = Activity(self.record, self.replacements)
            if seen is None or not self.store.keeps_generation:
                seen = Seen.EVERYTHING
            self._activity.show(self.store, seen)
        return self.store

    # --- readers -----------------------------------------------------------------------------

    @contextmanager
    def reading(self) -> Iterator[OpenBase]:
        """While it lasts the store stays open, whatever a build does."""
        with self._lock:
            self._readers += 1
        try:
            yield self
        finally:
            with self._lock:
                self._readers -= 1
            self._close_if_left()

    def retire(self) -> None:
        """Close the store once nobody reads it any more. The record stays open."""
        with self._lock:
            self._retired = True
        self._close_if_left()

    def _close_if_left(self) -> None:
        with self._lock:
            if self._retired and not self._readers and self._store is not None:
                self._store.close()
                self._store = None

    # --- reading -----------------------------------------------------------------------------

    def cypher(
        self,
        query: str,
        parameters: Mapping[str, object] | None = None,
        *,
        limit: int = 10_000,
        timeout_s: float = 30.0,
    ) -> list[dict[str, object]]:
        """See `KnowledgeBase.cypher`."""
        from groundgraph.activity import may_see

        def read() -> list[dict[str, object]]:
            seen = may_see(query)
            store = self.audited_store(seen) if seen else self.store
            return store.read(query, parameters, limit=limit, timeout_s=timeout_s)

        self.require_store()
        return read_consistently(self.store, read, self._forget_retriever)

    def retrieve(
        self,
        question: str,
        *,
        scope: Scope,
        k: int,
        text_only: bool = False,
        listener: Listener | None = None,
    ) -> Context:
        """The passages for `question`. Raises `NotFound`, `SettingsError`."""
        from generation.question.sections import named_section

        self.require_askable(question, scope, k)
        section = None if text_only else named_section(question)

        def read() -> Context:
            if text_only:
                return self.retriever.search_text(question, scope=scope, k=k)
            return self.retriever.retrieve(
                question, scope=scope, k=k, section=section, listener=listener
            )

        self.require_store()
        if not text_only:
            self._require_embedder()
        return self._with_replaced(
            read_consistently(self.store, read, self._forget_retriever), scope
        )

    def with_stated_facts(self, context: Context) -> Context:
        """`context` with what the documents of its scope state of a question that counts or
        compares facts."""
        from generation.computing.fact_questions import readings, telling_words

        ways = readings(context.question)
        if not ways:
            return context
        asked, others = telling_words(ways)

        def means(predicate: str) -> bool:
            return any(way.means(predicate) for way in ways)

        stated = self.read(lambda found: found.stated_facts(means, asked, others, context.scope))
        if not stated.facts:
            return context
        return self._with_replaced(replace(context, stated=stated), context.scope)

    def require_askable(self, question: str, scope: Scope, k: int) -> None:
        """Raises `NotFound` for a document of `scope` that there is none of, `SettingsError` for a
        question or a `k` of the wrong kind."""
        if not isinstance(question, str):
            raise SettingsError(f"the question must be text, not {type(question).__name__}.")
        if k < 1:
            raise SettingsError(f"k is {k}; ask for at least 1 passage.")
        if scope.documents is not None:
            for key in sorted(scope.documents - self.record.current_among(scope.documents)):
                self.record.document(key)  # raises NotFound and names what comes near

    def _with_replaced(self, context: Context, scope: Scope) -> Context:
        """`context` with what is said of the replacement of its documents."""
        stated = context.stated.passages if context.stated is not None else ()
        shown = {passage.document.id for passage in (*context.passages, *stated)}
        said = self.replacements(scope) if shown and self.replacements() else ()
        found = tuple(one for one in said if one.holds and shown & {one.former, one.newer})
        return replace(context, replaced=found) if found else context

    def replacements(self, scope: Scope = EVERYTHING) -> tuple[Replacement, ...]:
        """The replacements that the documents in `scope` state, as if there were no others."""
        from groundgraph.replacements import replacements

        if scope != EVERYTHING:
            return replacements(self.record, frozenset(self.record.keys_in(scope)))
        with self._lock:
            state = self.record.editions_state()
            if self._replacements is None or self._replacements[0] != state:
                self._replacements = (state, replacements(self.record))
            return self._replacements[1]

    def read(self, reader: Callable[[Retriever], Found]) -> Found:
        """What `reader` gets from the retriever of one generation. Raises `NotFound` where nothing
        was built yet."""
        self.require_store()
        return read_consistently(self.store, lambda: reader(self.retriever), self._forget_retriever)

    @property
    def retriever(self) -> Retriever:
        """What finds passages in the generation that is being read."""
        with self._lock:
            if self._retriever is None:
                from retrieval import Retriever

                self._retriever = Retriever(self.store, self.embedder, self.record)
            return self._retriever

    def _forget_retriever(self) -> None:
        self._retriever = None

    def answer(self, identifier: str) -> dict[str, Any]:
        """See `KnowledgeBase.answer`."""
        from groundgraph.answer_checks import with_text_hashes

        return with_text_hashes(self.record, self.record.answer(identifier))

    def require_store(self) -> None:
        """Raises `NotFound` where nothing was built yet."""
        if not self.record.holds_documents():
            raise NotFound(
                f"the knowledge base in {self.folder} holds no documents. Add some with: "
                f"groundgraph build PATH --kb {self.folder}"
            )
        if self.store.generation["name"] == "empty":
            raise NotFound(
                f"the graph of {self.folder} is not there yet: its first build is running or was "
                f"stopped. Wait for it, or run: groundgraph build --kb {self.folder}"
            )

    def _require_embedder(self) -> None:
        """The embedder there is now must be the one that the vectors were made by."""
        from groundgraph.served_vectors import require_same_model

        with self._lock:
            if not self._same_model:
                require_same_model(self.record, self.embedder)
                self._same_model = True
            if self._kept is not None and self._kept.fingerprint != self.embedder.fingerprint:
                store = self.open_store()  # raises, and says what to do
                self._store, self._kept, self._retriever = store, None, None
