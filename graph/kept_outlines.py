"""Outlines of the documents that are being read, kept for all who read them."""

from __future__ import annotations

from functools import lru_cache

from graph.model import Block, Document
from graph.outline import Outline

KEPT_OUTLINES = 256


def outline_of(document: Document) -> Outline:
    """The outline of `document`. It is read by everyone who reads the document, so it is kept."""
    return _outline(_Structure(document.text, document.blocks))


class _Structure:
    """A text and its blocks, which are the same as themselves: comparing blocks takes longer than
    reading them."""

    __slots__ = ("blocks", "text")

    def __init__(self, text: str, blocks: tuple[Block, ...]) -> None:
        self.text, self.blocks = text, blocks

    def __hash__(self) -> int:
        return hash((self.text, id(self.blocks)))

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Structure)
            and self.blocks is other.blocks
            and self.text == other.text
        )


@lru_cache(maxsize=KEPT_OUTLINES)
def _outline(structure: _Structure) -> Outline:
    return Outline(structure.text, structure.blocks)
