"""The base pass of resolution: clusters of Names, each merge with its rule and reason."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from extraction.language.firm_names import ends_firm
from extraction.language.person_names import person_name
from extraction.language.spacy_model import load_word_classes
from extraction.profile import Profile
from extraction.resolution.addressee import READER
from extraction.resolution.clusters import Clusters
from extraction.resolution.doubts import MOSTLY, MOSTLY_OF_A_NOUN
from extraction.resolution.found_names import (
    Decision,
    NamesOfDocument,
    Refusal,
    Resolution,
    ShortForm,
)
from extraction.resolution.generic import is_common, is_compound, is_generic, is_term, is_titled
from extraction.resolution.issuer import SPEAKERS
from extraction.resolution.junk import is_fragment, is_joined, is_junk, is_read_on
from extraction.resolution.placed_decisions import placed
from extraction.resolution.rules import Candidate, Known, candidates, forbidden, one_person
from graph.identity import entity_id, normalise_surface
from graph.model import Entity, Merge, Name

RULE_RANK = {
    "profile-term": 0,
    "identifier": 1,
    "defined-term": 2,
    "acronym": 3,
    "short-form": 3,
    "ner": 4,
    "heading": 5,
    "noun-phrase": 6,
}
"""Which finder's kind is believed first; what is not listed comes last."""

_NAMING = frozenset(("profile-term", "identifier", "defined-term", "acronym", "short-form", "ner"))
# Kinds that a word at the end of a phrase shows of a field's own terms ("blood cancer").
_OF_A_FIELD = frozenset(("Condition", "Substance"))
_THINGS = frozenset(("Organization", "Place", "Location", "Facility", "Product", "Document", "Law"))


class _Seen:
    """Counts of one Name over the base."""

    __slots__ = ("document", "documents", "doubtful", "kinds", "mentions", "surfaces")

    def __init__(self, document: str | None) -> None:
        self.document = document
        self.surfaces: dict[str, int] = {}
        self.kinds: dict[tuple[str, str], int] = {}
        self.documents = 0
        self.doubtful = 0
        self.mentions = 0


def resolve(
    documents: Sequence[NamesOfDocument], decisions: Iterable[Decision], profile: Profile
) -> Resolution:
    """Names, merges and entities of a base; the order of `documents` and of `decisions` does not
    matter. A merge is refused (and listed in `refused`) where it would bring a never-merge pair
    together or a person and a thing, the latter unless a person or the profile says so."""
    ordered = sorted(documents, key=lambda one: one.document)
    standing = sorted(decisions, key=lambda made: made.id)
    seen = _count(ordered)
    names = {name: _known(name, counts) for name, counts in seen.items()}
    people = one_person(ordered)
    standing = [placed(made, names, people) for made in standing]
    clusters = Clusters(names, forbidden(names, standing, profile))
    kind_of = {name: known.kind for name, known in names.items() if known.named}
    made: dict[str, list[Candidate]] = defaultdict(list)
    refused: list[Refusal] = []
    for candidate in candidates(names, ordered, standing, profile, people):
        why = _objection(candidate, clusters, kind_of)
        if why:
            refused.append(Refusal(candidate.name, candidate.into, candidate.rule, why))
        elif clusters.join(candidate.name, candidate.into):
            made[candidate.name].append(candidate)
    readers = {
        form.short: form.reason
        for one in ordered
        for form in one.short_forms
        if form.rule == READER
    }
    return _result(seen, names, clusters, made, refused, people, readers)


def _count(documents: Sequence[NamesOfDocument]) -> dict[str, _Seen]:
    seen: dict[str, _Seen] = {}
    for one in documents:
        for name, here in one.counts.items():
            counts = seen.get(name)
            if counts is None:
                counts = seen[name] = _Seen(one.document if here.local else None)
                counts.surfaces, counts.kinds = dict(here.surfaces), dict(here.kinds)
                counts.documents, counts.mentions = 1, here.mentions
                counts.doubtful = here.doubtful
                continue
            counts.documents += 1
            counts.mentions += here.mentions
            counts.doubtful += here.doubtful
            for surface, number in here.surfaces.items():
                counts.surfaces[surface] = counts.surfaces.get(surface, 0) + number
            for key, number in here.kinds.items():
                counts.kinds[key] = counts.kinds.get(key, 0) + number
    return seen


def _known(name: str, counts: _Seen) -> Known:
    surface = min(counts.surfaces)
    named = any(rule in _NAMING for rule, _ in counts.kinds)
    return Known(name, normalise_surface(surface), counts.document, _kind(counts.kinds), named)


def _kind(kinds: Mapping[tuple[str, str], int]) -> str:
    """The commonest kind that the best rule shows, ``Term`` only where none shows another; ties
    alphabetically. Kinds are given on evidence, so one mention that has it speaks for the others;
    where mentions of one rule show two kinds and neither three times the other, it is a Term."""
    if len(kinds) == 1:
        ((_, only),) = kinds
        return only
    told = {key: count for key, count in kinds.items() if key[1] != "Term"}
    if not told:
        return "Term"
    best = min(RULE_RANK.get(rule, 9) for rule, _ in told)
    votes: Counter[str] = Counter()
    for (rule, kind), count in told.items():
        if RULE_RANK.get(rule, 9) == best:
            votes[kind] += count
    ranked = sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))
    if len(ranked) > 1 and ranked[0][1] < 3 * ranked[1][1]:
        return "Term"
    return ranked[0][0]


def _objection(candidate: Candidate, clusters: Clusters, kind_of: Mapping[str, str]) -> str:
    pair = clusters.conflict(candidate.name, candidate.into)
    if pair is not None:
        return f"{pair[0]} and {pair[1]} must stay apart"
    if candidate.rule not in ("decision", "profile-alias"):
        left = {kind_of[n] for n in clusters.members(candidate.name) if n in kind_of}
        right = {kind_of[n] for n in clusters.members(candidate.into) if n in kind_of}
        if ("Person" in left and right & _THINGS and "Person" not in right) or (
            "Person" in right and left & _THINGS and "Person" not in left
        ):
            return f"{'/'.join(sorted(left))} and {'/'.join(sorted(right))} are different kinds"
    return ""


def display(surface: str) -> str:
    """A surface as it is shown: blanks made one, quotes, leading article and possessive off; the
    full stop of "Inc." stays."""
    text = " ".join(surface.split()).strip("\"'“”‘’,;: ").lstrip(".")
    if not ends_firm(text.rpartition(" ")[2]):
        text = text.rstrip("\"'“”‘’.,;: ")
    for article in ("the ", "a ", "an "):
        if text.lower().startswith(article) and len(text) > len(article):
            text = text[len(article) :]
            break
    if text.endswith(("'s", "’s")):
        text = text[:-2]
    return text or surface


def _result(
    seen: Mapping[str, _Seen],
    names: Mapping[str, Known],
    clusters: Clusters,
    made: Mapping[str, list[Candidate]],
    refused: list[Refusal],
    people: Mapping[str, ShortForm],
    readers: Mapping[str, str],
) -> Resolution:
    entity_of: dict[str, str] = {}
    grouped: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names):
        grouped[clusters.root(name)].append(name)
    entities = []
    for members in grouped.values():
        # A person's full name keeps its place among the ids when a document says who bears it.
        entity = entity_id([people[m].long if m in people else m for m in members])
        entity_of.update(dict.fromkeys(members, entity))
        made_of = _entity(entity, [(names[name], seen[name]) for name in members])
        called = next((readers[name] for name in members if name in readers), made_of.name)
        entities.append(replace(made_of, name=called))
    merges = []
    for name in sorted(names):
        surface = names[name].normal
        merges.append(Merge(name, entity_of[name], "same-name", f"written “{surface}”"))
        merges += [
            Merge(name, entity_of[name], by.rule, by.reason, decision=by.decision)
            for by in made.get(name, ())
        ]
    return Resolution(
        names=tuple(
            Name(name, _best(seen[name].surfaces), seen[name].document) for name in sorted(names)
        ),
        merges=tuple(merges),
        entities=tuple(sorted(entities, key=lambda e: e.id)),
        entity_of=entity_of,
        refused=tuple(sorted(refused, key=lambda r: (r.rule, r.first, r.second, r.why))),
    )


def _best(surfaces: Mapping[str, int]) -> str:
    """The most frequent surface as shown; ties: longest, then alphabetical."""
    if len(surfaces) == 1:
        return display(*surfaces)
    shown: Counter[str] = Counter()
    for surface, count in surfaces.items():
        shown[display(surface)] += count
    return min(shown.items(), key=lambda item: (-item[1], -len(item[0]), item[0]))[0]


def _entity(entity: str, members: list[tuple[Known, _Seen]]) -> Entity:
    surfaces: dict[str, int] = {}
    kinds: dict[tuple[str, str], int] = {}
    for _, counts in members:
        for surface, count in counts.surfaces.items():
            shown_as = display(surface)
            surfaces[shown_as] = surfaces.get(shown_as, 0) + count
        for key, count in counts.kinds.items():
            kinds[key] = kinds.get(key, 0) + count
    kind = _kind(kinds)
    name = _name(surfaces, kind)
    aliases: dict[str, str] = {}  # one surface for each normalised form other than the name's
    if len(surfaces) > 1:
        for surface in sorted(s for s in surfaces if s.lower() not in SPEAKERS):
            aliases.setdefault(normalise_surface(surface), surface)
        aliases.pop(normalise_surface(name), None)
    return Entity(
        entity,
        name,
        kind,
        tuple(sorted(aliases.values())),
        "shown" if _is_shown(name, kind, kinds, members) else "weak",
    )


def _is_shown(
    name: str,
    kind: str,
    kinds: Mapping[tuple[str, str], int],
    members: list[tuple[Known, _Seen]],
) -> bool:
    """Whether an entity is worth showing as a name: what the domain or a document tells of is; a
    name that a model or a parse found is where it recurs or is written as a name, and nothing says
    that it is a piece of a phrase or a phrase of common words."""
    rules = {rule for rule, _ in kinds}
    if rules & {"profile-term", "defined-term", "identifier"}:
        return True
    if all(is_junk(known.normal) for known, _ in members):
        return False
    mentions = sum(counts.mentions for _, counts in members)
    if not rules & {"acronym", "short-form"}:
        parsed_only = "ner" not in rules
        small = name.isalpha() and name.islower()  # one noun alone needs more for it
        share = MOSTLY_OF_A_NOUN if small else MOSTLY
        if sum(counts.doubtful for _, counts in members) >= share * mentions:
            return False
        written_as_name = not parsed_only and is_titled(name)
        if is_fragment(name, parsed_only=parsed_only):
            return False
        if is_generic(name) and not written_as_name:
            return False
        if kind == "Term" and (is_joined(name) or (mentions == 1 and is_read_on(name))):
            return False
    if rules & _NAMING:
        return True
    if not rules & {"noun-phrase", "heading"}:
        return False
    documents = sum(counts.documents for _, counts in members)
    if documents >= 2 or mentions >= 3 or (mentions == 2 and is_term(name)):
        return True
    if kind in _OF_A_FIELD and "noun-phrase" in rules and is_term(name) and name.count(" ") < 3:
        return True
    return "noun-phrase" in rules and (is_compound(name) or is_titled(name))


def _name(surfaces: Mapping[str, int], kind: str) -> str:
    """The most frequent surface; of a person one with a given name spelled out, of an organization
    one that is more than a common noun ("the Company"), where there are such; ties: longest, then
    alphabetical."""
    surfaces = {s: n for s, n in surfaces.items() if s.lower() not in SPEAKERS} or surfaces
    if kind == "Person":
        parts = {s: person_name(normalise_surface(s)) for s in surfaces}
        better = {s: n for s, n in surfaces.items() if (p := parts[s]) and p.spelled_out}
    else:
        said = kind == "Organization"
        better = {s: n for s, n in surfaces.items() if said and not _is_word(s)}
    chosen = better or surfaces
    return min(chosen.items(), key=lambda item: (-item[1], -len(item[0]), item[0]))[0]


def _is_word(surface: str) -> bool:
    """Whether a surface is one noun of the dictionary ("the Landlord")."""
    lowered = surface.lower()
    return is_common(lowered) or (" " not in lowered and load_word_classes().is_noun(lowered))
