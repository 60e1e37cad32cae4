"""The quality bar: what keeps a relation from being shown. The reason is kept with it.

Each check names one way in which a reading turned out wrong when facts were read beside their
sentences (bench/facts.py has the judgements).
"""

from __future__ import annotations

import re

from extraction.language.arguments import MAX_SUBJECT, Phrase
from extraction.language.literal_mentions import literal_of
from extraction.language.noun_phrases import DEMONSTRATIVES, LIGHT_NOUNS, POSSESSIVES, PRONOUN_TAGS
from extraction.language.parse import Parse
from extraction.language.reference_words import REFERENCE
from extraction.language.singular import singular
from extraction.language.speakers import ADDRESSED, ITSELF, SPEAKER, TEXTS
from graph.model import LiteralValue

MAX_SENTENCE = 80  # words; the parser's errors grow with length
MAX_WORDS = 60  # of an object that is kept as text
MAX_ENTITY = 6  # a longer object is kept as text, not as the name of something

GOES_ON = "the phrase may go on"

GOES_ON_FROM = "goes on from the line before"
_GOING_ON = frozenset({"but", "nor", "yet"})  # "but the baby is no longer treated"
# a line without an end, and one that begins with a word that opens sentences
_LINES = re.compile(
    r"[a-z\d)][ \t]*\n[ \t]*"
    r"(?:For|If|When|Where|In|On|At|The|This|These|After|Before|During|Do|Use) (?=[a-z])"
)
# cells of a table that stand in a line: "$ 789 $ 688 $ 568"
_FIGURES = re.compile(r"(?:[$€£]?\s?\(?\d[\d,.]{0,20}\)?%?\s+){3}|\s[+=→]\s")
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?(?![\d,:%]|\.\d)")
# the mark of a note between two sentences: "in the north.5 Mills have"
_GLUED = re.compile(r"[a-z]{3}\.\d{1,3}(?:[,–-]\d{1,3}){0,9}\s+[A-Z][a-z]")
# a page ends in the middle of a sentence
_CUT = re.compile(
    r"(?<![;,] )\b(?:of|the|an?|and|or|to|in|for|with|by|our|its|their|may|will|be|is|are|from|on"
    r"|at|that|which|as|due|than|not|this|these|any|such)\s*$",
    re.IGNORECASE,
)
# "the date on which …" is whole
_WHICH = re.compile(r"(?:(?<!\w)(\w++))?(,?)(?<!\s)\s++which\b")
_BEFORE_WHICH = frozenset(
    """to by in on at of for with from under through upon about against into after before over
    during within without among between""".split()
)
_SURELY_FINITE = ("VBZ", "VBP", "MD")
_MARKS = (")", ".", ":", "•", "-", "*", "–", "—", ";")  # numbering, or a sentence before
_JUNK = re.compile(r"[§=<>±≤≥~|\\{}@#*_^\[\]\"“”]|--|\(|\)")
_OBJECT_JUNK = re.compile(r"[§{}|\\=\[\]\"“”]|--")
# "the entity", "the person": which one is not said here
_POINTING = frozenset({"following", "latter", "former", "foregoing", "above", "aforementioned",
                       "above-mentioned", "abovementioned", "aforesaid"})  # fmt: skip
_BACK = re.compile(r"\bof the (?:foregoing|above)\Z", re.IGNORECASE)  # "concerns with any of …"
_OPEN_ENDS = (",", ".", ":", "’", "'", "following", " of", " and", " or", " including")
_HALVES_OF_DAY = (" a.m.", " p.m.")
_NUMBERED = re.compile(r"[A-Za-z]{3,20} \d{1,6}")  # "port 8080"
_SLASH = re.compile(r"(?<!:/)(?<!/)(?<!\.)\b[A-Za-z-]+/\Z")
_STANDING_IN = frozenset(
    {
        "nothing",
        "everything",
        "something",
        "anything",
        "nobody",
        "someone",
        "anyone",
        "everyone",
        "one",
        "ones",
        "none",
        "other",
        "others",
        "some",
        "most",
        "many",
        "all",
    }
)
# "How we use what you tell us" is a heading, "Why do we …" one without its mark
_ASKING = frozenset({"how", "why"})
_NAMING_NONE = frozenset({"nothing", "nobody", "none"})
_UNCERTAIN = frozenset({"entity", "person", "party", "former", "latter", "plan", "organization"})


def sentence_weakness(parse: Parse, first: int, stop: int, text: str, before: str) -> str:
    """Why no relation of this sentence can be shown, or ``""``. `text` is the sentence, `before`
    what stands in front of it."""
    if stop - first > MAX_SENTENCE:
        return "very long sentence"
    if (
        text.rstrip(" \n\t*_)]”\"'`").endswith("?")
        or parse.lower[_opening(parse, first)] in _ASKING
    ):
        return "question"
    if (
        text.count("(") != text.count(")")
        or text.count('"') % 2
        or text.count("“") != text.count("”")
    ):
        return "unbalanced brackets or quotes"
    if "respectively" in text:
        return "respectively"
    opening = text.lstrip()[:1]
    if opening.islower() and parse.lower[_opening(parse, first)] in _GOING_ON:
        return GOES_ON_FROM
    if _LINES.search(text):
        return "two sentences may run together"
    if parse.kind == "paragraph" and opening.islower() and not before.rstrip(" ").endswith(_MARKS):
        return "sentence fragment"
    if _CUT.search(text):
        return "sentence is cut"
    if _GLUED.search(text):
        return "two sentences may run together"
    if _FIGURES.search(text):
        return "mostly figures or signs"
    plain = _CLOCK.sub("", text)
    letters = sum(character.isalpha() for character in plain)
    if letters < 0.6 * len(plain):
        return "mostly figures or signs"
    roots = [t for t in range(first, stop) if parse.head[t] == t]
    if len(roots) != 1 or parse.tag[roots[0]][:2] not in ("VB", "MD"):
        return "no main verb"
    return ""


def _opening(parse: Parse, first: int) -> int:
    """The first word of a sentence behind marks ("**How we …**")."""
    while first + 1 < len(parse.words) and not parse.words[first][0].isalnum():
        first += 1
    return first


def subject_weakness(parse: Parse, phrase: Phrase, surface: str) -> str:
    """Why `phrase` is no good subject, or ``""``."""
    head, first, last = phrase.head, phrase.first, phrase.last
    tag, word = parse.tag[head], parse.lower[head]
    if phrase.why_weak:
        return phrase.why_weak
    if word == "we":
        return SPEAKER
    if word == "you" and first == last:
        return ADDRESSED
    if tag in PRONOUN_TAGS or tag == "CD" or word in _STANDING_IN:
        return "pronoun subject"
    if not tag.startswith("NN") or _NAMING_NONE & set(parse.lower[first : last + 1]):
        return "subject is no noun phrase"
    if last - first + 1 > MAX_SUBJECT:
        return "long subject"
    if _JUNK.search(REFERENCE.sub("", surface)):
        return "subject holds signs or numbering"
    if word in ("%", "percent") or not any(character.isalpha() for character in surface):
        return "bare figure subject"
    before = {parse.lower[c] for c in parse.children[head] if c < head}
    if parse.words[head][:1].isupper():
        before -= {"this"}  # "this Agreement" is the text itself
    if before & POSSESSIVES:
        return "subject with a possessive pronoun"
    itself = _names_text(parse, phrase, before)
    pointing = before & DEMONSTRATIVES or before & _POINTING
    if (pointing and not itself) or _shares_demonstrative(parse, head):
        return "subject points back"
    if _BACK.search(surface):
        return "subject points back"
    if parse.tag[last] in ("CC", "IN", ",", "MD") or parse.lower[last] == ",":
        return "subject is cut"
    if parse.tag[first] == "IN":
        return "subject is cut"
    if (
        parse.tag[first] == "RB"
        and parse.lower[first].endswith("ly")
        and parse.lower[first] != "only"
    ):
        return "subject is cut"
    if _hyphened(parse, first, last) or (first and parse.words[first - 1] in (")", "]")):
        return "subject is cut"
    after_noun = parse.tag[first - 2][:2] in ("NN", "CD") and parse.tag[first - 1] == "DT"
    if first > 1 and after_noun and not _follows_opening(parse, head, first - 2):
        return "subject is cut"
    if last + 1 < len(parse.tag) and parse.tag[last + 1] in ("NN", "NNS"):
        return GOES_ON
    if "between" in parse.lower[first:last] and "and" not in parse.lower[first:last]:
        return "subject is cut"
    defined = parse.words[head][:1].isupper()  # "the Plan" is a term
    told = defined or phrase.restriction is not None  # "the party that asks for it"
    if first == last and word in _UNCERTAIN and "the" in before and not told:
        return "subject points back"
    if itself:
        return ITSELF
    if first == last and word in LIGHT_NOUNS and phrase.restriction is None:
        return "subject names nothing by itself"
    return ""


def _follows_opening(parse: Parse, subject: int, noun: int) -> bool:
    """Whether `noun` ends a time or place that opens the sentence before its `subject`: "Last year
    the mill …", "In 2021 the mill …"."""
    verb, start = parse.head[subject], parse.sentence_of(subject)[0]
    return any(
        parse.left[part] == start and parse.right[part] == noun
        for part in parse.with_dep(verb, "prep", "npadvmod", "tmod")
    )


def _names_text(parse: Parse, phrase: Phrase, before: set[str]) -> bool:
    """Whether the text itself is meant ("this policy", "these terms")."""
    whole = phrase.head == phrase.last and phrase.restriction is None
    known = singular(parse.lower[phrase.head]) in TEXTS
    return whole and known and before & (DEMONSTRATIVES | _POINTING) in ({"this"}, {"these"})


def _shares_demonstrative(parse: Parse, head: int) -> bool:
    """Whether the demonstrative of the first noun stands for a later one too: "these nurses or
    porters"."""
    if parse.child(head, "det", "poss", "predet", "nummod") is not None:
        return False
    top = head
    while parse.dep[top] == "conj" and parse.head[top] < top:
        top = parse.head[top]
    before = {parse.lower[c] for c in parse.children[top] if c < top}
    shared = {"these", "those"} if parse.tag[head] in ("NNS", "NNPS") else {"this", "that", "said"}
    return top != head and bool(before & shared)


def _hyphened(parse: Parse, first: int, last: int) -> bool:
    """Whether the phrase is a piece of a hyphenated word ("X-ray")."""
    before = parse.words[first - 1] if first else ""
    after = parse.words[last + 1] if last + 1 < len(parse.words) else ""
    return before in ("-", "–", "/") or after in ("-", "–", "/")


def object_weakness(
    parse: Parse, phrase: Phrase, surface: str, value: LiteralValue | None, *, words: bool
) -> str:
    """Why `phrase` is no good object, or ``""``. `words`: an adjective phrase."""
    if value is not None and value.kind != "text":
        return ""
    head, first, last = phrase.head, phrase.first, phrase.last
    if phrase.why_weak:
        return phrase.why_weak
    letters = sum(character.isalpha() for character in surface)
    if letters < 0.5 * len(surface) and not _NUMBERED.fullmatch(surface):
        return "object is mostly figures or signs"
    if parse.tag[head] in PRONOUN_TAGS or parse.lower[head] in _STANDING_IN:
        return "pronoun object"
    if last - first + 1 > MAX_WORDS:
        return "long object"
    if surface.count("(") != surface.count(")") or _OBJECT_JUNK.search(REFERENCE.sub("", surface)):
        return "object holds signs or numbering"
    before = {parse.lower[c] for c in parse.children[head] if c < head}
    if not words and parse.tag[head][:2] not in ("NN", "CD", "JJ", "VB"):
        return "object is no noun phrase"
    if _which_runs_on(surface) or ("same" in before and "as" in parse.lower[last + 1 :]):
        return "object is not whole"
    if (
        (surface.endswith(_OPEN_ENDS) and not surface.endswith(_HALVES_OF_DAY))
        or _SLASH.search(surface)
        or (len(surface) < 3 and not words)
    ):
        return "object is cut"
    if parse.tag[last] in ("DT", "IN", "CC", "HYPH") or _hyphened(parse, first, last):
        return "object is cut"
    if parse.tag[last + 1 : last + 2] and parse.tag[last + 1] in _SURELY_FINITE:
        return "object is cut"  # "for which uses | are permitted"
    clause = words and any(parse.lower[c] == "that" for c in parse.with_dep(head, "mark"))
    if before & DEMONSTRATIVES - ({"that"} if clause else set()) or _shares_demonstrative(
        parse, head
    ):
        return "object points back"
    if before & _POINTING:
        return "object points to another place"
    if words:
        return ""
    return ""


def _which_runs_on(surface: str) -> bool:
    """Whether "which" goes on about the phrase; behind a preposition it is a part of it."""
    return any(
        match[2] or (match[1] or "").lower() not in _BEFORE_WHICH
        for match in _WHICH.finditer(surface)
    )


def as_value(surface: str, words: int) -> LiteralValue | None:
    """The literal that `surface` is; its text where it has too many words to name something or
    names nothing by itself ("a list"); None where it can be a name."""
    value = literal_of(surface)
    if value is None and (words > MAX_ENTITY or surface.lower() in LIGHT_NOUNS):
        value = LiteralValue("text", " ".join(surface.split()))
    return value
