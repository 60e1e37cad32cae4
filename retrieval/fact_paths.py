"""Two facts that together answer: one says what the question's subject *is*, the other says of
that kind of thing what the question asks.

    "A pump failure at home" --is a--> Class B event --must be reported--> within 24 hours

The second fact's predicate is a word of the question ("reported"); the first is a classification
(copula or definition) whose object is the second's subject or object and whose own words share one
with the question. Neither passage need be like the question as a whole, which is why similarity
alone misses them. Only facts of passages that are candidates already are looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from graph.model import Step
from graph.protocols import StoreReader, TextRow
from graph.tokens import words
from retrieval.candidates import Candidates
from retrieval.passages import Row, clause

CLASSIFYING = ("be", "mean", "include", "count as", "be classify as", "classify as", "belong to")
POOL = 120
_ALL_ROWS = 10_000_000
_STEP = 1e-6

_FACTS = """
UNWIND $chunks AS i
MATCH (c:Chunk {id: i})<-[s:SUPPORTED_BY]-(f:Fact)-[:SUBJECT]->(a:Entity)
WHERE f.predicate IN $predicates AND f.status = 'shown' AND s.status = 'shown'
OPTIONAL MATCH (f)-[:OBJECT]->(b:Entity)
RETURN f.id AS fact, f.predicate AS predicate, a.id AS subject, b.id AS object, c.id AS chunk,
       b.kind AS object_kind, s.quote AS quote, s.start AS start, s.end AS end,
       s.subject_start AS subject_start,
       s.subject_end AS subject_end, s.object_start AS object_start, s.object_end AS object_end
ORDER BY fact, chunk, start
"""


_PREDICATES = "MATCH (f:Fact) RETURN DISTINCT f.predicate AS predicate ORDER BY predicate"


@dataclass(frozen=True, slots=True)
class FactPath:
    """Classification in `first`, what is asked in `second` (chunk ids), joined by an entity."""

    first: str
    second: str
    facts: tuple[str, str]
    names: tuple[str, str]
    score: float

    def steps(self, chunk: str, name: str) -> tuple[Step, ...]:
        """From the first passage on to `chunk` (the first or the second), for people."""
        if chunk == self.first:
            return (Step("fact", self.facts[0], self.names[0]),)
        return (
            Step("fact", self.facts[0], self.names[0]),
            Step("fact", self.facts[1], self.names[1]),
            Step("text", chunk, name),
        )


@dataclass(frozen=True, slots=True)
class _Stated:
    """One fact as one passage states it; `who` and `what` are the words there, never an entity's
    name, which may come from a document that the scope hides."""

    fact: str
    name: str
    predicate: str
    subject: str
    who: str
    object: str | None
    object_kind: str
    what: str
    chunk: str
    start: int
    end: int


def fact_paths(
    store: StoreReader,
    question: str,
    candidates: Candidates,
    *,
    predicates: Mapping[str, Sequence[str]],
    kinds: Collection[str] | None = None,
    limit: int = 3,
) -> list[FactPath]:
    """The best paths, at most `limit`, by the mean similarity of their two sentences to the
    question; ties by fact ids. `predicates` are those of the base by each of their words: where the
    question's words name none, there is no path. With `kinds` only entities of these join two
    facts."""
    asked = set(words(question))
    pool = candidates.ranked()[:POOL]
    named = sorted({p for word in asked for p in predicates.get(word, ())})
    if not pool or not named:
        return []
    classes, asked_for = _statements(store, pool, named, kinds)
    pairs = [
        (first, second, shared)
        for first in classes
        if (shared := asked & set(words(first.who))) and set(words(first.what)) - asked
        for second in asked_for.get(str(first.object), ())
        if second.fact != first.fact and (second.chunk, second.start) != (first.chunk, first.start)
    ]
    said = candidates.sentences({one.chunk for pair in pairs for one in pair[:2]}) if pairs else {}
    found = []
    for first, second, shared in pairs:
        likeness = _similarity(said, first) + _similarity(said, second)
        score = round(likeness / 2 + len(shared) / len(asked) / 2, 6)
        facts, names = (first.fact, second.fact), (first.name, second.name)
        found.append(FactPath(first.chunk, second.chunk, facts, names, score))
    found.sort(key=lambda path: (-path.score, path.facts, path.first, path.second))
    return _distinct(found)[:limit]


def _statements(
    store: StoreReader,
    pool: Sequence[str],
    named: Sequence[str],
    kinds: Collection[str] | None,
) -> tuple[list[_Stated], dict[str, list[_Stated]]]:
    """What the passages of `pool` state: classifications, and by entity the facts with the
    predicates that the question has `named`."""
    wanted = [*CLASSIFYING, *named]
    rows = store.read(_FACTS, {"chunks": pool, "predicates": wanted}, limit=100_000)
    classes = [
        _stated(row)
        for row in rows
        if row["predicate"] in CLASSIFYING
        and row["object"] is not None
        and (kinds is None or str(row["object_kind"] or "") in kinds)
    ]
    by_entity: dict[str, list[_Stated]] = {}
    for row in rows if classes else ():
        if row["predicate"] not in CLASSIFYING:
            statement = _stated(row)
            for entity in {statement.subject, statement.object} - {None}:
                by_entity.setdefault(str(entity), []).append(statement)
    return classes, by_entity


def _stated(row: Row) -> _Stated:
    start = int(str(row["start"]))

    def part(name: str) -> str:
        first, last = row[f"{name}_start"], row[f"{name}_end"]
        if first is None or last is None or int(str(first)) < start:
            return ""
        return str(row["quote"])[int(str(first)) - start : int(str(last)) - start]

    return _Stated(
        fact=str(row["fact"]),
        name=clause(row),
        predicate=str(row["predicate"]),
        subject=str(row["subject"]),
        who=part("subject"),
        object=None if row["object"] is None else str(row["object"]),
        object_kind=str(row["object_kind"] or ""),
        what=part("object"),
        chunk=str(row["chunk"]),
        start=start,
        end=int(str(row["end"])),
    )


def read_predicates(store: StoreReader) -> dict[str, list[str]]:
    """Index word -> the predicates of all facts that hold it, but for classifications."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in store.read(_PREDICATES, limit=_ALL_ROWS):
        predicate = str(row["predicate"] or "")
        for word in set(words(predicate)) if predicate not in CLASSIFYING else ():
            found[word].append(predicate)
    return dict(found)


def raise_paths(paths: Sequence[FactPath], totals: dict[str, float]) -> dict[str, FactPath]:
    """Put the passages of `paths`, best path first, right behind the best passage in `totals`
    (changed in place); passages that rank higher by themselves stay. Chunk -> its path."""
    best = max(totals.values(), default=0.0)
    reached: dict[str, FactPath] = {}
    for path in paths:
        for chunk in (path.first, path.second):
            if chunk not in reached:
                reached[chunk] = path
                place = round(best - _STEP * len(reached), 6)
                totals[chunk] = max(totals.get(chunk, 0.0), place)
    return reached


def _distinct(paths: Sequence[FactPath]) -> list[FactPath]:
    """The best path for each pair of passages."""
    seen: set[tuple[str, str]] = set()
    kept = []
    for path in paths:
        if (path.first, path.second) not in seen:
            seen.add((path.first, path.second))
            kept.append(path)
    return kept


def _similarity(said: Mapping[str, Sequence[tuple[TextRow, float]]], statement: _Stated) -> float:
    """Cosine of the question and the sentence that states the fact."""
    values = [
        value
        for row, value in said.get(statement.chunk, ())
        if row.start < statement.end and statement.start < row.end
    ]
    return max(values, default=0.0)
