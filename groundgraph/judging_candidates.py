"""What a base shows that can be judged: facts, names, rows of the register of duties."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from evaluation.judging.verdict_words import Kind
from graph.model import QUALIFIERS, ROLES, Span
from graph.protocols import EdgeRow, NodeRow
from groundgraph.modalities import permits_nothing, shown_modality

_ORDER = (*QUALIFIERS, *ROLES)
_PARTS_OF_A_FACT = ("subject", "predicate", "object")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something to be judged, with `shown` as it will stand on the sheet and its place in a
    document; `rule` and `ids` are what the judge must not see."""

    kind: Kind
    identity: str
    shown: Mapping[str, Any]
    document: str
    span: Span
    heading: tuple[str, ...] = ()
    rule: str = ""
    ids: Mapping[str, Any] = field(default_factory=dict)


class ShownGraph:
    """The shown part of a graph, as far as it was read in the `documents` (keys)."""

    def __init__(self, rows: Iterable[NodeRow | EdgeRow], documents: Iterable[str]) -> None:
        self._documents = frozenset(documents)
        self._nodes: dict[str, NodeRow] = {}
        self._subjects: dict[str, str] = {}
        self._objects: dict[str, str] = {}
        self._supports: dict[str, list[EdgeRow]] = defaultdict(list)
        self._mentions: dict[str, list[EdgeRow]] = defaultdict(list)
        for row in rows:
            self._take(row)
        self._stated = self._by_document()
        self._headings = self._by_place()

    def _take(self, row: NodeRow | EdgeRow) -> None:
        if isinstance(row, NodeRow):
            if row.label in ("Chunk", "Fact", "Entity"):
                self._nodes[row.id] = row
            return
        match row.type:
            case "SUBJECT":
                self._subjects[row.source] = row.target
            case "OBJECT":
                self._objects[row.source] = row.target
            case "SUPPORTED_BY":
                self._supports[row.source].append(row)
            case "MENTIONS":
                self._mentions[row.target].append(row)

    # --- facts ---------------------------------------------------------------------------------

    def facts(self) -> Iterator[Candidate]:
        """Each shown fact once, at the first place that states it."""
        for fact in self._shown("Fact"):
            places = self._stating(fact)
            if places:
                yield self._fact("fact", fact, places[0])

    def said_in(self, fact: str) -> frozenset[str]:
        """The documents that state the fact with this id."""
        return frozenset(self._document(edge) for edge in self._supports.get(fact, ()))

    def weak_facts(self) -> Iterator[Candidate]:
        """Each fact that is kept weak once, at its first place; its rule is the reason."""
        for fact in self._nodes.values():
            if fact.label != "Fact" or fact.properties.get("status") == "shown":
                continue
            places = self._places(self._supports[fact.id])
            if places:
                reason = str(places[0].properties.get("why_weak") or "")
                yield replace(self._fact("fact", fact, places[0]), rule=reason)

    def duties(self) -> Iterator[Candidate]:
        """Each row of the register of duties: a shown fact with must, may or should, at any place,
        as the register has it."""
        for fact in self._shown("Fact"):
            if fact.properties["modality"] not in ("must", "may", "should"):
                continue
            kind = str(self._nodes[self._subjects[fact.id]].properties["kind"])
            for place in self._places(self._supports[fact.id]):
                rule = str(place.properties.get("rule") or "")
                if not permits_nothing(fact.properties, kind, rule):
                    yield self._fact("duty", fact, place)

    def _fact(self, kind: Kind, fact: NodeRow, place: EdgeRow) -> Candidate:
        span = _span(place)
        document = self._document(place)
        ids = {"fact": fact.id, "document": document, "start": span.start, "end": span.end}
        return Candidate(
            kind=kind,
            identity=f"{fact.id} {document} {span.start}" if kind == "duty" else fact.id,
            shown={"fact": str(fact.properties["name"]), **self._slots(fact, place)},
            document=document,
            span=span,
            heading=self._heading(place),
            rule=str(place.properties.get("rule") or ""),
            ids=ids,
        )

    def _stating(self, fact: NodeRow) -> list[EdgeRow]:
        """The places that state a fact and are above the quality bar, in text order."""
        good = [e for e in self._supports[fact.id] if e.properties.get("status") == "shown"]
        return self._places(good)

    def _slots(self, fact: NodeRow, place: EdgeRow) -> dict[str, str]:
        """The parts of a fact in the words that pages show them in, then its qualifiers."""
        told = fact.properties
        subject = self._nodes[self._subjects[fact.id]]
        object_ = self._nodes.get(self._objects.get(fact.id, ""))
        what = object_.properties["name"] if object_ else self._value(fact, place)
        slots = {
            "who": str(subject.properties["name"]),
            "duty": shown_modality(str(told["modality"]), str(told["polarity"])),
            "does": str(told["predicate"]),
            "what": _flat(what or ""),
            **qualifiers(place.properties),
        }
        return {part: words for part, words in slots.items() if words}

    def _value(self, fact: NodeRow, place: EdgeRow) -> str:
        """A value in the document's own words ("15 working days", not P15D)."""
        start, end = place.properties.get("object_start"), place.properties.get("object_end")
        chunk = self._nodes[place.target].properties
        if isinstance(start, int) and isinstance(end, int) and isinstance(chunk["start"], int):
            words = str(chunk["text"])[start - chunk["start"] : end - chunk["start"]]
            if len(words) == end - start:
                return words
        return str(fact.properties.get("value") or "")

    def stated_within(self, document: str, span: Span) -> list[dict[str, str]]:
        """What is shown of the words at `span`: every shown fact that they state."""
        return [
            {"fact": str(fact.properties["name"]), **qualifiers(place.properties)}
            for fact, place in self._stated.get(document, ())
            if _span(place).overlaps(span)
        ]

    def _by_document(self) -> dict[str, list[tuple[NodeRow, EdgeRow]]]:
        found: dict[str, list[tuple[NodeRow, EdgeRow]]] = defaultdict(list)
        for fact in self._shown("Fact"):
            for place in self._stating(fact):
                found[self._document(place)].append((fact, place))
        return found

    def heading_at(self, document: str, start: int) -> tuple[str, ...]:
        """The headings above an offset: those of the last chunk that begins before it."""
        above = self._headings.get(document, [])
        at = bisect_right(above, start, key=lambda pair: pair[0]) - 1
        return above[at][1] if at >= 0 else ()

    def _by_place(self) -> dict[str, list[tuple[int, tuple[str, ...]]]]:
        found: dict[str, list[tuple[int, tuple[str, ...]]]] = defaultdict(list)
        for row in self._nodes.values():
            start = row.properties.get("start")
            if row.label == "Chunk" and isinstance(start, int):
                found[str(row.properties["document"])].append((start, _texts(row)))
        return {document: sorted(places) for document, places in found.items()}

    # --- names ---------------------------------------------------------------------------------

    def names(self) -> Iterator[Candidate]:
        """Each shown entity once, at the first place that names it."""
        for entity in self._shown("Entity"):
            places = self._places(self._mentions[entity.id])
            if not places:
                continue
            told, place = entity.properties, places[0]
            shown = {"name": str(told["name"]), "kind": str(told["kind"])}
            aliases = told.get("aliases")
            if isinstance(aliases, list) and aliases:
                shown["also"] = "; ".join(map(str, aliases))
            yield Candidate(
                kind="name",
                identity=entity.id,
                shown={**shown, "mentions": str(len(places))},
                document=self._document(place),
                span=_span(place),
                heading=self._heading(place),
                rule=str(place.properties.get("rule") or ""),
                ids={"entity": entity.id},
            )

    # --- rows ----------------------------------------------------------------------------------

    def _shown(self, label: str) -> Iterator[NodeRow]:
        for row in self._nodes.values():
            if row.label == label and row.properties.get("status") == "shown":
                yield row

    def _places(self, edges: Sequence[EdgeRow]) -> list[EdgeRow]:
        """Those of `edges` that lead into the documents, in text order."""
        inside = [edge for edge in edges if self._document(edge) in self._documents]
        return sorted(inside, key=lambda edge: (self._document(edge), _span(edge), edge.id))

    def _document(self, edge: EdgeRow) -> str:
        chunk = edge.target if edge.type == "SUPPORTED_BY" else edge.source
        return str(self._nodes[chunk].properties["document"])

    def _heading(self, edge: EdgeRow) -> tuple[str, ...]:
        return _texts(self._nodes[edge.target if edge.type == "SUPPORTED_BY" else edge.source])


def qualifiers(properties: Mapping[str, Any]) -> dict[str, str]:
    """The qualifiers of a place that states a fact: whatever has words and a span of its own."""
    kinds = [
        name.removesuffix("_start")
        for name in properties
        if name.endswith("_start") and name.removesuffix("_start") not in _PARTS_OF_A_FACT
    ]
    ranks = {kind: at for at, kind in enumerate(_ORDER)}
    kinds.sort(key=lambda kind: (ranks.get(kind, len(ranks)), kind))
    return {kind: _flat(properties[kind]) for kind in kinds if properties.get(kind)}


def _texts(chunk: NodeRow) -> tuple[str, ...]:
    heading = chunk.properties.get("heading")
    return tuple(map(str, heading)) if isinstance(heading, list) else ()


def _span(edge: EdgeRow) -> Span:
    start, end = edge.properties["start"], edge.properties["end"]
    assert isinstance(start, int) and isinstance(end, int)
    return Span(start, end)


def _flat(text: object) -> str:
    return " ".join(str(text).split())
