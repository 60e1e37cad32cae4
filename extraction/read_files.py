"""Of each source: is it to be read, and what came of it?"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from extraction.build_context import BuildContext
from extraction.cached_stages import reading_fingerprint
from extraction.documents.read_document import document_of
from extraction.documents.reading_pool import ReadingStopped, in_order, read
from extraction.documents.sources import Skipped
from graph.errors import ReadError
from graph.model import Document, Source
from graph.record import CurrentVersion, ReadingFailure

NEWER = "newer-version-unreadable"
"""The code of a problem with a document of which a former version stands."""

_DUPLICATE = "the same document key came twice; kept one"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one source: a `document` that was read by `reader`, a `problem`, or neither
    where it is as it was."""

    source: Source
    reader: str = ""
    document: Document | None = None
    problem: Skipped | None = None


_Task = Callable[[], Document]


def outcomes(
    context: BuildContext,
    items: Iterable[Source | Skipped],
    current: Mapping[str, CurrentVersion],
) -> Iterator[Outcome | Skipped]:
    """What comes of each of `items`, in order. `current` are the versions that the record holds.

    A file whose reader was stopped before is not tried again, unless it or its reader has changed
    or the build retries.
    """
    standing = context.record.reading_failures()
    tasks = _tasks(context, items, current, standing)
    for begun, future in in_order(tasks, context.reading_processes, _bytes):
        if isinstance(begun, Skipped) or future is None:
            yield begun
            continue
        key = begun.source.document
        try:
            document = future.result()
        except ReadError as error:
            if isinstance(error, ReadingStopped):
                _keep(context, begun, error)
            yield Outcome(begun.source, problem=_problem(key, str(error), key in current))
            continue
        if key in standing:
            context.record.end_reading_failure(key)
        yield Outcome(begun.source, begun.reader, document)


def _tasks(
    context: BuildContext,
    items: Iterable[Source | Skipped],
    current: Mapping[str, CurrentVersion],
    standing: Mapping[str, ReadingFailure],
) -> Iterator[tuple[Outcome | Skipped, _Task | None]]:
    """Each item with what is to be done about it; an `Outcome` without a task is final."""
    seen: set[str] = set()
    for item in items:
        if isinstance(item, Skipped):
            yield _of_known(item) if item.document in current else item, None
            continue
        key, reader = item.document, reading_fingerprint(item.suffix)
        if key in seen:
            yield Outcome(item, problem=Skipped(key, "duplicate", _DUPLICATE)), None
            continue
        seen.add(key)
        digest = hashlib.sha256(item.data).hexdigest()
        known, failed = current.get(key), standing.get(key)
        if known and known.sha256 == digest and known.reader == reader:
            yield Outcome(item), None
        elif failed and (failed.sha256, failed.reader) == (digest, reader) and not context.retry:
            yield Outcome(item, problem=_problem(key, failed.detail, known is not None)), None
        else:
            task = partial(_read, item, digest, context.max_document_chars)
            yield Outcome(item, reader), task


def _bytes(item: Outcome | Skipped) -> int:
    return len(item.source.data) if isinstance(item, Outcome) else 0


def _read(source: Source, digest: str, max_document_chars: int) -> Document:
    return document_of(source, digest, read(source, max_document_chars=max_document_chars))


def _keep(context: BuildContext, begun: Outcome, error: ReadingStopped) -> None:
    source = begun.source
    digest = hashlib.sha256(source.data).hexdigest()
    context.record.add_reading_failure(
        ReadingFailure(source.document, digest, begun.reader, error.reason, str(error))
    )


def _of_known(item: Skipped) -> Skipped:
    """Of a document that the record holds."""
    is_unread = item.code in ("unreadable", "too-long")
    return _problem(item.document, item.detail, True) if is_unread else item


def _problem(key: str, detail: str, is_known: bool) -> Skipped:
    if is_known:
        return Skipped(key, NEWER, f"newer version unreadable, the former one stands: {detail}")
    return Skipped(key, "unreadable", detail)
