"""Lines of a label and its value, as forms and data sheets have them: "Cashier: Ada Holm",
"WARRANTY PERIOD: 3 YEARS", "**Ward:** 7", "Agent – Crook and Sons"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generation.evidence.meanings import is_clause
from generation.question.analysis import Question
from generation.question.word_families import holds
from graph.model import Span
from graph.outline import without_enumerator
from graph.tokens import words

_MOST_LABEL = 6  # words
_MOST_VALUE = 14
_LINE = re.compile(
    r"[\s*_>•-]*+(?P<label>[^\W\d_][^:.;?!|\n–—]{0,60}?)"
    r"(?P<mark>\s*+[*_]{0,3}:[*_]{0,3}\s|[*_]{0,3}\s++[–—-]\s)\s*+(?P<value>[^\s|][^|]*+)\Z",
)
_END = re.compile(r"(?<![^\W\d_]\.[^\W\d_])(?<!\s[^\W\d_])\.\Z")  # of a sentence, not of "p.m."
_ASIDE = re.compile(r"\([^()]*\)")
_CLAUSE = re.compile(
    r"\b(?:is|are|was|were|shall|must|may|do|does|will|has|have|had|can|cannot|should|see|refer)\b",
    re.IGNORECASE,
)
_BROKEN = re.compile(r"[^\W\d_]{3}[.?!]\s+[A-Z]|\s[–—]\s|:(?:\s|\Z)")
_NUMBERED = re.compile(
    r"(?:chapter|part|section|article|annex|appendix|schedule|title|book|clause|rule|step|table|"
    r"figure|form|paragraph|exhibit|unit|module|lesson)\s+(?:\d[\w.]*|[A-Z]|[IVXLC]+)\Z",
    re.IGNORECASE,
)
_COST = "price cost fee rate charge amount"
_TIME = "date time day hour deadline"
# What a question word or an adjective behind "how" asks for, as labels call it.
_CALLED = {
    one: frozenset(words(labels))
    for asked, labels in (
        ("heavy", "weight mass"), ("long", "length duration time period term"),
        ("tall high", "height"), ("wide broad", "width"), ("deep", "depth"),
        ("thick thin", "thickness"), ("fast", "speed"), ("loud", "noise volume"),
        ("hot warm cold cool", "temperature"), ("old", "age"), ("far", "distance range"),
        ("large big", "size area capacity"), ("cost pay much", _COST), ("when", _TIME),
        ("where", "address place location venue site"),
    )
    for one in asked.split()
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LabelLine:
    """`label` as written and the `value` behind it (offsets into the text); `colon`: a colon, and
    no dash, parts them."""

    label: str
    value: Span
    colon: bool

    @property
    def stems(self) -> tuple[str, ...]:
        """Index words of the label, without what it has in brackets."""
        return tuple(words(_ASIDE.sub(" ", self.label)))


def label_line(text: str) -> LabelLine | None:
    """`text` as a label with its value; None where it is a sentence, a numbered heading ("PART II:
    DUTIES") or a label that introduces a sentence ("Note: keep it dry")."""
    lead = len(text) - len(without_enumerator(text))
    found = _LINE.match(text[lead:])
    if found is None:
        return None
    label, value = found["label"].strip(" *_"), _END.sub("", found["value"].rstrip(" \n\t*_;"))
    if len(label.split()) > _MOST_LABEL or len(value.split()) > _MOST_VALUE:
        return None
    if any(_CLAUSE.search(part) for part in (label, value)) or _BROKEN.search(value):
        return None
    if _NUMBERED.match(label) or not words(label) or is_clause(value):
        return None
    start = lead + found.start("value")
    return LabelLine(label, Span(start, start + len(value)), ":" in found["mark"])


def speaks_of(question: Question, text: str) -> bool:
    """Whether a line with a label may answer `question`: one that asks for what the label names, or
    names the whole value ("Who is the cashier?", "What is Ada Holm?"). True of any other text."""
    line = label_line(text)
    if line is None:
        return True
    label = frozenset(line.stems)
    asked = question.words or tuple(words(question.asked))
    if any(holds(word, label) for word in asked):
        return True
    said = re.findall(r"[^\W\d_]+", question.asked.casefold())
    if any(label & _CALLED.get(word, frozenset()) for word in said):
        return True
    held = frozenset(words(text[line.value.start : line.value.end]))
    return bool(question.demands) and all(demand.met_by(held) for demand in question.demands)


def is_named(question: Question, line: LabelLine, above: frozenset[str]) -> bool:
    """Whether `question` asks for `line` by its whole label, and for nothing that stands neither in
    it nor among the index words `above` it."""
    label = frozenset(line.stems)
    if not label or not label <= frozenset(words(question.asked)):
        return False
    if question.expected == "place" and label <= frozenset(words(" ".join(question.names))):
        return False  # "Oslo – Bergen" does not say where Oslo is
    return all(holds(word, label | above) for word in question.words)
