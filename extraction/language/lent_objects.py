"""Verbs that mean something whole without an object take none from the verb that they are joined
to: "may never swear or play loud songs" forbids no swearing of songs."""

from __future__ import annotations

from extraction.language.fact_view import Doubt, VerbView
from extraction.language.roles import joint_verbs
from extraction.language.spacy_model import load_verb_lemmas

LENT = "the object may be that of the second verb alone"
_WHOLE = frozenset(
    """argue arrive bark bathe beg bicker breathe busk camp chat chew climb come complain cough
    crawl curse cry dance defecate die dine disagree dive doze drink eat exercise exist faint fall
    fight fish flee fly gamble gossip grumble jog joke jump kneel knock laugh lie listen litter
    live loiter look meditate mumble nap nod panic pause pray quarrel queue race rejoice relax
    remain reply rest rise rush scream shout shower sing sit skate sleep slip smile smoke snack
    sneeze snore speak spit squat stand stare stay step stumble swear sweat swim talk travel
    trespass urinate vape vomit wait wander whisper whistle work yell""".split()
)


def _takes_object_of_next(fact: VerbView) -> bool:
    """Whether the verb, which has no object of its own, takes that of the verb behind it."""
    parse, group = fact.parse, fact.group
    if fact.object is None or group.passive or parse.child(group.inner, "dobj") is not None:
        return False
    joined = joint_verbs(parse, group)
    if not joined or load_verb_lemmas()(parse.lower[group.inner]) not in _WHOLE:
        return False
    return fact.object.start > parse.begin[joined[0]]


LENT_OBJECTS: tuple[Doubt[VerbView], ...] = ((LENT, _takes_object_of_next),)
