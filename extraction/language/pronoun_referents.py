"""Which nouns of a sentence a pronoun may stand for: by number, by person or thing, and by whether
the noun names something that can be taken up at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from extraction.language.arguments import coordinated
from extraction.language.parse import Parse
from extraction.language.referent_words import BODIES, PERSONS, SEX, TIMES, TITLES
from extraction.language.role_nouns import ROLES
from extraction.language.singular import singular

PRONOUNS = {"it": "thing", "he": "person", "she": "person", "they": "several"}
"""What each pronoun of a subject stands for."""
ONE, SEVERAL = ("NN", "NNP"), ("NNS", "NNPS")
NOUNS = (*ONE, *SEVERAL)
_NO_THINGS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL"})
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_INSIDE = ("compound", "amod", "nmod", "nummod", "quantmod", "npadvmod")
_DETERMINERS = ("det", "poss", "nummod", "amod", "predet", "prep", "acl", "relcl", "compound")
_OF_PERSONS = frozenset({"he", "she", "him", "her", "they", "them"})
_BE = ("is", "are", "was", "were", "be", "been")


@dataclass(frozen=True, slots=True)
class Referents:
    """The nouns of `parse` as referents of one `pronoun`. `kind_of` gives the kind of a surface;
    `acts`: the pronoun's verb says what only persons and bodies of persons do; `parties`: "it" may
    be one of a contract ("the Contractor"); `each`: "they" are one person, whoever that is."""

    parse: Parse
    pronoun: str
    kind_of: Callable[[str], str]
    acts: bool = False
    parties: bool = False
    each: bool = False

    def agrees(self, noun: int) -> bool:
        """Whether the subject `noun`, with what is coordinated with it, has the number of the
        pronoun and is a person or a thing as that wants."""
        parse, wanted = self.parse, PRONOUNS[self.pronoun]
        several = len(coordinated(parse, noun)[0]) > 1 or parse.tag[noun] in SEVERAL
        if self.acts and not self.can_act(noun):
            return False
        if self.each:
            return not several and self.is_person(noun) and self._is_any(noun)
        if wanted == "several" or several:
            return wanted == "several" and several
        if parse.tag[noun] not in ONE:
            return False
        if wanted == "person":
            return self.is_person(noun) and self._sex(noun) in ("", self.pronoun)
        if self.is_time(noun):
            return False
        return not self.is_person(noun) or (self.parties and self._is_party(noun))

    def others(self, first: int, stop: int, subject: int, said: frozenset[str]) -> list[int]:
        """The nouns from `first` up to `stop` that may be meant in place of `subject`; those in
        `said` (in the singular) are named again where the pronoun stands."""
        named = names_of(self.parse, subject)
        return [
            token
            for token in range(first, stop)
            if token not in named
            and singular(self.parse.lower[token]) not in said
            and self.may_be(token)
        ]

    def may_be(self, noun: int) -> bool:
        """Whether the pronoun could stand for `noun`."""
        parse, wanted = self.parse, PRONOUNS[self.pronoun]
        if parse.tag[noun] not in NOUNS or parse.dep[noun] in _INSIDE or self.is_time(noun):
            return False
        if self.acts and wanted != "person" and not self.can_act(noun):
            return False
        if wanted == "several":
            several = parse.child(noun, "conj") is not None or parse.tag[noun] in SEVERAL
            return several or (self.each and self.is_person(noun))
        if parse.tag[noun] not in ONE:
            return False
        if wanted == "person":
            return self.is_person(noun) and self._sex(noun) in ("", self.pronoun)
        person = self.is_person(noun) and not (self.parties and self._is_party(noun))
        beside = self._names_nothing(noun) or self._is_where(noun) or self._is_of_known(noun)
        return not person and not beside

    def is_person(self, noun: int) -> bool:
        """Whether `noun` names a person, by itself, a title or what stands beside it."""
        parse = self.parse
        beside = [noun, *parse.with_dep(noun, "appos")]
        if parse.dep[noun] == "appos":
            beside.append(parse.head[noun])
        return any(self._is_person(one) for one in beside)

    def can_act(self, noun: int) -> bool:
        """Whether `noun` names a person or a body of persons, or is a name of anything."""
        word = singular(self.parse.lower[noun])
        named = self.parse.tag[noun] in ("NNP", "NNPS")
        return named or word in BODIES or word in PERSONS or word in ROLES or self.is_person(noun)

    def is_time(self, noun: int) -> bool:
        """Whether `noun` is one of a time, a measure or a way."""
        return singular(self.parse.lower[noun]) in TIMES or self._label(noun) in _NO_THINGS

    def _is_person(self, noun: int) -> bool:
        parse, word = self.parse, singular(self.parse.lower[noun])
        if word in BODIES and word not in PERSONS:
            return False
        if word in PERSONS or word in ROLES:
            return True
        before = (parse.lower[c].rstrip(".") for c in parse.children[noun] if c < noun)
        if any(word in TITLES for word in before) or self._label(noun) == "PERSON":
            return True
        return self.kind_of(parse.text(self._name_start(noun), noun)) in ("Person", "Role")

    def _is_party(self, noun: int) -> bool:
        """Whether a noun of persons is one that a contract gives to a firm ("the Contractor")."""
        parse = self.parse
        the = any(parse.lower[c] == "the" for c in parse.children[noun])
        return the and parse.words[noun][:1].isupper() and parse.child(noun, "compound") is None

    def _is_any(self, noun: int) -> bool:
        """Whether a noun of one person says an office or whoever it is ("the Bosun", "each
        pupil"), of neither sex."""
        parse = self.parse
        before = {parse.lower[c] for c in parse.children[noun] if c < noun}
        return bool(before & {"the", "each", "every"}) and not self._sex(noun)

    def only_person(self, first: int, stop: int) -> int | None:
        """The one noun from `first` up to `stop` that names a person, where it is a name or says
        which ("the mayor") and no pronoun there is of a person."""
        parse = self.parse
        persons = [t for t in range(first, stop) if self._is_one_person(t)]
        if any(parse.lower[t] in _OF_PERSONS and parse.tag[t] == "PRP" for t in range(first, stop)):
            return None
        if not persons or not set(persons) <= names_of(parse, persons[0]) | {persons[0]}:
            return None
        head = persons[0]
        known = parse.tag[head] == "NNP" or any(
            parse.lower[c] == "the" for c in parse.children[head]
        )
        return head if known and self._sex(head) in ("", self.pronoun) else None

    def _is_one_person(self, noun: int) -> bool:
        parse = self.parse
        if parse.tag[noun] not in NOUNS or parse.dep[noun] in _INSIDE:
            return False
        return self.is_person(noun)

    def _sex(self, noun: int) -> str:
        parse = self.parse
        words = [noun, *(c for c in parse.children[noun] if c < noun)]
        return next((SEX[w] for t in words if (w := parse.lower[t].rstrip(".")) in SEX), "")

    def _label(self, noun: int) -> str:
        found = (label for first, stop, label in self.parse.entities if first <= noun < stop)
        return next(found, "")

    def _names_nothing(self, noun: int) -> bool:
        """Whether a bare noun behind a preposition says only how or where ("by post")."""
        parse = self.parse
        bare = parse.child(noun, *_DETERMINERS) is None and parse.tag[noun] == "NN"
        return bare and parse.dep[noun] == "pobj"

    def _is_where(self, noun: int) -> bool:
        """Whether `noun` is the name of a place behind a preposition ("in Port Sayle")."""
        return self.parse.dep[noun] == "pobj" and self._label(noun) in _PLACES

    def _is_of_known(self, noun: int) -> bool:
        """Whether `noun` stands behind a preposition as a part of something known ("in your arm",
        "at its office")."""
        owners = self.parse.with_dep(noun, "poss")
        owned = any(self.parse.tag[owner] == "PRP$" for owner in owners)
        return self.parse.dep[noun] == "pobj" and owned

    def _name_start(self, noun: int) -> int:
        while noun and self.parse.dep[noun - 1] == "compound" and self.parse.head[noun - 1] >= noun:
            noun -= 1
        return noun


def names_of(parse: Parse, subject: int) -> frozenset[int]:
    """The nouns that name `subject`: its own phrase with what it is of, an apposition, the rest of
    its name, and all that it is said to be ("The cross is the highest award of the system")."""
    heads, _ = coordinated(parse, subject)
    found = {*heads, *(t for head in heads for t in parse.with_dep(head, "appos"))}
    if parse.dep[subject] in ("nsubj", "nsubjpass") and parse.tag[subject] in ("NN", "NNS"):
        found.update(range(parse.left[subject], parse.right[subject] + 1))
    for first, stop, _ in parse.entities:
        if any(first <= head < stop for head in heads):
            found.update(range(first, stop))
    verb = parse.head[subject]
    if parse.dep[subject] == "nsubj" and parse.lower[verb] in _BE:
        for said in parse.with_dep(verb, "attr"):
            found.update(range(parse.left[said], parse.right[said] + 1))
    return frozenset(found)
