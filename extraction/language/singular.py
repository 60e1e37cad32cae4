"""The singular of an English noun, by its ending."""

from __future__ import annotations

# Words whose plural is another thing.
_OTHER_PLURAL = frozenset(
    "news minutes goods customs arms works securities premises damages".split()
)


def singular(word: str) -> str:
    """The singular of a lower-case noun; the word itself where its ending shows no plural."""
    if len(word) < 4 or word.endswith(("ss", "us", "is", "ics")) or word in _OTHER_PLURAL:
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "zes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") else word
