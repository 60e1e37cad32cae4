"""Who "you" are: whoever reads the document. No document names its reader, so facts about "you" are
about "You (reader of …)", one for each document, with its title: a person who sees the fact alone
knows whose rule it is, and no role that the document does not name is put in."""

from __future__ import annotations

import re
from collections.abc import Iterable

from graph.model import Document, Mention, Relation

ADDRESSEE = "you"
READER = "reader"
"""The rule of a form whose reason is the reader's name in one document."""

_KIND = "Role"
_FIRST = 4  # blocks: a title stands among them
_LONGEST = 80  # characters
_MARKUP = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)|\*\*|__|`|\{[^{}]*\}")
_SUFFIX = re.compile(r"\.[A-Za-z]{2,5}\Z")


def reader_of(document: Document) -> str:
    """The name of whoever reads `document`: "You (reader of Leave policy)"."""
    return f"You (reader of {_title(document)})"


def _title(document: Document) -> str:
    """The heading that a document opens with, else the name that it was filed under."""
    for block in document.blocks[:_FIRST]:
        if block.kind == "heading":
            words = document.text[block.span.start : block.span.end]
            title = " ".join(_MARKUP.sub(lambda m: m[1] or "", words).split()).strip("#=*_ :.")
            if any(c.isalpha() for c in title) and len(title) <= _LONGEST:
                return title
    plain = _SUFFIX.sub("", document.name.rsplit("/", 1)[-1])
    return " ".join(re.sub(r"[_\s]+", " ", plain).split())[:_LONGEST]


def readers(text: str, relations: Iterable[Relation]) -> list[Mention]:
    """A mention wherever "you" is the subject of one of `relations` in `text`."""
    spans = {relation.subject for relation in relations}
    return [
        Mention(span, text[span.start : span.end], _KIND, "subject")
        for span in sorted(spans)
        if text[span.start : span.end].lower() == ADDRESSEE
    ]
