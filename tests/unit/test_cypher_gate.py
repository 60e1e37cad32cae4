"""The read-only gate: attacks are refused, what an auditor writes is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.cypher_gate import MAX_HOPS, MAX_LENGTH, MAX_NESTING, check, quote_reserved
from graph.errors import QueryRefused

ATTACKS = [
    # writing
    "CREATE (n:X)",
    "create (n:X)",
    "MATCH (n) CREATE (m)",
    "MERGE (n:X {id: 1})",
    "MATCH (n) MERGE (m:X)",
    "MATCH (n) SET n.x = 1",
    "MATCH (n) SET n:Admin",
    "MATCH (n)\nSET\nn.x=1",
    "MATCH (n)SET n.x=1",
    "MATCH (n)/**/SET n.x = 1",
    "MATCH (n) // harmless\nSET n.x = 1",
    "MATCH (n) // harmless\rSET n.x = 1",
    "MATCH (n) DELETE n",
    "MATCH (n) DETACH DELETE n",
    "MATCH (n) NODETACH DELETE n",
    "MATCH (n) REMOVE n.name",
    "MATCH (n) WITH * REMOVE n.name",
    "MATCH (n) FOREACH (x IN [1] | SET n.x = x)",
    "MATCH (n) FOREACH (x IN [1] | CREATE (m))",
    "MATCH (n) INSERT (m:X)",
    "INSERT (m:X)",
    "MATCH (n) WITH n CREATE (m)-[:X]->(n) RETURN m",
    "MATCH (n) RETURN n UNION CREATE (m) RETURN m",
    "MATCH (n) RETURN n.x UNION ALL MERGE (m) RETURN m.x",
    "CALL { CREATE (n) RETURN n } RETURN n",
    "MATCH (a) CALL { WITH a SET a.x = 1 RETURN 1 AS y } RETURN y",
    "MATCH (a) CALL (a) { DETACH DELETE a } RETURN 1",
    "MATCH (n) WHERE EXISTS { CREATE (m) } RETURN n",
    "RETURN COLLECT { CREATE (m) RETURN m } AS x",
    "MATCH (n) RETURN 1.SET n.x = 1",
    "MATCH (n) WHERE n.name = 'a' SET n.name = 'b'",
    'MATCH (n) WHERE n.name = "\\"" SET n.name = 1',
    "MATCH (n) WHERE n.name = 'it\\'s' SET n.x = 1",
    "MATCH (n) RETURN 'a\\\\' CREATE (m) //'",
    "MATCH (n) RETURN n.`a``b` CREATE (m)",
    # schema and administration
    "CREATE INDEX FOR (n:X) ON (n.id)",
    "DROP INDEX foo",
    "DROP CONSTRAINT foo IF EXISTS",
    "SHOW USERS",
    "SHOW INDEXES",
    "SHOW TRANSACTIONS",
    "TERMINATE TRANSACTION 'neo4j-transaction-1'",
    "ALTER USER neo4j SET PASSWORD 'x'",
    "GRANT ROLE admin TO me",
    "DENY READ {*} ON GRAPH * TO me",
    "REVOKE ROLE admin FROM me",
    "START DATABASE neo4j",
    "STOP DATABASE neo4j",
    "USE system MATCH (n) RETURN n",
    "CALL { USE other MATCH (n) RETURN n } RETURN n",
    "ENABLE SERVER 'x'",
    "RENAME USER a TO b",
    "DRYRUN DEALLOCATE DATABASES FROM SERVER 'x'",
    # files and network
    "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "LOAD CSV WITH HEADERS FROM 'http://localhost/x' AS line RETURN line",
    "MATCH (n) LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "CALL { LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line } RETURN line",
    "WITH 1 AS x LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "CALL apoc.load.json('http://localhost') YIELD value RETURN value",
    "CALL `apoc`.`load`.json('http://localhost') YIELD value RETURN value",
    "CALL apoc.cypher.doIt('CREATE (n)', {})",
    "RETURN apoc.cypher.runFirstColumnSingle('LOAD CSV FROM $f AS l RETURN l', {f: 'x'}) AS x",
    "RETURN `apoc`.`cypher`.runFirstColumnSingle('RETURN 1', {})",
    "CALL dbms.listConfig('')",
    "CALL dbms.security.createUser('x', 'y')",
    "CALL db.clearQueryCaches()",
    "CALL db.index.fulltext.createNodeIndex('x', ['A'], ['b'])",
    "CALL db.cdc.enable()",
    "CALL tx.setMetaData({a: 1})",
    "CALL db . clearQueryCaches()",
    "CALL\ndbms.listConfig('') YIELD name RETURN name",
    # more than one statement, prefixes, batches
    "MATCH (n) RETURN n; MATCH (n) DETACH DELETE n",
    "RETURN 1; CREATE (n)",
    "PROFILE MATCH (n) RETURN n",
    "EXPLAIN MATCH (n) RETURN n",
    "CYPHER 25 MATCH (n) RETURN n",
    "CYPHER runtime=slotted MATCH (n) RETURN n",
    "MATCH (n) CALL { WITH n RETURN 1 AS x } IN TRANSACTIONS RETURN x",
    "MATCH (n) CALL (n) { RETURN 1 AS x } IN 4 CONCURRENT TRANSACTIONS OF 10 ROWS RETURN x",
    "MATCH (n) RETURN n FORMAT CSV",
    "FOR VALID_TIME ALL MATCH (n) RETURN n",
    "MATCH (n) FINISH",
    # spelling
    "\\u0043REATE (n)",
    "MATCH (n) \\u0053ET n.x = 1",
    "MATCH (n) \\uu0053ET n.x = 1",
    "MATCH (n) RETURN 'a\\u0027 SET n.x = 1 //'",
    'MATCH (n) RETURN "a\\u0022 SET n.x = 1 //"',
    "MATCH (n) RETURN n.`a\\u0060 SET n.x = 1 //`",
    "MATCH (n) // \\u000aSET n.x = 1\nRETURN n",
    "MATCH (n) // x\u2028SET n.x = 1\nRETURN n",
    "MATCH (n) // x\x85SET n.x = 1\nRETURN n",
    "MATCH (n) \u017fET n.x = 1",
    "MATCH (n) ＳＥＴ n.x = 1",
    "MATCH (n) СREATE (m)",
    "MATCH\u00a0(n) RETURN n",
    "MATCH (n) S\u200bET n.x = 1",
    "MATCH (n) S\u00adET n.x = 1",
    "\ufeffCREATE (n)",
    "MATCH (n) \x00SET n.x = 1",
    "RETURN ‘a’ AS x",
    # never ends
    "MATCH (a)-[*]->(b) RETURN a",
    "MATCH (a)-[:X*]->(b) RETURN a",
    "MATCH (a)-[r:X*2..]->(b) RETURN a",
    "MATCH (a)-[r*..]-(b) RETURN a",
    "MATCH (a)<-[:X|Y*1..]-(b) RETURN a",
    "MATCH (a)-[* {x: 1}]->(b) RETURN a",
    f"MATCH (a)-[*1..{MAX_HOPS + 1}]->(b) RETURN a",
    "MATCH (a)-[*999999999]->(b) RETURN a",
    "MATCH p = shortestPath((a:X)-[*]-(b:X)) RETURN p",
    "MATCH (a)-->+(b) RETURN a",
    "MATCH (a)-[:X]->+(b) RETURN a",
    "MATCH (a)-[:X]-*(b) RETURN a",
    "MATCH (a)-[:X]->{2,}(b) RETURN a",
    "MATCH ((x)-[:X]->(y))+ RETURN x",
    "MATCH (a) ((x)-[:X]->(y)){1,} (b) RETURN x",
    # grows
    "RETURN range(1, 1000000000) AS x",
    "UNWIND range(0, 0x7fffffff) AS x RETURN count(x)",
    "UNWIND range(1, 1e9) AS x RETURN count(x)",
    "RETURN size(range(1, 09999999999)) AS x",
    "RETURN size(reduce(s = 'aa', x IN range(1, 34) | s + s)) AS n",
    "RETURN size(reduce(s = [1], x IN range(1, 30) | s + [1] + s)) AS n",
    # parameters do not become code
    "MATCH (n) WHERE n.id = $id CREATE (m) RETURN $id",
    "MATCH (n:$($label)) SET n.x = 1",
    "CALL $procedure()",
    # broken or too big
    "",
    "   // nothing\n",
    "MATCH (n RETURN n",
    "MATCH (n)) RETURN n",
    "MATCH (n] RETURN n",
    "RETURN 'a",
    "RETURN `a",
    "RETURN 1 /* never closed",
    "RETURN 1 /* a /* b */ SET */",
    "RETURN " + "(" * (MAX_NESTING + 1) + "1" + ")" * (MAX_NESTING + 1),
    "RETURN '" + "a" * MAX_LENGTH + "'",
    "RETURN " + "1," * 5_000 + "1",
    "42",
    "(n)",
]

LEGITIMATE = json.loads((Path(__file__).with_name("cypher_legitimate.json")).read_text("utf-8"))


@pytest.mark.parametrize("cypher", ATTACKS)
def test_refuses(cypher: str) -> None:
    with pytest.raises(QueryRefused) as caught:
        check(cypher)
    assert len(str(caught.value)) > 20


@pytest.mark.parametrize("cypher", LEGITIMATE)
def test_lets_through(cypher: str) -> None:
    check(cypher)


@pytest.mark.parametrize("attack", [a for a in ATTACKS if a and "nothing" not in a])
def test_an_attack_stays_refused_behind_a_harmless_query(attack: str) -> None:
    with pytest.raises(QueryRefused):
        check(f"MATCH (harmless) RETURN harmless.id; {attack}")


@pytest.mark.parametrize("cypher", LEGITIMATE)
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
