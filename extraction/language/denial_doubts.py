"""What keeps a denial weak that its clause has not read whole: an adverbial that denies and stands
in a slot, or in none; what opens a turned clause ("only if …", "not until …") and is cut; a "no"
left in what is denied."""

from __future__ import annotations

import re

from extraction.language.fact_view import Doubt, FactView, VerbView
from extraction.language.negative_adverbials import is_compared, worded_phrase
from extraction.language.parse import SUBJECTS, Parse
from extraction.language.residue import label_of
from extraction.language.roles import leaders, verb_chain

UNREAD = "a negative adverbial is not read"
OPENING_CUT = "what opens a turned clause is cut"
LAST_CASE = "a case may be said of all verbs"
NO_INSIDE = "what is denied holds a no of its own"
_TURNED_BY = frozenset(
    """if when where after before once while until unless with upon by in on at during through for
    under then there thereafter following""".split()
)
_NO_LEFT = re.compile(r"\b(?:\w+ly|almost|next to) no\b", re.IGNORECASE)


def _is_unread(fact: VerbView) -> bool:
    """Whether an adverbial that denies stands in the clause and its verb has not read it."""
    parse, group, (start, stop) = fact.parse, fact.group, fact.sentence
    verbs = {*verb_chain(parse, group), *leaders(parse, group)}
    opening = _opening(parse, start)
    for token in range(start, stop):
        phrase = worded_phrase(parse, token)
        if phrase is None or group.held.issuperset(phrase):
            continue
        if is_compared(parse, phrase[-1]) and _in_bound(fact, phrase):
            continue
        above = _verb_above(parse, token)
        opens = token == opening and not _has_verb_between(parse, phrase[-1] + 1, group.outer)
        if above in verbs or opens or (above is None and parse.head[token] in verbs):
            return True
    return False


def _in_bound(fact: FactView, phrase: range) -> bool:
    """Whether a slot or the object goes on from the adverbial to what it bounds."""
    own = fact.parse.span(phrase[0], phrase[-1])
    return any(span.contains(own) and span.end > own.end for span in fact.said())


def _verb_above(parse: Parse, token: int) -> int | None:
    for _ in range(12):
        if parse.head[token] == token:
            return None
        token = parse.head[token]
        if parse.tag[token][:2] in ("VB", "MD"):
            return token
    return None


def _has_verb_between(parse: Parse, first: int, verb: int) -> bool:
    """Whether another verb with a subject of its own stands between `first` and `verb`."""
    return any(
        parse.tag[t][:2] == "VB" and parse.child(t, *SUBJECTS) is not None
        for t in range(first, verb)
    )


def _opening(parse: Parse, start: int) -> int:
    label = label_of(parse, start)
    return max(label) + 1 if label else start


def _cuts_opening(fact: VerbView) -> bool:
    """Whether "only if …" or "not until …" opens the sentence before an auxiliary, and no slot
    holds it up to there ("Only after the audit | may the clerk …")."""
    parse, (start, stop) = fact.parse, fact.sentence
    opening = _opening(parse, start)
    first, second = [*parse.lower[opening : opening + 2], "", ""][:2]
    if first not in ("only", "not") or second not in _TURNED_BY:
        return False
    if _has_verb_between(parse, opening, fact.group.outer) and _joined_apart(fact):
        return False
    slot = next((s for _, s in fact.slots if s.start == parse.begin[opening]), None)
    last = fact.last_token(slot) if slot is not None else None
    if last is None or last < opening + 2:
        return True
    after = last + 1
    return after < stop and parse.words[after] != "," and parse.tag[after][:2] not in ("MD", "VB")


def _joined_apart(fact: VerbView) -> bool:
    """Whether the clause goes on behind another one with a subject and a modal of its own."""
    parse, verb = fact.parse, fact.group.outer
    own = any(parse.tag[t] == "MD" for t in parse.with_dep(verb, "aux"))
    return parse.dep[verb] == "conj" and own and parse.child(verb, *SUBJECTS) is not None


def _holds_no(fact: FactView) -> bool:
    """Whether a denial still holds the "no" that it was read from, with the word before it
    ("does not take absolutely no …")."""
    denied = fact.relation.polarity == "negative"
    return denied and any(_NO_LEFT.search(fact.words(part)) for part in fact.parts())


def _lacks_last_case(fact: VerbView) -> bool:
    """Whether one of several verbs that an adverbial denies lacks the case that stands behind the
    last of them ("At no time may a guest read, take photos or play | while milling")."""
    parse, verb = fact.parse, fact.group.outer
    if not any(worded_phrase(parse, t) is not None for t in fact.group.held):
        return False
    joined = [verb]
    for member in joined:
        joined += [c for c in parse.with_dep(member, "conj") if parse.tag[c][:2] == "VB"]
    ends = (parse.child(one, "advcl") for one in joined[1:])
    cases = [parse.span(end, end) for end in ends if end is not None and end > joined[-1]]
    return any(not any(span.contains(case) for _, span in fact.slots) for case in cases)


DENYING_ADVERBIALS: tuple[Doubt[VerbView], ...] = (
    (UNREAD, _is_unread),
    (OPENING_CUT, _cuts_opening),
    (LAST_CASE, _lacks_last_case),
)
DENIALS_LEFT: tuple[Doubt[FactView], ...] = ((NO_INSIDE, _holds_no),)
