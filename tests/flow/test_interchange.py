"""What other tools read back: the same counts, the same words, the same provenance."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import networkx as nx  # type: ignore[import-untyped]
import pandas as pd  # type: ignore[import-untyped]
import pytest
from prov.model import ProvDocument
from rdflib import Graph

from graph.errors import NotFound, SettingsError
from graph.protocols import EdgeRow, NodeRow
from groundgraph import KnowledgeBase
from groundgraph.interchange import write_graphml

Rows = list[NodeRow | EdgeRow]


@pytest.fixture
def base(examples_copy: Path) -> KnowledgeBase:
    held = KnowledgeBase(examples_copy)
    held.ask("How soon must a Class B event be reported?")
    return held


def kinds(rows: Rows) -> Counter[str]:
    return Counter(row.label if isinstance(row, NodeRow) else row.type for row in rows)


def test_networkx_reads_the_same_graph_from_graphml(base: KnowledgeBase, tmp_path: Path) -> None:
    rows = list(base.export())
    base.export_to(tmp_path / "a.graphml", "graphml")
    read = nx.read_graphml(tmp_path / "a.graphml", force_multigraph=True)
    found = Counter(data["label"] for _, data in read.nodes(data=True))
    found.update(data["type"] for _, _, data in read.edges(data=True))
    assert found == kinds(rows)
    for row in rows:
        if isinstance(row, NodeRow):
            data = read.nodes[f"{row.label}/{row.id}"]
            for name, value in row.properties.items():
                if value is not None:
                    held = data[name] if name in data else json.loads(data[f"{name}_json"])
                    assert held == value, (row.id, name)
    base.export_to(tmp_path / "b.graphml", "graphml")
    assert (tmp_path / "a.graphml").read_bytes() == (tmp_path / "b.graphml").read_bytes()


@pytest.mark.one_store("a writer, no store")
def test_graphml_keeps_characters_that_xml_cannot_hold(tmp_path: Path) -> None:
    text = "a\x00b\x0bc\r\n🙂 <d> & \"e\" 'f'"
    write_graphml([NodeRow("Chunk", "c", {"name": "x", "text": text})], tmp_path / "x.graphml")
    read = nx.read_graphml(tmp_path / "x.graphml", force_multigraph=True)
    assert json.loads(read.nodes["Chunk/c"]["text_json"]) == text


@pytest.mark.one_store("the writer; what a store exports, the test with networkx")
def test_pandas_reads_the_same_graph_from_parquet(base: KnowledgeBase, tmp_path: Path) -> None:
    rows = list(base.export())
    base.export_to(tmp_path / "a", "parquet")
    tables = {path.stem: pd.read_parquet(path) for path in (tmp_path / "a").glob("*/*.parquet")}
    assert Counter({name: len(table) for name, table in tables.items()}) == kinds(rows)
    chunks = {r.id: r.properties for r in rows if isinstance(r, NodeRow) and r.label == "Chunk"}
    for row in tables["Chunk"].itertuples():
        assert row.text == chunks[row.id]["text"]
        assert list(row.heading) == chunks[row.id]["heading"]
    cites = tables["CITES"]
    assert set(cites["source"]) == {r.source for r in rows if getattr(r, "type", "") == "CITES"}
    assert set(cites["source"]) <= set(tables["Answer"]["id"])
    base.export_to(tmp_path / "b", "parquet")
    for path in (tmp_path / "a").glob("*/*.parquet"):
        assert path.read_bytes() == (tmp_path / "b" / path.relative_to(tmp_path / "a")).read_bytes()
    with pytest.raises(SettingsError, match="empty folder"):
        base.export_to(tmp_path / "a", "parquet")
    with pytest.raises(SettingsError, match="graphml"):
        base.export_to(tmp_path / "c", "csv")


def test_prov_of_an_answer_leads_to_the_words_and_the_runs(base: KnowledgeBase) -> None:
    [stored] = base.record.answers(1)
    text = base.provenance(stored.id, "json")
    assert text == base.provenance(stored.id, "json")
    read = ProvDocument.deserialize(content=text, format="json")
    entities = json.loads(text)["entity"]
    quotes = {e["prov:value"] for e in entities.values() if e.get("prov:type") == "Quote"}
    cited = base.cypher(
        "MATCH (a:Answer {id: $id})-[c:CITES]->() RETURN c.quote AS quote", {"id": stored.id}
    )
    assert {row["quote"] for row in cited} <= quotes
    for entity in entities.values():
        if entity.get("prov:type") == "Quote":
            start, end = (int(entity[f"gg:{name}"]["$"]) for name in ("start", "end"))
            assert len(entity["prov:value"]) == end - start
    assert len(read.get_records()) > len(quotes)
    graph = Graph().parse(data=base.provenance(stored.id, "ttl"), format="turtle")
    query = "ASK { ?a <http://www.w3.org/ns/prov#wasDerivedFrom>/"
    query += (
        "<http://www.w3.org/ns/prov#wasDerivedFrom>* ?d . FILTER(CONTAINS(STR(?d), 'sop-021')) }"
    )
    assert graph.query(query).askAnswer


def test_prov_of_a_fact_names_its_extractor(base: KnowledgeBase) -> None:
    [row] = base.cypher(
        "MATCH (f:Fact)-[s:SUPPORTED_BY]->() "
        "RETURN f.id AS id, s.extractor AS extractor, s.quote AS quote ORDER BY id LIMIT 1"
    )
    data = json.loads(base.provenance(str(row["id"]), "json"))
    assert row["extractor"] in {agent["prov:label"] for agent in data["agent"].values()}
    assert row["quote"] in {e.get("prov:value") for e in data["entity"].values()}
    assert data["activity"] and data["wasAssociatedWith"]
    with pytest.raises(NotFound):
        base.provenance("f_00000000000000000000")
    with pytest.raises(SettingsError, match="ttl"):
        base.provenance(str(row["id"]), "xml")
    with pytest.raises(SettingsError, match="answer"):
        base.provenance("e_1")
