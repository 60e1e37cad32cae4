"""What a question asks for: the type of its answer, its key words, its names. Small rules over the
words of the question; no model, no parser."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from graph.tokens import STOP_WORDS, words

AnswerType = Literal[
    "duration",
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
    {"duration", "date", "number", "amount", "percent", "person", "place"}
)

_UNIT = r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|quarters?|years?)"
_AUXILIARY = (
    r"(?:is|are|was|were|am|can|could|may|might|must|shall|should|do|does|did|has|have|had|will|"
    r"would|need)"
)

# In order: the first rule that matches decides. `{u}` is a unit of time.
_RULES: tuple[tuple[AnswerType, str], ...] = (
    ("date", r"\b(?:by|on|from|since|until) (?:what|which) (?:date|day)\b"),
    ("date", r"\bwhat (?:is|was) the (?:\w+ )?date\b|\b(?:what|which) (?:date|year|month)\b"),
    ("date", r"\bwhat (?:is|was) [^?]*\bdate of (?:birth|death)\b"),
    ("duration", r"\bhow (?:long|soon|quickly|fast|often|frequently|promptly|old|late|early)\b"),
    ("duration", rf"\bhow (?:many|much) (?:\w+ ){{0,2}}{_UNIT}\b"),
    ("duration", r"\bhow much (?:\w+ )?(?:time|warning|notice|delay)\b"),
    ("duration", r"\b(?:within|in|after|for|over|during) (?:what|which) (?:time|period|interval)"),
    ("duration", rf"\bby when\b[^?]*\bin (?:\w+ )?{_UNIT}\b"),
    (
        "duration",
        r"\b(?:what|which)(?:'s| is| are)? (?:the )?(?:\w+ ){0,3}"
        r"(?:deadline|time limit|period|interval|duration|time frame|timeframe|frequency)\b",
    ),
    ("date", r"\bby when\b|\bwhen (?:was|were|did)\b"),
    ("percent", r"\b(?:what|which) (?:\w+ ){0,2}(?:percentage|percent|share of|rate|proportion)\b"),
    ("percent", r"\bhow many per ?cent\b|\b(?:what|which) (?:\w+ )?(?:score|pass mark)\b"),
    (
        "amount",
        r"\bhow much (?:money|does|do|did|is|are|must|will|would|was)\b(?=[^?]*"
        r"\b(?:cost|pay|paid|charge|price|fee|fine|owe|spend|spent|worth|earn|sell|sold)\b)",
    ),
    (
        "amount",
        r"\b(?:what|which) (?:\w+ ){0,2}(?:price|cost|fee|fine|penalty|sum|charge|budget|salary|"
        r"receipts|premium)\b|\bwhat (?:do|does|did|must|will) [^?]*\b(?:pay|cost|charge)\b",
    ),
    ("number", r"\bhow (?:many|populous|large|big|tall|high|deep|wide|heavy|far)\b"),
    (
        "number",
        r"\b(?:what|which)(?: is| are| was)? (?:the )?(?:\w+ ){0,2}(?:number|population|"
        r"minimum|maximum|size)\b",
    ),
    ("person", r"\b(?:who|whom|whose|to whom)\b"),
    (
        "person",
        r"\b(?:what|which) (?:\w+ )?(?:person|role|officer|manager|director|author|actor|"
        r"actress|singer|composer|body|board|authority|agency|department|company|organi[sz]ation)\b",
    ),
    (
        "place",
        r"\bwhere\b|\b(?:what|which) (?:\w+ )?(?:city|country|place|town|state|county|"
        r"region|continent|village|district|province|nationality)\b",
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
        rf"^{_AUXILIARY}\b|(?:[.:;,!?]|\bthen)\s+{_AUXILIARY}(?:n't)? (?:\w+ ){{1,8}}[^?]*\?$",
    ),
)
_COMPILED = tuple((kind, re.compile(rule, re.IGNORECASE)) for kind, rule in _RULES)
_WH = re.compile(r"\b(?:what|which|who|whom|whose|when|where|why|how)\b", re.IGNORECASE)
_YES_NO_FIRST = re.compile(rf"^{_AUXILIARY}\b", re.IGNORECASE)

_TYPE_WORDS = frozenset(
    words(
        "how what which who whom whose when where why long soon quickly fast often many much time "
        "limit period deadline date day days hour hours week weeks month months year years minutes "
        "count counts mean means term short stand regarded considered named name person role "
        "must may need needs happen us one ones we someone anyone still rather want wants make "
        "makes let lets get gets"
    )
)
_UNITS = re.compile(rf"\b{_UNIT}\b", re.IGNORECASE)

_IDENTIFIER = re.compile(
    r"\b(?=[\w.-]{0,60}\d)(?=[\w.-]{0,60}[A-Za-z])[A-Za-z0-9]+(?:[-.][A-Za-z0-9]+)*\b"
)
_CODE = re.compile(
    r"\b[A-Z]+-\d+(?:-\d+)*(?![\w-])|\b\d{2,}\.\d+(?:\([A-Za-z0-9]{1,4}\))+"
    r"|\b\d{3,}\.\d{3,}(?![\w.])|\b(?:number|no\.) \d+(?![\w-])"
)
_CAPITAL_RUN = re.compile(
    r"\b[A-Z][\w'’-]*(?:(?:\s+(?:of|the|de|von|van)){0,2}\s+(?:[A-Z][\w'’-]*|\d+\b))*"
)
_NUMBERED = re.compile(r"\b(?P<what>[a-z]{3,}) (?:\d+|[A-Z])(?![\w-])(?! (?:per ?cent|%))")
_NOT_NAMES = frozenset(
    "i we our he she it they a an the this that these those if in on at by for from to of and or "
    "what which who whom whose when where why how is are was were can may must do does did has "
    "have will should would could after before within under over until someone everyone members "
    "with without as counting someone's".split()
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question taken apart. `asked` is its last sentence (the rest is setting); `words` are the
    index words without those that only say what kind of answer is wanted; `names` its capitalised
    names and identifiers as written; `units` the units of time it asks for, as stems."""

    text: str
    asked: str
    expected: AnswerType
    words: tuple[str, ...]
    names: tuple[str, ...]
    units: frozenset[str]

    @property
    def identifiers(self) -> tuple[str, ...]:
        """Its identifiers as written: "SOP-014", "164.308(a)(1)", "number 7"."""
        return identifiers_in(self.text)

    @property
    def relation(self) -> tuple[str, ...]:
        """The words that are no part of a name."""
        named = {word for name in self.names for word in words(name)}
        return tuple(word for word in self.words if word not in named)

    @property
    def typed(self) -> bool:
        return self.expected in TYPED


def analyse(text: str) -> Question:
    """Take `text` apart. Anything is accepted; an empty text has no words and type ``other``."""
    whole = " ".join(text.split())
    asked = _asked(whole)
    expected = _expected(asked)
    kept = tuple(dict.fromkeys(word for word in words(whole) if word not in _TYPE_WORDS))
    units: frozenset[str] = frozenset()
    if expected == "duration":
        units = frozenset(w for match in _UNITS.finditer(asked) for w in words(match.group()))
    return Question(whole, asked, expected, kept, names_in(whole), units)


def _asked(text: str) -> str:
    """The last sentence that holds a question word or ends with a question mark."""
    sentences = [s for s in re.split(r"(?<=[^\W\d_]{2}[.?!])\s+(?=[A-Z\"“])", text) if s]
    for sentence in reversed(sentences):
        if sentence.endswith("?"):
            return sentence
    return sentences[-1] if sentences else text


def _expected(asked: str) -> AnswerType:
    if _YES_NO_FIRST.match(asked):
        return "yes_no"
    for kind, rule in _COMPILED:
        if rule.search(asked):
            return kind
    return "other"


def identifiers_in(text: str) -> tuple[str, ...]:
    """Words of letters and digits, section numbers and numbered things, in order."""
    found = dict.fromkeys(match.group() for match in _CODE.finditer(text))
    return tuple(found)


@lru_cache(maxsize=1024)
def shape(identifier: str) -> str:
    """What identifiers of one kind share: the letters, and the number of digits where it is above
    two (P-7 and P-12 are of one kind, a lot OB-2409 and a type OB-31 are not)."""
    base = identifier.split("(")[0]
    return re.sub(r"\d+", lambda m: "9" * max(2, len(m.group())), base.casefold())


@lru_cache(maxsize=1024)
def exactly(identifier: str) -> re.Pattern[str]:
    """Matches `identifier` as a whole, of a section number also without its paragraph."""
    base = identifier.split("(")[0] if identifier[0].isdigit() else identifier
    inner = r"\s+".join(re.escape(part) for part in base.split())
    return re.compile(rf"(?<![\w-])(?<!\d\.){inner}(?![\w-]|\.\d)", re.IGNORECASE)


def names_in(text: str) -> tuple[str, ...]:
    """Capitalised names and identifiers of `text`, in order, without question words."""
    found: dict[str, None] = {}
    for match in _CAPITAL_RUN.finditer(text):
        parts = match.group().split()
        while parts and parts[0].casefold().removesuffix("'s") in _NOT_NAMES:
            parts.pop(0)
        if parts and not _opens_sentence(text, match, parts):
            found[" ".join(parts).removesuffix("'s").removesuffix("’s")] = None
    for match in _IDENTIFIER.finditer(text):
        if not any(match.group() in name for name in found):
            found[match.group()] = None
    for match in _NUMBERED.finditer(text):  # "level 3", "tier 1"; not "than 3", "in 2016"
        if match.group("what") not in STOP_WORDS | _NOT_NAMES:
            found[match.group()] = None
    whole = [set(re.split(r"[\s-]", name)) for name in found]
    return tuple(
        name for name, parts in zip(found, whole, strict=True) if not any(parts < w for w in whole)
    )


@lru_cache(maxsize=1024)
def _surface(name: str) -> re.Pattern[str]:
    inner = r"[\s-]+".join(re.escape(part) for part in name.split())
    return re.compile(rf"(?<!\w){inner}(?:['’]?s)?(?!\w)", re.IGNORECASE)


def names_held(names: tuple[str, ...], text: str, held: frozenset[str]) -> frozenset[str]:
    """Those of `names` that stand in `text` as written, or whose index words are all among `held`
    (short forms written out) where none of them is too common to be indexed ("Class A")."""
    return frozenset(
        name
        for name in names
        if _surface(name).search(text)
        or (len(words(name)) >= len(name.split()) > 0 and set(words(name)) <= held)
    )


def _opens_sentence(text: str, match: re.Match[str], parts: list[str]) -> bool:
    """One ordinary capitalised word at the start of a sentence is no name."""
    before = text[: match.start()].rstrip()
    first = not before or before[-1] in ".?!:"
    whole = len(parts) == len(match.group().split())
    return first and whole and len(parts) == 1 and not re.search(r"\d|[A-Z].*[A-Z]", parts[0])
