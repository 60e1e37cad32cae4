"""The answer that a table gives: which table is meant, which rows, the figure, and how it is
cited."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generation.computing.figure_parts import Figure
from generation.computing.figures import figures
from generation.computing.question_forms import form_of
from generation.computing.row_cypher import row_cypher
from generation.computing.table_reading import TableReading, may_speak
from generation.computing.written_tables import Table, tables_of
from generation.writers.quoting import cite
from graph.model import Citation, Context, DraftSentence, Passage, Span

NEAREST = 5  # rows that a card without a figure shows
_DECIDED = ("most", "least", "first", "last")
_SAID = {
    "count": "counted from {rows}",
    "distinct": "different “{column}” counted from {rows}",
    "sum": "sum of “{column}” over {rows}",
    "average": "average of “{column}” over {rows}",
    "difference": "difference of “{column}” between {rows}",
    "most": "highest “{column}” of {rows}",
    "least": "lowest “{column}” of {rows}",
    "first": "first “{column}” of {rows}",
    "last": "last “{column}” of {rows}",
}


@dataclass(frozen=True, slots=True)
class TableAnswer:
    """A figure and what it rests on, or, with `reasons`, why none is shown."""

    figure: Figure
    reasons: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()

    def drafts(self, context: Context) -> Iterator[DraftSentence]:
        """The figure with all that it rests on, then its rows, those that decide first; without a
        figure the first rows."""
        figure = self.figure
        passage = next(
            p for p in context.passages if p.document.version == figure.table.document.version
        )
        if not self.reasons:
            cited = tuple(cite(context, passage, span) for span in _cited(figure))
            yield DraftSentence(figure.text, cited, "computed")
        rows = figure.rows[:NEAREST] if self.reasons else figure.rows
        for row in rows:
            yield _row(context, passage, figure.table, row)

    def rests_on(self, version: str, span: Span) -> bool:
        """Whether `span` stands in the table."""
        table = self.figure.table
        return table.document.version == version and table.place.overlaps(span)

    def described(self) -> dict[str, object]:
        """See `computed_answers.Computed`."""
        figure = self.figure
        rows = "1 row" if len(figure.rows) == 1 else f"{len(figure.rows):,} rows"
        column = figure.table.columns[figure.column].text if figure.column is not None else ""
        said = _SAID.get(figure.operation, "read from {rows}").format(rows=rows, column=column)
        return {
            "figure": "" if self.reasons else figure.text,
            "operation": figure.operation,
            "rows": len(figure.rows),
            "table": _name(figure.table),
            "said": f"{said} of “{_name(figure.table)}”",
            "cypher": "" if self.reasons else row_cypher(figure),
        }


def answer_from_tables(context: Context) -> TableAnswer | None:
    """The figure that the tables of `context` give for its question; None where its words do not
    all speak of one of them."""
    tables = [table for document in context.documents for table in tables_of(document)]
    scope = context.scope.documents
    alone = len(tables) == 1 and scope is not None and len(scope) == 1
    found: list[Figure] = []
    for table in tables:
        heads = [tuple(word.stem for word in column.words) for column in table.columns]
        form = form_of(context.question, heads)
        if form is not None and may_speak(table, form, alone):
            found += figures(TableReading(table, form, context.question, alone))
    return _chosen(found) if found else None


def _chosen(found: list[Figure]) -> TableAnswer:
    """The figure, where there is but one."""
    tables = list({id(figure.table): figure.table for figure in found}.values())
    if len(tables) > 1:
        named = " and ".join(f"“{_name(table)}”" for table in tables[:3])
        return TableAnswer(found[0], (f"Several tables may be meant: {named}.",))
    if len({figure.text for figure in found}) > 1:
        return TableAnswer(found[0], ("The question can be read in several ways over the table.",))
    if found[0].faults:
        listed = "; ".join(found[0].faults)
        return TableAnswer(
            found[0], (f"No figure was computed from “{_name(tables[0])}”: {listed}.",)
        )
    return TableAnswer(found[0])


def _name(table: Table) -> str:
    return table.above.split("\n")[-1] or table.document.name


def _cited(figure: Figure) -> list[Span]:
    """What the figure is checked against: rows that were counted, cells that were summed, the
    cells that are the answer and those that they were compared with."""
    rows = figure.table.rows
    if figure.operation == "count":
        return [rows[i].span for i in figure.rows]
    column = figure.answer_column if figure.answer_column is not None else 0
    deciding = figure.rows[: figure.deciding or len(figure.rows)]
    cells = [rows[i].cells[column].span for i in deciding]
    if figure.operation in _DECIDED and figure.column is not None:
        cells += [rows[i].cells[figure.column].span for i in figure.rows]
    return [span for span in cells if len(span)]


def _row(context: Context, passage: Passage, table: Table, row: int) -> DraftSentence:
    """A row, each cell behind its heads; both are cited."""
    text = table.document.text
    citations = [cite(context, passage, table.rows[row].span)]
    parts = []
    for column, cell in zip(table.columns, table.rows[row].cells, strict=True):
        if not cell.text:
            continue
        heads = [head for head in column.spans if len(head)]
        citations += [cite(context, passage, head) for head in heads]
        above = ", ".join(" ".join(text[head.start : head.end].split()) for head in heads)
        parts.append(f"{above}: {cell.text}" if above else cell.text)
    return DraftSentence(" · ".join(parts), _once(citations), "sentence")


def _once(citations: list[Citation]) -> tuple[Citation, ...]:
    return tuple(dict.fromkeys(citations))
