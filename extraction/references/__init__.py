"""References between documents, sections, paragraphs, definitions and titles: found in each
document on its own (`document_pass`), resolved over the whole base (`resolve`)."""

from extraction.references.found_references import Address, DocumentReferences, Found, Place
from extraction.references.in_document import document_pass
from extraction.references.resolve_references import BaseReferences, resolve
from extraction.references.titles import TitleIndex, lowercase_occurrences

FINGERPRINT = "references-1"

__all__ = [
    "FINGERPRINT",
    "Address",
    "BaseReferences",
    "DocumentReferences",
    "Found",
    "Place",
    "TitleIndex",
    "document_pass",
    "lowercase_occurrences",
    "resolve",
]
