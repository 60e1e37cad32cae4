"""What a written sentence may not leave out or widen: exceptions and conditions, quantifiers,
"only"."""

from __future__ import annotations

import re

from generation.written.clause_reading import (
    Reading,
    clauses,
    content_tokens,
    held,
    is_number,
    read,
)
from generation.written.operator_checks import Fault

_BOUND = re.compile(
    r"\b(?:(?P<exception>unless|except(?:ing)?(?: for| that| where| if| when)?|"
    r"other than|excluding|save (?:for|that|where)|apart from|with the exception of|but not)|"
    r"(?P<condition>(?<!\bas )(?<!\bis )(?<!\bare )(?<!\bwas )provided(?: that)?"
    r"(?! (?:by|for|in|to|with|under|at|on|from)\b)|(?:but )?only (?:if|when|where|after|with)|if|"
    r"whenever|when|where|until|without|"
    r"to the extent|subject to|in excess of|as long as|so long as|"
    r"in (?:the )?(?:case|event)(?: of| that)?|while|during))\b(?P<rest>[^,;.]*)",
    re.IGNORECASE,
)
_ENOUGH = 0.65  # share of the words of a condition that say it again
_EXCEPTION_KEPT = 0.5  # and of an exception, which often names its section
_QUANTIFIERS = {
    "all": "all every each any always everyone everybody anyone whole entire both throughout",
    "most": "most usually generally normally mostly typically majority often mainly primarily",
    "some": "some several certain sometimes few many occasionally",
    "only": "only solely exclusively",
}
_CLASS = {word: kind for kind, listed in _QUANTIFIERS.items() for word in listed.split()}
_WORD = re.compile(r"(?<![\w-])[a-z]+(?![\w-])", re.IGNORECASE)
_NO_QUANTIFIER = re.compile(
    r"\bat (?:all|most)\b|\bin all cases of\b|\bfirst of all\b|\bonly (?:if|when|where|after)\b|"
    r"\bas (?:many|few|often) as\b|\b(?:more|less) (?:often|usually|frequently)\b|"
    r"\bif any\b|\bthe most\b|"
    r"\bevery (?:\w+ )?(?:seconds?|minutes?|hours?|days?|weeks?|months?|quarters?|years?)\b|"
    r"\bboth(?= [^,;.]* and\b)",
    re.IGNORECASE,
)
_RESTRICTS = re.compile(r"\b(?:that|which|who|whom|whose|any|upon|once|after|on)\b", re.IGNORECASE)
_IN_DOING = re.compile(r"(?:when|while) \w+ing\b", re.IGNORECASE)
_SHARE = 0.6  # of the words that the nearest clause shares: another clause as near is meant too


def dropped_fault(text: Reading, said: str, asked: frozenset[str]) -> Fault | None:
    """The first exception or condition of the clauses of `said` that `text` is about, and that
    neither `text` nor the question (`asked`, its index words) states."""
    held_words = text.stems | asked
    for clause in meant(text, said):
        for match in _BOUND.finditer(clause):
            words = [token.stem for token in content_tokens(match["rest"])]
            if not words:
                continue
            kept = sum(1 for word in words if held(word, held_words))
            bounded = _BOUND.search(text.text) is not None
            known = all(held(word, asked) for word in words)
            if not match["exception"] and _governs_nothing(clause[: match.start()], held_words):
                continue
            dated = kept == len(words) and all(map(is_number, words))
            moved = dated or (kept == len(words) and _RESTRICTS.search(text.text) is not None)
            named = _IN_DOING.match(match.group()) is not None and held(words[-1], held_words)
            if named:
                continue
            if kept == len(words) > 1:
                continue
            enough = _EXCEPTION_KEPT if match["exception"] else _ENOUGH
            if kept < enough * len(words) or not (bounded or known or moved):
                kind = "exception" if match["exception"] else "condition"
                return f"it leaves out the {kind} “{_short(match.group())}”", False
    return None


def _governs_nothing(before: str, held_words: frozenset[str]) -> bool:
    """Whether a condition stands behind words that are left out as well: "… who marked the zone
    when it was visible"."""
    nearest = content_tokens(before)[-2:]
    return len(nearest) == 2 and not any(held(token.stem, held_words) for token in nearest)


def added_fault(text: Reading, said: str) -> Fault | None:
    """An exception that `text` states and `said` does not."""
    stated = bool(_BOUND.search(said)) or bool(read(said).negated)
    for match in _BOUND.finditer(text.text):
        if match["exception"] and not stated:
            return f"the source states no exception “{_short(match.group())}”", False
    return None


def meant(text: Reading, said: str) -> list[str]:
    """The clauses of `said` that share the most words with `text`."""
    parts = clauses(said)
    tokens = [content_tokens(part) for part in parts]
    shared = [sum(text.holds(token.stem) for token in listed) for listed in tokens]
    most = max(shared, default=0)
    return [
        part
        for part, count, listed in zip(parts, shared, tokens, strict=True)
        if count and (count >= _SHARE * most or count >= _SHARE * len(listed))
    ]


def quantifier_fault(text: Reading, said: str) -> Fault | None:
    """A quantifier that only one of the two has."""
    stated, source = _classes(text.text), _classes(" ; ".join(meant(text, said)) or said)
    for kind in stated - source:
        if kind == "all" and _is_generic(said):
            continue
        other = bool(source - stated)
        return f"it says “{_first(text.text, kind)}”, which the source does not", other
    for kind in source - stated:
        if kind in ("only", "most", "some"):
            return f"it leaves out “{_first(said, kind)}”", False
    return None


def _is_generic(said: str) -> bool:
    """ "A visitor must …" says it of every visitor."""
    return re.match(r"\W*(?:an?|no|whoever|anything)\s", said, re.IGNORECASE) is not None


def _classes(text: str) -> set[str]:
    quiet = _NO_QUANTIFIER.sub(" ", text)
    return {_CLASS[word] for m in _WORD.finditer(quiet) if (word := m.group().casefold()) in _CLASS}


def _first(text: str, kind: str) -> str:
    return next(m.group() for m in _WORD.finditer(text) if _CLASS.get(m.group().casefold()) == kind)


def _short(text: str) -> str:
    words = text.split()
    return " ".join(words[:8]) + (" …" if len(words) > 8 else "")
