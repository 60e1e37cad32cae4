"""What a build takes in: paths with the sources they belong to, or documents given one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from extraction.documents.sources import (
    Binding,
    Skipped,
    collect,
    covered,
    default_bindings,
    listing,
    roots,
)
from graph.model import Source
from graph.record import Record

GIVEN = "+"
"""The root of a document that was given by itself (an upload, `KnowledgeBase.add`): no folder
covers it, so no build of a folder removes it."""

_FEWEST = 3  # documents that may vanish from a source without a question: fewer than this,
_SHARE = 4  # or at most one in so many


@dataclass(frozen=True, slots=True)
class Intake:
    """`paths` are read with `bindings` (all sources that have a folder), of which `new` are to be
    recorded; `given` are documents that come with their bytes, `dropped` the keys of some that are
    to be removed."""

    paths: tuple[str | Path, ...] = ()
    bindings: tuple[Binding, ...] = ()
    new: tuple[Binding, ...] = ()
    given: tuple[Source, ...] = ()
    dropped: tuple[str, ...] = ()

    @property
    def changes_nothing(self) -> bool:
        """Whether the record's documents are to stay as they are."""
        return not (self.paths or self.given or self.dropped)

    @classmethod
    def of(cls, *paths: str | Path) -> Intake:
        """`paths`, each folder a source of its own name."""
        return cls(paths, tuple(default_bindings(paths)))

    def items(self, max_document_chars: int) -> Iterator[Source | Skipped]:
        """Everything that is found, with bytes or with the reason why not."""
        yield from self.given
        yield from collect(self.paths, self.bindings, max_document_chars=max_document_chars)

    @property
    def prefixes(self) -> list[str]:
        """The beginnings of keys that this covers, see `roots`."""
        return roots(self.paths, self.bindings)

    @property
    def touched(self) -> list[str]:
        """`prefixes`, and the keys of single documents: what was found out about them before holds
        no longer."""
        return [*self.prefixes, *(source.document for source in self.given), *self.dropped]


@dataclass(slots=True)
class Seen:
    """The keys that were met, and those below which nothing could be looked at."""

    keys: set[str]
    hidden: list[str]

    @classmethod
    def nothing(cls) -> Seen:
        """Nothing yet."""
        return cls(set(), [])

    def skipped(self, item: Skipped) -> None:
        """Something was found and not read: what was read from it before stays."""
        if item.code in ("link", "twin"):
            return  # a link: no document stands there, whatever was read from it before
        self.keys.add(item.document)
        if item.document.endswith("/"):
            self.hidden.append(item.document)
        elif item.document.endswith(".jsonl"):
            self.hidden.append(f"{item.document}#")

    def gone(self, record: Record, prefixes: list[str]) -> list[str]:
        """The documents that `prefixes` cover and that were not met, sorted."""
        hidden = tuple(self.hidden)
        return [
            key
            for key, held in record.current().items()
            if key not in self.keys
            and held.root != GIVEN
            and covered(key, prefixes)
            and not key.startswith(hidden)
        ]


@dataclass(frozen=True, slots=True)
class Vanished:
    """Of a source, the documents that are no longer found, and how many there were."""

    source: str
    keys: tuple[str, ...]
    of: int


def vanished(record: Record, intake: Intake) -> list[Vanished]:
    """What a build of `intake` would remove and should not without a question: all that was found
    under a path before, or of a source at least `_FEWEST` documents and more than one in `_SHARE`.
    Looks at names only, and at nothing where the base has no document from there."""
    prefixes = intake.prefixes
    before = [
        key
        for key, held in record.current().items()
        if held.root != GIVEN and covered(key, prefixes)
    ]
    if not before:
        return []
    seen = Seen.nothing()
    found = 0
    for item in listing(intake.paths, intake.bindings):
        if isinstance(item, Skipped):
            seen.skipped(item)
        else:
            seen.keys.add(item.document)
            found += 1
    gone = seen.gone(record, prefixes)
    return [
        Vanished(source, tuple(keys), of)
        for source, keys, of in _by_source(gone, before)
        if not found or (len(keys) >= _FEWEST and len(keys) * _SHARE > of)
    ]


def _by_source(gone: list[str], before: list[str]) -> Iterator[tuple[str, list[str], int]]:
    for source in sorted({key.partition("/")[0] for key in gone}):
        start = f"{source}/"
        keys = [key for key in gone if key.startswith(start)]
        yield source, keys, sum(key.startswith(start) for key in before)
