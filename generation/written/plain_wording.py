"""Turns of English that say the same, brought to one form before two sentences are compared."""

from __future__ import annotations

import re

_UNIT = r"(?:second|minute|hour|day|week|fortnight|month|quarter|year)"
_TURNS = tuple(
    (re.compile(pattern, re.IGNORECASE), form)
    for pattern, form in (
        # A question's order that states a condition: "Should there be", "Had they known".
        (r"(^|[,;]\s+)should (?=(?:you|we|they|he|she|it|there|the|an?|any|this|that|your|its|"
         r"their)\b)(?![^?]*\?)", r"\1if "),
        # "Under no circumstances may X do": X must not do, under any.
        (r"\b(?:under no circumstances|in no case|at no time|on no account)\b(?P<rest>[^.;]*?)"
         r"\b(?:may|can|must|shall|should)\b", r"\g<rest> must not"),
        (r"(?<=not )(?P<rest>[^.;,]*?)\s+(?:under any circumstances|in any case|at any time)\b",
         r"\g<rest>"),
        (rf"\b(\d+)({_UNIT}s?)\b", r"\1 \2"),
        (rf"\b(than|least|most|within|after|every)\s+an?\s+({_UNIT})\b", r"\1 one \2"),
        (r"\bfortnightly\b", "every two weeks"),
        (r"\b(?:an?|every|each|per) fortnight\b", "every two weeks"),
        (r"\ba hundred\b", "one hundred"),
        (r"\b(?:is|are) eligible to\b", "may"),
        (r"\b(?:is|are) (?:able|free) to\b", "can"),
    )
)  # fmt: skip


def plain(text: str) -> str:
    """`text` with its turns in one form; most sentences stay as they are."""
    for pattern, form in _TURNS:
        text = pattern.sub(form, text)
    return text
