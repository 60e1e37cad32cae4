"""Subjects that say what they are only beside the sentences before: "exceptions" to what, "any
brand" of what, "the remaining time", "other options" than which, "then" after what."""

from __future__ import annotations

from extraction.language.fact_view import ClauseView, Doubt
from extraction.language.parse import Parse
from extraction.language.singular import singular

OF_WHAT = "only the sentences before say of what"
POINTS_BACK = "subject points back"
AFTER_WHAT = "only the sentences before say after what"
# what is always of, to or for something; in the singular
_OF_SOMETHING = frozenset(
    """exception exemption rate brand option alternative symptom complication cause
    prognosis incidence prevalence onset matter usage delay thought detail remainder explanation
    eligibility duration aetiology etiology""".split()
)
# "management" and the like are also those who manage: only what it consists of says what is meant
_BARE = frozenset({"arrangement"})  # of something where no adjective sorts them
_ACTIVITIES = frozenset("management workup evaluation assessment".split())
_CONSISTS = frozenset("involve include comprise".split())
_TAKEN_UP = frozenset("remaining resulting causative implicated ensuing leftover".split())
_TELLING = ("prep", "acl", "relcl", "poss", "compound", "nmod", "appos", "nummod", "amod")
_PRONOUNS = frozenset({"this", "these", "those", "it", "them"})
_FIRST_ONES = frozenset({"one", "each", "either", "first"})
_BOUNDS = ("condition", "restriction", "place", "purpose", "exception")


def _lacks_its_noun(fact: ClauseView) -> bool:
    """Whether the subject is a bare noun for a part, a choice or a case of something that the
    sentence does not name."""
    parse, head = fact.parse, fact.named.head
    word = singular(parse.lower[head])
    if parse.tag[head] not in ("NN", "NNS") or fact.named.restriction is not None:
        return False
    activity = word in _ACTIVITIES and fact.group.predicate.split()[0] in _CONSISTS
    bare = word in _BARE and fact.named.first == head
    if word not in _OF_SOMETHING and not activity and not bare:
        return False
    return not _is_told(parse, head) and not _is_bounded(fact)


def _is_told(parse: Parse, head: int) -> bool:
    """Whether words beside `head` say of what, or which; an adjective alone only sorts it."""
    return any(
        parse.dep[child] in _TELLING and (parse.dep[child] != "amod" or child > head)
        for child in parse.children[head]
    )


def _is_bounded(fact: ClauseView) -> bool:
    return any(kind in _BOUNDS for kind, _ in fact.slots)


def _takes_up_rest(fact: ClauseView) -> bool:
    """Whether an adjective of the subject says that it is what is left or comes of something."""
    heads = [fact.named.head]
    if fact.group.predicate == "be":
        heads += fact.parse.with_dep(fact.group.inner, "attr")
    return any(_is_rest(fact.parse, head) for head in heads)


def _is_rest(parse: Parse, head: int) -> bool:
    below = parse.children[head]
    if any(parse.dep[c] in ("prep", "poss") for c in below):
        return False
    return any(parse.lower[c] in _TAKEN_UP and parse.right[c] == c for c in below)


def _is_of_which(fact: ClauseView) -> bool:
    """Whether the subject is that of a relative clause, "the value of which"."""
    parse, named = fact.parse, fact.named
    return named.last > named.head and parse.lower[named.last] in ("which", "whom")


def _holds_pronoun(fact: ClauseView) -> bool:
    """Whether a preposition of the subject has nothing but a pronoun ("an exception to this")."""
    parse = fact.parse
    return any(
        parse.lower[token] in _PRONOUNS
        and parse.dep[token] == "pobj"
        and parse.right[token] == token
        for token in range(fact.named.first, fact.named.last + 1)
    )


def _follows_another(fact: ClauseView) -> bool:
    """Whether "then" says when something will or must be done, and nothing goes before it in the
    sentence ("The claim will then be forwarded")."""
    parse, verb, group = fact.parse, fact.group.outer, fact.group
    opens = parse.dep[verb] == "ROOT" and parse.left[fact.clause.subject] == fact.start
    if not opens or not (group.own_modal and group.passive):
        return False
    follows = any(parse.lower[c] == "then" for c in parse.with_dep(verb, "advmod"))
    return follows and not any(kind in ("condition", "deadline") for kind, _ in fact.slots)


def _is_the_other(fact: ClauseView) -> bool:
    """Whether "the other partner" is told from one that the sentence does not name."""
    parse, head = fact.parse, fact.named.head
    if fact.named.restriction is not None or parse.child(head, "prep", "relcl", "acl") is not None:
        return False
    before = [parse.lower[c] for c in parse.children[head] if c < head]
    if not {"the", "other"} <= set(before):
        return False
    return not _FIRST_ONES & set(parse.lower[fact.start : parse.left[head]])


UNTOLD_SUBJECTS: tuple[Doubt[ClauseView], ...] = (
    (OF_WHAT, _lacks_its_noun),
    (OF_WHAT, _takes_up_rest),
    (POINTS_BACK, _holds_pronoun),
    (POINTS_BACK, _is_of_which),
    (POINTS_BACK, _is_the_other),
    (AFTER_WHAT, _follows_another),
)
