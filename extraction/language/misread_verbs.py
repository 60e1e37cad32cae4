"""Facts whose verb may be a participle ("The press reports returned goods"), and denials that tell
to act ("must not hesitate to stop")."""

from __future__ import annotations

from extraction.language.fact_view import ClauseView, Doubt, VerbView
from extraction.language.spacy_model import load_verb_lemmas

TWO_VERBS = "which word is the verb is not certain"
URGED = "who must not hesitate is urged to act"
_HESITATING = ("hesitate to ", "be reluctant to ", "be afraid to ")


def _has_verb_in_subject(fact: ClauseView) -> bool:
    """Whether the subject ends in a word that is a verb too, and the past form behind it may
    describe the bare noun behind that: "The pharmacy collects | returned | stock"."""
    parse, verb, subject = fact.parse, fact.group.outer, fact.clause.subject
    if subject != verb - 1 or parse.tag[subject] != "NNS" or parse.tag[verb] not in ("VBD", "VBN"):
        return False
    thing = parse.child(verb, "dobj")
    if thing is None or verb != fact.group.inner or parse.left[thing] != verb + 1:
        return False
    singular = parse.tag[subject - 1] in ("NN", "NNP") and parse.head[subject - 1] == subject
    bare = parse.tag[verb + 1] in ("NN", "NNS", "JJ")
    return singular and bare and load_verb_lemmas().is_verb(parse.lower[subject])


def _urges(fact: VerbView) -> bool:
    negative = fact.relation.polarity == "negative"
    return negative and fact.relation.predicate.startswith(_HESITATING)


MISREAD_VERBS: tuple[Doubt[ClauseView], ...] = ((TWO_VERBS, _has_verb_in_subject),)
URGINGS: tuple[Doubt[VerbView], ...] = ((URGED, _urges),)
