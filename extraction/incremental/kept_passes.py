"""Document passes, made when something asks for them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from extraction.document_pass import DocumentPass, document_pass
from extraction.guarded_steps import guarded_references
from extraction.incremental.whole_graph import with_extractions
from extraction.references import DocumentReferences
from graph.model import Document

if TYPE_CHECKING:
    from extraction.build_context import BuildContext


class Passes:
    """The passes of a record's current documents; each is made once, and so is each reading. All
    that they need was extracted before."""

    def __init__(self, context: BuildContext) -> None:
        self._context = context
        self._current = context.record.current()
        self._documents: dict[str, Document] = {}
        self._references: dict[str, DocumentReferences] = {}
        self._nameless: set[str] = set()
        self.made: dict[str, DocumentPass] = {}

    def document(self, key: str) -> Document:
        """The document as the record has it."""
        found = self._documents.get(key)
        if found is None:
            found = self._documents[key] = self._context.record.document(key)
        return found

    def references(self, key: str) -> DocumentReferences:
        """Its references and places alone; nothing need have been extracted from it."""
        if key in self.made:
            return self.made[key].references
        found = self._references.get(key)
        if found is None:
            document = self.document(key)
            found = self._references[key] = guarded_references(document, self._context.profile, [])
        return found

    def make(self, keys: Iterable[str]) -> None:
        """Make the passes of `keys` that are not made yet. Raises `NotExtracted`."""
        missing = sorted({key for key in keys if key not in self.made})
        documents = [self.document(key) for key in missing]
        context = self._context
        found = with_extractions(context, documents, self._current)
        for done, (document, parts) in enumerate(found, 1):
            made = document_pass(context, document, parts)
            nameless = document.id in self._nameless
            self.made[document.id] = made.without_names() if nameless else made
            context.progress("resolve", done, len(missing))

    def leave_nameless(self, key: str) -> None:
        """The pass of `key`, made or to be made, has no names."""
        self._nameless.add(key)
        if key in self.made:
            self.made[key] = self.made[key].without_names()

    def __getitem__(self, key: str) -> DocumentPass:
        self.make([key])
        return self.made[key]
