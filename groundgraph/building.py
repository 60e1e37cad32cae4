"""The build as the front door runs it: lock, run, stages, vectors, one change of the store."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from extraction.build import BuildReport, Progress, extract_missing, read_sources
from extraction.document_pass import passes_fingerprint
from extraction.incremental import Derivation, Memo
from extraction.incremental.whole_graph import assemble
from graph.identity import text_hash
from graph.projection import Graph, delta, with_vectors
from graph.protocols import Embedder, Store, Vectors
from groundgraph.counts import store_counts
from groundgraph.unread import keep_unread

if TYPE_CHECKING:
    from extraction.profile import Profile
    from graph.protocols import Extractor
    from graph.record import Record
    from groundgraph.settings import Settings

_VECTOR_BATCH = 256
_STATE = "projected_state"


@dataclass(frozen=True, slots=True)
class Parts:
    """What a build works with."""

    record: Record
    settings: Settings
    profile: Profile
    extractor: Extractor
    embedder: Embedder
    progress: Progress

    @classmethod
    def of(
        cls, record: Record, settings: Settings, embedder: Embedder, progress: Progress
    ) -> Parts:
        """With the profile that the settings name and the extractor that goes by it."""
        from extraction.language import SpacyExtractor
        from extraction.profile import load_profile

        profile = load_profile(settings.profile)
        return cls(record, settings, profile, SpacyExtractor(profile), embedder, progress)

    @property
    def fingerprints(self) -> dict[str, str]:
        return {
            "extractor": self.extractor.fingerprint,
            "profile": self.profile.fingerprint,
            "embedder": self.embedder.fingerprint,
            "chunk_tokens": str(self.settings.chunk_tokens),
            "passes": passes_fingerprint(),
        }

    def derivation(self, run: str, report: BuildReport) -> Derivation:
        """The rows of the current documents, made anew where something changed."""
        return Derivation(
            self.record,
            extractor=self.extractor,
            profile=self.profile,
            embedder=self.embedder,
            chunk_tokens=self.settings.chunk_tokens,
            run=run,
            memo=self.memo,
            report=report,
            progress=self.progress,
        )

    @property
    def memo(self) -> Memo:
        """What earlier builds derived, beside the record."""
        fingerprint = text_hash("\n".join(f"{k}={v}" for k, v in sorted(self.fingerprints.items())))
        return Memo(self.record.path.with_name("derived.sqlite"), fingerprint)

    def graph(self) -> Graph:
        """The resolved graph of the current documents, from nothing but the record; what was not
        extracted yet is."""
        documents = list(self.record.documents())
        extract_missing(
            self.record, documents, self.extractor, report=BuildReport(), progress=self.progress
        )
        return assemble(
            self.record,
            documents,
            extractor=self.extractor.fingerprint,
            profile=self.profile,
            embedder=self.embedder,
            chunk_tokens=self.settings.chunk_tokens,
            run="",
            progress=self.progress,
        )


def build(
    parts: Parts, open_store: Callable[[BuildReport], Store], paths: Sequence[str | Path]
) -> BuildReport:
    """Bring record and store in line with `paths` (none: only with the record). The store changes
    once, at the end; killed before that, the former generation stands and a rerun goes on."""
    report = BuildReport()
    record, settings = parts.record, parts.settings
    with record.write_lock():
        run = record.start_run("build", settings.model_dump(), parts.fingerprints)
        try:
            with _timed(report, "read"):
                if paths:
                    read_sources(
                        record,
                        paths,
                        run=run,
                        max_document_chars=settings.max_document_chars,
                        report=report,
                        progress=parts.progress,
                    )
                    keep_unread(record, paths, report.problems)
            state = _state(record, parts.fingerprints)
            store = open_store(report)
            held = store.generation
            if record.get_meta(_STATE) == f"{state}:{held['content_hash']}":
                report.store_unchanged = True
                report.generation = str(held["name"])
                report.content_hash = str(held["content_hash"])
                report.counts = store_counts(store)
            else:
                _project(parts, store, run, report)
                record.set_meta(_STATE, f"{state}:{report.content_hash}")
        except BaseException:
            record.finish_run(run, "stopped", {})
            raise
        record.finish_run(run, "finished", dict(report.counts))
    return report


def _project(parts: Parts, store: Store, run: str, report: BuildReport) -> None:
    derivation = parts.derivation(run, report)
    with _timed(report, "extract"):
        derivation.extract()
    with _timed(report, "resolve"):
        held = store.rows(trusted=True)
        derived = derivation.derive(held)
        change = delta(derived.rows, held, parts.record.position, derived.hashes)
    with _timed(report, "embed"):
        texts = {row.vector_key: row.text for row in change.texts}
        vectors = _vectors(parts, texts)
    with _timed(report, "store"):
        parts.progress("store", 0, 0)
        report.generation = store.apply(with_vectors(change, vectors))
        report.content_hash = change.content_hash
    report.counts = dict(derived.counts)


def _vectors(parts: Parts, texts: dict[str, str]) -> dict[str, Vectors]:
    """Vectors of `texts` (by key): those the record keeps, and the others computed and kept, in
    batches of similar length, so that a stopped build loses at most one batch."""
    record, embedder = parts.record, parts.embedder
    held = record.vectors(sorted(texts), embedder.fingerprint)
    missing = sorted((key for key in texts if key not in held), key=lambda k: (len(texts[k]), k))
    parts.progress("embed", 0, len(missing))
    for start in range(0, len(missing), _VECTOR_BATCH):
        keys = missing[start : start + _VECTOR_BATCH]
        rows = embedder.embed([texts[key] for key in keys], query=False)
        batch = dict(zip(keys, rows, strict=True))
        record.put_vectors(embedder.fingerprint, batch)
        held.update(batch)
        parts.progress("embed", start + len(keys), len(missing))
    return held


def _state(record: Record, fingerprints: dict[str, str]) -> str:
    """A hash of everything the graph is a function of."""
    current = record.current()
    versions = [f"{key}={current[key].version}:{current[key].reader}" for key in sorted(current)]
    decisions = [decision.id for decision in record.decisions()]
    parts = [*versions, *sorted(decisions), *(f"{k}={v}" for k, v in sorted(fingerprints.items()))]
    return text_hash("\n".join(parts))


@contextmanager
def _timed(report: BuildReport, stage: str) -> Iterator[None]:
    start = time.perf_counter()
    try:
        yield
    finally:
        report.seconds[stage] = report.seconds.get(stage, 0.0) + time.perf_counter() - start
