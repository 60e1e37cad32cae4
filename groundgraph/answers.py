"""Answers as plain data: what ``--json`` prints, what the record keeps, what a page reopens."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from graph.model import (
    Answer,
    AnswerPart,
    AnswerSentence,
    Citation,
    Context,
    FollowUp,
    Passage,
    Written,
    WrittenSentence,
)


def citation_data(citation: Citation) -> dict[str, Any]:
    return {
        "document": citation.document,
        "row": citation.row,
        "version": citation.version,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
        "chunk": citation.chunk,
        "name": citation.name,
        "heading": list(citation.heading),
        "page": citation.page,
        "text_hash": citation.text_hash,
    }


def sentence_data(sentence: AnswerSentence) -> dict[str, Any]:
    return {
        "text": sentence.text,
        "role": sentence.role,
        "parent": sentence.parent,
        "facts": list(sentence.facts),
        "citations": [citation_data(c) for c in sentence.citations],
        "qualifiers": [
            {"kind": kind, "citation": citation_data(c)} for kind, c in sentence.qualifiers
        ],
    }


def written_data(written: Written) -> dict[str, Any]:
    """What a language model wrote, all of it: `raw` included, so that it can be checked again."""
    return {
        "model": written.model,
        "where": written.where,
        "sentences": [
            {
                "text": one.text,
                "state": one.state,
                "reason": one.reason,
                "numbers": list(one.numbers),
                "citations": [citation_data(c) for c in one.citations],
                "aligned": one.aligned,
            }
            for one in written.sentences
        ],
        "raw": written.raw,
        "problem": written.problem,
        "notes": list(written.notes),
        "given": [citation_data(c) for c in written.given],
        "tokens_in": written.tokens_in,
        "tokens_out": written.tokens_out,
        "cost": written.cost,
        "milliseconds": written.milliseconds,
        "stopped": written.stopped,
    }


def _citation_of(item: dict[str, Any]) -> Citation:
    return Citation(**{**item, "heading": tuple(item["heading"])})


def written_of(data: dict[str, Any]) -> Written:
    """What `written_data` made `data` of."""
    return Written(
        **{
            **data,
            "sentences": tuple(
                WrittenSentence(
                    **{
                        **one,
                        "numbers": tuple(one["numbers"]),
                        "citations": tuple(_citation_of(c) for c in one["citations"]),
                    }
                )
                for one in data["sentences"]
            ),
            "notes": tuple(data["notes"]),
            "given": tuple(_citation_of(c) for c in data["given"]),
        }
    )


def passage_data(passage: Passage) -> dict[str, Any]:
    chunk = passage.chunk
    return {
        "rank": passage.rank,
        "chunk": chunk.id,
        "document": chunk.document,
        "row": passage.document.row,
        "version": chunk.version,
        "name": passage.document.name,
        "heading": list(chunk.heading),
        "page": chunk.page,
        "start": chunk.start,
        "end": chunk.end,
        "scores": dict(passage.scores),
        "path": [{"via": s.via, "node": s.node, "name": s.name} for s in passage.path],
    }


def documents_in_order(passages: tuple[Passage, ...]) -> list[dict[str, Any]]:
    """Documents by the rank of their best chunk."""
    seen: dict[str, dict[str, Any]] = {}
    for passage in passages:
        if passage.chunk.document not in seen:
            seen[passage.chunk.document] = {
                "document": passage.chunk.document,
                "row": passage.document.row,
                "name": passage.document.name,
                "score": passage.scores.get("total"),
            }
    return list(seen.values())


def answer_data(answer: Answer) -> dict[str, Any]:
    """The whole answer, JSON-ready."""
    return {
        "id": answer.id,
        "question": answer.question,
        "state": answer.state,
        "headline": sentence_data(answer.headline) if answer.headline else None,
        "sentences": [sentence_data(s) for s in answer.sentences],
        "missing": list(answer.missing),
        "documents": documents_in_order(answer.passages),
        "chunks": [passage_data(p) for p in answer.passages],
        "links": [
            {
                "surface": link.surface,
                "entity": link.entity,
                "name": link.name,
                "documents": list(link.documents),
            }
            for link in answer.links
        ],
        "facts": list(answer.facts),
        "refused": [{"text": text, "why": why} for text, why in answer.refused],
        "documents_searched": answer.documents_searched,
        "superseded": answer.superseded,
        "manifest": dict(answer.manifest),
        "milliseconds": dict(answer.milliseconds),
        **({} if answer.written is None else {"written": written_data(answer.written)}),
        **({} if answer.follows is None else {"follows": asdict(answer.follows)}),
        **({} if answer.form is None else {"form": answer.form, "parts": _parts_data(answer)}),
        **({"notices": list(answer.notices)} if answer.notices else {}),
        **({"more": [sentence_data(s) for s in answer.more]} if answer.more else {}),
    }


def _parts_data(answer: Answer) -> list[dict[str, Any]]:
    return [
        {**asdict(part), "sentences": list(part.sentences), "notes": list(part.notes)}
        for part in answer.parts
    ]


def _part_of(item: dict[str, Any]) -> AnswerPart:
    places, notes = tuple(item["sentences"]), tuple(item["notes"])
    return AnswerPart(**{**item, "sentences": places, "notes": notes})


def answer_of(data: dict[str, Any]) -> Answer:
    """The answer that `answer_data` made `data` of, without its passages."""

    citation = _citation_of

    def sentence(item: dict[str, Any]) -> AnswerSentence:
        return AnswerSentence(
            text=item["text"],
            citations=tuple(citation(c) for c in item["citations"]),
            role=item["role"],
            facts=tuple(item["facts"]),
            qualifiers=tuple((q["kind"], citation(q["citation"])) for q in item["qualifiers"]),
            parent=item["parent"],
        )

    return Answer(
        id=data["id"],
        question=data["question"],
        state=data["state"],
        headline=sentence(data["headline"]) if data["headline"] else None,
        sentences=tuple(sentence(item) for item in data["sentences"]),
        missing=tuple(data["missing"]),
        passages=(),
        links=(),
        facts=tuple(data["facts"]),
        refused=tuple((item["text"], item["why"]) for item in data["refused"]),
        documents_searched=data["documents_searched"],
        superseded=data["superseded"],
        manifest=data["manifest"],
        milliseconds=data["milliseconds"],
        written=written_of(data["written"]) if data.get("written") else None,
        follows=FollowUp(**data["follows"]) if data.get("follows") else None,
        form=data.get("form"),
        parts=tuple(_part_of(item) for item in data.get("parts", ())),
        notices=tuple(data.get("notices", ())),
        more=tuple(sentence(item) for item in data.get("more", ())),
    )


def citations(answer: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Every citation of an answer (as `KnowledgeBase.answer` gives it), headline first, what is
    folded last; then those that a language model was given."""
    headline = [answer["headline"]] if answer["headline"] else []
    for sentence in [*headline, *answer["sentences"], *answer.get("more", ())]:
        yield from sentence["citations"]
        for qualifier in sentence["qualifiers"]:
            yield qualifier["citation"]
    if answer.get("written"):
        for sentence in answer["written"]["sentences"]:
            yield from sentence["citations"]
        yield from answer["written"]["given"]


def context_data(identifier: str | None, context: Context) -> dict[str, Any]:
    """What ``search`` prints for one question."""
    return {
        "id": identifier,
        "question": context.question,
        "documents": documents_in_order(context.passages),
        "chunks": [passage_data(p) for p in context.passages],
        "documents_searched": context.documents_searched,
        "milliseconds": dict(context.milliseconds),
    }


def dumps(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=False)
