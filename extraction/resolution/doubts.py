"""Mentions that say little for their name: cut out of a longer one, or a word that only opens
sentences. A name most of whose mentions are such is kept, but not shown."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extraction.language.spacy_model import load_word_classes
from extraction.resolution.generic import is_common
from graph.model import Mention, Span

MOSTLY = 0.8
"""Share of a name's mentions that must be doubtful for the name to be left unshown."""

_DOUBTED = ("ner", "noun-phrase", "heading", "subject")
_FUSED_AFTER = re.compile("[-\u2010\u2011]\\w")
_FUSED_BEFORE = re.compile("\\w[-\u2010\u2011]\\Z")
_FIGURE_AFTER = re.compile(r" \d{1,3}(?![\d,]|\.\d)")
_NAMED_BY_AFTER = re.compile(r" (?:of|on|for) ")
_SLASH_BEFORE = re.compile(r"\w/\Z")
_TITLE_AFTER = re.compile(r" [A-Z][a-z]")
_OF_TITLE_AFTER = re.compile(r" (?:of|on|for) [A-Z]|\. [A-Z]\. ")
_TO_TITLE_AFTER = re.compile(r" to (?:the )?[A-Z]")
_BRACKET_AFTER = re.compile(r" \([^()]{1,20}\) [A-Z][a-z]")
_TITLE_BEFORE = re.compile(r"[a-z,;] [A-Z][A-Za-z]+ \Z")
_OPENS = re.compile(r"(?:\A|[\n.:;]\s*|[-*•]\s|\([\da-zA-Z]{1,4}\)\s)\Z")
_CAPITAL_BEFORE = re.compile(r"[a-z:,;] [A-Z][a-z]+ \Z")
_ORDINAL_BEFORE = re.compile(r"\d(?:st|nd|rd|th) \Z")
_VERB_BEFORE = re.compile(
    r"\b(?:may|must|shall|will|would|can|could|should|cannot|who|which|it|they|we) (?:not )?\Z"
)
_OBJECT_AFTER = re.compile(r" (?:the|an?|its|their|his|her|any|such|these|those|each|that) ")
_ONLY_MARKS = re.compile(r"[\s#*_>•·–-]*(?:\(?[\da-zA-Z]{1,4}[.)]\s*)*[\s*_]*")
_ENDS_LABEL = re.compile(r"[*_\s]*(?::|\Z)")
_INSIDE_SENTENCE = re.compile(r"[a-z,;] (?:[\"“])?\Z")
_GOES_ON = re.compile(r" [a-z]")


def doubtful(text: str, mentions: Sequence[Mention]) -> frozenset[Span]:
    """Spans of the doubtful mentions of one document with `text`; only names that a model or a
    parse found are doubted. What the extractor already doubts stays so."""
    starts = {mention.span.start for mention in mentions}
    ends = {mention.span.end for mention in mentions}
    return frozenset(
        mention.span
        for mention in mentions
        if mention.rule in _DOUBTED
        and any(
            (
                mention.doubt,
                _cut(text, mention, starts),
                _second_half(
                    text[max(0, mention.span.start - 40) : mention.span.start],
                    mention.span.start,
                    mention,
                    ends,
                ),
                _verb(text, mention),
                _common(text, mention),
                _everyday(text, mention),
                _label(text, mention),
                _in_address(text, mention),
            )
        )
    )


def _second_half(before: str, first: int, mention: Mention, ends: set[int]) -> bool:
    """Whether one capitalised word stands behind another that no mention holds ("Kemper |
    Hamilton")."""
    if mention.rule != "ner" or " " in mention.surface or mention.surface.isupper():
        return False
    return first - 1 not in ends and _CAPITAL_BEFORE.search(before) is not None


def _cut(text: str, mention: Mention, starts: set[int]) -> bool:
    """Whether the name goes on, on either side: by a hyphen, by a word in title case that no
    mention starts at, or, after one word, by a figure ("Release | 1")."""
    first, stop = mention.span.start, mention.span.end
    before = text[max(0, first - 40) : first]
    if _FUSED_AFTER.match(text, stop) or _FUSED_BEFORE.search(before):
        return True
    words = mention.surface.split()
    figure = _FIGURE_AFTER.match(text, stop) is not None
    if mention.rule == "noun-phrase" and len(words) == 1 and figure:
        return True
    if mention.rule == "ner" and (
        _SLASH_BEFORE.search(before)
        or (words[-1][0].islower() and _NAMED_BY_AFTER.match(text, stop))
    ):
        return True
    if mention.kind == "Person" or any(word[0].islower() for word in words):
        return False
    if figure and mention.kind != "Location":
        return True
    if len(words) > 1 and _TITLE_AFTER.match(text, stop) and stop + 1 not in starts:
        return True
    if len(words) > 2 and _OF_TITLE_AFTER.match(text, stop):
        return True
    if mention.rule == "noun-phrase" and len(words) > 1 and _TO_TITLE_AFTER.match(text, stop):
        return True
    if len(words) > 2 and _BRACKET_AFTER.match(text, stop):
        return True
    if _ORDINAL_BEFORE.search(before):
        return True
    return mention.rule == "noun-phrase" and _TITLE_BEFORE.search(before) is not None


def _verb(text: str, mention: Mention) -> bool:
    """Whether it is one word that stands as verbs do: after "may" or "who", before "the", or
    opening a sentence or list item that goes on in small letters ("Establish new …")."""
    if mention.rule != "noun-phrase" or not mention.surface.isalpha() or mention.surface.isupper():
        return False
    before = text[max(0, mention.span.start - 16) : mention.span.start]
    after = mention.span.end
    if mention.surface[0].isupper() and _OPENS.search(before):
        return _GOES_ON.match(text, after) is not None
    return bool(_VERB_BEFORE.search(before) or _OBJECT_AFTER.match(text, after))


def _common(text: str, mention: Mention) -> bool:
    """Whether a model took one capitalised word for a name that the document also writes small."""
    surface = mention.surface
    if mention.rule != "ner" or not surface.isalpha() or not surface[1:].islower():
        return False
    return re.search(rf"(?<![\w-]){surface.lower()}(?![\w-])", text) is not None


def _everyday(text: str, mention: Mention) -> bool:
    """Whether it is one common noun ("costs", "the request") that is not written as a name: with a
    capital inside a sentence ("the Plan")."""
    surface = mention.surface
    if " " in surface or mention.rule == "ner" or surface.isupper():
        return False
    if not is_common(surface.lower()):
        return False
    before = text[max(0, mention.span.start - 40) : mention.span.start]
    return not (surface[0].isupper() and _INSIDE_SENTENCE.search(before))


def _label(text: str, mention: Mention) -> bool:
    """Whether words of the dictionary stand alone on their line, or before a colon: a heading or
    the label of a list item ("Risk Assessment & Treatment"), which names what follows it."""
    if not all(_in_dictionary(word) for word in re.split(r"[\s-]+", mention.surface)):
        return False
    first, stop = mention.span.start, mention.span.end
    before = text[text.rfind("\n", 0, first) + 1 : first]
    end = text.find("\n", stop)
    after = text[stop : len(text) if end < 0 else end]
    return _ONLY_MARKS.fullmatch(before) is not None and _ENDS_LABEL.match(after) is not None


def _in_address(text: str, mention: Mention) -> bool:
    """Whether a parse took a part of an address, a channel or a half of a quotation for a name
    ("…?id=ab", "#ask-ops", "‘Service’ fee")."""
    before = text[max(0, mention.span.start - 1) : mention.span.start]
    if mention.rule == "noun-phrase" and before and before in "/=?&#@":
        return True
    return before in ("‘", "'", "`") and re.search("[’'`] ", mention.surface) is not None


def _in_dictionary(word: str) -> bool:
    lowered, classes = word.lower().strip(".,’'"), load_word_classes()
    return (
        word in ("&", "and", "of", "the")
        or classes.is_noun(lowered)
        or classes.is_no_noun(lowered)
        or is_common(lowered)
    )


def _unit(text: str, mention: Mention) -> bool:
    """Whether a model took the unit behind a figure for a name ("3.4 ng/mL")."""
    before = text[max(0, mention.span.start - 2) : mention.span.start]
    return (
        mention.rule == "ner"
        and mention.surface[0].islower()
        and re.search(r"\d\s?\Z", before) is not None
    )
