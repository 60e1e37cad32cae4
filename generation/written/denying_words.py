"""Words that deny: negations, and others that say no without one ("lacks", "unable", "except")."""

from __future__ import annotations

import re

from generation.written.clause_reading import NO_NEGATION

_MILD = re.compile(
    r"\b(?:not|no|never|nor|neither|without|nobody|nothing|none|cannot|lacks?|lacked|lacking|"
    r"fails?|failed|failing|failure|refus\w+|except|unless|instead|rather|only|alone|just|outside|"
    r"free of|exempt\w*|prohibit\w*|forbid\w*|forbidden|barred?|den(?:y|ies|ied)|unable|absent|"
    r"absence|otherwise|stop\w*|too \w+ to|hardly|rarely|un[a-z]{4,}|in[a-z]{5,}able|impossible)\b"
    r"|n['’]t\b",
    re.IGNORECASE,
)
_NEGATIONS = re.compile(
    r"\b(?:not|no|never|nor|neither|without|nobody|nothing|none|cannot)\b|n['’]t\b", re.IGNORECASE
)
_BOUNDS = re.compile(NO_NEGATION, re.IGNORECASE)
_LACKING = re.compile(
    r"\b(?:lack(?:s|ed|ing)?|fail(?:s|ed|ing|ure)?|refus\w+|absent|absence|unable|impossible|"
    r"free of)\b",
    re.IGNORECASE,
)


def negations(text: str) -> int:
    """How many negations stand in `text`; "no later than" and "not only" are none."""
    return len(_NEGATIONS.findall(_BOUNDS.sub(" ", text)))


def denies(text: str) -> bool:
    """Whether a word of `text` denies, a negation or another one."""
    return _MILD.search(_BOUNDS.sub(" ", text)) is not None


def lacks(text: str) -> bool:
    """Whether `text` says "no" with a verb or noun: "fails to report", "in the absence of"."""
    return _LACKING.search(text) is not None
