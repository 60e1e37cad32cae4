"""What a pronoun subject stands for where the words leave no choice: the subject of the clause
right before it ("The card opens the gate on Mondays. It cannot be reused.").

The clause before is the main one of the last sentence of the same block, or the one that this
clause is joined to. Its subject must agree with the pronoun, and no other noun before the pronoun
may: of two that agree, none is taken. What the clause before says only under a condition bounds
what follows it, so nothing is carried over from there. The fact has the words of the noun for its
subject, where they stand; its statement is the sentence with the pronoun.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from extraction.language.arguments import Phrase, coordinated
from extraction.language.clauses import Clause
from extraction.language.modality import VerbGroup
from extraction.language.parse import Parse
from extraction.language.pronoun_referents import NOUNS, ONE, PRONOUNS, Referents
from extraction.language.qualifiers import Qualifiers
from extraction.language.referent_words import ACTS, ANNOUNCED, EVENTS, JUDGING, RAISED
from extraction.language.singular import singular
from extraction.language.speakers import TEXTS

FARTHEST = 3
"""So many sentences may stand between a pronoun and what it stands for, each with the pronoun."""

_BOUNDS = frozenset({"condition", "exception", "override"})
_QUOTES = frozenset({'"', "“", "”", "``", "''", "«", "»"})
_ENDS = frozenset({".", "!", ";"})
# what "they" are after "few clerks" or "most clerks" is not said
_UNSURE = frozenset(
    """some many most several few no any neither either half such this that these those other
    another next last previous following remaining same more fewer less much little his her
    its their our your my""".split()
)
_PERSONAL = {"it": "thing", "he": "person", "him": "person", "she": "person", "her": "person",
             "they": "several", "them": "several", "himself": "person", "herself": "person",
             "itself": "thing", "themselves": "several",
             "its": "thing", "his": "person", "their": "several"}  # fmt: skip
_CONDITIONS = frozenset(
    "if unless when whenever where once until provided except no any every each".split()
)
_CLAUSAL = ("ccomp", "csubj", "csubjpass", "expl")
_ANNOUNCING = frozenset({"that", "whether", "why", "how", "because", "if", "when", "where"})
_RELATIVE = ("WP", "WDT", "WP$", "VBN", "VBG")
_EMPHATIC = frozenset({"do", "does", "did"})


@dataclass(frozen=True, slots=True)
class Before:
    """The clause before a pronoun, with the phrases of its subject and its qualifiers; from the
    word `first` on another noun could be meant."""

    clause: Clause
    subjects: Sequence[Phrase]
    qualifying: Qualifiers
    first: int


def needs_subject(parse: Parse, sentence: tuple[int, int], clause: Clause) -> bool:
    """Whether the subject of `clause` is a pronoun that may stand for a noun before it, and the
    clause can be read without another one."""
    pronoun, group = clause.subject, clause.group
    if parse.lower[pronoun] not in PRONOUNS or parse.dep[pronoun] not in ("nsubj", "nsubjpass"):
        return False
    if clause.inner or clause.why_weak or parse.child(pronoun, "conj", "cc", "appos") is not None:
        return False
    if _names_others(parse, pronoun, sentence[1]) or _is_emphatic(parse, group):
        return False
    return parse.lower[pronoun] != "it" or not _says_nothing(parse, group)


def _names_others(parse: Parse, pronoun: int, stop: int) -> bool:
    """Whether a pronoun behind `pronoun` stands for somebody or something else."""
    own = PRONOUNS[parse.lower[pronoun]]
    return any(
        parse.tag[t] in ("PRP", "PRP$") and _PERSONAL.get(parse.lower[t], own) != own
        for t in range(pronoun + 1, stop)
    )


def _is_emphatic(parse: Parse, group: VerbGroup) -> bool:
    """Whether words stand between "did" and its verb ("did, however, find")."""
    helpers = [t for t in parse.with_dep(group.outer, "aux") if parse.lower[t] in _EMPHATIC]
    return not group.negative and any(t + 1 != group.outer for t in helpers)


def _says_nothing(parse: Parse, group: VerbGroup) -> bool:
    """Whether "it" may stand for a clause ("it is important to …", "it takes a day")."""
    below = [c for verb in (group.outer, group.inner) for c in parse.children[verb]]
    first = group.predicate.split()[0]
    if first in EVENTS or any(parse.dep[c] in _CLAUSAL for c in below):
        return True
    words = group.predicate.split()
    if group.passive and any(word.rstrip("d").rstrip("e") in _STEMS for word in words[1:2]):
        return True
    states = [c for c in below if parse.dep[c] in ("acomp", "attr", "oprd")]
    if any(parse.lower[c] in JUDGING for c in states):
        return True
    return first == "be" and _announces(parse, group, states)


_STEMS = frozenset(word.rstrip("e") for word in ANNOUNCED) | {"known", "said", "thought", "seen"}


def _announces(parse: Parse, group: VerbGroup, states: Sequence[int]) -> bool:
    """Whether a clause with "to" or "that" follows what "it" is, which is then that clause."""
    if any(parse.lower[c] in RAISED for c in (*states, group.outer, group.inner)):
        return False
    behind = range(group.outer + 1, parse.right[group.outer] + 1)
    return any(
        (parse.lower[t] == "to" and parse.tag[t + 1 : t + 2] == ["VB"])
        or (states and parse.lower[t] in _ANNOUNCING and parse.dep[t] in ("mark", "advmod"))
        for t in behind
    )


def opens_sentence(parse: Parse, sentence: tuple[int, int], pronoun: int) -> bool:
    """Whether `pronoun` is the subject of its sentence, behind a whole sentence, and no other
    clause goes before it."""
    first = sentence[0]
    if not first or parse.dep[parse.head[pronoun]] != "ROOT":
        return False
    before = first - 1
    while before and parse.words[before] in (")", "]"):
        before -= 1
    return parse.words[before] in _ENDS and _is_fronted(parse, first, pronoun)


def follows_and(parse: Parse, pronoun: int) -> bool:
    """Whether nothing but a conjunction and adverbs stand between `pronoun` and the clause that its
    own is joined to."""
    verb = parse.head[pronoun]
    return parse.head[verb] < pronoun and _is_fronted(parse, parse.left[verb], pronoun)


def _is_fronted(parse: Parse, first: int, pronoun: int) -> bool:
    return not any(
        parse.tag[t][:2] in ("VB", "MD") or parse.words[t] == ":" for t in range(first, pronoun)
    )


def carried_subject(
    parse: Parse,
    clause: Clause,
    sentence: tuple[int, int],
    before: Before,
    kind_of: Callable[[str], str],
) -> int | None:
    """The head of the subject of the clause `before` where the pronoun subject of `clause` in
    `sentence` stands for it; None where the words leave a choice."""
    pronoun, subject = clause.subject, before.clause.subject
    if {kind for kind, _ in before.qualifying} & _BOUNDS or before.clause.hedged:
        return None
    if _QUOTES & set(parse.words[before.first : pronoun]):
        return None
    if not _is_plain(parse, subject, before.subjects):
        return None
    referents = _referents(parse, clause, before.first, subject, kind_of)
    if not referents.agrees(subject):
        return None
    said = frozenset(
        singular(parse.lower[t])
        for t in range(pronoun + 1, sentence[1])
        if parse.tag[t] in NOUNS and parse.dep[t] != "compound"
    )
    if singular(parse.lower[subject]) in said:
        return None  # what is named again is something else
    return None if referents.others(before.first, pronoun, subject, said) else subject


def _referents(
    parse: Parse, clause: Clause, first: int, subject: int, kind_of: Callable[[str], str]
) -> Referents:
    """The nouns that the pronoun of `clause` may stand for, if it stands for `subject`."""
    group, pronoun = clause.group, parse.lower[clause.subject]
    acts = not group.passive and group.predicate.split()[0] in ACTS
    owns = "its" in parse.lower[first : clause.subject]
    told = pronoun == "they" and group.own_modal and parse.tag[subject] in ONE
    each = told and len(coordinated(parse, subject)[0]) == 1
    return Referents(parse, pronoun, kind_of, acts, parties=acts or owns, each=each)


def only_person(
    parse: Parse, clause: Clause, sentence: tuple[int, int], kind_of: Callable[[str], str]
) -> int | None:
    """The one person that `sentence`, which goes before, names, where the pronoun subject of
    `clause` stands for a person."""
    first, stop = sentence
    pronoun = parse.lower[clause.subject]
    words = set(parse.lower[first:stop])
    if PRONOUNS[pronoun] != "person" or words & (_QUOTES | _CONDITIONS):
        return None
    return Referents(parse, pronoun, kind_of).only_person(first, clause.subject)


def _is_plain(parse: Parse, subject: int, phrases: Sequence[Phrase]) -> bool:
    """Whether the phrase of a subject says whole and for certain who is meant."""
    if any(phrase.negative or phrase.why_weak for phrase in phrases):
        return False
    if len(coordinated(parse, subject)[0]) > 1:
        return False
    clauses = [phrase.restriction[0] for phrase in phrases if phrase.restriction]
    if any(parse.tag[first] not in _RELATIVE for first in clauses):
        return False
    if _follows_heading(parse, subject) or _is_told_aside(parse, subject):
        return False
    before = {parse.lower[t] for t in range(parse.left[subject], subject)}
    if singular(parse.lower[subject]) in TEXTS:
        before -= {"this", "these"}
    return not before & _UNSURE


def _follows_heading(parse: Parse, subject: int) -> bool:
    """Whether a heading may run into the sentence: its noun stands twice ("Clinical stage Clinical
    stage is …")."""
    first, _ = parse.sentence_of(subject)
    word = singular(parse.lower[subject])
    return any(singular(parse.lower[t]) == word for t in range(first, subject))


def _is_told_aside(parse: Parse, subject: int) -> bool:
    """Whether only what commas set off says which things of a bare noun are meant ("Proteins,
    called factors, are …")."""
    bare = parse.child(subject, "det", "amod", "compound", "poss", "prep", "nummod") is None
    behind = [c for c in parse.with_dep(subject, "acl", "relcl", "appos") if c > subject]
    aside = any(parse.words[parse.left[c] - 1] == "," for c in behind)
    return bare and aside and parse.tag[subject] in ("NN", "NNS")
