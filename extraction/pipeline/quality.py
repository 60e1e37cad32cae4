"""The quality bar: what keeps a relation from being shown. The reason is kept with it.

Each check names one way in which a reading turned out wrong when facts were read beside their
sentences (bench/facts.py has the judgements).
"""

from __future__ import annotations

import re

from extraction.pipeline.noun_phrases import DEMONSTRATIVES, LIGHT_NOUNS, POSSESSIVES, PRONOUN_TAGS
from extraction.pipeline.parse import Parse

MAX_SENTENCE = 80  # words; the parser's errors grow with length
MAX_SUBJECT = 8
MAX_OBJECT = 14
MAX_ENTITY = 6  # a longer object is kept as text, not as the name of something

_JUNK = re.compile(r"[§=<>±≤≥~|\\{}@#*_^\[\]]|--|\(|\)")
_ENDS_OPEN = re.compile(r"(?::|--|—|–)\s*$")
# "the entity", "the person": which one is not said here
_UNCERTAIN = frozenset({"entity", "person", "party", "former", "latter", "plan", "organization"})


def sentence_weakness(parse: Parse, first: int, stop: int, text: str) -> str:
    """Why no relation of this sentence can be shown, or ``""``. `text` is the sentence."""
    if stop - first > MAX_SENTENCE:
        return "very long sentence"
    if text.rstrip().endswith("?"):
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
    if parse.kind == "paragraph" and opening.islower() and first > 0:
        return "sentence fragment"
    letters = sum(character.isalpha() for character in text)
    if letters < 0.6 * len(text):
        return "mostly figures or signs"
    roots = [t for t in range(first, stop) if parse.head[t] == t]
    if len(roots) != 1 or parse.tag[roots[0]][:2] not in ("VB", "MD"):
        return "no main verb"
    return ""


def subject_weakness(parse: Parse, head: int, first: int, last: int, surface: str) -> str:
    """Why the phrase from `first` to `last` with head `head` is no good subject, or ``""``."""
    tag = parse.tag[head]
    if (
        tag in PRONOUN_TAGS
        or tag == "CD"
        or parse.lower[head] in ("one", "ones", "none", "other", "others")
    ):
        return "pronoun subject"
    if not tag.startswith("NN"):
        return "subject is no noun phrase"
    if last - first + 1 > MAX_SUBJECT:
        return "long subject"
    if _JUNK.search(surface):
        return "subject holds signs or numbering"
    before = [parse.lower[c] for c in parse.children[head] if c < head]
    if any(word in POSSESSIVES for word in before):
        return "subject with a possessive pronoun"
    if any(word in DEMONSTRATIVES for word in before):
        return "subject points back"
    if first == last and parse.lower[head] in _UNCERTAIN and "the" in before:
        return "subject points back"
    if first == last and parse.lower[head] in LIGHT_NOUNS:
        return "subject names nothing by itself"
    return ""


def object_weakness(
    parse: Parse, head: int, first: int, last: int, surface: str, *, literal: bool
) -> str:
    """Why the phrase is no good object, or ``""``."""
    if literal:
        return ""
    tag = parse.tag[head]
    if tag in PRONOUN_TAGS or parse.lower[head] in ("one", "ones", "none", "other", "others"):
        return "pronoun object"
    if last - first + 1 > MAX_OBJECT:
        return "long object"
    if surface.count("(") != surface.count(")") or re.search(r"[§{}|\\=]|--", surface):
        return "object holds signs or numbering"
    before = [parse.lower[c] for c in parse.children[head] if c < head]
    if any(word in DEMONSTRATIVES for word in before) and last - first < 2:
        return "object points back"
    if first == last and any(word in POSSESSIVES for word in before):
        return "object with a possessive pronoun"
    if first == last and parse.lower[head] in LIGHT_NOUNS:
        return "object names nothing by itself"
    return ""
