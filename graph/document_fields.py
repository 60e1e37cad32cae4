"""Fields that come with a document (of a JSONL row, of front matter), and choosing documents by
them: ``department=Quality``."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

Where = tuple[tuple[str, tuple[str, ...]], ...]
"""Field and the values of which one is wanted, sorted: all of these fields must fit."""


def wanted(where: Mapping[str, object] | Iterable[tuple[str, object]] | None) -> Where | None:
    """`where` in the one form that scopes are compared by. A value may be a collection: any of its
    members will do. None and nothing at all restrict nothing."""
    if where is None:
        return None
    pairs = where.items() if isinstance(where, Mapping) else where
    merged: dict[str, set[str]] = {}
    for field, value in pairs:
        merged.setdefault(str(field), set()).update(_texts(value))
    return tuple((field, tuple(sorted(merged[field]))) for field in sorted(merged)) or None


def with_title(fields: Mapping[str, object], name: str | None) -> Mapping[str, object]:
    """What a document is chosen by: its fields and, where none is called so, its name as
    ``title``, which is where readers put the title of a row or of front matter."""
    return fields if name is None else {"title": name, **fields}


def fits(fields: Mapping[str, object], where: Where) -> bool:
    """Whether a document with these `fields` is one that `where` wants: of each wanted field it has
    one of the values, as a whole or as a member of its list."""
    return all(not set(values).isdisjoint(_texts(fields.get(field))) for field, values in where)


def written(value: object) -> str:
    """A value as it is typed: ``true``, ``3``, ``Quality``."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _texts(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, Collection) and not isinstance(value, str | bytes | Mapping):
        return tuple(written(member) for member in value if member is not None)
    return (written(value),)
