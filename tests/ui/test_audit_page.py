"""The Audit page: every state without a browser, and in Chromium what an auditor does there."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from streamlit.testing.v1 import AppTest

import queries
import ui
from groundgraph import KnowledgeBase
from groundgraph.views.auditing import EvidencePlace, named_queries, place_of, values_of

VIEW = Path(ui.__file__).parent / "audit_view.py"
pytestmark = pytest.mark.usefixtures("fresh_caches")
DOCUMENT = "documents/sop-021-vigilance-reporting.md"


@pytest.fixture
def data_at(built_examples: Path) -> Callable[..., dict[str, Any]]:
    """What the page gives to its component at an address, where its query was run by hand."""

    def run(by_hand: bool = True, **address: str) -> dict[str, Any]:
        app = AppTest.from_file(str(VIEW), default_timeout=60)
        app.session_state["kb"] = str(built_examples)
        app.session_state["pages"] = {}
        given = {k.removeprefix("v."): v for k, v in address.items() if k.startswith("v.")}
        wanted = (address.get("q", ""), address.get("cypher", ""), tuple(sorted(given.items())))
        app.session_state["audit-run"] = {wanted} if by_hand else set()
        for name, value in address.items():
            app.query_params[name] = value
        app.run()
        assert not app.exception
        [component] = app.get("bidi_component")
        found: dict[str, Any] = json.loads(component.proto.json)
        return found

    return run


def test_at_first_it_lists_every_query_and_asks_nothing(data_at: Any) -> None:
    data = data_at()
    assert {q["name"] for q in data["queries"]} == set(queries.names())
    assert data["result"] is None and data["refused"] is None
    assert len(data["suggestions"]["documents"]) == 18


def test_a_named_query_gives_the_rows_of_the_front_door(data_at: Any, built_examples: Path) -> None:
    data = data_at(q="deadlines", **{"v.within": "24 hours"})
    query = queries.load("deadlines")
    with KnowledgeBase(built_examples) as base:
        rows = base.cypher(query.cypher, {"document": "", "within": "24 hours"})
    assert data["result"]["rows"] == [list(row.values()) for row in rows] and rows
    kinds = {data["result"]["links"].get(str(row["fact"])) for row in rows}
    assert kinds == {"fact"}
    assert {data["result"]["links"][str(row["document"])] for row in rows} == {"document"}


@pytest.mark.parametrize(
    "address",
    [
        {"q": "deadlines"},
        {"q": "deadlines", "v.within": "24 hours"},
        {"cypher": "MATCH (d:Document) RETURN d.id AS id"},
    ],
)
def test_an_address_fills_a_query_in_and_runs_nothing(
    data_at: Any, address: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    real = KnowledgeBase.cypher

    def counted(base: KnowledgeBase, query: str, *rest: Any, **more: Any) -> Any:
        asked.append(query)
        return real(base, query, *rest, **more)

    monkeypatch.setattr(KnowledgeBase, "cypher", counted)
    data = data_at(by_hand=False, **address)
    assert data["waiting"] and data["result"] is None and data["refused"] is None
    assert (data["chosen"], data["cypher"]) == (address.get("q", ""), address.get("cypher", ""))
    cypher = address.get("cypher") or queries.load("deadlines").cypher
    assert cypher not in asked
    assert not data_at(**address)["waiting"]


def test_a_value_that_must_be_given_is_asked_for(data_at: Any) -> None:
    data = data_at(q="if_withdrawn")
    assert data["missing"] == ["document"] and data["result"] is None


@pytest.mark.parametrize(
    ("address", "title", "words"),
    [
        ({"cypher": "MATCH (n) DETACH DELETE n"}, "This was not run", "only reading"),
        ({"cypher": "MATCH (n RETURN n"}, "This was not run", "bracket"),
        ({"cypher": "MATCH (n) RETURN foo(n)"}, "This query failed", "query"),
        ({"q": "nope"}, "No such query", "choose"),
        ({"q": "if_withdrawn", "v.document": "sop-021.md"}, "Not in this base", "sop-021"),
    ],
)
def test_a_refusal_says_why_and_what_next(
    data_at: Any, address: dict[str, str], title: str, words: str
) -> None:
    refused = data_at(**address)["refused"]
    assert refused["title"] == title and words in refused["text"]


def test_its_csv_is_that_of_the_command_line(data_at: Any) -> None:
    result = data_at(cypher="UNWIND ['=1', 'b'] AS x RETURN x, ['a'] AS list")["result"]
    assert result["csv"] == 'x,list\r\n\'=1,"[""a""]"\r\nb,"[""a""]"\r\n'


def test_no_rows_and_too_many_rows(data_at: Any) -> None:
    none = data_at(cypher="MATCH (d:Document {id: 'x'}) RETURN d.id AS id")
    assert none["result"]["rows"] == []
    many = data_at(cypher="UNWIND range(1, 5000) AS x RETURN x")
    assert len(many["result"]["rows"]) == 1000 and many["result"]["more"]


def test_the_picture_holds_what_the_rows_name(data_at: Any) -> None:
    cypher = f"MATCH (f:Fact)-[s:SUPPORTED_BY]->(c:Chunk {{document: '{DOCUMENT}'}}) "
    data = data_at(cypher=cypher + "RETURN f.id AS fact, c.id AS chunk LIMIT 5", view="graph")
    nodes = {node["id"]: node for node in data["graph"]["nodes"]}
    assert set(data["result"]["links"]) <= set(nodes)
    assert all({"x", "y", "side"} <= set(node) for node in nodes.values())
    said = {label for edge in data["graph"]["edges"] for label in edge["labels"]}
    assert {"supported by", "subject"} <= said
    passages = [node for node in nodes.values() if node["kind"] == "Chunk"]
    assert all(node["name"].endswith(f" · {node['label']}") for node in passages)


def test_every_kind_of_id_leads_to_its_evidence(built_examples: Path) -> None:
    with KnowledgeBase(built_examples) as base:
        for label, kind, page in (
            ("Fact", "fact", "explore"),
            ("Entity", "entity", "explore"),
            ("Chunk", "chunk", "documents"),
            ("Document", "document", "documents"),
        ):
            [row] = base.cypher(f"MATCH (n:{label}) RETURN n.id AS id ORDER BY id LIMIT 1")
            found = place_of(base, kind, str(row["id"]), 3)
            assert found is not None and found.page == page
        assert place_of(base, "answer", "a_1", None) == EvidencePlace("ask", {"answer": "a_1"})
        assert place_of(base, "fact", "f_00000000000000000000", None) is None


def test_values_keep_the_kind_of_their_default() -> None:
    assert values_of("most_referenced", {"least": "3"}) == ({"document": "", "least": 3}, [])
    assert values_of("if_withdrawn", {"document": " "})[1] == ["document"]
    suggest = {p.name: p.suggest for q in named_queries() for p in q.parameters}
    assert suggest["document"] == "documents" and suggest["answer"] == "answers"


def test_an_auditor_finds_a_query_runs_it_follows_and_saves_it(
    address: str, open_page: Any
) -> None:
    page = open_page(f"{address}/audit")
    page.get_by_label("Find a query").fill("withdrawn")
    page.get_by_role("button", name="What would fall if a document were withdrawn").click()
    expect(page.get_by_text("One thing more")).to_be_visible()
    page.get_by_label("id of the document").fill(DOCUMENT)
    page.get_by_role("button", name="Run", exact=True).click()
    rows = page.locator("tbody tr")
    rows.first.wait_for()
    assert "v.document" in page.url
    shown = rows.count()
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    text = Path(download.value.path()).read_text("utf-8-sig")
    saved = list(csv.DictReader(text.splitlines()))
    assert len(saved) == shown and {row["kind"] for row in saved} <= {"fact", "answer"}
    with page.expect_download() as download:
        page.get_by_role("button", name="JSON").click()
    assert len(json.loads(Path(download.value.path()).read_text("utf-8"))) == shown
    page.get_by_role("button", name="Graph", exact=True).click()
    page.locator("svg .node").first.wait_for()
    world = page.locator("svg > g")
    fitted = world.get_attribute("transform")
    page.get_by_role("button", name="zoom in").click()
    assert world.get_attribute("transform") != fitted
    page.get_by_role("button", name="fit to the frame").click()
    assert world.get_attribute("transform") == fitted
    page.reload()
    expect(page.get_by_text("Not run yet")).to_be_visible()  # an address fills in, and no more
    page.get_by_role("button", name="Run", exact=True).click()
    page.locator("svg .node").first.wait_for()
    page.get_by_role("button", name="Table", exact=True).click()
    page.get_by_role("button", name=re.compile("^open the fact")).first.click()
    page.wait_for_url(re.compile("/explore"))
    page.get_by_label("Source", exact=True).locator(".chosen").first.wait_for()


def test_the_editor_runs_by_keyboard_and_refuses_calmly(address: str, open_page: Any) -> None:
    page = open_page(f"{address}/audit")
    editor = page.get_by_label("Cypher", exact=True)
    editor.fill("MATCH (d:Document) RETURN d.id AS document ORDER BY document")
    editor.press("Control+Enter")
    expect(page.locator("tbody tr")).to_have_count(18)
    editor.fill("MATCH (n) SET n.x = 1")
    editor.press("Control+Enter")
    expect(page.get_by_text("only reading is")).to_be_visible()
