"""Whether a sentence settles a yes/no question: the same deed, in the mood that is asked for, and
no exception alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generation.evidence.units import Unit
from generation.question.analysis import Question

_NEGATION = re.compile(
    r"\b(?:not|no|never|cannot|nor|neither|prohibited|forbidden)\b|n[’']t\b", re.IGNORECASE
)
_CONDITION = re.compile(r"\b(?:if|unless|when|where|except|in case|provided that)\b", re.IGNORECASE)
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
    if lead.sentence.lead_in is not None:
        return False
    deeds = [demand for demand in question.demands if demand.kind == "verb"]
    if not all(deed.met_by(lead.inner) for deed in deeds):
        return False
    denied = _NEGATION.search(lead.text) is not None
    asks_denial = _NEGATION.search(question.asked) is not None
    conditional = _CONDITION.search(lead.text) is not None
    if conditional and (question.told or (denied and not asks_denial)):
        return False  # a case told in sentences has to be judged; an exception is not the rule
    if not _same_mood(question.asked, lead.text):
        return False
    return not any(_opposes(question, lead, unit, denied=denied) for unit in beside)


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
    return held and (_NEGATION.search(unit.text) is not None) != denied
