"""Training pairs made from the sentences of groups: edits that say otherwise or the same, and
questions narrowed to other cases. Made for each part apart, from its own documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from learning.question_edits import narrowed, swapped
from learning.sentence_edits import NOT_STATED, SUPPORTS, changed, kept
from learning.training_rows import AnswerPair, Group, Sentence, SupportPair, TrainingRows

EDITS = 2  # of a sentence
_BOTH_WAYS = frozenset(
    "negation modality number date role_swap swapped_qualifier unit other_name".split()
)


def made_rows(rows: TrainingRows, seed: int) -> TrainingRows:
    """What is made from `rows`; of each row the same whatever stands beside it."""
    made = TrainingRows()
    for group in rows.groups:
        if not group.gold:
            continue
        rng = Random(f"{seed}:{group.question}:{group.document}")
        made.support += _edited(group, rng)
        made.answers += _narrowed(group, rng)
    for pair in rows.support:
        rng = Random(f"{seed}:{pair.statement}:{pair.document}")
        edit = changed(pair.statement, rng) if pair.allowed == (SUPPORTS,) else None
        if edit and rng.random() < 0.5:
            made.support.append(
                replace(pair, kind=f"edited {edit.kind}", statement=edit.text, allowed=edit.allowed)
            )
    made.answers += _elsewhere(rows.answers, seed)
    return made


def _edited(group: Group, rng: Random) -> Iterator[SupportPair]:
    """Edits of one gold sentence, beside it; the quote sometimes has a neighbour with it."""
    at = rng.choice(group.gold)
    quote = group.sentences[at]
    if not 7 <= len(quote.text.split()) <= 80:
        return
    near = [group.sentences[i].text for i in (at - 1, at + 1) if 0 <= i < len(group.sentences)]
    kinds: set[str] = set()
    for _ in range(EDITS * 4):
        edit = changed(quote.text, rng)
        if len(kinds) == EDITS or not edit or edit.kind in kinds:
            continue
        kinds.add(edit.kind)
        said, beside = edit.text, quote.text
        if edit.kind in _BOTH_WAYS and rng.random() < 0.4:
            said, beside = beside, said
        beside = _among(beside, near, rng)
        yield _support(group, edit.kind, said, Sentence(quote.above, beside), edit.allowed)
        # An edited sentence supports itself: to look edited is no mark of being wrong.
        if rng.random() < 0.25:
            yield _support(
                group, "identity", edit.text, replace(quote, text=edit.text), (SUPPORTS,)
            )
    if near and rng.random() < 0.35:
        yield _support(group, "other sentence", rng.choice(near), quote, (NOT_STATED,))
    for _ in range(max(1, len(kinds))):
        same = kept(quote.text, rng)
        beside = _among(quote.text, near, rng)
        yield _support(group, same.kind, same.text, Sentence(quote.above, beside), same.allowed)


def _among(text: str, near: list[str], rng: Random) -> str:
    if not near or rng.random() >= 0.3:
        return text
    other = rng.choice(near)
    return f"{other} {text}" if rng.random() < 0.5 else f"{text} {other}"


def _support(
    group: Group, kind: str, statement: str, quote: Sentence, allowed: tuple[int, ...]
) -> SupportPair:
    return SupportPair(group.set, group.document, kind, statement, quote, allowed)


def _narrowed(group: Group, rng: Random) -> Iterator[AnswerPair]:
    sentence = group.sentences[rng.choice(group.gold)]
    other = swapped(group.question, f"{sentence.above} {sentence.text}", rng)
    if other:
        question, kind = other
        pair = AnswerPair(group.set, group.document, "original", group.question, sentence, True)
        yield pair
        yield replace(pair, kind=f"swapped {kind}", question=question, answers=False)
    if not other or rng.random() < 0.4:
        yield from narrowed(group, sentence, rng)


def _elsewhere(pairs: list[AnswerPair], seed: int) -> Iterator[AnswerPair]:
    """Each question beside the quote of another one, which does not answer it."""
    for at, pair in enumerate(pairs):
        other = pairs[(at + 1 + Random(f"{seed}:{at}").randrange(3)) % len(pairs)]
        if other.quote != pair.quote:
            yield replace(pair, kind="elsewhere", quote=other.quote, answers=False)
