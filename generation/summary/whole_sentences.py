"""Sentences that say something by themselves, read without those around them."""

from __future__ import annotations

import re

from generation.evidence.noise import is_headline_case, is_noise
from graph.outline import without_enumerator

_FEWEST = 6  # words of a sentence that says something by itself
_LONGEST = 60  # words; a longer one is no short statement
_BACK = re.compile(
    r"(?:It|They|This|These|Those|Such|He|She|Both|Its|Their|That|However|But|Also|Therefore|Thus|"
    r"For example|For instance|In addition|In return|As such|Or|And|So|Moreover|Furthermore|"
    r"Otherwise|Instead|If (?:this|these|those|they|it|the matter))\b"
    r"(?!\s+(?:document|handbook|manual|policy|procedure|guide|guideline|agreement|contract|report|"
    r"section|chapter|part|regulation|rule|standard|plan|page|notice|statement|code)s?\b)"
)
_ELSEWHERE = re.compile(
    r"\b(?:all|any|every|the|in) others?\b|\bthe (?:following|above|latter|former|same)\b|"
    r"\bas follows\b|\b(?:above|below)\b(?=\W*$)|\bsuch (?:an?|cases?|events?)\b|\bone of them\b|"
    r"\bdo (?:this|so)\b|\b(?:for|by|to|of|from|with) this(?=\W|\s+(?:request|case|to)\b)(?!\s+\w)|"
    r"\bfor this (?:request|to)\b|\b(?:decisions?|changes?) made here\b",
    re.IGNORECASE,
)
"""Words that mean what stands in other sentences."""
_WHOLE = re.compile(r"^[“\"'(\[]?[A-Z0-9§].*[.!][”\"’')\]]*\s*$", re.DOTALL)
_FRAGMENT = re.compile(r"(?:Is|Are|Was|Were|Has|Have|Had|Does|Do not|Being|Having)\b|To\b[^,]*$")
_NOUN_ALONE = re.compile(
    r"(?:All|Any|Every|Each|The|An?|No)\b(?!.*\b(?:is|are|was|were|be|been|must|may|shall|should|can|"
    r"cannot|could|will|would|has|have|had|do|does|did|\w+ed)\b)",
    re.DOTALL,
)
"""What begins as a sentence and may be a noun with all that belongs to it."""


def is_whole_sentence(text: str, *, stated: bool = False) -> bool:
    """Whether `text` is a whole sentence of 6 to 60 words that points at no other one. `stated`: it
    states a fact, so that it has a verb."""
    bare = without_enumerator(text).strip()
    if is_noise(text) or is_headline_case(bare):
        return False
    said = len(re.findall(r"[^\W\d_]{3,}", bare))
    if not stated and _NOUN_ALONE.match(bare):
        return False
    return (
        said >= _FEWEST - 1
        and _FEWEST <= len(bare.split()) <= _LONGEST
        and _WHOLE.match(bare) is not None
        and not any(found.match(bare) for found in (_BACK, _FRAGMENT))
        and _ELSEWHERE.search(bare) is None
    )
