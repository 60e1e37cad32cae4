"""Rows of a store from a resolved graph: keys are unique, ends exist, a second delta is empty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from extraction.build import extract_missing, read_sources
from extraction.build_context import BuildContext
from extraction.documents.intake import Intake
from extraction.incremental.whole_graph import assemble
from extraction.language import SpacyExtractor
from extraction.profile import load_profile
from graph.model import Chunk
from graph.projection import LABELS, ChunkIndex, Graph, Row, delta, project
from graph.protocols import EdgeRow, NodeRow, TextRow
from graph.record import Record
from graph.rows import node_key, row_hash, row_key
from graph.stores.delta_news import Change
from retrieval.embedders import load_embedder

FILES = {
    "a.md": '# POL-1 Access\n\n"Operator" means a person who runs a pump.\n\n'
    "The Operator must report a leak to Acme Pumps Ltd within 2 days unless it is dry. "
    "See POL-2 and POL-9.\n\n- Acme Pumps Ltd keeps the log.\n",
    "b.md": "# POL-2 Leaks\n\nAcme Pumps Ltd must record each leak. See POL-1, section 1.\n\n"
    "## 1 Records\n\nThe Operator must not destroy a record.\n",
    "c.txt": "Acme Pumps Ltd must record each leak.\n",
}


@pytest.fixture(scope="module")
def make_graph(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Sequence[str]], Graph]:
    """Builds the graph of some of `FILES`."""
    profile = load_profile("regulation")
    extractor = SpacyExtractor(profile)
    embedder = load_embedder("minilm")

    def make(names: Sequence[str]) -> Graph:
        folder = tmp_path_factory.mktemp("projection")
        (folder / "docs").mkdir()
        for name in names:
            (folder / "docs" / name).write_text(FILES[name], encoding="utf-8")
        with Record.open(folder / "record.sqlite", create=True) as record:
            context = BuildContext(
                record,
                profile,
                extractor,
                embedder,
                chunk_tokens=32,
                max_document_chars=10_000,
                run=record.start_run("build", {}, {}),
            )
            read_sources(context, Intake.of(folder / "docs"))
            documents = list(record.documents())
            extract_missing(context, documents)
            return assemble(context, documents)

    return make


@pytest.fixture(scope="module")
def rows(make_graph: Callable[[Sequence[str]], Graph]) -> list[Row]:
    return list(project(make_graph(sorted(FILES))))


def test_each_key_comes_once(rows: list[Row]) -> None:
    twice = [key for key, count in Counter(map(row_key, rows)).items() if count > 1]
    assert twice == []


def test_every_edge_has_both_its_nodes(rows: list[Row]) -> None:
    nodes = {row_key(row) for row in rows if isinstance(row, NodeRow)}
    for row in rows:
        if isinstance(row, EdgeRow):
            assert node_key(row.source_label, row.source) in nodes, row
            assert node_key(row.target_label, row.target) in nodes, row


def test_every_kind_of_row_occurs(rows: list[Row]) -> None:
    labels = {row.label for row in rows if isinstance(row, NodeRow)}
    types = {row.type for row in rows if isinstance(row, EdgeRow)}
    assert labels == LABELS - {"Run", "Answer", "Superseded"}
    assert types == {
        *("PART_OF", "NEXT", "SAME_AS", "MENTIONS", "SUBJECT", "OBJECT", "RELATES"),
        *("SUPPORTED_BY", "FROM_CHUNK", "TO", "REFERS_TO"),
    }
    assert {row.kind for row in rows if isinstance(row, TextRow)} == {"chunk", "sentence"}


def test_every_node_has_a_name_and_flat_properties(rows: list[Row]) -> None:
    for row in rows:
        if isinstance(row, TextRow):
            continue
        if isinstance(row, NodeRow):
            assert str(row.properties["name"]).strip()
        for key, value in row.properties.items():
            assert key not in ("title", "type")
            values = value if isinstance(value, list) else [value]
            assert all(v is None or isinstance(v, str | int | float | bool) for v in values)


def test_a_second_delta_is_empty(rows: list[Row]) -> None:
    first = delta(rows, {}, 1)
    assert len(first.nodes) + len(first.edges) + len(first.texts) == len(rows)
    held = {row_key(row): row_hash(row) for row in rows}
    second = delta(reversed(rows), held, 2)
    assert not (second.nodes or second.edges or second.texts)
    assert not (second.removed_nodes or second.removed_edges or second.removed_texts)
    assert second.content_hash == first.content_hash


def test_a_delta_between_two_bases_makes_one_of_the_other(
    rows: list[Row], make_graph: Callable[[Sequence[str]], Graph]
) -> None:
    before = {row_key(row): row_hash(row) for row in project(make_graph(["a.md", "c.txt"]))}
    change = delta(rows, before, 1)
    after = dict(before)
    for label, identifier in change.removed_nodes:
        del after[f"n/{label}/{identifier}"]
    for kind, identifier in change.removed_edges:
        del after[f"e/{kind}/{identifier}"]
    for identifier in change.removed_texts:
        del after[f"t/{identifier}"]
    for row in (*change.nodes, *change.edges, *change.texts):
        after[row_key(row)] = row_hash(row)
    assert after == {row_key(row): row_hash(row) for row in rows}
    untouched = {key for key in before if "/Chunk/" in key}
    assert not untouched & {row_key(row) for row in change.nodes}


def test_rows_are_hashed_once_for_a_store(
    make_graph: Callable[[Sequence[str]], Graph], monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed = []

    def counted(row: Row) -> str:
        hashed.append(row_key(row))
        return row_hash(row)

    monkeypatch.setattr("graph.stores.delta_news.row_hash", counted)
    found = delta(project(make_graph(["a.md"])), {}, 1)
    change = Change(found, {})
    assert not hashed and len(change.hashes) > 50
    again = Change(replace(found, hashes={}), {})
    assert len(hashed) == len(again.hashes) and again.hashes == change.hashes


def test_the_run_is_in_no_hash(make_graph: Callable[[Sequence[str]], Graph]) -> None:
    graph = make_graph(["a.md"])
    later = replace(
        graph,
        facts=[
            replace(fact, evidence=tuple(replace(e, run="run_other") for e in fact.evidence))
            for fact in graph.facts
        ],
    )
    assert graph.facts
    assert delta(project(later), {}, 1).content_hash == delta(project(graph), {}, 9).content_hash


def test_a_kind_named_like_a_label_is_no_label(
    make_graph: Callable[[Sequence[str]], Graph],
) -> None:
    graph = make_graph(["a.md"])
    named = {key: replace(entity, kind="Document") for key, entity in graph.entities.items()}
    for row in project(replace(graph, entities=named)):
        if isinstance(row, NodeRow) and row.label == "Entity":
            assert row.labels == ()
            assert row.properties["kind"] == "Document"


def test_chunk_index_finds_the_chunk_of_an_offset() -> None:
    def made(start: int, end: int) -> Chunk:
        return Chunk(f"c{start}", "d", "d@1", 0, start, end, "x" * (end - start))

    index = ChunkIndex([made(0, 5), made(5, 9)])
    found = [chunk.id for at in (0, 4, 5, 8) if (chunk := index.at(at)) is not None]
    assert found == ["c0", "c0", "c5", "c5"]
    assert ChunkIndex([]).at(3) is None


def test_every_merge_of_a_name_has_its_edge(
    make_graph: Callable[[Sequence[str]], Graph],
) -> None:
    graph = make_graph(["a.md"])
    same = graph.merges[0]
    graph = replace(
        graph,
        merges=[
            same,
            replace(same, rule="acronym", reason="“(AB)”"),
            replace(same, rule="plural", reason="“ABs”"),
        ],
        entities={k: replace(e, status="shown") for k, e in graph.entities.items()},
    )
    rows = list(project(graph))
    edges = [row for row in rows if isinstance(row, EdgeRow) and row.type == "SAME_AS"]
    assert sorted(str(edge.properties["rule"]) for edge in edges) == ["acronym", "plural"]
    assert len({edge.id for edge in edges}) == 2
    assert sum(isinstance(row, NodeRow) and row.label == "Name" for row in rows) == 1


def test_words_that_two_finders_saw_are_mentioned_once(
    make_graph: Callable[[Sequence[str]], Graph],
) -> None:
    graph = make_graph(["a.md"])
    doubled = {
        key: [pair for m, name in found for pair in ((m, name), (replace(m, rule="z"), name))]
        for key, found in graph.mentions.items()
    }
    once = [row_key(row) for row in project(graph)]
    assert [row_key(row) for row in project(replace(graph, mentions=doubled))] == once
