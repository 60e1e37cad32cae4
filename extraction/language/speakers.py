"""Why what a document says of itself ("we") or of its reader ("you") waits for the document."""

from graph.model import Relation

SPEAKER = "it does not say who “we” are"
"""Of a relation whose only fault is its subject: the document's stage may know who that is."""

ADDRESSED = "it does not say who “you” are"
"""The same of "you": whoever reads the document, which then gives the reader a name."""


def sure_fault(relation: Relation) -> str:
    """Why `relation` is weak whoever speaks or is spoken to, or ``""``."""
    return "" if relation.why_weak in (SPEAKER, ADDRESSED) else relation.why_weak
