"""Every state of Explore, Duties and Documents without a browser (Streamlit's AppTest), and what an
interaction costs: no page loads a model or reads the whole graph again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import page_runs
import pytest
import streamlit as st
from page_runs import page_run, told
from streamlit.testing.v1 import AppTest

import ui
from groundgraph import KnowledgeBase
from groundgraph.views.entity_cards import find_entities
from retrieval import embedders

VIEWS = Path(ui.__file__).parent
PAGES = ["explore", "duties", "documents"]
Open = Callable[..., AppTest]
pytestmark = pytest.mark.usefixtures("fresh_caches")


@pytest.fixture
def opened() -> Open:
    return page_run


def data(app: AppTest) -> dict[str, Any]:
    """What the page gave to its component, with the parts of a list or a reading unpacked."""
    found = page_runs.data(app)
    parts = {name: part["value"] for name, part in found.pop("parts", {}).items()}
    return {**found, **parts.pop("reading", {}), **parts}


@pytest.fixture(scope="module")
def officer(built_examples: Path) -> str:
    with KnowledgeBase(built_examples) as base:
        return find_entities(base, "Safety Officer")[0].id


@pytest.mark.parametrize("page", PAGES)
def test_without_a_base_the_next_step_is_told(opened: Open, tmp_path: Path, page: str) -> None:
    app = opened(page, tmp_path / "none")
    assert "No documents yet" in told(app)
    assert "groundgraph build PATH" in told(app)


@pytest.mark.parametrize("page", PAGES)
def test_a_damaged_store_names_the_remedy(
    opened: Open, untouched_examples: Path, tmp_path: Path, page: str
) -> None:
    folder = Path(shutil.copytree(untouched_examples, tmp_path / "kb"))
    name = (folder / "store" / "CURRENT").read_text("utf-8").strip()
    (folder / "store" / name / "manifest.json").write_text("{}")
    assert "groundgraph build --rebuild" in told(opened(page, folder))


@pytest.mark.parametrize("page", PAGES)
def test_an_error_of_the_page_itself_is_calm(
    opened: Open, built_examples: Path, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    def broken(*_: object, **__: object) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr(KnowledgeBase, "cypher", broken)
    words = told(opened(page, built_examples))
    assert "This page met an error of its own" in words
    assert "ZeroDivisionError" not in words


@pytest.mark.parametrize("page", PAGES)
def test_a_base_without_facts_is_shown_empty(opened: Open, tmp_path: Path, page: str) -> None:
    documents = tmp_path / "docs"
    documents.mkdir()
    (documents / "a.txt").write_text("Lorem.\n", "utf-8")
    with KnowledgeBase(tmp_path / "kb") as base:
        base.build(documents)
    found = data(opened(page, tmp_path / "kb"))
    match page:
        case "explore":
            assert found["graph"]["nodes"] == []
        case "duties":
            assert found["rows"] == []
        case "documents":
            assert [row["facts"] for row in found["documents"]] == [0]


def test_explore_overview_card_path_edge_and_fact(
    opened: Open, built_examples: Path, officer: str
) -> None:
    overview = data(opened("explore", built_examples))
    assert overview["card"] is None and len(overview["graph"]["nodes"]) > 10
    card = data(opened("explore", built_examples, opened=officer, selected=officer))
    assert card["card"]["name"] == "Safety Officer"
    assert card["graph"]["nodes"][0]["id"] == officer
    edge = card["graph"]["edges"][0]
    ends = f"{edge['source']},{edge['target']}"
    line = data(opened("explore", built_examples, opened=officer, edge=ends))
    assert line["line"]["total"] == len(line["line"]["items"]) >= edge["facts"]
    assert line["fact"]["id"] == line["line"]["items"][0]["id"]
    [place] = line["fact"]["places"]
    assert [place["start"], place["end"]] in line["source"]["marks"]
    path = data(opened("explore", built_examples, path=ends))
    assert path["graph"]["path"]["paths"] == [ends.split(",")]
    assert len(path["steps"][0]) == 1


@pytest.mark.parametrize(
    "address",
    [
        {"fact": "f_gone"},
        {"opened": "e_gone", "selected": "e_gone"},
        {"edge": "e_gone,e_other"},
        {"path": "e_gone,e_other"},
        {"path": "e_gone"},
        {"place": "x", "kinds": ",,", "modalities": "never"},
    ],
)
def test_explore_at_an_address_that_leads_nowhere(
    opened: Open, built_examples: Path, address: dict[str, str]
) -> None:
    found = data(opened("explore", built_examples, **address))
    assert found["fact"] is None
    assert found["card"] is None


def test_explore_says_what_was_too_much_to_draw(
    opened: Open, built_examples: Path, officer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("groundgraph.views.exploring.MOST_NODES", 5)
    found = data(opened("explore", built_examples, opened=officer))
    assert len(found["graph"]["nodes"]) == 5
    assert found["graph"]["nodes"][0]["more"] > 0
    assert "were left out" in found["message"]


def test_duties_rows_filters_and_words(opened: Open, built_examples: Path) -> None:
    everything = data(opened("duties", built_examples))
    assert everything["total"] > len(everything["rows"]) == 60
    more = data(opened("duties", built_examples, pages="2"))
    assert len(more["rows"]) == min(120, everything["total"])
    narrow = data(opened("duties", built_examples, who="safety officer", kind="must not"))
    assert 0 < narrow["total"] < everything["total"]
    assert {row["modality"] for row in narrow["rows"]} == {"must not"}
    row = narrow["rows"][0]
    chosen = data(opened("duties", built_examples, row=f"{row['fact']}.{row['start']}"))
    assert [row["start"], row["end"]] in chosen["source"]["marks"]
    lacking = data(opened("duties", built_examples, unread="1"))
    assert lacking["total"] == lacking["unread"] == everything["unread"] > 0
    first = lacking["rows"][0]
    key = f"{first['document']}.{first['start']}"
    chosen = data(opened("duties", built_examples, unread="1", row=key))
    assert (chosen["chosen"], chosen["chosen_row"]["quote"]) == (key, first["quote"])
    assert [first["start"], first["end"]] in chosen["source"]["marks"]
    none = data(opened("duties", built_examples, who="xyzzy", pages="x", row="f_gone.0"))
    assert (none["total"], none["rows"], none["source"]) == (0, [], None)


def test_documents_list_reading_and_what_is_not_there(opened: Open, built_examples: Path) -> None:
    listed = data(opened("documents", built_examples))["documents"]
    assert len(listed) == 18
    assert {row["state"] for row in listed} == {"current"}
    assert any(row["notes"] for row in listed)
    key = "documents/sop-014-incident-handling.md"
    read = data(opened("documents", built_examples, document=key, start="x"))
    assert {mark["what"] for mark in read["marks"].values()} == {"name", "fact", "reference"}
    assert "There is no document" in told(opened("documents", built_examples, document="none"))
    words = told(opened("documents", built_examples, document=key, version="none"))
    assert "There is no version" in words


def test_of_a_long_document_only_what_is_shown_is_sent(
    opened: Open, built_examples: Path, officer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = "documents/sop-021-vigilance-reporting.md"
    whole = data(opened("documents", built_examples, document=key))
    assert whole["whole"]
    monkeypatch.setattr("groundgraph.views.document_reading.MOST_BLOCKS", 6)
    st.cache_data.clear()
    part = data(opened("documents", built_examples, document=key, start="1600"))
    assert not part["whole"]
    assert len(part["view"]["blocks"]) == 6
    for what in ("marks", "names", "facts"):
        assert 0 < len(part[what]) < len(whole[what])
    runs = [run for block in part["view"]["blocks"] for run in block["runs"]]
    assert {str(mark) for run in runs for mark in run["marks"]} == set(part["marks"])
    at_name = data(opened("documents", built_examples, document=key, entity=officer))
    assert officer in at_name["names"]


def test_documents_that_were_not_read_are_listed_with_the_next_step(
    opened: Open, tmp_path: Path
) -> None:
    documents = tmp_path / "docs"
    documents.mkdir()
    (documents / "broken.pdf").write_bytes(b"%PDF-1.7 this is not a document")
    with KnowledgeBase(tmp_path / "kb") as base:
        base.build(documents)  # nothing at all was read
        assert [row["state"] for row in listed(opened, tmp_path)] == ["not read"]
        (documents / "a.txt").write_text("The Operator may rest.\n", "utf-8")
        base.build(documents)
        rows = {row["id"]: row for row in listed(opened, tmp_path)}
        assert rows["docs/a.txt"]["state"] == "current"
        assert rows["docs/broken.pdf"]["state"] == "not read"
        assert "PDF" in rows["docs/broken.pdf"]["notes"][0]["detail"]
        # A build that changes no document is seen as well.
        (documents / "broken.pdf").unlink()
        (documents / "b.xyz").write_text("?")
        base.build(documents)
        assert {row["id"] for row in listed(opened, tmp_path)} == {"docs/a.txt", "docs/b.xyz"}


def listed(opened: Open, folder: Path, **address: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = data(opened("documents", folder / "kb", **address))["documents"]
    return found


def test_the_list_is_cut_sorted_and_narrowed_by_its_address(
    opened: Open, built_examples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = data(opened("documents", built_examples))
    assert everything["total"] == 18 and everything["states"] == [["current", 18]]
    found = data(opened("documents", built_examples, sort="facts", down="1", find="sop"))
    counts = [row["facts"] for row in found["documents"]]
    assert counts == sorted(counts, reverse=True)
    assert 0 < found["total"] == len(counts) < 18
    none = data(opened("documents", built_examples, state="removed", sort="x", pages="y"))
    assert (none["total"], none["documents"]) == (0, [])


def test_an_upload_without_files_asks_for_them(opened: Open, built_examples: Path) -> None:
    app = opened("documents", built_examples)
    app.button[0].click().run()
    assert "Choose files first" in app.info[0].value


def test_no_interaction_loads_a_model_or_reads_the_whole_graph_again(
    opened: Open, built_examples: Path, officer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    loaded: list[object] = []
    cypher, load = KnowledgeBase.cypher, embedders.load_embedder

    def counted(base: KnowledgeBase, query: str, *rest: Any, **more: Any) -> Any:
        read.append(query)
        return cypher(base, query, *rest, **more)

    monkeypatch.setattr(KnowledgeBase, "cypher", counted)
    monkeypatch.setattr(
        embedders, "load_embedder", lambda *a, **k: loaded.append(a) or load(*a, **k)
    )
    app = opened("explore", built_examples)
    whole = [query for query in read if "$" not in query]
    assert any("RELATES" in query for query in whole)
    read.clear()
    app.run()
    assert read == []  # the same view again
    app.query_params["opened"] = app.query_params["selected"] = officer
    app.run()
    assert 0 < len(read) < 30
    assert [query for query in read if "$" not in query] == []
    read.clear()
    app.session_state["explore-found"] = "safety"
    app.run()
    assert 0 < len(read) <= 3  # names, their facts, their scopes
    app = opened("duties", built_examples)
    read.clear()
    app.query_params["who"] = "officer"
    app.run()
    assert read == []
    assert len(loaded) <= 1  # the base opens its store by the embedder's name
