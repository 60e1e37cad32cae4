"""What a document is called: the heading that it opens with, else the name it was filed under."""

from __future__ import annotations

import re

from graph.model import Document

LONGEST = 80
"""Characters of a title."""
_FIRST = 4  # blocks: a title stands among them
_MARKUP = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)|\*+|__|`|\{[^{}]*\}")
_SUFFIX = re.compile(r"\.[A-Za-z]{2,5}\Z")


def title_of(document: Document) -> str:
    for block in document.blocks[:_FIRST]:
        if block.kind == "heading":
            title = plain_heading(document.text[block.span.start : block.span.end])
            if title and len(title) <= LONGEST:
                return title
    return name_of(document)


def name_of(document: Document) -> str:
    """The name that `document` was filed under, without folders and suffix."""
    plain = _SUFFIX.sub("", document.name.rsplit("/", 1)[-1])
    return " ".join(re.sub(r"[_\s]+", " ", plain).split())[:LONGEST]


def plain_heading(heading: str) -> str:
    """`heading` without its markup, in one line; empty where no letter is left."""
    words = " ".join(_MARKUP.sub(lambda m: m[1] or "", heading).split()).strip("#=*_ :.")
    return words if any(c.isalpha() for c in words) else ""
