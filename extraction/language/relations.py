"""Relations of a sentence: clause by clause, subject by subject, predicate by predicate.

Conventions. Active: (subject, lemma, object). Passive whose agent acts (a role, an organization):
(agent, lemma, patient), rule ``passive-agent``; any other passive: (patient, "be <participle>
<preposition>", object), rule ``passive``. Without a direct object: (subject, "<lemma>
<preposition>", object), rule ``preposition``. Copula: (subject, "be", what it is), rule ``copula``.
An instruction is a passive of what it acts on, rule ``instruction`` (instructions.py).
What else hangs on the verb stands in a role (roles.py).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from extraction.language import quality
from extraction.language.announced_items import announces
from extraction.language.antecedents import antecedent
from extraction.language.arguments import Phrase, coordinated, subjects, whole_coordination
from extraction.language.carried_subjects import (
    FARTHEST,
    Before,
    carried_subject,
    follows_and,
    needs_subject,
    only_person,
    opens_sentence,
)
from extraction.language.clauses import Clause, ClauseReader
from extraction.language.closing_bounds import closing_bounds
from extraction.language.fact_doubts import doubted
from extraction.language.fact_view import ClauseView
from extraction.language.modality import VerbGroup
from extraction.language.parse import Parse
from extraction.language.predicates import PredicateReader, Reading
from extraction.language.qualifiers import (
    Qualifiers,
    openings,
    qualifiers,
    with_openings,
)
from extraction.language.relation_assembly import assemble
from extraction.language.restrictions import restrictions, without_qualifiers
from extraction.language.roles import joint_verbs, said_of
from extraction.language.spacy_model import VerbLemmas
from extraction.language.subject_doubts import is_other
from extraction.language.whole_clause import roles_beside, with_roles
from extraction.profile import Profile
from graph.model import Modality, Relation, Span

_COLLECTIVE = frozenset(
    """differ compare correlate match agree merge combine interact equal vary coincide separate
    similar different comparable identical same compared combined matched correlated associated
    divided""".split()
)
_TOGETHER = re.compile(r"\b(?:they|them|both|themselves|each other)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReadClause:
    """A clause with the phrases of its subjects (`each_subject`: alternatives one by one), its
    qualifiers, and why nothing that it says can be shown, or ``""``."""

    clause: Clause
    subjects: list[Phrase]
    each_subject: list[Phrase]
    qualifying: Qualifiers
    why: str


class RelationReader:
    """Reads the relations of a parsed sentence, with one profile. `kind_of` gives the kind of a
    surface."""

    def __init__(self, profile: Profile, lemma: VerbLemmas, kind_of: Callable[[str], str]) -> None:
        self._lemma = lemma
        self._kind_of = kind_of
        self._clauses = ClauseReader(lemma, profile.may_not)
        names = {verb: name for name, verbs in profile.predicates.items() for verb in verbs}
        acting = ("Person", "Role", "Organization")
        self.predicates = PredicateReader(lemma, names, lambda s: kind_of(s) in acting)

    def read(self, parse: Parse, sentence: tuple[int, int], text: str) -> list[Relation]:
        """Relations of one sentence, in order of their verbs. `text` is the segment's."""
        return [
            doubted(view)
            for one in self.clauses(parse, sentence, text)
            for view in self.views(parse, sentence, one, text)
        ]

    def clauses(
        self, parse: Parse, sentence: tuple[int, int], text: str, back: int = FARTHEST
    ) -> list[ReadClause]:
        """The clauses of one sentence that state something, in order of their verbs, before their
        predicates and objects are read. Subjects that pronouns stand for are looked up to `back`
        sentences before."""
        clauses, groups = self._clauses.read(parse, sentence)
        if not clauses:
            return []
        weakness = _weakness(parse, sentence, text)
        found: list[ReadClause] = []
        for clause in clauses:
            qualifying = _qualifying(parse, sentence, clause.group, groups, text)
            carried = self._carried(parse, sentence, clause, found, text, back)
            found.append(self._clause(parse, sentence, clause, weakness, qualifying, text, carried))
        return found

    def _carried(
        self, parse: Parse, sentence: tuple[int, int], clause: Clause, found: list[ReadClause],
        text: str, back: int,
    ) -> int | None:  # fmt: skip
        """What the pronoun subject of `clause` stands for, if that stands in the clause before:
        the one that it is joined to, among those `found`, or the main one of the last sentence."""
        if not back or not needs_subject(parse, sentence, clause):
            return None
        first, verb = sentence[0], parse.head[clause.subject]
        if parse.dep[verb] == "conj":
            if not follows_and(parse, clause.subject):
                return None
            joined = (one for one in found if one.clause.group.outer == parse.head[verb])
            return self._of_clause(parse, sentence, clause, next(joined, None), first)
        earlier = next((one for one in parse.sentences if one[1] == first), None)
        if earlier is None or not opens_sentence(parse, sentence, clause.subject):
            return None
        said = self.clauses(parse, earlier, text, back - 1)
        main = next((one for one in said if parse.dep[one.clause.group.outer] == "ROOT"), None)
        found_in_main = self._of_clause(parse, sentence, clause, main, earlier[0])
        if found_in_main is not None or _weakness(parse, earlier, text):
            return found_in_main
        return only_person(parse, clause, earlier, self._kind_of)

    def _of_clause(
        self, parse: Parse, sentence: tuple[int, int], clause: Clause, said: ReadClause | None,
        first: int,
    ) -> int | None:  # fmt: skip
        if said is None or said.why:
            return None
        before = Before(said.clause, said.each_subject, said.qualifying, first)
        return carried_subject(parse, clause, sentence, before, self._kind_of)

    def open_clauses(
        self, parse: Parse, sentence: tuple[int, int], text: str
    ) -> list[tuple[Clause, Qualifiers]]:
        """Clauses of a sentence that lack an object ("The notice must include:"), or whose object
        only announces what follows ("include the following:")."""
        clauses, groups = self._clauses.read(parse, sentence)
        things = [parse.child(group.inner, "dobj") for group in groups.values()]
        if any(thing is not None and not announces(parse, thing) for thing in things):
            return []
        return [
            (clause, roles_beside(parse, clause.group, [], held, text))
            for clause in clauses
            for held in [_qualifying(parse, sentence, clause.group, groups, text)]
            if not any(
                parse.dep[c] in ("attr", "acomp", "ccomp", "xcomp", "oprd", "agent")
                for c in parse.children[clause.group.inner]
            )
        ]

    def qualifiers_at(
        self, parse: Parse, sentence: tuple[int, int], verb: int, modality: Modality, text: str,
        *, negative: bool = False,
    ) -> Qualifiers:  # fmt: skip
        """Qualifiers and roles of the clause of one verb, or of a modal that lacks its verb."""
        found = qualifiers(parse, sentence, {verb}, modality, text, negative=negative)
        found = joined_at_free_places(
            found, restrictions(parse, verb, modality, text, forbids=negative)
        )
        group = VerbGroup(verb, verb, "", verb, verb, modality)
        return roles_beside(parse, group, [], found, text)

    def _clause(
        self, parse: Parse, sentence: tuple[int, int], clause: Clause, weakness: str,
        qualifying: Qualifiers, text: str, carried: int | None,
    ) -> ReadClause:  # fmt: skip
        group, named_at = clause.group, clause.subject
        stands_for = antecedent(parse, clause)
        if stands_for is not None:
            named_at = stands_for
        elif carried is not None:
            stands_for = carried
        if stands_for is not None:
            group.held.add(clause.subject)
            clause = replace(clause, subject=stands_for)
        qualifying = with_openings(
            qualifying, openings(parse, named_at, group.modality, text), text
        )
        qualifying = _without_denial(parse, group, qualifying)
        phrases, alternatives = _subjects(parse, clause)
        if _taken_up_together(parse, phrases, qualifying, text):
            heads, _ = coordinated(parse, clause.subject)
            phrases = [whole_coordination(parse, heads, clauses=False)]
        if stands_for is not None:
            phrases = [replace(phrase, borrowed=True) for phrase in phrases]
        why = weakness or clause.why_weak or group.why_weak
        all_of_them = phrases
        if not self._lemma.is_verb(parse.lower[group.inner]):
            why = why or "not a known verb"
        if alternatives and (group.modality == "none" or (group.told and not group.negative)):
            if phrases[0].why_weak:
                why = why or "one of several alternatives"
            else:  # "gains or losses are recognised": of neither alone
                heads, _ = coordinated(parse, clause.subject)
                phrases = [whole_coordination(parse, heads, clauses=False)]
        return ReadClause(clause, phrases, all_of_them, qualifying, why)

    def views(
        self, parse: Parse, sentence: tuple[int, int], read: ReadClause, text: str
    ) -> Iterator[ClauseView]:
        """The relations of one clause, each of its subjects with each of its readings, as they are
        looked at for doubts."""
        clause, phrases, qualifying, why = read.clause, read.subjects, read.qualifying, read.why
        group = clause.group
        statement = parse.span(sentence[0], sentence[1] - 1)
        for reading in self.predicates.read(parse, group):
            if reading.object is not None:
                kept = without_qualifiers(parse, reading.object, qualifying)
                reading = replace(reading, object=kept)
            reading = _whole_definition(parse, sentence, group, reading)
            words = set(reading.predicate.split())
            if reading.object is not None:
                words.update(parse.lower[reading.object.first : reading.object.last + 1])
            together = len(phrases) > 1 and (
                bool(words & _COLLECTIVE)
                or _shared(parse, group, reading)
                or _counts_all(parse, phrases, reading)
                or _act_as_one(parse, group)
            )
            apart = [phrases[0]] if together else phrases
            for subject in apart:
                reason = why or reading.why_weak or ("said of several together" if together else "")
                if reading.inverted and subject.last < sentence[0]:
                    reason = reason or "pronoun object"  # what it acts on is not in its sentence
                named = (reading.object if reading.inverted else None) or subject
                relation = assemble(
                    parse, group, subject, parse, reading, statement, qualifying, reason, text,
                    hedged=group.hedged or clause.hedged,
                )  # fmt: skip
                phrases_of = [subject, *([reading.object] if reading.object else [])]
                relation = with_roles(
                    parse, sentence, group, relation, phrases_of, text, inner=clause.inner
                )
                yield ClauseView(
                    parse, sentence, relation, text, group, clause, read.each_subject, named
                )


def _without_denial(parse: Parse, group: VerbGroup, qualifying: Qualifiers) -> Qualifiers:
    """`qualifying` without an adverbial that the verb has read as its "not"."""
    return tuple((kind, span) for kind, span in qualifying if not _is_held(parse, group, span))


def _is_held(parse: Parse, group: VerbGroup, span: Span) -> bool:
    first, stop = bisect_left(parse.begin, span.start), bisect_left(parse.begin, span.end)
    return first < stop and group.held.issuperset(range(first, stop))


def _weakness(parse: Parse, sentence: tuple[int, int], text: str) -> str:
    """Why nothing that `sentence` says can be shown, or ``""``."""
    statement = parse.span(sentence[0], sentence[1] - 1)
    said = text[statement.start : statement.end]
    before = text[max(0, statement.start - 8) : statement.start]
    return quality.sentence_weakness(parse, *sentence, said, before)


def _subjects(parse: Parse, clause: Clause) -> tuple[list[Phrase], bool]:
    """The subjects of `clause`. The verb tells what belongs together: a definition has one term,
    and a verb in the singular one subject ("a mix of 9 parts A and 1 part B holds")."""
    phrases, alternatives = subjects(parse, clause.subject)
    heads, joined = coordinated(parse, clause.subject)
    if any(is_other(parse, phrase) for phrase in phrases):
        whole = whole_coordination(parse, heads, clauses=False)
        phrases = [whole if is_other(parse, phrase) else phrase for phrase in phrases]
    if len(phrases) < 2 or (joined != {"and"} and clause.group.predicate != "mean"):
        return phrases, alternatives
    if clause.group.predicate == "mean" or _in_singular(parse, clause.group):
        return [whole_coordination(parse, heads, clauses=False)], False
    if any(parse.tag[p.head] == "CD" for p in phrases) or "PRP" in _tags(parse, clause.subject):
        phrases = [replace(p, why_weak=p.why_weak or "said of several together") for p in phrases]
    return phrases, alternatives


def _taken_up_together(
    parse: Parse, phrases: list[Phrase], qualifying: Qualifiers, text: str
) -> bool:
    """Whether a qualifier takes up several subjects, one of them in the singular, as "they" ("Stir
    the salt and the sugar until they dissolve")."""
    if len(phrases) < 2 or all(parse.tag[p.head] in ("NNS", "NNPS") for p in phrases):
        return False
    return any(_TOGETHER.search(text, span.start, span.end) for _, span in qualifying)


def _tags(parse: Parse, head: int) -> set[str]:
    """The tags of the words coordinated with `head`, itself included, where one of them has no
    possessor ("we and our clerks" is of one speaker)."""
    members = [head]
    for member in members:
        members.extend(parse.with_dep(member, "conj"))
    if any(parse.child(m, "poss") is not None for m in members):
        return set()
    return {parse.tag[m] for m in members}


def _in_singular(parse: Parse, group: VerbGroup) -> bool:
    verb = group.outer
    words = [verb, *parse.with_dep(verb, "aux", "auxpass")]
    modal = any(parse.tag[t] == "MD" for t in words)
    return not modal and any(parse.tag[t] == "VBZ" or parse.lower[t] == "was" for t in words)


def _shared(parse: Parse, group: VerbGroup, reading: Reading) -> bool:
    """Whether the subjects share something with each other, not with someone else."""
    obj = reading.object
    children = [*parse.children[group.inner], *(parse.children[obj.head] if obj else [])]
    with_another = any(parse.lower[c] == "with" for c in children)
    return reading.predicate == "share" and not with_another


def _act_as_one(parse: Parse, group: VerbGroup) -> bool:
    """Whether the verb says that the subjects act together, or upon each other."""
    adverbs = parse.with_dep(group.outer, "advmod") + parse.with_dep(group.inner, "advmod")
    if any(parse.lower[token] in ("jointly", "together", "mutually") for token in adverbs):
        return True
    return any(
        parse.lower[token - 1 : token + 1] in (["each", "other"], ["one", "another"])
        and parse.dep[token] in ("pobj", "dobj")
        for token in range(group.inner + 1, parse.right[group.inner] + 1)
    )


def _counts_all(parse: Parse, phrases: list[Phrase], reading: Reading) -> bool:
    """Whether what is said counts the subjects: "A and B are two of …", "are partners"."""
    obj = reading.object
    if obj is None or reading.rule != "copula" or reading.words:
        return False
    several = parse.tag[obj.head] in ("CD", "NNS", "NNPS")
    return several and all(parse.tag[p.head] in ("NN", "NNP") for p in phrases)


def _whole_definition(
    parse: Parse, sentence: tuple[int, int], group: VerbGroup, reading: Reading
) -> Reading:
    """What a term means goes on behind "and" to the end of its sentence."""
    obj = reading.object
    if obj is None or reading.predicate != "mean" or parse.dep[group.outer] != "ROOT":
        return reading
    end = max(obj.last, obj.restriction[1] if obj.restriction else 0)
    joined = {"and", "or"} & set(parse.lower[end + 1 : end + 3])
    listed = parse.words[end + 1 : end + 2] == [","] and "or" in parse.lower[end + 2 : sentence[1]]
    if not joined and not listed:
        return reading
    last = sentence[1] - 1
    while last > obj.last and parse.words[last] in (".", ";", ","):
        last -= 1
    if last <= obj.last or parse.words[last] in (":", "and", "or"):
        return reading
    return replace(reading, object=replace(obj, last=last, restriction=None))


def _qualifying(
    parse: Parse,
    sentence: tuple[int, int],
    group: VerbGroup,
    groups: dict[int, VerbGroup],
    text: str,
) -> Qualifiers:
    verbs = _verbs(parse, group, groups)
    shared = qualifiers(parse, sentence, verbs, group.modality, text, negative=group.negative)
    found = tuple(
        (kind, span)
        for kind, span in shared
        if said_of(parse, span.start, group) and not _adverb_before(parse, group, span, text)
    )
    joint = joint_verbs(parse, group)
    for other in groups.values():
        if other.inner in joint:
            found += qualifiers(parse, sentence, {other.inner}, other.modality, text)
        elif (
            parse.dep[other.outer] == "conj"
            and parse.head[other.outer] == group.outer
            and parse.child(other.outer, "nsubj", "nsubjpass") is None
        ):
            # "may disclose … and may allow …, if …": the comma gives the condition to both
            found += tuple(
                (kind, span)
                for kind, span in qualifiers(parse, sentence, {other.inner}, other.modality, text)
                if kind != "deadline"
                and span.start > parse.begin[other.inner]
                and text[: span.start].rstrip().endswith(",")
            )
    found += closing_bounds(parse, sentence, group.outer, text)
    bounds = restrictions(parse, group.inner, group.modality, text, forbids=group.negative)
    return joined_at_free_places(found, bounds)


def _adverb_before(parse: Parse, group: VerbGroup, span: Span, text: str) -> bool:
    """Whether `span` is one word of a clause before that of `group`, which has its own subject or
    is joined by "but"."""
    if parse.dep[group.outer] != "conj":
        return False
    contrasted = "but" in (parse.lower[c] for c in parse.with_dep(parse.head[group.outer], "cc"))
    if not contrasted and parse.child(group.outer, "nsubj", "nsubjpass") is None:
        return False
    alone = " " not in text[span.start : span.end]
    return alone and span.start < parse.begin[parse.left[group.outer]]


def joined_at_free_places(found: Qualifiers, added: Qualifiers) -> Qualifiers:
    """Both, without what is added at a place that is taken."""
    free = tuple(
        (kind, span) for kind, span in added if not any(span.overlaps(s) for _, s in found)
    )
    return found + free


def _verbs(parse: Parse, group: VerbGroup, groups: dict[int, VerbGroup]) -> set[int]:
    """Tokens a qualifier of the clause may hang on: the verb, those above it in its group, and
    those it is coordinated with."""
    found: set[int] = set()
    members = [group]
    above = group.outer
    while parse.dep[above] == "conj" and parse.head[above] in groups:
        above = parse.head[above]
        members.append(groups[above])
    for member in members:
        token = member.inner
        found.add(token)
        while token != member.outer and parse.head[token] != token:
            token = parse.head[token]
            found.add(token)
    return found
