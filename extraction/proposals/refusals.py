"""Why a proposal is refused, in the words that people read."""

from __future__ import annotations

QUOTE_ABSENT = "the quote is not in the passage"
VERB_ABSENT = "the verb is not in the quote"
SUBJECT_ABSENT = "the subject is not in the quote"
OBJECT_ABSENT = "the object is not in the quote"
CUTS_A_WORD = "a part begins or ends inside a word"
NOT_READ = "the quote stands where no sentences are read (a heading, a table, code)"
NO_CLAUSE = "the verb states nothing by itself there (a condition, a question, an aim, a belief)"
OTHER_SUBJECT = "the subject is not that of the verb"
OTHER_OBJECT = "the object is not that of the verb"
NO_OBJECT = "the object is left out"
SUBJECT_CUT = "words of the subject are left out"
OBJECT_CUT = "words of the object are left out"
NEGATION = "the negation is not that of the text"
MODALITY = "must, may, should, can or will is not as in the text"
PREDICATE = "the predicate is not what the verb says"
FOR_REVIEW = "the predicate is not in the profile: proposed for review"
CONTRADICTED = "the checker finds the contrary in the quote"

UNKNOWN_QUALIFIER = "there is no such kind of qualifier"
FOREIGN_WORDS = "a part holds words that are not of this clause"

NAME_ABSENT = "the name is not in the passage"
NAME_KIND = "the kind of the name is not in the profile"
OTHER_KIND = "the words of the name decide another kind"
NO_NAME = "the words are no name"


def qualifier_absent(kind: str) -> str:
    """The words of a qualifier do not stand in the quote."""
    return f"the {kind} is not in the quote"


def left_out(kind: str) -> str:
    """A part of the clause that the proposal does not hold."""
    article = "an" if kind[0] in "aeio" else "a"
    return f"{article} {kind} is left out"


def other_kind(kind: str) -> str:
    """The words of a qualifier are of another kind."""
    return f"the words given as {kind} are none"


def not_certain(why: str) -> str:
    """What our own rules doubt in that clause."""
    return f"not certain: {why}"
