"""One form that kglite 0.21.2 answers wrongly, without a word, put into a form that it answers
rightly.

After ``OPTIONAL MATCH … (b)``, ``WITH b, count(*) AS n`` puts all rows into one group of null;
``count(1)`` means the same (rows of a group, a constant is never null) and is grouped rightly. Only
WITH is changed: there every expression has an alias, so no column gets another name.
"""

from __future__ import annotations

from graph.cypher_tokens import Token, tokens

_CLAUSES = frozenset("CALL LIMIT MATCH OPTIONAL ORDER RETURN SKIP UNION UNWIND WHERE WITH".split())
_COUNT = ["COUNT", "(", "*", ")"]


def count_rows_by_constant(cypher: str) -> str:
    """`cypher` with ``count(*)`` in WITH clauses as ``count(1)``."""
    found = tokens(cypher)
    pieces, position, clause = [], 0, ""
    for index, token in enumerate(found):
        if _is_clause(found, index):
            clause = token.upper
        if clause == "WITH" and [t.upper for t in found[index : index + 4]] == _COUNT:
            star = found[index + 2]
            pieces.append(cypher[position : star.start] + "1")
            position = star.end
    return "".join(pieces) + cypher[position:]


def _is_clause(found: list[Token], index: int) -> bool:
    """Whether the token opens a clause: no property, label or map key, nor ``STARTS WITH``."""
    token = found[index]
    if token.kind != "word" or token.upper not in _CLAUSES:
        return False
    before = found[index - 1].upper if index else ""
    after = found[index + 1].text if index + 1 < len(found) else ""
    return before not in (".", ":", "|", "STARTS", "ENDS") and after != ":"
