"""The card of a summary: sentences of one document as they stand, by section, in its order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from generation.checks.citation_checks import verify
from generation.evidence.former_documents import Standing, card_notice
from generation.evidence.place_lookup import blocks_of
from generation.policy import decide_extract
from generation.question.sections import NamedPlace
from generation.summary.section_extract import Section, extract
from generation.writers.quoting import cite
from graph.kept_outlines import outline_of
from graph.model import (
    Answer,
    AnswerPart,
    AnswerSentence,
    Context,
    DraftSentence,
    Passage,
    Sentence,
)
from graph.outline import Outline
from graph.section_numbers import bare_line
from graph.tokens import words

_NUMBER = re.compile(r"^(?:[A-Za-z]+\.?\s+)?[\dIVX]+(?:[.-]\d+)*[.:)]?\s+")
NAMED = 5  # sections and documents that are named on a card


@dataclass(frozen=True, slots=True)
class Summarised:
    """What of a document is summarised: a numbered `place`, the section under a `heading`, or, with
    neither, all of it."""

    place: NamedPlace | None = None
    heading: str = ""


def sections_of(context: Context, target: Summarised, *, budget: int) -> tuple[Section, ...]:
    """The sections of the document that `context` holds whole, each with what is kept of it."""
    document = context.passages[0].document
    outline = outline_of(document)
    found: dict[tuple[int, int], Sentence] = {}
    for passage in context.passages:
        for sentence in passage.sentences:
            found.setdefault((sentence.span.start, sentence.span.end), sentence)
    stated = {e.statement for p in context.passages for fact in p.facts for e in fact.evidence}
    blocks = _blocks(outline, target)
    return extract(outline, blocks, list(found.values()), stated, budget=budget)


def _blocks(outline: Outline, target: Summarised) -> Sequence[int]:
    if target.place is not None:
        return blocks_of(target.place, outline)
    if not target.heading:
        return range(len(outline.blocks))
    return [
        index
        for index in range(len(outline.blocks))
        if any(is_headed(title, target.heading) for title in outline.heading_path(index))
    ]


def is_headed(title: str, heading: str) -> bool:
    """Whether a section under `title` is the one called `heading`; its number need not be said."""
    wanted = frozenset(words(heading))
    bare = _NUMBER.sub("", bare_line(title))
    return bool(wanted) and wanted in (frozenset(words(title)), frozenset(words(bare)))


def summary_card(
    context: Context, target: Summarised, standing: Standing, *, budget: int
) -> Answer:
    """The card for the question of `context`, which holds one document whole; where that no longer
    holds, it says so first."""
    document = context.passages[0].document
    sections = sections_of(context, target, budget=budget)
    holders = {sentence.chunk: p for p in context.passages for sentence in p.sentences}
    sentences: list[AnswerSentence] = []
    parts: list[AnswerPart] = []
    refused: list[tuple[str, str]] = []
    for section in sections:
        places = []
        for at in section.kept:
            kept, why = _quoted(section.sentences[at], holders, context)
            if kept is None:
                refused.append((section.sentences[at].text, why))
                continue
            places.append(len(sentences))
            sentences.append(standing.told(kept, document))
        if places:
            name = section.heading or document.name
            state = decide_extract(len(places), len(section.sentences))
            parts.append(AnswerPart(name, state, tuple(places), notes=_left(section, len(places))))
    total = sum(len(section.sentences) for section in sections)
    cited = {citation.chunk for one in sentences for citation in one.citations}
    return Answer(
        id="",
        question=context.question,
        state=decide_extract(len(sentences), total),
        headline=None,
        sentences=tuple(sentences),
        missing=_missing(sections, len(sentences), total, document.name),
        passages=_cited(context.passages, cited),
        links=(),
        facts=tuple(dict.fromkeys(fact for one in sentences for fact in one.facts)),
        refused=tuple(refused),
        documents_searched=context.documents_searched,
        superseded=context.superseded,
        manifest={
            "form": "summary",
            "document": document.id,
            "generator": "extract-1",
            "replaced": standing.kept([document.id]),
        },
        milliseconds=dict(context.milliseconds),
        form="summary",
        parts=tuple(parts),
        notices=card_notice(standing, document),
    )


def undecided_card(context: Context, documents: Mapping[str, str]) -> Answer:
    """The card where several `documents` (key to title) may be meant: it says which."""
    names = list(documents.values())
    listed = "; ".join(f"“{name}”" for name in names[:NAMED])
    more = f"; and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
    return Answer(
        id="",
        question=context.question,
        state=decide_extract(0, 0),
        headline=None,
        sentences=(),
        missing=(f"{len(names):,} documents may be meant: {listed}{more}. Name the one.",),
        passages=(),
        links=(),
        facts=(),
        refused=(),
        documents_searched=context.documents_searched,
        superseded=context.superseded,
        manifest={"form": "summary", "generator": "extract-1", "may_be_meant": list(documents)},
        milliseconds=dict(context.milliseconds),
        form="summary",
    )


def _quoted(
    sentence: Sentence, holders: dict[str, Passage], context: Context
) -> tuple[AnswerSentence | None, str]:
    passage = holders[sentence.chunk]
    facts = [
        fact.id
        for fact in passage.facts
        if any(sentence.span.overlaps(e.statement) for e in fact.evidence)
    ]
    cited = cite(context, passage, sentence.span)
    return verify(DraftSentence(cited.quote, (cited,), "sentence", tuple(facts)), context)


def _left(section: Section, shown: int) -> tuple[str, ...]:
    left = len(section.sentences) - shown
    return (f"{_counted(left)} of this section not shown.",) if left else ()


def _counted(count: int) -> str:
    return "1 more sentence" if count == 1 else f"{count:,} more sentences"


def _missing(sections: Sequence[Section], shown: int, total: int, name: str) -> tuple[str, ...]:
    if not total:
        return (f"Nothing that could be quoted was found in “{name}”.",)
    if shown == total:
        return ()
    lines = [f"An extract of “{name}”: {shown:,} of its {total:,} sentences and lines."]
    absent = [section.heading for section in sections if not section.kept and section.heading]
    if absent:
        listed = ", ".join(f"“{heading}”" for heading in absent[:NAMED])
        more = f" and {len(absent) - NAMED:,} more" if len(absent) > NAMED else ""
        lines.append(f"Nothing is shown of: {listed}{more}.")
    return tuple(lines)


def _cited(passages: Sequence[Passage], cited: set[str]) -> tuple[Passage, ...]:
    kept = [passage for passage in passages if passage.chunk.id in cited]
    return tuple(replace(passage, rank=rank) for rank, passage in enumerate(kept, 1))
