"""Rows of a JSONL corpus. The bytes of such a document are its line of the file, the stored text
is the row's ``text``, unchanged."""

from __future__ import annotations

import json

from extraction.documents.readers.fields import fields
from extraction.documents.readers.plain import plain_blocks
from graph.errors import ReadError
from graph.model import Field, Reading, Rectangle, Span


class JsonlRowReader:
    """Reads one row: ``id`` and ``text`` are required, ``title`` becomes the document's name, all
    other fields are metadata."""

    suffixes: tuple[str, ...] = (".jsonl",)
    fingerprint = "jsonl-2"

    def read(self, data: bytes, name: str) -> Reading:
        row = parse_row(data)
        text = row["text"]
        assert isinstance(text, str)
        title = row.get("title")
        return Reading(
            text,
            plain_blocks(text),
            name=title.strip() if isinstance(title, str) and title.strip() else None,
            metadata={k: v for k, v in row.items() if k not in ("id", "text", "title")},
        )

    def rectangles(self, data: bytes, span: Span) -> tuple[Rectangle, ...]:
        return ()


def parse_row(line: bytes) -> dict[str, Field]:
    """The fields of one line; ``id`` (as a string) and ``text`` are there and not empty.

    Raises `ReadError` with the reason.
    """
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise ReadError("this line is not JSON in UTF-8: correct or remove it.") from None
    if not isinstance(row, dict):
        raise ReadError('this line is no object: write {"id": …, "text": …}.')
    needed = {name: row[name] for name in ("id", "text", "title") if name in row}
    scalars = {**fields(row), **fields(needed)}
    identity = scalars.get("id")
    if isinstance(identity, bool) or not isinstance(identity, (str, int)) or identity == "":
        raise ReadError("the row has no id: give it a string or whole number as id.")
    scalars["id"] = str(identity)
    text = scalars.get("text")
    if not isinstance(text, str):
        raise ReadError('the row has no text: the field "text" must be a string.')
    if not text.strip():
        raise ReadError("the text of the row is empty: fill it or remove the row.")
    return scalars
