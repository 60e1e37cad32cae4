"""Parts of a fact that end too early: at a bare preposition, behind the mark of an item, before the
verb that their modal needs, at the first of several verbs that share an object."""

from __future__ import annotations

import re

from extraction.language.fact_view import Doubt, FactView
from extraction.language.parse import SUBJECTS, Parse

CUT = "a part is cut"
NO_UNIT = "a figure lacks its unit"
_MARK = re.compile(r"\s\((?:[A-Za-z]|[ivx]{1,4}|\d{1,2})\)\Z")
_LISTING = re.compile(r"\b(?:including|such as|e\.g\.)(?: \([^)]*\))?\Z")
# "until noon, on Saturday | and Sunday mornings"
_DAY_FOLLOWS = re.compile(
    r",? (?:and|or) (?:on )?"
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|any (?:other )?(?:day|night))\b"
)
_WORD_FOLLOWS = re.compile(r"\s+[a-z]")
# "the menu Tools/Setup | :Fax Options", "File | > Print": the path goes on
_PATH_FOLLOWS = re.compile(r"[:/\\][A-Za-z]|\s?>\s?[A-Z]|\s?[→»]")
# "above 15 | m/s", "60 | °C"; "60 km | /h", "300 kg/m | ²"
_UNIT_FOLLOWS = re.compile(
    r"\s?(?:[%°‰]|[^\W\d_]{1,6}\s?(?:[/·⋅^]\s?[^\W\d_]|[²³⁻]))", re.IGNORECASE
)
_SIGN_FOLLOWS = re.compile(r"\s?[/·⋅^]\s?[^\W\d_]{1,4}(?!\w)|[²³⁻]")
_FIGURE = re.compile(r"(?<![^\s(<>≤≥=~±$€£–-])\d[\d.,]*\Z")
_MEASURE = re.compile(r"\d\s?[^\W\d_]{1,4}(?:/[^\W\d_]{1,4})?\Z")
_WITH_NUMBER = re.compile(  # "paragraph 3 (a)" is whole
    r"\b(?:rule|section|article|(?:sub)?paragraph|clause|part|chapter|schedule|regulation|item|annex"
    r"|appendix|exhibit|§)\S{0,60}\s\S{0,60}\s?\(",
    re.IGNORECASE,
)


def _is_only_preposition(fact: FactView) -> bool:
    return any(
        last is not None and fact.first_token(span) == last and fact.parse.tag[last] in ("IN", "TO")
        for kind, span in fact.slots
        for last in [fact.last_token(span)]
        if kind != "time" and fact.statement.contains(span)
    )


def _ends_at_mark(fact: FactView) -> bool:
    """Whether a part ends in the mark of an item, "including", or half a quoted word."""
    return any(
        _is_open(fact.words(span), fact.after(span))
        or fact.text.count("`", fact.statement.start, span.end) % 2
        for span in fact.said()
    )


def _is_open(words: str, after: str) -> bool:
    if words.endswith(("[", "(")) or _DAY_FOLLOWS.match(after):
        return True
    marked = _MARK.search(words) and _WORD_FOLLOWS.match(after) and not _WITH_NUMBER.search(words)
    return bool(marked or _LISTING.search(words))


def _lacks_verb(fact: FactView) -> bool:
    """Whether a modal stands in a part and its verb behind it ("agrees that it will not | , during
    the fair, sell")."""
    parse = fact.parse
    return any(
        parse.tag[token] == "MD" and parse.head[token] > last
        for span in fact.said()
        for last in [fact.last_token(span)]
        if last is not None
        for token in range(fact.first_token(span), last + 1)
    )


def _holds_predicate(fact: FactView) -> bool:
    """Whether the object holds a modal whose subject stands in no part of it ("the notice required
    | under rule 4 may be given")."""
    parse, span = fact.parse, fact.object
    last = fact.last_token(span) if span is not None else None
    if span is None or last is None or not fact.statement.contains(span):
        return False
    first = fact.first_token(span)
    return any(
        parse.tag[token] == "MD"
        and first < parse.head[token] <= last
        and not any(parse.dep[t] in SUBJECTS for t in range(first, token))
        for token in range(first, last + 1)
    )


def _lacks_shared_object(fact: FactView) -> bool:
    """Whether a part ends in a verb whose object stands behind the next ones ("efforts to sell |
    and carry the flour")."""
    return any(_shares_object(fact.parse, fact.last_token(span)) for span in fact.said())


def _shares_object(parse: Parse, last: int | None) -> bool:
    if last is None or parse.words[last + 1 : last + 2] not in ([","], ["and"], ["or"]):
        return False
    if parse.tag[last - 1] == "TO" and parse.tag[last + 2 : last + 3] == ["VB"]:
        return (
            parse.words[last + 1] == ","
        )  # "to sell, carry and …", whatever the parse makes of it
    verb = last
    while (joined := parse.child(verb, "conj")) is not None and joined > verb:
        verb = joined
        if parse.child(verb, "dobj") is not None:
            lacks = parse.tag[last] in ("VB", "VBG") and parse.child(last, "dobj") is None
            return lacks and parse.tag[verb] == parse.tag[last]
    return False


def _is_cut_in_path(fact: FactView) -> bool:
    return any(_PATH_FOLLOWS.match(fact.after(span)) for span in fact.said())


def _lacks_unit(fact: FactView) -> bool:
    """Whether a part ends in a figure whose unit has a sign and stands behind it, or inside such a
    unit."""
    return any(
        _ends_before_unit(fact.words(span)[-24:], fact.after(span)[:24]) for span in fact.said()
    )


def _ends_before_unit(words: str, after: str) -> bool:
    if _FIGURE.search(words) and _UNIT_FOLLOWS.match(after):
        return True
    return bool(_MEASURE.search(words) and _SIGN_FOLLOWS.match(after))


FIRST_CUT_PARTS: tuple[Doubt[FactView], ...] = ((NO_UNIT, _lacks_unit),)
CUT_PARTS: tuple[Doubt[FactView], ...] = (
    (CUT, _is_only_preposition),
    (CUT, _ends_at_mark),
    (CUT, _lacks_verb),
    (CUT, _holds_predicate),
    (CUT, _lacks_shared_object),
    (CUT, _is_cut_in_path),
)
