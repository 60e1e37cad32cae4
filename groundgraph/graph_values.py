"""Properties of the graph, as Cypher gives them, as values with a type."""

from __future__ import annotations


def number(value: object) -> int:
    """A whole number that is always there."""
    return int(str(value))


def number_or_none(value: object) -> int | None:
    """A whole number that may be absent."""
    return None if value is None else number(value)


def texts(value: object) -> tuple[str, ...]:
    """A list of texts; empty where it is absent."""
    return tuple(str(item) for item in value) if isinstance(value, list) else ()
