"""Who does it to whom: whether a sentence has the same roles as a yes/no question. A checker does
not see that two parties have changed places."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generation.checks.yes_no_forms import BY_WHO_ASKS
from generation.evidence.units import Unit
from generation.question.analysis import Question
from generation.question.demands import Demand
from generation.question.word_families import holds
from graph.tokens import words

_BY = re.compile(
    r"\bby\s+(?:(?:an?|the|its|their|each)\s+)?(?P<who>[\w'’-]+(?:\s+[\w'’-]+)?)", re.IGNORECASE
)
# An adverbial in front of its clause: "In the north, no fee is due."
_FRONTED = re.compile(
    r"^(?P<front>(?:for|in|on|at|during|after|before|with|under|within|from) [^,;:.]{2,80}),\s+"
    r"(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_NEEDS = re.compile(  # both what is needed and what for are things that somebody else acts on
    r"(?:do|does|did|will|would) (?:i|we|you|they|one) (?:\w+ly |still |also )?(?:need|require)\b",
    re.IGNORECASE,
)
_BY_PRONOUN = re.compile(BY_WHO_ASKS, re.IGNORECASE)  # no party that could change places
_THERE = re.compile(r"(?:is|are|was|were) there\b", re.IGNORECASE)  # nobody does anything


def same_roles(question: Question, lead: Unit) -> bool:
    """Whether what the question names before its verb also stands before the rest in `lead`, or the
    other way round behind "by": "May the tenant enter the shop of the landlord?" is not answered by
    what the landlord may enter. A subject may stand in the headings above `lead`."""
    if _THERE.match(question.asked) or _NEEDS.match(question.asked):
        return True
    subject, rest = _sides(question)
    if not subject or not rest:
        return bool(question.demands)
    text = _FRONTED.sub(r"\g<rest> \g<front>", lead.text)
    here = _first_place(subject, text)
    if here is None:
        return all(demand.met_by(lead.outer) for demand in subject)
    there = _first_place(rest, text)
    if there is None:
        return True
    if not _doers((*subject, *rest), question.asked) and (who := _doers(rest, lead.text)):
        return bool(who & _doers(subject, lead.text))
    return here < there or bool(_doers(subject, lead.text))


def _sides(question: Question) -> tuple[list[Demand], list[Demand]]:
    """The things that the question names before its first verb and behind it; where it has no verb
    that is known as one, its first thing and its last."""
    asked = question.asked
    placed = sorted(
        ((_place_of(demand, asked), demand) for demand in question.demands),
        key=lambda pair: pair[0],
    )
    verbs = [place for place, demand in placed if demand.kind == "verb"]
    if _BY_PRONOUN.match(asked):
        return [], [demand for _, demand in placed]
    things = [(place, demand) for place, demand in placed if demand.kind in ("word", "name")]
    if not verbs:
        return [d for _, d in things[:1]], [d for _, d in things[1:][-1:]]
    return (
        [demand for place, demand in things if place < verbs[0]],
        [demand for place, demand in things if place > verbs[0]],
    )


def _place_of(demand: Demand, asked: str) -> int:
    match = re.search(rf"\b{re.escape(demand.surface)}", asked)
    return match.start() if match else len(asked)


def _first_place(things: Sequence[Demand], text: str) -> int | None:
    """Where the first word of any of `things` stands in `text`."""
    for match in re.finditer(r"[\w'’-]+", text):
        said = words(match.group())
        if any(holds(thing.stems[0], said) for thing in things):
            return match.start()
    return None


def _doers(things: Sequence[Demand], text: str) -> frozenset[str]:
    """Surfaces of those of `things` that stand behind "by"."""
    said = [words(match["who"]) for match in _BY.finditer(text)]
    return frozenset(
        thing.surface for thing in things if any(holds(thing.stems[0], one) for one in said)
    )
