"""What a subject needs from elsewhere: the first half of "Y and other X", the custom that "this
custom" was, which of two nouns "which" goes on about."""

from __future__ import annotations

from extraction.language.arguments import Phrase
from extraction.language.edge_doubts import SELF_NAMES
from extraction.language.fact_view import ClauseView, Doubt
from extraction.language.modality import VerbGroup
from extraction.language.parse import Parse
from extraction.language.told_elsewhere import PLURAL_SELVES

OF_A_LIST = "subject is cut from a list"
POINTS_BACK = "subject points back"
CUT = "subject is cut"
TWO_NOUNS = "“which” may mean another noun"
_DEMONSTRATIVES = frozenset({"this", "that", "these", "those"})
_PERSONAL = frozenset({"it", "they", "he", "she"})
_PLURAL = ("NNS", "NNPS")
_SINGULAR_VERBS = frozenset({"is", "was", "has", "does"})
_PLURAL_VERBS = frozenset({"are", "were", "have", "do"})
_NO_PERSONS = frozenset({"ORG", "GPE", "LOC", "FAC", "NORP", "DATE", "TIME", "MONEY", "PERCENT",
                         "LAW", "PRODUCT", "WORK_OF_ART", "EVENT", "QUANTITY"})  # fmt: skip
_NO_THINGS = frozenset({"PERSON", "DATE", "TIME", "MONEY", "PERCENT", "QUANTITY"})


def _is_rest_of_list(fact: ClauseView) -> bool:
    return is_other(fact.parse, fact.named)


def is_other(parse: Parse, phrase: Phrase) -> bool:
    """Whether "other" tells it from what it is joined to ("Reed and other wardens")."""
    joined = parse.dep[phrase.head] == "conj" and phrase.first > 0
    return joined and any(
        parse.lower[c] == "other" for c in parse.children[phrase.head] if c < phrase.head
    )


def _holds_demonstrative(fact: ClauseView) -> bool:
    """Whether a noun inside the subject is one that was said before ("origin of this custom"); the
    text itself ("this section") and what the sentence said already are not."""
    parse, phrase, start = fact.parse, fact.named, fact.start
    return any(
        parse.lower[t] in _DEMONSTRATIVES
        and parse.dep[t] == "det"
        and not _is_told(parse, start, t, parse.head[t])
        for t in range(phrase.first, phrase.last + 1)
        if t != phrase.head
    )


def _is_told(parse: Parse, start: int, determiner: int, noun: int) -> bool:
    word = parse.lower[noun]
    near = parse.lower[determiner] in ("this", "these")
    one = parse.tag[noun] in ("NN", "NNP")
    itself = near and word in (SELF_NAMES if one else PLURAL_SELVES)
    return itself or parse.words[noun][:1].isupper() or word in parse.lower[start:determiner]


def _is_another(fact: ClauseView) -> bool:
    """ "Another reason is …", "The reason is that it …": what for was said before."""
    parse, verb = fact.parse, fact.group.inner
    if fact.group.predicate != "be":
        return False
    if any(parse.lower[c] == "another" for c in parse.with_dep(fact.named.head, "det")):
        return True
    said = (parse.child(c, "nsubj", "nsubjpass") for c in parse.with_dep(verb, "ccomp"))
    return any(subject is not None and parse.lower[subject] in _PERSONAL for subject in said)


def _may_be_of_another(fact: ClauseView) -> bool:
    """Whether ", which …" may go on about a noun inside the phrase that it was read of ("an effect
    on the mills, which had …"), and the number of the verb does not tell."""
    parse, clause = fact.parse, fact.clause
    verb = clause.group.outer
    pronoun = parse.child(verb, "nsubj", "nsubjpass")
    if parse.dep[verb] != "relcl" or pronoun is None or pronoun <= clause.subject:
        return False
    if parse.lower[pronoun] not in ("which", "who") or parse.words[pronoun - 1] != ",":
        return False
    others = _nouns_between(parse, clause.subject, pronoun)
    number = _number(parse, clause.group)
    if number and (parse.tag[clause.subject] in _PLURAL) == (number == "plural"):
        others = [t for t in others if (parse.tag[t] in _PLURAL) == (number == "plural")]
    return bool(others)


def _nouns_between(parse: Parse, head: int, pronoun: int) -> list[int]:
    """The nouns of phrases between `head` and `pronoun` that it may stand for."""
    never = _NO_PERSONS if parse.lower[pronoun] == "who" else _NO_THINGS
    named = {
        t for first, stop, label in parse.entities if label in never for t in range(first, stop)
    }
    return [
        t
        for t in range(head + 1, pronoun)
        if parse.dep[t] in ("pobj", "conj")
        and parse.tag[t] in ("NN", "NNS", "NNP", "NNPS")
        and t not in named
        and _in_phrases_of(parse, t, head)
    ]


def _in_phrases_of(parse: Parse, noun: int, head: int) -> bool:
    """Whether prepositions alone lead from `head` down to `noun`."""
    through_preposition = False
    while noun != head and parse.dep[noun] in ("prep", "pobj", "conj"):
        through_preposition |= parse.dep[noun] == "prep"
        noun = parse.head[noun]
    return noun == head and through_preposition


def _number(parse: Parse, group: VerbGroup) -> str:
    """``"singular"`` or ``"plural"`` where the finite verb shows it."""
    helpers = parse.with_dep(group.outer, "aux", "auxpass")
    finite = min([group.outer, *helpers])
    if parse.tag[finite] == "VBZ" or parse.lower[finite] in _SINGULAR_VERBS:
        return "singular"
    plural = parse.tag[finite] == "VBP" or parse.lower[finite] in _PLURAL_VERBS
    return "plural" if plural else ""


def _lost_a_word(fact: ClauseView) -> bool:
    """Whether the parse hangs on the verb what only a noun has (an adjective, a part of a name):
    the subject lacks it ("Diethyl | ether forms peroxides")."""
    parse, verb = fact.parse, fact.parse.head[fact.clause.subject]
    near = range(fact.named.first - 2, fact.named.last + 2)
    return parse.tag[verb][:2] in ("VB", "MD") and any(
        child in near for child in parse.with_dep(verb, "amod", "compound", "nmod")
    )


SUBJECT_DOUBTS: tuple[Doubt[ClauseView], ...] = (
    (OF_A_LIST, _is_rest_of_list),
    (POINTS_BACK, _holds_demonstrative),
    (POINTS_BACK, _is_another),
    (TWO_NOUNS, _may_be_of_another),
    (CUT, _lost_a_word),
)
