"""The card of a comparison: what each side's own card quotes, under the name of the side. Nothing
is said of a difference; the reader sees both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from generation.comparison.compared_sides import Side
from generation.evidence.answer_spans import answer_spans
from generation.policy import decide_side, decide_sides
from generation.question.answer_types import AnswerType
from graph.model import Answer, AnswerPart, AnswerSentence, AnswerState, LinkedName, Passage

FIRST = 2  # sentences of a side that is not answered
NOTHING = "Nothing was found for “{name}”."
_ENUMERATED = re.compile(r"\(?(\w{1,4})[.)]\s")


@dataclass(frozen=True, slots=True)
class _Shown:
    """What is shown of one side's card."""

    side: Side
    card: Answer
    kept: tuple[AnswerSentence, ...]
    state: AnswerState


def comparison_card(question: str, sides: Sequence[Side], cards: Sequence[Answer]) -> Answer:
    """One card for `question` of those that answer each of its `sides`, in the same order."""
    shown = [_shown(side, card) for side, card in zip(sides, cards, strict=True)]
    sentences: list[AnswerSentence] = []
    parts = []
    for one in shown:
        places = _laid_down(one.kept, sentences)
        parts.append(AnswerPart(one.side.name, one.state, places, _figure(one), _notes(one)))
    state = decide_sides([one.state for one in shown])
    passages = _ranked(cards)
    return Answer(
        id="",
        question=question,
        state=state,
        headline=None,
        sentences=tuple(sentences),
        missing=_missing(shown, state, cards),
        passages=passages,
        links=tuple(_once(link for card in cards for link in card.links)),
        facts=tuple(dict.fromkeys(fact for s in sentences for fact in s.facts)),
        refused=tuple(item for card in cards for item in card.refused),
        documents_searched=max(card.documents_searched for card in cards),
        superseded=max(card.superseded for card in cards),
        manifest={
            **cards[0].manifest,
            "form": "comparison",
            "sides": [{"name": s.name, "question": s.question} for s in sides],
        },
        milliseconds=_summed(cards),
        form="comparison",
        parts=tuple(parts),
    )


def _shown(side: Side, card: Answer) -> _Shown:
    """The sentences of `card` that name `side`, each with those that hang on it; of a card that
    does not answer, the first that treat it."""
    open_ = card.state in ("related", "not_found")
    groups = [g for g in _groups(card.sentences) if _speaks_of(side, g, strictly=open_)]
    if open_:
        groups = groups[:FIRST]
    kept = tuple(sentence for group in groups for sentence in _renumbered(group))
    led = _leads(card, kept) and side.is_named_in(" ".join(one.text for one in kept))
    state = decide_side(card.state, named=bool(kept), led=led, cut=_is_cut(kept))
    return _Shown(side, card, kept, state)


Group = list[tuple[int, AnswerSentence]]


def _groups(sentences: Sequence[AnswerSentence]) -> list[Group]:
    """Sentences that hang together, with their places, by the one at their top."""
    found: dict[int, Group] = {}
    for place, sentence in enumerate(sentences):
        top = place
        while (parent := sentences[top].parent) is not None:
            top = parent
        found.setdefault(top, []).append((place, sentence))
    return list(found.values())


def _speaks_of(side: Side, group: Group, *, strictly: bool) -> bool:
    own = group[0][1].citations[0]
    text = "\n".join(sentence.text for _, sentence in group)
    above = "\n".join((own.name, *own.heading))
    return side.is_treated_in(text, above) if strictly else side.is_named_in(text, above)


def _renumbered(group: Group) -> list[AnswerSentence]:
    """The sentences of a group, whose parents are counted within it."""
    places = {place: at for at, (place, _) in enumerate(group)}
    return [
        replace(one, parent=None if one.parent is None else places[one.parent]) for _, one in group
    ]


def _leads(card: Answer, kept: Sequence[AnswerSentence]) -> bool:
    """Whether what answers is still shown: the sentence of the headline, or the first one."""
    if not card.sentences:
        return False
    if card.headline is None:
        return bool(kept) and kept[0].citations[:1] == card.sentences[0].citations[:1]
    return any(
        cited.version == own.version and own.start <= cited.start and cited.end <= own.end
        for cited in card.headline.citations
        for sentence in kept
        for own in sentence.citations
    )


def _laid_down(kept: Sequence[AnswerSentence], onto: list[AnswerSentence]) -> tuple[int, ...]:
    """The places of `kept` among the sentences `onto`, which get those that are not there yet."""
    places: list[int] = []
    start = 0
    for at, sentence in enumerate(kept):
        if sentence.parent is None:
            start = at
        known = _known(sentence, onto) if sentence.parent is None else None
        if known is not None:
            places.append(known)
            continue
        parent = None if sentence.parent is None else places[start + sentence.parent]
        onto.append(replace(sentence, parent=parent))
        places.append(len(onto) - 1)
    return tuple(dict.fromkeys(places))


def _known(sentence: AnswerSentence, among: Sequence[AnswerSentence]) -> int | None:
    return next(
        (at for at, one in enumerate(among) if one.citations[:1] == sentence.citations[:1]), None
    )


def _is_cut(kept: Sequence[AnswerSentence]) -> bool:
    """Whether a line that leads to items has none here, or its items do not count on from the
    first."""
    items: dict[int, list[str]] = {}
    for sentence in kept:
        if sentence.parent is not None and (mark := _ENUMERATED.match(sentence.text.strip())):
            items.setdefault(sentence.parent, []).append(mark[1].casefold())
    led = {sentence.parent for sentence in kept}
    bare = any(s.text.rstrip().endswith(":") and at not in led for at, s in enumerate(kept))
    return bare or any(not _counts_on(marks) for marks in items.values())


_COUNTS = (
    [str(number) for number in range(1, 40)],
    [chr(letter) for letter in range(ord("a"), ord("z") + 1)],
    "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split(),
)


def _counts_on(marks: Sequence[str]) -> bool:
    """Whether the marks of items are the first ones of a count, none left out."""
    return any(list(marks) == count[: len(marks)] for count in _COUNTS)


def _figure(one: _Shown) -> str:
    """What answers the side by itself, where it is one span of what is shown and no other value of
    its kind stands there."""
    top = one.card.headline
    if top is None or one.state != "answered":
        return ""
    words = " ".join(top.text.split())
    said = " ".join(" ".join(s.text.split()) for s in one.kept)
    if words not in said:
        return ""
    kinds = [kind for kind in _VALUES if answer_spans(kind, words)]
    values = {span.text.casefold() for kind in kinds for span in answer_spans(kind, said)}
    return words if len(values) == 1 else ""


_VALUES: tuple[AnswerType, ...] = ("duration", "amount", "percent", "date")
"""Kinds of what can be set side by side."""


def _notes(one: _Shown) -> tuple[str, ...]:
    if not one.kept:
        return (NOTHING.format(name=one.side.name),)
    return tuple(line for line in one.card.missing if not _is_count(line))


def _is_count(line: str) -> bool:
    return " searched" in line


def _missing(
    shown: Sequence[_Shown], state: AnswerState, cards: Sequence[Answer]
) -> tuple[str, ...]:
    if state == "answered":
        return ()
    open_ = [one.side.name for one in shown if one.state not in ("answered", "disagree")]
    named = " and ".join(f"“{name}”" for name in open_)
    line = f"Not answered by itself: {named}; so nothing can be compared for certain."
    counts = dict.fromkeys(line for card in cards for line in card.missing if _is_count(line))
    return (*((line,) if open_ else ()), *list(counts)[:1])


def _ranked(cards: Sequence[Answer]) -> tuple[Passage, ...]:
    """The passages of all sides, the best of each first, each once."""
    found: dict[str, Passage] = {}
    for rank in range(max(len(card.passages) for card in cards)):
        for card in cards:
            for passage in card.passages[rank : rank + 1]:
                found.setdefault(passage.chunk.id, passage)
    return tuple(replace(passage, rank=rank) for rank, passage in enumerate(found.values(), 1))


def _once(links: Iterable[LinkedName]) -> Iterable[LinkedName]:
    return dict.fromkeys(links)


def _summed(cards: Sequence[Answer]) -> dict[str, float]:
    total: dict[str, float] = {}
    for card in cards:
        for stage, spent in card.milliseconds.items():
            total[stage] = total.get(stage, 0.0) + spent
    return total
