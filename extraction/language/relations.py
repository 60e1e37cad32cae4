"""Relations of a sentence: clause by clause, subject by subject, predicate by predicate.

Conventions. Active: (subject, lemma, object). Passive whose agent acts (a role, an organization):
(agent, lemma, patient), rule ``passive-agent``; any other passive: (patient, "be <participle>
<preposition>", object), rule ``passive``. Preposition: (subject, "<lemma> <preposition>", object),
rule ``preposition``. Copula: (subject, "be", what it is), rule ``copula``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from extraction.language import quality
from extraction.language.arguments import Phrase, subjects
from extraction.language.clauses import Clause, ClauseReader
from extraction.language.modality import VerbGroup
from extraction.language.parse import Parse
from extraction.language.predicates import PredicateReader
from extraction.language.qualifiers import (
    Qualifiers,
    adjoined,
    balanced,
    openings,
    qualifiers,
    with_openings,
)
from extraction.language.relation_assembly import assemble
from extraction.language.residue import NOT_WHOLE, left_out
from extraction.language.restrictions import restrictions, without_qualifiers
from extraction.language.roles import parts_of_clause, said_of
from extraction.language.spacy_model import VerbLemmas
from extraction.profile import Profile
from graph.model import Modality, Relation, Span

_COLLECTIVE = frozenset(
    """differ compare correlate match agree merge combine interact equal vary coincide separate
    similar different comparable identical same compared combined matched correlated associated
    divided""".split()
)


class RelationReader:
    """Reads the relations of a parsed sentence, with one profile. `kind_of` gives the kind of a
    surface."""

    def __init__(self, profile: Profile, lemma: VerbLemmas, kind_of: Callable[[str], str]) -> None:
        self._lemma = lemma
        self._clauses = ClauseReader(lemma, profile.may_not)
        names = {verb: name for name, verbs in profile.predicates.items() for verb in verbs}
        acting = ("Person", "Role", "Organization")
        self.predicates = PredicateReader(lemma, names, lambda s: kind_of(s) in acting)

    def read(self, parse: Parse, sentence: tuple[int, int], text: str) -> list[Relation]:
        """Relations of one sentence, in order of their verbs. `text` is the segment's."""
        clauses, groups = self._clauses.read(parse, sentence)
        if not clauses:
            return []
        statement = parse.span(sentence[0], sentence[1] - 1)
        weakness = quality.sentence_weakness(
            parse, sentence[0], sentence[1], text[statement.start : statement.end]
        )
        found: list[Relation] = []
        for clause in clauses:
            qualifying = _qualifying(parse, sentence, clause.group, groups, text)
            found += self._of_clause(parse, sentence, clause, weakness, qualifying, text)
        return found

    def open_clauses(
        self, parse: Parse, sentence: tuple[int, int], text: str
    ) -> list[tuple[Clause, Qualifiers]]:
        """Clauses of a sentence that lack an object ("The notice must include:")."""
        clauses, groups = self._clauses.read(parse, sentence)
        if any(parse.child(group.inner, "dobj") is not None for group in groups.values()):
            return []
        return [
            (clause, _qualifying(parse, sentence, clause.group, groups, text))
            for clause in clauses
            if not any(
                parse.dep[c] in ("dobj", "attr", "acomp", "ccomp", "xcomp", "oprd", "agent")
                for c in parse.children[clause.group.inner]
            )
        ]

    def qualifiers_at(
        self, parse: Parse, sentence: tuple[int, int], verb: int, modality: Modality, text: str
    ) -> Qualifiers:
        """Qualifiers of the clause of one verb, or of a modal that lacks its verb."""
        found = qualifiers(parse, sentence, {verb}, modality, text)
        return _joined(found, restrictions(parse, verb, modality, text))

    def _of_clause(
        self, parse: Parse, sentence: tuple[int, int], clause: Clause, weakness: str,
        qualifying: Qualifiers, text: str,
    ) -> list[Relation]:  # fmt: skip
        group = clause.group
        statement = parse.span(sentence[0], sentence[1] - 1)
        qualifying = with_openings(
            qualifying, openings(parse, clause.subject, group.modality, text)
        )
        phrases, alternatives = subjects(parse, clause.subject)
        why = weakness or clause.why_weak or group.why_weak
        if not self._lemma.is_verb(parse.lower[group.inner]):
            why = why or "not a known verb"
        if group.predicate == "mean":
            why = why or "a definition, not read whole"
        if alternatives and group.modality == "none":
            why = why or "one of several alternatives"
        found: list[Relation] = []
        for reading in self.predicates.read(parse, group):
            if reading.object is not None:
                kept = without_qualifiers(parse, reading.object, qualifying)
                reading = replace(reading, object=kept)
            words = set(reading.predicate.split())
            if reading.object is not None:
                words.update(parse.lower[reading.object.first : reading.object.last + 1])
            together = len(phrases) > 1 and bool(words & _COLLECTIVE)
            apart = [phrases[0]] if together else phrases
            for subject in apart:
                reason = why or reading.why_weak or ("said of several together" if together else "")
                relation = assemble(
                    parse, group, subject, parse, reading, statement, qualifying, reason, text,
                    hedged=group.hedged or clause.hedged,
                )  # fmt: skip
                phrases_of = [subject, *([reading.object] if reading.object else [])]
                found.append(_whole(parse, sentence, clause, relation, phrases_of, text))
        return found


def _whole(
    parse: Parse, sentence: tuple[int, int], clause: Clause, relation: Relation,
    phrases: list[Phrase], text: str,
) -> Relation:  # fmt: skip
    """`relation` with the other parts of its clause in their roles; weak where a part of the
    clause stands nowhere."""
    held = [relation.subject, *([relation.object] if relation.object else [])]
    held += [span for _, span in relation.qualifiers]
    roles: list[tuple[str, Span]] = []
    for part in parts_of_clause(parse, clause.group):
        if clause.group.held.issuperset(range(part.first, part.last + 1)):
            continue
        span = balanced(text, parse.span(part.first, part.last))
        if part.kind and not any(span.overlaps(other) for other in held):
            roles.append((part.kind, span))
    read = [parse.span(token, token) for token in clause.group.held]
    covered = [*held, *read, relation.predicate_span, *(span for _, span in roles)]
    rest = left_out(parse, sentence, clause.group, phrases, covered, text, inner=clause.inner)
    qualifying = adjoined(text, (*relation.qualifiers, *roles))
    why = relation.why_weak or (NOT_WHOLE if rest else "")
    return replace(relation, qualifiers=qualifying, why_weak=why)


def _qualifying(
    parse: Parse,
    sentence: tuple[int, int],
    group: VerbGroup,
    groups: dict[int, VerbGroup],
    text: str,
) -> Qualifiers:
    shared = qualifiers(parse, sentence, _verbs(parse, group, groups), group.modality, text)
    found = tuple((kind, span) for kind, span in shared if said_of(parse, span.start, group))
    for other in groups.values():
        # "may disclose … and may allow …, if …": the comma gives the condition to both
        if (
            parse.dep[other.outer] == "conj"
            and parse.head[other.outer] == group.outer
            and parse.child(other.outer, "nsubj", "nsubjpass") is None
        ):
            later = qualifiers(parse, sentence, {other.inner}, other.modality, text)
            found += tuple(
                (kind, span)
                for kind, span in later
                if kind != "deadline"
                and span.start > parse.begin[other.inner]
                and text[: span.start].rstrip().endswith(",")
            )
    bounds = restrictions(parse, group.inner, group.modality, text, forbids=group.negative)
    return _joined(found, bounds)


def _joined(found: Qualifiers, added: Qualifiers) -> Qualifiers:
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
