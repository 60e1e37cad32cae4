"""Document passes, made when something asks for them."""

from __future__ import annotations

from collections.abc import Iterable

from extraction import references
from extraction.build import BuildReport, Progress, extract_missing
from extraction.document_pass import DocumentPass, document_pass
from extraction.incremental.whole_graph import with_extractions
from extraction.profile import Profile
from extraction.references import DocumentReferences
from graph.model import Document
from graph.protocols import Embedder, Extractor
from graph.record import Record


class Passes:
    """The passes of a record's current documents; each is made once, and so is each reading."""

    def __init__(
        self,
        record: Record,
        *,
        extractor: Extractor,
        profile: Profile,
        embedder: Embedder,
        chunk_tokens: int,
        report: BuildReport,
        progress: Progress,
    ) -> None:
        self._record = record
        self._extractor = extractor
        self._profile = profile
        self._embedder = embedder
        self._chunk_tokens = chunk_tokens
        self._report = report
        self._progress = progress
        self._extracted: set[str] = set()
        self._documents: dict[str, Document] = {}
        self._references: dict[str, DocumentReferences] = {}
        self.made: dict[str, DocumentPass] = {}

    def document(self, key: str) -> Document:
        """The document as the record has it."""
        found = self._documents.get(key)
        if found is None:
            found = self._documents[key] = self._record.document(key)
        return found

    def references(self, key: str) -> DocumentReferences:
        """Its references and places alone; nothing need have been extracted from it."""
        if key in self.made:
            return self.made[key].references
        found = self._references.get(key)
        if found is None:
            document = self.document(key)
            found = self._references[key] = references.document_pass(document, self._profile)
        return found

    def extract(self, keys: Iterable[str]) -> None:
        """Extract what is missing of the documents `keys`."""
        missing = sorted({key for key in keys if key not in self._extracted})
        self._extracted.update(missing)
        documents = [self.document(key) for key in missing]
        if documents:
            extract_missing(
                self._record,
                documents,
                self._extractor,
                report=self._report,
                progress=self._progress,
            )

    def make(self, keys: Iterable[str]) -> None:
        """Make the passes of `keys` that are not made yet."""
        missing = sorted({key for key in keys if key not in self.made})
        self.extract(missing)
        documents = [self.document(key) for key in missing]
        found = with_extractions(self._record, documents, self._extractor.fingerprint)
        for done, (document, parts) in enumerate(found, 1):
            self.made[document.id] = document_pass(
                document,
                parts,
                profile=self._profile,
                embedder=self._embedder,
                chunk_tokens=self._chunk_tokens,
            )
            self._progress("resolve", done, len(missing))

    def __getitem__(self, key: str) -> DocumentPass:
        self.make([key])
        return self.made[key]
