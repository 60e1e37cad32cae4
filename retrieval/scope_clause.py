"""The documents of a scope as a part of a query."""

from __future__ import annotations

from collections.abc import Collection


def in_documents(documents: Collection[str] | None, clause: str) -> tuple[str, dict[str, object]]:
    """`clause` ("AND c.document") bounded to `documents`, the keys of a resolved scope, and the
    parameter that it takes; both empty where the scope names none."""
    if documents is None:
        return "", {}
    return f" {clause} IN $documents", {"documents": sorted(documents)}
