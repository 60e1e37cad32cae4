"""Whether a sentence settles a yes/no question: the same deed, in the mood that is asked for, and
no exception alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generation.evidence.units import Unit
from generation.question.analysis import Question
from generation.question.answer_types import expected_answer
from generation.question.numbers import values_in
from graph.tokens import words

_NEGATION = re.compile(
    r"\b(?:not|no|never|cannot|nor|neither|prohibited|forbidden)\b|n[’']t\b", re.IGNORECASE
)
BY_WHO_ASKS = r"\w+(?:n[’']t)? (?:i|we|you|one|they|somebody|someone|anybody|anyone|people)\b"
"""How a yes/no question begins that names nobody by a noun: "Can we", "Shouldn't people"."""
_OWN_DEED = re.compile(
    rf"{BY_WHO_ASKS} "
    r"(?:\w+ly |also |still |have to |need to |be able to |be |get )?(?P<deed>[\w-]+)",
    re.IGNORECASE,
)
_OF_SOME = re.compile(r"^\W*if you (?:are|live|have|reside|were|work)\b", re.IGNORECASE)
_NO_DENIAL = re.compile(
    r"\b(?:not (?:be )?limited to|not only|whether or not|(?:no|not) (?:later|earlier|less|"
    r"more|longer|fewer) than|not to exceed|without limitation)\b",
    re.IGNORECASE,
)
_MARKS = re.compile(r"\*+|__|`")  # of Markdown: "shall **not** use"
_WHOLE = re.compile(r"^(?:\W*(?:\(?\w{1,4}[.)])+\s+)*[\"“']?[A-Z]")
_CONDITION = re.compile(r"\b(?:if|unless|when|where|except|in case|provided that)\b", re.IGNORECASE)
_REQUIRES = re.compile(
    r"\b(?:in order to|to (?:qualify|be eligible|be entitled|apply|claim|get|receive))\b",
    re.IGNORECASE,
)
_LEAVE = re.compile(
    r"^(?:may|can|could|might)\b|\b(?:allowed|permitted|able|entitled|eligible)\b", re.IGNORECASE
)
_LEFT = re.compile(
    r"\b(?:may|can|could|might|cannot|allow\w*|permit\w*|able|entitle\w*|eligib\w*|"
    r"free to|right to|optional|possible|prohibit\w*|forbid\w*|forbidden|shall not|must not|"
    r"should not)\b|n[’']t\b",
    re.IGNORECASE,
)
_DUTY = re.compile(
    r"^(?:must|shall|should|need|do (?:i|we|you|they) (?:have|need) to)\b|"
    r"\b(?:required|obliged|have to|has to|need to|mandatory|compulsory)\b",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"\b(?:must|shall|should|will|need\w*|requir\w*|oblig\w*|ha(?:s|ve) to|agrees? to|"
    r"undertakes? to|mandatory|compulsory|necessary|may|ensure|use|not)\b",
    re.IGNORECASE,
)
_DUTY_ALONE = re.compile(r"\b(?:must|shall|required)\b(?! not\b)", re.IGNORECASE)


def settles(question: Question, lead: Unit, beside: Sequence[Unit]) -> bool:
    """Whether `lead` settles the yes/no `question`. It does not where it is one item of a list,
    denies the deed in one case only, lays down a duty where leave is asked for (or the other way
    round), lacks the deed itself, or where another unit of the card says the opposite."""
    said = _said(lead)
    held = frozenset(words(said)) | lead.inner
    deeds = [demand for demand in question.demands if demand.kind == "verb"]
    if not all(deed.met_by(held) for deed in deeds) or not in_mood(question, lead):
        return False
    return not (is_judged(question, lead) or is_bounded(question, lead, beside))


def in_mood(question: Question, lead: Unit) -> bool:
    """Whether `lead` speaks in the mood that the yes/no `question` asks for: of leave, or of a
    duty. Where it has not the deed of whoever asks, it must say so in words."""
    said = _said(lead)
    if not _same_mood(question.asked, said):
        return False
    deed = _OWN_DEED.match(question.asked)
    if deed is None or not _lacks(question, deed["deed"], frozenset(words(said)) | lead.inner):
        return True
    mood = _LEFT if _LEAVE.search(question.asked) else _BOUND
    return mood.search(said) is not None


def _lacks(question: Question, deed: str, held: frozenset[str]) -> bool:
    """Whether the word `deed` of the question narrows it, and `held` has it not."""
    asked = (demand for demand in question.demands if demand.surface.casefold() == deed.casefold())
    return not all(demand.met_by(held) for demand in asked)


def is_judged(question: Question, lead: Unit) -> bool:
    """Whether a case has to be judged by the rule `lead`: one is told beside the question, or the
    rule speaks of some only ("If you live abroad, …")."""
    if _is_told(question) and not _judges(question, lead):
        return True
    return _OF_SOME.match(lead.text) is not None


def is_bounded(question: Question, lead: Unit, beside: Sequence[Unit]) -> bool:
    """Whether `lead` says yes or no in a part alone: it is an item, denies the deed under a
    condition, or another unit of the card says the opposite."""
    if _is_item(lead):
        return True
    denied, asks_denial = _is_denied(_said(lead)), _is_denied(question.asked)
    if _CONDITION.search(lead.text) and denied and not asks_denial:
        return True
    return any(_opposes(question, lead, unit, denied=denied) for unit in beside)


def _is_told(question: Question) -> bool:
    """Whether a case is told in front of the question."""
    return question.told or expected_answer(question.asked.split()[0]) != "yes_no"


def _judges(question: Question, lead: Unit) -> bool:
    """Whether a case that is told needs no judging: the rule has no condition and no number that
    the question has not."""
    if _CONDITION.search(lead.text) or _REQUIRES.search(lead.text):
        return False
    return set(values_in(lead.text)) <= set(values_in(question.text))


def _is_item(lead: Unit) -> bool:
    """Whether `lead` goes on with what stands above it, which may bound or deny it."""
    above = lead.sentence.lead_in
    if above is None:
        return False
    said = lead.passage.document.text[above.start : above.end]
    return _CONDITION.search(said) is not None or _WHOLE.match(lead.text) is None


def _said(lead: Unit) -> str:
    """`lead` behind the words that lead to it, without marks of emphasis."""
    above = lead.sentence.lead_in
    before = "" if above is None else lead.passage.document.text[above.start : above.end]
    return _MARKS.sub("", f"{before} {lead.text}")


def _is_denied(text: str) -> bool:
    return _NEGATION.search(_NO_DENIAL.sub(" ", text)) is not None


def _same_mood(asked: str, text: str) -> bool:
    if _LEAVE.search(asked):
        return _LEFT.search(text) is not None or _DUTY_ALONE.search(text) is None
    if _DUTY.search(asked):
        return _BOUND.search(text) is not None or _LEFT.search(text) is None
    return True


def _opposes(question: Question, lead: Unit, unit: Unit, *, denied: bool) -> bool:
    """Whether `unit` holds all that is asked and is denied where `lead` is not, or the other way
    round."""
    if unit.key == lead.key or not question.demands:
        return False
    held = all(demand.met_by(unit.inner) for demand in question.demands)
    return held and _is_denied(unit.text) != denied
