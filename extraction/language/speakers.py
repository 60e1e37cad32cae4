"""Why what a document says of itself ("we", "the Company") waits for its issuer."""

from graph.model import Relation

SPEAKER = "it does not say who “we” are"
"""Of a relation whose only fault is its subject: the document's stage may know who that is."""


def sure_fault(relation: Relation) -> str:
    """Why `relation` is weak whoever speaks, or ``""``."""
    return "" if relation.why_weak == SPEAKER else relation.why_weak
