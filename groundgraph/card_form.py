"""The form of an evidence card: what answers comes first, the rest of what is quoted after it, and
further passages wait until they are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from graph.errors import NotFound
from groundgraph.answers import citations

if TYPE_CHECKING:
    from groundgraph.knowledge_base import KnowledgeBase

FIRST_WORDS = 60
_ANSWERING = frozenset({"answered", "partly_answered"})
_FURTHER = 5
_EXCERPT = 320  # characters of a further passage

Row = dict[str, Any]


def answer_form(answer: Mapping[str, Any]) -> dict[str, list[int]]:
    """Indices of the sentences that answer (``first``) and of those beside them (``rest``), each in
    the order of the card. A sentence stays with its lead-in, its items and its exceptions. First is
    what the headline was taken or computed from, and without a headline as many as fit into
    `FIRST_WORDS`; nothing where the card answers nothing, or is laid out in parts: then all are in
    the order of these."""
    if answer.get("parts"):
        placed = dict.fromkeys(place for part in answer["parts"] for place in part["sentences"])
        return {"first": [], "rest": list(placed)}
    groups = _groups(answer["sentences"])
    if answer["state"] not in _ANSWERING or not groups:
        return {"first": [], "rest": [index for group in groups for index in group]}
    headed = _headed(answer)
    if headed:
        first = [group for group in groups if headed & {*group}]
    else:
        first = _fitting(answer["sentences"], groups)
    rest = [group for group in groups if group not in first]
    return {name: [i for g in part for i in g] for name, part in (("first", first), ("rest", rest))}


def _groups(sentences: list[Row]) -> list[list[int]]:
    """Sentences that hang together, by the one at their top."""
    groups: dict[int, list[int]] = {}
    for index in range(len(sentences)):
        top = index
        while (parent := sentences[top]["parent"]) is not None:
            top = parent
        groups.setdefault(top, []).append(index)
    return list(groups.values())


def _headed(answer: Mapping[str, Any]) -> set[int]:
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


def _fitting(sentences: list[Row], groups: list[list[int]]) -> list[list[int]]:
    kept: list[list[int]] = []
    words = 0
    for group in groups:
        words += sum(len(sentences[index]["text"].split()) for index in group)
        if kept and words > FIRST_WORDS:
            break
        kept.append(group)
    return kept


def further_passages(kb: KnowledgeBase, answer: Mapping[str, Any]) -> list[Row]:
    """The best passages that were found and of which nothing is quoted, with the beginning of their
    words; those whose text is gone are left out."""
    cited = {citation["chunk"] for citation in citations(answer)}
    found: list[Row] = []
    for chunk in answer["chunks"]:
        if len(found) < _FURTHER and chunk["chunk"] not in cited:
            words = _excerpt(kb, chunk)
            if words:
                found.append({**chunk, "text": words})
    return found


def _excerpt(kb: KnowledgeBase, chunk: Row) -> str:
    try:
        text = kb.record.document(chunk["document"], chunk["version"]).text
    except NotFound:
        return ""
    words = " ".join(text[chunk["start"] : chunk["end"]].split())
    return words if len(words) <= _EXCERPT else f"{words[:_EXCERPT].rsplit(' ', 1)[0]} …"


def changed_evidence(kb: KnowledgeBase, answer: Mapping[str, Any]) -> list[Row]:
    """The cited documents that changed since the answer was given: ``document``, ``name``, and
    ``what``: ``removed``, ``reworded`` (the quoted words are not in the present version) or
    ``renewed`` (they are)."""
    quotes: dict[tuple[str, str, str], list[str]] = {}
    for citation in citations(answer):
        key = (citation["document"], citation["version"], citation["name"])
        quotes.setdefault(key, []).append(citation["quote"])
    found: list[Row] = []
    for (document, version, name), words in quotes.items():
        what = _change(kb, document, version, words)
        if what:
            found.append({"document": document, "name": name or document, "what": what})
    return found


def _change(kb: KnowledgeBase, document: str, version: str, quotes: list[str]) -> str:
    try:
        present = kb.record.document(document)
    except NotFound:
        return "removed"
    if present.version == version:
        return ""
    text = " ".join(present.text.split())
    return "renewed" if all(" ".join(q.split()) in text for q in quotes) else "reworded"
