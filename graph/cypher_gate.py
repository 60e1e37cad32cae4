"""Read-only gate for Cypher (first version: refuses every text with a writing word anywhere)."""

from __future__ import annotations

import re

from graph.errors import QueryRefused

_WRITES = re.compile(
    r"\b(create|merge|set|delete|detach|remove|drop|foreach|load|use|show|terminate|grant|alter|"
    r"start|insert|call)\b|[;\\]",
    re.IGNORECASE,
)


def check(cypher: str) -> None:
    """Raises `QueryRefused` for anything but a plain reading query."""
    if _WRITES.search(cypher) or not re.match(r"\s*(match|return|unwind|with)\b", cypher, re.I):
        raise QueryRefused("Only reading queries are allowed; use MATCH … RETURN.")


def quote_reserved(cypher: str) -> str:
    """`cypher` with reserved words in backticks where they name a property (``r.end``)."""
    return re.sub(r"(?<=\w)\.(end|limit|match|with|case)\b", r".`\1`", cypher, flags=re.IGNORECASE)
