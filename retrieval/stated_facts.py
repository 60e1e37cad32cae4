"""What the documents of a scope state with a predicate of the question, and which sentences may
state more of the kind."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import combinations, product
from typing import cast

from graph.model import QUALIFIERS, ROLES, NearSentence, Scope, Span, StatedFact
from graph.protocols import StoreReader
from graph.tokens import words
from retrieval.passages import Row, qualifier_spans
from retrieval.scope_clause import in_documents

MOST = 300  # statements; a question that speaks of more is not computed
NEAR = 300  # sentences that are looked at for each pair of words
_STATED = """
MATCH (a:Entity)<-[:SUBJECT]-(f:Fact)-[s:SUPPORTED_BY]->(c:Chunk)
WHERE f.predicate IN $predicates{scoped}
OPTIONAL MATCH (f)-[:OBJECT]->(b:Entity)
RETURN f.id AS fact, f.predicate AS predicate, f.modality AS modality, f.polarity AS polarity,
       f.figures AS figures, f.status AS status, a.id AS subject, a.kind AS subject_kind,
       b.id AS object, b.kind AS object_kind, c.document AS document, c.version AS version,
       c.id AS chunk, s.start AS start, s.end AS stop, s.quote AS quote, s.status AS place_status,
       s.subject_start AS subject_start, s.subject_end AS subject_end,
       s.predicate_start AS predicate_start, s.predicate_end AS predicate_end,
       s.object_start AS object_start, s.object_end AS object_end, properties(s) AS place
ORDER BY document, start, stop, fact
"""


def stated_facts(
    store: StoreReader, predicates: Collection[str], scope: Scope
) -> tuple[StatedFact, ...]:
    """Every statement, weak ones too, with one of `predicates` in the documents of a resolved
    `scope`; none where there are more than `MOST`."""
    if not predicates:
        return ()
    scoped, parameters = in_documents(scope.documents, "AND c.document")
    asked = _STATED.replace("{scoped}", scoped)
    parameters["predicates"] = sorted(predicates)
    rows = store.read(asked, parameters, limit=MOST + 1)
    return tuple(_stated(row, scope) for row in rows) if len(rows) <= MOST else ()


def near_sentences(
    store: StoreReader,
    asked: Collection[str],
    others: Collection[str],
    verbs: Collection[str],
    scope: Scope,
) -> tuple[tuple[NearSentence, ...], bool]:
    """The sentences of a resolved `scope` that hold a word of `asked` beside one of `others` or
    `verbs` (without `asked` any two of `others`, without these one of `verbs`), and whether these
    are all."""
    found: dict[tuple[str, int, int], NearSentence] = {}
    whole = True
    for pair in _pairs(asked, others, verbs):
        hits = store.search_text(" ".join(pair), k=NEAR, kind="sentence", scope=scope)
        rows = {row.id: row for row in store.texts([hit.chunk for hit in hits], kind="sentence")}
        held = [rows[hit.id] for hit in hits]
        both = [row for row in held if _holds(row.text, pair)]
        whole = whole and not (len(hits) == NEAR and bool(both) and both[-1] is held[-1])
        for row in both:
            key = (row.document, row.start, row.end)
            found[key] = NearSentence(row.document, Span(row.start, row.end), row.text)
    return tuple(found[key] for key in sorted(found)), whole


def _pairs(
    asked: Collection[str], others: Collection[str], verbs: Collection[str]
) -> list[tuple[str, str]]:
    if asked:
        beside = {*others, *verbs}
        return sorted((one, other) for one, other in product(asked, beside) if one != other)
    if others:
        return list(combinations(sorted(others), 2))
    return [(verb, verb) for verb in sorted(verbs)]


def _holds(text: str, pair: Sequence[str]) -> bool:
    held = set(words(text))
    return all(held.issuperset(words(word)) for word in pair)


def _stated(row: Row, scope: Scope) -> StatedFact:
    place = cast("Row", row["place"])
    kinds = (row["subject_kind"], row["object_kind"])
    return StatedFact(
        fact=str(row["fact"]),
        predicate=str(row["predicate"]),
        modality=str(row["modality"]),
        polarity=str(row["polarity"]),
        figures=str(row["figures"] or ""),
        subject=str(row["subject"]),
        subject_kind=str(kinds[0] or ""),
        object=str(row["object"] or ""),
        object_kind=str(kinds[1] or ""),
        document=str(row["document"]),
        version=str(row["version"]),
        chunk=str(row["chunk"]),
        statement=Span(int(str(row["start"])), int(str(row["stop"]))),
        quote=str(row["quote"]),
        subject_span=_span(row, "subject_"),
        predicate_span=_span(row, "predicate_"),
        object_span=_span(row, "object_") if row["object_start"] is not None else None,
        qualifiers=tuple(
            (kind, span, str(place[kind]))
            for kind in (*QUALIFIERS, *ROLES)
            if place.get(kind)
            for span in qualifier_spans(place, kind)
        ),
        shown=row["status"] == "shown" and row["place_status"] == "shown",
        within=scope.kinds is None or all(k in scope.kinds for k in kinds if k is not None),
    )


def _span(row: Row, name: str) -> Span:
    return Span(int(str(row[f"{name}start"])), int(str(row[f"{name}end"])))
