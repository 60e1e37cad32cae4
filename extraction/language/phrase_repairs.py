"""Words that the model hangs on the wrong one or gives the wrong part, told by the words beside
them: names in two halves, adjectives taken for adverbs, particles, a time taken for who acts, lists
taken for descriptions."""

from __future__ import annotations

import re
from dataclasses import replace

from extraction.language.parse import SUBJECTS, Parse
from extraction.language.spacy_model import load_verb_lemmas, load_word_classes

_PROPER = ("NNP", "NNPS")
_NOUNS = ("NN", "NNS", *_PROPER)
# adjectives in "-ly" that say when or how often, and words that are adverbs first
_ADVERBS_TOO = frozenset(
    """only early daily weekly fortnightly monthly quarterly yearly hourly nightly kindly likely
    unlikely""".split()
)
# "hand round the cups" does not say where
_TAKING_ROUND = ("hand", "pass", "send", "bring", "show", "take", "turn", "carry")
_TIME_OF_DAY = frozenset(
    """a.m. p.m. am pm a.m p.m noon midday midnight dawn dusk sunrise sunset nightfall
    o'clock""".split()
)
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d\Z")
_COUNTED = ("CD", "a", "an")


def with_phrases(parse: Parse) -> Parse:
    """`parse` with these right; itself where nothing is wrong."""
    tag, dep, head = list(parse.tag), list(parse.dep), list(parse.head)
    for token in range(len(parse.words)):
        if _halves_name(parse, token):
            dep[token] = "compound"
        elif (noun := _noun_of_adjective(parse, token)) is not None:
            tag[token], dep[token], head[token] = "JJ", "amod", noun
        elif (thing := _thing_gone_round(parse, token)) is not None:
            tag[token], dep[token] = "IN", "prep"
            dep[thing], head[thing] = "pobj", token
        elif (onto := _goes_on_to(parse, token)) is not None:
            tag[token], dep[token], head[token] = "RB", "advmod", onto
        elif _is_particle(parse, token):
            dep[token] = "prt"
        elif _is_agent_of_time(parse, token):
            dep[token] = "prep"
        elif (first := _first_of_list(parse, token)) is not None:
            dep[token], head[token] = "conj", first
    if tag == parse.tag and dep == parse.dep and head == parse.head:
        return parse
    return replace(parse, tag=tag, dep=dep, head=head)


def _halves_name(parse: Parse, token: int) -> bool:
    """ "Ann | Lee chairs", whose halves cannot both be subjects."""
    name = parse.head[token]
    both = parse.tag[token] in _PROPER and parse.tag[name] in _PROPER
    return both and name == token + 1 and parse.dep[token] == parse.dep[name] == "nsubj"


def _noun_of_adjective(parse: Parse, token: int) -> int | None:
    """The noun right behind an adjective in "-ly" that opens the sentence ("Elderly | guests may
    …")."""
    word = parse.lower[token]
    if not word.endswith("ly") or parse.dep[token] != "advmod" or word in _ADVERBS_TOO:
        return None
    if token not in (start for start, _ in parse.sentences):
        return None
    if not load_word_classes().is_adjective(word):
        return None
    noun = next((t for t in parse.with_dep(parse.head[token], *SUBJECTS) if t > token), None)
    if noun is None or parse.left[noun] != token + 1 or parse.tag[token + 1] not in _NOUNS:
        return None
    return noun


def _thing_gone_round(parse: Parse, token: int) -> int | None:
    """The noun behind "round" right behind a verb ("gather round | a bed")."""
    verb = parse.head[token]
    if parse.lower[token] != "round" or parse.dep[token] != "advmod" or token != verb + 1:
        return None
    thing = parse.child(verb, "dobj", "npadvmod")
    if thing is None or parse.left[thing] != token + 1 or thing == token + 1:
        return None
    return None if parse.lower[verb].startswith(_TAKING_ROUND) else thing


def _goes_on_to(parse: Parse, token: int) -> int | None:
    """ "to" right behind "on" that follows an object: "take a boat on | to the lake"."""
    verb, after = parse.head[token], token + 1
    if parse.lower[token : token + 2] != ["on", "to"] or parse.dep[token] not in ("prep", "prt"):
        return None
    thing = parse.child(verb, "dobj")
    if parse.dep[after] != "prep" or thing is None or not verb < thing < token:
        return None
    return after if parse.child(token, "pobj", "pcomp") is None else None


def _is_particle(parse: Parse, token: int) -> bool:
    """Whether a particle right behind its verb is read as an adverb: "sign in | with the clerk"."""
    return (
        parse.tag[token] == "RP"
        and parse.dep[token] == "advmod"
        and parse.head[token] == token - 1
        and parse.tag[token - 1][:2] == "VB"
        and parse.child(token - 1, "prt") is None
    )


def _is_agent_of_time(parse: Parse, token: int) -> bool:
    """Whether a time of day is read as who acts: "are collected by 9 a.m. each day"."""
    noun = parse.child(token, "pobj") if parse.dep[token] == "agent" else None
    if noun is None:
        return False
    return parse.lower[noun] in _TIME_OF_DAY or _CLOCK.match(parse.lower[noun]) is not None


def _first_of_list(parse: Parse, token: int) -> int | None:
    """The first noun of a list whose second, `token`, the parse took for its description ("one
    guard, | one clerk and one warden") or for the object ("consists of the mayor, | six …")."""
    first, comma = parse.head[token], parse.left[token] - 1
    if comma < 1 or parse.words[comma] != "," or parse.tag[token] not in _NOUNS:
        return None
    if parse.dep[token] == "appos" and parse.tag[first] in _NOUNS and first < token:
        last = parse.child(token, "conj")
        joined = parse.child(token, "cc") is not None and last is not None
        alike = joined and all(_is_counted(parse, t) for t in (first, token, last or token))
        return first if alike else None
    if parse.dep[token] == "dobj" and load_verb_lemmas()(parse.lower[first]) == "consist":
        of = next((c for c in parse.with_dep(first, "prep") if parse.lower[c] == "of"), token)
        noun = parse.child(of, "pobj")
        return noun if noun is not None and parse.right[of] == comma - 1 else None
    return None


def _is_counted(parse: Parse, noun: int) -> bool:
    first = parse.left[noun]
    return parse.tag[first] in _COUNTED or parse.lower[first] in _COUNTED
