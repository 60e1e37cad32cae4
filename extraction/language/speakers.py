"""Why what a document says of itself ("we", "this policy") or of its reader ("you") waits for the
document."""

from graph.model import Relation

SPEAKER = "it does not say who “we” are"
"""Of a relation whose only fault is its subject: the document's stage may know who that is."""

ADDRESSED = "it does not say who “you” are"
"""The same of "you": whoever reads the document, which then gives the reader a name."""

ITSELF = "only a heading says which text “this” is"
"""The same of a text that calls itself "this policy": the headings above it may call it so too."""

WAITING = (SPEAKER, ADDRESSED, ITSELF)
"""All of them."""

TEXTS = frozenset(
    """policy notice document manual handbook guide guidance leaflet procedure protocol agreement
    contract lease licence license constitution statute bylaw by-law charter code plan report
    directive regulation law act rule term statement""".split()
)
"""What a whole text calls itself, in the singular."""


def sure_fault(relation: Relation) -> str:
    """Why `relation` is weak whoever speaks or is spoken to, and whatever the text is called, or
    ``""``."""
    return "" if relation.why_weak in WAITING else relation.why_weak
