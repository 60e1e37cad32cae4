"""Which Names could be one entity: (Name, Name it joins, rule, reason), rule by rule. Every rule
compares what is written; none uses similarity."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from extraction.language.firm_names import LEGAL_FORMS
from extraction.language.singular import singular
from extraction.profile import Profile
from extraction.resolution.addressee import READER
from extraction.resolution.found_names import Decision, DefinedTerm, NamesOfDocument, ShortForm
from extraction.resolution.in_one_document import loose, without_honorific
from extraction.resolution.stated_roles import conflict
from graph.identity import normalise_surface, plain_name

RULES = (
    "decision",
    "profile-alias",
    "defined-term",
    "acronym",
    "spelling",
    "plural",
    "honorific",
    "legal-form",
    "short-form",
    "surname",
    "initials",
    "same-role",
)
"""In the order in which they are applied."""

# "the Company" of one document is who issues it, unless that document says what a company is
_ISSUING = frozenset({"company", "corporation", "issuer", "registrant", "firm"})
_A_KIND = re.compile(r"\b(?:means?|meaning)\b\W{0,3}(?:an?|any|each|every)\s", re.IGNORECASE)
_MEANS = re.compile(r"^[\W_]{0,4}\s*(?:means?|has the meaning|have the meaning)\b")


@dataclass(frozen=True, slots=True, order=True)
class Candidate:
    """A merge that a rule proposes; sorts into the order of application."""

    order: int
    name: str
    into: str
    rule: str
    reason: str
    decision: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A Name as it occurs in the base."""

    id: str
    normal: str
    document: str | None
    kind: str
    named: bool  # by NER, a profile, an identifier, a definition: not only a noun phrase


def candidates(
    names: Mapping[str, Known],
    documents: Sequence[NamesOfDocument],
    decisions: Iterable[Decision],
    profile: Profile,
    people: Mapping[str, ShortForm],
) -> list[Candidate]:
    """All proposals, in the order of application; `people` are those of `one_person`."""
    found: set[Candidate] = set()

    def propose(name: str, into: str, rule: str, reason: str, decision: str | None = None) -> None:
        if name != into and name in names and into in names:
            found.add(Candidate(RULES.index(rule), name, into, rule, reason, decision))

    for made in decisions:
        if made.kind == "merge":
            first, *others = sorted(_names(made))
            for other in others:
                propose(other, first, "decision", "a person's decision", made.id)
    for term in profile.terms:
        # The documents may use two aliases and never the name itself.
        used = [s for s in (term.name, *term.aliases) if plain_name(s) in names]
        for alias in used[1:]:
            reason = f"“{alias}” is an alias of “{term.name}” in profile {profile.name}"
            propose(plain_name(alias), plain_name(used[0]), "profile-alias", reason)
    for name, into, rule, reason in (*_terms(names, documents), *_acronyms(names, documents)):
        propose(name, into, rule, reason)
    for name, into, rule, reason in _spellings(names):
        propose(name, into, rule, reason)
    for one in documents:
        for form in one.short_forms:
            if form.rule not in ("same-role", READER):
                propose(form.short, form.long, form.rule, form.reason)
    for name, into, rule, reason in _people(people):
        propose(name, into, rule, reason)
    return sorted(found, key=lambda c: (c.order, c.name, c.into, c.reason, c.decision or ""))


def forbidden(
    names: Mapping[str, Known], decisions: Iterable[Decision], profile: Profile
) -> list[tuple[str, str]]:
    """Pairs of Names that stay apart: by decision, and by the profile's surfaces (in every
    scope)."""
    pairs = []
    for made in decisions:
        if made.kind == "never-merge":
            ids = sorted(_names(made))
            pairs += [(a, b) for i, a in enumerate(ids) for b in ids[i + 1 :]]
    if profile.never_merge:
        by_surface: dict[str, list[str]] = defaultdict(list)
        for known in names.values():
            by_surface[known.normal].append(known.id)
        for first, second in profile.never_merge:
            pairs += [
                (a, b)
                for a in by_surface.get(normalise_surface(first), ())
                for b in by_surface.get(normalise_surface(second), ())
            ]
    return pairs


def _names(made: Decision) -> set[str]:
    listed = made.payload.get("names", ())
    return {str(name) for name in listed} if isinstance(listed, list | tuple) else set()


_Proposal = tuple[str, str, str, str]


def _terms(names: Mapping[str, Known], documents: Sequence[NamesOfDocument]) -> Iterator[_Proposal]:
    """A term that is defined once in the base (or everywhere in the same words) means that
    everywhere; one that is defined in two ways stays with the documents that define it. Where the
    words are "X means …", "the X" of other documents is that X too; a short name in brackets
    ("the Supplier") and who issues a document ("the Company") are not carried over."""
    sentences: dict[str, set[str]] = defaultdict(set)
    for one in documents:
        for term in one.terms:
            sentences[term.plain].add(term.sentence.casefold())
    meant: dict[str, tuple[str, str]] = {}  # plain name -> (what bears it, why)
    for one in documents:
        parties = {form.short for form in one.short_forms if form.rule == "short-form"}
        for term in one.terms:
            if len(sentences[term.plain]) == 1 and not _is_party(term, parties):
                reason = f"defined only in {one.document}"
                yield term.name, term.plain, "defined-term", reason
                if _MEANS.search(term.sentence.partition(" ".join(term.surface.split()))[2]):
                    into = term.plain if term.plain in names else term.name
                    meant.setdefault(term.plain, (into, reason))
    for known in names.values():
        if known.document is not None and (found := meant.get(plain_name(known.normal))):
            yield known.id, found[0], "defined-term", found[1]


def _is_party(term: DefinedTerm, parties: Set[str]) -> bool:
    """Whether `term` names somebody in its document, whose short forms of names are `parties`."""
    issuing = normalise_surface(term.surface) in _ISSUING
    return term.name in parties or (issuing and _A_KIND.search(term.sentence) is None)


def _acronyms(
    names: Mapping[str, Known], documents: Sequence[NamesOfDocument]
) -> Iterator[_Proposal]:
    """In the defining document always; in others where the base has one meaning of it."""
    meanings: dict[str, set[str]] = defaultdict(set)
    first: dict[str, tuple[str, str, str]] = {}
    for one in documents:
        for acronym in one.acronyms:
            key = normalise_surface(acronym.short_surface)
            meanings[key].add(loose_singular(acronym.long_surface))
            reason = f"{one.document}: “{acronym.quote}”"
            yield acronym.short, acronym.long, "acronym", reason
            known = (one.document, acronym.long, reason)
            first[key] = min(first.get(key, known), known)
    for key, (_, long, reason) in first.items():
        if len(meanings[key]) == 1:
            yield plain_name(key), long, "acronym", reason
            if key.endswith("s"):
                continue
            yield plain_name(key + "s"), long, "acronym", reason


def one_person(documents: Sequence[NamesOfDocument]) -> dict[str, ShortForm]:
    """Name of one document -> the form that joins it to the same full name elsewhere, for all
    whose documents give no roles that one person hardly has."""
    stated: dict[str, list[ShortForm]] = defaultdict(list)
    for one in documents:
        for form in one.short_forms:
            if form.rule == "same-role":
                stated[form.long].append(form)
    return {
        form.short: form
        for forms in stated.values()
        if not conflict(role for form in forms for role in form.reason.split(", "))
        for form in forms
    }


def _people(people: Mapping[str, ShortForm]) -> Iterator[_Proposal]:
    first: dict[str, str] = {}
    for form in people.values():
        first[form.long] = min(first.get(form.long, form.short), form.short)
    for form in people.values():
        yield form.short, first[form.long], form.rule, form.reason
        yield form.short, form.long, form.rule, form.reason


def loose_singular(surface: str) -> str:
    """`loose`, with the last word in the singular."""
    words = loose(surface).split()
    return " ".join([*words[:-1], singular(words[-1])]) if words else ""


def _spellings(names: Mapping[str, Known]) -> Iterator[_Proposal]:
    """Names of the whole base that differ in hyphens, in the plural of the last word, in an
    honorific or in a legal form, where both forms occur."""
    plain = {known.normal: known for known in names.values() if known.document is None}
    by_loose: dict[str, list[str]] = defaultdict(list)
    for normal in sorted(plain):
        by_loose[loose(normal)].append(normal)
    for same in by_loose.values():
        for form in same[1:]:
            reason = f"“{form}” and “{same[0]}” differ in hyphens only"
            yield plain[form].id, plain[same[0]].id, "spelling", reason
    for normal in sorted(plain):
        known = plain[normal]
        words = normal.split()
        last = words[-1]
        one = " ".join([*words[:-1], singular(last)])
        other = plain.get(one)
        if other is not None and one != normal and not _proper(known) and not _proper(other):
            yield known.id, other.id, "plural", f"plural of “{one}”"
        bare = without_honorific(normal)
        other = plain.get(bare)
        if bare != normal and " " in bare and other is not None and known.kind == "Person":
            yield known.id, other.id, "honorific", f"“{bare}” with a title in front"
        if len(words) > 1 and last.rstrip(".") in LEGAL_FORMS and known.kind == "Organization":
            short = " ".join(words[:-1]).rstrip(",")
            other = plain.get(short)
            written = other is not None and (other.named or "&" in short)
            if other is not None and written and other.kind in ("Organization", "Term"):
                yield known.id, other.id, "legal-form", f"“{short}” with its legal form"


def _proper(known: Known) -> bool:
    """Names of persons and places have no plural ("Williams")."""
    return known.named and known.kind in ("Person", "Place", "Location", "Organization")
