"""The Cypher query that stands beside a computed figure: shown only where it returns the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import cast

from graph.errors import GroundgraphError
from graph.model import Answer

_DIGITS = 2  # decimals that a figure is written with


def with_checked_query(answer: Answer, read: Callable[[str], list[dict[str, object]]]) -> Answer:
    """`answer` with the query of its figure, or without one where the store, asked by `read`,
    answers otherwise."""
    computed = cast("Mapping[str, object] | None", answer.manifest.get("computed"))
    query = str(computed["cypher"]) if computed else ""
    if computed is None or not query:
        return answer
    try:
        rows = read(query)
    except GroundgraphError:
        rows = []
    figure = str(computed["figure"])
    said = [row.get("answer") for row in rows]
    if (len(said) == 1 and _same(said[0], figure)) or ", ".join(map(str, said)) == figure:
        return answer
    manifest = {**answer.manifest, "computed": {**computed, "cypher": ""}}
    return replace(answer, manifest=manifest)


def _same(value: object, figure: str) -> bool:
    if isinstance(value, int | float):
        number = _number(figure)
        return number is not None and round(Decimal(str(value)), _DIGITS) == number
    return str(value) == figure


def _number(figure: str) -> Decimal | None:
    """The number of a written figure, without thousands and unit."""
    kept = "".join(c for c in figure.split(" ")[0] if c.isdigit() or c in ".-")
    try:
        return Decimal(kept)
    except InvalidOperation:
        return None
