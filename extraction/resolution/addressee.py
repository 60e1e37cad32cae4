"""Who "you" are: whoever reads the document. No document names its reader, so facts about "you" are
about "You (reader of …)", one for each document, with its title: a person who sees the fact alone
knows whose rule it is, and no role that the document does not name is put in."""

from __future__ import annotations

from collections.abc import Iterable

from extraction.document_title import title_of
from graph.model import Document, Mention, Relation

ADDRESSEE = "you"
READER = "reader"
"""The rule of a form whose reason is the reader's name in one document."""

_KIND = "Role"


def reader_of(document: Document) -> str:
    """The name of whoever reads `document`: "You (reader of Leave policy)"."""
    return f"You (reader of {title_of(document)})"


def readers(text: str, relations: Iterable[Relation]) -> list[Mention]:
    """A mention wherever "you" is the subject of one of `relations` in `text`."""
    spans = {relation.subject for relation in relations}
    return [
        Mention(span, text[span.start : span.end], _KIND, "subject")
        for span in sorted(spans)
        if text[span.start : span.end].lower() == ADDRESSEE
    ]
