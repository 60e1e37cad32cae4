"""Whether a base is what its ledger says: the record, its answers, the store, the cache of derived
rows; and, on demand, everything that can be recomputed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import queries as named
from graph.errors import GroundgraphError, SettingsError
from graph.ledger import Head
from groundgraph.answer_checks import answer_problems
from groundgraph.plurals import counted

if TYPE_CHECKING:
    from extraction.build_context import BuildContext, Progress
    from graph.model import Document
    from groundgraph.open_base import OpenBase

_NAMED = 3  # documents that a problem names


def base_problems(
    base: OpenBase,
    queries: Sequence[str],
    *,
    head: str | None,
    deep: bool,
    progress: Progress,
) -> Iterator[str]:
    """See `KnowledgeBase.verify`."""
    noted = _head(head)
    of_record = base.record.verify(noted)
    yield from of_record
    if of_record:
        return  # what rests on it would only say the same again, or could not be read
    yield from answer_problems(base.record)
    of_store = list(_store_problems(base))
    yield from of_store
    yield from _derived_problems(base)
    if of_store:
        return
    for name in queries:
        rows = base.cypher(named.load(name).cypher, limit=5)
        yield from (f"{name}: {row}" for row in rows)
    if deep:
        yield from _recomputed_problems(base, progress)


def _head(text: str | None) -> Head | None:
    if text is None:
        return None
    try:
        return Head.parse(text.strip())
    except ValueError:
        raise SettingsError(
            f"{text!r} is no ledger head; give the two words that `groundgraph doctor` printed "
            "after head, in quotes."
        ) from None


def _store_problems(base: OpenBase) -> Iterator[str]:
    """Files of the newest generation that are not those which the last build wrote."""
    from groundgraph.stores import unlike_ledger

    try:
        base.store.verify()
    except GroundgraphError as error:
        yield str(error)
        return
    if unlike_ledger(base.record, base.store):
        yield (
            "The store is not the one that the last build wrote; make it again from the record: "
            "groundgraph build --rebuild"
        )


def _derived_problems(base: OpenBase) -> Iterator[str]:
    """Whether another program changed what earlier builds derived. The next build recomputes it."""
    from extraction.incremental import Memo

    memo = Memo.beside(base.record, "")
    if memo.is_sealed and memo.was_changed():
        yield (
            "derived.sqlite was changed by another program; delete it: the next build recomputes "
            "what it held."
        )


def _recomputed_problems(base: OpenBase, progress: Progress) -> Iterator[str]:
    """Readings, extractions and rows of the graph that come out otherwise when they are computed
    again from the original bytes."""
    from groundgraph.building import build_context
    from groundgraph.pushing import differences

    context = build_context(base.record, base.settings, base.embedder, base.extractor, progress)
    wrong, stopped = _read_otherwise(context)
    yield from _named("read again", wrong)
    yield from stopped
    yield from _named("extracted again", _extracted_otherwise(context))
    for line in differences(base, None, progress=progress):
        yield f"The graph is not what the record gives: {line}."


def _named(how: str, keys: list[str]) -> Iterator[str]:
    if keys:
        more = " …" if len(keys) > _NAMED else ""
        differ = "differs" if len(keys) == 1 else "differ"
        yield (
            f"{counted(len(keys), 'documents')} {differ} when {how}: "
            f"{', '.join(keys[:_NAMED])}{more}."
        )


def _read_otherwise(context: BuildContext) -> tuple[list[str], list[str]]:
    """Documents of which the present reader, where it read them, now makes another text; and what
    is to be said of those whose reader had to be stopped."""
    from extraction.cached_stages import reading_fingerprint
    from extraction.documents.reading_pool import ReadingStopped

    record = context.record
    current = record.current()
    wrong: list[str] = []
    stopped: list[str] = []
    for done, document in enumerate(record.documents(), 1):
        by_present = current[document.id].reader == reading_fingerprint(document.suffix)
        try:
            if by_present and _text_again(context, document) != document.text:
                wrong.append(document.id)
        except ReadingStopped as ended:
            stopped.append(
                f"{document.id} could not be read again to be compared: its reader was stopped "
                f"({ended.reason}). Repeat the check where there is more memory and less to do."
            )
        context.progress("read", done, len(current))
    return wrong, stopped


def _text_again(context: BuildContext, document: Document) -> str:
    """As a build reads it, in a child process with limits: the bytes may be somebody else's."""
    from extraction.documents import reading_pool
    from graph.errors import ReadError
    from graph.model import Source

    source = Source(
        document=document.id,
        data=context.record.original(document.version),
        suffix=document.suffix,
        uri=document.uri,
        row=document.row,
    )
    try:
        return reading_pool.read(source, max_document_chars=context.max_document_chars).text
    except reading_pool.ReadingStopped:
        raise
    except ReadError:
        return ""


def _extracted_otherwise(context: BuildContext) -> list[str]:
    """Documents of which the present extractor makes something else than the record keeps."""
    from extraction.documents.segments import segment_key, segments_of
    from extraction.guarded_extraction import guarded_extraction

    record, current = context.record, context.record.current()
    total = record.count_documents()
    wrong = []
    for done, document in enumerate(record.documents(), 1):
        extractor = context.extractor_of(current[document.id].content)
        segments = {segment_key(segment): segment for segment in segments_of(document)}
        held = record.extractions(sorted(segments), extractor.fingerprint)
        known = [key for key in sorted(segments) if key in held]
        again = guarded_extraction(extractor, [segments[key] for key in known])
        if any(held[key] != found for key, found in zip(known, again, strict=True)):
            wrong.append(document.id)
        context.progress("extract", done, total)
    return wrong
