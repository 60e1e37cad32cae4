"""The read-only gate: attacks are refused, what an auditor writes is not."""

from __future__ import annotations

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

LEGITIMATE = [
    "MATCH (n) RETURN n.id",
    "match (n) return n.id",
    "MATCH (n) RETURN n.id;",
    "MATCH (d:Document) RETURN d.id, d.name ORDER BY d.name LIMIT 5",
    "MATCH (d:Document) RETURN d.id SKIP 5 LIMIT $n",
    "MATCH (c:Chunk)-[:PART_OF]->(d:Document {id: $document}) RETURN c.id",
    "MATCH (c:Chunk)-[m:MENTIONS]->(e:Entity) RETURN c.id, m.start, m.end, e.name",
    "MATCH (f:Fact)-[s:SUPPORTED_BY]->(c:Chunk) "
    "WHERE substring(c.text, s.start - c.start, s.end - s.start) <> s.quote RETURN f.id",
    "MATCH (c:Chunk) RETURN c.start AS start, c.end AS finish",
    "MATCH (n) WHERE n.set = 1 RETURN n.create, n.delete, n.merge",
    "MATCH (n) RETURN n.`set`, n.`DETACH DELETE`",
    "MATCH (n:`CREATE`) RETURN n.id",
    "MATCH (n:Set) RETURN n.id",
    "MATCH (n)-[:CREATE]->(m) RETURN n.id",
    "MATCH (n)-[:A|SET|:DELETE]->(m) RETURN n.id",
    "MATCH (n:A&!Drop) RETURN n.id",
    "MATCH (n {set: 1, create: 'x'}) RETURN n.id",
    "RETURN {load: 1, use: 2} AS x",
    "MATCH (n) RETURN n {.set, .create, id: n.id} AS n",
    "MATCH (n) RETURN n {.*} AS n",
    "MATCH (n) WHERE n.name = 'CREATE (m) DELETE n; DROP' RETURN n.id",
    'MATCH (n) WHERE n.name = "it\'s SET" RETURN n.id',
    "MATCH (n) WHERE n.name = 'it\\'s; CREATE' RETURN n.id",
    "MATCH (n) // CREATE is not run; SET neither\nRETURN n.id",
    "MATCH (n) /* CREATE */ RETURN n.id",
    "// title: x\n// param a: b (default 'c')\nMATCH (n) RETURN n.id",
    "RETURN 'http://example.org/x' AS x",
    "RETURN 'a\\u00e9' AS x",
    "RETURN 'München 東京 🙂 \u200b' AS x",
    "MATCH (n:Behörde) RETURN n.größe",
    "MATCH (n) WHERE n.name STARTS WITH 'a' OR n.name ENDS WITH 'b' RETURN n.id",
    "MATCH (n) WHERE n.name CONTAINS $part AND NOT n.id IN ['a', 'b'] RETURN n.id",
    "MATCH (n) WHERE n.name =~ '(?i)a.*' RETURN n.id",
    "MATCH (n) WHERE n.x IS NULL XOR n.y IS NOT NULL RETURN n.id",
    "MATCH (n) RETURN count(*) AS n",
    "MATCH (n) RETURN DISTINCT labels(n)[0] AS label, count(n) AS nodes ORDER BY nodes DESC, label",
    "MATCH (n) WITH n, size(n.name) AS l WHERE l > 3 RETURN n.id, l ORDER BY l DESC SKIP 1 LIMIT 2",
    "MATCH (n) WITH * RETURN *",
    "MATCH (n) RETURN *",
    "UNWIND $rows AS row MATCH (n {id: row.id}) RETURN n.id",
    "UNWIND [1, 2, 3] AS x RETURN x * 2 AS y",
    "UNWIND range(1, 3) AS x RETURN sum(x)",
    "OPTIONAL MATCH (n:X) RETURN n.id",
    "MATCH (a) OPTIONAL MATCH (a)-[r]->(b) RETURN a.id, type(r), b.id",
    "MATCH (a)-[:A|B*1..3]->(b) RETURN a.id",
    "MATCH (a)-[*..3]-(b) RETURN a.id",
    "MATCH (a)-[*2]-(b) RETURN a.id",
    "MATCH (a)-[r:X*1..2 {x: 1}]->(b) RETURN a.id",
    "MATCH (a:X {id: 'a'}), (b:X {id: 'b'}) MATCH p = shortestPath((a)-[*..15]-(b)) "
    "RETURN length(p)",
    "MATCH (a)--(b)<--(c)-->(d) RETURN a.id",
    "MATCH (a)-[:X]->{1,3}(b) RETURN a.id",
    "MATCH (a) WHERE (a)-[:X]->() RETURN a.id",
    "MATCH (a) WHERE NOT (a)-[:X]->(:Y) AND a.x > -1 RETURN a.id",
    "MATCH (a) WHERE EXISTS { MATCH (a)-[:X]->(b) WHERE b.y = 1 } RETURN a.id",
    "MATCH (a) WHERE EXISTS { (a)-[:X]->() } RETURN a.id",
    "MATCH (a) WHERE COUNT { (a)-[:X]->() } > 2 RETURN a.id",
    "MATCH (a) CALL (a) { MATCH (a)-[:X]->(b) RETURN count(b) AS n } RETURN a.id, n",
    "MATCH (a) CALL { WITH a MATCH (a)-[:X]->(b) RETURN count(b) AS n } RETURN a.id, n",
    "CALL { MATCH (a) RETURN a.id AS id UNION MATCH (b) RETURN b.id AS id } RETURN id",
    "MATCH (a:X) RETURN a.id AS id UNION ALL MATCH (b:Y) RETURN b.id AS id",
    "CALL db.labels() YIELD label RETURN label ORDER BY label",
    "CALL db.labels()",
    "CALL db.relationshipTypes() YIELD relationshipType AS t RETURN t",
    "CALL db.propertyKeys() YIELD propertyKey WHERE propertyKey <> 'x' RETURN propertyKey",
    "MATCH (n) RETURN CASE WHEN n.x > 1 THEN 'a' ELSE 'b' END AS c",
    "MATCH (n) RETURN CASE n.x WHEN 1 THEN 'a' WHEN 2 THEN 'b' END AS c, n.id",
    "MATCH (n) RETURN [x IN n.list WHERE x > 1 | x * 2] AS xs",
    "MATCH (n) RETURN [(n)-[:X]->(m) | m.name] AS names",
    "MATCH (n) WHERE any(x IN n.list WHERE x = 1) AND all(x IN n.list WHERE x > 0) RETURN n.id",
    "RETURN reduce(s = 0, x IN [1, 2] | s + x) AS s",
    "RETURN date('2024-01-01') + duration({days: 2}) AS d",
    "RETURN date.truncate('month', date('2024-01-15')) AS d",
    "RETURN duration.inDays(date($a), date($b)).days AS d",
    "MATCH (n) RETURN vector.similarity.cosine(n.v, $v) AS s",
    "RETURN toUpper('a') + toString(1) + coalesce(null, 'x') AS s",
    "RETURN $a[0..2] AS x, $b.c AS y",
    "RETURN 1.5e3 + 0x1F - 0.5 AS x",
    "RETURN 2^3 % 4 / 5 AS x, 'a' || 'b' AS y",
    "MATCH (f:Fact), (g:Fact) WHERE f.claim_id = g.claim_id AND f.polarity < g.polarity "
    "RETURN f.name, g.name",
    "WITH 1 AS x RETURN x",
    "MATCH (n) RETURN collect(DISTINCT n.name)[0..3] AS names",
    "MATCH (n) WHERE n:Person OR n:Org RETURN n.id",
    "MATCH (loader:X) RETURN loader.id, loader.used, loader.settings",
    "MATCH (n) WHERE n.status IN ['shown', 'weak'] RETURN count(n) + 1 AS n",
    "MATCH (n) RETURN count(n) * 2 AS n, (n.a + n.b) * 3 AS y",
]


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
