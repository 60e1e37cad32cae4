"""Whole names: a name that a model or a parse cut short is run to where its words end.

A capitalised name goes on over the capitalised words of its phrase on either side ("CORE Phase" →
"CORE Phase I"), over "of" or "for" and a capitalised phrase ("Department" → "Department of the
Treasury"), and over a hyphen inside a word ("chi" → "chi-square").
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from extraction.language.firm_names import ends_firm
from extraction.language.parse import Parse

NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_NAME_TAGS = NOUN_TAGS | {"JJ", "CD", "PRP", "LS", "FW"}
_LINKS = frozenset({"of", "for"})
_HYPHENS = frozenset("-\u2010\u2011")
# "Phase II", "Part D", "arm A": a number or letter that belongs to the name before it
_NUMERAL = re.compile(r"[IVX]+|[A-Z]")


def whole_name(parse: Parse, first: int, last: int) -> tuple[int, int]:
    """(first, last) token of the name that tokens `first` to `last` belong to; the same where it
    does not go on, or does not read as a name (some word of it, function words aside, is small).

    What the model took for another name is never taken in, an adjective of nationality in front
    and an organization behind "of" aside. In a heading every word may be capitalised, so there
    only hyphens are followed.
    """
    first, last = _over_hyphens(parse, first, last)
    if parse.kind == "heading" or not _reads_as_name(parse, first, last):
        return first, last
    others = _others(parse, first, last)
    begin, end = _leftwards(parse, first, last, others), _rightwards(parse, first, last, others)
    while (after := _linked(parse, end + 1, others)) is not None:
        entity = [stop - 1 for start, stop, _ in parse.entities if start <= after < stop]
        target = entity[0] if entity else _rightwards(parse, after, after, others)
        if parse.tag[target + 1 : target + 2] == ["POS"]:
            break  # "RT for Hodgkin | 's disease"
        end = target
    return begin, end


def before_means(parse: Parse, first: int, last: int) -> int:
    """Last token of the name at `first` to `last` without the "Means" of its definition, and what
    is defined behind it ("Quay Warden | Means the Harbour Office")."""
    return next((at - 1 for at in range(first + 1, last + 1) if parse.words[at] == "Means"), last)


def _others(parse: Parse, first: int, last: int) -> dict[int, str]:
    """Label of each token near by that is part of another named entity."""
    sentence = _sentence_of(parse, first)
    return {
        token: label
        for start, stop, label in parse.entities
        if sentence[0] <= start < sentence[1] and (stop <= first or start > last)
        for token in range(start, stop)
        if parse.tag[token] != "CD"
    }


def capitalised(word: str) -> bool:
    """Whether a word begins with a capital letter."""
    return word[:1].isupper()


def fused(parse: Parse, left: int) -> bool:
    """Whether tokens `left` and the next stand together without a blank."""
    return parse.end[left] == parse.begin[left + 1]


def _reads_as_name(parse: Parse, first: int, last: int) -> bool:
    """Whether all words are capitalised, and not only because a sentence begins."""
    words = parse.words[first : last + 1]
    if first == last and parse.tag[last] not in ("NNP", "NNPS"):
        return False
    return capitalised(words[0]) and all(
        capitalised(word) or word.lower() in _INNER or not word[0].isalpha() for word in words
    )


_INNER = frozenset("of for the and on in de la du von van der y".split())


def _over_hyphens(parse: Parse, first: int, last: int) -> tuple[int, int]:
    """With the rest of a hyphenated word; "-funded", "-positive" and their like are not part of
    what they follow."""
    count = len(parse.words)
    while (
        last + 2 < count
        and parse.words[last + 1] in _HYPHENS
        and fused(parse, last)
        and fused(parse, last + 1)
        and (parse.tag[last + 2] in NOUN_TAGS or parse.words[last + 2][0].isdigit())
        and _sentence_of(parse, last) == _sentence_of(parse, last + 2)
    ):
        last += 2
    return first, last


def _leftwards(parse: Parse, first: int, last: int, others: Mapping[int, str]) -> int:
    """First of the capitalised words before `first` that the parse hangs below the name's head."""
    start, begin = _sentence_of(parse, first)[0], first
    while first > start:
        token = first - 1
        above = parse.head[token]
        if parse.lower[token] in _DETERMINERS or others.get(token, "NORP") != "NORP":
            break
        if parse.words[token][0].isdigit() and token > start and parse.tag[token] == "CD":
            if not (capitalised(parse.words[token - 1]) and _belongs(parse, token - 1, last)):
                break
        elif (
            not capitalised(parse.words[token])
            or any(character.isdigit() for character in parse.words[token])
            or parse.tag[token] not in _NAME_TAGS
            or token == start  # capitalised because the sentence begins
        ):
            break
        if not (first <= above <= last and parse.dep[token] in _LEFT_PARTS):
            break
        first = token
    return first + 1 if parse.tag[first] == "CD" and first < begin else first


_DETERMINERS = frozenset("all any each every no some such the this these those your our".split())
_LEFT_PARTS = frozenset({"compound", "amod", "nmod", "nummod"})


def _belongs(parse: Parse, token: int, last: int) -> bool:
    return token < parse.head[token] <= last and parse.dep[token] in _LEFT_PARTS


def _rightwards(parse: Parse, first: int, last: int, others: Mapping[int, str]) -> int:
    """Last of the capitalised words after `last` that are one phrase with it: up to the head that
    the name is a left part of, and a numeral that stands behind it."""
    stop = _sentence_of(parse, last)[1]
    end = last
    if ends_firm(parse.words[last]):
        return last
    while end + 1 < stop:
        token = end + 1
        if _numeral_of(parse, token, end):
            end = token
            continue
        if not capitalised(parse.words[token]) or parse.tag[token] not in _NAME_TAGS:
            break
        if not (_inside(parse, end, token) or first <= parse.head[token] <= end):
            break
        if token in others:
            return last  # a title before a name ("Maricopa Court Judge Ellis")
        end = token
    small = _inside(parse, end, end + 1) and not _numeral_of(parse, end, end - 1)
    return last if small else end  # the head is a common noun ("HHS Web | site")


def _inside(parse: Parse, last: int, token: int) -> bool:
    """Whether `last` is a left part of a phrase whose head is `token` or right of it."""
    at, steps = last, 0
    while parse.dep[at] in ("compound", "amod", "nmod", "nummod", "poss") and steps < 8:
        at, steps = parse.head[at], steps + 1
        if at >= token:
            return True
    return False


def _numeral_of(parse: Parse, token: int, last: int) -> bool:
    """Whether `token` numbers the word before it ("Phase II", "Part D"), and not the one after
    ("Group 3 patients", "Act I wrote")."""
    word, head = parse.words[token], parse.head[token]
    if word.isdigit():
        proper = parse.tag[last] in ("NNP", "NNPS") and capitalised(parse.words[last - 1])
        return len(word) < 3 and head == last and proper
    return _NUMERAL.fullmatch(word) is not None and head <= token


def _linked(parse: Parse, link: int, others: Mapping[int, str]) -> int | None:
    """The first capitalised word behind "of" or "for" (and "the") at `link`."""
    count = len(parse.words)
    if link + 1 >= count or parse.words[link] not in _LINKS:
        return None
    token = link + 1
    if parse.lower[token] == "the" and token + 1 < count:
        token += 1
    if (
        capitalised(parse.words[token])
        and parse.tag[token] in ("NNP", "NNPS")
        and others.get(token, "ORG") == "ORG"
        and _sentence_of(parse, token) == _sentence_of(parse, link)
    ):
        return token
    return None


def _sentence_of(parse: Parse, token: int) -> tuple[int, int]:
    for first, stop in parse.sentences:
        if first <= token < stop:
            return first, stop
    return 0, len(parse.words)
