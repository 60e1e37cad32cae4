"""Links a question's names to the documents and entities that bear them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from graph.identity import entity_id, name_id
from graph.model import LinkedName, Scope
from graph.protocols import StoreReader
from graph.tokens import STOP_WORDS, words
from retrieval.names import TitleIndex, grams, is_name_like, without_overlaps

_CAPITALISED = re.compile(r"[A-Z0-9][\w.\-’']*(?:\s+[A-Z0-9][\w.\-’']*)*")

_BEARERS = """
UNWIND $ids AS i
MATCH (n:Name {id: i})-[:SAME_AS]->(e:Entity)<-[m:MENTIONS]-(c:Chunk)
WHERE m.name_id = n.id
RETURN i AS name, e.id AS entity, e.kind AS kind, c.document AS document,
       m.surface AS surface, count(DISTINCT m.id) AS n
"""

_NAMES = """
UNWIND $ids AS i
MATCH (n:Name)-[:SAME_AS]->(e:Entity {id: i})<-[m:MENTIONS]-(c:Chunk)
WHERE m.name_id = n.id AND c.document IN $documents
RETURN DISTINCT i AS entity, n.id AS name
"""


@dataclass(frozen=True, slots=True)
class Links:
    """What the question names: for people (`names`), and the documents whose title it holds."""

    names: tuple[LinkedName, ...] = ()
    documents: frozenset[str] = frozenset()


def link(store: StoreReader, titles: TitleIndex, question: str, scope: Scope) -> Links:
    """The links of `question`, in text order. Titles come first, then entities for what no title
    covers; a capitalised name with a word that no text in scope holds is linked to nothing."""
    found: dict[str, LinkedName] = {}
    named: set[str] = set()
    for surface, documents in titles.find(question, scope.documents):
        found[surface] = LinkedName(surface, documents[0], surface, documents)
        named.update(documents)
    places = grams(question)
    entities = _entities(store, list(places), scope)
    held = {surface: places[surface] for surface in (*found, *entities) if surface in places}
    for surface in without_overlaps(held):
        if surface in entities:
            linked = entities[surface]
            if surface in found:  # a title that is also an entity's name
                linked = LinkedName(surface, linked.entity, linked.name, found[surface].documents)
            found[surface] = linked
    for surface in _unknown(store, question, scope):
        if not any(surface in known or known in surface for known in found):
            found[surface] = LinkedName(surface, None, None)
    order = sorted(found, key=lambda surface: (question.find(surface), surface))
    return Links(tuple(found[surface] for surface in order), frozenset(named))


def _entities(store: StoreReader, surfaces: list[str], scope: Scope) -> dict[str, LinkedName]:
    """Surface -> the entity so called, for those that evidence in scope shows. The name is the
    surface it is mentioned by most often."""
    by_id: dict[str, str] = {}
    for surface in surfaces:
        if is_name_like(surface):
            by_id.setdefault(name_id(surface), surface)
    rows = store.read(_BEARERS, {"ids": sorted(by_id)}, limit=100_000) if by_id else []
    spoken: dict[str, Counter[str]] = defaultdict(Counter)
    documents: dict[str, set[str]] = defaultdict(set)
    entity_of: dict[str, str] = {}
    for row in rows:
        document, name = str(row["document"]), str(row["name"])
        if scope.documents is not None and document not in scope.documents:
            continue
        if scope.kinds is not None and row["kind"] not in scope.kinds:
            continue
        entity_of[name] = str(row["entity"])
        spoken[name][str(row["surface"])] += int(str(row["n"]))
        documents[name].add(document)
    seen_as = _seen_as(store, sorted(set(entity_of.values())), scope)
    linked: dict[str, LinkedName] = {}
    for name in sorted(entity_of):
        spelling = min(spoken[name], key=lambda text: (-spoken[name][text], text))
        entity = seen_as.get(entity_of[name], entity_of[name])
        surface = by_id[name]
        linked[surface] = LinkedName(surface, entity, spelling, tuple(sorted(documents[name])))
    return linked


def _seen_as(store: StoreReader, entities: list[str], scope: Scope) -> Mapping[str, str]:
    """Entity -> the id it has where only the scope's documents are known: that of the smallest of
    its names seen there."""
    if scope.documents is None or not entities:
        return {}
    parameters = {"ids": entities, "documents": sorted(scope.documents)}
    names: dict[str, list[str]] = defaultdict(list)
    for row in store.read(_NAMES, parameters, limit=100_000):
        names[str(row["entity"])].append(str(row["name"]))
    return {entity: entity_id(held) for entity, held in names.items()}


def _unknown(store: StoreReader, question: str, scope: Scope) -> list[str]:
    """Capitalised names in `question` with a word that occurs in no text of the scope."""
    runs: list[str] = []
    for match in _CAPITALISED.finditer(question):
        parts = match.group().split()
        while parts and parts[0].casefold() in STOP_WORDS:
            parts.pop(0)
        if parts and (match.start() > 0 or len(parts) > 1):
            runs.append(" ".join(parts).rstrip(".,;:?!'’"))
    terms = sorted({term for run in runs for term in words(run)})
    if not terms:
        return []
    held = store.term_statistics(terms, kind="chunk", scope=scope).document_frequency
    return [run for run in runs if any(not held.get(term) for term in words(run))]
