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
# "by the end of the month"
_ENDS_OF_TIMES = frozenset({"end", "beginning", "start", "close", "middle"})
_MONTHS = frozenset(
    """january february march april may june july august september october november
    december""".split()
)
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_TIMES = _TIME_OF_DAY | _MONTHS | _DAYS
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
        elif (opener := _month_before_name(parse, token)) is not None:
            verb, dep[token] = opener, "pobj"
            head[token], dep[token - 1], head[token - 1] = token - 1, "prep", verb
        elif (beginning := _goes_on_from(parse, token)) is not None:
            head[token] = beginning
        elif (noun := _noun_of_prefix(parse, token)) is not None:
            head = [noun if above == token else above for above in head]
            tag[token], tag[token + 1] = "AFX", "HYPH"
            dep[token], dep[token + 1] = "compound", "punct"
            head[token] = head[token + 1] = noun
        elif (numbered := _noun_of_number(parse, token)) is not None:
            dep[token], head[token] = "nummod", numbered
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


def _month_before_name(parse: Parse, token: int) -> int | None:
    """The verb of the sentence that "in" and a month open, where the parse took the month for a
    part of the name behind it: "In May | Oak Farms sold the mill"."""
    before = token - 1
    if parse.lower[token] not in _MONTHS or before < 0 or parse.lower[before] != "in":
        return None
    if before not in (start for start, _ in parse.sentences) or parse.dep[token] != "compound":
        return None
    name = parse.head[token]
    verb = parse.head[name]
    named = name > token and parse.tag[name] in _PROPER and parse.dep[name] in SUBJECTS
    return verb if named and parse.tag[verb][:2] == "VB" else None


def _goes_on_from(parse: Parse, token: int) -> int | None:
    """The "from" of a time whose end "to" names right behind it: "from 1 May | to 3 June"."""
    if parse.lower[token] != "to" or parse.dep[token] != "prep":
        return None
    noun, verb = parse.child(token, "pobj"), parse.head[token]
    for other in parse.with_dep(verb, "prep"):
        first = parse.child(other, "pobj")
        if parse.lower[other] == "from" and parse.right[other] == token - 1 and noun and first:
            return other if all(names_time(parse, t) for t in (first, noun)) else None
    return None


def names_time(parse: Parse, noun: int) -> bool:
    """Whether `noun` is a time of day, a day of the week or a month."""
    word = parse.lower[noun]
    return word in _TIMES or _CLOCK.match(word) is not None


def _noun_of_prefix(parse: Parse, token: int) -> int | None:
    """The noun that a hyphen joins to the prefix before it, of which the parse made three things:
    "a | co-owner"."""
    hyphen, noun = token + 1, token + 2
    if parse.words[hyphen : hyphen + 1] != ["-"] or noun >= len(parse.words):
        return None
    if parse.end[token] != parse.begin[hyphen] or parse.end[hyphen] != parse.begin[noun]:
        return None
    labels = {parse.dep[token], parse.dep[hyphen], parse.dep[noun]}
    above = {parse.head[token], parse.head[hyphen], parse.head[noun]}
    alike = len(labels) == len(above) == 1 and parse.tag[noun] in _NOUNS
    return noun if alike and labels <= {*SUBJECTS, "dobj", "pobj", "attr"} else None


def _noun_of_number(parse: Parse, token: int) -> int | None:
    """The bare noun of a phrase that the number behind it, taken for the object, tells apart: "on
    port | 8080"."""
    noun = token - 1
    if parse.tag[token] != "CD" or parse.dep[token] != "dobj" or parse.children[token]:
        return None
    if noun < 1 or parse.tag[noun] not in _NOUNS or parse.dep[noun] != "pobj":
        return None
    of_verb = parse.head[parse.head[noun]] == parse.head[token]
    return noun if of_verb and parse.child(noun, "det", "poss") is None else None


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
    ends = parse.lower[noun] in _ENDS_OF_TIMES and parse.child(noun, "prep") is not None
    return names_time(parse, noun) or ends


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
