"""Which verbs of a sentence assert something, and of what.

Not read: what stands inside a condition, a question, an infinitive of purpose or a doubt that
someone reports. A relative clause is read only where a comma sets it off; the other picks out
which one is meant and is kept as weak.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from extraction.language.instructions import instruction
from extraction.language.modality import VerbGroup, verb_group
from extraction.language.parse import SUBJECTS, Parse
from extraction.language.roles import says_when

_ASSERTED = frozenset({"show", "find", "demonstrate", "indicate", "reveal", "conclude", "confirm",
                       "observe", "note", "prove", "establish", "report", "state"})  # fmt: skip
_RECORDED = frozenset({"confirm", "note", "establish", "report", "state", "observe"})
_CONCLUDED = frozenset({"conclude", "report", "state"})
_EVIDENCE = frozenset("""study result finding data analysis analyse trial review evidence research
    experiment survey test we figure table model investigation""".split())  # fmt: skip
BELIEF = "said as a belief"
REPORTED = "somebody else concludes or reports it"
DOUBTED = frozenset({"suggest", "think", "believe", "assume", "imply", "suspect", "argue",
                      "propose", "estimate", "expect", "appear", "seem", 
                      "hypothesize"})  # fmt: skip
_ASSERTING_MARKS = frozenset({"because", "although", "though", "whereas", "while"})
_ASKING = frozenset({"whether", "if", "how", "why", "when", "where"})
_UNASSERTING = frozenset({"if", "when", "whenever", "where", "unless", "whether", "until", "once"})


@dataclass(slots=True)
class Clause:
    """A verb group with the head of its subject; `why_weak` and `hedged` come from where the
    clause stands. `inner`: it stands inside another clause and is read without it."""

    group: VerbGroup
    subject: int
    why_weak: str = ""
    hedged: bool = False
    inner: bool = False


class ClauseReader:
    """Finds the asserting clauses of a sentence."""

    def __init__(self, lemma: Callable[[str], str], may_not: str) -> None:
        self._lemma = lemma
        self._may_not = may_not

    def read(
        self, parse: Parse, sentence: tuple[int, int]
    ) -> tuple[list[Clause], dict[int, VerbGroup]]:
        """Clauses in order of their verbs, and all verb groups by their outer verb."""
        groups: dict[int, VerbGroup] = {}
        found: list[Clause] = []
        start, stop = sentence
        for verb in range(start, stop):
            if parse.tag[verb][:2] == "VB":
                clause = self._clause(parse, verb, groups, start)
                if clause is None and verb in groups:
                    clause = self._instruction(parse, groups[verb], sentence)
                if clause is not None:
                    found.append(clause)
        return found, groups

    def _clause(
        self, parse: Parse, verb: int, groups: dict[int, VerbGroup], start: int
    ) -> Clause | None:
        head, dep = parse.head[verb], parse.dep[verb]
        leader = groups.get(head) if dep == "conj" else None
        why, hedged = "", False
        if dep == "relcl":
            return self._relative(parse, verb, groups)
        if dep == "ccomp":
            reported = self._reported(parse, verb, head, groups)
            if reported is None:
                return None
            why, hedged = reported
        elif dep == "advcl":
            marks = {parse.lower[c] for c in parse.with_dep(verb, "mark")}
            outer = groups.get(head)
            if not marks & _ASSERTING_MARKS or (outer and outer.modality != "none"):
                return None
            if "while" in marks and _is_bare(parse, head):
                return None  # "While the lid is open, keep away": when, not what is so
            if says_when(parse, verb) or parse.dep[head] in ("acl", "relcl", "pcomp", "xcomp"):
                return None  # when it is so, or the reason of what is itself not asserted
        elif not (dep == "ROOT" or (dep == "conj" and leader is not None)):
            return None
        if any(parse.lower[c] == "to" for c in parse.with_dep(verb, "aux")) and leader is None:
            return None  # "To show that …": an aim
        group = verb_group(parse, verb, self._lemma, may_not=self._may_not, leader=leader)
        groups[verb] = group
        if (
            parse.child(verb, "expl") is not None
            or parse.child(verb, "csubj", "csubjpass") is not None
        ):
            return None
        subject = _subject(parse, group)
        if subject is None and leader is not None:
            subject = _subject(parse, leader)
            why = why or leader.why_weak or self._sharing(parse, verb, group, leader)
        if subject is None or (
            parse.tag[verb] in ("VBG", "VBN") and not _finite(parse, group, leader)
        ):
            return None
        if not why and _one_of_several(parse, verb, group):
            why = "one of several alternatives"
        if parse.tag[parse.left[subject]] == "IN" and parse.left[subject] == start:
            why = why or "the subject is not certain"
        if any(
            parse.lower[t] in ("no", "none", "neither", "nothing", "nobody")
            for t in range(start, min(parse.left[subject], verb))
            if t not in group.held
        ):
            why = why or "a negation before the subject"
        if _inside_condition(parse, min(parse.left[subject], verb), start, verb):
            del groups[verb]  # what it reports is not asserted either
            return None
        inner = dep in ("ccomp", "advcl")
        return Clause(group, subject, why, hedged, inner)

    def _instruction(
        self, parse: Parse, group: VerbGroup, sentence: tuple[int, int]
    ) -> Clause | None:
        found = instruction(parse, group, sentence, self._lemma)
        return None if found is None else Clause(found.group, found.thing, found.group.why_weak)

    def _reported(
        self, parse: Parse, verb: int, head: int, groups: dict[int, VerbGroup]
    ) -> tuple[str, bool] | None:
        """(why weak, hedged) of a clause under another verb; None where it is not asserted."""
        outer = groups.get(head)
        marks = {parse.lower[c] for c in parse.with_dep(verb, "mark", "advmod")}
        if _asks_to_note(parse, head) and not marks & _ASKING:
            return "", False
        if outer is None:
            # a clause before its reporting or coordinated verb ("A did x; B did y")
            apart = {",", ";", ":"} & set(parse.words[verb:head])
            beside = verb < head and parse.dep[head] == "ROOT" and not marks and apart
            return ("", False) if beside else None
        if outer.negative or outer.modality != "none" or marks & _ASKING:
            return None
        over = self._lemma(parse.lower[head])
        if over in DOUBTED:
            return BELIEF, True
        if over in _RECORDED and parse.tag[head] not in ("VBD", "VBN"):
            return None  # "the clerk confirms that …" tells the clerk to
        if over in _CONCLUDED and not _is_evidence(parse, head):
            return REPORTED, outer.hedged
        return ("", outer.hedged) if over in _ASSERTED else None

    def _relative(self, parse: Parse, verb: int, groups: dict[int, VerbGroup]) -> Clause | None:
        pronoun = parse.child(verb, "nsubj", "nsubjpass")
        if pronoun is None or parse.lower[pronoun] not in ("who", "which", "that"):
            return None
        antecedent = parse.head[verb]
        group = verb_group(parse, verb, self._lemma, may_not=self._may_not)
        groups[verb] = group
        if parse.lower[pronoun] == "that" or parse.words[pronoun - 1] != ",":
            group.why_weak = "picks out which one is meant"
            return Clause(group, antecedent, group.why_weak, inner=True)
        above, steps = antecedent, 0
        while parse.head[above] != above and steps < 20:
            if parse.dep[above] in ("relcl", "acl", "advcl", "appos", "conj", "dep", "pobj"):
                why = "what the clause belongs to is not certain"
                return Clause(group, antecedent, why, inner=True)
            above, steps = parse.head[above], steps + 1
        return Clause(group, antecedent, inner=True)

    def _sharing(self, parse: Parse, verb: int, group: VerbGroup, leader: VerbGroup) -> str:
        before = min([verb, *(c for c in parse.children[verb] if c < verb)]) - 1
        if parse.tag[before] not in ("CC", ",", "RB", ":"):
            return "whose clause it is is not certain"
        either = joined_by_or(parse, verb)
        if either and leader.modality not in ("may", "can") and not leader.negative:
            return "one of several alternatives"
        own = parse.child(verb, "aux", "auxpass") is not None
        if parse.tag[verb] == "VBG" and not own and parse.tag[leader.inner] != "VBG":
            return "whose clause it is is not certain"  # "other law and implementing authority"
        if not own and any(
            parse.dep[c] in ("xcomp", "ccomp") and leader.inner < c < verb
            for c in parse.children[leader.inner]
        ):
            return "whose clause it is is not certain"  # "require us to buy pumps or limit sales"
        if not own and leader.modality != "none" and parse.tag[verb] in ("VBZ", "VBD"):
            between = parse.children[leader.inner]
            if any(parse.dep[c] == "advcl" and leader.inner < c < verb for c in between):
                return "whose clause it is is not certain"  # "when it lacks … and has lost …"
        base = parse.tag[verb] in ("VB", "VBP") and parse.child(verb, "aux", "auxpass") is None
        if base and leader.modality == "none" and parse.tag[leader.inner] not in ("VB", "VBP"):
            return "whose clause it is is not certain"  # "Below is a summary, but please see …"
        if base and leader.outer != leader.inner and parse.head[verb] == leader.outer:
            return "whose clause it is is not certain"  # "are expected to cut and offset costs"
        subject = parse.child(leader.outer, "nsubj", "nsubjpass")
        we = subject is not None and parse.lower[subject] in _PLURAL_SPEAKERS
        if we and not own and parse.tag[verb] == "VBZ":
            return "whose clause it is is not certain"  # "we use names, changes to the site"
        if _goes_on_in_a_condition(parse, verb, leader, own=own):
            return "whose clause it is is not certain"
        if _is_aim(parse, verb, leader, own=own):
            return "whose clause it is is not certain"
        if leader.negative and not either:
            return "how far the negation goes is not certain"
        if parse.tag[verb] == "VBN" and not group.passive and leader.passive:
            return "voice is not certain"
        return ""


_PLURAL_SPEAKERS = frozenset({"we", "you", "they"})


def _goes_on_in_a_condition(parse: Parse, verb: int, leader: VerbGroup, *, own: bool) -> bool:
    """Whether a bare verb behind a comma may be one more of the clause that says when: "may use
    names when you register, buy goods, browse …"."""
    if own or leader.modality == "none" or parse.words[verb - 1] != ",":
        return False
    return any(
        parse.dep[c] == "advcl" and leader.inner < c < verb
        for token in {leader.outer, leader.inner}
        for c in parse.children[token]
    )


def _is_aim(parse: Parse, verb: int, leader: VerbGroup, *, own: bool) -> bool:
    """Whether a coordinated verb says what for, or may: "for safety and to help us …", "collect
    names to improve the site, detect fraud and …"."""
    if any(parse.lower[c] == "to" for c in parse.with_dep(verb, "aux")):
        return True
    base = not own and parse.tag[verb] in ("VB", "VBP")
    return (base and leader.modality == "none") and any(
        parse.tag[t] == "VB" and parse.lower[t - 1] == "to" and parse.dep[t] in ("advcl", "acl")
        for t in range(leader.inner + 2, verb)
    )


def _is_evidence(parse: Parse, verb: int) -> bool:
    """Whether what reports is a study or its result, or the text itself ("we")."""
    subject = parse.child(verb, "nsubj")
    word = parse.lower[subject] if subject is not None else ""
    return word in _EVIDENCE or word.removesuffix("s") in _EVIDENCE


def _asks_to_note(parse: Parse, verb: int) -> bool:
    """Whether `verb` only points at what follows: "Please note that …"."""
    return (
        parse.lower[verb] in ("note", "remember")
        and parse.tag[verb] == "VB"
        and parse.dep[verb] == "ROOT"
        and parse.child(verb, "nsubj", "aux", "neg", "advcl", "conj") is None
    )


def _one_of_several(parse: Parse, verb: int, group: VerbGroup) -> bool:
    """Whether "or" joins another verb to this one, and only one of the two is said to be so."""
    if group.modality in ("may", "can") or group.negative:
        return False
    return any(
        parse.tag[c][:2] == "VB"
        and parse.child(c, "nsubj", "nsubjpass") is None
        and joined_by_or(parse, c)
        for token in {verb, group.inner}
        for c in parse.with_dep(token, "conj")
    )


def joined_by_or(parse: Parse, token: int) -> bool:
    """Whether "or" joins `token` to what it is coordinated with."""
    words: set[str] = set()
    for _ in range(20):
        words |= {parse.lower[c] for c in parse.with_dep(token, "cc")}
        if parse.dep[token] != "conj":
            break
        token = parse.head[token]
    return bool(words & {"or", "nor", "and/or"})


def _is_bare(parse: Parse, verb: int) -> bool:
    """Whether `verb` tells to do something: a base form without subject and helper."""
    return parse.tag[verb] == "VB" and parse.child(verb, "aux", *SUBJECTS) is None


def _subject(parse: Parse, group: VerbGroup) -> int | None:
    found = parse.child(group.outer, "nsubj", "nsubjpass")
    return parse.child(group.inner, "nsubj", "nsubjpass") if found is None else found


def _finite(parse: Parse, group: VerbGroup, leader: VerbGroup | None) -> bool:
    if parse.child(group.outer, "aux", "auxpass") is not None:
        return True
    return leader is not None and (leader.passive or leader.modality != "none")


def _before_first_comma(parse: Parse, start: int, verb: int) -> bool:
    """Whether `verb` stands in the clause that opens the sentence, before the comma that ends it
    and another verb."""
    _, stop = parse.sentence_of(verb)
    comma = next((t for t in range(start, stop) if parse.words[t] == ","), stop)
    return verb < comma and any(parse.tag[t][:2] in ("VB", "MD") for t in range(comma, stop))


def _inside_condition(parse: Parse, before: int, start: int, verb: int) -> bool:
    """Whether "if", "when" … opens the clause though the parse does not say so."""
    if parse.lower[start] in _UNASSERTING:
        below = parse.dep[verb] == "ccomp" and verb < parse.head[verb]
        if below or _before_first_comma(parse, start, verb):
            return True
    for token in range(before - 1, start - 1, -1):
        if parse.tag[token][:2] == "VB" or parse.words[token] in (";", ":"):
            return False
        if parse.lower[token] in _UNASSERTING:
            # a condition of its own, closed before the clause begins
            return not (parse.head[token] != verb and parse.right[parse.head[token]] < before)
    return False
