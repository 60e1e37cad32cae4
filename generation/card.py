"""From a context to an evidence card."""

from __future__ import annotations

import time
from dataclasses import asdict, replace

from generation.abstention import Signs, decide, signs
from generation.headline import is_direct
from generation.missing import missing
from generation.quoting import Plan, QuotingGenerator, plan
from generation.verification import verify
from graph.model import Answer, AnswerSentence, AnswerState, Context, DraftSentence
from graph.protocols import Generator


def answer(context: Context, *, words: int = 150, generator: Generator | None = None) -> Answer:
    """An evidence card of about `words` words. Drafts come from `generator` (by default verbatim
    quotes, no language model); each is verified, and those that fail are listed with the reason.
    The id is left empty: the caller knows the settings it must depend on."""
    started = time.perf_counter()
    planned = plan(context, words=words)
    found = signs(planned.evidence, planned.units)
    direct = is_direct(planned.evidence, planned.units, planned.headline)
    state = decide(found, direct=direct)
    if not planned.evidence.answerable:
        state = "not_found"
    drafts = _drafts(context, planned, state, words, generator)
    drafted = time.perf_counter()
    top, sentences, refused = _verified(drafts, context)
    if state != "answered":
        top = None
    elif not sentences:
        state, top = "not_found", None
    verified = time.perf_counter()
    used = dict.fromkeys(fact for sentence in sentences for fact in sentence.facts)
    return Answer(
        id="",
        question=context.question,
        state=state,
        headline=top,
        sentences=sentences,
        missing=missing(context, planned.evidence, planned.units, state),
        passages=context.passages,
        links=context.links,
        facts=tuple(used),
        refused=refused,
        documents_searched=context.documents_searched,
        superseded=context.superseded,
        manifest=_manifest(generator, planned, found),
        milliseconds={
            **context.milliseconds,
            "generate": (drafted - started) * 1000,
            "verify": (verified - drafted) * 1000,
        },
    )


def _drafts(
    context: Context, planned: Plan, state: AnswerState, words: int, generator: Generator | None
) -> list[DraftSentence]:
    """Nothing is generated for a question that the context does not answer."""
    if state == "not_found":
        return []
    if generator is not None:
        return list(generator.generate(context))
    return list(QuotingGenerator(words).drafts(context, planned))


def _verified(
    drafts: list[DraftSentence], context: Context
) -> tuple[AnswerSentence | None, tuple[AnswerSentence, ...], tuple[tuple[str, str], ...]]:
    """Headline, sentences and refusals. `parent` is renumbered over the sentences that stay."""
    top: AnswerSentence | None = None
    kept: list[AnswerSentence] = []
    refused: list[tuple[str, str]] = []
    place: dict[int, int] = {}
    number = 0
    for draft in drafts:
        sentence, why = verify(draft, context)
        if draft.role == "headline":
            if sentence is None:
                refused.append((draft.text, why))
            elif top is None:
                top = sentence
            continue
        if sentence is None:
            refused.append((draft.text, why))
        elif (same := _same(sentence, kept)) is not None:
            place[number] = same
            kept[same] = replace(
                kept[same],
                citations=tuple(dict.fromkeys((*kept[same].citations, *sentence.citations))),
                facts=tuple(dict.fromkeys((*kept[same].facts, *sentence.facts))),
            )
        else:
            place[number] = len(kept)
            parent = place.get(draft.parent) if draft.parent is not None else None
            kept.append(_with_parent(sentence, parent))
        number += 1
    return top, tuple(kept), tuple(refused)


def _same(sentence: AnswerSentence, kept: list[AnswerSentence]) -> int | None:
    """Which of `kept` says the same words: one line, several citations."""
    text = sentence.text.split()
    for index, other in enumerate(kept):
        if other.text.split() == text:
            return index
    return None


def _with_parent(sentence: AnswerSentence, parent: int | None) -> AnswerSentence:
    return AnswerSentence(
        text=sentence.text,
        citations=sentence.citations,
        role=sentence.role,
        facts=sentence.facts,
        qualifiers=sentence.qualifiers,
        parent=parent,
    )


def _manifest(generator: Generator | None, planned: Plan, found: Signs) -> dict[str, object]:
    return {
        "generator": (generator or QuotingGenerator()).fingerprint,
        "answer_type": planned.evidence.question.expected,
        "signs": asdict(found),
    }
