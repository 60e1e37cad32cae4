"""The kind of answer that a question wants. Small rules over its words; no model, no parser."""

from __future__ import annotations

import re
from typing import Literal

AnswerType = Literal[
    "duration",
    "deadline",
    "date",
    "number",
    "amount",
    "percent",
    "person",
    "place",
    "definition",
    "list",
    "yes_no",
    "condition",
    "reason",
    "manner",
    "other",
]

# Types whose answer is a span that can be recognised by its form alone.
TYPED: frozenset[AnswerType] = frozenset(
    {"duration", "deadline", "date", "number", "amount", "percent", "person", "place"}
)

TIME_UNIT = r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|quarters?|years?)"
_AUXILIARY = (
    r"(?:is|are|was|were|am|can|could|may|might|must|shall|should|do|does|did|has|have|had|will|"
    r"would|need)"
)

# In front of a question word that no other one goes before: "what may a member who is ill claim"
# asks for no person.
_FIRST_ASKED = r"^(?:(?!\b(?:what|which|how|when|why)\b)[^?])*?"

MEASURES = (
    "populous", "large", "big", "tall", "high", "low", "deep", "wide", "narrow", "thick", "thin",
    "heavy", "far", "close", "near", "warm", "hot", "cold", "cool", "loud", "bright", "steep",
    "strong",
)  # fmt: skip
"""Adjectives behind "how" whose answer is a measure."""

# In order: the first rule that matches decides. `{u}` is a unit of time.
_RULES: tuple[tuple[AnswerType, str], ...] = (
    ("date", r"\b(?:by|on|from|since|until) (?:what|which) (?:date|day)\b"),
    ("date", r"\bwhat (?:is|was) the (?:\w+ )?date\b|\b(?:what|which) (?:date|year|month)\b"),
    ("date", r"\bwhat (?:is|was) [^?]*\bdate of (?:birth|death)\b"),
    ("duration", r"\bhow (?:long|soon|quickly|fast|often|frequently|promptly|old|late|early)\b"),
    (
        "duration",
        rf"\bhow (?:many|much) (?!do|does|did|is|are|must|will)"
        rf"(?!(?!{TIME_UNIT}\b)\w+ (?:per|an?|each|every)\b)(?:\w+ ){{0,2}}{TIME_UNIT}\b",
    ),
    ("duration", r"\bhow much (?:\w+ )?(?:time|warning|notice|delay)\b"),
    ("duration", r"\b(?:within|in|after|for|over|during) (?:what|which) (?:time|period|interval)"),
    ("duration", rf"\bby when\b[^?]*\bin (?:\w+ )?{TIME_UNIT}\b"),
    (
        "duration",
        r"\b(?:what|which)(?:'s| is| are)? (?:the )?(?:\w+ ){0,3}"
        r"(?:deadline|time limit|period|interval|duration|time frame|timeframe|frequency)\b",
    ),
    ("date", r"\bwhen (?:was|were|did)\b"),
    ("deadline", r"\bby when\b|\bwhen (?:must|shall|should|is [^?]*\bdue|are [^?]*\bdue)\b"),
    ("deadline", r"\bwhen (?:do|does) [^?]*\b(?:have|has|need) to\b"),
    ("deadline", r"\bwhen (?:does|do|will) [^?]*\b(?:open|close|begin|start|end)\b"),
    ("number", r"\bat (?:what|which) rate\b"),
    ("percent", r"\b(?:what|which) (?:\w+ ){0,2}(?:percentage|percent|share of|rate|proportion)\b"),
    ("percent", r"\bhow many per ?cent\b|\b(?:what|which) (?:\w+ )?(?:score|pass mark)\b"),
    (
        "amount",
        r"\bhow much (?:money|does|do|did|is|are|must|will|would|was)\b(?=[^?]*"
        r"\b(?:cost|pay|paid|charge|price|fee|fare|fine|premium|rent|deposit|toll|allowance|owe|spend|spent|worth|earn|sell|sold)\b)",
    ),
    (
        "amount",
        r"\b(?:what|which) (?:\w+ ){0,2}(?:price|cost|fee|fine|penalty|sum|charge|budget|salary|"
        r"receipts|premium)\b|\bwhat (?:do|does|did|must|will) [^?]*\b(?:pay|cost|charge)\b",
    ),
    ("number", rf"\bhow (?:many|{'|'.join(MEASURES)})\b"),
    (
        "number",
        r"\b(?:what|which)(?: is| are| was)? (?:the )?(?:\w+ ){0,2}(?:number|population|"
        r"minimum|maximum|size)\b",
    ),
    ("person", rf"{_FIRST_ASKED}\b(?:who|whom|whose)\b"),
    (
        "person",
        r"\b(?:what|which) (?:\w+ )?(?:person|role|officer|manager|director|author|actor|"
        r"actress|singer|composer|body|board|authority|agency|department|company|organi[sz]ation)\b",
    ),
    (
        "place",
        rf"{_FIRST_ASKED}\bwhere\b|\b(?:what|which) (?:\w+ )?(?:city|country|place|town|state|"
        r"county|region|continent|village|district|province|nationality)\b",
    ),
    (
        "definition",
        r"\bwhat (?:counts?|qualif\w+) as\b|\b(?:what|which)\b[^?]*\b(?:regarded|considered|"
        r"treated|classed|seen) as\b|\bwhat does [^?]*\b(?:mean|stand for)\b|"
        r"\b(?:stands?|short) for\b|\bmeaning of\b|\bdefin(?:e|es|ed|ition)\b|"
        r"\bwhat is meant by\b",
    ),
    (
        "list",
        r"\b(?:what|which) (?:two|three|four|five|six|seven|eight|nine|ten|\d+)\b|"
        r"\bwhat [^?]*\b(?:includes?|contains?|holds?|consists? of|cover)\b|"
        r"\bwhat (?:has to|must|should) be (?:in|on)\b|"
        r"\b(?:for |in |of |to |on )?which (?:\w+ )?(?:details|items|elements|steps|kinds|types|"
        r"cases|conditions|documents|records)\b|\bwhich \w+s(?:,| and)|^list\b|\bwhat are the\b|"
        r"\bname (?:the|all)\b",
    ),
    (
        "condition",
        r"\b(?:in|under|on) (?:what|which) (?:\w+ )?(?:case|cases|circumstances?|conditions?|"
        r"situations?)\b|\bunless what\b|^when\b|[:,.?!] when\b|\bwhen (?:can|may|is|are|do|does|"
        r"must|should)\b",
    ),
    ("reason", r"\bwhy\b|\bfor what reason\b|\bwhat (?:was|is) the (?:cause|reason)\b"),
    ("manner", r"\bhow\b"),
    (
        "yes_no",
        rf"^{_AUXILIARY}\b|(?:[.:;,!?]|\s[-–—]|\bthen)\s+{_AUXILIARY}(?:n't)? "
        r"(?:\w+ ){1,8}[^?]*\?$|"
        r"\b(?-i:Is|Are|Can|May|Must|Should|Do|Does|Did|Will) (?:i|my|we|our)\b",
    ),
)
_COMPILED = tuple((kind, re.compile(rule, re.IGNORECASE)) for kind, rule in _RULES)
_REQUEST = re.compile(
    r"^(?:can|could|will|would) you (?:please |kindly )?(?:provide|explain|outline|describe|"
    r"clarify|tell|give|show|list|specify|elaborate|detail|name|define|summari[sz]e)\b",
    re.IGNORECASE,
)
_WH = re.compile(r"\b(?:what|which|who|whom|whose|when|where|why|how)\b", re.IGNORECASE)
_YES_NO_FIRST = re.compile(rf"^{_AUXILIARY}\b", re.IGNORECASE)


def expected_answer(asked: str) -> AnswerType:
    """The type of the first rule that matches `asked`, ``other`` where none does."""
    request = _REQUEST.match(asked)
    if request is not None:
        asked = asked[request.end() :]
    elif _YES_NO_FIRST.match(asked):
        return "yes_no"
    for kind, rule in _COMPILED:
        if rule.search(asked):
            return kind
    return "other"
