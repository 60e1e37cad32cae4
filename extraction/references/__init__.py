"""References between documents, sections, paragraphs, definitions and titles: found in each
document on its own (`document_pass`), resolved over the whole base (`resolve`)."""

from extraction.references.document import document_pass
from extraction.references.model import DocumentReferences, Found, Place
from extraction.references.resolution import resolve

FINGERPRINT = "references-1"

__all__ = ["FINGERPRINT", "DocumentReferences", "Found", "Place", "document_pass", "resolve"]
