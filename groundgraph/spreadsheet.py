"""Rows as CSV (RFC 4180) that a spreadsheet may open: for ``groundgraph cypher --csv`` and the page
Audit."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence

from groundgraph.visible_text import escaped_in_json, visible_direction

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A header row and `rows`, lines ended by CR LF. A list or map is JSON in its cell, null an
    empty one. Text that a spreadsheet would run as a formula begins with an apostrophe, which
    spreadsheets do not show; numbers are left as they are."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([_harmless(column) for column in columns])
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return _harmless(value)
    if isinstance(value, bool | int | float | list | tuple | dict):
        return escaped_in_json(json.dumps(value, ensure_ascii=False, default=str))
    return _harmless(str(value))


def _harmless(text: str) -> str:
    text = visible_direction(text)
    return f"'{text}" if text.startswith(_FORMULA) else text
