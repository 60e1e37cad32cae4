"""Whether a sentence has the form of a reply: a reason for "why", a procedure or a means for "how",
a place for "where", what a term is for "what is". A sentence that is only about the same thing is
near to the question in every other sign."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from generation.evidence.answer_forms import definition
from generation.evidence.units import Unit
from generation.question.analysis import Question
from generation.question.answer_types import AnswerType
from graph.tokens import words

_REASON = re.compile(
    r"\b(?:because|due to|since|as a result|results? (?:from|in)|in order to|so that|so as to|"
    r"to ensure|reasons?|owing to|caused? by|given that|therefore|thus|hence|le(?:d|ads?) to|"
    r"purpose|in response to|on account of|thanks to|to (?:prevent|avoid|protect|allow|enable))\b",
    re.IGNORECASE,
)
_MEANS = re.compile(
    r"\b(?:by (?:means of |way of )?(?!\d)\w+|using|through|via|with (?:the )?(?:help|use) of|"
    r"in writing|in accordance with|according to|based on|on the basis of|method|procedure|"
    r"process|steps?|performed|calculated|determined)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^(?:\W*[^.:]{1,60}:\s+|\W*(?:\(\w{1,4}\)|\d+(?:\.\d+)*\.?)\s+)")
_OPENING = re.compile(
    r"^(?:(?:to|from|in|on|at|under|if|when|once|after|before|next|then|first|finally|please)\b"
    r"[^,.;]{0,80},\s+(?:please\s+|then\s+)?|please\s+|and then\s+)",
    re.IGNORECASE,
)
_STEPS = frozenset(
    words(
        "tap press click drag swipe touch slide turn scroll type go pull push insert choose select "
        "open enter set visit download follow sign log use send fill complete add remove make "
        "place switch rotate apply attach contact call ask write submit email"
    )
)
_PLACED = re.compile(
    r"\b(?:in|at|on|near|from|to|into|onto|through|within|around|between|off|across|along|under|"
    r"behind|outside|inside|north|south|east|west|of)\s+(?:the\s+|an?\s+)?(?P<what>[A-Z][\w'’-]*)"
    r"|\b(?:located|situated|based|found|placed|stored|kept|filed)\s+"
    r"(?:in|at|on|near|within|under|with)\b"
    r"|\b(?:from|originat\w+|deriv\w+)\b",
)
_COPULA = re.compile(
    r"\b(?:is|are|was|were|means?|meant|refers? to|denotes?|stands? for|describes?|"
    r"consists? of|comprises?|lets you|allows? you|includes?)\b",
    re.IGNORECASE,
)
_NOT_A_KIND = re.compile(
    r"\s*(?:(?:not|also|now|often|currently|widely|usually|\w+ly)\s+)*(?!(?:based|limited|"
    r"related|united)\b)(?:\w+(?:ed|ing)|used|known|found|made|given|seen|built|shown|held)\b",
    re.IGNORECASE,
)
_NAMED = re.compile(r"\b(?:called|known as|termed|referred to as|named)\s+[\"“'`]*", re.IGNORECASE)
_ASIDE = re.compile(r"\([^()]*\)|\[[^\]]*\]|--.*?--|,[^,]*,")
_WHAT_IS = re.compile(
    r"^(?:and |so )?(?:what|who)(?:'s|’s| is| are| was| were)\s+(?:an?\s+|the\s+)?"
    r"(?P<term>(?:(?!\b(?:of|for|in|on|at|to|from|with|by|when|if|that|which|who|between|during|"
    r"after|before|under|about|required|allowed|used|needed|meant|the)\b)[\w'’.&/()-]+\s*){1,5})\??$",
    re.IGNORECASE,
)
_MEANING = re.compile(
    r"\bwhat (?:does|do|did) (?:the (?:term|word|phrase) )?(?P<a>.+?) (?:mean|stand for)\b|"
    r"\bmeaning of (?:the (?:term|word|phrase) )?(?P<b>[^?]+)|"
    r"\bwhat is meant by (?P<c>[^?]+)|\bdefin(?:ition of|e) (?P<d>[^?]+)",
    re.IGNORECASE,
)
_CONTRAST = re.compile(
    r"\b(?:whereas|while|but|unlike|differ\w*|than|compared|however|in contrast|on the other hand|"
    r"rather|not)\b",
    re.IGNORECASE,
)
_DIFFERENCE = re.compile(r"\b(?:difference|differ)\b", re.IGNORECASE)
_BEHIND_HEAD = re.compile(r"(?<=\w)\s+(?:with|on|in|for|at|by|from|who|which|that)\b")
_SUBJECT_WORDS = 14  # words before the copula of a definition


def has_reply_form(question: Question, lead: Unit, beside: Sequence[Unit]) -> bool:
    """Whether `lead` replies to the question word; `beside`: the other units of the card. A
    procedure may stand in the lines around the lead, in its own document. True for kinds of
    questions that say nothing of the form of a reply."""
    terms = asked_terms(question)
    if terms:
        near = [unit for unit in beside if unit.sentence.version == lead.sentence.version]
        return any(defines(question, term, lead) for term in terms) and all(
            any(defines(question, term, unit) for unit in (lead, *near)) for term in terms
        )
    if _DIFFERENCE.search(question.asked):
        return _CONTRAST.search(lead.text) is not None
    rule = _FORMS.get(question.expected)
    return rule is None or rule(question, lead, beside)


def asked_terms(question: Question) -> tuple[frozenset[str], ...]:
    """Index words of each thing of which the question asks no more than what it is or means."""
    found = _WHAT_IS.match(question.asked)
    if found is not None and question.typed:
        return ()
    found = found or _MEANING.search(question.asked)
    if found is None:
        return ()
    named = re.split(r"\s+(?:and|or)\s+", next(part for part in found.groups() if part))
    return tuple(term for one in named if (term := frozenset(words(one))))


def defines(question: Question, term: frozenset[str], unit: Unit) -> bool:
    """Whether `unit` says what the thing named by the index words `term` is: "A yard crane (YC) is
    a …", "Yard crane: …", "… is called a yard crane", or "It is a …" below it."""
    text = unit.text
    if definition(question, text, {}) is not None:
        return True
    label = re.match(r"^\W*(?P<term>[^:.;]{2,60}):\s+\w", text)
    if label is not None and term <= set(words(label["term"])):
        return True
    if any(term & set(words(text[m.end() : m.end() + 60])) for m in _NAMED.finditer(text)):
        return True
    bare = _ASIDE.sub(" ", text)
    for verb in _COPULA.finditer(bare):
        before = bare[: verb.start()]
        if len(before.split()) > _SUBJECT_WORDS:
            return False
        subject = set(words(_BEHIND_HEAD.split(before, maxsplit=1)[0]))
        points_back = len(before.split()) <= 2 and bool(term & unit.outer)
        if not (term & subject or points_back):
            continue
        passive = verb.group().casefold() in ("is", "are", "was", "were")
        return not (passive and _NOT_A_KIND.match(bare[verb.end() :]))
    return False


def _gives_reason(question: Question, lead: Unit, beside: Sequence[Unit]) -> bool:
    return _REASON.search(lead.text) is not None


def _gives_means(question: Question, lead: Unit, beside: Sequence[Unit]) -> bool:
    near = [unit for unit in beside if unit.sentence.version == lead.sentence.version]
    if _is_step(lead.text) or any(_is_step(unit.text) for unit in near if _same_place(unit, lead)):
        return True
    return _MEANS.search(lead.text) is not None


def _same_place(unit: Unit, lead: Unit) -> bool:
    """Whether both stand below the same headings."""
    return bool(unit.outer & lead.outer) or unit.passage.chunk.id == lead.passage.chunk.id


def _is_step(text: str) -> bool:
    """Whether `text` tells the reader what to do: "From the menu, tap Print"."""
    rest = _OPENING.sub("", _LABEL.sub("", text, count=1), count=1)
    first = words(rest.split(" ", 1)[0]) if rest else []
    return bool(first) and first[0] in _STEPS


def _gives_place(question: Question, lead: Unit, beside: Sequence[Unit]) -> bool:
    asked = set(words(question.text))
    return any(
        match["what"] is None or not set(words(match["what"])) <= asked
        for match in _PLACED.finditer(lead.text)
    )


def _names_somebody(question: Question, lead: Unit, beside: Sequence[Unit]) -> bool:
    return bool(lead.found)


_FORMS: dict[AnswerType, Callable[[Question, Unit, Sequence[Unit]], bool]] = {
    "reason": _gives_reason,
    "manner": _gives_means,
    "place": _gives_place,
    "person": _names_somebody,
}
