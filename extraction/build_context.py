"""What every stage of a build works with, as one value, and the report that they fill."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extraction.cached_stages import DERIVE, INDEX
from extraction.profile import Profile
from graph.identity import text_hash
from graph.model import Note
from graph.protocols import Embedder, Extractor
from graph.record import Record

if TYPE_CHECKING:
    from extraction.documents.sources import Skipped
    from extraction.proposals.reading_model import ReadingModel

Progress = Callable[[str, int, int], None]
"""Called with (stage, done, total); total is 0 while it is not known."""


@dataclass(slots=True)
class ModelReport:
    """What a reading model did in a build: passages that it was `asked` for and that were `kept`
    from earlier builds, the `tokens` that it cost, and the documents that are `waiting` for it."""

    asked: int = 0
    kept: int = 0
    tokens: int = 0
    waiting: list[str] = field(default_factory=list)


@dataclass(slots=True)
class BuildReport:
    """What a build did. `problems` are documents that were not wholly read, and why; `seconds` are
    by stage."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Skipped] = field(default_factory=list)
    notes: list[tuple[str, Note]] = field(default_factory=list)
    extracted_segments: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    generation: str = ""
    content_hash: str = ""
    store_unchanged: bool = False
    model: ModelReport | None = None


def no_progress(stage: str, done: int, total: int) -> None:
    """Who does not watch a build."""


@dataclass(frozen=True, slots=True)
class BuildContext:
    """Record, components and limits of one build. At most `reading_processes` files are read at a
    time; with `retry` those too whose readers were stopped before. `run` is its id in the record;
    empty where no run was begun, as when a store is only compared with what the record gives.
    `reading_model`: the second reader, where the settings name one."""

    record: Record
    profile: Profile
    extractor: Extractor
    embedder: Embedder
    chunk_tokens: int
    max_document_chars: int
    reading_processes: int = 2
    retry: bool = False
    run: str = ""
    reading_model: ReadingModel | None = None
    report: BuildReport = field(default_factory=BuildReport)
    progress: Progress = no_progress

    @property
    def fingerprints(self) -> Mapping[str, str]:
        """What the graph is a function of, beside the documents and the decisions."""
        model = self.reading_model
        return {
            "extractor": self.extractor.fingerprint,
            **({} if model is None else {"reading model": model.extractor.fingerprint}),
            "profile": self.profile.fingerprint,
            "embedder": self.embedder.fingerprint,
            "chunk_tokens": str(self.chunk_tokens),
            "derive": DERIVE.fingerprint,
            "index": INDEX.fingerprint,
        }

    def extractor_of(self, content: str) -> Extractor:
        """What reads a document whose content has this hash: the one with the model's proposals
        where the model has read every passage of it."""
        model = self.reading_model
        return self.extractor if model is None or content not in model.read else model.extractor

    def made_from(self, content: str) -> str:
        """What everything about a document with this content is derived from."""
        model = self.reading_model
        return content if model is None or content not in model.read else f"{content}+model"

    @property
    def fingerprint(self) -> str:
        """All of `fingerprints` as one."""
        return text_hash("\n".join(f"{k}={v}" for k, v in sorted(self.fingerprints.items())))
