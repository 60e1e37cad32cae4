"""Remains of a page inside a sentence: its header or footer, a sentence that the page cuts, a noun
that the words of a title go on from, one half of its markup."""

from __future__ import annotations

import re

from extraction.language.fact_view import Doubt, FactView

PAGE = "words of the page stand in the sentence"
CUT = "the sentence is cut"
TITLE_FOLLOWS = "a title goes on behind it"
MARKUP = "a part is cut in its markup"
_LINK = re.compile(r"\[[^\[\]]*\]\([^()\s]*\)?")
_FURNITURE = re.compile(
    r"\b(?:Table of Contents|Page \d{1,4}(?: of \d{1,4})?|\d{1,4} \| ?Page)\s*\Z", re.IGNORECASE
)
_ENDED = re.compile(r"[.!?:;…”\"'’)\]]\s*\Z")
_NEED_A_NOUN = ("amod", "det", "poss", "nummod", "compound")
_TITLE = re.compile(r"\s?:\s[A-Z]")


def _holds_furniture(fact: FactView) -> bool:
    """Whether a part ends with the header or footer of a page ("communicators and Table of
    Contents")."""
    return any(_FURNITURE.search(fact.words(part)) for part in fact.parts())


def _ends_before_noun(fact: FactView) -> bool:
    """Whether the statement ends without a mark, in an adjective that a noun must follow ("is
    associated with a clinically favorable")."""
    if _ENDED.search(fact.text[fact.statement.start : fact.statement.end]):
        return False
    last = fact.last_token(fact.statement)
    if last is None or fact.parse.tag[last] not in ("JJ", "JJR", "JJS", "PRP$", "DT", "VBG"):
        return False
    parse, head = fact.parse, fact.parse.head[last]
    opened = parse.child(last, "det", "amod", "poss") is not None
    return parse.dep[last] in _NEED_A_NOUN or (opened and parse.dep[head] != "punct")


def _goes_on_in_title(fact: FactView) -> bool:
    """Whether a part ends at a colon behind which capitalised words go on with its name ("found in
    the Guide for Guests: Winter Nights")."""
    return any(
        part.end > fact.relation.predicate_span.end
        and part.end < fact.statement.end
        and fact.words(part)[-1:].isalpha()
        and fact.words(part).split()[-1][:1].isupper()
        and _TITLE.match(fact.text, part.end, fact.statement.end)
        for part in fact.parts()
    )


def _is_cut_in_markup(fact: FactView) -> bool:
    """Whether a part holds one half of a link, of code or of bold words."""
    return any(_is_half(fact.words(part)) for part in fact.parts())


def _is_half(words: str) -> bool:
    links = words.count("](") != len(_LINK.findall(words))
    return links or words.count("`") % 2 == 1 or words.count("**") % 2 == 1


PAGE_REMAINS: tuple[Doubt[FactView], ...] = (
    (PAGE, _holds_furniture),
    (CUT, _ends_before_noun),
    (TITLE_FOLLOWS, _goes_on_in_title),
    (MARKUP, _is_cut_in_markup),
)
