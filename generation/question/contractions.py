"""Contracted words of a question, written out: "I'm", "don't" and "what's" name nothing that a
document could hold."""

from __future__ import annotations

import re

_NOT = re.compile(r"\b(?P<verb>ca|wo|sha|ai|[a-z]{2,6})n['’]t\b", re.IGNORECASE)
_STEMS = {"ca": "can", "wo": "will", "sha": "shall", "ai": "is"}
_VERBS = {"m": "am", "re": "are", "ve": "have", "ll": "will", "d": "would"}
_PRONOUN = re.compile(
    r"\b(?P<who>I|you|we|they|he|she|it|who|what|that|there)['’](?P<verb>m|re|ve|ll|d)\b",
    re.IGNORECASE,
)
_IS = re.compile(
    r"\b(?P<who>what|who|where|when|how|why|that|there|it|he|she|here)['’]s\b|\b(?P<run>what)s\b",
    re.IGNORECASE,
)


def written_out(text: str) -> str:
    """`text` with its contractions as whole words; a genitive ("the landlord's") stays."""
    text = _NOT.sub(lambda m: f"{_STEMS.get(m['verb'].lower(), m['verb'])} not", text)
    text = _PRONOUN.sub(lambda m: f"{m['who']} {_VERBS[m['verb'].lower()]}", text)
    return _IS.sub(lambda m: f"{m['who'] or m['run']} is", text)
