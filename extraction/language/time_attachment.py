"""Which verb a deadline, a frequency, a duration or a limit belongs to: the nearest one that it can
govern."""

from __future__ import annotations

import re

from extraction.language.parse import Parse
from extraction.language.time_expressions import TimeExpression, time_expressions
from graph.model import Modality

_DUE = re.compile(r"within|no|not|in|by|as")
# a clause or a subject of its own between the expression and the verb
CLAUSES_APART = ("relcl", "acl", "ccomp", "nsubj", "nsubjpass", "csubj", "csubjpass")


def timed_parts(
    parse: Parse, sentence: tuple[int, int], verbs: set[int], modality: Modality
) -> list[tuple[str, int, int]]:
    """(kind, first, last) of the expressions said of one of `verbs`, in text order."""
    found: list[tuple[str, int, int]] = []
    due = modality in ("must", "should", "will")
    for one in time_expressions(parse, sentence):
        governor = _governor(parse, sentence, one, due=due and one.kind == "deadline")
        if governor not in verbs and not _shares(parse, governor, verbs):
            continue
        kind = one.kind
        if kind == "deadline" and modality == "none" and not _DUE.match(parse.lower[one.first]):
            continue  # it says when something happened
        if kind == "time" and parse.lower[one.first] == "in" and modality in ("must", "should"):
            kind = "deadline"
        first = one.first
        if first > sentence[0] and parse.lower[first - 1] == "only":
            first -= 1
        found.append((kind, first, one.last))
    return found


def _governor(parse: Parse, sentence: tuple[int, int], one: TimeExpression, *, due: bool) -> int:
    """The nearest verb that the expression can be said of; -1 where it is a noun's or another
    clause's. `due`: something is to be done, and the expression says by when: then it is not said
    of a participle ("must answer any claim filed under rule 4 within 90 days")."""
    after = one.last + 1
    if after < sentence[1] and parse.words[after] == ",":
        after += 1
    before = one.first - 1
    if before > sentence[0] and parse.words[before] == ",":
        before -= 1
    joins = before > sentence[0] and parse.tag[before] == "CC"
    if joins and after < sentence[1] and parse.tag[after][:2] == "VB":
        return after  # "keep a list and, within 40 days, send the deed"
    verb = _verb_above(parse, one, due=due)
    if verb < 0 and one.first == sentence[0]:
        verb = next((t for t in range(*sentence) if parse.head[t] == t), -1)
    while verb >= 0:
        later = [c for c in parse.with_dep(verb, "conj") if verb < c < one.first]
        later = [c for c in later if parse.tag[c][:2] == "VB"]
        if not later:
            return verb
        verb = later[-1]
    return -1


def _verb_above(parse: Parse, one: TimeExpression, *, due: bool) -> int:
    """The verb that a token of the expression hangs on, directly or through nouns."""
    inside = range(one.first, one.last + 1)
    for token in inside:
        if parse.head[token] in inside and parse.head[token] != token:
            continue
        participle = False
        for _ in range(20):
            above = parse.head[token]
            if above == token or (parse.dep[token] in CLAUSES_APART and not participle):
                break
            token = above
            participle = due and parse.dep[token] == "acl" and parse.tag[token] == "VBN"
            if parse.tag[token][:2] in ("VB", "MD") and token not in inside and not participle:
                return token
    return -1


def _shares(parse: Parse, governor: int, verbs: set[int]) -> bool:
    """Whether `governor` stands close behind one of `verbs` that has no object of its own ("sign
    and return the form within 10 days")."""
    if governor < 0 or parse.dep[governor] != "conj":
        return False
    above = parse.head[governor]
    return above in verbs and governor - above <= 3 and parse.child(above, "dobj") is None
