"""Values of resolution: what a document says about its names, and the resolved clusters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from graph.identity import plain_name
from graph.model import Entity, Mention, Merge, Name, Span


class Decision(Protocol):
    """A person's standing decision; `graph.record.Decision` is one. For the kinds ``merge`` and
    ``never-merge`` the payload holds ``names``: two or more Name ids."""

    @property
    def id(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def payload(self) -> Mapping[str, object]: ...


@dataclass(frozen=True, slots=True)
class Acronym:
    """``long form (SHORT)`` as one document writes it: Name ids, surfaces and the words."""

    short: str
    long: str
    short_surface: str
    long_surface: str
    quote: str
    span: Span


@dataclass(frozen=True, slots=True)
class ShortForm:
    """A Name of one document that stands for another there. `rule`: ``surname``,
    ``initials``, ``short-form``; ``same-role`` for a person's full name, `reason` being the roles
    that the document states, `long` the same surface elsewhere; ``reader`` for "you", `reason`
    being what the reader of the document is called."""

    short: str
    long: str
    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class DefinedTerm:
    """A term that a document defines. `name` has the document as its scope, `plain` is the same
    surface without; `sentence` is the defining sentence with its blanks made one."""

    name: str
    plain: str
    surface: str
    sentence: str


@dataclass(slots=True)
class NameCounts:
    """How often one document uses a Name, in which surfaces, and as which kind by which rule.
    `local` says that the Name has the document as its scope."""

    local: bool
    mentions: int = 0
    doubtful: int = 0
    surfaces: dict[str, int] = field(default_factory=dict)
    kinds: dict[tuple[str, str], int] = field(default_factory=dict)


class NamesOfDocument(Protocol):
    """What the base pass goes by; no mention has to be there."""

    @property
    def document(self) -> str: ...
    @property
    def counts(self) -> Mapping[str, NameCounts]: ...
    @property
    def acronyms(self) -> Sequence[Acronym]: ...
    @property
    def short_forms(self) -> Sequence[ShortForm]: ...
    @property
    def terms(self) -> Sequence[DefinedTerm]: ...


@dataclass(frozen=True, slots=True)
class DocumentNames:
    """The names of one document version: every mention with its Name id, and what the document
    itself says about them. `doubtful` are the places of mentions that say little for a name."""

    document: str
    version: str
    mentions: tuple[tuple[Mention, str], ...]
    acronyms: tuple[Acronym, ...] = ()
    short_forms: tuple[ShortForm, ...] = ()
    terms: tuple[DefinedTerm, ...] = ()
    doubtful: frozenset[Span] = frozenset()

    @property
    def counts(self) -> dict[str, NameCounts]:
        """Name id -> its counts, in the order of first mention."""
        found: dict[str, NameCounts] = {}
        for mention, name in self.mentions:
            counts = found.get(name)
            if counts is None:
                counts = found[name] = NameCounts(name != plain_name(mention.surface))
            counts.mentions += 1
            counts.doubtful += mention.span in self.doubtful
            counts.surfaces[mention.surface] = counts.surfaces.get(mention.surface, 0) + 1
            key = (mention.rule, mention.kind)
            counts.kinds[key] = counts.kinds.get(key, 0) + 1
        return found


@dataclass(frozen=True, slots=True)
class NamesSummary:
    """What the base pass goes by, without the mentions."""

    document: str
    counts: Mapping[str, NameCounts]
    acronyms: tuple[Acronym, ...] = ()
    short_forms: tuple[ShortForm, ...] = ()
    terms: tuple[DefinedTerm, ...] = ()

    @classmethod
    def of(cls, names: NamesOfDocument) -> NamesSummary:
        """The summary of `names`."""
        return cls(
            names.document,
            names.counts,
            tuple(names.acronyms),
            tuple(names.short_forms),
            tuple(names.terms),
        )


@dataclass(frozen=True, slots=True)
class Refusal:
    """A merge that was not made, and why."""

    first: str
    second: str
    rule: str
    why: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """All Names, the cluster of each, and why. `merges` has a row for every Name (``same-name``)
    and one more for each Name that a rule brought in; all tuples are sorted by id."""

    names: tuple[Name, ...]
    merges: tuple[Merge, ...]
    entities: tuple[Entity, ...]
    entity_of: Mapping[str, str]
    refused: tuple[Refusal, ...] = ()
