"""Mentions that say little for their name: cut out of a longer one, or a word that only opens
sentences. A name most of whose mentions are such is kept, but not shown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from extraction.language.singular import singular
from extraction.language.spacy_model import load_word_classes
from extraction.resolution.cut_names import is_cut
from extraction.resolution.generic import is_common, is_everyday, is_process
from graph.model import Mention, Span

MOSTLY = 0.8
"""Share of a name's mentions that must be doubtful for the name to be left unshown."""
MOSTLY_OF_A_NOUN = 0.5
"""That of a name which is one noun written small."""

DOUBTED = frozenset({"ner", "noun-phrase", "heading", "subject"})
"""What a model or a parse found; what a document defines or a profile knows is nobody's guess."""
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
_PLACE_OF_A_TEXT = frozenset(
    "annex appendix article chapter item part rule schedule section title volume".split()
)
_NUMBER_AFTER = re.compile(r" (?:\d|[IVX]+\b)")
# "the Grain | and Fodder Act", "Public Ferry | , Harbour and Pilotage Act"
_TO_LAW_AFTER = re.compile(
    r"(?:,\s[A-Z][\w-]+)*,?\s(?:and|&)\s(?:[A-Z][\w-]+\s){1,4}(?:Act|Code|Law|Ordinance)\b"
)
_CAPITAL_AFTER = re.compile(r" [A-Z][a-z]")
_LONG_WORD = re.compile(r"[A-Za-z]{4,}")
DEFINED_BY_USE = 2
"""Capitals inside sentences that make a common noun of a document a term of it."""


def doubtful(text: str, mentions: Sequence[Mention]) -> frozenset[Span]:
    """Spans of the doubtful mentions of one document with `text`; only names that a model or a
    parse found are doubted. What the extractor already doubts stays so."""
    starts = {mention.span.start for mention in mentions}
    used = _uses(text, mentions)
    ends = {mention.span.end for mention in mentions}
    return frozenset(
        mention.span
        for mention in mentions
        if mention.rule in DOUBTED
        and any(
            (
                mention.doubt,
                is_cut(text, mention),
                _cut(text, mention, starts),
                _second_half(
                    text[max(0, mention.span.start - 40) : mention.span.start],
                    mention.span.start,
                    mention,
                    ends,
                ),
                _verb(text, mention),
                _common(text, mention, used),
                _no_term(mention, used),
                _goes_on_to_act(text, mention),
                _label(text, mention),
                _in_address(text, mention),
                _shouted(mention),
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


def _common(text: str, mention: Mention, used: Mapping[tuple[str, bool], int]) -> bool:
    """Whether a model took one capitalised word for a name that the document also writes small,
    and does not use as its term."""
    surface = mention.surface
    if mention.rule != "ner" or not surface.isalpha() or not surface[1:].islower():
        return False
    if _is_used_as_term(surface.lower(), used):
        return False
    return re.search(rf"(?<![\w-]){surface.lower()}(?![\w-])", text) is not None


def _uses(text: str, mentions: Sequence[Mention]) -> Mapping[tuple[str, bool], int]:
    """(noun in the singular, written as a name) -> how often: with a capital inside a sentence,
    or small. Capitals of headings and of a sentence's first word say neither."""
    found: Counter[tuple[str, bool]] = Counter()
    for mention in mentions:
        surface = mention.surface
        if not surface.isalpha() or surface.isupper():
            continue
        if surface[0].islower():
            found[singular(surface), False] += 1
        elif _inside_sentence(text, mention.span):
            found[singular(surface.lower()), True] += 1
    return found


def _inside_sentence(text: str, span: Span) -> bool:
    """Whether a capitalised word stands inside a sentence, and not among words that all have a
    capital, as those of a heading or of a table's head do."""
    before = text[max(0, span.start - 40) : span.start].rpartition("\n")[2]
    after = text[span.end : span.end + 40].partition("\n")[0]
    if not _INSIDE_SENTENCE.search(before):
        return False
    beside = _LONG_WORD.findall(before)[-2:] + _LONG_WORD.findall(after)[:2]
    return any(word[0].islower() for word in beside)


def _is_used_as_term(
    word: str, used: Mapping[tuple[str, bool], int], often: int = DEFINED_BY_USE
) -> bool:
    """Whether a document writes a noun so `often` with a capital inside a sentence and, a common
    noun, no less often than small."""
    as_name, small = used.get((singular(word), True), 0), used.get((singular(word), False), 0)
    weight = 1 if is_common(word) else 3
    return as_name >= often and weight * as_name >= small


def _no_term(mention: Mention, used: Mapping[tuple[str, bool], int]) -> bool:
    """Whether it is one noun of the dictionary ("costs", "the guardian", "Programs") that the
    document does not use as its term ("the Plan"). A process of a field ("encryption") and what
    has a kind (a role) need no such use."""
    surface, word = mention.surface, mention.surface.lower()
    if not surface.isalpha() or mention.rule == "ner" or surface.isupper():
        return False
    everyday = is_common(word)
    if not everyday and (mention.kind != "Term" or not load_word_classes().is_noun(word)):
        return False
    if _is_used_as_term(word, used, DEFINED_BY_USE if mention.kind == "Term" else 1):
        return everyday and surface[0].islower()
    return is_everyday(word) or not is_process(word)


def _goes_on_to_act(text: str, mention: Mention) -> bool:
    """Whether a capitalised name is the beginning of a longer one: of an act's with "and" in it, of
    two names with one end ("Short Stay | and Long Stay Ward"), or, behind small words, of more
    capitals; or the number of a place in a text stands behind it ("MAR Rule | 6.1")."""
    words, stop = mention.surface.split(), mention.span.end
    if not words[-1][0].isupper():
        return False
    if words[-1].lower() in _PLACE_OF_A_TEXT and _NUMBER_AFTER.match(text, stop):
        return True
    if words[0][0].islower() and _CAPITAL_AFTER.match(text, stop):
        return True
    again = rf" (?:and|or) (?:[A-Z][\w-]* )+{re.escape(words[-1])} [A-Z]"
    if len(words) > 1 and re.compile(again).match(text, stop):
        return True
    return mention.kind != "Organization" and _TO_LAW_AFTER.match(text, stop) is not None


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


def _shouted(mention: Mention) -> bool:
    """Whether it is one word of the dictionary in capitals, as headings are set ("INVALIDITY")."""
    word = mention.surface
    return len(word) > 4 and word.isupper() and word.isalpha() and _in_dictionary(word)


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
