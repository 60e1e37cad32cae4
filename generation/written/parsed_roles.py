"""Who does what to whom, by the parse of both sentences: a sentence that gives the deed of one to
the other, or to the one whom it is done to, does not hold. What a parse leaves open is no fault."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from generation.written.clause_reading import content_tokens, has_verb, held, read
from generation.written.mutual_relations import is_mutual
from generation.written.near_synonyms import alike
from generation.written.operator_checks import Fault
from graph.tokens import stem

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_INSIDE = frozenset({"compound", "amod", "nmod", "poss", "nummod", "quantmod", "conj", "appos"})
_SPEAKERS = {word: (f"_{who}",) for who, listed in (("we", "we us"), ("you", "you"), ("i", "i me"))
             for word in listed.split()}  # fmt: skip
_CHANGED = "the source has it the other way round: who does it, and to whom"


@dataclass
class Deed:
    """A verb with the index words of who does it and whom or what it is done to. `loose`: the
    doer is the noun that a relative clause hangs on, which a parse often mistakes; `by`: the doer
    stands behind "by"."""

    verb: str
    agents: set[str] = field(default_factory=set)
    patients: set[str] = field(default_factory=set)
    loose: bool = False
    by: bool = False


def parsed_role_fault(text: str, said: str) -> Fault | None:
    """Whether a deed of `said` has another doer in `text`, where both are named in both."""
    if is_mutual(said, said):
        return None
    own, source = deeds(text), deeds(said)
    for deed in own:
        same = [other for other in source if alike(other.verb, deed.verb)]
        if same and all(_turned(deed, other, text, said) for other in same):
            return _CHANGED, True
    return None


def _turned(deed: Deed, other: Deed, text: str, said: str) -> bool:
    """Whether one who does it in `text` is whom it is done to in `said`, or has taken the place of
    the one who does it there."""
    whom = _only(deed.agents, other.patients, other.agents)
    who = _only(deed.patients, other.agents, other.patients)
    if whom and who:
        return True
    if deed.loose or other.loose:
        return False
    if (whom and deed.patients) or (who and other.patients):
        return True
    if not deed.agents or not other.agents:
        return False
    same = any(held(word, frozenset(other.patients)) for word in deed.patients)
    same = same or (deed.by and other.by)
    if not same or any(held(word, frozenset(other.agents)) for word in deed.agents):
        return False
    texts = read(text).stems | _speakers(text)
    sources = read(said).stems | _speakers(said)
    moved = all(held(word, sources) for word in deed.agents)
    return moved and all(held(word, texts) for word in other.agents)


def _speakers(text: str) -> frozenset[str]:
    """Marks for "we", "you" and "I", who are parties like others."""
    words = re.findall(r"[a-z]+", text.casefold())
    return frozenset(mark for word in words for mark in _SPEAKERS.get(word, ()))


def _only(words: set[str], within: set[str], without: set[str]) -> set[str]:
    """Those of `words` that are among `within` and not among `without`."""
    return {w for w in words if held(w, frozenset(within)) and not held(w, frozenset(without))}


@lru_cache(maxsize=2048)
def deeds(text: str) -> tuple[Deed, ...]:
    """The deeds that `text` tells of, those with neither doer nor object left out."""
    doc = parsed(text)
    found = [_deed(token) for token in doc if _tells(token)]
    return tuple(deed for deed in found if deed.agents or deed.patients)


_EMPTY = frozenset("is are was were be been being has have had having do does did".split())


def _tells(token: Token) -> bool:
    verbal = token.tag_.startswith("VB") and token.dep_ not in ("aux", "auxpass")
    return verbal and token.text.casefold() not in _EMPTY


def _deed(verb: Token) -> Deed:
    deed = Deed(stem(verb.text.casefold()))
    passive = any(child.dep_ in ("nsubjpass", "auxpass") for child in verb.children)
    for child in verb.children:
        if child.dep_ == "nsubj":
            (deed.patients if passive else deed.agents).update(_words(child))
            deed.loose = deed.loose or child.tag_ in ("WDT", "WP")
        elif child.dep_ in ("dobj", "nsubjpass"):
            deed.patients.update(_words(child))
        elif child.dep_ == "agent":
            for by in child.children:
                deed.agents.update(_words(by))
            deed.by = True
    reduced = verb.dep_ == "acl" and verb.tag_ == "VBN"
    if not deed.agents and not passive and not reduced:
        deed.agents.update(_inherited(verb))
        deed.loose = True
    if not deed.patients and (passive or reduced):
        deed.patients.update(_inherited(verb))
    return deed


def _inherited(verb: Token) -> set[str]:
    """The subject of a verb that has none of its own: that of the verb it is joined to."""
    if verb.dep_ in ("acl", "relcl"):
        return _words(verb.head)
    if verb.dep_ in ("conj", "xcomp") and verb.head.tag_.startswith("VB"):
        for child in verb.head.children:
            if child.dep_ in ("nsubj", "nsubjpass"):
                return _words(child)
    return set()


def _words(noun: Token) -> set[str]:
    """Index words of a noun and of what stands with it; of a relative pronoun, its noun."""
    if noun.tag_ in ("WDT", "WP") and noun.head.dep_ == "relcl":
        noun = noun.head.head
    found: set[str] = set()
    for token in (noun, *_beside(noun)):
        found.update(t.stem for t in content_tokens(token.text))
        found.update(_SPEAKERS.get(token.text.casefold(), ()))
    return found


def _beside(noun: Token) -> Iterator[Token]:
    for child in noun.children:
        if child.dep_ in _INSIDE:
            yield child
            yield from _beside(child)


def states(text: str) -> bool:
    """Whether `text` has a verb: "The board" and "Opening hours" state nothing."""
    return has_verb(text) or any(token.tag_.startswith(("VB", "MD")) for token in parsed(text))


@lru_cache(maxsize=2048)
def parsed(text: str) -> Doc:
    """`text` as the packaged model of English reads it. Raises `ModelError`."""
    from graph.english_parser import load_language

    return load_language()(text, disable=["ner"])
