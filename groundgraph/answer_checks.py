"""Recorded answers against the texts that they quoted, which stay until they are erased."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from graph.errors import NotFound
from groundgraph.answers import citations

if TYPE_CHECKING:
    from graph.record import Record
    from graph.record.stored_answers import StoredAnswer

_ALL = 1_000_000_000
_KEPT_TEXTS = 32


def with_text_hashes(record: Record, stored: StoredAnswer) -> dict[str, Any]:
    """The answer as data, each citation with the `text_hash` of the text that it quotes: the one
    that it names, or that was current when the answer was given."""
    data: dict[str, Any] = json.loads(stored.payload)
    nameless = [c for c in citations(data) if not c.get("text_hash")]
    readings = record.readings([citation["version"] for citation in nameless])
    for citation in nameless:
        held = readings.get(citation["version"], [])
        of_then = [one.text_hash for one in held if one.added_seq <= stored.added_seq]
        citation["text_hash"] = of_then[-1] if of_then else ""
    return data


def answer_problems(record: Record) -> Iterator[str]:
    """Citations of recorded answers that are not the words of the text they name, one sentence for
    each."""

    @lru_cache(maxsize=_KEPT_TEXTS)
    def text_of(key: str, version: str, text_hash: str) -> str | None:
        try:
            return record.quoted(key, version, text_hash=text_hash, answered=0).text
        except NotFound:
            return None

    for stored in record.answers(_ALL):
        for citation in citations(with_text_hashes(record, stored)):
            place = (citation["document"], citation["version"], citation["text_hash"])
            text = text_of(*place) if citation["text_hash"] else None
            start, end = citation["start"], citation["end"]
            if text is None:
                yield f"Answer {stored.id} quotes a text of {citation['version']} that is gone."
            elif text[start:end] != citation["quote"]:
                yield (
                    f"Answer {stored.id} quotes {citation['version']} from {start} to {end}, and "
                    "other words stand there."
                )
