"""Verbs that have somebody else do something: "Have the clerk count the sacks", "let the flour
dry". What they cause is no statement of its own, nor is what goes on from it."""

from __future__ import annotations

from extraction.language.fact_view import ClauseView, Doubt
from extraction.language.parse import SUBJECTS, Parse
from extraction.language.spacy_model import load_verb_lemmas

CAUSED = "somebody else is to have it done"
_CAUSING = frozenset(
    """have has having had let lets letting make makes making help helps helping get gets
    getting""".split()
)
_BARE_TAGS = ("VB", "VBP")


def _is_caused_to(fact: ClauseView) -> bool:
    """Whether the verb is a bare form under one that causes it, or joined to such a form."""
    parse, verb = fact.parse, fact.group.outer
    while parse.dep[verb] == "conj" and parse.child(verb, *SUBJECTS) is None:
        verb = parse.head[verb]
    subject = parse.child(verb, *SUBJECTS)
    if subject is None or not _is_bare(parse, verb, subject):
        return False
    first = parse.left[subject]
    begins = first if parse.lower[first] in _CAUSING and first < subject else first - 1
    return begins >= 0 and parse.lower[begins] in _CAUSING


def _is_bare(parse: Parse, verb: int, subject: int) -> bool:
    """Whether the form at `verb` is that of an infinitive, without a helper behind `subject`."""
    helped = any(helper > subject for helper in parse.with_dep(verb, "aux", "auxpass"))
    form = parse.lower[verb]
    return not helped and parse.tag[verb] in _BARE_TAGS and load_verb_lemmas()(form) == form


CAUSING_VERBS: tuple[Doubt[ClauseView], ...] = ((CAUSED, _is_caused_to),)
