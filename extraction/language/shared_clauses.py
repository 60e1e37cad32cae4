"""What clauses that are joined share, and what stands apart from them: alternatives with subjects
of their own, a list that runs into a subject, what only the last of several verbs was given."""

from __future__ import annotations

import re

from extraction.language.fact_view import ClauseView, Doubt, VerbView
from extraction.language.modality import VerbGroup
from extraction.language.parse import FINITE, SUBJECTS, Parse
from extraction.language.parse_repairs import PLACES
from extraction.language.restrictions import strengthens
from extraction.language.roles import joint_verbs

ALTERNATIVE = "one of several alternatives"
END_OF_LIST = "a list may run into the subject"
SHARED_END = "what stands behind the last verb may be said of all"
OBJECT_OF_NEXT = "the object may belong to the next verb alone"
OF_DEEMING = "says what something is deemed to be"
OTHER_SUBJECT = "the verb may have another subject"
OF_INFINITIVE = "the verb may go on from an infinitive"
LIMITED = "what follows “but” limits it"
_BOUNDING = frozenset({"in", "under", "by", "with", "without", "through", "according", "pursuant"})
_DUTIES = frozenset({"must", "shall", "should", "responsible", "required", "need", "needs",
                     "liable", "only"})  # fmt: skip
_DEEMED = frozenset({"deemed", "considered", "treated", "regarded"})
_ALLOWED = frozenset({"permissible", "acceptable", "allowed", "permitted", "allowable", "possible"})
IN_BRACKETS = "the subject stands in brackets"
_ENDS = re.compile(
    r"(?:to|so|so that|without|unless|except|only|if|when|provided|in order)\b", re.IGNORECASE
)


def _is_alternative_clause(fact: ClauseView) -> bool:
    """Whether "or" joins a clause with its own subject to this one ("the mill must repair it, or
    the clerk must return the fee")."""
    parse, group = fact.parse, fact.group
    if group.modality in ("may", "can") or group.negative:
        return False
    others = [c for v in {group.outer, group.inner} for c in parse.with_dep(v, "conj")]
    own = [group.outer] if parse.dep[group.outer] == "conj" else []
    return any(_opens_with_or(parse, clause) for clause in (*others, *own))


def _opens_with_or(parse: Parse, verb: int) -> bool:
    """Whether "or" stands right before the subject of a finite clause."""
    first, subject = parse.left[verb], parse.child(verb, *SUBJECTS)
    finite = any(parse.tag[t] in FINITE for t in (verb, *parse.with_dep(verb, "aux", "auxpass")))
    if subject is None or not finite or parse.lower[first - 1] not in ("or", "otherwise"):
        return False
    return parse.left[subject] == first


def _ends_a_list(fact: ClauseView) -> bool:
    """Whether only a comma stands before the subject of a clause joined to another main clause
    ("changes in prices, costs, contracts with mills may hurt us")."""
    parse, verb = fact.parse, fact.group.outer
    first, leader = parse.left[fact.clause.subject], parse.head[verb]
    if parse.dep[verb] != "conj" or parse.child(verb, *SUBJECTS) != fact.clause.subject:
        return False
    main = parse.tag[leader][:2] in ("VB", "MD") and parse.dep[leader] in ("ROOT", "conj")
    return main and leader < first and parse.words[first - 1] == ","


def _is_bracketed(fact: ClauseView) -> bool:
    """Whether the subject stands in brackets and the verb does not."""
    subject, verb = fact.relation.subject, fact.relation.predicate_span
    if not fact.statement.contains(subject) or verb.start < subject.end:
        return False
    said = fact.text[subject.end : verb.start]
    return said.count(")") > said.count("(")


def _lacks_shared_end(fact: VerbView) -> bool:
    """Whether a permission or prohibition leaves out what stands behind the last of the verbs it is
    joined to ("may use the log or lend it | to keep the peace")."""
    parse, group = fact.parse, fact.group
    if not strengthens(group.modality, negative=group.negative) or _has_end(fact, group):
        return False
    last = _last_joined(parse, group)
    if last is None or "but" in (parse.lower[c] for c in parse.with_dep(group.inner, "cc")):
        return False
    ends = [parse.left[c] for c in parse.with_dep(last, "prep", "advcl") if c > last]
    return any(
        _ENDS.match(parse.text(first, first + 1)) or parse.words[first - 1] == "," for first in ends
    )


def _is_of_deeming(fact: ClauseView) -> bool:
    """Whether a participle goes on with what something is deemed to be ("shall be deemed an
    original and duly delivered")."""
    parse, verb = fact.parse, fact.group.outer
    own = parse.child(verb, "aux", "auxpass", "nsubj", "nsubjpass") is not None
    joined = parse.dep[verb] == "conj" and parse.tag[verb] == "VBN" and not own
    return joined and parse.lower[parse.head[verb]] in _DEEMED


def _skips_a_subject(fact: ClauseView) -> bool:
    """Whether a finite verb behind a comma is joined to one under a modal, over a clause with a
    subject of its own ("may pay when the mill has no debts, has burnt down, and")."""
    parse, verb = fact.parse, fact.group.outer
    leader = parse.head[verb]
    first = min([verb, *parse.with_dep(verb, "aux")])
    if parse.dep[verb] != "conj" or parse.child(verb, *SUBJECTS) is not None:
        return False
    if fact.group.own_modal or parse.words[first - 1] != ",":
        return False
    modal = any(parse.tag[c] == "MD" for c in parse.with_dep(leader, "aux"))
    over = (t for t in range(leader + 1, first) if parse.dep[t] in SUBJECTS)
    return modal and any(parse.head[t] != leader for t in over)


def _goes_on_from_infinitive(fact: ClauseView) -> bool:
    """Whether a bare verb behind a comma may go on from "to …" right before it ("must try to sell,
    carry and praise the flour")."""
    parse, verb = fact.parse, fact.group.outer
    bare = parse.tag[verb] == "VB" and parse.child(verb, "aux") is None
    joined = bare and parse.dep[verb] == "conj"
    return joined and parse.words[verb - 1] == "," and parse.tag[verb - 3] == "TO"


def _lacks_end_of_passive(fact: VerbView) -> bool:
    """Whether a passive without object leaves out the phrase behind the participles it is joined to
    ("shall be read | and applied under the law of the river", "is plugged in | and seated on the
    board")."""
    parse, verb = fact.parse, fact.group.inner
    if fact.object is not None or not fact.group.passive:
        return False
    last = verb
    while (joined := _next_participle(parse, last)) is not None:
        last = joined
    if last == verb:
        return False
    held = fact.said()
    if any(span.start < parse.begin[last] for span in held):
        return False
    ending = _BOUNDING | PLACES if parse.child(verb, "prt") is not None else _BOUNDING
    return any(
        c > last
        and parse.lower[c] in ending
        and not any(s.start <= parse.begin[c] < s.end for s in held)
        for c in parse.with_dep(last, "prep", "agent")
    )


def _next_participle(parse: Parse, verb: int) -> int | None:
    """A participle joined to `verb` with nothing of its own before it."""
    return next(
        (
            c
            for c in parse.with_dep(verb, "conj")
            if parse.tag[c] == "VBN"
            and c - verb <= 3
            and parse.child(c, "aux", "auxpass", *SUBJECTS) is None
        ),
        None,
    )


def _is_limited_by_but(fact: ClauseView) -> bool:
    """Whether "but" goes on from a permission with what it is bound to ("is allowed, but you must
    pay for it")."""
    parse, group = fact.parse, fact.group
    verb = group.outer
    adjective = parse.child(verb, "acomp")
    allowed = adjective is not None and parse.lower[adjective] in _ALLOWED
    if not (group.modality == "may" or allowed) or group.negative:
        return False
    if "but" not in (parse.lower[c] for c in parse.with_dep(verb, "cc")):
        return False
    bound = (
        {parse.lower[c], *(parse.lower[below] for below in parse.children[c])}
        for c in parse.with_dep(verb, "conj")
        if parse.child(c, *SUBJECTS) is not None
    )
    return any(words & _DUTIES for words in bound)


def _may_lack_its_object(fact: VerbView) -> bool:
    """Whether only commas join the verb to the next one, which has the object, while "or" stands
    further on ("may close, move the date of the fair or rename the fair")."""
    parse, group = fact.parse, fact.group
    joint = joint_verbs(parse, group)
    if not joint or {"and", "or", "and/or"} & set(parse.lower[group.inner : joint[-1]]):
        return False
    return parse.child(joint[-1], "dobj") is not None and any(
        parse.tag[c][:2] == "VB" for c in parse.with_dep(joint[-1], "conj")
    )


def _has_end(fact: VerbView, group: VerbGroup) -> bool:
    end = fact.parse.end[group.inner]
    return any(span.start >= end for _, span in fact.slots)


def _last_joined(parse: Parse, group: VerbGroup) -> int | None:
    """The last verb joined to that of `group` without a subject or helper of its own, which has an
    object by itself."""
    verb = group.inner
    joined = [
        c
        for c in parse.with_dep(verb, "conj")
        if parse.tag[c] in ("VB", "VBP")
        and parse.child(c, *SUBJECTS, "aux", "auxpass") is None
        and c not in joint_verbs(parse, group)
    ]
    while joined and (below := parse.with_dep(joined[-1], "conj")) and parse.tag[below[-1]] == "VB":
        joined.append(below[-1])
    return joined[-1] if joined else None


SHARED_CLAUSES: tuple[Doubt[ClauseView], ...] = (
    (ALTERNATIVE, _is_alternative_clause),
    (END_OF_LIST, _ends_a_list),
    (IN_BRACKETS, _is_bracketed),
    (OF_DEEMING, _is_of_deeming),
    (OTHER_SUBJECT, _skips_a_subject),
    (LIMITED, _is_limited_by_but),
    (OF_INFINITIVE, _goes_on_from_infinitive),
)
SHARED_VERBS: tuple[Doubt[VerbView], ...] = (
    (SHARED_END, _lacks_shared_end),
    (OBJECT_OF_NEXT, _may_lack_its_object),
    (SHARED_END, _lacks_end_of_passive),
)
