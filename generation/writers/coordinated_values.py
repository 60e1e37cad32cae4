"""Which of several values of a sentence is meant: the one in whose part the words of the question
stand. "By the clerk and … by the mayor", "2 days for clerks and 5 days for fitters", "X and Y … 2
and 5 respectively": each value has its own part, and what the parts share singles out none."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from generation.question.analysis import Question
from generation.question.word_families import holds
from generation.writers.whole_values import VAGUE
from graph.model import Span
from graph.tokens import words

_STRONG = re.compile(
    r";|(?<=\w)[.:]\s|,\s+(?:and|but|or|while|whereas)\s|\s(?:but|while|whereas)\s", re.IGNORECASE
)
_WEAK = re.compile(r",\s|\s(?:and|or|plus)\s", re.IGNORECASE)
# What follows bounds the value before it, or says the same of it again: no part of its own.
_SAME = re.compile(
    r"(?:^|[\s,])(?:but|and|or)?,?\s*(?:at (?:least|most|the latest)|in any (?:case|event)|"
    r"where feasible|(?:no|not|never) (?:more|less|later|longer|fewer)|up to|subject to|capped|"
    r"limited to|(?:to|with) an? (?:\w+ )?(?:maximum|minimum|ceiling|cap|limit|floor))\b",
    re.IGNORECASE,
)
_TO = re.compile(r"\s(?P<to>to)\s", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\s+(?:about\s+|over\s+|some\s+)?$", re.IGNORECASE)
_CHANGED = re.compile(
    r"\b(?:rose|risen|ris(?:es?|ing)|f[ae]ll(?:s|en|ing)?|gr[eo]wn?|grow(?:s|ing)|increas\w+|"
    r"decreas\w+|dropp?\w*|declin\w+|chang\w+|reduc\w+|rais\w+|lower\w*|cut|climb\w*|sank|sunk|"
    r"went|shr[aiu]nk\w*|extend\w+|shorten\w*|widen\w*|up|down|doubl\w+|halv\w+)\b",
    re.IGNORECASE,
)
_ENDS = (
    re.compile(r"\bfrom (?:what|which|how)\b", re.IGNORECASE),
    re.compile(r"\bto (?:what|which|how)\b", re.IGNORECASE),
)
_PRICED = frozenset(words("cost price charge fee pay"))  # "is free" says as much as "costs £2"
_OF_IT = re.compile(r"\s+of\s+(?:them|these|those|which|whom)\b", re.IGNORECASE)
_TOLD_APART = re.compile(r"\brespectively\b", re.IGNORECASE)
_MEMBERS = re.compile(r",\s+(?:and\s+|or\s+)?|\s+(?:and|or)\s+", re.IGNORECASE)
_DOER = re.compile(r"\w{3}(?:er|or|ee)s?$", re.IGNORECASE)
_TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class _Part:
    """A value with the words before and behind it that are its own."""

    before: str
    value: str
    behind: str

    @property
    def text(self) -> str:
        return f"{self.before} | {self.behind}"


def own_value(
    question: Question, text: str, values: Sequence[Span], shared: str = ""
) -> int | None:
    """Which of `values`, left to right in `text`, stands in the part that `question` asks about;
    None where that cannot be told. Of values that no conjunction parts, the nearest to the words
    of the question. `shared`: an index word that tells nothing."""
    if _TOLD_APART.search(text):
        return _respective(question, text, values)
    groups, cuts = _groups(text, values)
    if len(groups) == 1:
        return nearest(question, text, values)
    spans = [Span(values[group[0]].start, values[group[-1]].end) for group in groups]
    parts = _parts(text, spans, cuts)
    part = _asked_part(question, parts, {shared, *_PRICED})
    if part is None:
        part = _worded_part(question, parts)
    if part is None and len(values) == len(_ENDS) and changes(text, *values):
        part = next((at for at, end in enumerate(_ENDS) if end.search(question.asked)), None)
    if part is None:
        return None
    inside = [values[at] for at in groups[part]]
    return groups[part][nearest(question, text, inside)]


def nearest(question: Question, text: str, values: Sequence[Span]) -> int:
    """Which of `values` is nearest to a word of `text` that the question has as well."""
    asked = set(question.words)
    ends = [m.end() for m in re.finditer(r"[\w'’-]+", text) if asked & set(words(m.group()))]
    return min(
        range(len(values)),
        key=lambda at: (min((abs(values[at].start - p) for p in ends), default=0), at),
    )


def is_change(text: str, value: Span) -> bool:
    """Whether `value` says from what to what something changed ("rose from 4 to 11 per cent")."""
    return (
        _TO.search(text[value.start : value.end]) is not None
        and _FROM.search(text[: value.start]) is not None
        and _CHANGED.search(text[: value.start]) is not None
    )


def changes(text: str, one: Span, other: Span) -> bool:
    """Whether `text` says that something changed from `one` to `other`."""
    return (
        _TO.search(text[one.end : other.start]) is not None
        and _FROM.search(text[: one.start]) is not None
        and _CHANGED.search(text[: one.start]) is not None
    )


def _groups(text: str, values: Sequence[Span]) -> tuple[list[list[int]], list[Span]]:
    """The values that no conjunction parts, together, and the cuts between these groups."""
    groups, cuts = [[0]], []
    for at in range(1, len(values)):
        cut = _cut(text, values[at - 1], values[at])
        if cut is None:
            groups[-1].append(at)
        else:
            groups.append([at])
            cuts.append(cut)
    return groups, cuts


def _cut(text: str, one: Span, other: Span) -> Span | None:
    """From the first to the last place between two values at which their parts may be cut."""
    between = text[one.end : other.start]
    if changes(text, one, other) and not _WEAK.search(between):
        found = _TO.search(between)
        assert found is not None
        return Span(one.end + found.start("to"), one.end + found.end("to"))
    again = VAGUE.match(text, one.start) is not None and not words(between)
    if again or _SAME.search(between):
        return None
    places = list(_STRONG.finditer(between)) or list(_WEAK.finditer(f"{between} "))
    if not places:
        return None
    return Span(one.end + places[0].start(), one.end + min(places[-1].end(), len(between)))


def _parts(text: str, values: Sequence[Span], cuts: Sequence[Span]) -> list[_Part]:
    starts = [0, *(cut.end for cut in cuts)]
    ends = [*(cut.start for cut in cuts), len(text)]
    return [
        _Part(text[start : value.start], text[value.start : value.end], text[value.end : end])
        for value, start, end in zip(values, starts, ends, strict=True)
    ]


def _asked_part(question: Question, parts: Sequence[_Part], shared: Collection[str]) -> int | None:
    """The part in which words of the question stand that no other has. The words before the first
    value may belong to all ("An application must be filed within 14 days and an appeal within 30
    days"), and so may those behind the last."""
    last = len(parts) - 1
    inner, first, behind = set(), False, False
    for token in _asked_tokens(question, shared):
        held = _places(token, parts)
        if len(held) != 1:
            continue
        at, part = held[0], parts[held[0]]
        if at == 0 and not _says(part.behind, token):
            first = True
        elif at == last and not _says(part.before, token):
            behind = True
        else:
            inner.add(at)
    led = all(words(part.before) for part in parts[1:])  # "the receipts for 2 years"
    followed = all(words(part.behind) for part in parts[:-1])  # "2 years for the receipts"
    if inner:
        told = inner | ({last} if behind and followed and not led else set())
        return told.pop() if len(told) == 1 else None
    if behind and not (led and not followed):
        return last if followed or not first or not led else None
    of_it = all(_OF_IT.match(part.behind) for part in parts[1:])  # "402 people, 57 of whom …"
    if first and (led or of_it) and _holds_all(question, parts[0], parts[-1]):
        return 0
    return None


def _asked_tokens(question: Question, shared: Collection[str]) -> list[str]:
    """The words of the question that narrow it, as written; who is asked for, is no length of time,
    and "hours" narrow it, too."""
    asked = words(question.asked) if question.expected == "person" else question.words
    kept = set(asked) - set(shared)
    return [token for token in _TOKEN.findall(question.text) if kept & set(words(token))]


def _places(token: str, parts: Sequence[_Part]) -> list[int]:
    """The parts that have a word of the question. Where several have a relative of "insurer" or
    "employee", the word itself counts: "the insured" and "the employer" are others."""
    held = [at for at, part in enumerate(parts) if _says(part.text, token)]
    if len(held) == 1 or not _DOER.search(token):
        return held
    said = re.compile(rf"\b{re.escape(token.removesuffix('s'))}s?\b", re.IGNORECASE)
    return [at for at in held if said.search(parts[at].text)]


def _says(text: str, token: str) -> bool:
    """Whether `text` has a word of the question or a relative of it."""
    held = words(text)
    return any(holds(stem, held) for stem in words(token))


def _holds_all(question: Question, first: _Part, last: _Part) -> bool:
    """Whether everything asked stands in the first part or in what may belong to all."""
    held = words(f"{first.text} {first.value} {last.behind}")
    return all(demand.met_by(held) for demand in question.demands)


def _worded_part(question: Question, parts: Sequence[_Part]) -> int | None:
    """The part that has a word which several have as the question has it: "with fuel"."""
    asked = [token.casefold() for token in _TOKEN.findall(question.asked)]
    told = set()
    for one, other in pairwise(asked):
        stems = words(other)
        shared = stems and sum(stems[0] in words(part.text) for part in parts) > 1
        said = re.compile(rf"\b{re.escape(one)}\s+{re.escape(other)}\b", re.IGNORECASE)
        held = [at for at, part in enumerate(parts) if said.search(part.text)]
        if shared and len(held) == 1:
            told.add(held[0])
    return told.pop() if len(told) == 1 else None


def _respective(question: Question, text: str, values: Sequence[Span]) -> int | None:
    """ "X and Y … 2 and 5 respectively": the value in the place of the member that is asked for.
    Of the last member only the first word is its own: what follows belongs to all."""
    members = _MEMBERS.split(text[: values[0].start])[-len(values) :]
    if len(members) != len(values) or len(values) == 1:
        return None
    last = len(members) - 1
    own = [words(member) for member in members]
    own[last] = own[last][:1]
    held = [[at for at in range(len(own)) if holds(word, own[at])] for word in question.words]
    told = {places[0] for places in held if len(places) == 1}
    return told.pop() if len(told) == 1 else None
