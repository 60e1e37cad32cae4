"""Resolution: which Names are one entity. It would rather leave two nodes than merge wrongly."""

from extraction.resolution.base import resolve
from extraction.resolution.document import document_pass
from extraction.resolution.model import (
    Acronym,
    Decision,
    DefinedTerm,
    DocumentNames,
    NameCounts,
    NamesSummary,
    Refusal,
    Resolution,
    ShortForm,
)

FINGERPRINT = "resolution-2"

__all__ = [
    "FINGERPRINT",
    "Acronym",
    "Decision",
    "DefinedTerm",
    "DocumentNames",
    "NameCounts",
    "NamesSummary",
    "Refusal",
    "Resolution",
    "ShortForm",
    "document_pass",
    "resolve",
]
