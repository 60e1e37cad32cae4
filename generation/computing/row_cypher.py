"""The question over a table as a Cypher query over the passages that hold its rows. The words of a
passage hold a row a line, its cells parted by bars: no row is a node of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generation.computing.cell_quantities import quantity
from generation.computing.figure_parts import Figure
from generation.computing.written_tables import Row, Table

_MOST_TEXTS = 5  # cells named one by one; more are matched by the words asked for


def row_cypher(figure: Figure) -> str:
    """The query whose one row, `answer`, is the figure; empty where none is known that says the
    same (dates and times, several winners, rows over several lines)."""
    first = _first_cell(figure.table, [figure.table.rows[i] for i in figure.rows])
    if first is None or not figure.rows:
        return ""
    returned = _returned(figure, first)
    if not returned:
        return ""
    table = figure.table
    heads = [text_literal(column.text) for column in table.columns[:1]]
    conditions = [
        f"size(cells) = {len(table.columns) + 2 * first}",
        f"cells[{first}] <> {heads[0]}",
        f"NOT cells[{first}] STARTS WITH '--'",
        *_conditions(figure, first),
    ]
    return (
        "MATCH (c:Chunk) "
        f"WHERE c.document = {text_literal(table.document.id)} "
        f"AND c.start < {table.place.end} AND c.end > {table.place.start} "
        "UNWIND split(c.text, '\\n') AS line "
        "WITH [cell IN split(line, '|') | trim(cell)] AS cells "
        f"WHERE {' AND '.join(conditions)} "
        f"RETURN {returned}"
    )


def _first_cell(table: Table, rows: Sequence[Row]) -> int | None:
    """Where the cells of a line begin once it is split at its bars: behind a bar or not. None where
    a row takes several lines or its cells hold bars."""
    text = table.document.text
    places = set()
    for row in rows:
        line = _line(text, row)
        parts = [" ".join(part.split()) for part in line.split("|")]
        cells = [cell.text for cell in row.cells]
        places.add(0 if parts == cells else 1 if parts[1:-1] == cells else None)
    return places.pop() if len(places) == 1 else None


def _line(text: str, row: Row) -> str:
    start = text.rfind("\n", 0, row.span.start) + 1
    end = text.find("\n", row.span.start)
    return text[start : len(text) if end < 0 else end]


def _conditions(figure: Figure, first: int) -> list[str]:
    found = []
    for column in dict.fromkeys(column for column, _, _ in figure.filters):
        texts = list(dict.fromkeys(figure.table.rows[i].cells[column].text for i in figure.rows))
        if len(texts) <= _MOST_TEXTS:
            listed = ", ".join(text_literal(text) for text in texts)
            found.append(f"cells[{column + first}] IN [{listed}]")
        else:
            words = [words for at, words, _ in figure.filters if at == column]
            any_of = [f"toLower(cells[{column + first}]) CONTAINS {text_literal(w)}" for w in words]
            found.append(f"({' OR '.join(any_of)})")
    if figure.bound is not None:
        column, relation, value = figure.bound
        found.append(f"{_number(figure, column, first)} {relation} {value}")
    return found


def _returned(figure: Figure, first: int) -> str:
    if figure.operation == "count":
        return "count(*) AS answer"
    if figure.column is None or figure.answer_column is None:
        return ""
    answer = f"cells[{figure.answer_column + first}]"
    if figure.operation == "distinct":
        return f"count(DISTINCT {answer}) AS answer"
    if figure.operation == "cell" and "," not in figure.text:
        return f"DISTINCT {answer} AS answer"
    number = _number(figure, figure.column, first)
    if not number:
        return ""
    if figure.operation in ("sum", "average"):
        return f"{'sum' if figure.operation == 'sum' else 'avg'}({number}) AS answer"
    if figure.operation in ("most", "least") and figure.deciding == 1:
        order = " DESC" if figure.operation == "most" else ""
        return f"{answer} AS answer ORDER BY {number}{order} LIMIT 1"
    return ""


def _number(figure: Figure, column: int, first: int) -> str:
    """The cell of `column` as a number; empty where the cells are none, or in several units."""
    texts = [figure.table.rows[i].cells[column].text for i in figure.rows]
    around = set()
    for text in texts:
        value = quantity(text)
        match = re.fullmatch(r"(\D*?)([+-]?\d[\d,]*(?:\.\d+)?)(\D*)", text)
        if value is None or value.kind != "number" or match is None:
            return ""
        around |= {match.group(1), match.group(3)}
    cell = f"cells[{column + first}]"
    for part in sorted((part for part in around if part), key=len, reverse=True):
        cell = f"replace({cell}, {text_literal(part)}, '')"
    return f"toFloat(replace({cell}, ',', ''))"


def text_literal(text: str) -> str:
    """`text` as a literal of Cypher."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
