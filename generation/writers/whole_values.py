"""A value with all that makes it: its unit, its rate ("per hour"), its bound ("at least"), and of a
length of time what it counts from ("within 24 hours of becoming aware of it")."""

from __future__ import annotations

import re

from generation.evidence.answer_spans import AnswerSpan
from generation.evidence.units import Unit
from generation.question.answer_types import TIME_UNIT, AnswerType
from generation.question.numbers import COUNTS
from graph.model import Span
from graph.outline import without_enumerator
from graph.tokens import STOP_WORDS, words

VAGUE = re.compile(r"(?:without|at once|immediately|forthwith|promptly|as soon)", re.IGNORECASE)
HANGS = re.compile(
    r"(?:§+\s*\d*|\(|\b(?:paragraphs?|sections?|of|to|by|in|on|at|for|from|with|under|than|or|and|"
    r"the|an?|either|both|neither|as|is|are|if|when|where|unless|except|that|which|"
    r"following(?: \w+)?|no)\b)\W*$",
    re.IGNORECASE,
)
_TAIL_MOST = 400  # characters
_TAIL = re.compile(
    r"\s+(?:of|after|before|from|following|prior|in\s+advance|per|since|plus|at|at\s+the\s+latest)\b"
    r"[^,;:()|]*?(?=[,;:()|]|\.(?:\s|$)|\s(?:and|or|unless|if|except|but|which|who|where|when|"
    r"that|as\s+follows)\b|\s*$)"
    r"(?:\s(?:and|or)\s+(?:\w+ly\s+)?\w+(?:ed|en)(?=\s*(?:[,;:()|]|\.(?:\s|$)|$)))?"
)
_TAIL_CHARACTERS = 80  # enough for the last two words and what stands behind them
_TAIL_WORDS = 14
_CELL_CHARACTERS = 24  # of a cell that is a value as a whole
_WHICHEVER = re.compile(
    r"[^.;]*?,?\s*whichever\s+(?:\w+\s+){1,3}?(?:\w+er|first|last)\b", re.IGNORECASE
)
_OR = re.compile(r"\bor,?\s+\Z", re.IGNORECASE)
_LED = re.compile(
    r"(?:within|no later than|not later than|at least|at most|up to|for|until|after|before|by)\b",
    re.IGNORECASE,
)
_OF_TWO = re.compile(
    r"\bthe\s+(?:great|less|high|low|long|short|earli|lat|larg|small)(?:er|est)\s+of\b(?=[^;]*\Z)",
    re.IGNORECASE,
)
_TO_END = re.compile(r"(?:[^,;:.|]|[.,](?=\d))*")
_SIZE = r"(?:cubic|square|running|full|additional|further|started|calendar|working|\d+)"
_SCALE = r"(?:million|billion|thousand|hundred|dozen)"
_UNIT = re.compile(
    rf"(?:\s+{_SCALE})*(?:\s?(?:%|°\s?[A-Z]?)|\s+per\s?cent\b|\s+(?:{_SIZE}\s+)?"
    r"(?!(?:and|or|of|in|on|to|for|at|by|per|than|each)\b)(?P<noun>[\w'’%°-]+(?:/[^\W\d_][\w²³]{0,6})?))?",
    re.IGNORECASE,
)
_COMPOUND = re.compile(  # "eight patrol days", "two guest places"
    rf"(?<![s\W])\s+(?:{TIME_UNIT}|times|people|members|places|seats|points|sessions|lessons|classes|"
    r"copies|units|items|visits|nights|tickets|meetings)\b",
    re.IGNORECASE,
)
_RATE = re.compile(
    rf"\s+(?:(?:per|each|every)\s+(?:{_SIZE}\s+){{0,2}}[^\W\d_]+|"
    rf"an?\s+(?:{TIME_UNIT}|night|head|person|piece)\b)",
    re.IGNORECASE,
)
_NUMBER_CHARACTERS = 12  # of the longest number word
_ENDS_IN_NUMBER = re.compile(
    r"(?:\d|\b(?:" + "|".join([*COUNTS, "billion"]) + r"))\Z", re.IGNORECASE
)
_AGE = re.compile(r"\s+(?:old|of\s+age)\b", re.IGNORECASE)
_BOUND = re.compile(
    r"\b(?:at least|at most|(?:no|not) (?:more|less|fewer) than|(?:more|less|fewer) than|up to|"
    r"over|under|above|below|about|approximately|around|nearly|almost|between|not exceeding|"
    r"a (?:maximum|minimum) of)\s+$".replace(" ", r"\s+"),
    re.IGNORECASE,
)
LIMITS = (
    r"(?:at (?:least|most)|(?:no|not|never) (?:more|less) than|up to|capped (?:at|to)|limited to|"
    r"(?:(?:subject|up) to|to|with) an? (?:overall |total )?"
    r"(?:maximum|minimum|ceiling|cap|limit|floor) of|max(?:imum|\.)?|min(?:imum|\.)?)"
)
_LIMIT = re.compile(
    rf"(?:\s+of\s+[^,;.:]{{2,60}}?)?(?:,?\s+(?:(?:but|and|or)\s+)?|\s+\()"
    rf"{LIMITS}\s+(?=[$€£¥\d])".replace(" ", r"\s+"),
    re.IGNORECASE,
)
_IS_LIMIT = re.compile(
    rf"\d[^;]{{0,80}}?[\s(]{LIMITS}\s+\Z".replace(" ", r"\s+"),
    re.IGNORECASE,
)
# What a rate is counted from ("3% above the base rate"), and of what it is a part.
_REST = (
    r"[^,;:()|]*?(?=[,;:()|]|\.(?:\s|$)|\s(?:and|or|unless|if|except|but|which|who|where|when|"
    r"that|is|are|was|were|has|have|must|may|shall|will|can)\b|\s*$)"
)
_COUNTED_FROM = re.compile(
    r"\s+(?:above|below|over|under|(?:more|less|higher|lower)\s+than)\b" + _REST
)
_PART_OF = re.compile(r"\s+of\b" + _REST)
_STATED = re.compile(
    r"\b(?:is|are|be|to|at|by|than|least|most|exceed(?:ing|s)?|of|with|pays?|charges?|adds?|"
    r"deducts?|contributes?)\s+\Z",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"(?:%|\bper\s?cent)\Z", re.IGNORECASE)
_BASE_WORDS = 9
_OR_MORE = re.compile(
    r"\s+or\s+(?:more|less|fewer|above|below|over|under|higher|lower|greater|smaller|longer|shorter)\b",
    re.IGNORECASE,
)
_SAYS_LIMIT = frozenset(words("in any case event where if feasible possible practicable latest"))
_OVER = re.compile(
    r"(?:for\s+)?(?:(?:more|less|fewer|longer|later|earlier|higher|lower)\s+than|over|under|above|below)\s+"
    r"(?=\S)",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"(?:\b(?:not|never|cannot|no|nor|neither)\b|n['’]t\b)[^.;:]*\Z", re.IGNORECASE
)
_SIGN = re.compile(r"[$€£¥]\s?\Z")
_VALUE = re.compile(r"[$€£¥]?\s?\d+(?:[.,]\d+)*")
_TIMED: tuple[AnswerType, ...] = ("duration", "deadline")
_MEASURES: tuple[AnswerType, ...] = ("amount", "percent", "number")


def measured(text: str, span: Span) -> Span:
    """A number of `text` with its unit and rate; what has a unit, with its rate."""
    end = span.end
    if _ENDS_IN_NUMBER.search(text[max(span.start, end - _NUMBER_CHARACTERS) : end]):
        found = _UNIT.match(text, end)
        if found is not None and (found["noun"] or "").casefold() not in STOP_WORDS:
            compound = _COMPOUND.match(text, found.end()) if found["noun"] else None
            end = compound.end() if compound is not None else found.end()
    for more in (_AGE, _RATE):
        found = more.match(text, end)
        end = found.end() if found else end
    return Span(span.start, end)


def whole(unit: Unit, literal: AnswerSpan) -> Span:
    """`literal`, a value of `unit`, with all that makes it; of what "may not be more than 5 days"
    the value alone, since the bound by itself would say the contrary."""
    span = _whole(unit, literal)
    before, said = unit.text[: span.start - unit.span.start], unit.passage.document.text
    bound = _OVER.match(said[span.start : span.end])
    denied = bound is not None and _DENIED.search(before) is not None
    return Span(span.start + bound.end(), span.end) if bound is not None and denied else span


def _whole(unit: Unit, literal: AnswerSpan) -> Span:
    if literal.kind not in (*_MEASURES, *_TIMED):
        return literal.span
    both = of_several(unit.text, literal.span.shift(-unit.span.start))
    if both is not None:
        return both.shift(unit.span.start)
    if literal.kind in _MEASURES:
        return _whole_measure(unit, literal.span)
    span = _with_limit(unit, literal.span)
    rest = unit.passage.document.text[span.end : min(unit.span.end, span.end + _TAIL_MOST)]
    tail = _TAIL.match(rest)
    if tail is None or len(tail.group().split()) > _TAIL_WORDS or hangs(tail.group()):
        return span
    return Span(span.start, span.end + len(tail.group().rstrip()))


def of_several(text: str, value: Span) -> Span | None:
    """All between which the circumstances decide, where `value` is one of them: "for the life of
    the dam or for 20 years, whichever is the longer", "the greater of £50 and 2% of the price"."""
    before = text[: value.start]
    two = _OF_TWO.search(before)
    if two is not None:
        end = _TO_END.match(text, value.end)
        assert end is not None
        return Span(two.start(), value.end + len(end.group().rstrip()))
    either = _WHICHEVER.match(text[value.end : value.end + _TAIL_MOST])
    if either is None:
        return None
    end_of_both = value.end + either.end()
    if _OR.search(before) is None:
        return Span(value.start, end_of_both)
    led = _LED.match(text, value.start)
    first = rf"\b{re.escape(led.group())}\b" if led else r"[$€£¥]?(?<![\w.,])\d[\d.,]*"
    starts = [found.start() for found in re.finditer(first, before, re.IGNORECASE)]
    start = starts[-1] if starts else len(text) - len(without_enumerator(text))
    return Span(start, end_of_both)


def is_limit(text: str, value: Span) -> bool:
    """Whether `value` is the most or least that bounds a value before it in `text`."""
    return _IS_LIMIT.search(text[: value.start]) is not None


def hangs(said: str) -> bool:
    """Whether `said` ends on a word that wants another."""
    return HANGS.search(said[-_TAIL_CHARACTERS:]) is not None


def _whole_measure(unit: Unit, literal: Span) -> Span:
    """A measure with the bound before it, its rate, and the least or most that bounds it."""
    if unit.kind == "table_row":
        return _whole_cell(unit, literal)
    text, first = unit.text, unit.span.start
    span = literal.shift(-first)
    sign = _SIGN.search(text[max(0, span.start - 2) : span.start])
    start = span.start - len(sign.group()) if sign else span.start
    bound = _BOUND.search(text[:start])
    start = bound.start() if bound else start
    rate = _RATE.match(text, span.end)
    end = rate.end() if rate else span.end
    end = _with_base(text, Span(span.start, end))
    more = _OR_MORE.match(text, end)
    end = more.end() if more else end
    limit = _LIMIT.match(text, end)
    other = _VALUE.match(text, limit.end()) if limit else None
    if other is not None:
        end = measured(text, Span(*other.span())).end
    return Span(start, end).shift(first)


def _with_base(text: str, value: Span) -> int:
    """The end of `value` with what it is counted from or a part of."""
    base = _COUNTED_FROM.match(text, value.end)
    if base is None and _PERCENT.search(text[: value.end]) and _STATED.search(text[: value.start]):
        base = _PART_OF.match(text, value.end)
    said = base.group().split() if base is not None else []
    if base is None or not 1 < len(said) <= _BASE_WORDS or hangs(base.group()):
        return value.end
    return value.end + len(base.group().rstrip())


def _whole_cell(unit: Unit, literal: Span) -> Span:
    """The short cell of a row that `literal` stands in: "88 l", not "88"."""
    cells = unit.passage.document.blocks[unit.block].cells if unit.block is not None else ()
    held = next((cell.span for cell in cells if cell.span.contains(literal)), literal)
    return held if len(held) <= _CELL_CHARACTERS else literal


def _with_limit(unit: Unit, span: Span) -> Span:
    """ "Without delay", where a limit in days follows, is given with it."""
    text = unit.passage.document.text
    if not VAGUE.match(text[span.start : span.end]):
        return span
    for item in unit.found:
        between = text[span.end : item.span.start]
        near = item.span.start > span.end and set(words(between)) <= _SAYS_LIMIT
        if near and re.search(r"\d", item.text):
            return Span(span.start, item.span.end)
    return span
