"""The row at an end of an order, and the rows beside one that is named."""

from __future__ import annotations

from generation.computing.answer_columns import LISTED, RANKED, answer_columns, measure_columns
from generation.computing.figure_parts import Figure, complete, named_filters, value_faults
from generation.computing.table_reading import Filters, TableReading


def extremes(reading: TableReading) -> list[Figure]:
    form = reading.form
    found: list[Figure] = []
    if form.counted:
        return found
    measures = measure_columns(reading)
    answers = answer_columns(reading)
    for one in reading.filters():
        if form.bounds:
            continue
        used = [column for _, column in one.columns]
        for measure in measures:
            columns = [c for c in answers if c != measure] or list(answers)
            for column in columns[:1] if len(columns) == 1 else ():
                if complete(reading, [*used, measure, column]):
                    figure = _end(reading, one, measure, column)
                    if figure is not None:
                        found.append(figure)
        if not measures and (
            form.operation not in ("first", "last") or LISTED & {w.text for w in form.words}
        ):
            found += _by_order(reading, one, answers)
    return found


def _end(reading: TableReading, one: Filters, measure: int, column: int) -> Figure | None:
    """The row or rows at the end of the order of `measure`."""
    kind = reading.kind(measure)
    held = [(value.value, i) for i in one.rows if (value := kind.values[i]) is not None]
    if len(held) < 2 and len(reading.table.rows) > 1 and not one.columns:
        return None
    if not held:
        return None
    high = reading.form.operation in ("most", "last")
    if kind.kind == "place" and reading.form.operation == "most":
        high = not high
    best = max(held)[0] if high else min(held)[0]
    winners = [i for value, i in held if value == best]
    rest = sorted((i for value, i in held if value != best), key=lambda i: i)
    texts = [reading.table.rows[i].cells[column].text for i in winners]
    if any(not text for text in texts):
        return None
    said = ", ".join(dict.fromkeys(texts))
    faults = value_faults(reading, measure, one.rows)
    if {w.text for w in reading.form.words} & RANKED and reading.form.operation in (
        "first",
        "last",
    ):
        faults = ()  # who has no place did not finish
    unclear = [i for i in one.rows if kind.values[i] is None] if faults else []
    return Figure(
        reading.table, reading.form.operation, said, (*unclear, *winners, *rest), measure,
        named_filters(reading, one), faults, column, len(winners),
    )  # fmt: skip


def _by_order(reading: TableReading, one: Filters, answers: tuple[int, ...]) -> list[Figure]:
    """Without a column that orders: the first or last row as written, or the words that occur most
    often."""
    form = reading.form
    rows = one.rows
    used = [column for _, column in one.columns]
    if len(answers) != 1 or not rows or not complete(reading, [*used, *answers]):
        return []
    column = answers[0]
    called = reading.named([*form.asked, *form.measured])
    if form.operation in ("first", "last") and column in called:
        row = rows[0] if form.operation == "first" else rows[-1]
        text = reading.table.rows[row].cells[column].text
        return (
            [
                Figure(
                    reading.table,
                    f"{form.operation} row",
                    text,
                    (row,),
                    column,
                    named_filters(reading, one),
                    (),
                    column,
                    1,
                )
            ]
            if text
            else []
        )
    return []


def neighbours(reading: TableReading) -> list[Figure]:
    """The row after or before the one that is named."""
    form = reading.form
    found = []
    answers = answer_columns(reading)
    if form.counted or form.bounds or len(answers) != 1:
        return []
    for one in reading.filters():
        used = [column for _, column in one.columns]
        if not one.rows or len(one.columns) != 1 or not complete(reading, [*used, *answers]):
            continue
        if len(one.rows) > 1 and one.rows != tuple(range(one.rows[0], one.rows[-1] + 1)):
            continue
        at = _beside(reading, one)
        if at is None:
            continue
        text = reading.table.rows[at].cells[answers[0]].text
        if text:
            found.append(
                Figure(
                    reading.table,
                    form.operation,
                    text,
                    (at, one.rows[0]),
                    answers[0],
                    named_filters(reading, one),
                    (),
                    answers[0],
                    1,
                )
            )
    return found


def _beside(reading: TableReading, one: Filters) -> int | None:
    """The row beside those of `one` on the side that is asked for: "after X which?", but "X is
    after which?"; in the order of a column of dates that the question names, else as written."""
    form = reading.form
    step = 1 if form.operation == "after" else -1
    at = max(form.turn, default=0)
    if at + 1 < len(form.words) and form.words[at + 1].text in ("which", "what", "who", "whom"):
        step = -step
    row = one.rows[-1] if step > 0 else one.rows[0]
    every = [i for i in range(len(form.words)) if i not in form.spent]
    order: list[int] | None = list(range(len(reading.table.rows)))
    dated = [c for c in reading.named(every) if reading.kind(c).kind == "date"]
    if dated:
        order = _in_order(reading, dated[0], row)
    if order is None:
        return None
    if row not in order:
        return None
    place = order.index(row) + step
    return order[place] if 0 <= place < len(order) else None


def _in_order(reading: TableReading, column: int, row: int) -> list[int] | None:
    """All rows by `column`; None where one leaves its value open or `row` shares its own with
    another."""
    kind = reading.kind(column)
    values = [value.value if value is not None else None for value in kind.values]
    held = [(value, i) for i, value in enumerate(values) if value is not None]
    if len(held) + len(kind.none) < len(values) or values.count(values[row]) != 1:
        return None
    return [i for _, i in sorted(held)]
