"""Removing documents: which are meant, what rests on them, and doing it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import NotFound
from groundgraph.plurals import counted

if TYPE_CHECKING:
    from graph.record import Record
    from groundgraph.open_base import Readable

_FACTS = """
MATCH (f:Fact)-[:SUPPORTED_BY]->(c:Chunk)
WHERE c.document IN $keys AND f.status = 'shown'
RETURN count(DISTINCT f.id) AS n
"""
_ELSEWHERE = """
MATCH (f:Fact)-[:SUPPORTED_BY]->(c:Chunk)
WHERE c.document IN $keys AND f.status = 'shown'
MATCH (f)-[:SUPPORTED_BY]->(o:Chunk) WHERE NOT o.document IN $keys
RETURN count(DISTINCT f.id) AS n
"""
_TO_CHUNKS = """
MATCH (a:Chunk)<-[:FROM_CHUNK]-(r:Reference)-[:TO]->(b:Chunk)
WHERE b.document IN $keys AND NOT a.document IN $keys
RETURN r.id AS id, a.document AS document
"""
_TO_DOCUMENTS = """
MATCH (a:Chunk)<-[:FROM_CHUNK]-(r:Reference)-[:TO]->(d:Document)
WHERE d.id IN $keys AND NOT a.document IN $keys
RETURN r.id AS id, a.document AS document
"""
_ALL = 10_000_000


@dataclass(frozen=True, slots=True)
class Chosen:
    """The documents that a key or the name of a source means. `source` is set for the latter."""

    keys: tuple[str, ...]
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Resting:
    """What rests on some documents: facts shown (`only_here`: stated nowhere else), references from
    other documents and those documents, ids of recorded answers that cite them."""

    facts: int
    only_here: int
    references: int
    referring: tuple[str, ...]
    answers: tuple[str, ...]

    def lines(self) -> list[str]:
        """For people, one line for each kind."""
        return [
            f"{counted(self.facts, 'facts')}, {self.only_here:,} of them stated nowhere else",
            f"{counted(self.references, 'references')} from other documents"
            f"{_listed(self.referring)}",
            f"cited by {counted(len(self.answers), 'recorded answers')}{_listed(self.answers)}",
        ]


def _listed(names: Sequence[str], shown: int = 5) -> str:
    if not names:
        return ""
    return f" ({', '.join(names[:shown])}{' …' if len(names) > shown else ''})"


def chosen(record: Record, identifier: str, *, ever: bool = False) -> Chosen:
    """What `identifier`, a key or a source, means among the current documents, or (`ever`) among
    all that the record holds a version of. Raises `NotFound` with what comes near."""
    keys = record.all_keys() if ever else list(record.current())
    if identifier in keys:
        return Chosen((identifier,))
    name = identifier.rstrip("/")
    below = tuple(key for key in keys if key.startswith(f"{name}/"))
    if any(source.name == name for source in record.sources()) or (below and "/" not in name):
        return Chosen(below, name)
    record.document(identifier)  # raises, and names what comes near
    raise NotFound(f"There is no document {identifier!r}; see `groundgraph documents`.")


def resting(kb: Readable, keys: Sequence[str]) -> Resting:
    """What rests on the documents `keys`, as the store and the recorded answers have it now."""
    if not kb.record.holds_documents() or not keys:
        return Resting(0, 0, 0, (), tuple(citing(kb.record, keys)))
    asked = {"keys": list(keys)}
    facts = _number(kb.cypher(_FACTS, asked))
    rows = [*kb.cypher(_TO_CHUNKS, asked, limit=_ALL), *kb.cypher(_TO_DOCUMENTS, asked, limit=_ALL)]
    return Resting(
        facts,
        facts - _number(kb.cypher(_ELSEWHERE, asked)),
        len({row["id"] for row in rows}),
        tuple(sorted({str(row["document"]) for row in rows})),
        tuple(citing(kb.record, keys)),
    )


def _number(rows: Sequence[Mapping[str, object]]) -> int:
    return int(str(rows[0]["n"])) if rows else 0


def citing(record: Record, keys: Sequence[str]) -> Iterator[str]:
    """The ids of the recorded answers that quote one of the documents, oldest first."""
    wanted = set(keys)
    for answer in record.answers_since(0, parts=("headline", "sentences")):
        headline, sentences = json.loads(answer.payload)
        if not wanted.isdisjoint(_cited([headline, *sentences])):
            yield answer.id


def _cited(sentences: Sequence[Mapping[str, Any] | None]) -> Iterator[str]:
    for sentence in sentences:
        if sentence is not None:
            for citation in sentence["citations"]:
                yield citation["document"]
            for qualifier in sentence["qualifiers"]:
                yield qualifier["citation"]["document"]


def still_found(record: Record, keys: Sequence[str]) -> list[str]:
    """Those of `keys` whose file still lies in the folder of its source: the next build of that
    folder reads it again."""
    at = {source.name: source.path for source in record.sources()}
    found = []
    for key in keys:
        name, _, below = key.partition("/")
        folder = at.get(name)
        if folder is not None and below and (Path(folder) / below.partition("#")[0]).exists():
            found.append(key)
    return found
