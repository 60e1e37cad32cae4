"""Who gets something, where no preposition says so, told from what they get: the model reads "Give
the patient frequent sips" as sips that are patient, "Give the guest a key" as two objects, and
"give home remedies" as remedies that are given home."""

from __future__ import annotations

from dataclasses import replace

from extraction.language.parse import Parse
from extraction.language.referent_words import PERSONS
from extraction.language.role_nouns import ROLES
from extraction.language.singular import singular
from extraction.language.spacy_model import load_verb_lemmas

GIVING = frozenset(
    """give offer show send hand lend feed teach tell bring serve pay grant issue sell allow award
    deny leave owe ask""".split()
)
_DETERMINERS = ("DT", "PRP$")
_OF_A_SECOND = ("JJ", "JJR", "JJS", "VBN", "CD", "DT")


def with_double_objects(parse: Parse) -> Parse:
    """`parse` with the recipient of a verb that gives as one, and a noun that is read as a particle
    right before the object as a part of that."""
    for verb in range(len(parse.words)):
        things = parse.with_dep(verb, "dobj") if parse.tag[verb][:2] == "VB" else []
        if not things:
            continue
        parse = _with_whole_noun(parse, verb, things[0])
        if load_verb_lemmas()(parse.lower[verb]) in GIVING and things[0] > verb:
            parse = _with_recipient(parse, verb, things)
    return parse


def _with_whole_noun(parse: Parse, verb: int, thing: int) -> Parse:
    particle = parse.child(verb, "prt")
    if particle is None or particle + 1 != parse.left[thing] or parse.tag[particle][:2] != "NN":
        return parse
    head, dep = list(parse.head), list(parse.dep)
    head[particle], dep[particle] = thing, "compound"
    return replace(parse, head=head, dep=dep)


def _with_recipient(parse: Parse, verb: int, things: list[int]) -> Parse:
    head, dep, tag = list(parse.head), list(parse.dep), list(parse.tag)
    first, *others = things
    if any(parse.lower[c] == "to" for c in parse.with_dep(verb, "prep", "dative")):
        return parse
    adjacent = bool(others) and parse.left[others[0]] == first + 1
    if len(others) == 1 and adjacent and parse.words[first + 1].isalnum():
        dep[first] = "dative"
        return replace(parse, dep=dep)
    start = parse.left[first]
    person = start + 1
    if others or parse.child(verb, "dative") is not None or start != verb + 1:
        return parse
    if parse.tag[start] not in _DETERMINERS or not person + 1 < first:
        return parse
    inside = parse.head[person] == first and parse.left[person] == person
    if not inside or singular(parse.lower[person]) not in PERSONS | ROLES:
        return parse
    if parse.tag[person + 1] not in _OF_A_SECOND:
        return parse
    head[person], dep[person], tag[person] = verb, "dative", "NN"
    head[start] = person
    return replace(parse, head=head, dep=dep, tag=tag)
