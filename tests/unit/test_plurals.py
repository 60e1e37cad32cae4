"""One thing is written as one thing."""

from __future__ import annotations

from groundgraph.plurals import counted


def test_one_and_several() -> None:
    assert counted(1, "documents") == "1 document"
    assert counted(1, "entities") == "1 entity"
    assert counted(0, "weak facts") == "0 weak facts"
    assert counted(2_003, "rows") == "2,003 rows"
