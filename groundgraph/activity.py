"""Runs and answers as rows of the graph: ``(:Run)``, ``(:Answer)-[:CITES]->(:Chunk)``,
``(:Answer)-[:USED]->(:Fact)``.

They are shown beside a generation and never written into one: a question makes no new generation,
their times are in no content hash, and an erased answer is left in no file of the store. What an
answer rested on and the present generation no longer holds (a chunk of a former version, a fact
that nothing states any more) becomes a ``(:Superseded)`` node, so that the edge stays visible.
"""

from __future__ import annotations

import json
import threading
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from graph.cypher_tokens import Token, tokens
from graph.errors import NotFound
from graph.identity import content_id
from graph.model import Scalar
from graph.protocols import EdgeRow, NodeRow, Store
from graph.record import Record
from graph.record.answers import StoredAnswer
from graph.record.runs import Run

Row = NodeRow | EdgeRow
Data = Mapping[str, Any]

_CHUNKS = """
MATCH (c:Chunk) WHERE c.version IN $versions
RETURN c.version AS version, c.start AS start, c.id AS id ORDER BY version, start
"""
_FACTS = "MATCH (f:Fact) WHERE f.id IN $ids RETURN f.id AS id"
_ALL = 1_000_000_000


_NAMES = {"RUN", "ANSWER", "SUPERSEDED", "CITES", "USED", "CALL"}


def may_see(cypher: str) -> bool:
    """Whether a query could meet a run or an answer: it names one of their labels or types, calls
    something, or holds a node without a label anywhere. Where nothing of this is so, answers need
    not be read from the record first (1 ms for each)."""
    found = tokens(cypher)
    labelled: set[str] = set()
    bare: set[str] = set()
    for index, token in enumerate(found):
        if token.text.strip("`").upper() in _NAMES:
            return True
        if token.text != "(" or _is_call(found, index):
            continue
        if index + 2 >= len(found):
            return True
        name, after = found[index + 1 : index + 3]
        if name.kind in ("word", "quoted"):
            (labelled if after.text == ":" else bare).add(name.text)
        elif name.text != ":":
            return True
    return bool(bare - labelled)


def _is_call(found: Sequence[Token], index: int) -> bool:
    """Whether the bracket follows the name of a function: ``count(``, not ``MATCH (``."""
    before = found[index - 1] if index else None
    words = ("MATCH", "WHERE", "AND", "OR", "NOT", "XOR")
    return before is not None and before.kind == "word" and before.upper not in words


class Activity:
    """Keeps the runs and answers that a store shows in line with the record. Threads may share
    it."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._lock = threading.Lock()
        self._shown: tuple[object, int] | None = None
        self._seen = 0
        self._held: dict[str, tuple[StoredAnswer, list[Row]]] = {}

    def show(self, store: Store) -> None:
        """Make `store` show every run and answer that the record holds now. Costs one look at the
        ledger's position where nothing has changed."""
        with self._lock:
            state = (store.generation["name"], self._record.position)
            if state != self._shown:
                store.note(self._rows(store, state[0]))
                self._shown = state

    def _rows(self, store: Store, generation: object) -> list[Row]:
        new = self._record.answers_since(self._seen)
        if self._shown is None or self._shown[0] != generation:
            new = [*(answer for answer, _ in self._held.values()), *new]
        for gone in self._record.erased_answers():
            self._held.pop(gone, None)
        new = [answer for answer in new if answer.id in self._held or answer.added_seq > self._seen]
        self._held.update(answer_rows(self._record, store, new))
        self._seen = max([self._seen, *(answer.added_seq for answer in new)])
        opinions: dict[str, list[str]] = {}
        for event in self._record.events():
            opinions.setdefault(event.answer, []).append(event.kind)
        return unique(
            [
                *map(run_row, self._record.runs()),
                *(_with_opinions(row, opinions) for _, rows in self._held.values() for row in rows),
            ]
        )


def unique(rows: Iterable[Row]) -> list[Row]:
    """`rows`, each key once (two answers may rest on the same superseded words)."""
    kept: dict[tuple[str, str], Row] = {}
    for row in rows:
        kind = row.label if isinstance(row, NodeRow) else row.type
        kept.setdefault((kind, row.id), row)
    return list(kept.values())


def run_row(run: Run) -> NodeRow:
    """A run: what was done, when, with which settings and components, and how it ended."""
    return NodeRow(
        "Run",
        run.id,
        {
            "name": f"{run.kind} of {run.started}",
            "kind": run.kind,
            "state": run.state,
            "started": run.started,
            "finished": run.finished,
            "settings": _pairs(run.settings),
            "fingerprints": _pairs(run.fingerprints),
            "counts": _pairs(run.counts),
        },
    )


def _pairs(values: Mapping[str, object]) -> list[str]:
    return [f"{name}={value}" for name, value in sorted(values.items())]


def answer_rows(
    record: Record, store: Store, answers: Sequence[StoredAnswer]
) -> dict[str, tuple[StoredAnswer, list[Row]]]:
    """Each answer with its rows, against the generation that `store` reads."""
    data = {answer.id: json.loads(answer.payload) for answer in answers}
    present = _Present(record, store, data.values())
    return {answer.id: (answer, _answer(answer, data[answer.id], present)) for answer in answers}


class _Present:
    """What the present generation holds of the evidence of some answers."""

    def __init__(self, record: Record, store: Store, answers: Iterable[Data]) -> None:
        self._record = record
        self._texts: dict[str, tuple[int, str] | None] = {}
        versions: set[str] = set()
        facts: set[str] = set()
        for answer in answers:
            versions.update(citation["version"] for citation, _ in _citations(answer))
            facts.update(fact for fact, _ in _facts(answer))
        self._chunks: dict[str, tuple[list[int], list[str]]] = {}
        rows = store.read(_CHUNKS, {"versions": sorted(versions)}, limit=_ALL) if versions else []
        for row in rows:
            starts, ids = self._chunks.setdefault(str(row["version"]), ([], []))
            starts.append(int(str(row["start"])))
            ids.append(str(row["id"]))
        found = store.read(_FACTS, {"ids": sorted(facts)}, limit=_ALL) if facts else []
        self.facts = {str(row["id"]) for row in found}

    def chunk(self, version: str, offset: int) -> str | None:
        """The chunk that now holds an offset of a version; None where that is not current."""
        starts, ids = self._chunks.get(version, ([], []))
        return ids[max(0, bisect_right(starts, offset) - 1)] if ids else None

    def now(self, document: str) -> tuple[int, str] | None:
        """Number and text of the current version; None where the document was withdrawn."""
        if document not in self._texts:
            try:
                found = self._record.document(document)
                self._texts[document] = (found.number, found.text)
            except NotFound:
                self._texts[document] = None
        return self._texts[document]


def _sentences(answer: Data) -> Iterator[Data]:
    if answer["headline"]:
        yield answer["headline"]
    yield from answer["sentences"]


def _citations(answer: Data) -> Iterator[tuple[Data, str]]:
    """Each citation with the role that it plays."""
    for sentence in _sentences(answer):
        for citation in sentence["citations"]:
            yield citation, sentence["role"]
        for qualifier in sentence["qualifiers"]:
            yield qualifier["citation"], qualifier["kind"]


def _facts(answer: Data) -> Iterator[tuple[str, str]]:
    """Each fact with the sentence of the answer that it stands behind."""
    for sentence in answer["sentences"]:
        for fact in sentence["facts"]:
            yield fact, sentence["text"]
    for fact in (*(answer["headline"] or {"facts": ()})["facts"], *answer["facts"]):
        yield fact, ""


def _answer(stored: StoredAnswer, answer: Data, present: _Present) -> list[Row]:
    rows: list[Row] = []
    given: set[str] = set()
    counts = {"citations": 0, "facts": 0, "superseded": 0}

    def link(what: str, edge: EdgeRow, superseded: NodeRow | None) -> None:
        if edge.id in given:
            return
        given.add(edge.id)
        counts[what] += 1
        if superseded is not None:
            counts["superseded"] += 1
            rows.append(superseded)
        rows.append(edge)

    for citation, role in _citations(answer):
        chunk = present.chunk(citation["version"], citation["start"])
        gone = None if chunk else _former_chunk(citation, present)
        said = bool(chunk) or citation["quote"] in (present.now(citation["document"]) or (0, ""))[1]
        link("citations", _cites(stored.id, citation, role, chunk, gone, said), gone)
    for fact, sentence in _facts(answer):
        former = None if fact in present.facts else _former_fact(fact, sentence)
        target = "Superseded" if former else "Fact"
        status = "superseded" if former else "current"
        link("facts", _edge("USED", stored.id, target, fact, {"status": status}), former)
    manifest = answer["manifest"]
    rows.append(
        NodeRow(
            "Answer",
            stored.id,
            {
                "name": " ".join(stored.question.split()),
                "question": stored.question,
                "asked": stored.time,
                "state": answer["state"],
                "status": "superseded" if counts["superseded"] else "current",
                "text": [sentence["text"] for sentence in _sentences(answer)],
                "missing": list(answer["missing"]),
                **counts,
                "generation": _text(manifest.get("generation")),
                "settings": _text(manifest.get("settings")),
                "embedder": _text(manifest.get("embedder")),
            },
        )
    )
    return rows


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _cites(
    answer: str, citation: Data, role: str, chunk: str | None, gone: NodeRow | None, said: bool
) -> EdgeRow:
    return _edge(
        "CITES",
        answer,
        "Chunk" if gone is None else "Superseded",
        chunk or (gone.id if gone else ""),
        {
            "start": citation["start"],
            "end": citation["end"],
            "quote": citation["quote"],
            "document": citation["document"],
            "version": citation["version"],
            "role": role,
            "status": "superseded" if gone else "current",
            "still_said": said,
        },
        citation["version"],
        citation["start"],
        citation["end"],
    )


def _edge(
    kind: str,
    answer: str,
    label: str,
    target: str,
    properties: Mapping[str, Scalar],
    *identity: object,
) -> EdgeRow:
    id = content_id("x", kind, answer, *(identity or (target,)))
    return EdgeRow(kind, id, "Answer", answer, label, target, {"id": id, **properties})


def _former_chunk(citation: Data, present: _Present) -> NodeRow:
    now = present.now(citation["document"])
    why = f"replaced by version {now[0]}" if now else "the document was withdrawn"
    place = " › ".join(citation["heading"][-1:])
    return NodeRow(
        "Superseded",
        citation["chunk"],
        {
            "name": f"{citation['name']} · {place}" if place else citation["name"],
            "of": "Chunk",
            "document": citation["document"],
            "version": citation["version"],
            "heading": list(citation["heading"]),
            "page": citation["page"],
            "why": why,
        },
    )


def _former_fact(fact: str, sentence: str) -> NodeRow:
    name = " ".join(sentence.split()) or "a fact that stood behind an answer"
    return NodeRow(
        "Superseded", fact, {"name": name, "of": "Fact", "why": "no current document states it"}
    )


def _with_opinions(row: Row, opinions: Mapping[str, list[str]]) -> Row:
    """An answer's node with what people said about it."""
    if not isinstance(row, NodeRow) or row.id not in opinions:
        return row
    return NodeRow(row.label, row.id, {**row.properties, "opinions": opinions[row.id]})
