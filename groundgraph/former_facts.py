"""Facts by the ids that they had before what bounds them entered their ids."""

from __future__ import annotations

from groundgraph.open_base import Readable

_FORMER = """
MATCH (f:Fact) WHERE f.former_id = $id RETURN f.id AS id, f.status AS status ORDER BY status, id
"""
_HELD = "MATCH (f:Fact {id: $id}) RETURN f.id AS id"


def current_fact(base: Readable, fact: str) -> str:
    """The id that `fact` has now: itself, or the first fact, a shown one where there is one, whose
    former id it is; itself too where nothing has it."""
    if base.cypher(_HELD, {"id": fact}):
        return fact
    found = base.cypher(_FORMER, {"id": fact})
    return str(found[0]["id"]) if found else fact
