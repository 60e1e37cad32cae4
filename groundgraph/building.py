"""The build as the front door runs it: a list of stages over one `Build`, under the write lock.

    read      sources -> documents in the record
    ask       passages -> replies of the reading model in the record, where there is one
    compare   is the store the projection of exactly these documents, decisions and fingerprints?
    extract   segments of new documents -> extractions in the record
    resolve   documents and extractions -> the rows that change in the store
    embed     texts of those rows -> vectors, kept in the record
    store     one change of the store, as a whole

Each stage leaves what it finished in the record, so that a build that is stopped goes on where it
was. Rows are derived incrementally; `whole_graph` gives the same rows from nothing but the record,
and is what a store is verified against (extraction/incremental says why both exist).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from extraction.build import extract_missing, read_sources
from extraction.build_context import BuildContext, BuildReport, Progress
from extraction.documents.intake import Intake
from extraction.incremental import Derivation, Memo, NotExtracted, assemble
from extraction.proposals.ask_model import ask_model
from graph.errors import ModelError
from graph.identity import text_hash
from graph.projection import Graph, delta, with_vectors
from graph.protocols import Delta, Embedder, Extractor, Store, Vectors
from graph.record.decisions import REJECTED_REPLACEMENT
from groundgraph.counts import store_counts
from groundgraph.reading_by_model import reading_model_of
from groundgraph.source_binding import record_bindings
from groundgraph.stores import keep_projection
from groundgraph.unread import failed, keep_failed, keep_unread

if TYPE_CHECKING:
    from graph.record import Record
    from groundgraph.settings import Settings

_VECTOR_BATCH = 256
_STATE = "projected_state"


def build_context(
    record: Record,
    settings: Settings,
    embedder: Embedder,
    extractor: Extractor,
    progress: Progress,
    *,
    allow_remote: bool = False,
) -> BuildContext:
    """With the profile and the reading model that the settings name."""
    from extraction.profile import load_profile

    profile = load_profile(settings.profile)
    return BuildContext(
        record=record,
        profile=profile,
        extractor=extractor,
        embedder=embedder,
        reading_model=reading_model_of(settings, profile, record, allow_remote=allow_remote),
        chunk_tokens=settings.chunk_tokens,
        max_document_chars=settings.max_document_chars,
        reading_processes=settings.threads,
        progress=progress,
    )


@dataclass(slots=True)
class Build:
    """One build under way: what the stages work with, and what one leaves for the next.

    `open_store` is called once no other process can write. `forget` drops what earlier builds
    derived. With `ask` a reading model is asked for what it has not read; without, what is kept of
    it is all that counts."""

    context: BuildContext
    open_store: Callable[[BuildReport], Store]
    intake: Intake
    forget: bool = False
    ask: bool = False
    state: str = field(init=False, default="")
    store: Store = field(init=False)
    derivation: Derivation = field(init=False)
    change: Delta = field(init=False)

    @property
    def memo(self) -> Memo:
        """What earlier builds derived, beside the record."""
        context = self.context
        return Memo.beside(context.record, context.fingerprint)


def build(work: Build, settings: Settings) -> BuildReport:
    """Bring record and store in line with the paths (none: only with the record). The store changes
    once, at the end; killed before that, the former generation stands and a rerun goes on."""
    record, report = work.context.record, work.context.report
    with record.write_lock():
        run = record.start_run("build", settings.model_dump(), work.context.fingerprints)
        work.context = replace(work.context, run=run)
        try:
            for name, stage in STAGES:
                with _timed(report, name):
                    stage(work)
                if report.store_unchanged:
                    break
        except BaseException:
            record.finish_run(run, "stopped", {})
            raise
        record.finish_run(run, "finished", dict(report.counts))
    return report


def whole_graph(context: BuildContext) -> Graph:
    """The resolved graph of the current documents, from nothing but the record; what was not
    extracted yet is."""
    documents = list(context.record.documents())
    extract_missing(context, documents)
    return assemble(context, documents)


# --- stages ----------------------------------------------------------------------------------


def _read(work: Build) -> None:
    context = work.context
    intake = work.intake
    if not intake.changes_nothing:
        record_bindings(context.record, intake)
        read_sources(context, intake)
        keep_unread(context.record, intake.touched, context.report.problems)


def _ask(work: Build) -> None:
    if work.ask:
        work.context = ask_model(work.context)


def _compare(work: Build) -> None:
    context, report = work.context, work.context.report
    if work.forget:
        work.memo.clear()
    work.state = _state(context)
    work.store = work.open_store(report)
    held = work.store.generation
    if context.record.get_meta(_STATE) == f"{work.state}:{held['content_hash']}":
        keep_projection(context.record, work.store)
        report.store_unchanged = True
        report.generation = str(held["name"])
        report.content_hash = str(held["content_hash"])
        report.counts = store_counts(work.store)
        report.problems += failed(context.record)


def _extract(work: Build) -> None:
    work.derivation = Derivation(work.context, work.memo)
    extract_missing(work.context, work.derivation.new_documents())


def _resolve(work: Build) -> None:
    held = work.store.rows(use_stored_hashes=True)
    try:
        derived = work.derivation.derive(held)
    except NotExtracted:  # the memo knows more than the record bears out: it is worth nothing
        work.memo.clear()
        _extract(work)
        derived = work.derivation.derive(held)
    work.change = delta(derived.rows, held, work.context.record.position, derived.hashes)
    report = work.context.report
    report.counts = dict(derived.counts)
    report.problems += keep_failed(work.context.record, derived.failures)


def _embed(work: Build) -> None:
    texts = {row.vector_key: row.text for row in work.change.texts}
    work.change = with_vectors(work.change, _vectors(work.context, texts))


def _publish(work: Build) -> None:
    context, report = work.context, work.context.report
    context.progress("store", 0, 0)
    report.generation = work.store.apply(work.change)
    report.content_hash = work.change.content_hash
    keep_projection(context.record, work.store)
    context.record.set_meta(_STATE, f"{work.state}:{report.content_hash}")


STAGES: Sequence[tuple[str, Callable[[Build], None]]] = (
    ("read", _read),
    ("ask", _ask),
    ("compare", _compare),  # where the store is what it should be, nothing more is done
    ("extract", _extract),
    ("resolve", _resolve),
    ("embed", _embed),
    ("store", _publish),
)


def _vectors(context: BuildContext, texts: dict[str, str]) -> dict[str, Vectors]:
    """Vectors of `texts` (by key): those the record keeps, and the others computed and kept, in
    batches of similar length, so that a stopped build loses at most one batch."""
    record, embedder = context.record, context.embedder
    held = record.vectors(sorted(texts), embedder.fingerprint)
    missing = sorted((key for key in texts if key not in held), key=lambda k: (len(texts[k]), k))
    context.progress("embed", 0, len(missing))
    for start in range(0, len(missing), _VECTOR_BATCH):
        keys = missing[start : start + _VECTOR_BATCH]
        try:
            rows = embedder.embed([texts[key] for key in keys], query=False)
        except ModelError as error:
            raise type(error)(
                f"{error} {start} of {len(missing)} new vectors are kept; run the same build again "
                "to go on."
            ) from error
        batch = dict(zip(keys, rows, strict=True))
        record.put_vectors(embedder.fingerprint, batch)
        held.update(batch)
        context.progress("embed", start + len(keys), len(missing))
    return held


def _state(context: BuildContext) -> str:
    """A hash of everything the graph is a function of."""
    record = context.record
    current = record.current()
    versions = [
        f"{key}={one.version}:{one.reader}{context.made_from(one.content)[len(one.content) :]}"
        for key, one in sorted(current.items())
    ]
    decisions = sorted(d.id for d in record.decisions() if d.kind != REJECTED_REPLACEMENT)
    fingerprints = [f"{k}={v}" for k, v in sorted(context.fingerprints.items())]
    return text_hash("\n".join([*versions, *decisions, *fingerprints]))


@contextmanager
def _timed(report: BuildReport, stage: str) -> Iterator[None]:
    start = time.perf_counter()
    try:
        yield
    finally:
        report.seconds[stage] = report.seconds.get(stage, 0.0) + time.perf_counter() - start
