"""Why what a document says of itself ("we", "this policy") or of its reader ("you") waits for the
document."""

import re
from collections.abc import Iterable

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
    directive regulation law act rule term statement permit certificate""".split()
)
"""What a whole text calls itself, in the singular."""

ISSUED = frozenset({"permit", "certificate", "licence", "license"})
"""Texts that are written about as often as they speak for themselves."""
_THIS_TEXT = re.compile(rf"\bthis (?P<text>{'|'.join(sorted(TEXTS))})\b", re.IGNORECASE)
_SMALL = frozenset("a an the of for on to about in with your each any every no and or".split())
_ALSO = {"agreement": "contract", "contract": "agreement", "licence": "license",
         "license": "licence", "bylaw": "by-law", "by-law": "bylaw"}  # fmt: skip


def also(noun: str) -> set[str]:
    """`noun` with the other word for such a text."""
    return {noun, _ALSO.get(noun, noun)}


def texts_meant(words: str) -> set[str]:
    """What a text calls itself in `words`: "permit" in "the grant of this permit"."""
    return {match["text"].lower() for match in _THIS_TEXT.finditer(words)}


def calls(headings: Iterable[str], noun: str) -> bool:
    """Whether one of `headings` says of its text that it is a `noun`: "Permit for the gravel pit",
    not "Applying for a permit"."""
    for heading in headings:
        words = re.findall(r"[\w-]+", heading.lower())
        at = next((place for place, word in enumerate(words) if word in also(noun)), None)
        if at is not None and not _SMALL.intersection(words[:at]):
            return True
    return False


def sure_fault(relation: Relation) -> str:
    """Why `relation` is weak whoever speaks or is spoken to, and whatever the text is called, or
    ``""``."""
    return "" if relation.why_weak in WAITING else relation.why_weak
