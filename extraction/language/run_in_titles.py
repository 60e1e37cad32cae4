"""Titles without a mark of their end, run into the sentence below them ("Locks of the upper canal
Most boats wait there."), as texts taken out of pages hold them."""

from __future__ import annotations

from extraction.language.parse import FINITE, Parse
from extraction.language.spacy_model import load_word_classes

RUN_IN = "a heading may run into the sentence"
_LONGEST = 12  # words of a title
# begin a sentence, and no name behind a noun
_OPENERS = frozenset(
    """a an most many some these those this you your we our they if when while it its there each
    all any no every several both other although because since during after before""".split()
)
_BOUND = frozenset(
    {"DT", "PRP", "PRP$", "IN", "WDT", "WP", "WRB", "EX", "RB", "MD", "CC", "TO", "RP"}
)
# what stands before a word that it names ("the term Agreement")
_NAMING = frozenset(
    """term terms word words expression name section part article rule form status type class
    category mode menu option field tab button key level phase grade""".split()
)


def title_end(parse: Parse, start: int) -> int | None:
    """Where the sentence itself begins behind a title that opens at `start`, or None: a capitalised
    word that is no name, right behind a noun in small letters, with no verb before it."""
    if parse.tag[start] in _BOUND or not parse.words[start][:1].isupper():
        return None
    _, stop = parse.sentence_of(start)
    for place in range(start + 1, min(start + _LONGEST + 1, stop - 1)):
        if parse.tag[place - 1] in (*FINITE, "MD") and not _is_said_again(parse, start, place):
            return None
        if _begins(parse, start, place):
            return place
    return None


def _begins(parse: Parse, start: int, place: int) -> bool:
    word, before, after = parse.words[place], parse.words[place - 1], parse.words[place + 1]
    classes = load_word_classes()
    if not before.isalpha() or not before.islower() or before in _NAMING:
        return False
    if not word.isalpha() or not word[0].isupper() or not (word[1:].islower() or len(word) == 1):
        return False
    if parse.tag[place - 1] in _BOUND or not classes.is_noun(before):
        return False
    small = parse.lower[place]
    if small in _OPENERS:
        return True
    named = after[:1].isupper() or not after.isalpha()  # "officer Rose Hill", "officer Rose,"
    known = classes.is_noun(small) or classes.is_no_noun(small)
    return known and (not named or _is_said_again(parse, start, place))


def _is_said_again(parse: Parse, start: int, place: int) -> bool:
    """Whether the words from `place` on begin like the title ("Heart tests Heart or …")."""
    return parse.lower[place] == parse.lower[start] and place > start + 1
