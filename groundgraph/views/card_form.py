"""The form of an evidence card: what answers comes first, the rest of what is quoted after it, and
further passages wait until they are asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from graph.errors import NotFound
from groundgraph.answers import citations
from groundgraph.open_base import Readable
from groundgraph.views.card_parts import PartsForm, parts_form
from groundgraph.views.figure_form import FigureForm, figure_form
from groundgraph.views.paragraph_citations import answer_paragraphs

FIRST_WORDS = 60
_ANSWERING = frozenset({"answered", "partly_answered"})
_FURTHER = 5
_EXCERPT = 320  # characters of a further passage

Row = Mapping[str, Any]
"""Of an answer, as `KnowledgeBase.answer` gives it."""


@dataclass(frozen=True, slots=True)
class CardOrder:
    """Indices of the sentences that answer (`first`) and of those beside them (`rest`)."""

    first: tuple[int, ...]
    rest: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FurtherPassage:
    """A passage that was found and of which nothing is quoted, with the beginning of its words."""

    chunk: str
    document: str
    version: str
    name: str
    heading: tuple[str, ...]
    page: int | None
    start: int
    end: int
    text: str


Change = Literal["removed", "reworded", "renewed"]


@dataclass(frozen=True, slots=True)
class ChangedDocument:
    """A cited document that changed since the answer was given: it is ``removed``, ``reworded``
    (the quoted words are not in the present version) or ``renewed`` (they are)."""

    document: str
    name: str
    what: Change


@dataclass(frozen=True, slots=True)
class CardForm:
    """How a card is laid out, and what a page tells beside it. `paragraphs`: ``version:start`` of a
    citation -> its paragraph."""

    form: CardOrder
    figure: FigureForm | None
    parts: PartsForm | None
    paragraphs: Mapping[str, str]
    further: tuple[FurtherPassage, ...]
    changed: tuple[ChangedDocument, ...]


def card_form(base: Readable, answer: Row) -> CardForm:
    """The form of the card of `answer`, beside the documents as they are now."""
    return CardForm(
        form=answer_form(answer),
        figure=figure_form(answer),
        parts=parts_form(answer),
        paragraphs=answer_paragraphs(base, answer),
        further=tuple(further_passages(base, answer)),
        changed=tuple(changed_evidence(base, answer)),
    )


def answer_form(answer: Row) -> CardOrder:
    """The order of the sentences, in both of its parts that of the card. A sentence stays with its
    lead-in, its items and its exceptions. First is what the headline was taken or computed from,
    and without a headline as many as fit into `FIRST_WORDS`; nothing where the card answers
    nothing, or is laid out in parts: then all are in the order of these."""
    if answer.get("parts"):
        placed = dict.fromkeys(place for part in answer["parts"] for place in part["sentences"])
        return CardOrder((), tuple(placed))
    groups = _groups(answer["sentences"])
    if answer["state"] not in _ANSWERING or not groups:
        return CardOrder((), _flat(groups))
    headed = _headed(answer)
    if headed:
        first = [group for group in groups if headed & {*group}]
    else:
        first = _fitting(answer["sentences"], groups)
    rest = [group for group in groups if group not in first]
    return CardOrder(_flat(first), _flat(rest))


def _flat(groups: Sequence[Sequence[int]]) -> tuple[int, ...]:
    return tuple(index for group in groups for index in group)


def _groups(sentences: Sequence[Row]) -> list[list[int]]:
    """Sentences that hang together, by the one at their top."""
    groups: dict[int, list[int]] = {}
    for index in range(len(sentences)):
        top = index
        while (parent := sentences[top]["parent"]) is not None:
            top = parent
        groups.setdefault(top, []).append(index)
    return list(groups.values())


def _headed(answer: Row) -> set[int]:
    """The sentences that the headline was taken from, or computed from."""
    found: set[int] = set()
    for top in answer["headline"]["citations"] if answer["headline"] else ():
        for index, sentence in enumerate(answer["sentences"]):
            if any(_holds(citation, top) for citation in sentence["citations"]):
                found.add(index)
                break
    return found


def _holds(outer: Row, inner: Row) -> bool:
    same = outer["version"] == inner["version"]
    return bool(same and outer["start"] <= inner["start"] and inner["end"] <= outer["end"])


def _fitting(sentences: Sequence[Row], groups: list[list[int]]) -> list[list[int]]:
    kept: list[list[int]] = []
    words = 0
    for group in groups:
        words += sum(len(sentences[index]["text"].split()) for index in group)
        if kept and words > FIRST_WORDS:
            break
        kept.append(group)
    return kept


def further_passages(base: Readable, answer: Row) -> list[FurtherPassage]:
    """The best passages of which nothing is quoted; those whose text is gone are left out."""
    cited = {citation["chunk"] for citation in citations(answer)}
    found: list[FurtherPassage] = []
    for chunk in answer["chunks"]:
        if len(found) < _FURTHER and chunk["chunk"] not in cited:
            words = _excerpt(base, chunk)
            if words:
                found.append(_further(chunk, words))
    return found


def _further(chunk: Row, words: str) -> FurtherPassage:
    return FurtherPassage(
        chunk=chunk["chunk"],
        document=chunk["document"],
        version=chunk["version"],
        name=chunk["name"],
        heading=tuple(chunk["heading"]),
        page=chunk["page"],
        start=chunk["start"],
        end=chunk["end"],
        text=words,
    )


def _excerpt(base: Readable, chunk: Row) -> str:
    try:
        text = base.record.document(chunk["document"], chunk["version"]).text
    except NotFound:
        return ""
    words = " ".join(text[chunk["start"] : chunk["end"]].split())
    return words if len(words) <= _EXCERPT else f"{words[:_EXCERPT].rsplit(' ', 1)[0]} …"


def changed_evidence(base: Readable, answer: Row) -> list[ChangedDocument]:
    """The cited documents that changed since the answer was given."""
    quotes: dict[tuple[str, str, str], list[str]] = {}
    for citation in citations(answer):
        key = (citation["document"], citation["version"], citation["name"])
        quotes.setdefault(key, []).append(citation["quote"])
    found: list[ChangedDocument] = []
    for (document, version, name), words in quotes.items():
        what = _change(base, document, version, words)
        if what is not None:
            found.append(ChangedDocument(document, name or document, what))
    return found


def _change(base: Readable, document: str, version: str, quotes: list[str]) -> Change | None:
    try:
        present = base.record.document(document)
    except NotFound:
        return "removed"
    if present.version == version:
        return None
    text = " ".join(present.text.split())
    return "renewed" if all(" ".join(q.split()) in text for q in quotes) else "reworded"
