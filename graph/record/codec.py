"""How values lie in the record: JSON arrays without field names, zlib-compressed, exact both ways.

Texts are UTF-8 with lone surrogates passed through, so whatever a file name or a broken document
brings comes back as it was.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from graph.model import (
    Block,
    Cell,
    Extraction,
    Field,
    LiteralValue,
    Mention,
    Note,
    Refusal,
    Relation,
    Span,
    Stated,
    StatedKind,
)

LEVEL = 6


def pack_text(text: str) -> bytes:
    return zlib.compress(text.encode("utf-8", "surrogatepass"), LEVEL)


def unpack_text(data: bytes) -> str:
    return zlib.decompress(data).decode("utf-8", "surrogatepass")


def stored_text_hash(text: bytes, blocks: bytes) -> str:
    """SHA-256 over a packed text and its packed blocks (over their content, so that another
    zlib gives the same)."""
    parts = (hashlib.sha256(zlib.decompress(part)).digest() for part in (text, blocks))
    return hashlib.sha256(b"".join(parts)).hexdigest()


def dump(value: object) -> str:
    """JSON text without blanks; a mapping keeps its order."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def pack_blocks(blocks: Sequence[Block]) -> bytes:
    return pack_text(dump([_block(block) for block in blocks]))


def unpack_blocks(data: bytes) -> tuple[Block, ...]:
    return tuple(
        Block(kind, Span(start, end), level, page, tuple(_cell(cell) for cell in cells))
        for kind, start, end, level, page, cells in json.loads(unpack_text(data))
    )


def _block(block: Block) -> list[object]:
    cells = [_packed_cell(cell) for cell in block.cells]
    return [block.kind, *_span(block.span), block.level, block.page, cells]


def _packed_cell(cell: Cell) -> list[object]:
    """``[start, end, start and end of each head …, [start, end] of where it is first written]``."""
    heads = [offset for head in cell.heads for offset in _span(head)]
    first = [] if cell.first is None else [list(_span(cell.first))]
    return [*_span(cell.span), *heads, *first]


def _cell(item: list[Any]) -> Cell:
    first = Span(*item.pop()) if isinstance(item[-1], list) else None
    heads = tuple(map(Span, item[2::2], item[3::2]))
    return Cell(Span(item[0], item[1]), heads, first)


def dump_notes(notes: Sequence[Note]) -> str:
    return dump([[note.code, note.detail] for note in notes])


def load_notes(text: str) -> tuple[Note, ...]:
    return tuple(Note(code, detail) for code, detail in json.loads(text))


def dump_metadata(metadata: Mapping[str, Field]) -> str:
    return dump(dict(sorted(metadata.items())))


def load_metadata(text: str) -> dict[str, Field]:
    loaded: dict[str, Any] = json.loads(text)
    return {k: tuple(v) if isinstance(v, list) else v for k, v in loaded.items()}


def dump_stated(stated: Sequence[Stated]) -> str | None:
    """None for nothing: as a record of schema version 1 has it."""
    kept = [
        [
            one.kind,
            one.value,
            *(_span(one.span) if one.span else ()),
            *((one.since,) if one.since else ()),
        ]
        for one in stated
    ]
    return dump(kept) if kept else None


def load_stated(text: str | None) -> tuple[Stated, ...]:
    found = [] if text is None else json.loads(text)
    return tuple(_stated(*one) for one in found)


def _stated(kind: StatedKind, value: str, *more: Any) -> Stated:
    since = more[-1] if more and isinstance(more[-1], str) else None
    at = more[:-1] if since else more
    return Stated(kind, value, Span(*at) if at else None, since)


def pack_extraction(found: Extraction) -> bytes:
    return pack_text(
        dump(
            [
                [offset for span in found.sentences for offset in _span(span)],
                [
                    [*_span(m.span), m.surface, m.kind, m.rule, int(m.document_scope), m.doubt]
                    for m in found.mentions
                ],
                [_relation(relation) for relation in found.relations],
                [[*_span(term), *_span(definition)] for term, definition in found.terms],
                [[*_span(span), value.kind, value.value] for span, value in found.literals],
                *([found.failure] if found.failure or found.refused else []),
                *([_refusals(found.refused)] if found.refused else []),
            ]
        )
    )


def unpack_extraction(data: bytes) -> Extraction:
    sentences, mentions, relations, terms, literals, *more = json.loads(unpack_text(data))
    failure, refused = more[:1], more[1:]
    return Extraction(
        sentences=tuple(
            Span(start, end) for start, end in zip(sentences[::2], sentences[1::2], strict=True)
        ),
        mentions=tuple(
            Mention(Span(start, end), surface, kind, rule, bool(scope), doubt)
            for start, end, surface, kind, rule, scope, doubt in mentions
        ),
        relations=tuple(_unrelation(item) for item in relations),
        terms=tuple((Span(a, b), Span(c, d)) for a, b, c, d in terms),
        literals=tuple((Span(a, b), LiteralValue(kind, value)) for a, b, kind, value in literals),
        failure=failure[0] if failure else "",
        refused=tuple(
            Refusal(reason, proposal, Span(*at) if at else None)
            for reason, proposal, *at in (refused[0] if refused else ())
        ),
    )


def _refusals(refused: Sequence[Refusal]) -> list[list[object]]:
    return [[one.reason, one.proposal, *(_span(one.at) if one.at else ())] for one in refused]


def _relation(relation: Relation) -> list[object]:
    value = relation.value
    return [
        _span(relation.statement),
        _span(relation.subject),
        relation.predicate,
        _span(relation.predicate_span),
        None if relation.object is None else _span(relation.object),
        None if value is None else [value.kind, value.value],
        relation.modality,
        relation.polarity,
        relation.rule,
        int(relation.hedged),
        [[kind, *_span(span)] for kind, span in relation.qualifiers],
        relation.why_weak,
        *([relation.extractor] if relation.extractor else []),
    ]


def _unrelation(item: list[Any]) -> Relation:
    statement, subject, predicate, where, obj, value = item[:6]
    modality, polarity, rule, hedged, qualifiers, why_weak, *extractor = item[6:]
    return Relation(
        statement=Span(*statement),
        subject=Span(*subject),
        predicate=predicate,
        predicate_span=Span(*where),
        object=None if obj is None else Span(*obj),
        value=None if value is None else LiteralValue(*value),
        modality=modality,
        polarity=polarity,
        rule=rule,
        hedged=bool(hedged),
        qualifiers=tuple((kind, Span(start, end)) for kind, start, end in qualifiers),
        why_weak=why_weak,
        extractor=extractor[0] if extractor else "",
    )


def _span(span: Span) -> list[int]:
    return [span.start, span.end]
