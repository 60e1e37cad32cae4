"""Conditions, exceptions and deadlines: whole clauses with their own spans."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extraction.language.parse import Parse
from graph.model import Modality, Span

_CONDITION = re.compile(
    r"(?:only |even |and |or |but )*(?:if|when|whenever|where|wherever|once|provided|providing"
    r"|assuming|so long as"
    r"|as long as|in the event|in the case|in case|in any case|in cases"
    r"|to the extent|in circumstances"
    r"|upon|on condition|subject to|in the absence|only)\b",
    re.IGNORECASE,
)
_EXCEPTION = re.compile(
    r"(?:except|unless|other than|notwithstanding|with the exception|excluding|save|apart from)\b",
    re.IGNORECASE,
)
_UNIT = r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|quarters?)"
_TIME = rf"(?:[\w.,-]+(?: \(\d+\))?[ -](?:calendar |business |working )?{_UNIT})"
_DEADLINE = re.compile(
    rf"\b(?:(?:as soon as (?:reasonably )?(?:possible|practicable)"
    rf"|without (?:unreasonable|undue) delay)"
    rf"(?:,? (?:and|but) (?:in no case|no|not) later than {_TIME})?"
    rf"|(?:in no (?:case|event) |no |not )(?:later|more) than (?:[^,;.:()]{{2,30}})"
    rf"|within (?:the )?(?:a (?:period of )?)?(?:\w+ )?(?:{_TIME}|(?:a|an|one) {_UNIT})"
    rf"|at least {_TIME} (?:before|prior to|in advance)"
    rf"|by (?:the )?(?:end of|close of|\d{{1,2}} [A-Z]"
    rf"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z.]* \d)"
    rf"|(?:immediately|promptly)(?: (?:upon|after|following))?"
    rf"|for (?:at least |a period of (?:at least )?)?{_TIME}(?= (?:from|after|following)))",
    re.IGNORECASE,
)
_TIMED = re.compile(r"(?:before|prior to|until|after|following|not before)\b", re.IGNORECASE)
_STOP = frozenset({",", ";", ":", ".", "(", ")", "--", "—"})

Qualifiers = tuple[tuple[str, Span], ...]


def qualifiers(
    parse: Parse, sentence: tuple[int, int], verbs: Iterable[int], modality: Modality, text: str
) -> Qualifiers:
    """Qualifiers of the clause whose verbs (coordinated, or one over another) are `verbs`, in text
    order: ``condition``, ``exception``, ``deadline``."""
    found: dict[Span, str] = {}
    verbs = set(verbs)
    for verb in sorted(verbs):
        for child in parse.children[verb]:
            if child in verbs:
                continue
            dep = parse.dep[child]
            if dep not in ("advcl", "prep", "advmod", "mark", "npadvmod", "dep", "ccomp", "acl"):
                continue
            first, last = parse.left[child], parse.right[child]
            opening = parse.text(first, min(last, first + 3))
            bare = opening.lower().removeprefix(", ")
            if _EXCEPTION.match(bare):
                kind = "exception"
            elif _CONDITION.match(opening) and last > first:
                kind = "condition"
            elif modality != "none" and dep in ("prep", "advcl") and _TIMED.match(opening):
                if dep == "prep" and parse.lower[child] == "before" and not _timed(parse, child):
                    continue  # "a hearing before an ALJ"
                kind = "deadline"
            else:
                continue
            while last > first and parse.words[last] in _STOP - {")"}:
                last -= 1
            if not 2 <= last - first <= 90:
                continue
            first = _with_only(parse, first, sentence[0])
            found.setdefault(parse.span(first, last), kind)
    _deadlines(parse, sentence, verbs, found)
    whole: dict[Span, str] = {}
    for span in _outermost(found):
        whole.setdefault(balanced(text, span), found[span])
    return tuple((whole[span], span) for span in sorted(whole))


def balanced(text: str, span: Span) -> Span:
    """`span` with the bracket that its last one needs, where it stands close behind."""
    inside = text[span.start : span.end]
    if inside.count("(") > inside.count(")"):
        close = text.find(")", span.end, span.end + 40)
        if close >= 0 and "\n" not in text[span.end : close]:
            return Span(span.start, close + 1)
    return span


def _with_only(parse: Parse, first: int, floor: int) -> int:
    return first - 1 if first > floor and parse.lower[first - 1] == "only" else first


def _deadlines(
    parse: Parse, sentence: tuple[int, int], verbs: set[int], found: dict[Span, str]
) -> None:
    start, stop = sentence
    # offsets of each word in the sentence rejoined by blanks
    offsets: list[int] = []
    position = 0
    for word in parse.words[start:stop]:
        offsets.append(position)
        position += len(word) + 1
    text = " ".join(parse.words[start:stop])
    for match in _DEADLINE.finditer(text):
        covered = [start + i for i, at in enumerate(offsets) if match.start() <= at < match.end()]
        if not covered or not _governed(parse, covered[0], verbs):
            continue
        first, last = covered[0], covered[-1]
        if parse.lower[first] not in ("immediately", "promptly") or len(covered) > 1:
            for token in covered:
                limit = parse.right[token]
                following = last
                while following < limit and (
                    parse.words[following + 1] not in _STOP
                    or (parse.words[following + 1] == "," and _is_year(parse, following + 2))
                ):
                    following += 1
                last = max(last, following)
        while last > first and (parse.words[last] in _STOP or parse.lower[last] in ("and", "or")):
            last -= 1
        span = parse.span(first, last)
        for other in [o for o in found if o.overlaps(span) and found[o] == "deadline"]:
            del found[other]
        found[span] = "deadline"


def _governed(parse: Parse, token: int, verbs: set[int]) -> bool:
    """Whether `token` hangs on one of `verbs` without another clause between."""
    for _ in range(30):
        head = parse.head[token]
        if head in verbs:
            return parse.dep[token] not in ("advcl", "ccomp", "nsubj", "nsubjpass")
        if (
            parse.dep[token] in ("relcl", "advcl", "acl", "ccomp", "nsubj", "nsubjpass")
            or head == token
        ):
            return False
        token = head
    return False


def _timed(parse: Parse, preposition: int) -> bool:
    inside = range(preposition + 1, parse.right[preposition] + 1)
    return any(parse.tag[t] in ("CD", "VBG") for t in inside)


def _is_year(parse: Parse, token: int) -> bool:
    return token < len(parse.words) and bool(re.fullmatch(r"(?:19|20)\d\d", parse.words[token]))


def _outermost(found: dict[Span, str]) -> list[Span]:
    return [
        span
        for span in found
        if not any(
            other != span and other.contains(span) and found[other] == found[span]
            for other in found
        )
    ]
