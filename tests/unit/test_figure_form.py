"""A computed figure as it is shown: how it came about, its rows, and its query."""

from __future__ import annotations

from typing import Any

import pytest

from groundgraph.answer_text import answer_markdown
from groundgraph.views.figure_form import ROWS, FigureForm, figure_form

QUERY = "MATCH (c:Chunk) WHERE c.text CONTAINS '| Brook [2] |' RETURN count(*) AS answer"


def row(text: str) -> dict[str, Any]:
    citation = {
        "document": "pumps.md",
        "name": "Pumps",
        "heading": [],
        "page": None,
        "start": 40,
        "end": 52,
        "version": "v1",
    }
    return {"text": text, "citations": [citation], "qualifiers": []}


def counted(query: str = QUERY, figure: str = "2") -> dict[str, Any]:
    """Two rows counted; without a figure, why there is none."""
    return {
        "id": "a_1",
        "question": "How many pumps does Brook supply?",
        "state": "answered" if figure else "related",
        "headline": {"text": figure} if figure else None,
        "sentences": [row("Pump: P-1 · Supplier: Brook"), row("Pump: P-2 · Supplier: Brook")],
        "missing": [] if figure else ["No figure was computed from “Pumps”: 1 row is cut."],
        "documents_searched": 1,
        "superseded": 0,
        "manifest": {
            "computed": {
                "figure": figure,
                "said": "counted from 2 rows of “Pumps [all]”",
                "cypher": query if figure else "",
            }
        },
    }


def test_a_figure_is_said_with_its_query_and_the_rows_before_the_fold() -> None:
    said = "Counted from 2 rows of “Pumps [all]”."
    assert figure_form(counted()) == FigureForm(how=said, query=QUERY, rows=ROWS)
    assert figure_form(counted(figure="")) is None
    assert figure_form({**counted(), "manifest": {}}) is None


def test_markdown_says_how_a_figure_was_computed_and_its_query() -> None:
    lines = answer_markdown(counted()).split("\n")
    at = lines.index("> 2")
    assert lines[at + 2 : at + 5] == [
        "Counted from 2 rows of “Pumps \\[all\\]”.",
        "",
        "1. Pump: P-1 · Supplier: Brook",
    ]
    assert "2. Pump: P-2 · Supplier: Brook" in lines
    at = lines.index("The same as a query:")
    assert lines[at + 1 : at + 5] == ["", "```cypher", QUERY, "```"]


def test_a_figure_without_a_query_has_no_block_of_code() -> None:
    text = answer_markdown(counted(query=""))
    assert "Counted from 2 rows" in text
    assert "query" not in text and "```" not in text


def test_without_a_figure_markdown_says_why_and_nothing_of_a_query() -> None:
    text = answer_markdown(counted(figure=""))
    assert "- No figure was computed from “Pumps”: 1 row is cut." in text
    assert "Counted" not in text and "```" not in text


@pytest.mark.parametrize(("held", "fence"), [("``", "```"), ("````", "`````")])
def test_backticks_of_a_cell_do_not_end_the_block(held: str, fence: str) -> None:
    lines = answer_markdown(counted(query=f"RETURN '{held}' AS answer")).split("\n")
    at = lines.index(f"{fence}cypher")
    assert lines[at + 2] == fence
