"""What a document states, as bytes: without the evidence, for which the document is needed."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from extraction.fact_sentence import FactSentence
from extraction.facts import Statement
from extraction.incremental.derived import pack, unpack
from graph.model import LiteralValue


def pack_statements(stated: Iterable[Statement]) -> bytes:
    """As `unpack_statements` reads it; compressed, for few are read again."""
    packed = pack(
        [
            [
                one.id,
                one.claim_id,
                one.subject,
                one.predicate,
                one.object,
                None if one.value is None else [one.value.kind, one.value.value],
                one.modality,
                one.polarity,
                one.shown,
                [one.sentence.subject, one.sentence.rest, one.sentence.opening],
                one.qualifiers,
                one.figures,
                one.former_id,
                one.under,
            ]
            for one in stated
        ]
    )
    return zlib.compress(packed, 1)


def unpack_statements(document: str, data: bytes) -> Iterator[Statement]:
    """The statements of `document`, without evidence."""
    for id, claim, subject, predicate, obj, value, modality, polarity, *more in unpack(
        zlib.decompress(data)
    ):
        shown, sentence, qualifiers, figures, former, under = more
        yield Statement(
            document=document,
            id=id,
            claim_id=claim,
            subject=subject,
            predicate=predicate,
            object=obj,
            value=None if value is None else LiteralValue(*value),
            modality=modality,
            polarity=polarity,
            shown=shown,
            sentence=FactSentence(*sentence),
            qualifiers=tuple((kind, tuple(wordings)) for kind, wordings in qualifiers),
            figures=figures,
            former_id=former,
            under=under,
        )
