"""What one card is worth for one question. Every measure is a number, or None where it does not
apply to the question; a question that failed is a miss in each that does."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from evaluation.answering.question_files import AnswerQuestion

Place = tuple[str, int, int]
"""(document key, start, end) in the stored text."""


@dataclass(frozen=True, slots=True)
class Card:
    """What a reader sees before unfolding anything. `places`: what it cites, `text`: its words
    without the headline, `passages`: what was retrieved for it, `error`: why there is no card;
    mostly empty."""

    state: str
    headline: str = ""
    text: str = ""
    places: tuple[Place, ...] = ()
    passages: tuple[Place, ...] = ()
    milliseconds: float = 0.0
    error: str = ""

    @property
    def words(self) -> int:
        return len(self.text.split())


@dataclass(frozen=True, slots=True)
class Missed:
    """A gold span that a card does not hold, and the `step` at which it was lost: `NOT_THERE` (in
    the base), `NOT_FOUND` (among the passages), `NOT_CHOSEN` (for the card)."""

    quote: str
    step: str


NOT_THERE, NOT_FOUND, NOT_CHOSEN = "not in the base", "not found", "found, not chosen"


@dataclass(frozen=True, slots=True)
class JudgedCard:
    """A question with its card; `missed` are the gold spans that the card does not hold, `lost`
    counts those that the base does not hold either."""

    question: AnswerQuestion
    card: Card
    values: Mapping[str, float | None]
    missed: tuple[Missed, ...] = ()
    lost: int = field(default=0)


ANY, ALL, SHARE = "any gold span held", "every gold span held", "gold characters held"
RETRIEVED = "any gold span among the passages"
ANSWERED, REFUSED, WORDS = "answered", "refused", "words"
RIGHT, WRONG = "answered, gold span held", "answered, none held"
WRONG_AMONG = "wrong among answered"
PARTLY_WRONG = "wrong among partly answered"
UNANSWERABLE_ANSWERED = "unanswerable: answered"
UNANSWERABLE_REFUSED = "unanswerable: refused"
YES_NO_SAID, YES_NO_RIGHT = "yes or no said", "right among yes or no said"
FACTS = "every needed fact on the card"
EXACT, F1 = "short answer: exact", "short answer: F1"
PRECISION, RECALL = "citations that touch gold", "gold spans cited"

MEASURES = MappingProxyType(
    {
        ANY: "the card cites or repeats some of the words of a gold span",
        ALL: "that for every gold span",
        FACTS: "each fact that the question lists stands on the card, in one of its wordings",
        SHARE: "share of the characters of gold that the card cites",
        RECALL: "share of the gold spans that are held",
        PRECISION: "share of the places cited that overlap a gold span",
        RETRIEVED: "one of the passages that the card was made from overlaps a gold span",
        WORDS: "words on a card that has some",
        ANSWERED: "the state is answered",
        RIGHT: "answered, and a gold span is held",
        WRONG: "answered, and no gold span is held",
        WRONG_AMONG: "the same, of the answered",
        PARTLY_WRONG: "no gold span is held, of the partly answered",
        REFUSED: "the state is not found",
        UNANSWERABLE_ANSWERED: "the state is answered where nothing answers",
        UNANSWERABLE_REFUSED: "the state is not found where nothing answers",
        YES_NO_SAID: "the headline begins with yes or no where that is asked",
        YES_NO_RIGHT: "and it is the right one, of those",
        EXACT: "the headline is the short answer (SQuAD's comparison)",
        F1: "words of the headline and of the short answer (SQuAD's F1)",
    }
)
"""Measure -> what it counts."""

CONDITIONAL = frozenset({WRONG_AMONG, PARTLY_WRONG, YES_NO_RIGHT, PRECISION, WORDS})
"""Measures over questions that depend on the card: no two arms are compared on them in pairs."""

FEWER_IS_BETTER = frozenset({WRONG, WRONG_AMONG, PARTLY_WRONG, UNANSWERABLE_ANSWERED})
NEITHER_IS_BETTER = frozenset({WORDS, ANSWERED, REFUSED})

BRIEF = (ANY, ALL, FACTS, ANSWERED, WRONG_AMONG, REFUSED, YES_NO_RIGHT, UNANSWERABLE_ANSWERED)
"""What a short breakdown shows."""


def judged(
    question: AnswerQuestion, card: Card, gold: Sequence[Place | None], quotes: Sequence[str]
) -> JudgedCard:
    """`gold`: where each gold span of the question stands in the base, None where it does not;
    `quotes`: their words."""
    held = [_holds(card, place, quote) for place, quote in zip(gold, quotes, strict=True)]
    missed = tuple(
        Missed(quote, _step(card, place))
        for quote, place, yes in zip(quotes, gold, held, strict=True)
        if not yes
    )
    values = _values(question, card, [place for place in gold if place], held)
    return JudgedCard(question, card, values, missed, sum(place is None for place in gold))


def _holds(card: Card, place: Place | None, quote: str) -> bool:
    """Whether the card cites some of a gold span, or has all its words (which may stand elsewhere
    in the documents too)."""
    if place is not None and any(_overlap(cited, place) for cited in card.places):
        return True
    words = _squeezed(quote)
    return len(words.split()) > 2 and words in _squeezed(f"{card.headline} {card.text}")


def _step(card: Card, place: Place | None) -> str:
    if place is None:
        return NOT_THERE
    found = any(_overlap(passage, place) for passage in card.passages)
    return NOT_CHOSEN if found else NOT_FOUND


def _squeezed(text: str) -> str:
    return " ".join(text.casefold().split())


def _overlap(one: Place, other: Place) -> int:
    if one[0] != other[0]:
        return 0
    return max(0, min(one[2], other[2]) - max(one[1], other[1]))


def _values(
    question: AnswerQuestion, card: Card, gold: Sequence[Place], held: Sequence[bool]
) -> dict[str, float | None]:
    found: dict[str, float | None] = dict.fromkeys(MEASURES)
    answered, refused = float(card.state == "answered"), float(card.state == "not_found")
    if not question.answerable:
        found[UNANSWERABLE_ANSWERED], found[UNANSWERABLE_REFUSED] = answered, refused
        return found
    found[ANSWERED], found[REFUSED] = answered, refused
    found[WORDS] = float(card.words) if card.words else None
    if held:
        any_held = any(held)
        found[ANY], found[ALL] = float(any_held), float(all(held))
        found[RECALL] = sum(held) / len(held)
        found[SHARE] = _covered(card.places, gold)
        found[RETRIEVED] = float(any(_step(card, place) == NOT_CHOSEN for place in gold))
        found[RIGHT], found[WRONG] = answered * any_held, answered * (not any_held)
        found[WRONG_AMONG] = float(not any_held) if answered else None
        found[PARTLY_WRONG] = float(not any_held) if card.state == "partly_answered" else None
    if card.places and gold:
        touching = [any(_overlap(cited, place) for place in gold) for cited in card.places]
        found[PRECISION] = sum(touching) / len(touching)
    if question.facts:
        words = _squeezed(f"{card.headline} {card.text}")
        found[FACTS] = float(
            all(any(_squeezed(one) in words for one in fact) for fact in question.facts)
        )
    _say(question, card, found)
    return found


def _say(question: AnswerQuestion, card: Card, found: dict[str, float | None]) -> None:
    if question.yes_or_no:
        said = re.match(r"(?i)\s*(yes|no)\b", card.headline)
        found[YES_NO_SAID] = float(said is not None)
        found[YES_NO_RIGHT] = float(said[1].lower() == question.yes_or_no) if said else None
    elif question.short_answers:
        pairs = [(_words(card.headline), _words(answer)) for answer in question.short_answers]
        found[EXACT] = float(any(one == other for one, other in pairs))
        found[F1] = max(f1(one, other) for one, other in pairs)


def _covered(places: Sequence[Place], gold: Sequence[Place]) -> float:
    """The share of the characters of `gold` that lie in `places`."""
    wanted = {(doc, at) for doc, start, end in gold for at in range(start, end)}
    cited = {(doc, at) for doc, start, end in places for at in range(start, end)}
    return len(wanted & cited) / len(wanted) if wanted else 0.0


_ARTICLES = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


def _words(text: str) -> list[str]:
    """SQuAD's normal form: lower case, no punctuation, no articles."""
    return _ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split()


def f1(one: Sequence[str], other: Sequence[str]) -> float:
    """The harmonic mean of precision and recall of the words of `one` against `other`."""
    same = sum((Counter(one) & Counter(other)).values())
    return 2 * same / (len(one) + len(other)) if same else 0.0
