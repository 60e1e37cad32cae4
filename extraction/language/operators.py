"""Words that turn a statement round or bound it, and what each of them governs.

A fact that does not hold an operator of its clause says something else than the clause: it is kept
as weak, whatever the parse made of the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from extraction.language.arguments import Phrase
from extraction.language.modality import VerbGroup
from extraction.language.parse import Parse
from extraction.language.roles import verb_chain
from graph.model import Span

OperatorKind = Literal["negation", "exclusive", "hedge", "degree", "exception"]

LEFT_OUT = "an operator of the clause is left out"
_WORDS: dict[str, OperatorKind] = {
    **dict.fromkeys(("not", "n't", "never", "no", "neither", "nor", "none", "nobody", "nothing",
                     "nowhere", "hardly", "rarely", "seldom", "barely", "scarcely"), "negation"),
    **dict.fromkeys(("only", "solely", "exclusively", "merely"), "exclusive"),
    **dict.fromkeys(("typically", "generally", "usually", "normally", "often", "sometimes",
                     "occasionally", "possibly", "perhaps", "probably", "likely", "apparently",
                     "presumably", "potentially", "allegedly"), "hedge"),
    **dict.fromkeys(("primarily", "mainly", "mostly", "largely", "partly", "partially",
                     "predominantly", "principally", "substantially", "almost", "nearly",
                     "virtually"), "degree"),
    **dict.fromkeys(("except", "unless"), "exception"),
}  # fmt: skip
_JOINED = {("no", "longer"), ("not", "only"), ("not", "just"), ("not", "merely")}
_LIMITING = frozenset({"more", "less", "fewer", "later", "earlier", "sooner"})


@dataclass(frozen=True, slots=True)
class Operator:
    """Tokens `first` to `last`; `governs` is the verb or the head of the noun phrase that they are
    said of, `verb` the verb of the clause they stand in (-1 where there is none)."""

    kind: OperatorKind
    first: int
    last: int
    governs: int
    verb: int


def operators(parse: Parse, sentence: tuple[int, int]) -> list[Operator]:
    """The operators of a sentence in text order; "no more than" is a limit and none of them."""
    found: list[Operator] = []
    for token in range(*sentence):
        kind = _WORDS.get(parse.lower[token])
        following = parse.lower[token + 1] if token + 1 < sentence[1] else ""
        if kind is None or (kind == "negation" and following in _LIMITING):
            continue
        if found and found[-1].last == token:
            continue
        last = token + 1 if (parse.lower[token], following) in _JOINED else token
        governs = _governed(parse, token)
        found.append(Operator(kind, token, last, governs, _verb(parse, governs)))
    return found


def unheld_operators(
    parse: Parse, sentence: tuple[int, int], group: VerbGroup, phrases: Sequence[Phrase],
    covered: Sequence[Span],
) -> list[Operator]:  # fmt: skip
    """The operators of the clause of `group` that a fact does not hold: they stand in none of its
    `covered` spans, the verb group has not read them, and no phrase is negative by them."""
    chain = verb_chain(parse, group)
    found: list[Operator] = []
    for one in operators(parse, sentence):
        if one.verb not in chain or group.held.intersection(range(one.first, one.last + 1)):
            continue
        if any(span.start <= parse.begin[one.first] < span.end for span in covered):
            continue
        if not any(_negative_by(parse, phrase, one) for phrase in phrases):
            found.append(one)
    return found


def bounds_a_phrase(parse: Parse, phrases: Sequence[Phrase], operator: Operator) -> bool:
    """Whether "only" is said of a subject or an object ("only supervisors and deputies may …")."""
    return operator.kind == "exclusive" and any(
        parse.left[_top(parse, phrase)] <= operator.first <= phrase.head for phrase in phrases
    )


def _governed(parse: Parse, token: int) -> int:
    """What an adverb, a determiner or a conjunction is said of."""
    above = parse.head[token]
    while parse.head[above] != above and (
        parse.tag[above][:2] in ("RB", "JJ", "CD", "IN") or parse.dep[above] == "amod"
    ):
        above = parse.head[above]
    return above


def _verb(parse: Parse, token: int) -> int:
    for _ in range(40):
        if parse.tag[token][:2] in ("VB", "MD"):
            return token
        if parse.head[token] == token:
            return -1
        token = parse.head[token]
    return -1


def _top(parse: Parse, phrase: Phrase) -> int:
    """The first noun that the phrase is coordinated with."""
    top = phrase.head
    while parse.dep[top] == "conj" and parse.tag[parse.head[top]][:2] == "NN":
        top = parse.head[top]
    return top


def _negative_by(parse: Parse, phrase: Phrase, operator: Operator) -> bool:
    top = _top(parse, phrase)
    return phrase.negative and parse.left[top] <= operator.first <= parse.right[top]
