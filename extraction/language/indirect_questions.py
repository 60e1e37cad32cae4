"""Indirect questions behind verbs that tell, note or find out something: "must note | when the saw
was sharpened", "check | if the parents have signed".

The model takes most of them for adverbial clauses, which say when or on which condition. Behind a
verb that needs an object the clause is that object; where verb or time of the clause leave both
readings open ("must report when the pulse falls"), the fact is weak.
"""

from __future__ import annotations

from dataclasses import replace

from extraction.language.fact_view import Doubt, VerbView
from extraction.language.parse import SUBJECTS, Parse
from extraction.language.spacy_model import load_verb_lemmas

OPEN_QUESTION = "a clause may say when or what is asked"
_OPENERS = frozenset({"when", "where", "if", "how", "why", "whether"})
# they say nothing without an object, so the clause is it
_NEEDING = frozenset(
    """note state specify indicate mention ascertain determine establish discover know wonder
    clarify disclose predict""".split()
)
_NEEDING_WITH_PARTICLE = frozenset(
    {("find", "out"), ("write", "down"), ("note", "down"), ("jot", "down"), ("point", "out")}
)
# they can do without; "if" right behind these means "whether"
_PROBING = frozenset(
    """check verify confirm ask see test decide assess evaluate inquire enquire judge
    consider""".split()
)
_TELLING = frozenset(
    """record log register enter report tell say show explain remember learn document investigate
    observe announce examine inspect monitor review list describe""".split()
)
# "ask the patient if he has eaten"; the others in a past time ("tell the doctor when it began")
_OF_SOMEBODY = frozenset({"ask", "tell", "inform", "remind", "notify", "advise", "show"})
_PAST_HELPERS = frozenset({"was", "were", "had", "did"})


def with_questions(parse: Parse) -> Parse:
    """`parse` with each indirect question as the object of its verb; itself where there is none."""
    found = [token for token in range(len(parse.words)) if _is_object(parse, token)]
    if not found:
        return parse
    dep = list(parse.dep)
    for token in found:
        dep[token] = "ccomp"
    return replace(parse, dep=dep)


def _is_object(parse: Parse, clause: int) -> bool:
    opener = _opener(parse, clause)
    verb = parse.head[clause]
    if not opener or not _lacks_object(parse, verb):
        return False
    lemma = load_verb_lemmas()(parse.lower[verb])
    particle = parse.child(verb, "prt", "advmod")
    if particle is not None and (lemma, parse.lower[particle]) in _NEEDING_WITH_PARTICLE:
        return parse.left[clause] == particle + 1
    if parse.left[clause] != verb + 1:
        return False
    if lemma in _NEEDING or opener in ("how", "why", "whether"):
        return True
    return lemma in _PROBING and opener == "if"


def _opener(parse: Parse, clause: int) -> str:
    """ "when", "if" … where the clause of the verb `clause` stands behind its verb with one of
    these and a subject; else ``""``. "Even if" and "only when" open no question."""
    first = parse.left[clause]
    if parse.dep[clause] != "advcl" or first < parse.head[clause]:
        return ""
    whole = parse.child(clause, *SUBJECTS) is not None
    return parse.lower[first] if whole and parse.lower[first] in _OPENERS else ""


def _lacks_object(parse: Parse, verb: int) -> bool:
    """Whether the active verb `verb` has no object but the clause behind it."""
    if parse.tag[verb][:2] != "VB" or parse.child(verb, "nsubjpass", "auxpass") is not None:
        return False
    return parse.child(verb, "dobj", "attr", "oprd", "acomp", "ccomp", "xcomp") is None


def _may_be_asked(fact: VerbView) -> bool:
    """Whether a clause behind the verb may be what it asks or tells, though it is read as a time or
    a condition."""
    parse, verb = fact.parse, fact.group.inner
    lemma = load_verb_lemmas()(parse.lower[verb])
    clauses = [
        (child, opener) for child in parse.children[verb] if (opener := _opener(parse, child))
    ]
    if not clauses:
        return False
    past = any(_is_past(parse, child) for child, _ in clauses)
    if parse.child(verb, "dobj") is not None:
        return lemma == "ask" or (past and lemma in _OF_SOMEBODY)
    if not _lacks_object(parse, verb):
        return False
    behind = parse.left[clauses[0][0]] == fact.group.last + 1
    return lemma in _NEEDING or ((behind or past) and lemma in _PROBING | _TELLING)


def _is_past(parse: Parse, verb: int) -> bool:
    helpers = parse.with_dep(verb, "aux", "auxpass")
    told = parse.tag[verb] == "VBD" and not helpers
    return told or any(parse.lower[helper] in _PAST_HELPERS for helper in helpers)


INDIRECT_QUESTIONS: tuple[Doubt[VerbView], ...] = ((OPEN_QUESTION, _may_be_asked),)
