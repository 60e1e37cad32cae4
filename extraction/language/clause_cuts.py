"""Where a slot of a duty ends too early, or a word behind its verb is no part of it."""

from __future__ import annotations

import re

from extraction.language.fact_view import ClauseView

CUT = "a slot is cut"
_GOES_ON = re.compile(r" (?:that|which|who)\b")
_ON_THE_PAGE = re.compile(r"\bthe (?:table|list|figure) below\b|\bthe below\b", re.IGNORECASE)
_FREE = frozenset({"time", "day", "days", "week", "weeks"})


def is_cut(fact: ClauseView) -> bool:
    """Whether a clause goes on behind a slot ("when you edit the field | that is wrong"), a slot
    holds one of two quotation marks or a place on the page, or "time off" is read as a verb with
    "off"."""
    cut = any(_GOES_ON.match(fact.after(span)) for span in fact.said())
    quoted = any(fact.words(span).count('"') % 2 for span in fact.said())
    placed = any(_ON_THE_PAGE.search(fact.words(span)) for span in fact.said())
    return cut or quoted or placed or _takes_off(fact)


def _takes_off(fact: ClauseView) -> bool:
    parse = fact.parse
    return any(
        parse.lower[t] == "off" and parse.lower[t - 1] in _FREE
        for t in parse.with_dep(fact.group.inner, "prt")
    )
