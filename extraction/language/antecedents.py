"""What "it" and "they" stand for where the words leave no choice: the subject of the condition that
opens the sentence ("If a mill grants the request, it must …")."""

from __future__ import annotations

from extraction.language.arguments import coordinated
from extraction.language.clauses import Clause
from extraction.language.parse import Parse
from extraction.language.qualifier_openings import kind_of_opening
from extraction.language.referent_words import BODIES, PERSONS
from extraction.language.role_nouns import ROLES
from extraction.language.singular import singular

_ACTING = ("must", "may", "should", "will", "can")
_NUMBER = {"it": ("NN", "NNP"), "they": ("NNS", "NNPS")}
_STATES = frozenset({"be", "become", "remain", "seem", "appear", "result", "occur", "happen"})


def antecedent(parse: Parse, clause: Clause) -> int | None:
    """The head of the noun phrase that the pronoun subject of `clause` stands for; None where it
    is no such pronoun or the words leave a choice.

    Only an active verb under a modal is read: who must act is who the condition speaks of, while
    what must be done may be done to what it names beside."""
    group, pronoun = clause.group, clause.subject
    tags = _NUMBER.get(parse.lower[pronoun])
    if tags is None or group.passive or group.modality not in _ACTING or clause.inner:
        return None
    if group.hedged or group.predicate.split()[0] in _STATES:
        return None  # "it might …" may speak of what the condition says
    if parse.dep[group.outer] not in ("ROOT", "conj"):
        return None
    root = group.outer
    while parse.dep[root] == "conj" and parse.head[root] != root:
        root = parse.head[root]
    opening = [verb for verb in parse.with_dep(root, "advcl") if parse.right[verb] < pronoun]
    if len(opening) != 1:
        return None
    verb = opening[0]
    first, last = parse.left[verb], parse.right[verb]
    if kind_of_opening(parse, first, last, group.modality) != "condition":
        return None
    subject = _only_subject(parse, first, last, verb, tags)
    if subject is not None and _may_be_of_before(parse, verb, subject):
        return None
    return subject


def _may_be_of_before(parse: Parse, verb: int, subject: int) -> bool:
    """Whether "it" may rather be what the sentences before speak of: what the condition names is
    only a thing that something is done with ("If a cable is connected, it will switch off")."""
    indefinite = any(parse.lower[c] in ("a", "an") for c in parse.with_dep(subject, "det"))
    if not indefinite or parse.dep[subject] != "nsubjpass" or parse.sentence_of(verb)[0] == 0:
        return False
    return singular(parse.lower[subject]) not in PERSONS | ROLES | BODIES


def _only_subject(
    parse: Parse, first: int, last: int, verb: int, tags: tuple[str, ...]
) -> int | None:
    """The subject of `verb` in words `first` to `last`, if it has the number that `tags` tell and
    no other clause in there has a subject."""
    subjects = [t for t in range(first, last + 1) if parse.dep[t] in ("nsubj", "nsubjpass")]
    subjects = [t for t in subjects if parse.lower[t] not in ("that", "which", "who")]
    if len(subjects) != 1 or parse.head[subjects[0]] != verb:
        return None
    subject = subjects[0]
    heads, _ = coordinated(parse, subject)
    return subject if parse.tag[subject] in tags and len(heads) == 1 else None
