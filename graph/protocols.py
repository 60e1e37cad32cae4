"""The seams. Each has one conformance suite in ``tests/contract`` that every implementation runs.

A `fingerprint` is a short string that changes whenever the component's output may change: name,
version, and the hash of its settings and model files. It is part of cache keys and of the
content hash.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import numpy.typing as npt

from graph.checking import Quote, Relevance, Support
from graph.model import (
    Context,
    DraftSentence,
    Extraction,
    Reading,
    Rectangle,
    Scalar,
    Scope,
    Segment,
    Span,
    TokenUsage,
)

Vectors = npt.NDArray[np.float32]


class Reader(Protocol):
    """Turns the bytes of one file format into text and structure."""

    suffixes: tuple[str, ...]
    fingerprint: str

    def read(self, data: bytes, name: str) -> Reading:
        """Read `data`; `name` is the file name, for messages. Raises `ReadError`."""
        ...

    def rectangles(self, data: bytes, span: Span) -> tuple[Rectangle, ...]:
        """Where the code points of `span` stand on the pages; empty for formats without pages."""
        ...


class Extractor(Protocol):
    """Finds names, literals and relations in segments, without any document context."""

    @property
    def fingerprint(self) -> str:
        """Name, version and hash of the settings and model files."""
        ...

    def extract(self, segments: Iterable[Segment]) -> Iterator[Extraction]:
        """One `Extraction` for each segment, in order. Deterministic: the same text gives the same
        result in any batch."""
        ...


class Embedder(Protocol):
    """Maps texts to unit vectors."""

    @property
    def fingerprint(self) -> str:
        """Name, and hash or revision of the model."""
        ...

    @property
    def dimension(self) -> int:
        """Numbers of a vector."""
        ...

    @property
    def max_tokens(self) -> int:
        """How much of a text is read, special tokens included."""
        ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, special tokens included; no model weights are needed."""
        ...

    def embed(self, texts: Sequence[str], *, query: bool) -> Vectors:
        """float32 array (len(texts), dimension), rows of length 1. `query` for questions."""
        ...


@dataclass(frozen=True, slots=True)
class NodeRow:
    """A node of the projection. `properties` holds scalars or flat lists of one type and always
    ``name``; `labels` are further labels (an entity's kind)."""

    label: str
    id: str
    properties: Mapping[str, Scalar | list[str] | list[int] | list[float]]
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EdgeRow:
    """A relationship of the projection; `id` is a content id, unique per type."""

    type: str
    id: str
    source_label: str
    source: str
    target_label: str
    target: str
    properties: Mapping[str, Scalar | list[str] | list[int] | list[float]]


@dataclass(frozen=True, slots=True)
class TextRow:
    """A searchable text: a chunk (`kind` "chunk") or a sentence of one ("sentence").

    `text` is what is indexed for words, `vector_key` (SHA-256 of what is embedded) names its
    vector; several rows may share one vector. `start` and `end` are document offsets.
    """

    id: str
    kind: str
    chunk: str
    document: str
    start: int
    end: int
    text: str
    vector_key: str


@dataclass(frozen=True, slots=True)
class Delta:
    """A change of a store: rows to add or replace (by id), ids to remove, vectors that are new.

    Applying a delta twice changes nothing more. Edges are removed before nodes, nodes are added
    before edges. `content_hash` is the hash of the whole graph after the change. `hashes` (row key
    -> `graph.rows.row_hash`) saves hashing the rows again; those left out are computed.
    """

    nodes: Sequence[NodeRow]
    edges: Sequence[EdgeRow]
    texts: Sequence[TextRow]
    removed_nodes: Sequence[tuple[str, str]]  # (label, id)
    removed_edges: Sequence[tuple[str, str]]  # (type, id)
    removed_texts: Sequence[str]
    vectors: Mapping[str, npt.NDArray[np.float32]]  # vector_key -> (dimension,)
    content_hash: str
    position: int  # ledger position that this state reflects
    hashes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hit:
    """A candidate that an index proposes. `score` is the index's own, for ordering only; scores
    that are compared or shown are computed by `retrieval`."""

    id: str
    chunk: str
    document: str
    score: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a chunk compares with a question. `cosine` is that of the chunk, `best` that of its most
    similar sentence (its own where it has none): rounded to 4 decimals, negative ones as 0, and 0
    where no vector was given. `counts` says how often each term occurs, in the order of the terms,
    `length` how many words the chunk has."""

    chunk: str
    document: str
    cosine: float
    best: float
    counts: tuple[int, ...]
    length: int


@dataclass(frozen=True, slots=True)
class TermStatistics:
    """What BM25 needs, counted over the texts of one kind that a scope lets through."""

    texts: int
    mean_length: float
    document_frequency: Mapping[str, int]


class StoreReader(Protocol):
    """What a question reads of a store: graph, text index and vectors of one generation.

    Each `scope` is resolved (graph.scope_resolution): `documents` and `kinds` are honoured, any
    other field raises `SettingsError`. An empty result is an empty list, never an error.
    """

    def search_text(self, query: str, *, k: int, kind: str, scope: Scope) -> list[Hit]:
        """At most `k` rows of `kind` that share words with `query`, best first, ties by id."""
        ...

    def texts(self, chunks: Sequence[str], *, kind: str) -> list[TextRow]:
        """The texts of `kind` that belong to `chunks` (ids), in order of document, start and id;
        unknown ids have none."""
        ...

    def term_statistics(self, terms: Sequence[str], *, kind: str, scope: Scope) -> TermStatistics:
        """Counts for `terms` (as `graph.tokens.words` gives them) over texts of `kind`."""
        ...

    def search_vectors(
        self, vector: npt.NDArray[np.float32], *, k: int, kind: str, scope: Scope
    ) -> list[Hit]:
        """At most `k` rows of `kind` by cosine similarity (exact), best first, ties by id."""
        ...

    def vectors(self, keys: Sequence[str]) -> Vectors:
        """The stored vectors of `keys`, float32 (len(keys), dimension). Raises `StoreError` for an
        unknown key."""
        ...

    def compare(
        self,
        chunks: Sequence[str],
        *,
        vector: npt.NDArray[np.float32] | None,
        terms: Sequence[str],
    ) -> list[Comparison]:
        """How each of `chunks` (ids) compares with a question's `vector` and its `terms` (as
        `graph.tokens.words` gives them), sorted by id; unknown ids are left out."""
        ...

    def neighbours(
        self, label: str, ids: Sequence[str], *, types: Sequence[str], limit: int, scope: Scope
    ) -> list[tuple[str, str, str, str]]:
        """(id, edge type, neighbour's label, neighbour's id) for edges of `types` in both
        directions, at most `limit` for each id, sorted."""
        ...

    def read(
        self,
        cypher: str,
        parameters: Mapping[str, object] | None = None,
        *,
        limit: int = 10_000,
        timeout_s: float = 30.0,
    ) -> list[dict[str, object]]:
        """Rows of one read-only query, at most `limit`. Raises `QueryRefused`, `QueryFailed`."""
        ...

    def end_queries(self, process: int) -> bool:
        """End what a server still runs for `process` (an id on this machine) that was given up;
        whether nothing of it is left. Raises `StoreError` where the server cannot be asked."""
        ...

    def export(self) -> Iterator[NodeRow | EdgeRow]:
        """Every node, then every edge, sorted by label or type and id."""
        ...


class StoreWriter(Protocol):
    """How a store is brought in line with the record."""

    def rows(self, *, use_stored_hashes: bool = False) -> Mapping[str, str]:
        """Keys of all rows held -> hash of their content, to compute the next delta from. A key is
        ``n/<label>/<id>``, ``e/<type>/<id>`` or ``t/<id>``. With `use_stored_hashes` rows that give
        the content hash which the store states are as good as rows read."""
        ...

    def apply(self, delta: Delta) -> str:
        """Apply `delta` as a whole or not at all; returns the new generation's name. Raises
        `StoreError`; then the former generation stands."""
        ...

    def overlay_activity(self, rows: Iterable[NodeRow | EdgeRow]) -> None:
        """Show exactly these runs and answers (`graph.rows.UNHASHED`) beside the graph, to `read`
        and `export`, in place of those shown before. They belong to no generation and are in none
        of its counts, `rows` or hash. Raises `StoreError` for an edge without its ends."""
        ...


class StoreGenerations(Protocol):
    """Which state of the projection an object reads, and whether it is whole."""

    @property
    def keeps_generation(self) -> bool:
        """Whether an object goes on reading its generation when a newer one is there. Where it does
        not, a reader compares `newest` before and after (groundgraph/consistent_reads.py)."""
        ...

    @property
    def generation(self) -> Mapping[str, str | int]:
        """``name``, ``content_hash``, ``position`` of the generation that is being read; the name
        is ``empty`` where nothing was written, ``unfinished`` in the middle of a change."""
        ...

    def newest(self) -> str:
        """The newest generation's name, whatever this object reads."""
        ...

    def refresh(self) -> bool:
        """Read the newest generation from now on; True where it is another than before."""
        ...

    def verify(self) -> None:
        """Raises `StoreError` where what lies there cannot be what was written."""
        ...

    def close(self) -> None:
        """Release files and connections; further calls raise `StoreError`."""
        ...


class Store(StoreReader, StoreWriter, StoreGenerations, Protocol):
    """A projection of the record: graph, text index and vectors; rebuildable at any time."""


class Generator(Protocol):
    """Writes an answer from a context, each sentence with what it rests on."""

    fingerprint: str

    def generate(self, context: Context) -> Iterator[DraftSentence]:
        """Draft sentences in the order of the answer. Nothing outside `context` is used."""
        ...


class Checker(Protocol):
    """Reads a question or a statement beside the words of a document. What it says may lower the
    state of an answer and order quotes; it never makes anything true.

    Each pair is read by itself: what is said of it, rounded to 4 decimals, depends on nothing else,
    neither on its batch nor on the number of threads.
    """

    @property
    def fingerprint(self) -> str:
        """Name, version and hash of the model files."""
        ...

    def relevance(self, question: str, quotes: Sequence[Quote]) -> list[Relevance]:
        """How each of `quotes` speaks to `question`, in their order."""
        ...

    def support(self, statement: str, quotes: Sequence[Quote]) -> list[Support]:
        """Whether each of `quotes` supports `statement`, in their order."""
        ...


class FactReader(Protocol):
    """Reads a fact beside its words, as whoever judges facts does. Each pair is read by itself."""

    @property
    def fingerprint(self) -> str:
        """Name, version and hash of the model files."""
        ...

    @property
    def bounds(self) -> Mapping[str, float]:
        """From which probability a fact is shown, by the reason for which the rules keep it weak;
        the empty reason is that of facts which they show. A reason that is missing is final."""
        ...

    def right(self, pairs: Sequence[tuple[str, Quote]]) -> list[float]:
        """How likely each statement says what its quote says: 0 to 1, rounded to 4 decimals."""
        ...


class LanguageModel(Protocol):
    """Writes text. `name` and `where` are for people: what it is, and where the passages go."""

    name: str
    where: str

    def stream(self, messages: Sequence[Mapping[str, str]]) -> Iterable[str | TokenUsage]:
        """The answer to chat `messages` (``role``, ``content``) in pieces, and, last, its tokens
        where they are known. Raises `ContextOverflow` where the messages are too long, before any
        piece; what else it raises is told, and the card stands without it."""
        ...
