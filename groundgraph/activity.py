"""Runs and answers as rows of the graph: ``(:Run)``, ``(:Answer)-[:CITES]->(:Chunk)``,
``(:Answer)-[:USED]->(:Fact)``; and beside them which document replaces which.

They are shown beside a generation and never written into one: a question makes no new generation,
their times are in no content hash, and an erased answer is left in no file of the store. What an
answer rested on and the present generation no longer holds (a chunk of a former version, a fact
that nothing states any more) becomes a ``(:Superseded)`` node, so that the edge stays visible.
"""

from __future__ import annotations

import gc
import json
import threading
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import IntEnum
from itertools import pairwise
from typing import Any

from graph.cypher_tokens import Token, tokens
from graph.errors import NotFound
from graph.identity import content_id
from graph.model import Replacement, Scalar
from graph.protocols import EdgeRow, NodeRow, Store
from graph.record import Record
from graph.record.runs import Run
from graph.record.stored_answers import StoredAnswer
from groundgraph.replaced_rows import replaced_rows

Row = NodeRow | EdgeRow
Data = Mapping[str, Any]

_CHUNKS = """
MATCH (c:Chunk) WHERE c.version IN $versions
RETURN c.version AS version, c.start AS start, c.id AS id ORDER BY version, start
"""
_FACTS = "MATCH (f:Fact) WHERE f.id IN $ids RETURN f.id AS id"
_FORMER = """
MATCH (f:Fact)-[s:SUPPORTED_BY]->(:Chunk) WHERE f.former_id IN $ids
RETURN f.former_id AS former, f.id AS id, s.quote AS quote ORDER BY former, id
"""
_ALL = 1_000_000_000


_EVERYTHING = {"ANSWER", "SUPERSEDED", "CITES", "USED", "CALL"}
_PARTS = ("state", "missing", "headline", "sentences", "facts", "manifest")


class Seen(IntEnum):
    """How much of replacements, runs and answers a query could meet; each holds the one before."""

    NOTHING = 0
    REPLACEMENTS = 1
    RUNS = 2
    EVERYTHING = 3


def may_see(cypher: str) -> Seen:
    """What a query could meet. It could meet everything where it names a label or type of answers,
    calls something, or holds a node without a label anywhere. Answers are read from the record for
    such queries only."""
    found = tokens(cypher)
    labelled: set[str] = set()
    bare: set[str] = set()
    seen = Seen.REPLACEMENTS if _any_type(found) else Seen.NOTHING
    for index, token in enumerate(found):
        word = token.text.strip("`").upper()
        if word in _EVERYTHING:
            return Seen.EVERYTHING
        if word == "RUN":
            seen = Seen.RUNS
        if word == "REPLACES":
            seen = max(seen, Seen.REPLACEMENTS)
        if token.text != "(" or _is_call(found, index):
            continue
        if index + 2 >= len(found):
            return Seen.EVERYTHING
        name, after = found[index + 1 : index + 3]
        if name.kind in ("word", "quoted"):
            (labelled if after.text == ":" else bare).add(name.text)
        elif name.text != ":":
            return Seen.EVERYTHING
    return Seen.EVERYTHING if bare - labelled else seen


def _any_type(found: Sequence[Token]) -> bool:
    """Whether a relationship between documents could be of any type: ``-[r]->``, ``-->``."""
    words = [token.text.strip("`").upper() for token in found]
    bare = any(one == "[" and ":" not in words[at : at + 3] for at, one in enumerate(words))
    plain = any(one.startswith("-") and after.startswith("-") for one, after in pairwise(words))
    return "DOCUMENT" in words and (bare or plain or "--" in words or "-->" in words)


def _is_call(found: Sequence[Token], index: int) -> bool:
    """Whether the bracket follows the name of a function: ``count(``, not ``MATCH (``."""
    before = found[index - 1] if index else None
    words = ("MATCH", "WHERE", "AND", "OR", "NOT", "XOR")
    return before is not None and before.kind == "word" and before.upper not in words


class Activity:
    """Keeps the runs, the answers and the replacements (what `replaced` gives) that a store shows
    in line with the record. Threads may share it."""

    def __init__(
        self, record: Record, replaced: Callable[[], Iterable[Replacement]] = tuple
    ) -> None:
        self._record = record
        self._replaced = replaced
        self._lock = threading.Lock()
        self._shown: tuple[object, int, Seen] | None = None
        self._read: object = None  # the generation that the held answers were read against
        self._seen = 0
        self._held: dict[str, list[Row]] = {}

    def show(self, store: Store, seen: Seen) -> None:
        """Make `store` show what the record holds now: replacements, runs too, or every answer.
        Costs one look at the ledger's position where nothing has changed."""
        with self._lock:
            if self._shown is not None:
                seen = max(seen, self._shown[2])
            state = (store.generation["name"], self._record.position, seen)
            if state != self._shown:
                with _no_garbage():
                    store.overlay_activity(self._rows(store, state[0], seen))
                self._shown = state

    def _rows(self, store: Store, generation: object, seen: Seen) -> list[Row]:
        rows: list[Row] = list(replaced_rows(store, self._replaced()))
        if seen >= Seen.RUNS:
            rows += [run_row(run) for run in self._record.runs()]
        if seen is Seen.EVERYTHING:
            self._read_answers(store, generation)
            rows += [row for held in self._held.values() for row in held]
        opinions: dict[str, list[str]] = {}
        for event in self._record.events():
            opinions.setdefault(event.answer, []).append(event.kind)
        if opinions:
            rows = [_with_opinions(row, opinions) for row in rows]
        return unique(rows)

    def _read_answers(self, store: Store, generation: object) -> None:
        """Add what is new, take out what was erased; another generation may hold other evidence,
        so for it every answer is read again."""
        if generation != self._read:
            self._held, self._seen, self._read = {}, 0, generation
        new = self._record.answers_since(self._seen, parts=_PARTS)
        self._held.update(answer_rows(self._record, store, new))
        for gone in self._record.erased_answers():
            self._held.pop(gone, None)
        self._seen = max([self._seen, *(answer.added_seq for answer in new)])


@contextmanager
def _no_garbage() -> Iterator[None]:
    """Without the garbage collector: of a million small objects that are made none is garbage, and
    looking through them again and again took a quarter of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


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
) -> dict[str, list[Row]]:
    """The rows of each answer, against the generation that `store` reads. The payloads hold
    `_PARTS`."""
    data = {
        answer.id: dict(zip(_PARTS, json.loads(answer.payload), strict=True)) for answer in answers
    }
    present = _Present(record, store, data.values())
    return {answer.id: _answer(answer, data[answer.id], present) for answer in answers}


class _Present:
    """What the present generation holds of the evidence of some answers."""

    def __init__(self, record: Record, store: Store, answers: Iterable[Data]) -> None:
        self._record = record
        self._texts: dict[str, tuple[int, str, str] | None] = {}
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
        self._readings = record.readings(sorted(versions))
        found = store.read(_FACTS, {"ids": sorted(facts)}, limit=_ALL) if facts else []
        self.facts = {str(row["id"]) for row in found}
        self._former: dict[str, dict[str, list[str]]] = {}
        gone = sorted(facts - self.facts)
        for row in store.read(_FORMER, {"ids": gone}, limit=_ALL) if gone else []:
            quotes = self._former.setdefault(str(row["former"]), {}).setdefault(str(row["id"]), [])
            quotes.append(_squeezed(row["quote"]))

    def text_hash(self, citation: Data, answered: int) -> str:
        """The text that a citation quotes; before that was kept with it, the one of that time."""
        said = str(citation.get("text_hash") or "")
        readings = self._readings.get(citation["version"], [])
        of_then = [one.text_hash for one in readings if one.added_seq <= answered]
        return said or (of_then[-1] if of_then else "")

    def chunk(self, version: str, offset: int, text_hash: str) -> str | None:
        """The chunk that now holds an offset of a version; None where that is not current, or is
        another text since a newer reader read it."""
        readings = self._readings.get(version, [])
        if readings and readings[-1].text_hash != text_hash:
            return None
        starts, ids = self._chunks.get(version, ([], []))
        return ids[max(0, bisect_right(starts, offset) - 1)] if ids else None

    def fact(self, fact: str, quoted: Sequence[str]) -> str | None:
        """The id that a fact has now. Where several had its id of then, it is the one that the
        answer's own quotes (`quoted`, their blanks made one) state; None where none does."""
        if fact in self.facts:
            return fact
        able = self._former.get(fact, {})
        for id, quotes in able.items():
            if any(one in other or other in one for one in quotes for other in quoted):
                return id
        return next(iter(able)) if len(able) == 1 else None

    def now(self, document: str) -> tuple[int, str, str] | None:
        """Number, text and id of the current version; None where the document was withdrawn."""
        if document not in self._texts:
            try:
                found = self._record.document(document)
                self._texts[document] = (found.number, found.text, found.version)
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
    superseded = 0
    citations: dict[object, tuple[Data, str]] = {}
    for citation, role in _citations(answer):
        place = (citation["version"], citation["start"], citation["end"])
        citations.setdefault(place, (citation, role))
    for citation, role in citations.values():
        text_hash = present.text_hash(citation, stored.added_seq)
        chunk = present.chunk(citation["version"], citation["start"], text_hash)
        gone = None if chunk else _former_chunk(citation, present)
        said = bool(chunk) or citation["quote"] in (present.now(citation["document"]) or (0, ""))[1]
        if gone:
            superseded += 1
            rows.append(gone)
        rows.append(
            _cites(stored.id, {**citation, "text_hash": text_hash}, role, chunk, gone, said)
        )
    facts: dict[str, str] = {}
    for fact, sentence in _facts(answer):
        facts.setdefault(fact, sentence)
    quoted = [_squeezed(citation["quote"]) for citation, _ in citations.values()]
    for fact, sentence in facts.items():
        current = present.fact(fact, quoted)
        if current is None:
            superseded += 1
            rows.append(_former_fact(fact, sentence))
        target = "Superseded" if current is None else "Fact"
        status = "superseded" if current is None else "current"
        rows.append(_edge("USED", stored.id, target, current or fact, {"status": status}))
    counts = {"citations": len(citations), "facts": len(facts), "superseded": superseded}
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
                "status": "superseded" if superseded else "current",
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


def _squeezed(words: object) -> str:
    return " ".join(str(words).split())


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
            "text_hash": citation["text_hash"],
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
    why = "the document was withdrawn"
    if now:
        same = now[2] == citation["version"]
        why = "read again by a newer reader" if same else f"replaced by import {now[0]}"
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
