"""The kind of a qualifier by the words that open it."""

from __future__ import annotations

import re

from extraction.language.parse import Parse
from graph.model import Modality

_OVERRIDE = re.compile(
    r"(?:notwithstanding|despite|in spite of|regardless of|irrespective of|without regard to"
    r"|even (?:if|though|when|where|absent|without|in)|whether or not|no matter)\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"(?:(?:if|when)(?! compared| measured| viewed)|whenever|where|wherever|provided|providing"
    r"|once(?! (?:daily|weekly|monthly|quarterly|yearly|annually|more|again)\b)"
    r"(?! (?:an?|each|every|per|in) (?:second|minute|hour|day|night|week|fortnight|month"
    r"|quarter|year|term|season|shift|session|decade|lifetime)\b"
    r"(?! (?:has|have|had|is|was|ends|begins|passes)))"
    r"|assuming|so long as|as long as|in the event|in the case|in case|in cases"
    r"|to the extent|insofar as|in circumstances|upon|on (?:the )?condition|subject to"
    r"|in the absence|contingent"
    r"|as (?:needed|necessary|appropriate|applicable|required|permitted|practicable|requested)"
    r"(?! by| in| under| to)|should|only if|only when|only where|only to the extent)\b",
    re.IGNORECASE,
)
_EXCEPTION = re.compile(
    r"(?:except|unless|other than|with the exception|excluding|save|apart from|aside from|but for"
    r"|but not)\b",
    re.IGNORECASE,
)
_ONLY = re.compile(r"(?:only|solely|exclusively)\b", re.IGNORECASE)
_TIMED = re.compile(r"(?:before|prior to|until|after|following|not before)\b", re.IGNORECASE)
# "after excluding rents": what is worked out, not when
_WORKED_OUT = frozenset(
    """excluding including deducting subtracting adding applying adjusting accounting considering
    taking allowing netting eliminating removing giving""".split()
)
_LED = re.compile(r"\A(?:, |and |or |but |then )+", re.IGNORECASE)


_LEADING = re.compile(
    r"(?:in addition|however|further|furthermore|moreover|accordingly|therefore|thus|also"
    r"|in general|in particular|for example|finally|similarly|likewise|consequently|additionally"
    r"|in any event|and|but)\Z",
    re.IGNORECASE,
)


def leads(words: str) -> bool:
    """Whether words before the first comma only join the sentence to what stands before it."""
    return _LEADING.match(words) is not None


def kind_of_opening(parse: Parse, first: int, last: int, modality: Modality) -> str:
    """The kind that the opening words give, empty where they bound nothing."""
    words = _LED.sub("", parse.text(first, min(last, first + 4)) + " ", count=1).rstrip()
    if _OVERRIDE.match(words):
        return "override"
    if _EXCEPTION.match(words):
        return "exception"
    if _is_inverted(parse, first):
        return "condition"
    if _CONDITION.match(words) and last > first:
        upon = parse.lower[first] == "upon" and not _says_when(parse, first, last)
        return "" if upon else "condition"
    if _ONLY.match(words):
        return "restriction"
    if _TIMED.match(words):
        inside = set(parse.lower[first : min(last, first + 3) + 1])
        if inside & _WORKED_OUT:
            return "restriction"
        if parse.lower[first] == "before" and not _says_when(parse, first, last):
            return ""  # "a hearing before an ALJ"
        if parse.lower[first] in ("after", "following"):
            return "deadline" if modality == "must" else ""
        if _of_a_relative(parse, first):
            return ""
        return "deadline" if modality in ("must", "should", "will") else ""
    return ""


def _is_inverted(parse: Parse, first: int) -> bool:
    """Whether a verb before its subject opens the clause as "if" would (inverted_conditions.py)."""
    opens = parse.lower[first] in ("had", "were") and parse.dep[first] in ("mark", "advcl")
    return opens and parse.lower[first + 1 : first + 2] != ["to"]


def _of_a_relative(parse: Parse, first: int) -> bool:
    """Whether the nearest verb before `first` is that of a relative clause ("records that were made
    before 2010")."""
    for token in range(first - 1, max(first - 30, -1), -1):
        if parse.tag[token][:2] == "VB" and parse.dep[token] not in ("aux", "auxpass"):
            return parse.dep[token] == "relcl" and first > token
    return False


def _says_when(parse: Parse, first: int, last: int) -> bool:
    """Whether what follows "before" or "upon" is a time or an event, not someone."""
    if parse.dep[first] == "mark":
        return True
    noun = parse.child(first, "pobj")
    event = noun is not None and re.search(
        r"(?:tion|sion|ment|ing|al|ure|ance|ence|est|pt|ery|date|day|year|end|start|time|use|visit|meal|shift|sale|work"
        r"|death|birth|entry|receipt|delivery)s?$",
        parse.lower[noun],
    )
    return bool(event) or any(parse.tag[t] in ("CD", "VBG") for t in range(first + 1, last + 1))
