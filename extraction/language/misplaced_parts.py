"""Parts of a fact that belong to other words of its sentence: a slot with a clause of its own, a
participle of a later member of a list, a member of the list inside an earlier participle, an
object that repeats its subject, a tail that the agent takes from the verb."""

from __future__ import annotations

import re
from bisect import bisect_left

from extraction.language.fact_view import Doubt, FactView, VerbView
from extraction.language.parse import FINITE, SUBJECTS, Parse
from graph.model import Span

TWO_CLAUSES = "a slot holds another clause"
OF_ANOTHER_MEMBER = "a restriction may belong to another member of the list"
TORN = "a state may be read as a place"
OF_A_PARTICIPLE = "the object may belong to a participle"
OF_AGENT = "what stands behind the agent may belong to the verb"
OF_A_PHRASE = "the complement may belong to the phrase before it"
SAME_WORDS = "subject and object are the same"
_OPENS = re.compile(
    r"(?:if|when|whenever|where|unless|once|before|after|until|while|during|since|upon|in|on|at"
    r"|with|by)\b",
    re.IGNORECASE,
)
_SUBORDINATORS = frozenset({"if", "when", "whenever", "where", "unless", "once", "while", "until",
                            "since"})  # fmt: skip
_JOINED = re.compile(r"\s*,\s*(?=\w)|\s+(?:and|or)\s+", re.IGNORECASE)
_DESCRIBING = ("VBG", "VBN", "WDT", "WP")
_LISTING = frozenset({"including", "excluding", "following", "regarding", "concerning", "using"})
_STATES = frozenset("off on out up down away back over".split())
_SAID_OF_VERB = frozenset(
    "for as during before after upon with without under to through within until".split()
)
_ARTICLE = re.compile(r"\A(?:the|an?|each|every|any)\s+", re.IGNORECASE)


def _has_two_clauses(fact: FactView) -> bool:
    return any(_holds_another_clause(fact.parse, span, fact.text) for _, span in fact.slots)


def _holds_another_clause(parse: Parse, span: Span, text: str) -> bool:
    """Whether a main clause stands in `span` behind a semicolon, or behind the comma that ends its
    own words ("If the mill is shut, they may wait")."""
    first, stop = bisect_left(parse.begin, span.start), bisect_left(parse.begin, span.end)
    opens = _OPENS.match(text, span.start, span.end) is not None
    return any(
        _main_clause_at(parse, mark + 1, stop)
        for mark in range(first + 1, stop - 1)
        if parse.words[mark] == ";"
        or (parse.words[mark] == "," and opens and _is_whole(parse, first, mark))
    )


def _is_whole(parse: Parse, first: int, stop: int) -> bool:
    """Whether the words before `stop` need no verb behind it: "after a fair", "if the mill is
    shut", not "if, on a fair day"."""
    if parse.lower[first] not in _SUBORDINATORS:
        return True
    return any(parse.tag[token] in FINITE for token in range(first + 1, stop))


def _main_clause_at(parse: Parse, first: int, stop: int) -> bool:
    """Whether the words from `first` are a subject with a finite verb before `stop`, and neither
    a coordination nor a relative clause."""
    for subject in range(first, stop):
        verb = parse.head[subject]
        if parse.dep[subject] not in SUBJECTS or parse.left[subject] != first:
            continue
        helped = [verb, *parse.with_dep(verb, "aux", "auxpass")]
        finite = any(parse.tag[t] in FINITE and first < t < stop for t in helped)
        if not finite or parse.tag[first] in ("WDT", "WP", "WP$", "IN", "WRB", "CC"):
            continue
        if parse.dep[verb] in ("relcl", "conj") or parse.child(verb, "mark") is not None:
            continue
        return True
    return False


def _repeats_subject(fact: FactView) -> bool:
    """Whether the object begins with the subject itself ("the Miller must let the Miller …")."""
    if fact.object is None:
        return False
    subject = _ARTICLE.sub("", fact.words(fact.relation.subject))
    said = fact.words(fact.object)
    before = fact.text[max(0, fact.object.start - 4) : fact.object.start].lower()
    definite = said.lower().startswith("the ") or before == "the "
    named = re.match(rf"(?:the )?{re.escape(subject)}(?=\Z| to )", said, re.IGNORECASE)
    return definite and named is not None


def _has_restriction_of_another(fact: FactView) -> bool:
    noun = fact.object
    return noun is not None and any(
        kind == "restriction" and _of_another_member(fact.parse, noun, span, fact.text)
        for kind, span in fact.slots
    )


def _of_another_member(parse: Parse, noun: Span, restriction: Span, text: str) -> bool:
    """Whether other members of a list stand between `noun` and the participle or relative clause
    that is hung on it ("Millers, Bakers, Persons | selling flour")."""
    first = bisect_left(parse.begin, restriction.start)
    between = text[noun.end : restriction.start]
    if first >= len(parse.tag) or not _JOINED.match(between) or restriction.start < noun.end:
        return False
    if parse.tag[first] not in _DESCRIBING or parse.lower[first] in _LISTING:
        return False
    head = bisect_left(parse.end, noun.end)
    members = range(head + 1, first)
    tags = {parse.tag[token] for token in members}
    if tags & set(FINITE) or not any(tag[:2] == "NN" for tag in tags):
        return False
    # "rents and fees paid by guests": of both
    alike = parse.tag[head] == parse.tag[first - 1] == "NNS" and "DT" not in tags
    return not alike or parse.lower[head] in parse.lower[head + 1 : first]


def _inside_participle(fact: VerbView) -> bool:
    """Whether the object stands in a list behind "by …" of a participle that describes an earlier
    member ("clerks paid by the town, mills and …")."""
    if fact.object is None:
        return False
    parse, group, first = fact.parse, fact.group, fact.first_token(fact.object)
    while first > group.last + 1 and parse.tag[first - 1] in ("DT", "PRP$"):
        first -= 1
    if first < 2 or parse.words[first - 1] not in (",", "and", "or"):
        return False
    return any(
        parse.tag[t] == "VBN"
        and parse.lower[t + 1] == "by"
        and parse.tag[t - 1][:2] == "NN"
        and not any(parse.tag[other] in FINITE for other in range(t, first))
        for t in range(group.last + 1, first - 2)
    )


def _tears_state(fact: VerbView) -> bool:
    """Whether "is off in all rooms" is read as being in the rooms."""
    parse, group = fact.parse, fact.group
    beside = parse.lower[group.inner + 1 : group.inner + 2]
    predicate = fact.relation.predicate.split()
    torn = group.predicate == "be" and fact.relation.rule == "preposition"
    return torn and not _STATES.isdisjoint(beside) and predicate[1:] != beside


def _widens_agent(fact: VerbView) -> bool:
    """Whether who acts is read with a phrase that may say what for or how it is done ("inspected by
    the board for cleanliness"); a capital makes it a part of a name."""
    if fact.relation.rule != "passive-agent" or not fact.statement.contains(fact.relation.subject):
        return False
    parse, subject = fact.parse, fact.relation.subject
    first, last = fact.first_token(subject), fact.last_token(subject)
    return last is not None and any(
        parse.lower[t] in _SAID_OF_VERB and parse.words[t + 1][:1].islower()
        for t in range(first + 1, last)
    )


def _splits_noun(fact: VerbView) -> bool:
    """Whether a noun right behind a phrase of the verb is read as what the subject is ("look at
    their course | average")."""
    parse, noun = fact.parse, fact.parse.child(fact.group.inner, "acomp", "oprd")
    if noun is None or parse.tag[noun][:2] != "NN" or parse.left[noun] != noun:
        return False
    return any(
        parse.right[phrase] == noun - 1 and phrase > fact.group.inner
        for phrase in parse.with_dep(fact.group.inner, "prep")
    )


MISPLACED_PARTS: tuple[Doubt[FactView], ...] = (
    (TWO_CLAUSES, _has_two_clauses),
    (SAME_WORDS, _repeats_subject),
    (OF_ANOTHER_MEMBER, _has_restriction_of_another),
)
MISPLACED_BY_VERBS: tuple[Doubt[VerbView], ...] = (
    (OF_A_PARTICIPLE, _inside_participle),
    (TORN, _tears_state),
    (OF_AGENT, _widens_agent),
    (OF_A_PHRASE, _splits_noun),
)
