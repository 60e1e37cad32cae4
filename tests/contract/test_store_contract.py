"""What every `Store` does. Each implementation is one entry of `STORES`; nothing else changes."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import QueryFailed, QueryRefused, StoreError
from graph.model import EVERYTHING, Scope
from graph.protocols import Delta, EdgeRow, NodeRow, Store, TextRow
from graph.rows import row_hash, row_key
from graph.tokens import words

Open = Callable[[], Store]
Make = Callable[[Path], Open]
DIMENSION = 3

WORDS = {
    "a.md": ["The officer reports a breach.", "A breach is reported within 60 days."],
    "b.md": ["Staff keep records.", "Records of a breach, a breach and a breach are kept."],
    "c.md": ["Nothing of note."],
}


HELD = ("a.md#0", "b.md#0", "b.md#1", "c.md#0", "d.md#0")


def embedded(folder: Path) -> Open:
    from graph.stores.embedded import EmbeddedStore

    return lambda: EmbeddedStore(folder / "store", dimension=DIMENSION, embedder_fingerprint="e1")


def make_embedded(request: pytest.FixtureRequest) -> Make:
    return embedded


def make_neo4j(request: pytest.FixtureRequest) -> Make:
    """A server has one database: the folder does not matter."""
    from graph.stores.neo4j import Neo4jStore

    server = request.getfixturevalue("neo4j_database")
    return lambda folder: (
        lambda: Neo4jStore(
            server, base="b", base_name="kb", dimension=DIMENSION, embedder_fingerprint="e1"
        )
    )


STORES = {"embedded": make_embedded, "neo4j": make_neo4j}


@pytest.fixture(params=sorted(STORES))
def open_store(request: pytest.FixtureRequest, tmp_path: Path) -> Open:
    return STORES[request.param](request)(tmp_path)


@pytest.fixture
def store(open_store: Open) -> Iterator[Store]:
    held = open_store()
    yield held
    held.close()


def unit(*values: float) -> npt.NDArray[np.float32]:
    vector = np.array(values, dtype=np.float32)
    return vector / np.linalg.norm(vector)


def rows_of(
    documents: Mapping[str, list[str]],
) -> tuple[list[NodeRow], list[EdgeRow], list[TextRow], dict[str, npt.NDArray[np.float32]]]:
    nodes: list[NodeRow] = []
    edges: list[EdgeRow] = []
    texts: list[TextRow] = []
    vectors: dict[str, npt.NDArray[np.float32]] = {}
    for document, passages in documents.items():
        nodes.append(NodeRow("Document", document, {"name": document}))
        entity = f"e_{document}"
        nodes.append(NodeRow("Entity", entity, {"name": entity, "kind": "Thing"}, ("Thing",)))
        for number, text in enumerate(passages):
            chunk = f"{document}#{number}"
            size = len(text)
            nodes.append(
                NodeRow("Chunk", chunk, {"name": chunk, "text": text, "start": 0, "end": size})
            )
            key = f"v{len(text) % 7}"
            vectors[key] = unit(1, len(text) % 7, 2)
            texts.append(TextRow(chunk, "chunk", chunk, document, 0, size, text, key))
            texts.append(TextRow(f"s{chunk}", "sentence", chunk, document, 0, size, text, key))
            for edge in (
                EdgeRow("PART_OF", f"p{chunk}", "Chunk", chunk, "Document", document, {}),
                EdgeRow("MENTIONS", f"m{chunk}", "Chunk", chunk, "Entity", entity, {"start": 0}),
                EdgeRow("MENTIONS", f"n{chunk}", "Chunk", chunk, "Entity", entity, {"start": 4}),
                EdgeRow("MENTIONS", f"x{chunk}", "Chunk", chunk, "Entity", "e_a.md", {"start": 5}),
            ):
                if edge.target != "e_a.md" or "a.md" in documents:
                    edges.append(replace(edge, properties={**edge.properties, "id": edge.id}))
    return nodes, edges, texts, vectors


def delta_of(documents: Mapping[str, list[str]], position: int = 1) -> Delta:
    nodes, edges, texts, vectors = rows_of(documents)
    return Delta(nodes, edges, texts, [], [], [], vectors, f"hash {sorted(documents)}", position)


def removal(documents: Mapping[str, list[str]], *, left: Mapping[str, list[str]]) -> Delta:
    """What takes `documents` down to `left`."""
    kept = {row_key(row) for rows in rows_of(left)[:3] for row in rows}
    nodes, edges, texts, _ = rows_of(documents)
    return Delta(
        [],
        [],
        [],
        [(n.label, n.id) for n in nodes if row_key(n) not in kept],
        [(e.type, e.id) for e in edges if row_key(e) not in kept],
        [t.id for t in texts if row_key(t) not in kept],
        {},
        f"hash {sorted(left)}",
        2,
    )


def scope(*documents: str) -> Scope:
    return Scope(documents=frozenset(documents))


# --- writing ---------------------------------------------------------------------------------


def test_an_empty_store_answers_with_nothing(store: Store) -> None:
    assert store.rows() == {}
    assert store.search_text("breach", k=5, kind="chunk", scope=EVERYTHING) == []
    assert store.search_vectors(unit(1, 0, 0), k=5, kind="chunk", scope=EVERYTHING) == []
    assert store.texts(["a"], kind="chunk") == []
    assert store.neighbours("Chunk", ["a"], types=["PART_OF"], limit=5, scope=EVERYTHING) == []
    assert store.read("MATCH (n) RETURN n.id") == []
    assert list(store.export()) == []
    assert store.generation["position"] == 0
    assert store.term_statistics(["x"], kind="chunk", scope=EVERYTHING).texts == 0


def test_rows_say_what_is_held(store: Store) -> None:
    store.apply(delta_of(WORDS))
    given_rows = [row for rows in rows_of(WORDS)[:3] for row in rows]
    assert dict(store.rows()) == {row_key(row): row_hash(row) for row in given_rows}


def test_export_gives_back_every_row_in_order(store: Store) -> None:
    store.apply(delta_of(WORDS))
    nodes, edges, _, _ = rows_of(WORDS)
    wanted = [
        *sorted(nodes, key=lambda n: (n.label, n.id)),
        *sorted(edges, key=lambda e: (e.type, e.id)),
    ]
    assert list(store.export()) == wanted


def test_another_object_reads_what_was_written(open_store: Open) -> None:
    first = open_store()
    name = first.apply(delta_of(WORDS, position=7))
    second = open_store()
    stated = {
        "name": name,
        "content_hash": f"hash {sorted(WORDS)}",
        "position": 7,
    }
    # a store in files states the hash of its manifest too
    assert {key: second.generation[key] for key in stated} == stated
    assert second.rows() == first.rows()
    first.close()
    second.close()


def test_applying_twice_changes_nothing(store: Store) -> None:
    store.apply(delta_of(WORDS))
    before, rows = list(store.export()), dict(store.rows())
    store.apply(delta_of(WORDS))
    assert list(store.export()) == before
    assert dict(store.rows()) == rows
    assert len(store.search_text("breach", k=99, kind="chunk", scope=EVERYTHING)) == 3


def test_adding_then_removing_leaves_no_trace(store: Store) -> None:
    left = {"a.md": WORDS["a.md"]}
    store.apply(delta_of(left))
    before, rows = list(store.export()), dict(store.rows())
    store.apply(delta_of(WORDS))
    store.apply(removal(WORDS, left=left))
    assert list(store.export()) == before
    assert dict(store.rows()) == rows
    assert {
        hit.document for hit in store.search_text("breach", k=9, kind="chunk", scope=EVERYTHING)
    } == {"a.md"}
    statistics = store.term_statistics(["record"], kind="chunk", scope=EVERYTHING)
    assert (statistics.texts, dict(statistics.document_frequency)) == (2, {"record": 0})


def test_a_changed_row_replaces_the_old_one_and_nodes_keep_their_edges(store: Store) -> None:
    store.apply(delta_of(WORDS))
    node = NodeRow("Entity", "e_a.md", {"name": "new"}, ("Role",))
    edge = EdgeRow("PART_OF", "pa.md#0", "Chunk", "a.md#0", "Document", "b.md", {"id": "pa.md#0"})
    text = TextRow("a.md#0", "chunk", "a.md#0", "a.md", 0, 5, "Wombats.", "v9")
    change = Delta([node], [edge], [text], [], [], [], {"v9": unit(0, 0, 1)}, "h2", 2)
    store.apply(change)
    found = {(type(row).__name__, row.id): row for row in store.export()}
    assert found["NodeRow", "e_a.md"] == node
    assert found["EdgeRow", "pa.md#0"] == edge
    assert len(found) == sum(len(rows) for rows in rows_of(WORDS)[:2])
    assert [h.id for h in store.search_text("wombat", k=9, kind="chunk", scope=EVERYTHING)] == [
        "a.md#0"
    ]
    assert store.texts(["a.md#0"], kind="chunk") == [text]
    near = store.search_vectors(unit(0, 0, 1), k=1, kind="chunk", scope=EVERYTHING)
    assert [(hit.id, hit.score) for hit in near] == [("a.md#0", 1.0)]
    assert store.read("MATCH (n:Role) RETURN n.id") == [{"n.id": "e_a.md"}]
    assert store.read("MATCH (n:Thing {id: 'e_a.md'}) RETURN n.id") == []


def test_parallel_edges_of_one_type_do_not_collapse(store: Store) -> None:
    store.apply(delta_of(WORDS))
    rows = store.read(
        "MATCH (c:Chunk {id: 'b.md#0'})-[m:MENTIONS]->(e:Entity {id: 'e_b.md'}) "
        "RETURN m.start AS start ORDER BY start"
    )
    assert [row["start"] for row in rows] == [0, 4]


def text_row(kind: str = "chunk", vector: str = "n") -> list[TextRow]:
    return [TextRow("t", kind, "t", "a.md", 0, 1, "x", vector)]


NOTHING = Delta([], [], [], [], [], [], {}, "h", 9)
WRONG = {
    "edge without end": replace(
        NOTHING, edges=[EdgeRow("NEXT", "x", "Chunk", "a.md#0", "Chunk", "?", {"id": "x"})]
    ),
    "removed node with edges": replace(NOTHING, removed_nodes=[("Document", "a.md")]),
    "text without vector": replace(NOTHING, texts=text_row(vector="unknown")),
    "unknown kind": replace(NOTHING, texts=text_row("poem", "v1")),
    "dimension": replace(NOTHING, texts=text_row(), vectors={"n": unit(1, 2)}),
    "length": replace(NOTHING, texts=text_row(), vectors={"n": unit(1, 2, 3) * 2}),
    "not a number": replace(NOTHING, texts=text_row(), vectors={"n": unit(1, 2, math.nan)}),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
def test_a_wrong_delta_changes_nothing(store: Store, wrong: Delta) -> None:
    store.apply(delta_of(WORDS))
    before, rows, generation = list(store.export()), dict(store.rows()), dict(store.generation)
    with_more = replace(wrong, nodes=[*wrong.nodes, NodeRow("Document", "new", {"name": "new"})])
    with pytest.raises(StoreError):
        store.apply(with_more)
    assert list(store.export()) == before
    assert dict(store.rows()) == rows
    assert dict(store.generation) == generation


HOSTILE = st.text(
    st.characters(exclude_categories=["Cs"])
    | st.sampled_from("\x00\r\n\ufeff\u200b\u202e'\"`\\$🙂e\u0301漢"),
    max_size=20,
)
VALUES = st.one_of(
    HOSTILE,
    st.integers(-(2**63), 2**63 - 1),
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.none(),
    st.lists(HOSTILE, max_size=3),
    st.lists(st.integers(-(2**53), 2**53), min_size=1, max_size=3),
)
NAMES = st.sampled_from(["text", "start", "end", "valid_from", "value", "page", "limit", "date"])


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    properties=st.lists(st.dictionaries(NAMES, VALUES, max_size=6), min_size=1, max_size=4),
    ids=st.lists(HOSTILE.filter(bool), min_size=4, max_size=4, unique=True),
)
def test_every_value_comes_back_as_it_went_in(
    store: Store, properties: list[dict[str, object]], ids: list[str]
) -> None:
    nodes = [
        NodeRow("Document", id, {"name": id, **props})  # type: ignore[arg-type]
        for id, props in zip(ids, properties, strict=False)
    ]
    edges = [
        EdgeRow(
            "NEXT", i, "Document", node.id, "Document", nodes[0].id, {**node.properties, "id": i}
        )
        for i, node in zip("0123", nodes, strict=False)
    ]
    held = store.rows()
    gone_edges = [tuple(key.split("/", 2)[1:]) for key in held if key.startswith("e/")]
    gone_nodes = [tuple(key.split("/", 2)[1:]) for key in held if key.startswith("n/")]
    store.apply(Delta(nodes, edges, [], gone_nodes, gone_edges, [], {}, "h", 1))  # type: ignore[arg-type]
    found = list(store.export())
    assert {row.id: _present(row) for row in found if isinstance(row, NodeRow)} == {
        node.id: _present(node) for node in nodes
    }
    assert {row.id: _present(row) for row in found if isinstance(row, EdgeRow)} == {
        edge.id: _present(edge) for edge in edges
    }


def _present(row: NodeRow | EdgeRow) -> dict[str, tuple[str, object]]:
    """Properties that are not None, with their types: 1, 1.0 and True are not the same."""
    return {k: (type(v).__name__, v) for k, v in row.properties.items() if v is not None}


# --- searching -------------------------------------------------------------------------------


def test_text_search_finds_words_not_parts_of_words(store: Store) -> None:
    store.apply(delta_of({"a.md": ["music and us", "us", "the museum"]}))
    hits = store.search_text("museum", k=9, kind="chunk", scope=EVERYTHING)
    assert [hit.id for hit in hits] == ["a.md#2"]
    assert store.search_text("mus", k=9, kind="chunk", scope=EVERYTHING) == []


@pytest.mark.parametrize(
    "query", ["", "the", '"', "a OR b", "NEAR(", "breach*", "-breach", "x' --", "\x00", "(", "^:{}"]
)
def test_no_query_text_is_an_error(store: Store, query: str) -> None:
    store.apply(delta_of(WORDS))
    hits = store.search_text(query, k=9, kind="chunk", scope=EVERYTHING)
    assert bool(hits) == ("breach" in query)


def test_text_search_is_ranked_limited_and_tied_by_id(store: Store) -> None:
    same = {"z.md": ["one breach"], "y.md": ["one breach"], "x.md": ["breach breach one"]}
    store.apply(delta_of(same | {f"{i}.md": ["other words"] for i in range(9)}))
    hits = store.search_text("a breach", k=9, kind="chunk", scope=EVERYTHING)
    assert [hit.id for hit in hits] == ["x.md#0", "y.md#0", "z.md#0"]
    assert hits[1].score == hits[2].score < hits[0].score
    assert store.search_text("a breach", k=2, kind="chunk", scope=EVERYTHING) == hits[:2]
    assert store.search_text("a breach", k=0, kind="chunk", scope=EVERYTHING) == []
    assert store.search_text("a breach", k=9, kind="poem", scope=EVERYTHING) == []


def test_a_tie_longer_than_what_is_read_is_cut_by_id(store: Store) -> None:
    """Written in another order than that of their ids, and one is better than all the others."""
    names = [f"{(37 * number) % 150:03d}.md" for number in range(150)]
    best = {"best.md": ["a breach, a breach"], "z.md": ["other words"] * 200}
    store.apply(delta_of({name: ["one breach"] for name in names} | best))
    hits = store.search_text("breach", k=4, kind="chunk", scope=EVERYTHING)
    assert [hit.id for hit in hits] == ["best.md#0", "000.md#0", "001.md#0", "002.md#0"]


def test_term_statistics_are_exact(store: Store) -> None:
    store.apply(delta_of(WORDS))
    passages = [text for texts in WORDS.values() for text in texts]
    asked = sorted({word for text in passages for word in words(text)} | {"absent"})
    found = store.term_statistics(asked, kind="sentence", scope=EVERYTHING)
    assert found.texts == len(passages)
    assert found.mean_length == pytest.approx(sum(len(words(t)) for t in passages) / len(passages))
    assert dict(found.document_frequency) == {
        term: sum(term in words(text) for text in passages) for term in asked
    }


def test_vector_search_is_exact(store: Store) -> None:
    texts = {f"{i:03d}.md": ["x" * i] for i in range(1, 60)}
    random = np.random.default_rng(0).normal(size=(59, DIMENSION)).astype(np.float32)
    matrix = random / np.linalg.norm(random, axis=1, keepdims=True)
    vectors = {f"k{i}": matrix[i] for i in range(59)}
    rows = [
        TextRow(f"{i:03d}", "chunk", f"{i:03d}", f"{i % 3}.md", 0, 1, "x", f"k{i}")
        for i in range(59)
    ]
    assert len(texts) == len(rows)
    for part in (rows[:20], rows[20:25], rows[25:]):  # several segments
        store.apply(Delta([], [], part, [], [], [], vectors, f"h{len(part)}", len(part)))
    query = unit(1, -2, 0.5)
    exact = matrix.astype(np.float64) @ query.astype(np.float64)
    order = sorted(range(59), key=lambda i: (-round(float(exact[i]), 6), f"{i:03d}"))
    hits = store.search_vectors(query, k=10, kind="chunk", scope=EVERYTHING)
    assert [hit.id for hit in hits] == [f"{i:03d}" for i in order[:10]]
    assert [hit.score for hit in hits] == pytest.approx([exact[i] for i in order[:10]], abs=2e-6)
    some = store.search_vectors(query, k=5, kind="chunk", scope=scope("1.md"))
    assert [hit.id for hit in some] == [f"{i:03d}" for i in order if i % 3 == 1][:5]
    assert np.array_equal(store.vectors(["k7", "k40", "k7"]), matrix[[7, 40, 7]])
    with pytest.raises(StoreError):
        store.vectors(["k7", "unknown"])


def test_texts_share_a_vector_until_the_last_of_them_is_gone(store: Store) -> None:
    rows = [TextRow(i, "chunk", i, "d", 0, 1, "x", "shared") for i in ("one", "two")]
    store.apply(Delta([], [], rows, [], [], [], {"shared": unit(1, 1, 0)}, "h1", 1))
    store.apply(Delta([], [], [], [], [], ["one"], {}, "h2", 2))
    hits = store.search_vectors(unit(1, 1, 0), k=5, kind="chunk", scope=EVERYTHING)
    assert [hit.id for hit in hits] == ["two"]
    store.apply(Delta([], [], [], [], [], ["two"], {}, "h3", 3))
    assert store.search_vectors(unit(1, 1, 0), k=5, kind="chunk", scope=EVERYTHING) == []
    with pytest.raises(StoreError):
        store.vectors(["shared"])


# --- comparing -------------------------------------------------------------------------------


def test_a_comparison_is_what_texts_vectors_and_words_give(store: Store) -> None:
    """Also where several changes have left several segments, and rows that nobody uses."""
    store.apply(delta_of(WORDS))
    store.apply(delta_of({"d.md": ["A breach, and again a breach.", "Nothing."]}, 2))
    gone = [row for chunk in ("a.md#1", "d.md#1") for row in (chunk, f"s{chunk}")]
    further = TextRow("s2", "sentence", "b.md#0", "b.md", 3, 9, "records", "far")
    vectors = {"far": unit(5, 1, 0)}
    store.apply(Delta([], [], [further], [], [], gone, vectors, "h3", 3))
    terms, vector = ("absent", "breach", "record"), unit(3, -1, 1)
    chunks = [row.chunk for row in store.texts([*HELD, "a.md#1"], kind="chunk")]
    found = store.compare([*HELD, "a.md#1", "unknown"], vector=vector, terms=terms)
    assert [one.chunk for one in found] == sorted(chunks) == sorted(HELD)
    for one in found:
        text = store.texts([one.chunk], kind="chunk")[0]
        sentences = store.texts([one.chunk], kind="sentence")
        keys = [text.vector_key, *(row.vector_key for row in sentences)]
        exact = store.vectors(keys).astype(np.float64) @ vector.astype(np.float64)
        assert one.cosine == max(0.0, round(float(exact[0]), 4))
        assert one.best == max(0.0, round(float(max(exact[1:], default=exact[0])), 4))
        cut = words(text.text)
        assert one.counts == tuple(cut.count(term) for term in terms)
        assert (one.length, one.document) == (len(cut), text.document)


def test_a_comparison_without_a_vector_has_words_only(store: Store) -> None:
    store.apply(delta_of(WORDS))
    found = store.compare(["b.md#1"], vector=None, terms=("breach",))
    assert [(one.cosine, one.best, one.counts) for one in found] == [(0.0, 0.0, (3,))]
    assert store.compare([], vector=unit(1, 0, 0), terms=()) == []


def test_a_chunk_without_sentences_is_its_own_best(store: Store) -> None:
    row = TextRow("t", "chunk", "t", "t.md", 0, 1, "7 8 9", "k")
    store.apply(Delta([], [], [row], [], [], [], {"k": unit(1, 1, 0)}, "h", 1))
    (one,) = store.compare(["t"], vector=unit(1, 0, 0), terms=())
    assert one.cosine == one.best == 0.7071


# --- scope -----------------------------------------------------------------------------------


@pytest.mark.parametrize("documents", [("a.md",), ("b.md",), ("a.md", "c.md"), (), ("none",)])
def test_a_scope_gives_what_a_base_of_only_its_documents_gives(
    open_store: Open, tmp_path: Path, documents: tuple[str, ...]
) -> None:
    whole = open_store()
    whole.apply(delta_of(WORDS))
    part = embedded(tmp_path / "part")()
    part.apply(delta_of({name: WORDS[name] for name in documents if name in WORDS}))
    some = scope(*documents)
    for query in ("breach", "a breach of records", "officer within 60 days", "absent"):
        assert whole.search_text(query, k=9, kind="chunk", scope=some) == part.search_text(
            query, k=9, kind="chunk", scope=EVERYTHING
        )
        assert whole.term_statistics(
            words(query), kind="chunk", scope=some
        ) == part.term_statistics(words(query), kind="chunk", scope=EVERYTHING)
    query_vector = unit(1, 2, 2)
    assert whole.search_vectors(query_vector, k=9, kind="sentence", scope=some) == (
        part.search_vectors(query_vector, k=9, kind="sentence", scope=EVERYTHING)
    )
    ids = [f"{name}#0" for name in WORDS]
    types = ["PART_OF", "MENTIONS"]
    # What a chunk outside of the scope says about an entity inside it does not show.
    inside = {f"e_{name}" for name in documents}
    found = whole.neighbours("Chunk", ids, types=types, limit=9, scope=some)
    assert {edge for edge in found if edge[3] in inside or edge[3] in documents} == set(
        part.neighbours("Chunk", ids, types=types, limit=9, scope=EVERYTHING)
    )
    assert all(edge[0].split("#")[0] in documents for edge in found)
    whole.close()
    part.close()


def test_neighbours_go_both_ways_sorted_and_limited(store: Store) -> None:
    store.apply(delta_of(WORDS))
    found = store.neighbours(
        "Entity", ["e_a.md", "e_c.md"], types=["MENTIONS"], limit=2, scope=EVERYTHING
    )
    assert found == [
        ("e_a.md", "MENTIONS", "Chunk", "a.md#0"),
        ("e_a.md", "MENTIONS", "Chunk", "a.md#1"),
        ("e_c.md", "MENTIONS", "Chunk", "c.md#0"),
    ]
    out = store.neighbours(
        "Chunk", ["c.md#0"], types=["PART_OF", "NEXT"], limit=9, scope=EVERYTHING
    )
    assert out == [("c.md#0", "PART_OF", "Document", "c.md")]
    assert store.neighbours("Chunk", ["c.md#0"], types=[], limit=9, scope=EVERYTHING) == []


# --- Cypher ----------------------------------------------------------------------------------


def test_cypher_reads_with_parameters_and_a_row_limit(store: Store) -> None:
    store.apply(delta_of(WORDS))
    rows = store.read("MATCH (d:Document) WHERE d.id IN $ids RETURN d.id AS id ORDER BY id",
                      {"ids": ["a.md", "c.md"]})  # fmt: skip
    assert rows == [{"id": "a.md"}, {"id": "c.md"}]
    assert len(store.read("MATCH (c:Chunk) RETURN c.id", limit=2)) == 2


def test_offsets_hold_in_cypher(store: Store) -> None:
    store.apply(delta_of({"a.md": ["🙂 e\u0301 漢字 \x00 end"]}))
    rows = store.read(
        "MATCH (c:Chunk) RETURN size(c.text) AS n, c.end - c.start AS length, "
        "substring(c.text, 2, 2) AS cut"
    )
    assert rows == [{"n": 13, "length": 13, "cut": "e\u0301"}]


@pytest.mark.parametrize(
    "cypher",
    ["CREATE (n:X)", "MATCH (n) SET n.x = 1", "LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l"],
)
def test_cypher_that_writes_or_reads_files_is_refused(store: Store, cypher: str) -> None:
    store.apply(delta_of(WORDS))
    before = list(store.export())
    with pytest.raises(QueryRefused):
        store.read(cypher)
    assert list(store.export()) == before


@pytest.mark.parametrize(
    "cypher", ["MATCH (n) RETURN", "MATCH (n) RETURN m.id", "RETURN $missing AS x", "RETURN foo(1)"]
)
def test_a_query_that_cannot_run_says_why(store: Store, cypher: str) -> None:
    store.apply(delta_of(WORDS))
    with pytest.raises(QueryFailed) as caught:
        store.read(cypher)
    assert str(caught.value).endswith(".")


def test_a_query_that_takes_too_long_is_stopped(store: Store) -> None:
    store.apply(delta_of({f"{i}.md": ["x"] for i in range(150)}))
    product = "MATCH (a:Chunk), (b:Chunk), (c:Chunk), (d:Chunk), (e:Chunk) "
    with pytest.raises(QueryFailed, match="longer than"):
        store.read(product + "RETURN count(a.start + b.start * c.start) AS n", timeout_s=0.05)


def test_an_object_says_which_generation_it_reads(open_store: Open) -> None:
    """One that keeps its generation goes on reading it; one that does not says so, and what is
    newest."""
    reader, writer = open_store(), open_store()
    try:
        assert reader.newest() == "empty" and not reader.refresh()
        name = writer.apply(delta_of(WORDS))
        assert writer.generation["name"] == name == writer.newest() == reader.newest()
        if reader.keeps_generation:
            assert reader.generation["name"] == "empty"
            assert reader.read("MATCH (d:Document) RETURN d.id AS id") == []
        assert reader.refresh() and not reader.refresh()
        assert reader.generation["name"] == name
        assert len(reader.read("MATCH (d:Document) RETURN d.id AS id")) == 3
        reader.verify()
    finally:
        reader.close()
        writer.close()


def test_a_closed_store_says_so(store: Store) -> None:
    store.apply(delta_of(WORDS))
    store.close()
    store.close()
    for call in (
        lambda: store.rows(),
        lambda: store.read("MATCH (n) RETURN n.id"),
        lambda: store.apply(delta_of(WORDS)),
        lambda: store.generation,
        lambda: store.vectors(["v1"]),
    ):
        with pytest.raises(StoreError, match="closed"):
            call()


# --- runs and answers beside the graph -------------------------------------------------------

ASKED = "MATCH (a:Answer) OPTIONAL MATCH (a)-[c:CITES]->(x) RETURN a.id AS id, a.name AS name, "
ASKED += "x.id AS cited, labels(x) AS labels, c.quote AS quote ORDER BY id, cited"


def asked(name: str, target: str, quote: str = "words") -> list[NodeRow | EdgeRow]:
    id = f"x_{name}_{target}"
    label = "Superseded" if target.startswith("gone") else "Chunk"
    former = [NodeRow(label, target, {"name": target})] if label == "Superseded" else []
    cites = EdgeRow("CITES", id, "Answer", name, label, target, {"id": id, "quote": quote})
    return [NodeRow("Answer", name, {"name": f"{name}?"}), *former, cites]


def test_what_is_noted_is_read_and_leaves_no_trace_in_the_generation(open_store: Open) -> None:
    store = open_store()
    store.apply(delta_of(WORDS))
    before = (dict(store.generation), dict(store.rows()), list(store.export()))
    store.overlay_activity([*asked("a_1", "a.md#0"), *asked("a_2", "gone#0", "former words")])
    assert store.read(ASKED) == [
        {"id": "a_1", "name": "a_1?", "cited": "a.md#0", "labels": ["Chunk"], "quote": "words"},
        {
            "id": "a_2",
            "name": "a_2?",
            "cited": "gone#0",
            "labels": ["Superseded"],
            "quote": "former words",
        },
    ]
    assert (dict(store.generation), dict(store.rows())) == before[:2]
    assert len(list(store.export())) == len(before[2]) + 5
    store.overlay_activity([])
    assert store.read(ASKED) == []
    assert list(store.export()) == before[2]
    store.close()


def test_noting_again_replaces_what_was_noted(store: Store) -> None:
    store.apply(delta_of(WORDS))
    store.overlay_activity([*asked("a_1", "a.md#0"), *asked("a_2", "gone#0")])
    store.overlay_activity([*asked("a_2", "gone#0", "other words"), *asked("a_3", "gone#0")][:-2])
    found = [(row["id"], row["cited"], row["quote"]) for row in store.read(ASKED)]
    assert found == [("a_2", "gone#0", "other words"), ("a_3", None, None)]
    query = "MATCH (s:Superseded) RETURN count(s) AS n"
    assert store.read(query) == [{"n": 1}]


def test_a_note_without_its_end_is_refused_and_changes_nothing(store: Store) -> None:
    store.apply(delta_of(WORDS))
    with pytest.raises(StoreError, match="nowhere"):
        store.overlay_activity(asked("a_1", "nowhere"))
    assert store.read(ASKED) == []
    store.overlay_activity(asked("a_1", "a.md#0"))
    assert len(store.read(ASKED)) == 1


def test_a_query_that_runs_while_something_is_noted_sees_one_state(store: Store) -> None:
    store.apply(delta_of(WORDS))
    with ThreadPoolExecutor(4) as pool:
        notes = [[row for i in range(n) for row in asked(f"a_{i}", "a.md#0")] for n in range(1, 9)]
        jobs = [pool.submit(store.overlay_activity, rows) for rows in notes]
        counts = [
            pool.submit(store.read, "MATCH (a:Answer)-[:CITES]->(c) RETURN count(c) AS n")
            for _ in range(20)
        ]
        for job in jobs:
            job.result()
        found = {int(str(job.result()[0]["n"])) for job in counts}
    assert found <= set(range(9))


@pytest.mark.parametrize(
    "grouped", ["WITH e, count(*) AS n", "WITH e, COUNT ( * ) AS n", "WITH e, count(1) AS n"]
)
def test_rows_are_counted_by_group_after_an_optional_match(store: Store, grouped: str) -> None:
    store.apply(delta_of(WORDS))
    rows = store.read(
        f"MATCH (c:Chunk) OPTIONAL MATCH (c)-[:MENTIONS]->(e:Entity) {grouped} "
        "RETURN e.id AS id, n ORDER BY id"
    )
    mentions: dict[str, int] = {}
    for edge in rows_of(WORDS)[1]:
        if edge.type == "MENTIONS":
            mentions[edge.target] = mentions.get(edge.target, 0) + 1
    assert rows == [{"id": key, "n": mentions[key]} for key in sorted(mentions)]


def qualified(condition: str, **lists: list[int]) -> Delta:
    """One fact whose condition stands in two places of its passage."""
    text = "If asked, and once it is dry, the operator reports the leak."
    chunk = NodeRow("Chunk", "c", {"name": "c", "text": text, "start": 10, "end": 10 + len(text)})
    place = {"id": "s", "start": 10, "end": 10 + len(text), "quote": text}
    where = {"condition_start": 10, "condition_end": 38}
    said = {"condition": condition, **where, **lists}
    edge = EdgeRow("SUPPORTED_BY", "s", "Fact", "f", "Chunk", "c", {**place, **said})
    return Delta([chunk, NodeRow("Fact", "f", {"name": "f"})], [edge], [], [], [], [], {}, "h", 1)


def test_several_qualifiers_of_a_kind_have_a_place_each(store: Store) -> None:
    import queries

    check = queries.load("verify_quotes").cypher
    places = {"condition_starts": [10, 24], "condition_ends": [18, 38]}
    store.apply(qualified("If asked; once it is dry", **places))
    (row,) = store.read("MATCH ()-[s:SUPPORTED_BY]->() RETURN properties(s) AS s")
    held = row["s"]
    assert isinstance(held, dict)
    assert {key: held[key] for key in places} == places
    assert store.read(check) == []
    store.apply(qualified("If asked; once it is wet", **places))
    assert [(row["kind"], row["start"], row["found"]) for row in store.read(check)] == [
        ("condition", 24, "once it is dry")
    ]


def test_contradictions_are_the_same_on_every_store(store: Store) -> None:
    """Facts of one claim: a rule, its denial, and two figures."""
    import queries

    nodes: list[NodeRow] = [NodeRow("Document", d, {"name": d}) for d in ("a", "b")]
    edges: list[EdgeRow] = []
    for document in ("a", "b"):
        nodes.append(NodeRow("Chunk", f"c{document}", {"name": document}))
        edges.append(
            EdgeRow("PART_OF", f"p{document}", "Chunk", f"c{document}", "Document", document,
                    {"id": f"p{document}"})
        )  # fmt: skip
    for number, (claim, modality, polarity, figures) in enumerate(
        [
            ("keep", "may", "positive", None),
            ("keep", "must", "negative", None),
            ("pay", "must", "positive", "deadline P5D"),
            ("pay", "must", "positive", "deadline P6D"),
            ("pay", "must", "positive", None),
        ]
    ):
        said = {"claim_id": claim, "modality": modality, "polarity": polarity, "figures": figures}
        nodes.append(NodeRow("Fact", f"f{number}", {"name": claim, "status": "shown", **said}))
        place = {"id": f"s{number}", "start": number, "end": 9, "quote": claim}
        chunk = "ca" if number % 2 else "cb"
        edges.append(
            EdgeRow("SUPPORTED_BY", f"s{number}", "Fact", f"f{number}", "Chunk", chunk, place)
        )
    store.apply(Delta(nodes, edges, [], [], [], [], {}, "h", 1))
    query = queries.load("contradictions")
    rows = store.read(query.cypher, query.defaults)
    assert [(row["fact"], row["denying_fact"], row["kind"]) for row in rows] == [
        ("f0", "f1", "denied"),
        ("f2", "f3", "other figure"),
    ]
