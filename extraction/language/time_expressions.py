"""A grammar of deadlines, frequencies, durations and limits over the words of a sentence.

The parser attaches "within 15 days after the notice is received" in a different way each time; its
words are always the same. So they are read as a whole first; the parse only says where the clause
or phrase behind "after" ends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extraction.language.parse import FINITE, Parse

_NUMBER = (
    r"(?:(?:one|two|three|four|five|six) (?:hundred|thousand)(?: (?:and )?(?:\w+ty|\w+teen|ten))?"
    r"|\d[\d,.]*|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen"
    r"|fourteen|fifteen|sixteen|eighteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    r"|hundred|several|few|half an?)"
    r"(?: - (?:one|two|three|four|five|six|seven|eight|nine))?(?: \( ?\d+ ?\))?"
)
_UNIT = r"(?:seconds?|minutes?|hours?|days?|weeks?|fortnights?|months?|quarters?|years?)"
_KIND = r"(?:calendar|business|working|full|consecutive|clear|school|banking|trading|whole|fiscal)"
DURATION = rf"{_NUMBER}(?: -)?(?: {_KIND}| more)?(?: -)? {_UNIT}(?: ')?(?= |$)"
_MONTHS = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan\.?|feb\.?|mar\.?|apr\.?|jun\.?|jul\.?|aug\.?|sept?\.?|oct\.?|nov\.?|dec\.?)"
)
_CLOCK = (
    r"(?:\d{1,2}(?: ?[:.] ?\d\d)? ?(?:a\.?m\.?|p\.?m\.?|o'clock|hours|noon)|\d\d:\d\d|noon"
    r"|midnight|midday)"
)
_DATE = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTHS}|{_MONTHS} \d|\d{{4}}\b)"
_NAMED_DAY = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|tomorrow|tonight"
    r"|(?:the )?(?:end|close|beginning|start|conclusion|expiry|expiration|middle) of"
    r"|(?:the )?(?:due date|deadline|time|date|day|anniversary|earlier of|later of)\b"
    r"|(?:the )?(?:following|next|same|last|first|second|third|fourth|fifth|sixth|seventh|eighth"
    r"|ninth|tenth|fifteenth|twentieth|\d+(?:st|nd|rd|th)) (?:\w+ )?(?:day|date|week"
    r"|month|quarter|year|anniversary|(?:mon|tues|wednes|thurs|fri|satur|sun)day)s?\b"
)
_BEFORE = r"(?:before|prior to|in advance|ahead of|preceding|earlier|beforehand)"
_ANCHOR = (
    rf"(?:{_BEFORE}|after|following|of|from|since|upon|until|later|thereafter|afterwards)(?= |$)"
)
_SOON = (
    r"as soon as (?:(?:it|they|he|she)? ?(?:is|are) )?(?:reasonably |practically )*"
    r"(?:possible|practicable|practical|feasible|available|able)"
)
_DELAY = r"without (?:any )?(?:unreasonable |undue |unnecessary |further )?delay"
_LATEST = (
    r"(?:in (?:no|any) (?:case|event) |no |not )(?:any )?(?:later|more) than"
    rf"(?: (?:the date )?{DURATION})?(?= )"
)
_AT_ONCE = r"immediately|promptly|forthwith|at once|straight away|right away"
_TIMES = rf"(?:once|twice|thrice|{_NUMBER} times)"
_BOUND = (
    r"(?:at least|at most|no (?:more|less|fewer) than|not (?:more|less|fewer) than|up to"
    r"|(?:no|not) longer than|a (?:maximum|minimum) of)"
)
_EACH = r"(?:an?|per|each|every|(?:in|during|within|over) (?:any|each|every|an?))"
_PERIODICALLY = (
    r"hourly|daily|nightly|weekly|fortnightly|monthly|quarterly|annually|yearly|biannually"
    r"|semi ?-? ?annually|biennially|periodically|regularly|routinely|continuously"
)
_HABITUAL = (
    r"typically|generally|usually|normally|ordinarily|commonly|customarily|often|sometimes"
    r"|occasionally|frequently|always|in (?:most|some|certain|many|rare) (?:cases|instances)"
    r"|as a (?:general )?rule|in general|in principle|from time to time"
)

_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(rf"(?<![\w-])(?:{pattern})(?![\w])", re.IGNORECASE))
    for kind, pattern in (
        ("deadline", rf"(?:{_SOON}|{_DELAY})(?:,? (?:and|but) {_LATEST})?"),
        ("deadline", rf"(?:by |but |and )?(?:in no (?:case|event) |no |not )(?:any )?later than"
         rf"(?: (?:the date )?{DURATION})?(?= )"),
        ("deadline", r"within (?:(?:the|a|an|no more than|not more than|at most|approximately|about"
         r"|(?:maximum |minimum |reasonable )?(?:period|term|maximum) of|next|first|following|same"
         rf"|further|additional) ){{0,6}}{DURATION}"),
        ("deadline", r"within (?:the|such|an?|any|that|this) (?:[\w-]+ ){0,3}?"
         r"(?:time|period|deadline|timeframe|time ?frame|time limits?|window|term|hours)"),
        ("deadline", rf"(?:not|no) (?:less|fewer|sooner|earlier) than {DURATION}(?= {_ANCHOR})"),
        ("deadline", rf"(?:no|not) more than {DURATION}(?= {_ANCHOR})"),
        ("deadline", rf"(?:at least|at most) {DURATION} (?={_BEFORE})"),
        ("deadline", rf"(?:{_BOUND} )?{DURATION} (?:{_BEFORE}|after|following)(?= |$)"),
        ("deadline", rf"(?:on or before|by|before|no sooner than|not before) (?:the )?(?:{_CLOCK}"
         rf"|{_DATE}|{_NAMED_DAY})(?: on (?:the )?(?:\w+day\b|{_DATE}))?"),
        ("deadline", rf"(?:{_AT_ONCE})(?: (?:upon|after|following|before))?"),
        ("deadline", r"at the latest|in a timely (?:manner|fashion)|on time|in (?:good|due) time"),
        ("frequency", rf"(?:{_BOUND} )?{_TIMES} (?:{_EACH} )?(?:{DURATION}|{_KIND} {_UNIT}|{_UNIT}"
         rf"|{_PERIODICALLY})"),
        ("frequency", rf"(?:at least |not less than |no less than )?(?:every|each)"
         rf"(?: (?:other|second|third|{_NUMBER}))?(?: {_KIND})? (?:{_UNIT}|(?:mon|tues|wednes|thurs"
         rf"|fri|satur|sun)day|{_MONTHS}|morning|evening|night|shift|semester|season|spring|summer"
         r"|autumn|winter)"),
        ("frequency", rf"(?:at least |at most |not less than |no less than |on an? )?"
         rf"(?:{_PERIODICALLY})(?: basis)?"),
        ("frequency", r"on an? (?:\w+ )?(?:regular|rolling|ongoing|periodic|recurring|continuous"
         r"|continual|frequent) basis|at (?:regular|fixed|planned|random) intervals"
         rf"|at intervals of (?:{_BOUND} )?{DURATION}|at all times|once or twice|(?:once|twice)"
         r"(?: more)?(?= (?:after|before)|$)"),
        ("frequency", _HABITUAL),
        ("time", rf"for (?:(?:at least|a (?:minimum |maximum )?(?:period|term) of|{_BOUND}|the"
         rf"|first|next|another) ){{0,6}}{DURATION}"),
        ("time", rf"in (?:no more than |not more than |less than |under |at most )?{DURATION}"),
        ("limit", rf"(?:(?:no|not) longer than|not exceeding|not to exceed) {DURATION}"),
        ("limit", rf"(?:up to|not exceeding|not to exceed|in excess of|{_BOUND}) (?:[$€£¥] )?"
         r"\d[\d,.]*(?: (?:%|percent|per cent|million|billion|[a-z]+s\b))?"),
    )
)  # fmt: skip
_OPENS_ANCHOR = re.compile(
    r"(?:before|prior|after|following|of|from|since|upon|until|in|ahead|preceding)\Z"
)
_STOPS = frozenset({";", ":", ".", "--", "—", "–"})
# with a noun behind them they still say when ("by the first day")
_PICKING = frozenset({"first", "last", "next", "following", "same", "due"})
_LOOSE_END = frozenset({"and", "or", "but", "as", "to"})
_ADJECTIVES = frozenset(_PERIODICALLY.split("|"))


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Tokens `first` to `last` with their anchor ("after the notice is received"); `kind` is
    ``deadline``, ``frequency``, ``time`` (a duration) or ``limit``."""

    kind: str
    first: int
    last: int


def time_expressions(parse: Parse, sentence: tuple[int, int]) -> list[TimeExpression]:
    """All expressions of a sentence in text order; of two that overlap the one that begins first,
    of equal ones the longer."""
    start, stop = sentence
    offsets: list[int] = []
    position = 0
    for word in parse.words[start:stop]:
        offsets.append(position)
        position += len(word) + 1
    text = " ".join(parse.lower[start:stop])
    found: list[TimeExpression] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            tokens = [
                start + i for i, at in enumerate(offsets) if match.start() <= at < match.end()
            ]
            if tokens and _stands_free(parse, kind, tokens):
                last = _with_anchor(parse, kind, tokens, stop)
                found.append(TimeExpression(kind, tokens[0], last))
    found.sort(key=lambda one: (one.first, -one.last))
    kept: list[TimeExpression] = []
    for one in found:
        if not kept or one.first > kept[-1].last:
            kept.append(one)
    return kept


def _stands_free(parse: Parse, kind: str, tokens: list[int]) -> bool:
    """Whether the words are no part of a noun's left side ("the daily log", "a 30-day period")."""
    first, last = tokens[0], tokens[-1]
    for token in tokens:
        above = parse.head[token]
        if parse.dep[token] == "pobj" and above not in tokens and above < first:
            return False  # "in the third quarter of each year" says when as a whole
    if kind == "frequency" and first == last and parse.lower[first] in _ADJECTIVES:
        head = parse.head[first]
        return not (parse.tag[head][:2] == "NN" and head > first)
    head = parse.head[last]
    if parse.dep[last] in ("compound", "amod", "nmod", "npadvmod") and head > last:
        return parse.tag[head][:2] != "NN" or parse.lower[last] in _PICKING
    return True


def _with_anchor(parse: Parse, kind: str, tokens: list[int], stop: int) -> int:
    """The last token of the expression with what it is counted from."""
    last = tokens[-1]
    if len(tokens) == 1 and parse.lower[last] in _AT_ONCE.split("|"):
        return last
    opens = bool(_OPENS_ANCHOR.match(parse.lower[last])) or parse.lower[last] == "than"
    if not opens and last + 1 < stop and kind in ("deadline", "time", "frequency"):
        following = parse.lower[last + 1]
        if kind != "frequency" and _OPENS_ANCHOR.match(following) and following != "in":
            last += 1
            opens = True
        elif parse.lower[last + 1 : last + 3] == ["in", "advance"]:
            last, opens = last + 2, False
            if parse.lower[last + 1 : last + 2] == ["of"]:
                last, opens = last + 1, True
    if parse.lower[last] == "prior" and parse.lower[last + 1 : last + 2] == ["to"]:
        last += 1
    if parse.lower[last] == "in" and parse.lower[last + 1 : last + 2] == ["advance"]:
        last += 1
        if parse.lower[last + 1 : last + 2] == ["of"]:
            last += 1
    if kind in ("frequency", "limit"):
        return last
    return _anchor_end(parse, tokens[0], last, stop, opens=opens)


def _anchor_end(parse: Parse, first: int, last: int, stop: int, *, opens: bool) -> int:
    reach = last
    for token in range(first, last + 1):
        above = parse.head[token]
        if parse.dep[token] == "mark" and above > last and parse.left[above] >= first:
            reach = max(reach, parse.right[above])  # "after the notice is received"
        elif parse.left[token] >= first or token == last:
            reach = max(reach, parse.right[token])
    end = last
    while end < min(reach, stop - 1):
        following = parse.words[end + 1]
        if following in _STOPS and end > last:
            break
        if following == "," and not _is_year(parse, end + 2) and not _closes(parse, end + 2, reach):
            break
        if following == "(" and not opens:
            break
        if parse.lower[end + 1] in ("unless", "except", "provided") and end > last:
            break
        if parse.lower[end + 1 : end + 3] == ["as", "follows"]:
            break
        end += 1
    end = _over_condition(parse, end, stop)
    while end > last and (
        parse.words[end] in _STOPS
        or parse.words[end] in (",", "(")
        or parse.lower[end] in _LOOSE_END
    ):
        end -= 1
    return end


def _over_condition(parse: Parse, end: int, stop: int) -> int:
    """Behind the verb that an aside parts from its subject ("after the time for replies, if they
    are permitted, has expired"); `end` where there is none."""
    if parse.lower[end + 1 : end + 3] not in ([",", "if"], [",", "where"]):
        return end
    for comma in range(end + 3, min(end + 10, stop - 2)):
        if parse.words[comma] == "," and parse.tag[comma + 1] in ("VBZ", "VBP", "VBD"):
            last = comma + 1
            while last + 1 < stop and parse.tag[last + 1][:2] in ("VB", "RB"):
                last += 1
            return last
    return end


def _closes(parse: Parse, token: int, reach: int) -> bool:
    """Whether an aside between commas ends before `reach` ("…, if permitted, has expired", "…, or
    such other time as …")."""
    if token > reach:
        return False
    if parse.lower[token] == "or":
        return True
    return any(
        parse.words[t] == "," and t + 1 <= reach and parse.tag[t + 1] in FINITE
        for t in range(token, reach)
    )


def _is_year(parse: Parse, token: int) -> bool:
    return token < len(parse.words) and bool(re.fullmatch(r"(?:19|20)\d\d", parse.words[token]))
