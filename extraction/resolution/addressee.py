"""Who "you" are: whoever reads the document. No document names its reader, so facts about "you" are
about "You (reader of …)", one for each document, with its title: a person who sees the fact alone
knows whose rule it is, and no role that the document does not name is put in."""

from __future__ import annotations

from collections.abc import Iterable

from extraction.document_title import name_of, title_of
from graph.model import Document, Mention, Relation

ADDRESSEE = "you"
READER = "reader"
"""The rule of a form whose reason is the reader's name in one document."""

_KIND = "Role"


def reader_of(document: Document) -> str:
    """The name of whoever reads `document`: "You (reader of Leave policy)". Where the heading that
    it opens with is only that of its first part, the name of the file stands for the title."""
    title = name_of(document) if _opens_with_a_part(document) else title_of(document)
    return f"You (reader of {title})"


def _opens_with_a_part(document: Document) -> bool:
    """Whether text stands right under the first heading and headings of the same level follow."""
    headings = [n for n, block in enumerate(document.blocks) if block.kind == "heading"]
    if len(headings) < 2:
        return False
    first, following = document.blocks[headings[0]], headings[1]
    beside = [n for n in headings[1:] if document.blocks[n].level <= first.level]
    return bool(beside) and not (following == headings[0] + 1 == beside[0])


def readers(text: str, relations: Iterable[Relation]) -> list[Mention]:
    """A mention wherever "you" is the subject of one of `relations` in `text`."""
    spans = {relation.subject for relation in relations}
    return [
        Mention(span, text[span.start : span.end], _KIND, "subject")
        for span in sorted(spans)
        if text[span.start : span.end].lower() == ADDRESSEE
    ]
