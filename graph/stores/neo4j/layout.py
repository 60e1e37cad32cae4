"""How a knowledge base lies in a Neo4j database: names, constraints, indexes, and the one node that
says what the database holds.

The graph is that of ``graph/schema.cypher``; every node and relationship has one property more,
``_row``, the hash of its row. Beside it, never joined to it by a relationship, lie

- ``(:IndexedText:IndexedChunk|IndexedSentence)``, one for each searchable text, with its words as
  `graph.tokens.words` cuts them (joined by blanks, for the full-text index), the vector as 32-bit
  floats (`exact`: what scores are made of) and rounded to whole numbers (`vector`: what the vector
  index proposes from);
- ``(:StoreState)``, one node.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from graph.errors import StoreError
from graph.stores.neo4j.driver import Connection, Server
from graph.stores.visibility import PRIMARY_LABELS

LAYOUT = 1
ROW = "_row"
STATE, TEXT = "StoreState", "IndexedText"
LABEL_OF_KIND = {"chunk": "IndexedChunk", "sentence": "IndexedSentence"}
HIDDEN = (STATE, TEXT)
"""Labels of nodes that are no part of the graph. `read` leaves them out."""

_LONGEST_NAME = 200
_LONGEST_WORD = 200  # bytes; the analyzer cuts longer ones
_WAIT_S = 600  # for indexes to be filled


@dataclass(frozen=True, slots=True)
class State:
    """What the database says it holds. `pending`: a change has begun and is not finished."""

    base: str
    base_name: str
    number: int
    content_hash: str
    position: int
    dimension: int
    embedder: str
    layout: int
    pending: bool

    @property
    def name(self) -> str:
        """The generation's name."""
        return f"gen-{self.number:06d}"


_STATE_FIELDS = tuple(State.__dataclass_fields__)


def read_state(connection: Connection) -> State | None:
    """The state of the database; None where nothing was ever written. Raises `StoreError` for a
    database with a graph that is not groundgraph's."""
    found = connection.rows(
        f"OPTIONAL MATCH (s:{STATE}) WITH collect(s {{.*}})[0] AS state "
        "RETURN state, CASE WHEN state IS NULL THEN EXISTS { MATCH (n) } ELSE false END AS used"
    )[0]
    if found["state"] is None:
        if found["used"]:
            raise StoreError(
                f"The {connection.server} holds a graph that groundgraph did not write, and "
                "nothing was changed; name an empty database, or another server."
            )
        return None
    return State(**{name: found["state"].get(name) for name in _STATE_FIELDS})


def check_state(
    state: State, server: Server, *, base: str, base_name: str, fresh: bool = False
) -> None:
    """Raises `StoreError` where the database belongs to another knowledge base, or was laid out by
    another version of groundgraph, unless it is to be made `fresh`."""
    if state.base != base:
        raise StoreError(
            f"The {server} holds the knowledge base {state.base_name} ({state.base[:12]}), not "
            f"{base_name} ({base[:12]}): one database holds one base. Name another server, or "
            "replace what is there with: groundgraph store push --replace"
        )
    if state.layout != LAYOUT and not fresh:
        raise StoreError(
            f"The {server} has layout {state.layout}, this version of groundgraph reads layout "
            f"{LAYOUT}; project the record anew with: groundgraph build --rebuild"
        )


def text_index(kind: str) -> str:
    """The full-text index of texts of `kind`."""
    return f"groundgraph_{kind}_words_{LAYOUT}"


def vector_index(kind: str, dimension: int) -> str:
    """The vector index of texts of `kind`."""
    return f"groundgraph_{kind}_vectors_{LAYOUT}_{dimension}"


def make_schema(
    connection: Connection, labels: Iterable[str], types: Iterable[str], dimension: int
) -> None:
    """Make the constraints and indexes that are not there yet, drop those of former layouts, and
    wait until they can be used. Each statement can be run again without harm."""
    wanted = _statements(labels, types, dimension)
    held = {
        row["name"]
        for row in connection.rows("SHOW INDEXES YIELD name")
        + connection.rows("SHOW CONSTRAINTS YIELD name")
    }
    ours = set(_statements((), (), dimension))
    for name in sorted(held):
        if name.startswith("groundgraph_") and name.count("_") > 2 and name not in ours:
            connection.command(f"DROP INDEX {quoted(name)} IF EXISTS")
    missing = [statement for name, statement in wanted.items() if name not in held]
    for statement in missing:
        connection.command(statement)
    if missing:
        connection.command("CALL db.awaitIndexes($seconds)", {"seconds": _WAIT_S})


def missing_indexes(connection: Connection, dimension: int) -> list[str]:
    """Names of search indexes that are not there or not online."""
    online = {
        row["name"]
        for row in connection.rows("SHOW INDEXES YIELD name, state")
        if row["state"] == "ONLINE"
    }
    return sorted(set(_statements((), (), dimension)) - online)


def _statements(labels: Iterable[str], types: Iterable[str], dimension: int) -> dict[str, str]:
    """Name -> statement of every constraint and index."""
    found = {}
    for label in labels:
        found[f"{label.lower()}_id"] = (
            f"CREATE CONSTRAINT {quoted(label.lower() + '_id')} IF NOT EXISTS "
            f"FOR (n:{quoted(label)}) REQUIRE n.id IS UNIQUE"
        )
    for type in types:
        name = f"{type.lower()}_edge_id"
        found[name] = (
            f"CREATE CONSTRAINT {quoted(name)} IF NOT EXISTS "
            f"FOR ()-[r:{quoted(type)}]-() REQUIRE r.id IS UNIQUE"
        )
    for name, label, key in (
        ("fact_claim", "Fact", "claim_id"),
        ("fact_former", "Fact", "former_id"),
        ("fact_status", "Fact", "status"),
        ("entity_name", "Entity", "name"),
    ):
        if label in found or f"{label.lower()}_id" in found:
            found[name] = f"CREATE INDEX {name} IF NOT EXISTS FOR (n:{label}) ON (n.{key})"
    found["groundgraph_text_id"] = (
        f"CREATE CONSTRAINT groundgraph_text_id IF NOT EXISTS FOR (n:{TEXT}) REQUIRE n.id IS UNIQUE"
    )
    for key in ("chunk", "document", "vector_key"):
        name = f"groundgraph_text_{key.partition('_')[0]}"
        found[name] = f"CREATE INDEX {name} IF NOT EXISTS FOR (n:{TEXT}) ON (n.{key})"
    for kind, label in LABEL_OF_KIND.items():
        found[text_index(kind)] = (
            f"CREATE FULLTEXT INDEX {text_index(kind)} IF NOT EXISTS FOR (n:{label}) ON EACH "
            "[n.words] OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace', "
            "`fulltext.eventually_consistent`: false}}"
        )
        name = vector_index(kind, dimension)
        found[name] = (
            f"CREATE VECTOR INDEX {name} IF NOT EXISTS FOR (n:{label}) ON n.vector OPTIONS "
            f"{{indexConfig: {{`vector.dimensions`: {dimension}, "
            "`vector.similarity_function`: 'cosine'}}"
        )
    return found


def primary(labels: Iterable[str]) -> str:
    """The label of the schema among a node's labels (an entity's kind is a second one)."""
    held = set(labels)
    return next(label for label in PRIMARY_LABELS if label in held)


@lru_cache(maxsize=1_000)  # a few names stand on many rows
def check_name(name: str, what: str) -> None:
    """Raises `StoreError` for a label, type or property name that Neo4j would not keep as it is
    (it reads ``\\u0041`` as a letter even inside backticks)."""
    if (
        not name
        or len(name) > _LONGEST_NAME
        or "\\" in name
        or any(ord(character) < 32 for character in name)
    ):
        raise StoreError(
            f"{what} {name[:40]!r} cannot be kept; use 1 to {_LONGEST_NAME} characters, no control "
            "characters and no backslash."
        )


def quoted(name: str) -> str:
    """A label, type or property name in backticks."""
    return "`" + name.replace("`", "``") + "`"


def literal(text: str) -> str:
    """A text in quotes, as Cypher reads it."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def index_word(word: str) -> str:
    """A word as it stands in the index: a very long one by its hash, because the analyzer would
    cut it into parts."""
    if len(word) <= _LONGEST_WORD // 4 or len(word.encode("utf-8")) <= _LONGEST_WORD:
        return word
    return "_" + hashlib.sha256(word.encode("utf-8")).hexdigest()


def for_index(vector: npt.NDArray[np.float32]) -> list[int]:
    """`vector` as whole numbers from -127 to 127: a ninth of the bytes, and near enough for an
    index whose proposals are scored again from the exact floats."""
    largest = float(np.max(np.abs(vector))) or 1.0
    found: list[int] = np.rint(vector * (127.0 / largest)).astype(np.int64).tolist()
    return found


def own(properties: Mapping[str, Any], *others: str) -> dict[str, Any]:
    """A row's own properties, sorted by name."""
    return {k: v for k, v in sorted(properties.items()) if k != ROW and k not in others}
