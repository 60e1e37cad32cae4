"""The auditors' queries, each against a small base whose answers are known by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

import queries
from graph.cypher_gate import check
from graph.protocols import Delta, EdgeRow, NodeRow
from graph.stores.embedded import EmbeddedStore

TEXTS = {
    "policy.md": "🙂 Policy\n\nThe officer must report a breach within 60 days, unless it is "
    "minor. Staff may not keep keys. See Annex Z.",
    "manual.md": "Staff may keep keys. The officer must report a breach within 60 days, unless it "
    "is minor. See the policy.",
}
BREAK = {"policy.md": TEXTS["policy.md"].index("unless"), "manual.md": len(TEXTS["manual.md"])}
DUTY = "The officer must report a breach within 60 days, unless it is minor."


def base() -> tuple[list[NodeRow], list[EdgeRow]]:
    """Two documents; the first in two chunks, the break in the middle of a statement."""
    nodes: list[NodeRow] = []
    edges: list[EdgeRow] = []

    def edge(type: str, source: tuple[str, str], target: tuple[str, str], **props: object) -> None:
        id = f"{type}{len(edges)}"
        edges.append(EdgeRow(type, id, *source, *target, {"id": id, **props}))  # type: ignore[arg-type]

    def chunk_at(document: str, offset: int) -> tuple[str, str]:
        return ("Chunk", f"{document}#{int(offset >= BREAK[document])}")

    def span(document: str, words: str, prefix: str = "") -> dict[str, int]:
        start = TEXTS[document].index(words)
        return {f"{prefix}start": start, f"{prefix}end": start + len(words)}

    for document, text in TEXTS.items():
        nodes.append(NodeRow("Document", document, {"name": document, "version": f"{document}@1"}))
        cuts = [0, BREAK[document], len(text)]
        for number, (start, end) in enumerate(pairwise(cuts)):
            if start < end:
                chunk = {"name": f"{document} {number}", "text": text[start:end], "start": start}
                heading = ["Policy", "Duties"]
                nodes.append(
                    NodeRow(
                        "Chunk", f"{document}#{number}", chunk | {"end": end, "heading": heading}
                    )
                )
                edge("PART_OF", ("Chunk", f"{document}#{number}"), ("Document", document))
    for id, name in (("officer", "officer"), ("staff", "Staff"), ("keys", "keys"), ("b", "breach")):
        nodes.append(
            NodeRow("Entity", id, {"name": name, "kind": "Role", "aliases": [name]}, ("Role",))
        )
        for document, text in TEXTS.items():
            start = text.index(name)
            edge(
                "MENTIONS",
                chunk_at(document, start),
                ("Entity", id),
                **span(document, name),
                surface=name,
                name_id=f"n_{id}",
                extractor="x",
            )
    for number, reason in enumerate(("same-name", "acronym")):
        nodes.append(NodeRow("Name", f"n{number}", {"name": f"officer {number}"}))
        edge(
            "SAME_AS", ("Name", f"n{number}"), ("Entity", "officer"), rule=reason, reason="because"
        )
    facts = [
        ("duty", "k1", "officer", "must", "positive", "b", DUTY, ("policy.md", "manual.md")),
        (
            "no",
            "k2",
            "staff",
            "may",
            "negative",
            "keys",
            "Staff may not keep keys.",
            ("policy.md",),
        ),
        ("yes", "k2", "staff", "may", "positive", "keys", "Staff may keep keys.", ("manual.md",)),
    ]
    for id, claim, subject, modality, polarity, object_, quote, documents in facts:
        nodes.append(
            NodeRow(
                "Fact",
                id,
                {
                    "name": quote,
                    "claim_id": claim,
                    "predicate": "report" if id == "duty" else "keep",
                    "modality": modality,
                    "polarity": polarity,
                    "status": "shown",
                },
            )
        )
        edge("SUBJECT", ("Fact", id), ("Entity", subject))
        edge("OBJECT", ("Fact", id), ("Entity", object_))
        for document in documents:
            place = span(document, quote)
            qualifiers: dict[str, object] = {}
            if id == "duty":
                qualifiers = {
                    "deadline": "within 60 days",
                    **span(document, "within 60 days", "deadline_"),
                    "exception": "unless it is minor",
                    **span(document, "unless it is minor", "exception_"),
                }
            edge(
                "SUPPORTED_BY",
                ("Fact", id),
                chunk_at(document, place["start"]),
                **place,
                quote=quote,
                rule="active",
                extractor="x",
                run="r",
                **qualifiers,
            )
    for document, words in (("policy.md", "Annex Z"), ("manual.md", "the policy")):
        place = span(document, words)
        nodes.append(
            NodeRow(
                "Reference",
                words,
                {"name": words, "surface": words, **place, "rule": "title", "status": "x"},
            )
        )
        edge("FROM_CHUNK", ("Reference", words), chunk_at(document, place["start"]))
    edge("TO", ("Reference", "the policy"), ("Chunk", "policy.md#0"))
    nodes.append(NodeRow("Answer", "a", {"name": "Who reports?"}))
    edge(
        "CITES",
        ("Answer", "a"),
        ("Chunk", "policy.md#0"),
        **span("policy.md", "The officer"),
        quote="The officer",
    )
    return nodes, edges


def delta(nodes: list[NodeRow], edges: list[EdgeRow]) -> Delta:
    return Delta(nodes, edges, [], [], [], [], {}, "hash", 1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    held = EmbeddedStore(tmp_path / "store", dimension=2, embedder_fingerprint="none")
    held.apply(delta(*base()))
    yield held
    held.close()


def run(store: EmbeddedStore, name: str, **parameters: object) -> list[dict[str, object]]:
    query = queries.load(name)
    return store.read(query.cypher, {**query.defaults, **parameters})


def test_at_least_sixteen_queries_with_headers_pass_the_gate() -> None:
    assert len(queries.names()) >= 16
    for name in queries.names():
        query = queries.load(name)
        assert query.title and query.what.endswith(".")
        assert "/*" not in query.cypher
        check(query.cypher)
        for parameter in query.parameters:
            assert f"${parameter.name}" in query.cypher
            assert parameter.what and "(default" not in parameter.what


def test_every_parameter_used_is_described() -> None:
    from graph.cypher_tokens import tokens

    for name in queries.names():
        query = queries.load(name)
        used = {token.text[1:] for token in tokens(query.cypher) if token.kind == "parameter"}
        assert used == {parameter.name for parameter in query.parameters}


def test_an_unknown_query_names_the_others() -> None:
    with pytest.raises(KeyError, match="verify_quotes"):
        queries.load("nope")


def test_verify_quotes_finds_nothing_in_a_sound_base(store: EmbeddedStore) -> None:
    assert run(store, "verify_quotes") == []


def spoiled(edges: list[EdgeRow], type: str, **change: object) -> list[EdgeRow]:
    index = next(i for i, edge in enumerate(edges) if edge.type == type)
    edge = edges[index]
    return [replace(edge, properties={**edge.properties, **change})]  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("type", "change", "kind"),
    [
        ("MENTIONS", {"surface": "Officer"}, "mention"),
        ("MENTIONS", {"start": 10_000, "end": 10_007}, "mention"),
        ("MENTIONS", {"start": -5}, "mention"),
        ("MENTIONS", {"surface": None}, "mention"),
        ("SUPPORTED_BY", {"quote": DUTY.replace("must", "may_")}, "fact"),
        ("SUPPORTED_BY", {"quote": DUTY + " More."}, "fact"),
        ("SUPPORTED_BY", {"quote": "The officer"}, "fact"),
        ("SUPPORTED_BY", {"deadline": "within 61 days"}, "deadline"),
        ("CITES", {"quote": "An officer."}, "citation"),
    ],
)
def test_verify_quotes_finds_a_quote_that_differs(
    store: EmbeddedStore, type: str, change: dict[str, object], kind: str
) -> None:
    _, edges = base()
    store.apply(delta([], spoiled(edges, type, **change)))
    assert [row["kind"] for row in run(store, "verify_quotes")] == [kind]


def test_verify_quotes_finds_a_changed_passage(store: EmbeddedStore) -> None:
    nodes, _ = base()
    chunk = next(node for node in nodes if node.id == "manual.md#0")
    text = str(chunk.properties["text"]).replace("See the policy", "See the Policy")
    store.apply(delta([replace(chunk, properties={**chunk.properties, "text": text})], []))
    assert [row["kind"] for row in run(store, "verify_quotes")] == ["reference"]


def test_fact_sources(store: EmbeddedStore) -> None:
    rows = run(store, "fact_sources", fact="duty")
    assert [(row["document"], row["quote"]) for row in rows] == [
        ("manual.md", DUTY),
        ("policy.md", DUTY),
    ]
    assert all(
        TEXTS[str(row["document"])][row["start"] : row["stop"]] == row["quote"]  # type: ignore[misc]
        for row in run(store, "fact_sources")
    )


def test_single_source_facts(store: EmbeddedStore) -> None:
    rows = run(store, "single_source_facts")
    assert [(row["fact"], row["document"]) for row in rows] == [
        ("yes", "manual.md"),
        ("no", "policy.md"),
    ]
    assert [row["fact"] for row in run(store, "single_source_facts", document="policy.md")] == [
        "no"
    ]


def test_contradictions(store: EmbeddedStore) -> None:
    (row,) = run(store, "contradictions")
    assert (row["statement"], row["denial"]) == ("Staff may keep keys.", "Staff may not keep keys.")
    assert (row["document"], row["denied_in"]) == ("manual.md", "policy.md")
    assert (row["fact"], row["denying_fact"]) == ("yes", "no")


def test_unresolved_references(store: EmbeddedStore) -> None:
    assert [row["reference"] for row in run(store, "unresolved_references")] == ["Annex Z"]
    assert run(store, "unresolved_references", document="manual.md") == []


def test_merges(store: EmbeddedStore) -> None:
    rows = run(store, "merges")
    assert [(row["entity"], row["name"], row["rule"]) for row in rows] == [
        ("officer", "officer 0", "same-name"),
        ("officer", "officer 1", "acronym"),
    ]
    assert run(store, "merges", entity="staff") == []


def test_rests_on_document(store: EmbeddedStore) -> None:
    rows = run(store, "rests_on_document", document="policy.md")
    found = {(row["kind"], row["id"]): row["only_here"] for row in rows}
    assert found[("fact", "no")] is True
    assert found[("fact", "duty")] is False
    assert found[("entity", "officer")] is False
    assert found[("reference", "the policy")] is True
    assert found[("answer", "a")] is True
    assert ("fact", "yes") not in found
    assert run(store, "rests_on_document", document="none.md") == []


def test_duties(store: EmbeddedStore) -> None:
    rows = run(store, "duties", document="policy.md")
    assert [
        (r["who"], r["duty"], r["what"], r["by_when"], r["unless_what"], r["fact"]) for r in rows
    ] == [
        ("officer", "must", "breach", "within 60 days", "unless it is minor", "duty"),
        ("Staff", "may not", "keys", "", "", "no"),
    ]
    assert [r["heading"] for r in rows] == [["Policy", "Duties"]] * 2
    assert [r["who"] for r in run(store, "duties", who="STAFF")] == ["Staff", "Staff"]
    assert {r["duty"] for r in run(store, "duties", modality="must")} == {"must"}
