"""Counts, sums, averages and differences over the rows that a question names."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from generation.computing.answer_columns import stray
from generation.computing.figure_parts import (
    Figure,
    blank_faults,
    bound_of,
    cell_figure,
    complete,
    named_filters,
    unfilled,
    value_faults,
    within_bounds,
)
from generation.computing.table_reading import Filters, TableReading
from generation.computing.written_quantities import written


def counts(reading: TableReading) -> list[Figure]:
    form = reading.form
    found = []
    named = reading.named(form.asked) or reading.in_unit(form.asked)
    for one in reading.filters():
        rows: tuple[int, ...] = one.rows
        used = [column for _, column in one.columns]
        faults = blank_faults(reading, used)
        columns = list(named)
        if form.bounds:
            bounded = within_bounds(reading, rows)
            if bounded is None:
                continue
            used.append(bounded[0])
            rows, faults = bounded[1], (*faults, *bounded[2])
            named = tuple(c for c in named if c != bounded[0])
        numeric = bool(named) and all(reading.kind(c).kind == "number" for c in named)
        if not complete(reading, [*columns, *used], not numeric):
            continue
        figure = _counted(reading, named, one, rows, faults, used)
        if figure is not None:
            found.append(figure)
    return found


def _is_counted(reading: TableReading, column: int) -> bool:
    """Whether the head of `column` is just what is counted: "participants", no "total points"."""
    asked = {reading.form.words[i].stem for i in reading.form.asked}
    return reading.words.heads[column] <= asked or bool(reading.in_unit(reading.form.asked))


def _enumerates(reading: TableReading, column: int) -> bool:
    """Whether the numbers of `column` count the rows off: 1, 2, 3, 3, 4."""
    values = [value.value for value in reading.kind(column).values if value is not None]
    steps = [after - before for before, after in pairwise(values)]
    return bool(steps) and values[0] in (0, 1) and all(step in (0, 1) for step in steps)


def _counted(
    reading: TableReading,
    named: tuple[int, ...],
    one: Filters,
    rows: tuple[int, ...],
    faults: tuple[str, ...],
    used: Sequence[int],
) -> Figure | None:
    table, form = reading.table, reading.form
    filters = named_filters(reading, one)
    numbers = [c for c in named if reading.kind(c).kind == "number"]
    if numbers and len(numbers) == len(named) and form.operation == "count" and form.asked:
        if len(numbers) > 1 or not rows:
            return None
        if reading.kind(numbers[0]).units - {""} and not reading.in_unit(form.asked):
            return None  # "how many fees" asks for no euros
        if len(rows) == 1:
            return cell_figure(reading, rows, numbers[0], filters)
        if _enumerates(reading, numbers[0]) or not _is_counted(reading, numbers[0]):
            return None
        return summed(reading, one, numbers[0], "sum")
    if not one.columns and not form.bounds and (len(named) > 1 or (form.asked and stray(reading))):
        return None
    if len(rows) == 1 and any(c == reading.key and m.whole for m, c in one.columns):
        return None  # one that is named is no number
    column = named[0] if len(named) == 1 else None
    if column is not None and column not in [c for _, c in one.columns]:
        kind = reading.kind(column)
        texts = [table.rows[i].cells[column].text for i in rows]
        held = {text.casefold() for text in texts if text}
        if form.operation == "distinct" or (
            not one.columns and len(held) < len(rows) and not form.bounds
        ):
            if kind.open & set(rows) or kind.none & set(rows):
                faults = (
                    *faults,
                    unfilled(reading, column, len((kind.open | kind.none) & set(rows))),
                )
            return Figure(table, "distinct", str(len(held)), rows, column, filters, faults, column)
        if len(held) < len(rows) and kind.open & set(rows):
            return None
    elif form.operation == "distinct":
        return None
    if not rows and not form.bounds:
        return None
    return Figure(
        table, "count", str(len(rows)), rows, None, filters, faults, bound=bound_of(form, used)
    )


def sums(reading: TableReading) -> list[Figure]:
    form = reading.form
    columns = reading.named(form.measured, reading.of_kinds("number"))
    found: list[Figure] = []
    for one in reading.filters():
        used = [column for _, column in one.columns]
        if len(columns) != 1 or form.bounds or not complete(reading, [*columns, *used]):
            continue
        figure = summed(reading, one, columns[0], form.operation)
        if figure is not None:
            found.append(figure)
    return found


def summed(reading: TableReading, one: Filters, column: int, operation: str) -> Figure | None:
    """The sum or average of the cells of `column` in the rows of `one`."""
    held = [reading.kind(column).values[i] for i in one.rows]
    values = [value for value in held if value is not None]
    if not values:
        return None
    used = [at for _, at in one.columns]
    faults = [*value_faults(reading, column, one.rows), *blank_faults(reading, used)]
    if len(values) < len(held) and not faults:
        faults.append(unfilled(reading, column, len(held) - len(values)))
    total = sum((value.value for value in values), Decimal(0))
    text = written(total / len(values) if operation == "average" else total, values[0].unit)
    filters = named_filters(reading, one)
    rows = tuple(sorted(one.rows, key=lambda i: held[one.rows.index(i)] is not None))
    return Figure(reading.table, operation, text, rows, column, filters, tuple(faults), column)


def differences(reading: TableReading) -> list[Figure]:
    """How far two named rows lie apart in one column of numbers."""
    words = [i for i in range(len(reading.form.words)) if i not in reading.form.spent]
    columns = reading.named(words, reading.of_kinds("number"))
    found = []
    for one in reading.filters():
        used = [column for _, column in one.columns]
        if len(columns) != 1 or len(one.rows) != 2 or len(one.columns) != 2:
            continue
        values = [reading.kind(columns[0]).values[i] for i in one.rows]
        if not complete(reading, [*columns, *used]) or values[0] is None or values[1] is None:
            continue
        faults = value_faults(reading, columns[0], one.rows)
        text = written(abs(values[0].value - values[1].value), values[0].unit)
        found.append(
            Figure(
                reading.table,
                "difference",
                text,
                one.rows,
                columns[0],
                named_filters(reading, one),
                faults,
                columns[0],
            )
        )
    return found
