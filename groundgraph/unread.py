"""What builds found and could not read: kept with the base until it is read or gone, so that a page
can list it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import astuple

from extraction.documents.sources import Skipped, covered
from extraction.failures import CODE, Failure
from graph.record import Record

MOST = 2_000
"""Problems kept of one build; how many more there were is kept instead of the others."""

_META = "unread"
_FAILED = "failed"
_NOT_THERE = ("missing", "twin")  # a path that was mistyped, a link to what is read anyway


def unread(record: Record) -> list[Skipped]:
    """Everything that the builds so far could not read, in the order they met it. A document that
    is in the base may stand here too: then its newer file could not be read, or another file has
    its key."""
    return [*_kept(record, _META), *failed(record)]


def failed(record: Record) -> list[Skipped]:
    """The documents of the base off which something could not be read; they are searched all the
    same."""
    return _kept(record, _FAILED)


def keep_failed(record: Record, failures: Sequence[tuple[str, Failure]]) -> list[Skipped]:
    """Keep what the derivation of the current documents says about them, as `failed` gives it."""
    found = [Skipped(document, CODE, one.detail(document)) for document, one in failures]
    record.set_meta(_FAILED, json.dumps([astuple(problem) for problem in found[:MOST]]))
    return found


def _kept(record: Record, key: str) -> list[Skipped]:
    return [Skipped(*problem) for problem in json.loads(record.get_meta(key) or "[]")]


def keep_unread(record: Record, prefixes: Sequence[str], problems: Sequence[Skipped]) -> None:
    """Put the `problems` of a build that covered `prefixes` (of `roots`) in the place of what stood
    below them."""
    former = [problem for problem in _kept(record, _META) if not _below(problem.document, prefixes)]
    new = [p for p in problems if p.code not in _NOT_THERE and _below(p.document, prefixes)]
    kept = [*former, *new[:MOST]]
    if len(new) > MOST:
        root = next(prefix for prefix in prefixes if _below(new[-1].document, [prefix]))
        left = f"{len(new) - MOST:,} more files were not read"
        kept.append(Skipped(root, "more", f"{left}: groundgraph build --json lists all of them."))
    record.set_meta(_META, json.dumps([astuple(problem) for problem in kept]))


def _below(key: str, prefixes: Sequence[str]) -> bool:
    """Also of a JSONL file as a whole, whose rows are what its prefix covers."""
    return covered(key, prefixes) or f"{key}#" in prefixes
