"""The read-only gate: attacks are refused, what an auditor writes is not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from graph.cypher_gate import MAX_HOPS, MAX_LENGTH, MAX_NESTING, check, quote_reserved
from graph.errors import QueryRefused

LISTS = Path(__file__).resolve().parents[1] / "cypher"
ATTACKS: list[dict[str, str]] = json.loads((LISTS / "attacks.json").read_text("utf-8"))
LEGITIMATE: list[dict[str, Any]] = json.loads((LISTS / "legitimate.json").read_text("utf-8"))
REFUSED = [attack["cypher"] for attack in ATTACKS if attack["kind"] != "bomb"]
TOO_BIG = [
    f"MATCH (a)-[*1..{MAX_HOPS + 1}]->(b) RETURN a",
    "RETURN " + "(" * (MAX_NESTING + 1) + "1" + ")" * (MAX_NESTING + 1),
    "RETURN '" + "a" * MAX_LENGTH + "'",
    "RETURN " + "1," * 5_000 + "1",
]
BIG = {"big": 10**9}


@pytest.mark.parametrize("cypher", [*REFUSED, *TOO_BIG])
def test_refuses(cypher: str) -> None:
    with pytest.raises(QueryRefused) as caught:
        check(cypher, BIG)
    assert len(str(caught.value)) > 20


@pytest.mark.parametrize("query", LEGITIMATE, ids=lambda query: str(query["cypher"])[:60])
def test_lets_through(query: dict[str, Any]) -> None:
    check(query["cypher"], query.get("parameters"))


@pytest.mark.parametrize("cypher", [a["cypher"] for a in ATTACKS if a["kind"] == "bomb"])
def test_what_only_a_limit_stops_is_let_through(cypher: str) -> None:
    check(cypher)


def test_the_lists_have_no_query_twice_and_enough_of_them() -> None:
    for found in (ATTACKS, LEGITIMATE):
        texts = [query["cypher"] for query in found]
        assert len(set(texts)) == len(texts) >= 60


def test_the_documentation_counts_the_list(root: Path) -> None:
    text = " ".join((root / "docs" / "neo4j.md").read_text("utf-8").split())
    assert f"holds {len(ATTACKS)} attacks: the gate refuses {len(REFUSED)} on both" in text
    through = [attack["kind"] for attack in ATTACKS if "neo4j" in attack]
    assert f"without the gate, {len(through)} are let through" in text
    for kind, row in {"file or network": "| 12 | 10 |", "unbounded path": "| 15 | 15 |"}.items():
        every = [attack["kind"] for attack in ATTACKS].count(kind)
        assert f"| {every} | {through.count(kind)} |" == row and row in text


@pytest.mark.parametrize("attack", [a for a in REFUSED if a and "nothing" not in a])
def test_an_attack_stays_refused_behind_a_harmless_query(attack: str) -> None:
    with pytest.raises(QueryRefused):
        check(f"MATCH (harmless) RETURN harmless.id; {attack}")


@pytest.mark.parametrize("cypher", [query["cypher"] for query in LEGITIMATE])
@pytest.mark.parametrize("clause", ["CREATE (zz)", "SET zz.x = 1", "DETACH DELETE zz"])
def test_no_write_can_be_appended(cypher: str, clause: str) -> None:
    with pytest.raises(QueryRefused):
        check(f"{cypher.removesuffix(';')} {clause}")


def test_reserved_words_get_backticks_only_where_they_are_names() -> None:
    assert quote_reserved("RETURN r.end - r.start AS end") == "RETURN r.`end` - r.start AS `end`"
    assert quote_reserved("MATCH (n {end: 1, limit: 2})") == "MATCH (n {`end`: 1, `limit`: 2})"
    assert quote_reserved("RETURN n {.end, .id}") == "RETURN n {.`end`, .id}"
    untouched = "MATCH (n) WITH n LIMIT 3 RETURN CASE WHEN n.`end` = 'r.end' THEN 1 END // r.end"
    assert quote_reserved(untouched) == untouched


@pytest.mark.parametrize("word", ["set", "show", "use", "create", "Load", "delete", "merge"])
def test_a_column_may_have_any_name(word: str) -> None:
    check(f"MATCH (n) RETURN count(*) AS {word}, n.set AS other")
    check(f"MATCH (n) WITH n.id AS {word} RETURN 1")
    check(f"UNWIND [1] AS {word} RETURN 1 AS x")
    assert quote_reserved(f"RETURN 1 AS {word}") == f"RETURN 1 AS `{word}`"


@pytest.mark.parametrize(
    "cypher",
    [
        "MATCH (as) WITH as SET as.x = 1",
        "MATCH (n) WITH n AS as SET n.x = 1",
        "MATCH (as) RETURN as SET as.x = 1",
        "MATCH (n) WITH n, as SET n.x = 1",
        "MATCH (n) WITH DISTINCT as SET n.x = 1",
        "MATCH (n) WITH n.as SET n.x = 1",
        "MATCH (n) WITH 1 AS set SET n.x = 1",
        "MATCH (n) WITH 1 AS as AS SET n.x = 1",
        "MATCH (n) WITH {as: 1} AS x CREATE (as)",
        "UNWIND [1] AS set CREATE (set)",
    ],
)
def test_as_hides_no_writing_clause(cypher: str) -> None:
    with pytest.raises(QueryRefused):
        check(cypher)


@pytest.mark.parametrize(
    "cypher",
    [
        "MATCH (n) RETURN [x IN n.list WHERE any(y IN n.tags WHERE y = x)] AS xs",
        "WITH [[1]] AS l RETURN [x IN l | reduce(s = 0, y IN x | s + y)] AS sums",
        "WITH [1, 2] AS l UNWIND range(0, size(l) - 1) AS i RETURN l[i]",
        r"MATCH (n) WHERE n.name =~ '(?i).*(must|shall) \\d+ hours.*' RETURN n.id",
        r"MATCH (n) WHERE n.name =~ '.*\\(a\\)+[*+]?.*' RETURN n.id",
        "RETURN reduce(s = $text, x IN $signs | replace(s, x, '')) AS s",
        "MATCH (n) RETURN n.a + n.a AS twice, a.b + a AS c",
    ],
)
def test_loops_that_end_are_let_through(cypher: str) -> None:
    check(cypher)


@pytest.mark.parametrize(
    ("cypher", "value"),
    [
        ("UNWIND range(1, $n) AS x RETURN x", 1_000_001),
        ("UNWIND range(1, $`n`) AS x RETURN x", 1_000_001),
        ("MATCH (a) WHERE a.name =~ $n RETURN a.id", "(a+)+b"),
        ("MATCH (a) WHERE a.name =~ $n RETURN a.id", ".*a.*b.*c.*d.*e"),
    ],
)
def test_a_parameter_may_not_ask_for_too_much(cypher: str, value: object) -> None:
    check(cypher, {"n": 7})
    with pytest.raises(QueryRefused):
        check(cypher, {"n": value})
