"""Fields of a JSONL row or of front matter, as a document keeps them: single values and flat lists
of values of one type; what lies in an object is named by its path (``owner.name``)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from extraction.documents.readers.encoding import whole_characters
from graph.model import Field, Scalar

_DEEPEST = 4  # objects within objects
MOST = 200
"""Fields that one document keeps; more are no description of it."""


def fields(found: Mapping[Any, object]) -> dict[str, Field]:
    """The fields of `found`, at most `MOST`, in its order. A list of several types becomes
    one of texts; lists of objects, infinite numbers and what is None are left out."""
    kept: dict[str, Field] = {}
    for name, value in _leaves(found, "", 0):
        if len(kept) == MOST:
            break
        kept.setdefault(name, value)
    return kept


def _leaves(found: Mapping[Any, object], above: str, depth: int) -> Iterator[tuple[str, Field]]:
    for key, value in found.items():
        name = above + whole_characters(str(key))
        if isinstance(value, Mapping):
            if depth < _DEEPEST:
                yield from _leaves(value, f"{name}.", depth + 1)
        elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
            members = [_scalar(member) for member in value]
            if members and None not in members:
                yield name, _of_one_type(members)
        else:
            single = _scalar(value)
            if single is not None:
                yield name, single


def _scalar(value: object) -> Scalar:
    if isinstance(value, str):
        return whole_characters(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, bool | int):
        return value
    if isinstance(value, date | datetime):
        return value.isoformat()
    return None


def _of_one_type(members: Sequence[Scalar]) -> tuple[Scalar, ...]:
    if len({type(member) for member in members}) == 1:
        return tuple(members)
    return tuple(str(member) for member in members)
