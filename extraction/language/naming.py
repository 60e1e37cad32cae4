"""What speaks against a mention: how its words stand in the sentence says that they name nothing
by themselves. Such a mention is kept with the reason; a name that has hardly any others is not
shown (extraction/resolution).

- ``modifier``: one name in front of a common noun that makes the name a kind ("the Maillard
  reaction", "Tukey's test"): it was cut out of that.
- ``complement``: a common noun with what it is about behind it ("an absence of …", "in
  collaboration with", "an opportunity to submit").
- ``adverbial``: a bare noun behind "in" ("in writing", "in vivo").
- ``back``: it points back to what was said ("this definition").
- ``cut``: a noun that was left out stands beside it ("health plan | transaction").
- ``several``: a plural with modifiers joined by "and" ("study and control groups").
"""

from __future__ import annotations

from extraction.language.noun_phrases import DEMONSTRATIVES, NOUN_TAGS, base_start
from extraction.language.parse import Parse
from extraction.language.spacy_model import load_word_classes

_LEFT = frozenset({"compound", "amod", "nmod", "poss"})
_PHRASE_TAGS = NOUN_TAGS | {"JJ"}
# What these open belongs to the noun before them far more often than to the verb.
_COMPLEMENT = frozenset({"of", "to", "between"})


def doubt_of_name(parse: Parse, first: int, last: int, label: str) -> str:
    """What speaks against a name that the model found; empty where nothing does. A name that the
    dictionary has ("Medicare"), a person's aside, stands by itself in front of any noun."""
    head = parse.head[last]
    surface = parse.words[last]
    owner = last + 2 < len(parse.words) and parse.tag[last + 1] == "POS"
    if owner and parse.dep[last] == "conj":
        head = last + 2  # "King's, Lenke's and Suk's guidelines"
    if (
        label != "NORP"
        and (label == "PERSON" or not load_word_classes().is_noun(parse.lower[last]))
        and (first == last or "-" in parse.words[first : last + 1])
        and not surface.isupper()
        and (parse.dep[last] in _LEFT or owner)
        and head > last
        and not parse.words[head][0].isupper()
    ):
        return "modifier"
    if first == last and label not in ("PERSON", "GPE", "NORP") and first:
        beside = first - 1
        if parse.head[beside] == first and parse.dep[beside] == "compound":
            return "cut"
    return ""


def doubt_of_phrase(parse: Parse, first: int, last: int) -> str:
    """What speaks against a noun phrase whose head is `last`; empty where nothing does."""
    start = base_start(parse, last)
    before = parse.lower[start:first]
    if first == last and any(word in DEMONSTRATIVES for word in before):
        return "back"
    if _beside(parse, start, last):
        return "cut"
    if parse.tag[last] in ("NNS", "NNPS") and any(
        parse.dep[token] in ("cc", "conj") for token in range(first, last)
    ):
        return "several"
    if start == last and parse.tag[last] == "NN" and last and parse.lower[last - 1] == "in":
        return "adverbial"
    if parse.tag[last] in ("NN", "NNS") and _needs_complement(parse, start, last):
        return "complement"
    return ""


def _beside(parse: Parse, start: int, last: int) -> bool:
    """Whether a noun that is no part of the phrase stands right beside it."""
    after = last + 1
    if after < len(parse.words) and parse.tag[after] in NOUN_TAGS and not _is_border(parse, after):
        return True
    return (
        start > 0
        and parse.tag[start] in _PHRASE_TAGS
        and parse.tag[start - 1] in NOUN_TAGS
        and not _is_border(parse, start)
    )


def _is_border(parse: Parse, token: int) -> bool:
    return any(first == token for first, _ in parse.sentences)


def _needs_complement(parse: Parse, start: int, last: int) -> bool:
    """Whether "of …", "to …" stands behind the head, or the noun is the middle of a preposition
    of several words ("in collaboration with"). With a noun in front it is a kind of its own
    ("questionnaire survey of practices")."""
    if any(parse.tag[token] in NOUN_TAGS for token in range(start, last)):
        return False
    for child in parse.children[last]:
        if child != last + 1:
            continue
        if parse.dep[child] == "prep" and (
            parse.lower[child] in _COMPLEMENT
            or (start == last and parse.dep[last] == "pobj" and parse.head[last] == last - 1)
        ):
            return True
        if parse.dep[child] in ("acl", "relcl") and parse.tag[child] == "VB":
            return True
    return (
        last + 2 < len(parse.words)
        and parse.tag[last + 1] == "TO"
        and parse.tag[last + 2] == "VB"
        and parse.head[last + 2] == last
    )
