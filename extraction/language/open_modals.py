"""Modals at the end of a lead-in whose verbs its list brings: "must never:", "are not allowed to:",
"is prohibited from:"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extraction.language.negative_adverbials import worded_phrase
from extraction.language.parse import Parse
from graph.model import Modality

_MODALS: dict[str, Modality] = {
    "must": "must", "shall": "must", "may": "may", "should": "should", "will": "will", "can": "can",
    "ca": "can", "wo": "will",
}  # fmt: skip
_NOT = frozenset({"not", "n't", "never"})
# Words between the modal and the colon that turn or bound what the items say.
_UNREAD = frozenset({"only", "solely", "need", "hardly", "rarely", "seldom", "normally", "usually",
                     "generally", "typically", "if", "unless"})  # fmt: skip
_PASSIVE = re.compile(
    r"\b(?P<be>is|are|was|were|be|been)(?P<not> not| n't| never)?(?: \w+ly)? "
    r"(?:(?P<may>allowed|permitted|authori[sz]ed|entitled)|(?P<must>required|obliged|obligated)"
    r"|(?P<bar>prohibited|forbidden|barred|precluded|banned|disallowed)) "
    r"(?P<link>to|from)(?: do)?(?: (?:any|all|one or more) of)?(?: the following)?[ :—–-]*$"
)


@dataclass(frozen=True, slots=True)
class OpenModal:
    """`first` is the token behind the subject, `verb` the token qualifiers hang on, `form` the tag
    of the verbs that follow ("VB" or "VBG")."""

    first: int
    verb: int
    modality: Modality
    negative: bool
    form: str = "VB"
    why_weak: str = ""


def open_modal(parse: Parse, sentence: tuple[int, int], may_not: str) -> OpenModal | None:
    """The modal or "is allowed to" that ends the sentence and has no verb of its own."""
    return _passive(parse, sentence) or _modal(parse, sentence, may_not)


def _modal(parse: Parse, sentence: tuple[int, int], may_not: str) -> OpenModal | None:
    for token in range(sentence[1] - 1, sentence[0], -1):
        if parse.lower[token] in _MODALS and parse.tag[token] == "MD":
            break
    else:
        return None
    after = range(token + 1, sentence[1])
    if any(parse.tag[t] == "VB" and parse.dep[t] != "advcl" and not _do(parse, t) for t in after):
        return None
    words = [parse.lower[t] for t in after]
    negative = sum(word in _NOT for word in words) % 2 == 1 or words[:2] == ["no", "longer"]
    modality = _MODALS[parse.lower[token]]
    if negative and modality == "may" and may_not == "prohibition":
        modality = "must"
    denied = any(worded_phrase(parse, t) is not None for t in after)
    why = "a word of the lead-in is not read" if denied or _UNREAD & set(words) else ""
    return OpenModal(token, token, modality, negative, why_weak=why)


def _do(parse: Parse, token: int) -> bool:
    """ "must not do any of the following:"."""
    rest = " ".join(parse.lower[token:])
    return (
        re.match(r"do (?:(?:any|all|none|one or more) of )?the following\b|do :", rest) is not None
    )


def _passive(parse: Parse, sentence: tuple[int, int]) -> OpenModal | None:
    start, stop = sentence
    text = " ".join(parse.lower[start:stop])
    match = _PASSIVE.search(text)
    if match is None or match.start() == 0:
        return None
    first = start + text[: match.start()].count(" ")
    participle = next(
        t for t in range(first, stop) if parse.tag[t][:2] in ("VB", "JJ") and t > first
    )
    negative = match.group("not") is not None
    form = "VBG" if match.group("link") == "from" else "VB"
    if (match.group("bar") is None) and form == "VBG":
        return None
    if match.group("must"):
        why = "reads 'not required'" if negative else ""
        return OpenModal(first, participle, "must", negative, form, why)
    permitted = (match.group("may") is not None) ^ negative
    return OpenModal(first, participle, "may" if permitted else "must", not permitted, form)
