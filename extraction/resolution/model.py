"""Values of resolution: what a document says about its names, and the resolved clusters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

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
    ``short-form``."""

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
