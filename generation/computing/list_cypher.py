"""The question over a list as a Cypher query over the passages that hold its items: a line each, no
item is a node of its own."""

from __future__ import annotations

from generation.computing.row_cypher import text_literal
from generation.computing.written_lists import WrittenList


def list_cypher(written: WrittenList, *, counted: bool) -> str:
    """The query whose rows, `answer`, are the items, or whose one row is how many they are. It
    reads the lines between the first item and the last, those that begin with a marker of the list
    where it has any."""
    document, place = written.document, written.place
    start = document.text.rfind("\n", 0, place.start) + 1
    markers = list(dict.fromkeys(item.marker for item in written.items if item.marker))
    held = ", ".join(text_literal(marker) for marker in markers)
    condition = f"split(line, ' ')[0] IN [{held}]" if markers else "line <> ''"
    words = "substring(line, size(split(line, ' ')[0]) + 1)" if markers else "line"
    returned = "count(*) AS answer" if counted else f"{words} AS answer"
    return (
        f"MATCH (c:Chunk) WHERE c.document = {text_literal(document.id)} "
        f"AND c.start < {place.end} AND c.end > {start} "
        f"WITH c, CASE WHEN c.start < {start} THEN {start} - c.start ELSE 0 END AS begin "
        f"ORDER BY c.start UNWIND split(substring(c.text, begin, {place.end} - c.start - begin), "
        "'\\n') AS row WITH trim(row) AS line "
        f"WHERE {condition} RETURN {returned}"
    )
