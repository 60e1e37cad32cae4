"""What a reader made of a file, as bytes between two processes: JSON, so that the bytes of a
process that read a hostile file can do nothing but be wrong."""

from __future__ import annotations

import json
from typing import Any

from graph.model import Block, Cell, Note, Reading, Span


def pack_reading(reading: Reading) -> bytes:
    """As `load_reading` reads it."""
    parts = [
        reading.text,
        [_block(block) for block in reading.blocks],
        reading.name,
        dict(reading.metadata),
        [[note.code, note.detail] for note in reading.notes],
    ]
    packed = json.dumps(parts, separators=(",", ":"), ensure_ascii=False)
    return packed.encode("utf-8", "surrogatepass")


def load_reading(data: bytes) -> Reading:
    """The inverse of `pack_reading`; lists among the metadata come back as tuples. Raises
    `ValueError`, `TypeError` or `KeyError` for what is no reading."""
    text, blocks, name, metadata, notes = json.loads(data.decode("utf-8", "surrogatepass"))
    if not isinstance(text, str) or not isinstance(name, str | None):
        raise TypeError("no text")
    return Reading(
        text,
        tuple(_unblock(*block) for block in blocks),
        name,
        {key: tuple(v) if isinstance(v, list) else v for key, v in metadata.items()},
        tuple(Note(code, detail) for code, detail in notes),
    )


def _block(block: Block) -> list[object]:
    cells = [[_span(c.span), [_span(h) for h in c.heads], _span(c.first)] for c in block.cells]
    return [block.kind, _span(block.span), block.level, block.page, cells]


def _unblock(kind: Any, span: Any, level: int, page: int | None, cells: list[Any]) -> Block:
    made = (
        Cell(Span(*own), tuple(Span(*head) for head in heads), Span(*first) if first else None)
        for own, heads, first in cells
    )
    return Block(kind, Span(*span), level, page, tuple(made))


def _span(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]
