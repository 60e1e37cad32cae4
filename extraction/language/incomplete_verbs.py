"""Verbs that say little without what the sentences before name: whom somebody proposed as what,
what somebody is asked to look into."""

from __future__ import annotations

from extraction.language.fact_view import Doubt, VerbView
from extraction.language.spacy_model import load_verb_lemmas

AS_WHAT = "only the sentences before say as what"
OF_WHAT = "only the sentences before say what it acts on"
_NAMING = frozenset({"propose", "nominate", "second", "suggest"})
_TELLING_WHAT = frozenset({"as", "for", "to", "onto"})
_PERSONAL = ("NNP", "NNPS")
# transitive verbs that are told without their object where that was just said
_ACTING_ON = frozenset({"investigate", "look", "follow", "liaise", "enquire", "inquire", "chase",
                        "action"})  # fmt: skip
_OBJECTS = ("dobj", "prep", "ccomp", "xcomp", "oprd", "attr", "acomp", "dative", "advcl")


def _names_only_person(fact: VerbView) -> bool:
    """Whether nothing says as what or for what a person is proposed."""
    parse, group = fact.parse, fact.group
    if load_verb_lemmas()(parse.lower[group.inner]) not in _NAMING or group.passive:
        return False
    thing = parse.child(group.inner, "dobj")
    if thing is None or parse.tag[thing] not in _PERSONAL:
        return False
    if parse.child(group.inner, "oprd", "xcomp", "attr") is not None:
        return False
    behind = range(thing + 1, parse.right[group.inner] + 1)
    return not any(parse.lower[t] in _TELLING_WHAT for t in behind)


def _lacks_its_object(fact: VerbView) -> bool:
    """Whether the fact ends in a verb without its object ("asked the Clerk to investigate and
    report back")."""
    parse = fact.parse
    if fact.object is None or not fact.statement.contains(fact.object):
        return False
    first, last = fact.first_token(fact.object), fact.last_token(fact.object)
    return last is not None and any(
        parse.lower[t] in _ACTING_ON
        and parse.tag[t] == "VB"
        and parse.child(t, *_OBJECTS) is None
        and parse.child(t, "prt") is None
        for t in range(first, last + 1)
    )


INCOMPLETE_VERBS: tuple[Doubt[VerbView], ...] = (
    (AS_WHAT, _names_only_person),
    (OF_WHAT, _lacks_its_object),
)
