"""What the steps of a derivation hand to each other."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from extraction.facts import Statement
from extraction.failures import Failure
from extraction.references import BaseReferences
from graph.model import Reference
from graph.projection import Row


def digest(*parts: object) -> str:
    """32 hex digits over lists, strings and numbers."""
    return hashlib.sha256(json.dumps(parts, separators=(",", ":")).encode()).hexdigest()[:32]


def pack(value: object) -> bytes:
    """As `unpack` reads it."""
    return json.dumps(value, separators=(",", ":")).encode()


def unpack(data: bytes) -> Any:
    """The inverse of `pack`; tuples come back as lists."""
    return json.loads(data.decode("ascii"))


@dataclass(frozen=True, slots=True)
class Derived:
    """`hashes` (key -> hash) of all rows that the record gives, and those `rows` that the store
    which was asked about does not hold so. `counts` as a build reports them; `read` are the
    documents that were read anew for it; `failures` what could not be read off which document."""

    hashes: Mapping[str, str]
    rows: Sequence[Row]
    counts: Mapping[str, int]
    read: Collection[str]
    failures: Sequence[tuple[str, Failure]] = ()


@dataclass(slots=True)
class Stated:
    """A fact as far as others need it: the entities that it joins, whether some document states it
    well enough to be shown, and the documents that state it, in order."""

    subject: str
    object: str | None
    shown: bool = False
    documents: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Facts:
    """All facts by id; and of each document what its facts were derived from and their ids.
    `stated` has what was read anew, with its evidence."""

    by_id: dict[str, Stated] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    of_document: dict[str, list[str]] = field(default_factory=dict)
    stated: dict[str, list[Statement]] = field(default_factory=dict)

    def is_shared(self, id: str) -> bool:
        """Whether several documents state the fact."""
        return len(self.by_id[id].documents) > 1

    def shared(self) -> list[str]:
        """The facts that several documents state, sorted."""
        return sorted(id for id in self.by_id if self.is_shared(id))


@dataclass(frozen=True, slots=True)
class Pointing:
    """The references of a document: a digest of all that their rows depend on, their number, how
    many are resolved, and the documents that they lead to."""

    digest: str
    total: int
    resolved: int
    led_to: Sequence[str]


@dataclass(slots=True)
class References:
    """What each document's references come to, and those that were resolved anew for it; `base`
    resolves the others."""

    base: BaseReferences
    of_document: dict[str, Pointing] = field(default_factory=dict)
    resolved: dict[str, Sequence[Reference]] = field(default_factory=dict)
