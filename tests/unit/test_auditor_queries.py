"""The queries about answers, extractors, withdrawal and references, against a base of three
documents, three facts and three answers whose rows are known by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

import queries
from graph.protocols import Delta, EdgeRow, NodeRow, Store
from graph.stores.embedded import EmbeddedStore
from graph.stores.neo4j import Neo4jStore, Server

REPORT = "The officer must report a breach within 60 days."
KEYS = "Staff may not keep keys."
Row = NodeRow | EdgeRow


def node(label: str, id: str, **properties: object) -> NodeRow:
    return NodeRow(label, id, {"name": id, **properties})  # type: ignore[arg-type]


def link(kind: str, source: str, target: str, **properties: object) -> EdgeRow:
    """``Chunk:pol#0`` names a node; the id tells the edge from others of its ends."""
    (sl, s), (tl, t) = source.split(":", 1), target.split(":", 1)
    id = f"{kind} {s} {t} {properties.get('start', '')}"
    return EdgeRow(kind, id, sl, s, tl, t, {"id": id, **properties})  # type: ignore[arg-type]


def support(fact: str, chunk: str, quote: str, extractor: str, **more: object) -> EdgeRow:
    fields = {"start": 0, "end": len(quote), "quote": quote, "rule": "active", **more}
    return link(
        "SUPPORTED_BY", f"Fact:{fact}", f"Chunk:{chunk}", **fields, extractor=extractor, run="r_1"
    )


def fact(id: str, name: str, **more: object) -> NodeRow:
    fields = {"claim_id": id, "predicate": "do", "modality": "must", "polarity": "positive"}
    return node("Fact", id, **{"status": "shown", **fields, "name": name, **more})


def graph() -> list[Row]:
    rows: list[Row] = []
    for document, passages in {"pol": 2, "man": 1, "lone": 1}.items():
        rows.append(node("Document", document))
        for number in range(passages):
            chunk = f"{document}#{number}"
            rows.append(
                node("Chunk", chunk, document=document, start=100 * number, heading=["H"], text="t")
            )
            rows.append(link("PART_OF", f"Chunk:{chunk}", f"Document:{document}"))
    for entity, chunks in {"officer": ["pol#0", "pol#1", "man#0"], "keys": ["pol#1"]}.items():
        rows.append(node("Entity", entity, kind="Role", status="shown"))
        rows += [
            link("MENTIONS", f"Chunk:{chunk}", f"Entity:{entity}", start=3) for chunk in chunks
        ]
    rows += [
        fact("f1", "officer must report breach"),
        support("f1", "pol#0", REPORT, "x1", deadline="within 60 days"),
        support("f1", "man#0", REPORT, "x2"),
        fact("f2", "Staff may not keep keys", modality="may", polarity="negative"),
        support("f2", "pol#1", KEYS, "x1"),
        fact("f3", "It is", status="weak", modality="none"),
        support("f3", "man#0", "It is.", "x2", why_weak="pronoun subject", rule="preposition"),
        *(link("SUBJECT", f"Fact:f{number}", "Entity:officer") for number in (1, 2, 3)),
    ]
    for number, (source, target) in enumerate(
        [("man#0", "Chunk:pol#0"), ("pol#1", "Chunk:pol#0"), ("man#0", "Chunk:pol#0")]
    ):
        rows.append(node("Reference", f"ref{number}", surface="see", start=1, end=4))
        rows.append(link("FROM_CHUNK", f"Reference:ref{number}", f"Chunk:{source}"))
        rows.append(link("TO", f"Reference:ref{number}", target, start=0, end=9))
    return rows


def activity() -> list[Row]:
    rows: list[Row] = []

    def cites(answer: str, target: str, quote: str, document: str, status: str) -> EdgeRow:
        place = {"document": document, "version": f"{document}@1", "start": 0, "end": len(quote)}
        said = {"role": "sentence", "status": status, "still_said": status == "current"}
        return link("CITES", f"Answer:{answer}", target, **place, **said, quote=quote)

    for number, said in ((1, ["helpful"]), (2, ["helpful", "wrong"]), (3, None)):
        asked = {"question": f"q{number}?", "asked": f"2026-0{number}-01", "state": "answered"}
        status = "superseded" if number == 3 else "current"
        rows.append(node("Answer", f"a{number}", **asked, opinions=said, status=status))
    rows += [
        node("Superseded", "c_old", of="Chunk", document="pol", why="replaced by import 2"),
        node("Superseded", "f_old", of="Fact", why="no current document states it"),
        cites("a1", "Chunk:pol#0", REPORT, "pol", "current"),
        cites("a1", "Chunk:man#0", REPORT, "man", "current"),
        link("USED", "Answer:a1", "Fact:f1", status="current"),
        cites("a2", "Chunk:pol#1", KEYS, "pol", "current"),
        link("USED", "Answer:a2", "Fact:f2", status="current"),
        cites("a3", "Superseded:c_old", "Old words.", "pol", "superseded"),
        link("USED", "Answer:a3", "Superseded:f_old", status="superseded"),
        node("Run", "r_1", kind="build", started="2026-01-01", state="finished", settings=["a=1"]),
        node("Run", "r_2", kind="train", started="2026-01-02", state="stopped", settings=["a=2"]),
    ]
    return rows


def fill(store: Store) -> None:
    rows = graph()
    nodes = [row for row in rows if isinstance(row, NodeRow)]
    edges = [row for row in rows if isinstance(row, EdgeRow)]
    store.apply(Delta(nodes, edges, [], [], [], [], {}, "hash", 1))
    store.overlay_activity(activity())


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    folder = tmp_path_factory.mktemp("store")
    held = EmbeddedStore(folder, dimension=2, embedder_fingerprint="none")
    fill(held)
    yield held
    held.close()


Expected = list[tuple[object, ...]]

CASES: list[tuple[str, Mapping[str, object], str, Expected]] = [
    (
        "facts_by_extractor",
        {},
        "extractor rule facts shown places runs",
        [("x1", "active", 2, 2, 2, 1), ("x2", "active", 1, 1, 1, 1),
         ("x2", "preposition", 1, 0, 1, 1)],
    ),
    ("negated_or_hedged", {}, "fact polarity modality quote", [("f2", "negative", "may", KEYS)]),
    ("negated_or_hedged", {"document": "man"}, "fact", []),
    (
        "answer_evidence",
        {"answer": "a1"},
        "answer kind status evidence words",
        [("a1", "fact", "current", "f1", "officer must report breach"),
         ("a1", "quote", "current", "man#0", REPORT), ("a1", "quote", "current", "pol#0", REPORT)],
    ),
    (
        "answer_evidence",
        {"answer": "a3"},
        "kind status evidence why",
        [("fact", "superseded", "f_old", "no current document states it"),
         ("quote", "superseded", "c_old", "replaced by import 2")],
    ),
    (
        "if_withdrawn",
        {"document": "pol"},
        "kind id falls others",
        [("answer", "a1", False, 1), ("answer", "a2", True, 0), ("fact", "f1", False, 1),
         ("fact", "f2", True, 0)],
    ),
    ("if_withdrawn", {"document": "lone"}, "id", []),
    ("uncited_documents", {}, "document facts", [("lone", 0)]),
    ("bridging_entities", {}, "entity n documents", [("officer", 2, ["man", "pol"])]),
    ("bridging_entities", {"first": "pol", "second": "man"}, "entity", [("officer",)]),
    ("bridging_entities", {"first": "pol", "second": "lone"}, "entity", []),
    ("deadlines", {}, "by_when who fact document quote",
     [("within 60 days", "officer", "f1", "pol", REPORT)]),
    ("deadlines", {"within": "24 hours"}, "fact", []),
    (
        "superseded_answers",
        {},
        "answer kind document words why still_said",
        [("a3", "fact", None, "f_old", "no current document states it", False),
         ("a3", "quote", "pol", "Old words.", "replaced by import 2", False)],
    ),
    ("most_referenced", {}, "passage times from_documents", [("pol#0", 3, 2)]),
    ("most_referenced", {"least": 4}, "passage", []),
    ("disputed_answers", {}, "answer opinions", [("a2", ["helpful", "wrong"])]),
    ("weak_facts", {}, "why fact document", [("pronoun subject", "f3", "man")]),
    ("weak_facts", {"document": "pol"}, "fact", []),
    ("runs", {}, "run kind state settings",
     [("r_1", "build", "finished", ["a=1"]), ("r_2", "train", "stopped", ["a=2"])]),
    ("runs", {"kind": "build"}, "run", [("r_1",)]),
    ("fact_in_answers", {"fact": "f1"}, "fact answer state status",
     [("f1", "a1", "answered", "current")]),
    ("fact_in_answers", {}, "fact answer status",
     [("f1", "a1", "current"), ("f2", "a2", "current"), ("f_old", "a3", "superseded")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "given", "columns", "expected"),
    CASES,
    ids=[f"{c[0]}-{i}" for i, c in enumerate(CASES)],
)
def test_rows_are_those_that_were_planted(
    store: EmbeddedStore,
    name: str,
    given: Mapping[str, object],
    columns: str,
    expected: Expected,
) -> None:
    assert answers(store, name, given, columns) == sorted(expected, key=repr)


def answers(store: Store, name: str, given: Mapping[str, object], columns: str) -> Expected:
    query = queries.load(name)
    rows = store.read(query.cypher, {**query.defaults, **given})
    return sorted((tuple(row[column] for column in columns.split()) for row in rows), key=repr)


def test_neo4j_gives_the_same_rows(neo4j_database: Server) -> None:
    held = Neo4jStore(
        neo4j_database, base="b", base_name="kb", dimension=2, embedder_fingerprint="none"
    )
    fill(held)
    differ = [
        (name, given)
        for name, given, columns, expected in CASES
        if answers(held, name, given, columns) != sorted(expected, key=repr)
    ]
    held.close()
    assert differ == []


def test_every_query_of_the_bench_has_a_case_here_or_in_test_queries() -> None:
    former = """contradictions duties fact_sources merges rests_on_document single_source_facts
    unresolved_references verify_quotes""".split()
    assert {case[0] for case in CASES} | set(former) == set(queries.names())
