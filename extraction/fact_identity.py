"""What makes two statements one fact, and what makes them comparable.

A fact's id takes what bounds it: "may charge fees" and "may charge fees in excess of cost" are two.
Its claim leaves out modality, polarity and figures: a statement and its denial, or two deadlines of
one duty, have one claim. What happened once has a claim only with its time: two incidents are no
contradiction.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extraction.language.literal_mentions import literals
from extraction.row_facts import is_row
from graph.compatible import fold_compatible
from graph.identity import claim_id, fact_id
from graph.model import LiteralValue, Relation, Span
from graph.number_words import NUMBER_WORDS

_IDENTIFYING = ("restriction", "limit", "condition", "exception", "recipient")
"""Qualifiers that enter the id with their words; the others only with their figures."""

_FIGURED = ("limit", "deadline", "frequency", "amount", "time")
"""Qualifiers whose figures are compared: their numbers are left out of the claim."""

_MEASURED = ("manner", "purpose")
"""Qualifiers that may hold a measure ("in writing within 5 days"): of their figures durations,
amounts and percentages are compared, and no other number ("by form 7")."""

_ARTICLES = re.compile(r"\b(?:the|an?)\s+")
_TO = re.compile(r"\A(?:to|for|with)\s+")
_BY_WHEN = re.compile(
    r"\b(?:no|not) (?:later|more|longer) than\b|\bwithin a period of\b|\bat (?:the )?latest\b"
    r"|\bin\b|\bby\b|\bwithin\b"
)
_BOUND = re.compile(
    r"\A(?:of )?(?:more than|less than|in excess of|exceeding|not exceeding|up to|above|over|below"
    r"|under|at least|at most|no more than|no less than|no fewer than|fewer than)\b"
)
_NUMBERS = {word: str(value) for word, value in NUMBER_WORDS.items()} | {
    "dozen": "12", "hundred": "100", "once": "1 times", "twice": "2 times"
}  # fmt: skip
_NUMBER_WORD = re.compile(rf"\b(?:{'|'.join(_NUMBERS)})\b")
_PAST = re.compile(r"\b(?:was|were|had|did|didn't)\b", re.IGNORECASE)
_PAST_FORM = re.compile(
    r"(?:\w+ed|began|bought|brought|built|came|fell|found|gave|grew|held|kept|led|left|lost|made|met"
    r"|paid|rose|said|sent|sold|spent|spoke|took|went|won|wrote)\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FactIdentity:
    """`id` and `claim_id` of a fact; `former_id`, where another, is its id of the time before
    qualifiers entered it; `figures` are its numbers in one normal form ("deadline P6D")."""

    id: str
    claim_id: str
    former_id: str | None
    figures: str


def identity_of(
    relation: Relation,
    subject: str,
    obj: str | None,
    value: LiteralValue | None,
    text: str,
    under: str = "",
) -> FactIdentity:
    """The identity of `relation`, which stands in `text`; `subject` and `obj` are entity ids,
    `under` are the headings that tell what the subject is."""
    literal = f"{value.kind}:{value.value}" if value else None
    core = (subject, relation.predicate, obj, literal, relation.modality, relation.polarity)
    figures = _figures(relation, value, text)
    bounds = _bounds(relation, text)
    if under:
        bounds.append(f"under {normal_words(under)}")
    of_qualifiers = [figure for figure in figures if not figure.startswith("object ")]
    id = fact_id(*core, [*bounds, *of_qualifiers])
    former = fact_id(*core)
    return FactIdentity(
        id,
        _claim(id, relation, (subject, obj), value, text),
        former if former != id else None,
        "; ".join(figures),
    )


@lru_cache(maxsize=1 << 14)
def normal_words(words: str) -> str:
    """`words` in one form: case, blanks, articles, apostrophes and number words are one."""
    plain = fold_compatible(words).replace("\u2019", "'").casefold()
    plain = _ARTICLES.sub("", " ".join(plain.split()).strip(" .,;:()\"'“”") + " ").strip()
    return _NUMBER_WORD.sub(lambda m: _NUMBERS[m.group()], plain)


def _bounds(relation: Relation, text: str) -> list[str]:
    """The qualifiers that enter the id, in a fixed order."""
    found = {
        f"{kind} {_normal(kind, span, text)}"
        for kind, span in relation.qualifiers
        if kind in _IDENTIFYING
    }
    return sorted(found)


def _normal(kind: str, span: Span, text: str) -> str:
    words = normal_words(text[span.start : span.end])
    return _TO.sub("", words) if kind == "recipient" else words


# --- figures -----------------------------------------------------------------------------------


def _figures(relation: Relation, value: LiteralValue | None, text: str) -> list[str]:
    found: set[str] = set()
    for kind, span in relation.qualifiers:
        kinds = _compared(relation, kind, span, text)
        found.update(f"{kind} {one}" for one in numbers(text[span.start : span.end], kinds))
    if value is not None and value.kind != "text":
        found.add(f"object {_canonical(value)}")
    elif relation.object is not None:
        words = text[relation.object.start : relation.object.end]
        found.update(f"object {one}" for one in numbers(words))
    return sorted(found)


_ALL = frozenset({"number", "date", "duration", "amount", "percent"})
_MEASURES = frozenset({"duration", "amount", "percent"})


def _compared(relation: Relation, kind: str, span: Span, text: str) -> frozenset[str]:
    """The kinds of figures of a qualifier that are compared and left out of the claim."""
    if kind in _FIGURED or (kind == "restriction" and _bounds_object(relation, span, text)):
        return _ALL
    return _MEASURES if kind in _MEASURED else frozenset()


def numbers(words: str, kinds: frozenset[str] = _ALL) -> list[str]:
    """Every number, duration, amount or date of `words` in one form: "six" is "6", "24 hours" are
    "1 day"."""
    plain = normal_words(words)
    return sorted({_canonical(value) for _, value in literals(plain) if value.kind in kinds})


_TIMES = re.compile(r"(PT?)(\d+(?:\.\d+)?)([SMHDWY])\Z")
_MINUTES = {"PTH": 60, "PW": 7 * 1440}


def _canonical(value: LiteralValue) -> str:
    found = _TIMES.match(value.value) if value.kind == "duration" else None
    if found is None:
        return value.value
    number, unit = found.group(2), found.group(1) + found.group(3)
    if unit == "PY" and number.isdigit():
        return f"P{int(number) * 12}M"
    if unit in _MINUTES and number.isdigit():
        minutes = int(number) * _MINUTES[unit]
        if minutes % 1440 == 0:
            return f"P{minutes // 1440}D"
    return value.value


def _bounds_object(relation: Relation, span: Span, text: str) -> bool:
    """Whether a restriction bounds how much is done ("in excess of 15 euros"), not by whom."""
    behind = span.start >= relation.predicate_span.end
    return behind and _BOUND.match(normal_words(text[span.start : span.end])) is not None


# --- claims ------------------------------------------------------------------------------------


def _claim(
    id: str,
    relation: Relation,
    ends: tuple[str, str | None],
    value: LiteralValue | None,
    text: str,
) -> str:
    if is_row(relation) or relation.hedged or _points(relation, text):
        return claim_id(id)
    times = [_masked(_normal(k, s, text)) for k, s in relation.qualifiers if k == "time"]
    dated = [one for k, s in relation.qualifiers if k == "time" for one in _dates(s, text)]
    if _is_past(relation, text) and not dated:
        return claim_id(id)
    bounds = {
        f"{kind} {_of_claim(relation, kind, span, text)}"
        for kind, span in relation.qualifiers
        if kind != "time"
    }
    said = sorted({*bounds, *(dated or times)})
    return claim_id(
        ends[0], relation.predicate, _object_of_claim(relation, ends[1], value, text), *said
    )


_POINTING = re.compile(r"\b(?:this|these|such|said|foregoing)\b", re.IGNORECASE)


def _points(relation: Relation, text: str) -> bool:
    """Whether a part means something else in another place: "this subpart", "such notice"."""
    parts = [relation.object, *(span for _, span in relation.qualifiers)]
    found = (span for span in parts if span is not None)
    return any(_POINTING.search(text, max(0, span.start - 8), span.end) for span in found)


def _of_claim(relation: Relation, kind: str, span: Span, text: str) -> str:
    words = _normal(kind, span, text)
    if kind == "deadline":
        return _BY_WHEN.sub("by", _masked(words))
    return _masked(words, _compared(relation, kind, span, text))


def _object_of_claim(
    relation: Relation, obj: str | None, value: LiteralValue | None, text: str
) -> str | None:
    """An entity, or words without their figures: "six members" and "5 members" are one object."""
    if value is not None and value.kind != "text":
        return value.kind
    if relation.object is None:
        return value.value if value else None
    words = normal_words(text[relation.object.start : relation.object.end])
    return _masked(words) if obj is None or numbers(words) else obj


def _masked(words: str, kinds: frozenset[str] = _ALL) -> str:
    """`words` with every figure of `kinds` as "#"."""
    parts, last = [], 0
    for span, value in literals(words):
        if value.kind not in kinds:
            continue
        parts += [words[last : span.start], "#"]
        last = span.end
    return "".join([*parts, words[last:]])


def _dates(span: Span, text: str) -> list[str]:
    words = text[span.start : span.end]
    return [value.value for _, value in literals(words) if value.kind == "date"]


def _is_past(relation: Relation, text: str) -> bool:
    if relation.modality != "none":
        return False
    verb = text[relation.predicate_span.start : relation.predicate_span.end]
    if _PAST.search(verb):
        return True
    first = verb.split(" ", 1)[0]
    return relation.rule != "passive" and _PAST_FORM.match(first) is not None
