"""Coordinations that the parse takes apart: the fact holds one half of what words join. "Focused on
talks and going over figures", "a helmet that fits, is new and fastened", "avoid dust - ask first",
"on age, size, time of day", "lock the lid, to lift it, unlock the lid", "mend and pay for
a pane"."""

from __future__ import annotations

import re
from bisect import bisect_left

from extraction.language.fact_view import ClauseView, Doubt, FactView, VerbView
from extraction.language.parse import FINITE, SUBJECTS, Parse
from extraction.language.roles import joint_verbs, verb_chain
from extraction.language.spacy_model import load_verb_lemmas
from extraction.row_facts import is_row
from graph.model import Span

GOES_ON = "a coordination goes on"
SECOND_HALF = "a second relative clause goes on"
DASHED = "a dash may part two statements"
END_OF_LIST = "a list may run into the object"
OF_NEXT_VERB = "a part may belong to the next verb"
OF_SECOND_VERB = "a phrase may belong to the second verb alone"
VERB_AS_NOUN = "the last verb may be read as a noun"
IN_RELATIVE = "the subject may belong to a relative clause"
CLAUSE_AS_SUBJECT = "a clause is read as the subject"
OPEN_QUOTE = "a part ends inside a quotation"
_DASH = re.compile(r"\s[-–—]\s")
_HELPERS = ("aux", "auxpass")
# verbs that need their preposition: what stands behind it is no phrase of a verb joined to them
_TAKING = {
    "for": "pay care account search look answer arrange apply",
    "with": "comply deal interact cooperate collaborate interfere communicate cope tamper consult"
    " agree",
    "to": "adhere respond conform consent refer contribute object listen subscribe agree reply",
    "on": "rely depend comment focus insist agree report",
    "upon": "rely depend comment agree",
    "of": "dispose approve",
    "at": "look",
    "in": "participate engage invest",
    "from": "refrain benefit recover",
}
_OTHERWISE = re.compile(r"\b(?:and|or)\s+(?:otherwise|\w+ly)\s+\Z", re.IGNORECASE)
_NEW_MEMBER = frozenset({"the", "a", "an", "any", "every", "each", "all", "no"})
_CLAUSE_NOUNS = frozenset(
    """what whatever whoever whichever who which that how why where when whether if""".split()
)
_QUOTE = re.compile(r"(?<!\d)\"")
_VERB_TAGS = ("VB", "VBP", "VBZ", "MD")


def _drops_gerund(fact: VerbView) -> bool:
    """Whether "and" joins a gerund to a verb that is none, behind its object or its phrase: the
    gerund belongs to that."""
    parse, group = fact.parse, fact.group
    if parse.tag[group.inner] == "VBG":
        return False
    return any(
        parse.tag[verb] == "VBG"
        and verb > group.inner + 1
        and parse.lower[parse.left[verb] - 1] in ("and", "or")
        and parse.child(verb, *_HELPERS, *SUBJECTS) is None
        and not _is_said(fact, verb)
        for verb in parse.with_dep(group.inner, "conj")
    )


def _has_gerund_of_list(fact: VerbView) -> bool:
    """Whether "and" stands right before a gerund that is read as the manner ("focus on safety |
    and checking reports")."""
    parse = fact.parse
    return any(
        parse.tag[first] == "VBG" and parse.lower[first - 1] in ("and", "or")
        for kind, span in fact.slots
        if kind == "manner" and span.start > parse.begin[fact.group.inner]
        for first in [fact.first_token(span)]
    )


def _is_said(fact: FactView, token: int) -> bool:
    begin = fact.parse.begin[token]
    return any(span.start <= begin < span.end for span in fact.said())


def _drops_second_predicate(fact: VerbView) -> bool:
    """Whether the fact ends in a relative clause, and a finite verb that goes on from it is joined
    to the fact's own verb instead, whose form it cannot have."""
    parse, group = fact.parse, fact.group
    joined = [c for verb in verb_chain(parse, group) for c in parse.with_dep(verb, "conj")]
    return any(
        parse.tag[verb] in ("VBZ", "VBP")
        and parse.child(verb, *_HELPERS, *SUBJECTS) is None
        and not _is_said(fact, verb)
        and any(_is_relative_before(parse, t, verb) for t in range(group.inner + 1, verb))
        and _has_other_form(parse, group.outer, verb)
        for verb in joined
    )


def _is_relative_before(parse: Parse, token: int, verb: int) -> bool:
    """Whether a relative clause with the verb `token` of the form of `verb` ends right before it
    ("that conforms to the rules, | is")."""
    if parse.dep[token] != "relcl" or parse.tag[token] != parse.tag[verb]:
        return False
    between = range(parse.right[token] + 1, verb)
    return parse.right[token] < verb and all(parse.dep[t] in ("punct", "cc") for t in between)


def _has_other_form(parse: Parse, above: int, verb: int) -> bool:
    modal = any(parse.tag[c] == "MD" for c in parse.with_dep(above, "aux"))
    return modal or parse.tag[above] != parse.tag[verb]


def _holds_dashed_statement(fact: FactView) -> bool:
    """Whether a dash between blanks stands in subject or object before a verb that nothing makes
    the object's own ("avoid exposure - obtain instructions")."""
    named = [fact.relation.subject, *([fact.object] if fact.object else [])]
    return not is_row(fact.relation) and any(
        _verb_behind_dash(fact, span) for span in named if fact.statement.contains(span)
    )


def _verb_behind_dash(fact: FactView, span: Span) -> bool:
    dash = _DASH.search(fact.text, span.start, span.end)
    if dash is None:
        return False
    first = bisect_left(fact.parse.begin, dash.end())
    stop = bisect_left(fact.parse.begin, span.end)
    return any(fact.parse.tag[token] in _VERB_TAGS for token in range(first, stop))


def _object_ends_list(fact: VerbView) -> bool:
    """Whether only a comma parts the object from a phrase of the verb before it, which no comma
    opens ("depends on age, size, | time of day")."""
    parse, group = fact.parse, fact.group
    head = parse.child(group.inner, "dobj", "attr")
    if head is None or fact.object is None or not fact.object.start <= parse.begin[head]:
        return False
    comma = parse.left[head] - 1
    return parse.words[comma] == "," and any(
        parse.right[phrase] in (comma - 1, comma)
        and parse.words[parse.left[phrase] - 1] not in (",", "(")
        and "," in parse.words[phrase:comma]
        for phrase in parse.with_dep(group.inner, "prep")
        if group.inner < phrase < comma
    )


def _has_aim_of_next_verb(fact: VerbView) -> bool:
    """Whether commas set off a purpose right before the next bare verb ("lock the lid, to lift it,
    | unlock the lid")."""
    parse, group = fact.parse, fact.group
    joined = [c for c in parse.with_dep(group.inner, "conj", "ccomp") if parse.tag[c][:2] == "VB"]
    return any(
        parse.words[aim - 1] == "," and parse.words[stop : stop + 1] == [","] and stop + 1 in joined
        for kind, span in fact.slots
        if kind == "purpose" and span.start > parse.begin[group.inner]
        for aim in [fact.first_token(span)]
        for stop in [bisect_left(parse.begin, span.end)]
    )


def _has_phrase_of_second_verb(fact: VerbView) -> bool:
    """Whether the next verb, joined to the fact's own, needs the preposition behind it, and the
    fact's own does not: "must mend and pay for | any broken pane"."""
    parse, group = fact.parse, fact.group
    joined = joint_verbs(parse, group)
    if group.passive or not joined or parse.child(joined[-1], "dobj") is not None:
        return False
    preposition = joined[-1] + 1
    if preposition not in parse.with_dep(joined[-1], "prep") or not _is_said(fact, preposition + 1):
        return False
    taking = _TAKING.get(parse.lower[preposition], "").split()
    lemma = load_verb_lemmas()
    own, last = lemma(parse.lower[group.inner]), lemma(parse.lower[joined[-1]])
    return last in taking and own not in taking


def _takes_verb_for_noun(fact: VerbView) -> bool:
    """Whether an adverb behind "or" opens the object: a verb follows there ("must not keep, breed
    or otherwise | culture fish")."""
    if fact.object is None or fact.object.start < fact.relation.predicate_span.end:
        return False
    return _OTHERWISE.search(fact.before(fact.object)) is not None


def _may_be_in_relative(fact: ClauseView) -> bool:
    """Whether the subject is joined to a noun with a relative clause between, whose own object it
    may go on with ("clerks who use the mill, and other farms, must")."""
    parse, member = fact.parse, fact.named.head
    if parse.dep[member] != "conj" or parse.child(member, "relcl") is not None:
        return False
    first = parse.left[member]
    if parse.lower[first] in _NEW_MEMBER and "," in parse.words[first - 2 : first]:
        return False
    while parse.dep[member] == "conj" and parse.head[member] < member:
        member = parse.head[member]
        if any(_has_object(parse, c, first) for c in parse.with_dep(member, "relcl")):
            return True
    return False


def _has_object(parse: Parse, verb: int, stop: int) -> bool:
    """Whether an object of the clause of `verb` stands before `stop`."""
    return any(parse.dep[t] in ("dobj", "pobj", "attr") for t in range(verb + 1, stop))


def _has_clause_as_subject(fact: ClauseView) -> bool:
    """Whether the subject is a whole clause that no word makes a noun ("most clerks are old, and
    being one | means …")."""
    parse, named = fact.parse, fact.named
    return parse.tag[named.head] in FINITE and parse.lower[named.first] not in _CLAUSE_NOUNS


def _ends_in_quotation(fact: FactView) -> bool:
    """Whether a part holds one of two quotation marks."""
    return not is_row(fact.relation) and any(
        words.count("“") != words.count("”") or len(_QUOTE.findall(words)) % 2
        for words in map(fact.words, fact.parts())
    )


CUT_COORDINATIONS: tuple[Doubt[VerbView], ...] = (
    (GOES_ON, _drops_gerund),
    (GOES_ON, _has_gerund_of_list),
    (SECOND_HALF, _drops_second_predicate),
    (END_OF_LIST, _object_ends_list),
    (OF_NEXT_VERB, _has_aim_of_next_verb),
    (OF_SECOND_VERB, _has_phrase_of_second_verb),
    (VERB_AS_NOUN, _takes_verb_for_noun),
)
CUT_SUBJECTS: tuple[Doubt[ClauseView], ...] = (
    (IN_RELATIVE, _may_be_in_relative),
    (CLAUSE_AS_SUBJECT, _has_clause_as_subject),
)
CUT_BY_MARKS: tuple[Doubt[FactView], ...] = (
    (DASHED, _holds_dashed_statement),
    (OPEN_QUOTE, _ends_in_quotation),
)
