"""Resolution: which Names are one entity. It would rather leave two nodes than merge wrongly."""

from extraction.resolution.addressee import readers
from extraction.resolution.found_names import (
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
from extraction.resolution.guarded_resolution import guarded_resolve
from extraction.resolution.in_one_document import document_pass
from extraction.resolution.issuer import speaks_for_others, stated_issuer
from extraction.resolution.whole_base import resolve

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
    "guarded_resolve",
    "readers",
    "resolve",
    "speaks_for_others",
    "stated_issuer",
]
