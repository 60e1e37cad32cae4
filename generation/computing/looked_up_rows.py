"""Cells that stand in the row and column named, and rows that have the same cell."""

from __future__ import annotations

from dataclasses import replace

from generation.computing.answer_columns import answer_columns, stray
from generation.computing.figure_parts import (
    Figure,
    blank_faults,
    bound_of,
    cell_figure,
    complete,
    named_filters,
    within_bounds,
)
from generation.computing.table_reading import TableReading


def alike(reading: TableReading) -> list[Figure]:
    """Other rows that have the same cell as the one that is named."""
    form = reading.form
    measures = reading.named(form.measured)
    yearly = not measures and {form.words[i].text for i in form.measured} == {"year"}
    if yearly:
        measures = reading.named(range(len(form.words)), reading.of_kinds("date"))
    answers = [c for c in answer_columns(reading) if c not in measures]
    found = []
    for one in reading.filters():
        used = [column for _, column in one.columns]
        if len(one.rows) != 1 or len(measures) != 1 or len(answers) != 1:
            continue
        if not complete(reading, [*used, *measures, *answers]):
            continue
        held = [_compared(reading, i, measures[0], yearly) for i in range(len(reading.table.rows))]
        own = held[one.rows[0]]
        alike = [i for i, value in enumerate(held) if value == own and i != one.rows[0]]
        texts = [reading.table.rows[i].cells[answers[0]].text for i in alike]
        if own and texts and all(texts):
            found.append(
                Figure(
                    reading.table,
                    "same",
                    ", ".join(dict.fromkeys(texts)),
                    (*alike, one.rows[0]),
                    measures[0],
                    named_filters(reading, one),
                    (),
                    answers[0],
                    len(alike),
                )
            )
    return found


def _compared(reading: TableReading, row: int, column: int, yearly: bool) -> str:
    """What "the same" compares: a cell, or the year of its date."""
    value = reading.kind(column).values[row]
    if yearly:
        return str(value.value // 10000) if value is not None else ""
    return reading.table.rows[row].cells[column].text


def cells(reading: TableReading) -> list[Figure]:
    form = reading.form
    found: list[Figure] = []
    answers = answer_columns(reading)
    texts = {word.text for word in form.words}
    if (
        not form.bounds
        and not reading.mentions
        and ("with" in texts or not reading.named(form.asked))
    ):
        return []
    for one in reading.filters():
        used = [column for _, column in one.columns]
        rows, faults = one.rows, blank_faults(reading, used)
        if form.bounds:
            bounded = within_bounds(reading, rows)
            if bounded is None:
                continue
            used.append(bounded[0])
            rows, faults = bounded[1], (*faults, *bounded[2])
        columns = [c for c in answers if c not in used]
        if len(columns) != 1 or not rows or not complete(reading, [*used, *columns]):
            continue
        if len(rows) > 1 and form.asked and stray(reading):
            continue
        figure = cell_figure(reading, rows, columns[0], named_filters(reading, one))
        if figure is not None:
            found.append(
                replace(figure, faults=faults if form.bounds else (), bound=bound_of(form, used))
            )
    return found
