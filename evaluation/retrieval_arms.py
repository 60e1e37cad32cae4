"""Ways to retrieve that are compared: the parts of the product's recipe, one after the other, and
all of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.model import Context, Scope

if TYPE_CHECKING:
    from graph.protocols import Embedder, Store
    from retrieval import DocumentSource, RetrievalSettings

Search = Callable[[str, Scope], Context]
CHUNKS = 100
"""Chunks asked for; the documents of a ranking are those of its chunks."""

WHOLE = "the whole recipe"


def retrieval_arms(
    store: Store, embedder: Embedder, documents: DocumentSource
) -> dict[str, Search]:
    """Name of an arm -> its search: BM25, dense passages, their fusion with best sentence and
    names, fusion with one hop over references, and all of it (with paths over two facts)."""
    from retrieval import RetrievalSettings, Retriever

    default = RetrievalSettings()
    one_hop = replace(default, fact_paths=False)
    fused = replace(one_hop, spread=0.0)
    dense = replace(fused, sentence=0.0, bm25=0.0, name=0.0)

    def by(settings: RetrievalSettings) -> Search:
        retriever = Retriever(store, embedder, documents, settings)
        return lambda question, scope: retriever.retrieve(question, scope=scope, k=CHUNKS)

    words = Retriever(store, embedder, documents)
    return {
        "BM25": lambda question, scope: words.search_text(question, scope=scope, k=CHUNKS),
        "dense passages": by(dense),
        "fusion": by(fused),
        "fusion + one hop": by(one_hop),
        WHOLE: by(default),
    }
