"""Reads with Cypher on Neo4j: a user's queries, neighbourhoods.

What comes back has the types that the embedded store gives: Python's dates and times, dictionaries
for nodes, relationships and paths (DESIGN: return properties instead).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from graph.cypher_tokens import Token, tokens
from graph.errors import QueryFailed, StoreError
from graph.model import Scope
from graph.stores.neo4j.driver import Connection, explain
from graph.stores.neo4j.layout import HIDDEN, ROW, primary, quoted
from graph.stores.neo4j.termination import transaction_mark
from graph.stores.visibility import PRIMARY_LABELS

if TYPE_CHECKING:
    from neo4j import Transaction

_FETCH = 1_000  # rows that the server sends at once
_NOT_HIDDEN = "&".join(f"!{label}" for label in HIDDEN)


def query(
    connection: Connection,
    cypher: str,
    parameters: Mapping[str, object],
    *,
    limit: int,
    timeout_s: float,
) -> list[dict[str, object]]:
    """Rows of a query that the gate has let through, at most `limit`. Raises `QueryFailed`, and
    `StoreError` where the server cannot be reached."""
    import neo4j
    from neo4j import exceptions

    def run(transaction: Transaction) -> list[dict[str, object]]:
        found = transaction.run(hide(cypher), dict(parameters))
        rows = [_row(record) for record in found.fetch(limit)]
        found.consume()  # what is beyond the limit is thrown away on the server
        return rows

    for tries in (1, 2):  # a pooled connection may be one to a server that was restarted
        try:
            with (
                connection.session(write=False, fetch_size=min(limit + 1, _FETCH)) as session,
                session.begin_transaction(
                    metadata=transaction_mark(), timeout=max(timeout_s, 0.001)
                ) as transaction,
            ):
                return run(transaction)
        except (exceptions.SessionExpired, exceptions.ServiceUnavailable) as error:
            if tries == 2:
                raise StoreError(explain(error, connection.server, "read")) from None
        except (exceptions.Neo4jError, exceptions.DriverError) as error:
            raise _failed(error, connection, timeout_s) from None
        except (TypeError, ValueError, OverflowError, RecursionError) as error:
            raise QueryFailed(
                f"{_sentence(error)} Correct the query or its parameters and try again."
            ) from None
    raise AssertionError(neo4j.__name__)


def _failed(error: Exception, connection: Connection, timeout_s: float) -> Exception:
    from neo4j import exceptions

    code = str(getattr(error, "code", "") or "")
    if "TransactionTimedOut" in code or "Terminated" in code:
        return QueryFailed(
            f"The query ran longer than {timeout_s:g} s; make it narrower (a label, a WHERE, "
            "fewer hops) or allow more time."
        )
    if "OutOfMemory" in code:
        return QueryFailed(
            "The query needs more memory than the server allows; make it narrower (a label, a "
            "WHERE, fewer hops, a LIMIT)."
        )
    if isinstance(error, exceptions.DriverError) or code.startswith("Neo.ClientError.Security"):
        return StoreError(explain(error, connection.server, "read"))
    return QueryFailed(f"{_sentence(error)} Correct the query and try again.")


def _row(record: Any) -> dict[str, object]:
    return {key: plain(value) for key, value in record.items()}


def plain(value: Any) -> Any:
    """A value of the driver as the embedded store gives it."""
    if value is None or isinstance(value, str | int | float | bool | bytes):
        return value
    if isinstance(value, Mapping) and not hasattr(value, "element_id"):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple) and not hasattr(value, "srid"):
        if hasattr(value, "months"):
            months, days, seconds, _ = value
            return {"months": months, "days": days, "seconds": seconds}
        return [plain(item) for item in value]
    if hasattr(value, "to_native"):
        native: date | time | datetime = value.to_native()
        return native
    return _graph_value(value)


def _graph_value(value: Any) -> Any:
    from neo4j.graph import Node, Path, Relationship

    if isinstance(value, Node):
        properties = {k: plain(v) for k, v in value.items() if k != ROW}
        labels = sorted(value.labels, key=lambda label: (label not in PRIMARY_LABELS, label))
        return {"id": _number(value), "labels": labels, "properties": properties}
    if isinstance(value, Relationship):
        properties = {k: plain(v) for k, v in value.items() if k != ROW}
        start, end = (None if n is None else _number(n) for n in value.nodes)
        number = _number(value)
        return {
            "id": number, "start": start, "end": end, "type": value.type, "properties": properties
        }  # fmt: skip
    if isinstance(value, Path):
        return {
            "nodes": [_graph_value(node) for node in value.nodes],
            "relationships": [_graph_value(edge) for edge in value.relationships],
        }
    return str(value)


def _number(entity: Any) -> int:
    """The number at the end of an element id; like kglite's, it belongs to one load."""
    return int(str(entity.element_id).rsplit(":", 1)[-1])


def hide(cypher: str) -> str:
    """`cypher` with node patterns that name no label and stand alone, as in ``MATCH (n)``, kept
    away from the store's own nodes. Those have no relationships, so no other pattern meets them,
    unless it names their label."""
    found = tokens(cypher)
    pieces, position = [], 0
    for index, (token, after) in enumerate(pairwise(found)):
        if token.text != "(" or token.kind != "sign" or not _begins_pattern(found, index):
            continue
        closing = index + 1 + (after.kind in ("word", "quoted"))
        if closing >= len(found) or found[closing].text not in (")", "{"):
            continue
        end = _end_of_node(found, closing)
        if end + 1 < len(found) and found[end + 1].text in ("-", "<"):
            continue
        pieces.append(cypher[position : found[closing].start] + f":{_NOT_HIDDEN} ")
        position = found[closing].start
    return "".join(pieces) + cypher[position:]


def _begins_pattern(found: Sequence[Token], index: int) -> bool:
    """Whether the bracket at `index` opens the first node of a pattern: right after MATCH or an
    opening brace (EXISTS, COUNT), after ``p =``, or after a comma between patterns."""
    before = found[index - 1] if index else None
    if before is None:
        return False
    if before.kind == "word" and before.upper == "MATCH":
        return True
    if before.text == "{":
        return index > 1 and found[index - 2].upper in ("EXISTS", "COUNT", "COLLECT")
    if before.text not in (",", "="):
        return False
    depth = 0
    for token in reversed(found[: index - 1]):
        if token.kind == "sign" and token.text in ")]}":
            depth += 1
        elif token.kind == "sign" and token.text in "([{":
            depth -= 1
            if depth < 0:
                return token.text == "{"
        elif depth == 0 and token.kind == "word":
            if token.upper == "MATCH":
                return True
            if token.upper in ("WHERE", "RETURN", "WITH", "UNWIND", "CALL", "ORDER", "YIELD"):
                return False
    return False


def _end_of_node(found: Sequence[Token], closing: int) -> int:
    """Index of the bracket that closes a node pattern whose label part ends before `closing`."""
    depth = 0
    for index in range(closing, len(found)):
        if found[index].kind == "sign" and found[index].text in ("(", "[", "{"):
            depth += 1
        elif found[index].kind == "sign" and found[index].text in (")", "]", "}"):
            if depth == 0:
                return index
            depth -= 1
    return len(found) - 1


def _sentence(error: BaseException) -> str:
    text = " ".join(str(getattr(error, "message", None) or error).split())[:500]
    return text if text.endswith((".", "!", "?")) else text + "."


# --- neighbourhoods ---------------------------------------------------------------------------

_IN_SCOPE = "-[:PART_OF]->(d:Document) WHERE d.id IN $documents"


def _visible(x: str) -> str:
    """`graph.stores.visibility` as one condition on the node `x`."""
    return f"""(
    {x}:Document AND {x}.id IN $documents
    OR {x}:Chunk AND EXISTS {{ MATCH ({x}){_IN_SCOPE} }}
    OR {x}:Entity AND (
      EXISTS {{ MATCH ({x})<-[:MENTIONS]-(:Chunk){_IN_SCOPE} }}
      OR EXISTS {{ MATCH ({x})<-[:SUBJECT|OBJECT]-(:Fact)-[:SUPPORTED_BY]->(:Chunk){_IN_SCOPE} }})
    OR {x}:Name AND EXISTS {{
      MATCH ({x})-[:SAME_AS]->(:Entity)<-[m:MENTIONS]-(:Chunk){_IN_SCOPE} AND m.name_id = {x}.id }}
    OR {x}:Fact AND EXISTS {{ MATCH ({x})-[:SUPPORTED_BY]->(:Chunk){_IN_SCOPE} }}
    OR {x}:Reference AND EXISTS {{ MATCH ({x})-[:FROM_CHUNK]->(:Chunk){_IN_SCOPE} }})"""


def neighbours(
    connection: Connection,
    label: str,
    ids: Sequence[str],
    *,
    types: Sequence[str],
    limit: int,
    scope: Scope,
) -> list[tuple[str, str, str, str]]:
    """See `Store.neighbours`; one round trip, the scope included."""
    if not types or not ids:
        return []
    conditions = ["true"]
    if scope.documents is not None:
        conditions += [
            _visible("a"),
            _visible("b"),
            "(r.fact_id IS NULL OR EXISTS "
            f"{{ MATCH (:Fact {{id: r.fact_id}})-[:SUPPORTED_BY]->(:Chunk){_IN_SCOPE} }})",
        ]
    if scope.kinds is not None:
        conditions += [f"(NOT {x}:Entity OR {x}.kind IN $kinds)" for x in "ab"]
    rows = connection.rows(
        f"UNWIND $ids AS i MATCH (a:{quoted(label)} {{id: i}})"
        f"-[r:{'|'.join(quoted(type) for type in types)}]-(b) WHERE {' AND '.join(conditions)} "
        "RETURN DISTINCT i, type(r) AS t, labels(b) AS labels, b.id AS b",
        {
            "ids": sorted(set(ids)),
            "documents": sorted(scope.documents or ()),
            "kinds": sorted(scope.kinds or ()),
        },
    )
    kept: list[tuple[str, str, str, str]] = []
    counts: dict[str, int] = {}
    for edge in sorted({(row["i"], row["t"], primary(row["labels"]), row["b"]) for row in rows}):
        counts[edge[0]] = counts.get(edge[0], 0) + 1
        if counts[edge[0]] <= limit:
            kept.append(edge)
    return kept
